"""The board of completeness and timeliness: counts by place and round, and the lists behind them.

A closed round is read from its frozen numbers and lines, every other from its follow-ups.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db.models import Count, QuerySet
from django.db.models.functions import TruncDate
from django.utils import timezone

from hubs.models import Hub
from monitoring.models import FollowUp, FrozenCount, FrozenLine, Round
from monitoring.tally import Tally, counting, days_late, measure
from onde_portal.registry.models import LaoType, Province
from onde_portal.thai.working_time import BANGKOK

# A province and a type of LAO: what everything on the board is summed up from.
Cell = tuple[str, str]
TALLIED = tuple(Tally.__dataclass_fields__)
YEARS = 6


@dataclass(frozen=True, slots=True)
class Scope:
    """Which LAOs are counted; empty is all of them."""

    region: str = ""
    province: str = ""
    lao_type: str = ""

    def narrow(self, rows: QuerySet[FollowUp] | QuerySet[FrozenLine]) -> QuerySet[Any]:
        """The rows of these LAOs; follow-ups and frozen lines each know their place."""
        live = rows.model is FollowUp
        province, kind = ("hub__lao__province", "hub__lao__type") if live else _FROZEN_PLACE
        wanted = {
            f"{province}__region": self.region, province: self.province, kind: self.lao_type,
        }  # fmt: skip
        return rows.filter(**{name: value for name, value in wanted.items() if value})

    def holds(self, cell: Cell, regions: Mapping[str, str]) -> bool:
        province, kind = cell
        return (
            self.region in {"", regions.get(province)}
            and self.province in {"", province}
            and self.lao_type in {"", kind}
        )


_FROZEN_PLACE = ("province", "lao_type")


@dataclass(frozen=True, slots=True)
class Line:
    """One hub's duty in a list of the board. ``review`` is the follow-up to be looked at."""

    round: Round
    hub: Hub
    state: str
    due_on: date
    first_submitted_at: datetime | None
    accepted_at: datetime | None
    days_late: int | None
    review: int | None


def opened_rounds() -> QuerySet[Round]:
    """Rounds that have been opened, the latest first."""
    return Round.objects.filter(opened_at__isnull=False).order_by("-starts_on")


def latest_rounds(rounds: Iterable[Round]) -> list[Round]:
    """The rounds of the latest fiscal years, the oldest first: what the trend shows."""
    found = list(rounds)
    first = max((round_.fiscal_year for round_ in found), default=0) - YEARS
    shown = [round_ for round_ in found if round_.fiscal_year > first]
    return sorted(shown, key=lambda round_: round_.starts_on)


def tallies_of(rounds: Iterable[Round], today: date) -> dict[int, dict[Cell, Tally]]:
    """Each round's counts: one query for all closed ones, two for each other."""
    found: dict[int, dict[Cell, Tally]] = {round_.pk: {} for round_ in rounds}
    closed = [round_.pk for round_ in rounds if round_.closed_at]
    for row in FrozenCount.objects.filter(round__in=closed).order_by("pk") if closed else ():
        tally = Tally(**{name: getattr(row, name) for name in TALLIED})
        found[row.round_id][row.province_id, row.lao_type_id] = tally
    for round_ in rounds:
        if not round_.closed_at:
            found[round_.pk] = count_now(round_, today)
    return found


def count_now(round_: Round, today: date) -> dict[Cell, Tally]:
    """A round's counts from its follow-ups as they are now, closed or not."""
    place = ("hub__lao__province", "hub__lao__type")
    rows = FollowUp.objects.filter(round=round_)
    delays: dict[Cell, int] = {}
    late = rows.filter(measure("late", round_, today)).values(
        *place, day=TruncDate("first_submitted_at", tzinfo=BANGKOK)
    )
    for row in late.annotate(number=Count("pk")).order_by("day"):
        cell = (row["hub__lao__province"], row["hub__lao__type"])
        days = max(0, (row["day"] - round_.due_on).days)
        delays[cell] = delays.get(cell, 0) + days * row["number"]
    found: dict[Cell, Tally] = {}
    for row in rows.values(*place).annotate(**counting(round_, today)).order_by(*place):
        cell = (row.pop("hub__lao__province"), row.pop("hub__lao__type"))
        found[cell] = Tally(**row, days_late=delays.get(cell, 0))
    return found


def total(tallies: Mapping[Cell, Tally], scope: Scope, regions: Mapping[str, str]) -> Tally:
    """The sum over the LAOs of a scope."""
    return sum((one for cell, one in tallies.items() if scope.holds(cell, regions)), Tally())


def regions_of() -> dict[str, str]:
    """The region of each province, by its code."""
    return dict(Province.objects.values_list("pk", "region"))


def places() -> tuple[list[Province], list[LaoType]]:
    """Provinces and types of LAO in the order in which people look for them."""
    return (
        list(Province.objects.order_by("sort_key")),
        list(LaoType.objects.order_by("position", "pk")),
    )


def rows_behind(
    round_: Round, which: str, scope: Scope, today: date, *, now: bool = False
) -> QuerySet[FollowUp] | QuerySet[FrozenLine]:
    """What a cell of the board counts in one round; ``now`` looks past the frozen numbers."""
    if round_.closed_at and not now:
        frozen = FrozenLine.objects.filter(round=round_)
        day = timezone.localtime(round_.closed_at).date()
        rows = scope.narrow(frozen.filter(measure(which, round_, day)))
    else:
        live = FollowUp.objects.filter(round=round_)
        rows = scope.narrow(live.filter(measure(which, round_, today)))
    rows = rows.select_related("hub__lao__province", "hub__lao__district", "hub__lao__type")
    return rows.order_by("hub__lao__province__sort_key", "hub__lao__sort_key", "hub")


def lines_of(round_: Round, rows: Iterable[FollowUp | FrozenLine]) -> Iterator[Line]:
    """Follow-ups and frozen lines alike, as the list shows them."""
    for row in rows:
        sent = row.first_submitted_at
        yield Line(
            round=round_,
            hub=row.hub,
            state=row.get_state_display(),
            due_on=row.due_on,
            first_submitted_at=sent,
            accepted_at=row.accepted_at if isinstance(row, FrozenLine) else row.decided_at,
            days_late=days_late(round_, sent) if sent else None,
            review=row.follow_up_id if isinstance(row, FrozenLine) else row.pk,
        )
