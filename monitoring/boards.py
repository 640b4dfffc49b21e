"""The rows of the board and the addresses of the lists behind its numbers."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext_lazy, pgettext_lazy

from monitoring.models import Round
from monitoring.selectors.board import Cell, Scope, count_now, tallies_of, total
from monitoring.tally import Tally
from onde_portal.registry.models import Region
from onde_portal.ui.templatetags.ui import localized

LABELS: dict[str, Any] = {
    "expected": pgettext_lazy("reports", "Expected"),
    "received": pgettext_lazy("reports", "Received"),
    "on_time": gettext_lazy("On time"),
    "late": pgettext_lazy("reports", "Late"),
    "owed": pgettext_lazy("reports", "Still open"),
    "overdue": gettext_lazy("Overdue"),
    "nothing": gettext_lazy("Nothing to report"),
    "waived": gettext_lazy("Waived"),
    "extended": gettext_lazy("Extended"),
}
BY: dict[str, Any] = {
    "region": gettext_lazy("Region"),
    "province": gettext_lazy("Province"),
    "type": gettext_lazy("Type of LAO"),
    "round": gettext_lazy("Round"),
    "year": gettext_lazy("Fiscal year"),
}


@dataclass(frozen=True, slots=True)
class Number:
    """A count that opens its list. ``now`` is what it became since the round was closed."""

    count: int
    url: str
    now: int | None = None


@dataclass(frozen=True, slots=True)
class Row:
    """A line of the board: numbers in the order of ``LABELS``, with rates and delay.

    ``page`` is the page of the place that it counts.
    """

    label: str
    tally: Tally
    numbers: tuple[Number, ...]
    page: str = ""


@dataclass(frozen=True, slots=True)
class Asked:
    """What the address asks for: rounds, LAOs, the rows' kind, and which number's list."""

    rounds: tuple[Round, ...]
    scope: Scope
    by: str
    which: str
    now: bool
    everything: tuple[Round, ...]

    @property
    def address(self) -> dict[str, str]:
        """The address that asks for the same again, without what was not asked."""
        fixed = {
            "region": self.scope.region, "province": self.scope.province,
            "type": self.scope.lao_type, "now": "1" if self.now else "",
        }  # fmt: skip
        if len(self.rounds) == 1:
            fixed["round"] = str(self.rounds[0].pk)
        elif self.rounds:
            fixed["year"] = str(self.rounds[0].fiscal_year)
        return {name: value for name, value in fixed.items() if value}


def board_url(address: dict[str, str], name: str = "monitoring-board") -> str:
    return f"{reverse(name)}?{urlencode(address)}"


class Numbers:
    """Makes the rows of one board from the counts of its rounds."""

    def __init__(
        self, wanted: Asked, tallies: dict[int, dict[Cell, Tally]], regions: dict[str, str],
        today: date,
    ) -> None:  # fmt: skip
        self.wanted, self.tallies, self.regions = wanted, tallies, regions
        # What a closed round became is counted for what is looked at, not for the years behind.
        self.now = {
            item.pk: count_now(item, today) for item in wanted.rounds if item.closed_at
        } if wanted.by not in {"round", "year"} else {}  # fmt: skip

    def row(self, label: str, rounds: Iterable[Round], scope: Scope) -> Row:
        rounds = tuple(rounds)
        tally = self._sum(rounds, scope, self.tallies)
        later = self._sum(rounds, scope, self.tallies | self.now) if self.now else tally
        address = replace(self.wanted, rounds=rounds, scope=scope, now=False).address
        numbers = (
            Number(
                count=getattr(tally, name),
                url=board_url({**address, "which": name}, "monitoring-board-list"),
                now=getattr(later, name) if getattr(later, name) != getattr(tally, name) else None,
            )
            for name in LABELS
        )
        return Row(label, tally, tuple(numbers))

    def _sum(
        self, rounds: Iterable[Round], scope: Scope, tallies: dict[int, dict[Cell, Tally]]
    ) -> Tally:
        return sum((total(tallies[item.pk], scope, self.regions) for item in rounds), Tally())

    def by_place(self, provinces: Iterable[Any], types: Iterable[Any]) -> Iterator[Row]:
        """A row for each place or kind of LAO that has a duty in these rounds."""
        scope = self.wanted.scope
        found: Iterable[tuple[str, Scope]]
        if self.wanted.by == "region":
            found = [(str(name), replace(scope, region=key)) for key, name in Region.choices
                     if scope.region in {"", key}]  # fmt: skip
        elif self.wanted.by == "province":
            found = [(localized(item, "name"), replace(scope, province=item.pk))
                     for item in provinces if scope.province in {"", item.pk}]  # fmt: skip
        else:
            found = [(localized(item, "name"), replace(scope, lao_type=item.pk))
                     for item in types if scope.lao_type in {"", item.pk}]  # fmt: skip
        for label, narrow in found:
            row = self.row(label, self.wanted.rounds, narrow)
            if row.tally != Tally():
                yield replace(row, page=self._page(narrow))

    def _page(self, scope: Scope) -> str:
        """Where a region's or a province's own page is."""
        if self.wanted.by == "region":
            return reverse("drill-region", args=[scope.region])
        return (
            reverse("drill-province", args=[scope.province]) if self.wanted.by == "province" else ""
        )

    def in_time(self, rounds: list[Round]) -> Iterator[Row]:
        """A row for each round or year of the trend, the latest first."""
        if self.wanted.by == "round":
            for item in reversed(rounds):
                yield self.row(str(item), [item], self.wanted.scope)
            return
        for year in sorted({item.fiscal_year for item in rounds}, reverse=True):
            of_year = [item for item in rounds if item.fiscal_year == year]
            yield self.row(str(year), of_year, self.wanted.scope)


def round_measures(round_: Round, today: date) -> list[tuple[str, Number]]:
    """The numbers of one round for its own page, each with its list."""
    tallies = tallies_of([round_], today)
    wanted = Asked((round_,), Scope(), "region", "expected", now=False, everything=(round_,))
    row = Numbers(wanted, tallies, {}, today).row("", [round_], Scope())
    return list(zip(map(str, LABELS.values()), row.numbers, strict=True))
