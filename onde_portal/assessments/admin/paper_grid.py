"""Entering answers from paper: a grid of people and questions, kept row by row.

Each row is a form of its own: with scripts off it has its own button, and a row that somebody else
entered meanwhile is never written over unseen.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse, HttpResponseBase, JsonResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse
from django.utils import timezone
from django.utils.decorators import method_decorator
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_protect

from onde_portal.accounts.access import person, reading, writing
from onde_portal.accounts.permissions import Action, may
from onde_portal.assessments.actions.sittings import SittingStale, enter_answers
from onde_portal.assessments.codes import plain_code
from onde_portal.assessments.errors import AssessmentError
from onde_portal.assessments.imports.scores import NOTHING, AnswerLetter
from onde_portal.assessments.models import BasePaper, BasePaperItem, BaseSitting, Taker
from onde_portal.assessments.selectors.papers import (
    choice_letters,
    items_as_asked,
    people_of,
    sittings_of,
)
from onde_portal.exchange.importing import CellRefused
from onde_portal.thai.digits import read_key
from onde_portal.thai.text import thai_key

PER_PAGE = 30


class CellsUnknown(AssessmentError):
    """Cells that are no answer; ``numbers`` are their questions."""

    def __init__(self, numbers: list[int]) -> None:
        super().__init__()
        self.numbers = numbers

    def __str__(self) -> str:
        listed = ", ".join(map(str, self.numbers))
        said = _("Not an answer in question %(numbers)s. Type ก ข ค ง, 1 2 3 4, or - for none.")
        return said % {"numbers": listed}


@dataclass(frozen=True, slots=True)
class Cell:
    """One question of one person: what stands in the box."""

    number: int
    text: str
    is_wrong: bool = False


@dataclass(frozen=True, slots=True)
class Row:
    """One person's line of the grid."""

    participant: Taker
    sitting: BaseSitting | None
    cells: tuple[Cell, ...]
    said: str = ""
    is_refused: bool = False

    @property
    def is_locked(self) -> bool:
        """Whether the person took the test on the phone."""
        return self.sitting is not None and self.sitting.source == BaseSitting.Source.PHONE

    @property
    def is_total(self) -> bool:
        """Whether only a total was imported."""
        row = self.sitting
        return row is not None and row.source == BaseSitting.Source.IMPORT and not row.answers


class GridPages:
    """Adds the grid to the tests' admin."""

    admin_site: Any
    page_name: Any
    paper_of: Any
    may_run: Any

    def get_urls(self) -> list[URLPattern]:
        wrap = self.admin_site.admin_view
        return [
            path("<int:pk>/grid/", wrap(reading(self.grid_page)), name=self.page_name("grid")),
            path(
                "<int:pk>/grid/save/",
                wrap(writing(self.save_row)),
                name=self.page_name("grid_save"),
            ),
            *super().get_urls(),  # type: ignore[misc]
        ]

    def grid_page(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Everybody who takes part, with what was answered."""
        return self._grid(request, self.paper_of(request, pk))

    def _grid(
        self,
        request: HttpRequest,
        paper: BasePaper,
        *,
        refused: Row | None = None,
        status: int = 200,
    ) -> HttpResponse:
        search = request.GET.get("q", "")[:100]
        page = Paginator(_people(paper, search), PER_PAGE).get_page(request.GET.get("p"))
        items = items_as_asked(paper)
        sat = sittings_of(paper, page)
        rows = [_row(one, sat.get(one.pk), items) for one in page]
        if refused is not None:
            rows = [refused if row.participant == refused.participant else row for row in rows]
        context = {
            **self.admin_site.each_context(request),
            "title": paper.title,
            "paper": paper,
            "items": items,
            "page": page,
            "rows": rows,
            "search": search,
            "query": request.META.get("QUERY_STRING", ""),
            "letters": choice_letters(),
            "may_enter": self.may_run(request, paper) and paper.state != BasePaper.State.DRAFT,
            "may_see_contact": may(request.user, Action.READ_PERSONAL_DATA),
        }
        return TemplateResponse(request, "assessments/paper_grid.html", context, status=status)

    @method_decorator(csrf_protect)
    def save_row(self, request: HttpRequest, pk: int) -> HttpResponseBase:
        """Keep one person's row."""
        paper: BasePaper = self.paper_of(request, pk)
        if not self.may_run(request, paper):
            raise PermissionDenied
        key = read_key(request.POST.get("participant", "")) or 0
        people = paper.host.participants.all().in_order()
        participant = get_object_or_404(people, pk=key)
        items = items_as_asked(paper)
        wants_json = request.headers.get("Accept", "").startswith("application/json")
        try:
            sitting = _enter(request, paper, participant, items)
        except AssessmentError as refusal:
            current = paper.sittings.filter(participant=participant).first()
            row = _refused(request, participant, current, items, refusal)
            if wants_json:
                return JsonResponse(_told(row, refusal), status=409)
            return self._grid(request, paper, refused=row, status=409)
        if wants_json:
            return JsonResponse(_told(_row(participant, sitting, items)))
        query = request.META.get("QUERY_STRING", "")
        address = reverse(f"admin:{self.page_name('grid')}", args=[pk])
        return redirect(f"{address}?{query}#row-{participant.pk}")


def _people(paper: BasePaper, search: str) -> Any:
    """Who takes part or has sat, by name or personal code."""
    people = people_of(paper.host, paper.sittings.values("participant_id"))
    if not search:
        return people
    return people.named(thai_key(search).split()) | people.filter(code=plain_code(search))


def _shown(sitting: BaseSitting | None, item: BasePaperItem) -> str:
    """The letter that stands in the box; a dash for a question left out of a sheet handed in."""
    if sitting is None:
        return ""
    choice = sitting.answers.get(str(item.position))
    if choice is not None:
        return choice_letters()[choice]
    is_total = sitting.source == BaseSitting.Source.IMPORT and not sitting.answers
    return "" if is_total or sitting.finished_at is None else "-"


def _row(participant: Taker, sitting: BaseSitting | None, items: list[BasePaperItem]) -> Row:
    cells = tuple(Cell(item.position, _shown(sitting, item)) for item in items)
    return Row(participant, sitting, cells)


def _typed(request: HttpRequest, items: list[BasePaperItem]) -> dict[int, str]:
    return {item.position: request.POST.get(f"a{item.position}", "").strip()[:5] for item in items}


def _read(typed: Mapping[int, str], items: list[BasePaperItem]) -> dict[int, int] | None:
    """Answers as they were typed; ``None`` for a row without any sign."""
    read, given, wrong = AnswerLetter(), {}, []
    for item in items:
        text = typed[item.position]
        if not text:
            continue
        try:
            choice = read(text)
        except CellRefused:
            wrong.append(item.position)
            continue
        if choice >= len(item.choices):
            wrong.append(item.position)
        elif choice != NOTHING:
            given[item.position] = choice
    if wrong:
        raise CellsUnknown(wrong)
    return given if any(typed.values()) else None


def _enter(
    request: HttpRequest, paper: BasePaper, participant: Taker, items: list[BasePaperItem]
) -> BaseSitting | None:
    answers = _read(_typed(request, items), items)
    version = read_key(request.POST.get("version", ""))
    current: BaseSitting | None = paper.sittings.filter(participant=participant).first()
    if answers is None and current is not None and _row(participant, current, items).is_total:
        return current  # an imported total is not taken out by an empty row
    return enter_answers(
        paper=paper, participant=participant, answers=answers, version=version,
        by=person(request), at=timezone.now(),
    )  # fmt: skip


def _refused(
    request: HttpRequest,
    participant: Taker,
    current: BaseSitting | None,
    items: list[BasePaperItem],
    refusal: AssessmentError,
) -> Row:
    """The row as it was typed, with what is wrong, or what differs from what stands there now."""
    typed = _typed(request, items)
    wrong = set(getattr(refusal, "numbers", ()))
    said = str(refusal)
    if isinstance(refusal, SittingStale):
        there = {item.position: _shown(current, item) for item in items}
        wrong = {number for number, text in there.items() if text != typed[number]}
        said = f"{said} {_('It has now:')} {''.join(text or ' ' for text in there.values())}"
    cells = tuple(Cell(number, text, number in wrong) for number, text in typed.items())
    return Row(participant, current, cells, said, is_refused=True)


def _told(row: Row, refusal: AssessmentError | None = None) -> dict[str, Any]:
    """What the page's script is told of a row."""
    sitting = row.sitting
    return {
        "version": "" if sitting is None else str(sitting.version),
        "score": None if sitting is None else sitting.score,
        "message": row.said if refusal else "",
        "wrong": [cell.number for cell in row.cells if cell.is_wrong],
    }
