"""What success is measured by (manual, section 5): one function for each measure of a rubric."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from typing import Any

from django.db.models import Count, F, Q

from hubs.models import HubProgramme
from monitoring.models import Round
from monitoring.selectors.follow_ups import YearCount
from monitoring.tally import Tally
from networks.models import NetworkProject
from onde_portal.oversight.models import Measure
from onde_portal.thai.working_time import BANGKOK
from onde_portal.workflow.models import CaseState, StepState

HUNDRED = Decimal(100)


@dataclass(frozen=True, slots=True)
class Evidence:
    """A measure's value (a count, or per cent); None where there is nothing to measure.

    Per cents keep ``part`` and ``whole``. ``about``: the round or case that was looked at.
    """

    value: Decimal | None
    part: int | None = None
    whole: int | None = None
    about: int | None = None

    def to_json(self) -> dict[str, Any]:
        value = None if self.value is None else str(self.value)
        return {"value": value, "part": self.part, "whole": self.whole, "about": self.about}


@dataclass(frozen=True, slots=True)
class Basis:
    """What all measures of a year read: its counts, its round with the tally, problems named."""

    year: int
    day: date
    count: YearCount
    round: Round | None
    tally: Tally
    problems_open: int
    problems_solved: int


def share(part: int, whole: int | None, about: int | None = None) -> Evidence:
    """Per cent with two places; no value without a whole."""
    value = (HUNDRED * part / whole).quantize(Decimal("0.01")) if whole else None
    return Evidence(value, part, whole, about)


def _hubs_of_plan(basis: Basis) -> Evidence:
    return share(basis.count.hubs_established, basis.count.hubs_planned)


def _networks_of_plan(basis: Basis) -> Evidence:
    return share(basis.count.networks_founded, basis.count.networks_planned)


def _round_received(basis: Basis) -> Evidence:
    return share(basis.tally.received, basis.tally.expected, _round(basis))


def _round_on_time(basis: Basis) -> Evidence:
    return share(basis.tally.on_time, basis.tally.expected, _round(basis))


def _round(basis: Basis) -> int | None:
    return basis.round.pk if basis.round else None


def _hubs_established(basis: Basis) -> Evidence:
    return Evidence(Decimal(basis.count.hubs_established))


def _hubs_growth(basis: Basis) -> Evidence:
    growth = basis.count.growth
    return Evidence(None if growth is None else Decimal(growth))


def _networks_founded(basis: Basis) -> Evidence:
    return Evidence(Decimal(basis.count.networks_founded))


def _programme_step(basis: Basis) -> Evidence:
    return _furthest(HubProgramme, basis)


def _project_step(basis: Basis) -> Evidence:
    return _furthest(NetworkProject, basis)


def _furthest(model: Any, basis: Basis) -> Evidence:
    """How many steps the furthest case of the year has ended by the day; nothing without cases."""
    ended_by = end_of(basis.day)
    done = Count("steps", filter=Q(steps__state=StepState.DONE, steps__done_at__lt=ended_by))
    cases = model.objects.filter(fiscal_year=basis.year, opened_at__lt=ended_by)
    going_on = cases.exclude(state=CaseState.CANCELLED, ended_at__lt=ended_by)
    rows = going_on.annotate(done=done)
    found = rows.order_by(F("done").desc(), "pk").values_list("pk", "done").first()
    return Evidence(None) if found is None else Evidence(Decimal(found[1]), about=found[0])


def end_of(day: date) -> datetime:
    """The moment at which a day of Bangkok is over."""
    return datetime.combine(day + timedelta(days=1), time(), BANGKOK)


def _problems_solved(basis: Basis) -> Evidence:
    return share(basis.problems_solved, basis.problems_solved + basis.problems_open)


MEASURES: dict[str, Callable[[Basis], Evidence]] = {
    Measure.HUBS_OF_PLAN: _hubs_of_plan,
    Measure.NETWORKS_OF_PLAN: _networks_of_plan,
    Measure.ROUND_RECEIVED: _round_received,
    Measure.ROUND_ON_TIME: _round_on_time,
    Measure.HUBS_ESTABLISHED: _hubs_established,
    Measure.HUBS_GROWTH: _hubs_growth,
    Measure.NETWORKS_FOUNDED: _networks_founded,
    Measure.PROGRAMME_STEP: _programme_step,
    Measure.PROJECT_STEP: _project_step,
    Measure.PROBLEMS_SOLVED: _problems_solved,
}
