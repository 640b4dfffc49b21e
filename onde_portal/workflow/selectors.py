"""How a case stands, read for its page: steps, what is missing, the clock, and what happened."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.db import models

from onde_portal.thai.holidays import government_holidays
from onde_portal.thai.working_time import (
    BANGKOK,
    Clock,
    Interval,
    WorkingCalendar,
    read_clock,
    used_hours,
)
from onde_portal.workflow.actions import Verb
from onde_portal.workflow.kernel import Requirement, RequirementKind
from onde_portal.workflow.models import (
    Case,
    CaseState,
    Decision,
    DecisionState,
    Event,
    Evidence,
    HolidayCorrection,
    StepDate,
    StepRecord,
    StepState,
)

LOOK_AHEAD_YEARS = 3


@dataclass(frozen=True, slots=True)
class RequirementView:
    """A requirement with the facts that meet it, or do not yet."""

    definition: Requirement
    is_met: bool
    evidence: tuple[Evidence, ...] = ()
    date: StepDate | None = None
    decisions: tuple[Decision, ...] = ()

    @property
    def waiting_decision(self) -> Decision | None:
        return next((item for item in self.decisions if item.state == DecisionState.ASKED), None)

    @property
    def is_document(self) -> bool:
        return self.definition.kind == RequirementKind.DOCUMENT

    @property
    def is_date(self) -> bool:
        return self.definition.kind == RequirementKind.DATE

    @property
    def is_approval(self) -> bool:
        return self.definition.kind == RequirementKind.APPROVAL


@dataclass(frozen=True, slots=True)
class StepView:
    """A step of a case: its record, its working hours and its requirements."""

    record: StepRecord
    hours: Decimal
    requirements: tuple[RequirementView, ...]

    @property
    def missing(self) -> tuple[RequirementView, ...]:
        return tuple(item for item in self.requirements if not item.is_met)

    @property
    def is_open(self) -> bool:
        return self.record.state == StepState.OPEN

    @property
    def is_done(self) -> bool:
        return self.record.state == StepState.DONE


@dataclass(frozen=True, slots=True)
class TimelineEntry:
    """One event in people's words."""

    what: str
    detail: str
    reason: str
    at: datetime
    who: str


@dataclass(frozen=True, slots=True)
class CaseOverview:
    """All that a case's page shows."""

    case: Case
    steps: tuple[StepView, ...]
    clock: Clock
    paused_hours: Decimal
    events: tuple[TimelineEntry, ...]

    @property
    def current(self) -> StepView:
        return self.steps[self.case.step_number - 1]

    @property
    def can_complete(self) -> bool:
        return self.case.state == CaseState.OPEN and not self.current.missing


def office_calendar(first: date, last: date) -> WorkingCalendar:
    """Working days of the Office: the government's holidays as corrected by hand."""
    days = set(government_holidays(first.year, last.year))
    for correction in HolidayCorrection.objects.filter(on__range=(first, last)):
        (days.add if correction.is_holiday else days.discard)(correction.on)
    return WorkingCalendar(frozenset(days))


def _calendar_for(case: Case, at: datetime) -> WorkingCalendar:
    first = case.opened_at.astimezone(BANGKOK).date()
    return office_calendar(first, date(at.year + LOOK_AHEAD_YEARS, 12, 31))


def _pauses(case: Case) -> list[Interval]:
    return [
        Interval(pause.started_at, pause.ended_at)
        for pause in case.pauses.all()  # type: ignore[attr-defined]
    ]


def read_case_clock(case: Case, at: datetime) -> Clock:
    """The case's clock at a moment against its procedure's standard time (manual 9.1)."""
    return read_clock(
        calendar=_calendar_for(case, at),
        budget_hours=case.procedure.budget_hours,
        started_at=case.opened_at,
        finished_at=case.ended_at,
        pauses=_pauses(case),
        now=at,
    )


def _step_view(record: StepRecord, hours: Decimal) -> StepView:
    evidence = [item for item in record.evidence.all() if item.removed_at is None]  # type: ignore[attr-defined]
    dates = {item.requirement: item for item in record.dates.all()}  # type: ignore[attr-defined]
    decisions = sorted(record.decisions.all(), key=lambda item: item.asked_at)  # type: ignore[attr-defined]
    views = []
    for definition in record.definition.requirements:
        files = tuple(item for item in evidence if item.requirement == definition.key)
        asked = tuple(item for item in decisions if item.requirement == definition.key)
        noted = dates.get(definition.key)
        approved = any(item.state == DecisionState.APPROVED for item in asked)
        views.append(
            RequirementView(definition, bool(files or noted or approved), files, noted, asked)
        )
    return StepView(record, hours, tuple(views))


def _hours_of(case: Case, number: int, events: list[Event], clock: Any) -> Decimal:
    """Working hours that a step took, over all its passages."""
    hours = Decimal(0)
    began: datetime | None = case.opened_at if number == 1 else None
    for event in events:
        if event.to_state == str(number) and event.verb in {Verb.STEP_DONE, Verb.STEPPED_BACK}:
            began = event.at
        elif began and event.from_state == str(number) and event.verb in {
            Verb.STEP_DONE, Verb.STEPPED_BACK, Verb.COMPLETED,
        }:  # fmt: skip
            hours += clock(began, event.at)
            began = None
    return hours + (clock(began, None) if began else Decimal(0))


def timeline(
    events: Sequence[Event], labels: Mapping[str, str], verb_choices: type[models.TextChoices]
) -> tuple[TimelineEntry, ...]:
    """Events in people's words, newest first. ``labels`` name states and requirements."""
    verbs = dict(verb_choices.choices)
    entries = []
    for event in sorted(events, key=lambda item: (item.at, item.pk), reverse=True):
        parts = [labels.get(part, "") for part in (event.from_state, event.to_state)]
        detail = " → ".join(part for part in dict.fromkeys(parts) if part)
        who = str(event.by) if event.by_id else ""
        entries.append(
            TimelineEntry(
                str(verbs.get(event.verb, event.verb)), detail, event.reason, event.at, who
            )
        )
    return tuple(entries)


def case_overview(case: Case, at: datetime, *, language: str = "th") -> CaseOverview:
    """All that the page of a case shows, in at most ten queries."""
    calendar = _calendar_for(case, at)
    pauses = _pauses(case)
    events = list(case.events.select_related("by").order_by("at", "pk"))  # type: ignore[attr-defined]
    records = case.steps.prefetch_related(  # type: ignore[attr-defined]
        "evidence__uploaded_by", "dates__noted_by", "decisions__asked_by", "decisions__decided_by"
    ).order_by("number")
    ended = case.ended_at or at

    def hours(start: datetime, end: datetime | None) -> Decimal:
        return used_hours(calendar, start, end or ended, pauses)

    for record in records:
        record.case = case
    steps = tuple(
        _step_view(record, _hours_of(case, record.number, events, hours)) for record in records
    )
    clock = read_clock(
        calendar=calendar,
        budget_hours=case.procedure.budget_hours,
        started_at=case.opened_at,
        finished_at=case.ended_at,
        pauses=pauses,
        now=at,
    )
    whole = used_hours(calendar, case.opened_at, ended)
    return CaseOverview(
        case,
        steps,
        clock,
        whole - clock.used_hours,
        timeline(events, _labels(case, language), Verb),
    )


def _labels(case: Case, language: str) -> dict[str, str]:
    thai = not language.startswith("en")
    labels = {}
    for step in case.procedure.steps:
        labels[str(step.number)] = step.title_th if thai else step.title_en
        for item in step.requirements:
            labels[item.key] = item.label_th if thai else item.label_en
    return labels
