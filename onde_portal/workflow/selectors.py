"""How a case stands, read for its page: steps, what is missing, the clock, and what happened."""

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Literal

from django.db import models
from django.db.models import Prefetch
from django.utils.translation import get_language

from onde_portal.thai.dates import format_date
from onde_portal.thai.holidays import government_holidays
from onde_portal.thai.working_time import (
    BANGKOK,
    Clock,
    Interval,
    WorkingCalendar,
    read_clock,
    used_hours,
)
from onde_portal.workflow.actions import Verb, met_requirements
from onde_portal.workflow.kernel import Requirement, RequirementKind
from onde_portal.workflow.models import (
    Case,
    CaseState,
    Decision,
    DecisionState,
    Event,
    Evidence,
    HolidayCorrection,
    Pause,
    StepDate,
    StepRecord,
    StepState,
)

LOOK_AHEAD_YEARS = 3
MOVES = frozenset({Verb.STEP_DONE, Verb.STEPPED_BACK, Verb.UNSTUCK, Verb.COMPLETED})


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

    @property
    def is_content(self) -> bool:
        return self.definition.kind == RequirementKind.CONTENT


@dataclass(frozen=True, slots=True)
class StepView:
    """A step of a case: its record, its working hours and its requirements."""

    record: StepRecord
    hours: Decimal
    requirements: tuple[RequirementView, ...]

    @property
    def missing(self) -> tuple[RequirementView, ...]:
        return tuple(
            item for item in self.requirements if not item.is_met and not item.definition.optional
        )

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
class NextAction:
    """What a case waits for; ``requirement`` where that is a missing one, with its anchor."""

    kind: Literal["meet", "wait_for_decision", "complete_step", "resume", "none"]
    requirement: Requirement | None = None


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
    def next_action(self) -> NextAction:
        """What moves the case on: the first missing thing, the end of the step, or to resume."""
        if not self.case.is_running:
            return NextAction("none")
        if self.case.state == CaseState.PAUSED:
            return NextAction("resume")
        if not self.current.missing:
            return NextAction("complete_step")
        first = self.current.missing[0]
        waits = first.waiting_decision is not None
        return NextAction("wait_for_decision" if waits else "meet", first.definition)

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
    met = met_requirements(record)
    shown = _shown_requirements(record, {*dates, *(item.requirement for item in evidence)})
    views = tuple(
        RequirementView(
            definition,
            definition.key in met,
            tuple(item for item in evidence if item.requirement == definition.key),
            dates.get(definition.key),
            tuple(item for item in decisions if item.requirement == definition.key),
        )
        for definition in shown
    )
    return StepView(record, hours, views)


def _shown_requirements(record: StepRecord, facts: Collection[str]) -> list[Requirement]:
    """The step's requirements, and retired ones of which the case has facts."""
    step = record.definition
    return [*step.requirements, *(item for item in step.retired if item.key in facts)]


def hours_of_steps(
    case: Case,
    at: datetime,
    *,
    events: Sequence[Event],
    hours: Callable[[datetime, datetime], Decimal],
) -> dict[int, Decimal]:
    """Working hours of each step over all its passages, from the events of its moves."""
    used = {step.number: Decimal(0) for step in case.procedure.steps}
    number, began = 1, case.opened_at
    for event in events:
        if event.verb in MOVES:
            used[number] += hours(began, event.at)
            number, began = int(event.to_state or number), event.at
    if case.ended_at is None or case.ended_at > began:
        used[number] += hours(began, case.ended_at or at)
    return used


def hours_counter(case: Case, at: datetime) -> Callable[[datetime, datetime], Decimal]:
    """Counts working hours from one moment to another as the case's clock does at ``at``."""
    calendar, pauses = _calendar_for(case, at), _pauses(case)

    def hours(start: datetime, end: datetime) -> Decimal:
        return used_hours(calendar, start, end, pauses)

    return hours


def hours_by_step(case: Case, at: datetime) -> dict[int, Decimal]:
    """Working hours of each step of a case; together they are the clock's used hours."""
    hours = hours_counter(case, at)
    moves = case.events.filter(verb__in=MOVES).order_by("pk")  # type: ignore[attr-defined]
    return hours_of_steps(case, at, events=list(moves), hours=hours)


def _in_words(part: str, labels: Mapping[str, str], language: str) -> str:
    """What an event says about a state: its label, a date in the Buddhist era, or as it is."""
    if part in labels:
        return labels[part]
    try:
        return format_date(date.fromisoformat(part), "short", language)
    except ValueError:
        return part


def timeline(
    events: Sequence[Event], labels: Mapping[str, str], *verb_choices: type[models.TextChoices]
) -> tuple[TimelineEntry, ...]:
    """Events in people's words, newest first. ``labels`` name states and requirements."""
    language = get_language() or "th"
    verbs = {value: str(label) for choices in verb_choices for value, label in choices.choices}
    entries = []
    for event in sorted(events, key=lambda item: (item.at, item.pk), reverse=True):
        parts = [_in_words(part, labels, language) for part in (event.from_state, event.to_state)]
        entries.append(
            TimelineEntry(
                what=verbs.get(event.verb, event.verb),
                detail=" → ".join(part for part in dict.fromkeys(parts) if part),
                reason=_in_words(event.reason, {}, language),
                at=event.at,
                who=str(event.by) if event.by_id else "",
            )
        )
    return tuple(entries)


def _step_records(case: Case) -> list[StepRecord]:
    """The case's steps with their facts and the people of these, in four queries."""
    steps = case.steps.model  # type: ignore[attr-defined]
    facts = {
        "evidence": ["uploaded_by"],
        "dates": ["noted_by"],
        "decisions": ["asked_by", "decided_by"],
    }
    loaded = [
        Prefetch(name, steps._meta.get_field(name).related_model.objects.select_related(*people))
        for name, people in facts.items()
    ]
    records = case.steps.select_related("done_by").prefetch_related(*loaded)  # type: ignore[attr-defined]
    found: list[StepRecord] = list(records.order_by("number"))
    for record in found:
        record.case = case  # type: ignore[attr-defined]
    return found


def case_overview(case: Case, at: datetime, *, language: str = "th") -> CaseOverview:
    """All that the page of a case shows, in at most ten queries."""
    calendar = _calendar_for(case, at)
    pauses = _pauses(case)
    events = list(case.events.select_related("by").order_by("pk"))  # type: ignore[attr-defined]
    ended = case.ended_at or at

    def hours(start: datetime, end: datetime) -> Decimal:
        return used_hours(calendar, start, end, pauses)

    by_step = hours_of_steps(case, at, events=events, hours=hours)
    clock = read_clock(
        calendar=calendar,
        budget_hours=case.procedure.budget_hours,
        started_at=case.opened_at,
        finished_at=case.ended_at,
        pauses=pauses,
        now=at,
    )
    return CaseOverview(
        case=case,
        steps=tuple(_step_view(record, by_step[record.number]) for record in _step_records(case)),
        clock=clock,
        paused_hours=used_hours(calendar, case.opened_at, ended) - clock.used_hours,
        events=timeline(events, _labels(case, language), Verb, *case.own_verbs),
    )


def _labels(case: Case, language: str) -> dict[str, str]:
    thai = not language.startswith("en")
    labels = {value: str(label) for value, label in (*DecisionState.choices, *Pause.Reason.choices)}
    for step in case.procedure.steps:
        labels[str(step.number)] = step.title_th if thai else step.title_en
        for item in (*step.requirements, *step.retired):
            labels[item.key] = item.label_th if thai else item.label_en
    return labels
