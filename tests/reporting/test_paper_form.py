"""The Office's reports on paper, as drafts and final: read aloud, whole, on the rules' page."""

import shutil
from pathlib import Path

import pytest
from django.core.files.base import ContentFile
from pytest_django import DjangoDbBlocker

from monitoring.selectors.board import Scope
from onde_portal.accounts.models import Role, User
from onde_portal.documents.kinds import known_kinds
from onde_portal.documents.models import Emblem
from onde_portal.reporting.actions import PAPER, finish_report, open_round_report, open_year_report
from onde_portal.reporting.models import Report
from onde_portal.reporting.reports.papers import request_paper
from tests import world
from tests.documents.test_measures import (
    keeps_the_rules_page,
    lines_of,
    pictures_of,
)
from tests.documents.test_pdf_ua import faults
from tests.networks.story import make_file
from tests.paper_queue import content_of, make_waiting, story_undone
from tests.pdf import text_of
from tests.reporting.conftest import AT, make_country, write
from tests.workflow.files import picture

pytestmark = [
    pytest.mark.slow,
    pytest.mark.django_db,
    pytest.mark.skipif(not shutil.which("qpdf"), reason="qpdf is not installed"),
]
NAMES = [
    (kind, state, language)
    for kind in ("round", "year")
    for state in ("draft", "final")
    for language in ("th", "en")
]
Papers = dict[tuple[str, str, str], bytes]


@pytest.fixture(scope="module")
def papers(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Papers:
    """Each report by kind, state and language; final ones have the emblem on their cover."""
    with story_undone(django_db_blocker, AT):
        officer = world.make_user(Role.OFFICER, "officer@onde.example")
        laos = (
            world.make_lao(world.udon_thani(), "หนองบัว", code="6410101"),
            world.make_lao(world.chiang_mai(), "แม่น้ำคำ", code="6500101"),
        )
        reporters = (
            world.make_member(laos[0], "one@lao.example"),
            world.make_member(laos[1], "two@lao.example"),
        )
        round_ = make_country(laos, reporters, officer).round
        reports = {
            "round": open_round_report(round_=round_, scope=Scope(), by=officer, at=AT),
            "year": open_year_report(year=2569, by=officer, at=AT),
        }
        reports = {kind: write(report, officer) for kind, report in reports.items()}
        made = printed(reports, "draft", officer)
        garuda = ContentFile(picture("PNG", (300, 300)), "garuda.png")
        Emblem.objects.create(**make_file(officer) | {"file": garuda, "content_type": "image/png"})
        finals = {
            kind: finish_report(report=report, version=report.version, by=officer, at=AT)
            for kind, report in reports.items()
        }
        return made | printed(finals, "final", officer)


def printed(reports: dict[str, Report], state: str, by: User) -> Papers:
    asked = {
        (kind, state, language): request_paper(report, language=language, by=by, at=AT)
        for kind, report in reports.items()
        for language in ("th", "en")
    }
    make_waiting()
    return {key: content_of(document) for key, document in asked.items()}


def test_no_other_kind_of_paper_of_the_reports_is_left_out() -> None:
    ours = {key for key, kind in known_kinds().items() if "reporting" in kind.build.__module__}
    assert ours == {PAPER}


@pytest.mark.parametrize("name", NAMES, ids="-".join)
def test_each_report_can_be_read_aloud_and_is_a_whole_file(
    name: tuple[str, str, str], papers: Papers, tmp_path: Path
) -> None:
    assert faults(papers[name], tmp_path / "paper.pdf") == []


@pytest.mark.parametrize("name", NAMES, ids="-".join)
def test_each_report_keeps_the_rules_margins_and_sizes(
    name: tuple[str, str, str], papers: Papers
) -> None:
    keeps_the_rules_page(papers[name])


@pytest.mark.parametrize("kind", ["round", "year"])
def test_a_paragraph_of_a_report_begins_two_and_a_half_cm_in(kind: str, papers: Papers) -> None:
    content = papers[kind, "final", "th"]
    pages = range(1, text_of(content).count("\f") + 1)
    found = [line for page in pages for line in lines_of(content, page)]
    first = next(line.left for line in found if line.words.startswith("บทนำ"))
    assert first == pytest.approx(3 + 2.5, abs=0.1)


@pytest.mark.parametrize("kind", ["round", "year"])
def test_the_cover_has_the_seal_in_the_middle_or_keeps_its_place_free(
    kind: str, papers: Papers
) -> None:
    final, draft = papers[kind, "final", "th"], papers[kind, "draft", "th"]
    seal = pictures_of(final)[-1]
    assert (seal.width, seal.height) == pytest.approx((3, 3), abs=0.05)
    middle = (3 + 21 - 2) / 2
    assert seal.left + seal.width / 2 == pytest.approx(middle, abs=0.05)
    below = [lines_of(content)[0] for content in (final, draft)]
    assert below[0].words == below[1].words
    assert below[0].top == pytest.approx(below[1].top, abs=0.05)
    assert 29.7 - seal.bottom < below[0].top
    assert len(pictures_of(draft)) == len(pictures_of(final)) - 1
