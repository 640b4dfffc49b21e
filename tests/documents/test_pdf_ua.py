"""Every kind of paper passes an independent checker of PDF/UA-1 and reads as a whole file."""

import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest
from pdfua import validate

from hubs.reports import letters
from onde_portal.documents.kinds import known_kinds
from onde_portal.documents.models import StoredDocument
from onde_portal.documents.printing import make_paper

pytestmark = [
    pytest.mark.slow,
    pytest.mark.django_db,
    pytest.mark.skipif(not shutil.which("qpdf"), reason="qpdf is not installed"),
]
# Papers of a whole story, looked at in the test_paper_form.py of their own apps.
ELSEWHERE = ("onde_portal.reporting", "onde_portal.oversight")


def faults(content: bytes, path: Path) -> list[str]:
    """What the checkers say against a PDF."""
    path.write_bytes(content)
    whole = subprocess.run(["qpdf", "--check", str(path)], check=False, capture_output=True)
    found = [f"{one.rule_id} {one.message}" for one in validate(str(path)).findings]
    return found + ([whole.stdout.decode()] if whole.returncode else [])


def test_every_kind_of_paper_can_be_read_aloud(abouts: dict[str, str], tmp_path: Path) -> None:
    wanted = {
        key
        for key, kind in known_kinds().items()
        if not kind.build.__module__.startswith(ELSEWHERE)
    }
    assert set(abouts) == wanted
    path = tmp_path / "paper.pdf"
    wrong: dict[str, list[str]] = {}
    for number, (kind, about) in enumerate(sorted(abouts.items())):
        document = StoredDocument(
            kind=kind, about=about, language="en" if number % 4 == 3 else "th", title="ก",
            check_code="ABCD2345EFGH",
        )  # fmt: skip
        found = faults(make_paper(document).content, path)
        if found:
            wrong[kind] = found
    assert not wrong


def test_the_register_names_every_kind_and_what_it_is_about(abouts: dict[str, str]) -> None:
    for key, about in abouts.items():
        kind = known_kinds()[key]
        assert kind.label
        assert kind.subject_of(about).name, key
        assert kind.address_of(about).startswith("/staff/"), key


CASES: list[tuple[str, Callable[[str], bool]]] = [
    ("hub-report", lambda number: "2569" in number),
    ("networks.certificate", lambda number: number == "1/2569"),
    (letters.LETTER, lambda number: number.startswith("นร ")),
]


@pytest.mark.parametrize(("key", "is_right"), CASES)
def test_what_has_a_number_brings_it_into_the_register(
    abouts: dict[str, str], key: str, is_right: Callable[[str], bool]
) -> None:
    assert is_right(known_kinds()[key].subject_of(abouts[key]).number)
