"""What was corrected after a year was frozen: which hubs and networks came in or went out."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from hubs.actions.life import Verb
from hubs.models import HubEvent
from networks.models import CitizenNetwork
from onde_portal.oversight.models import FrozenHub, FrozenNetwork, FrozenYear
from onde_portal.oversight.selectors.behind import (
    hubs_behind,
    is_counted,
    is_new,
    networks_behind,
)

# What can change whether a hub counts in a year.
COUNTING_VERBS = (Verb.ESTABLISHED, Verb.CLOSED, Verb.CORRECTED, Verb.REGISTERED)
REGISTERED_LATER, CORRECTED = "registered", "corrected"


@dataclass(frozen=True, slots=True)
class Correction:
    """A hub or network that came into a frozen year's figures, or went out of them.

    ``figures``: which (names of ``YearCount``). ``what``: a verb of ``hubs.actions.life.Verb``,
    empty where no event tells; ``reason`` as the event gives it, ``at`` when it was recorded.
    """

    product: Literal["hubs", "networks"]
    figures: tuple[str, ...]
    came_in: bool
    pk: int
    name: str
    what: str = ""
    reason: str = ""
    at: datetime | None = None


def corrections_of(year: int) -> list[Correction]:
    """All corrections of a frozen year; none where it is not frozen."""
    frozen = FrozenYear.objects.filter(fiscal_year=year).defer("figures").first()
    if frozen is None:
        return []
    return [*_hubs(frozen), *_networks(frozen)]


def _hubs(frozen: FrozenYear) -> list[Correction]:
    year, day = frozen.fiscal_year, frozen.counted_on
    names: dict[int, str] = {}
    then: dict[int, set[str]] = {}
    rows = FrozenHub.objects.filter(year=frozen)
    for pk, name, new, counted in rows.values_list("hub", "name", "is_new", "is_counted"):
        names[pk], then[pk] = name, _figures(new=new, counted=counted)
    now: dict[int, set[str]] = {}
    alive = hubs_behind(year, day).values_list("pk", "name", "established_on", "closed_on")
    for pk, name, start, end in alive:
        if start is not None:
            names.setdefault(pk, name)
            now[pk] = _figures(new=is_new(start, year), counted=is_counted(end, day))
    moved = [pk for pk in names if then.get(pk, set()) != now.get(pk, set())]
    events = _latest_events(moved, frozen.frozen_at)
    found = []
    for pk in sorted(moved):
        for came_in, figures in _moves(then.get(pk, set()), now.get(pk, set())):
            what, reason, at = events.get(pk, ("", "", None))
            found.append(Correction("hubs", figures, came_in, pk, names[pk], what, reason, at))
    return found


def _figures(*, new: bool, counted: bool) -> set[str]:
    return {name for name, counts in (("hubs_established", new), ("hubs_total", counted)) if counts}


def _moves(then: set[str], now: set[str]) -> Iterator[tuple[bool, tuple[str, ...]]]:
    if now - then:
        yield True, tuple(sorted(now - then))
    if then - now:
        yield False, tuple(sorted(then - now))


def _latest_events(
    hubs: Iterable[int], since: datetime
) -> dict[int, tuple[str, str, datetime | None]]:
    """The last thing since a moment that can have moved each hub."""
    events = HubEvent.objects.filter(hub__in=list(hubs), at__gte=since, verb__in=COUNTING_VERBS)
    rows = events.order_by("at", "pk").values_list("hub", "verb", "reason", "at")
    return {hub: (verb, reason, at) for hub, verb, reason, at in rows}


def _networks(frozen: FrozenYear) -> list[Correction]:
    then = dict(FrozenNetwork.objects.filter(year=frozen).values_list("network", "name"))
    rows = networks_behind(frozen.fiscal_year, frozen.counted_on)
    now = dict(rows.values_list("pk", "name"))
    moved = {**then, **now}
    changed = sorted(pk for pk in moved if (pk in then) != (pk in now))
    events = _network_history(changed, frozen.frozen_at)
    return [
        Correction(
            "networks", ("networks_founded",), pk in now, pk, moved[pk],
            *events.get(pk, ("", "", None)),
        )
        for pk in changed
    ]  # fmt: skip


def _network_history(
    networks: Iterable[int], since: datetime
) -> dict[int, tuple[str, str, datetime | None]]:
    """How each network changed last since a moment: networks have a history, no events."""
    rows = CitizenNetwork.history.filter(id__in=list(networks), history_date__gte=since)
    found: dict[int, tuple[str, str, datetime | None]] = {}
    for row in rows.order_by("history_date", "history_id"):
        what = REGISTERED_LATER if row.history_type == "+" else CORRECTED
        found[row.id] = (what, row.history_change_reason or "", row.history_date)
    return found
