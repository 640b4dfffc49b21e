"""A year's cases against their standard time (manual 9.1)."""

from collections.abc import Iterator
from datetime import date, datetime
from typing import Any

from django.utils import timezone

from hubs.models import HubProgramme
from monitoring.content import Label
from networks.models import NetworkProject
from onde_portal.reporting.content import CaseLine
from onde_portal.reporting.selectors.areas import both
from onde_portal.thai.working_time import Interval, WorkingCalendar, read_clock, used_hours
from onde_portal.workflow.models import CaseState
from onde_portal.workflow.selectors import LOOK_AHEAD_YEARS, office_calendar


def case_lines(fiscal_year: int, at: datetime) -> tuple[CaseLine, ...]:
    """Every network project and hub programme of the year, cancelled ones left out.

    Two queries for each kind, and one for the calendar, however many cases there are.
    """
    found = [
        case for model in (NetworkProject, HubProgramme) for case in _cases(model, fiscal_year)
    ]
    if not found:
        return ()
    first = min(timezone.localtime(case.opened_at).date() for case in found)
    calendar = office_calendar(first, date(at.year + LOOK_AHEAD_YEARS, 12, 31))
    return tuple(_line(case, calendar, at) for case in found)


def _cases(model: Any, fiscal_year: int) -> Iterator[Any]:
    rows = model.objects.filter(fiscal_year=fiscal_year).exclude(state=CaseState.CANCELLED)
    yield from rows.prefetch_related("pauses").order_by("opened_at", "pk")


def _line(case: Any, calendar: WorkingCalendar, at: datetime) -> CaseLine:
    pauses = [Interval(item.started_at, item.ended_at) for item in case.pauses.all()]
    clock = read_clock(
        calendar=calendar,
        budget_hours=case.procedure.budget_hours,
        started_at=case.opened_at,
        finished_at=case.ended_at,
        pauses=pauses,
        now=at,
    )
    whole = used_hours(calendar, case.opened_at, min(case.ended_at or at, at))
    step = case.current_step
    return CaseLine(
        section=case.procedure.section,
        title=case.title,
        state=both(CaseState(case.state).label),
        step=Label(step.title_th, step.title_en),
        budget=clock.budget_hours,
        used=round(clock.used_hours, 1),
        paused=round(whole - clock.used_hours, 1),
        ended_on=timezone.localtime(case.ended_at).date() if case.ended_at else None,
    )
