"""Every kind of paper passes an independent checker of PDF/UA-1 and reads as a whole file."""

import shutil
import subprocess
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from django.utils import timezone
from pdfua import validate

from hubs.models import HubProgramme
from hubs.reports import letters
from hubs.reports.memos import about_memo
from monitoring.actions import submit_report
from networks.actions import open_project
from networks.actions.certificates import issue_certificates
from onde_portal.accounts.models import User
from onde_portal.documents.kinds import known_kinds
from onde_portal.documents.models import StoredDocument
from onde_portal.documents.printing import make_paper
from onde_portal.registry.models import Lao
from onde_portal.workflow.actions import open_case
from tests import world
from tests.hubs.programme import make_chain, make_pages
from tests.monitoring import story
from tests.networks.story import make_everything

pytestmark = [
    pytest.mark.slow,
    pytest.mark.django_db,
    pytest.mark.skipif(not shutil.which("qpdf"), reason="qpdf is not installed"),
]
# Long papers, which their own app's tests look at.
ELSEWHERE = ("onde_portal.reporting", "onde_portal.oversight")


@pytest.fixture
def abouts(lao: Lao, officer: User, reporter: User, frozen: object) -> dict[str, str]:
    """A subject for each kind of paper."""
    story.make_catalogue()
    hub = story.make_hub(lao, date(2025, 10, 1))
    follow_up = story.open_follow_up(hub)
    story.fill(follow_up, reporter)
    sent = submit_report(follow_up=follow_up, token=story.PAGE, by=reporter, at=world.NOW)
    programme = open_case(
        model=HubProgramme, title="โครงการศูนย์น้ำคำ", fiscal_year=2569, owner=officer, by=officer,
        at=timezone.now(),
    )  # fmt: skip
    project = open_project(
        title="โครงการเครือข่าย", year=2569, province=lao.province, owner=officer, by=officer,
        at=world.NOW,
    )  # fmt: skip
    made: dict[str, Any] = make_everything(project, lao.province, officer)
    made |= make_pages(programme, officer) | make_chain(programme, hub, officer)
    cohort = made["hubs_cohort"]
    cohort.invitees.update(letter_year=2569)
    [certificate] = issue_certificates(activity=made["networks_activity"], by=officer, at=world.NOW)
    invitee = cohort.invitees.order_by("pk")[0]
    activity, paper = made["networks_activity"].pk, made["networks_paper"].pk
    return {
        "assessments.test_paper": f"networks.paper:{paper}:x",
        "assessments.test_key": f"networks.paper:{paper}:x",
        "assessments.test_analysis": f"networks.networkproject:{project.pk}:x",
        "networks.minutes": f"networks.meeting:{made['networks_meeting'].pk}",
        "networks.closing_report": f"networks.networkproject:{project.pk}",
        "networks.sign_in_sheet": f"networks.activity:{activity}:x",
        "networks.code_cards": f"networks.activity:{activity}:x",
        "networks.certificates": f"networks.activity:{activity}:x",
        "networks.certificate": f"networks.certificate:{certificate.pk}",
        "networks.hearing": f"networks.hearing:{made['networks_hearing'].pk}:x",
        "guideline": f"hubs.guidelineversion:{made['guideline'].pk}",
        "memo": about_memo(made["hubs_memo"]),
        letters.LETTER: f"{letters.OF_INVITEE}{invitee.pk}",
        **{
            kind: letters.about_cohort(cohort, kind)
            for kind in (letters.ALL_LETTERS, letters.SHEET, letters.CARDS)
        },
        "hub-report": f"monitoring.submission:{sent.pk}",
        "programme_closing": f"hubs.hubprogramme:{programme.pk}",
        "report-form": f"monitoring.followup:{follow_up.pk}",
    }


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
