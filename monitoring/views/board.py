"""The board of completeness and timeliness (manual, section 10), the list behind each number, and
exactly that list as a file. All three read the same address."""

from datetime import date
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _

from monitoring.boards import BY, LABELS, Asked, Numbers, Row, board_url
from monitoring.models import Round
from monitoring.selectors.board import (
    Cell,
    Line,
    Scope,
    latest_rounds,
    lines_of,
    opened_rounds,
    places,
    regions_of,
    rows_behind,
    tallies_of,
    total,
)
from monitoring.tally import Tally
from onde_portal.accounts.access import allowed, reading
from onde_portal.accounts.permissions import Action
from onde_portal.accounts.views.asked import Address, file_of_page, leave_out
from onde_portal.registry.models import Region
from onde_portal.ui.charts import Bar, bar_chart
from onde_portal.ui.exports import table_answer
from onde_portal.ui.templatetags.ui import localized, place

A_PAGE = 100
PIECE = 500  # lines of a file read at once


def asked(request: HttpRequest) -> Asked:
    """What the address asks for."""
    address = Address(request)
    everything = tuple(opened_rounds())
    provinces, types = places()
    scope = Scope(
        region=address.one_of("region", Region.values),
        province=address.one_of("province", [item.pk for item in provinces]),
        lao_type=address.one_of("type", [item.pk for item in types]),
    )
    return Asked(
        rounds=_rounds(request, everything),
        scope=scope,
        by=address.one_of("by", BY) or "region",
        which=address.one_of("which", LABELS) or "expected",
        now=address.one_of("now", ("0", "1")) == "1",
        everything=everything,
    )


def _rounds(request: HttpRequest, everything: tuple[Round, ...]) -> tuple[Round, ...]:
    """The round or the year that is asked for; else the one that receives reports, or did last.

    A year goes before a round of another year.
    """
    address = Address(request)
    round_ = address.one_of("round", {str(item.pk) for item in everything})
    year = address.one_of("year", {str(item.fiscal_year) for item in everything})
    named = tuple(item for item in everything if str(item.pk) == round_)
    of_year = tuple(item for item in everything if str(item.fiscal_year) == year)
    if named and (not of_year or named[0] in of_year):
        return named
    if of_year:
        for item in named:
            leave_out(request, "round", str(item))
        return of_year
    today = timezone.localdate()
    receiving = tuple(item for item in everything if item.opens_on <= today)
    return (receiving or everything)[:1]


@allowed(Action.READ_OFFICE)
@reading
def board(request: HttpRequest) -> HttpResponse:
    """Counts by place and time; every number opens its list."""
    wanted, today = asked(request), timezone.localdate()
    regions = regions_of()
    trend = latest_rounds(wanted.everything)
    tallies = tallies_of({item.pk: item for item in (*trend, *wanted.rounds)}.values(), today)
    provinces, types = places()
    rows, whole = _table(wanted, trend, Numbers(wanted, tallies, regions, today))
    context = {
        "asked": wanted,
        "rows": rows,
        "all": whole,
        "table_url": board_url({**wanted.address, "by": wanted.by}, "monitoring-board-table"),
        "labels": LABELS.values(),
        "first_label": BY[wanted.by],
        "views": [
            (key, label, board_url({**wanted.address, "by": key})) for key, label in BY.items()
        ],
        "chart": _trend(trend, tallies, wanted.scope, regions),
        "regions": Region.choices,
        "provinces": provinces,
        "types": types,
        "years": sorted({item.fiscal_year for item in wanted.everything}, reverse=True),
        "frozen": [item for item in wanted.rounds if item.closed_at],
        "today": today,
    }
    return render(request, "monitoring/board.html", context)


def _table(wanted: Asked, trend: list[Round], numbers: Numbers) -> tuple[list[Row], Row | None]:
    """The board's rows, and the row of all where they are parts of it."""
    if wanted.by in {"round", "year"}:
        return list(numbers.in_time(trend)), None
    rows = list(numbers.by_place(*places()))
    return rows, numbers.row(_("All"), wanted.rounds, wanted.scope)


@allowed(Action.READ_OFFICE)
@reading
@file_of_page("monitoring-board")
def board_table(request: HttpRequest) -> HttpResponseBase:
    """The board of the same address as XLSX, its rates in per cent."""
    today, wanted = timezone.localdate(), asked(request)
    trend = latest_rounds(wanted.everything)
    tallies = tallies_of({item.pk: item for item in (*trend, *wanted.rounds)}.values(), today)
    rows, whole = _table(wanted, trend, Numbers(wanted, tallies, regions_of(), today))
    header = [
        str(BY[wanted.by]), *map(str, LABELS.values()), _("Received in per cent"),
        _("On time in per cent"), _("Average delay, days"),
    ]  # fmt: skip
    cells = (
        [row.label, *(number.count for number in row.numbers), *(
            None if rate is None else round(rate, 1)
            for rate in (row.tally.rate, row.tally.on_time_rate, row.tally.average_delay)
        )]
        for row in (*rows, *([whole] if whole else []))
    )  # fmt: skip
    return table_answer("xlsx", _("Completeness and timeliness"), header, cells)


def _trend(
    rounds: list[Round],
    tallies: dict[int, dict[Cell, Tally]],
    scope: Scope,
    regions: dict[str, str],
) -> Any:
    """Received of expected in per cent, round by round; the part on time stands in the title."""
    bars = []
    for item in rounds:
        tally = total(tallies[item.pk], scope, regions)
        said = _("%(round)s: %(received)s of %(expected)s received, %(on_time)s of them on time")
        bars.append(
            Bar(
                label=f"{item.half}/{str(item.fiscal_year)[-2:]}",
                value=tally.whole_rate,
                title=said % {
                    "round": item, "received": tally.received, "expected": tally.expected,
                    "on_time": tally.on_time,
                },
                url=board_url({"round": str(item.pk)}),
                is_now=item.closed_at is None,
            )
        )  # fmt: skip
    return bar_chart(_("Received of expected, in per cent, by round"), bars)


class _Lines:
    """The lines behind a number, over one round or two, read a page at a time."""

    def __init__(self, wanted: Asked, today: date) -> None:
        self.parts = [
            (item, rows_behind(item, wanted.which, wanted.scope, today, now=wanted.now))
            for item in wanted.rounds
        ]
        self.sizes = [rows.count() for _round, rows in self.parts]

    def __len__(self) -> int:
        return sum(self.sizes)

    def __getitem__(self, part: slice) -> list[Line]:
        found: list[Line] = []
        start, stop = part.start, part.stop
        for (round_, rows), size in zip(self.parts, self.sizes, strict=True):
            if start < size and stop > 0:
                found += lines_of(round_, rows[max(0, start) : min(stop, size)])
            start, stop = start - size, stop - size
        return found


@allowed(Action.READ_OFFICE)
@reading
def board_list(request: HttpRequest) -> HttpResponse:
    """The hubs that a number of the board counts."""
    wanted = asked(request)
    lines = _Lines(wanted, timezone.localdate())
    address = {**wanted.address, "which": wanted.which}
    context = {
        "asked": wanted,
        "title": LABELS[wanted.which],
        "page": Address(request).page(lines, A_PAGE),
        "file_url": board_url(address, "monitoring-board-file"),
        "back_url": board_url(wanted.address),
        "narrowed": _narrowed(wanted),
        "frozen": [item for item in wanted.rounds if item.closed_at and not wanted.now],
        "now_url": ""
        if wanted.now
        else board_url({**address, "now": "1"}, "monitoring-board-list"),
    }
    return render(request, "monitoring/board_list.html", context)


def _narrowed(wanted: Asked) -> list[str]:
    """The filters of the address in words."""
    provinces, types = places()
    scope = wanted.scope
    return [
        *(str(item) for item in wanted.rounds),
        *(str(name) for key, name in Region.choices if key == scope.region),
        *(localized(item, "name") for item in provinces if item.pk == scope.province),
        *(localized(item, "name") for item in types if item.pk == scope.lao_type),
    ]


@allowed(Action.READ_OFFICE)
@reading
@file_of_page("monitoring-board-list")
def board_file(request: HttpRequest) -> HttpResponseBase:
    """Exactly the list of the same address, as XLSX."""
    wanted = asked(request)
    lines = _Lines(wanted, timezone.localdate())
    header = [
        _("Round"), _("Hub"), _("LAO"), _("Type of LAO"), _("Place"), _("State"), _("Due"),
        _("First sent"), _("Accepted or waived"), _("Days late"),
    ]  # fmt: skip
    pieces = (lines[start : start + PIECE] for start in range(0, len(lines), PIECE))
    cells = (_cells(line) for piece in pieces for line in piece)
    return table_answer("xlsx", str(LABELS[wanted.which]), header, cells)


def _cells(line: Line) -> list[Any]:
    lao = line.hub.lao
    return [
        str(line.round), line.hub.name, localized(lao, "full_name"), localized(lao.type, "name"),
        place(lao), line.state, line.due_on, line.first_submitted_at, line.accepted_at,
        line.days_late,
    ]  # fmt: skip
