"""When what is published changed last, without reading all of it."""

from dataclasses import dataclass
from datetime import date, datetime, time
from hashlib import sha256
from typing import Any

from django.db.models import Count, Max, QuerySet

from hubs.models import EstablishmentEvent, Hub, HubEvent
from monitoring.models import AnnualFigure
from networks.models import CitizenNetwork
from onde_portal.oversight.models import FrozenYear
from onde_portal.oversight.selectors.stamp import release
from onde_portal.registry.models import Lao, LaoType, Province
from onde_portal.thai.working_time import BANGKOK


@dataclass(frozen=True, slots=True)
class Stamp:
    """``mark`` is another one whenever something published may be other; ``at`` is since when."""

    mark: str
    at: datetime


@dataclass(frozen=True, slots=True)
class _Source:
    """Rows that are read for what is published; ``order`` grows with them, ``moment`` says when."""

    rows: "QuerySet[Any]"
    order: str = "history_id"
    moment: str = "history_date"


def _sources() -> tuple[_Source, ...]:
    return (
        _Source(Hub.history.all()),
        _Source(Lao.history.all()),
        _Source(AnnualFigure.history.all()),
        _Source(CitizenNetwork.history.all()),
        _Source(HubEvent.objects.all(), "pk", "at"),
        _Source(FrozenYear.objects.all(), "pk", "frozen_at"),
        # Who keeps the channels of a hub leaves an event on its path.
        _Source(EstablishmentEvent.objects.all(), "pk", "at"),
    )


def current_stamp(today: date) -> Stamp:
    """The stamp of a day: the last row of every history and how many rows it has.

    A day begins another stamp, for the year that runs and announcements count by day. The number
    of rows tells of changes that were written side by side and became visible out of order. So does
    another release, which may count or word otherwise.
    """
    facts: list[Any] = [today, release()]
    latest = datetime.combine(today, time(), BANGKOK)
    for source in _sources():
        found = source.rows.aggregate(
            last=Max(source.order), count=Count("*"), at=Max(source.moment)
        )
        latest = max(latest, found.pop("at") or latest)
        facts.append(tuple(found.values()))
    facts += [Province.objects.count(), LaoType.objects.count()]
    mark = sha256(repr(facts).encode()).hexdigest()[:32]
    return Stamp(mark, latest.astimezone(BANGKOK))
