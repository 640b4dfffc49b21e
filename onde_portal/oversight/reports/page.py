"""The director's page of a fiscal year as one A4 sheet (manual, 5, 9, 10, 13 and 14)."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _, override

from onde_portal.accounts.models import User
from onde_portal.accounts.permissions import Action, may
from onde_portal.documents.actions import request_document, supersede_documents
from onde_portal.documents.blocks import Chart, Point
from onde_portal.documents.kinds import DocumentSource
from onde_portal.documents.models import StoredDocument
from onde_portal.documents.subjects import Subject
from onde_portal.oversight.actions.keeping import forget_sheets, keep_sheet
from onde_portal.oversight.models import SheetFigures
from onde_portal.oversight.selectors.page import Page, kept_page, page_json, read_page
from onde_portal.oversight.selectors.stamp import stamp_at
from onde_portal.oversight.shown import sentences
from onde_portal.oversight.shown.cases import cases_shown
from onde_portal.oversight.shown.closed import closed_shown
from onde_portal.oversight.shown.problems import problems_shown
from onde_portal.oversight.shown.provinces import MapShown, map_shown
from onde_portal.oversight.shown.rounds import round_shown
from onde_portal.oversight.shown.success import success_shown
from onde_portal.oversight.shown.years import charts, year_rows

OVERVIEW = "overview"
ABOUT = "oversight.year:"
State = StoredDocument.State
TO_BE_MADE = (State.QUEUED, State.MAKING, State.FAILED)
# How many lines of each list the one sheet has room for; what is left out is counted.
CASES, RUBRICS, PROBLEMS, CLOSED = 4, 5, 5, 3
# Readable in grey: from paper to the darkest, with the colour of the figure on it.
TONES = (
    ("#ececec", "#111"), ("#cfd8e6", "#111"), ("#9db0cd", "#111"), ("#4f6a99", "#fff"),
    ("#1f3a68", "#fff"),
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Drawn:
    """A province on the sheet: outline, fill, and its figure where there is room for it."""

    path: str
    fill: str
    x: int
    y: int
    ink: str
    figure: str


def about(year: int, stamp: str) -> str:
    """The name under which documents know the page of a year as its figures stood."""
    return f"{ABOUT}{year}@{stamp[:16]}"


def year_of(subject: str) -> int:
    """The fiscal year of a page's name; ``ValueError`` for what is none."""
    return int(subject.removeprefix(ABOUT).split("@")[0])


def subject_of(about: str) -> Subject:
    """What the register says the sheet is about."""
    return Subject(_("Fiscal year %(year)s") % {"year": year_of(about)})


def address_of(about: str) -> str:
    """The page itself, of the sheet's year."""
    return f"{reverse('overview')}?year={year_of(about)}"


@transaction.atomic
def request_page(*, year: int, stamp: str, language: str, by: User, at: datetime) -> StoredDocument:
    """Ask for the sheet with the figures of now; sheets with older figures are superseded.

    The figures are kept until it is made: whatever happens meanwhile, it says what the page said.
    """
    subject = about(year, stamp)
    sheets = StoredDocument.objects.filter(kind=OVERVIEW)
    older = sheets.filter(about__startswith=f"{ABOUT}{year}@", superseded_at=None)
    for old in set(older.exclude(about=subject).values_list("about", flat=True)):
        supersede_documents(kind=OVERVIEW, about=old, at=at)
    waiting = sheets.filter(state__in=TO_BE_MADE)
    forget_sheets(but={*waiting.values_list("about", flat=True), subject})
    figures = kept_page(year, stamp) or page_json(year, at)
    keep_sheet(about=subject, figures=figures, at=at)
    with override(language):
        title = _title(year)
    return request_document(
        kind=OVERVIEW, about=subject, title=title, language=language, by=by, at=at
    )


def ask_again(sheet: StoredDocument, by: User, at: datetime) -> StoredDocument:
    """The sheet of the same year with the figures of now, which a frozen year never changes."""
    return request_page(
        year=year_of(sheet.about), stamp=stamp_at(at), language=sheet.language, by=by, at=at
    )


def _title(year: int) -> str:
    return _("Overview for the director, fiscal year %(year)s") % {"year": year}


def may_see_page(user: User, _subject: str) -> bool:
    """Whoever reads the director's page."""
    return may(user, Action.READ_DASHBOARD)


def build_page(subject: str, language: str) -> DocumentSource:
    """The sheet with the figures as they stand at the moment it was asked for."""
    year = year_of(subject)
    kept = SheetFigures.objects.filter(about=subject).first()
    if kept is not None:
        return _sheet(year, kept.figures, kept.asked_at)
    # Asked for again after it was made, or before figures were kept.
    asked = StoredDocument.objects.filter(kind=OVERVIEW, about=subject, language=language).latest(
        "requested_at"
    )
    return _sheet(year, page_json(year, asked.requested_at), asked.requested_at)


def _sheet(year: int, figures: dict[str, Any], at: datetime) -> DocumentSource:
    return DocumentSource(_title(year), "print/overview.html", _context(read_page(figures), at))


def _context(page: Page, at: datetime) -> dict[str, Any]:
    rows = year_rows(page)
    success, cases = success_shown(page), cases_shown(page)
    problems, closed = problems_shown(page), closed_shown(page)
    shown = map_shown(page, "hubs", "name")
    return {
        "year": page.year,
        "made_at": timezone.localtime(at),
        "sentence": sentences.standing(page),
        "growth_word": sentences.growth_word(page.year.count.growth),
        "counting_rule": sentences.counting_rule(),
        "row": rows[-1],
        "before": rows[-2] if len(rows) > 1 else None,
        "charts": charts(rows),
        "success": success,
        "rubrics": success.rubrics[:RUBRICS],
        "rubrics_left": max(0, len(success.rubrics) - RUBRICS),
        "cases": cases,
        "case_rows": cases.rows[:CASES],
        "cases_left": max(0, len(cases.rows) - CASES),
        "round": round_shown(page),
        "problems": problems.rows[:PROBLEMS],
        "problems_left": max(0, len(problems.rows) - PROBLEMS) + problems.more,
        "closed": closed[:CLOSED],
        "closed_left": max(0, len(closed) - CLOSED),
        "corrections": len(page.year.corrections),
        "map": shown,
        "map_words": _in_words(shown),
        "drawn": _drawn(shown),
    }


def _in_words(shown: MapShown) -> str:
    """The map for whoever cannot see it; provinces that it does not name have no hub."""
    points = tuple(
        Point(item.name, item.figure, item.hubs) for item in shown.provinces if item.hubs
    )
    return Chart(_("Hubs by province"), "", points).alternative


def _drawn(shown: MapShown) -> list[Drawn]:
    return [
        Drawn(
            path=item.outline.path,
            fill=TONES[item.tone][0],
            x=item.outline.centre[0],
            y=item.outline.centre[1],
            ink=TONES[item.tone][1],
            figure=item.figure if item.tone and item.outline.has_room else "",
        )
        for item in shown.provinces
    ]
