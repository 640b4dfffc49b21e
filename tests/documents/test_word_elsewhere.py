"""Every Word file that the portal hands out opens in another office suite, with its words."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from django.urls import URLResolver, get_resolver, reverse

from onde_portal.accounts.models import User
from onde_portal.reporting.actions import open_year_report
from tests.office import needs_office, opened
from tests.pdf import text_of
from tests.world import NOW

pytestmark = [pytest.mark.slow, pytest.mark.django_db, needs_office]
# By the name of the page that hands it out: the kind of its paper, and words that stand in it.
WORDS: dict[str, tuple[str, tuple[str, ...]]] = {
    "admin:networks_meeting_word": ("networks.minutes", ("ประชุมสรุปผล", "ส่งเอกสาร")),
    "admin:networks_closingreport_word": (
        "networks.closing_report", ("โครงการเครือข่าย", "เชิญด้วยตนเอง"),
    ),
    "admin:hubs_guidelineversion_word": ("guideline", ("แนวทางการจัดตั้งศูนย์", "๑.ความเป็นมา")),
    "admin:hubs_memo_word": ("memo", ("บันทึกข้อความ", "เรียน")),
    "programme-closing-word": ("programme_closing", ("โครงการศูนย์น้ำคำ",)),
    "office-report-word": ("office-report", ("สารบัญ", "๒๕๖๙", "อุดรธานี")),
}  # fmt: skip


def names(resolver: URLResolver, before: str = "") -> set[str]:
    """The names of all pages that hand out Word files."""
    found = set[str]()
    for item in resolver.url_patterns:
        if isinstance(item, URLResolver):
            space = f"{item.namespace}:" if item.namespace else ""
            found |= names(item, before + space)
        elif str(item.name).endswith(("-word", "_word")):
            found.add(f"{before}{item.name}")
    return found


def test_every_word_file_opens_in_another_office_suite_in_both_languages(
    abouts: dict[str, str], officer: User, sign_in: Callable[[User], Client], tmp_path: Path
) -> None:
    assert names(get_resolver()) == set(WORDS)
    report = open_year_report(year=2569, by=officer, at=NOW)
    subjects = abouts | {"office-report": f"reporting.report:{report.pk}"}
    browser = sign_in(officer)
    files: dict[str, bytes] = {}
    for page, (kind, _said) in WORDS.items():
        address = reverse(page, args=[subjects[kind].split(":")[1]])
        for language in ("th", "en"):
            answer: Any = browser.get(address, {"language": language})
            assert answer.status_code == 200, page
            files[f"{kind}-{language}.docx"] = answer.content
    printed = opened(files, tmp_path)
    for kind, said in WORDS.values():
        text = "".join(text_of(printed[f"{kind}-th.docx"]).split())
        for words in said:
            assert words in text.replace("ำ", "ำ"), (kind, words)
        assert text_of(printed[f"{kind}-en.docx"]).strip(), kind
