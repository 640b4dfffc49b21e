"""The board of LAOs by stage of a hub programme (manual 8.2): how far, how long, whose turn."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any
from urllib.parse import urlencode

from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _, gettext_lazy

from hubs.models import HubProgramme
from hubs.selectors.standings import HOLDER_LABELS, STAGE_LABELS, LaoStanding
from hubs.stages import WAY, Holder, Stage
from monitoring.selectors.programme import programme_standings
from onde_portal.accounts.access import allowed, reading
from onde_portal.accounts.permissions import Action
from onde_portal.accounts.views.asked import Address, file_of_page
from onde_portal.registry.models import Lao
from onde_portal.thai.calendar import fiscal_year
from onde_portal.ui.exports import table_answer
from onde_portal.ui.templatetags.ui import localized
from onde_portal.workflow.models import CaseState
from onde_portal.workflow.selectors import read_case_clock

SHOWN = 10
HOLDER_TONES = {Holder.OFFICE: "warn", Holder.SUPERIOR: "warn", Holder.LAO: "", Holder.NOBODY: ""}


@dataclass(frozen=True, slots=True)
class Option:
    """A choice of a filter: its value, its label, how many LAOs it leaves, whether it is on."""

    value: str
    label: str
    count: int
    chosen: bool


@dataclass(frozen=True, slots=True)
class Filter:
    """A filter of the board; ``values_of`` tells which of its values an LAO has."""

    key: str
    label: Any
    values_of: Callable[[LaoStanding], Sequence[tuple[str, str]]]


@dataclass(frozen=True, slots=True)
class ShownFilter:
    """A filter as the page shows it."""

    key: str
    label: str
    options: tuple[Option, ...]


@dataclass(frozen=True, slots=True)
class Card:
    """An LAO on the board; ``url`` is its hub's or its candidate's page."""

    row: LaoStanding
    name: str
    url: str
    tone: str


@dataclass(frozen=True, slots=True)
class Column:
    """A stage with its LAOs, the longest waiting first; ``rest`` stand folded below."""

    stage: Stage
    label: str
    cards: tuple[Card, ...]

    @property
    def first(self) -> tuple[Card, ...]:
        return self.cards[:SHOWN]

    @property
    def rest(self) -> tuple[Card, ...]:
        return self.cards[SHOWN:]

    @property
    def longest(self) -> Decimal:
        return max((card.row.days for card in self.cards), default=Decimal(0))


def _stage(row: LaoStanding) -> list[tuple[str, str]]:
    return [(row.standing.stage, str(row.stage_label))]


def _reached(row: LaoStanding) -> list[tuple[str, str]]:
    return [(stage, str(STAGE_LABELS[stage])) for stage in row.standing.reached]


def _held(row: LaoStanding) -> list[tuple[str, str]]:
    """Nothing for an LAO that is out: it is not on the way any more."""
    is_out = row.standing.stage is Stage.OUT
    return [] if is_out else [(row.standing.held_by, str(row.holder_label))]


def _region(row: LaoStanding) -> list[tuple[str, str]]:
    province = row.lao.province
    return [(province.region, str(province.get_region_display()))]


def _province(row: LaoStanding) -> list[tuple[str, str]]:
    return [(row.lao.province.pk, localized(row.lao.province, "name"))]


def _type(row: LaoStanding) -> list[tuple[str, str]]:
    return [(row.lao.type.key, localized(row.lao.type, "name"))]


def _cohort(row: LaoStanding) -> list[tuple[str, str]]:
    cohort = row.cohort
    return (
        [(str(cohort.number), _("Cohort %(number)s") % {"number": cohort.number})] if cohort else []
    )


def _officer(row: LaoStanding) -> list[tuple[str, str]]:
    return [(str(row.handled_by.pk), str(row.handled_by))]


FILTERS = (
    Filter("held", gettext_lazy("Held up by"), _held),
    Filter("region", gettext_lazy("Region"), _region),
    Filter("province", gettext_lazy("Province"), _province),
    Filter("type", gettext_lazy("Type of LAO"), _type),
    Filter("cohort", gettext_lazy("Cohort"), _cohort),
    Filter("officer", gettext_lazy("Officer"), _officer),
    Filter("reached", gettext_lazy("Stage reached"), _reached),
    Filter("stage", gettext_lazy("Stage now"), _stage),
)
ORDERS: dict[str, tuple[str, ...]] = {
    "reached": tuple(Stage),
    "stage": tuple(Stage),
    "held": tuple(Holder),
}


def _chosen(request: HttpRequest, rows: Sequence[LaoStanding]) -> dict[str, str]:
    """The filters of the address."""
    address, chosen = Address(request), {}
    for item in FILTERS:
        known = {value for row in rows for value, _label in item.values_of(row)}
        known.update(ORDERS.get(item.key, ()))
        if asked := address.one_of(item.key, known, label=item.label):
            chosen[item.key] = asked
    return chosen


def _fits(row: LaoStanding, chosen: dict[str, str], *, but: str = "") -> bool:
    return all(
        any(value == chosen[item.key] for value, _label in item.values_of(row))
        for item in FILTERS
        if item.key in chosen and item.key != but
    )


def _filter(item: Filter, rows: Sequence[LaoStanding], chosen: dict[str, str]) -> ShownFilter:
    """The filter with counts of what the other filters leave."""
    labels: dict[str, str] = {}
    counts: dict[str, int] = {}
    for row in rows:
        for value, label in item.values_of(row):
            labels[value] = label
            counts[value] = counts.get(value, 0) + _fits(row, chosen, but=item.key)
    order = ORDERS.get(item.key)
    values = sorted(labels, key=order.index if order else labels.__getitem__)
    current = chosen.get(item.key)
    options = (Option(value, labels[value], counts[value], value == current) for value in values)
    return ShownFilter(item.key, str(item.label), tuple(options))


def _card(row: LaoStanding) -> Card:
    if row.hub:
        url = reverse("admin:hubs_hub_life", args=[row.hub.pk])
    elif row.candidate:
        url = reverse("admin:hubs_candidate_change", args=[row.candidate.pk])
    else:
        url = reverse("admin:registry_lao_change", args=[row.lao.pk])
    return Card(row, _short_name(row.lao), url, HOLDER_TONES[row.standing.held_by])


def _short_name(lao: Lao) -> str:
    """The name with the type's abbreviation, each language's way round."""
    name, kind = localized(lao, "name"), localized(lao.type, "abbr")
    return f"{name} {kind}".strip() if name.isascii() else f"{kind}{name}"


def _columns(rows: Sequence[LaoStanding], stages: Sequence[Stage]) -> list[Column]:
    longest_first = sorted(rows, key=lambda row: -row.hours)
    return [
        Column(
            stage,
            str(STAGE_LABELS[stage]),
            tuple(_card(row) for row in longest_first if row.standing.stage is stage),
        )
        for stage in stages
    ]


def _held_up(
    base: str, rows: Sequence[LaoStanding], chosen: dict[str, str]
) -> list[tuple[str, int, str]]:
    """Whose turn it is for how many LAOs, with the board of exactly these; other filters stay."""
    rows = [row for row in rows if _fits(row, chosen, but="held")]
    return [
        (
            str(HOLDER_LABELS[holder]),
            sum(value == holder for row in rows for value, _label in _held(row)),
            f"{base}?{urlencode({**chosen, 'held': holder.value})}",
        )
        for holder in Holder
    ]


@allowed(Action.READ_OFFICE)
@reading
def board_now(request: HttpRequest) -> HttpResponse:
    """On to the board of this fiscal year's programme, else of the newest there is."""
    programmes = HubProgramme.objects.visible_to(request.user).exclude(state=CaseState.CANCELLED)
    year = fiscal_year(timezone.localdate())
    newest = programmes.filter(fiscal_year__lte=year).order_by("-fiscal_year").first()
    programme = newest or programmes.order_by("fiscal_year").first()
    if programme is None:
        return render(request, "workbench/board_empty.html")
    return redirect("hub-board", pk=programme.pk)


@allowed(Action.READ_OFFICE)
@reading
def board(request: HttpRequest, pk: int) -> HttpResponse:
    """The LAOs of a programme by stage, with the filters of the address."""
    programme, now = _programme(request, pk), timezone.now()
    everything = programme_standings(programme, now)
    chosen = _chosen(request, everything)
    rows = [row for row in everything if _fits(row, chosen)]
    base = reverse("hub-board", args=[pk])
    others = HubProgramme.objects.visible_to(request.user).order_by("-fiscal_year", "-pk")
    context = {
        "programme": programme,
        "clock": read_case_clock(programme, now),
        "columns": _columns(rows, WAY),
        "out": _columns(rows, [Stage.OUT])[0],
        "filters": [_filter(item, everything, chosen) for item in FILTERS],
        "held_up": _held_up(base, everything, chosen),
        "shown": len(rows),
        "all": len(everything),
        "query": urlencode(chosen),
        "base": base,
        "others": others,
    }
    return render(request, "workbench/board.html", context)


@allowed(Action.READ_OFFICE)
@reading
@file_of_page("hub-board")
def board_file(request: HttpRequest, pk: int, ending: str) -> HttpResponseBase:
    """Exactly the LAOs that the board shows under the same address, as a table."""
    if ending not in {"xlsx", "csv"}:
        raise Http404
    programme, now = _programme(request, pk), timezone.now()
    everything = programme_standings(programme, now)
    chosen = _chosen(request, everything)
    stages = list(Stage)
    rows = sorted(
        (row for row in everything if _fits(row, chosen)),
        key=lambda row: (stages.index(row.standing.stage), -row.hours),
    )
    header, cells = _header(), [_line(number, row) for number, row in enumerate(rows, start=1)]
    return table_answer(ending, f"{_('Board')} {programme.fiscal_year}", header, cells)


def _programme(request: HttpRequest, pk: int) -> HubProgramme:
    rows = HubProgramme.objects.visible_to(request.user).select_related("owner")
    return get_object_or_404(rows, pk=pk)


def _header() -> list[str]:
    return [
        _("No."), _("LAO"), _("Type of LAO"), _("District"), _("Province"), _("Region"),
        _("Stage now"), _("In this stage since"), _("Working hours in the stage"),
        _("Working days in the stage"), _("Held up by"), _("Cohort"), _("Officer"), _("Reason"),
        *(str(STAGE_LABELS[stage]) for stage in WAY),
    ]  # fmt: skip


def _line(number: int, row: LaoStanding) -> list[Any]:
    lao = row.lao
    reached: list[datetime | None] = [row.reached(stage) for stage in WAY]
    return [
        number, localized(lao, "full_name"), localized(lao.type, "name"),
        localized(lao.district, "name"), localized(lao.province, "name"),
        lao.province.get_region_display(), row.stage_label, row.standing.since,
        round(row.hours, 1), round(row.days, 1), row.holder_label,
        row.cohort.number if row.cohort else None, str(row.handled_by),
        row.candidate.reason if row.candidate else "", *reached,
    ]  # fmt: skip
