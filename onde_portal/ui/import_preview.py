"""What the preview of an import shows: its parts, a page of one part, and the choices for rows."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.core.paginator import Page, Paginator
from django.http import HttpRequest
from django.utils.translation import gettext as _

from onde_portal.exchange.importing import Change, Importer, Kind
from onde_portal.exchange.models import ImportRun, ImportState
from onde_portal.exchange.planning import AS_NEW, LEAVE_OUT, USE, Choices, Plan, PlannedRow
from onde_portal.exchange.records import shown

ROWS_A_PAGE, CHOICES_A_PAGE, ERRORS_A_PAGE = 100, 50, 500
WRONG, WARNINGS = "wrong", "warnings"
PARTS = (WRONG, Kind.UNSURE, Kind.CHANGED, Kind.NEW, Kind.SAME, WARNINGS)


@dataclass(frozen=True, slots=True)
class Tab:
    """A part of the preview: its key, name, how many rows it has, and a colour's name."""

    key: str
    label: str
    count: int
    tone: str
    is_shown: bool


@dataclass(frozen=True, slots=True)
class Option:
    """One thing that can be chosen for a row."""

    value: str
    label: str
    is_chosen: bool


@dataclass(frozen=True, slots=True)
class ShownRow:
    """A row of the preview with what it says, what it changes and what can be chosen for it."""

    number: int
    label: str
    why: str
    cells: tuple[str, ...]
    changes: tuple[Change, ...]
    options: tuple[Option, ...]


def _counts(plan: Plan) -> dict[str, int]:
    return {**plan.counts, WARNINGS: len(plan.warnings)}


def shown_part(request: HttpRequest, plan: Plan) -> str:
    """The part that the address asks for, else the first that has anything to look at."""
    asked = request.GET.get("show", "")
    if asked in PARTS:
        return asked
    if plan.errors:
        return WRONG
    counts = _counts(plan)
    return next((str(part) for part in PARTS if counts[part]), str(Kind.NEW))


def tabs(plan: Plan, part: str) -> list[Tab]:
    """All parts in the order in which one works through them."""
    names = {
        WRONG: (_("Rows with errors"), "bad"),
        Kind.UNSURE: (_("Not clear"), "warn"),
        Kind.CHANGED: (_("Changed"), ""),
        Kind.NEW: (_("New"), "good"),
        Kind.SAME: (_("Same as before"), ""),
        WARNINGS: (_("Left out of the file"), ""),
    }
    counts = _counts(plan)
    return [
        Tab(str(key), name, counts[key], tone if counts[key] else "none", str(key) == part)
        for key, (name, tone) in names.items()
        if key != WARNINGS or counts[key]
    ]


def page_of(request: HttpRequest, rows: Sequence[Any], size: int) -> Page[Any]:
    """The page that the address asks for; the nearest where there is none such."""
    return Paginator(rows, size).get_page(request.GET.get("page"))


def rows_page(
    request: HttpRequest, plan: Plan, run: ImportRun, importer: Importer, part: str
) -> Page[Any]:
    """One page of a part: cell errors, or rows with what can be chosen for them."""
    if part == WRONG:
        return page_of(request, plan.errors, ERRORS_A_PAGE)
    if part == WARNINGS:
        return page_of(request, plan.warnings, ERRORS_A_PAGE)
    kind = Kind(part)
    size = CHOICES_A_PAGE if kind in {Kind.UNSURE, Kind.CHANGED} else ROWS_A_PAGE
    page = page_of(request, plan.of(kind), size)
    page.object_list = [_shown_row(row, importer, run.choices) for row in page.object_list]
    return page


def _shown_row(row: PlannedRow, importer: Importer, choices: Choices) -> ShownRow:
    return ShownRow(
        number=row.number,
        label=row.label,
        why=row.verdict.why,
        cells=tuple(shown(column, row.record.get(column.key)) for column in importer.columns),
        changes=row.verdict.changes,
        options=_options(row, choices),
    )


def _options(row: PlannedRow, choices: Choices) -> tuple[Option, ...]:
    chosen = choices.get(str(row.number), "")
    if row.verdict.kind is Kind.CHANGED:
        is_out = chosen == LEAVE_OUT
        return (
            Option("", _("Take over"), not is_out),
            Option(LEAVE_OUT, _("Leave out"), is_out),
        )
    if row.verdict.kind is not Kind.UNSURE:
        return ()
    candidates = [(f"{USE}{one.pk}", _("It is: %(name)s") % {"name": one.label})
                  for one in row.verdict.candidates]  # fmt: skip
    offered = [
        ("", _("Choose …")),
        *candidates,
        *([(AS_NEW, _("It is new"))] if row.verdict.can_be_new else []),
        (LEAVE_OUT, _("Leave out")),
    ]
    known = {value for value, _label in offered}
    chosen = chosen if chosen in known else ""
    return tuple(Option(value, label, value == chosen) for value, label in offered)


def place(request: HttpRequest) -> str:
    """The part and page that a form came from, as a query, to go back to."""
    show, page = request.POST.get("show", ""), request.POST.get("page", "")
    if show not in PARTS:
        return ""
    number = page if page.isascii() and page.isdigit() and len(page) < len("000000") else "1"
    return f"?show={show}&page={number}"


def taken_before(run: ImportRun) -> ImportRun | None:
    """The latest import of the very same file that still stands."""
    runs = ImportRun.objects.filter(
        importer=run.importer, sha256=run.sha256, context=run.context, state=ImportState.APPLIED
    )
    return runs.select_related("decided_by").order_by("-decided_at", "-pk").first()
