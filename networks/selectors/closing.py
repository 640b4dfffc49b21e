"""The figures of a project's closing report (manual 8.1 (6)), read from the project itself."""

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from statistics import fmean

from django.db.models import Count, Q, Sum
from django.utils import timezone

from networks.models import (
    Activity,
    Attendance,
    CitizenNetwork,
    ClosingReport,
    HearingAttendance,
    NetworkProject,
    Opinion,
    Resolution,
)
from networks.selectors.founded import with_standing
from networks.selectors.study import Reach, read_reach
from onde_portal.assessments.selectors.papers import answers_for_analysis
from onde_portal.registry.models import Province
from onde_portal.workflow.kernel import Step
from onde_portal.workflow.selectors import case_overview

ZERO = Decimal(0)
HUNDRED = 100.0


@dataclass(frozen=True, slots=True)
class ClockFigures:
    """Working hours of the case: the standard time, used, paused, and of each step."""

    budget: Decimal
    used: Decimal
    paused: Decimal
    overdue: bool
    steps: tuple[tuple[Step, Decimal], ...]


@dataclass(frozen=True, slots=True)
class EventFigures:
    """Events of the project: held of all that were not cancelled, their days, money in baht."""

    planned: int
    held: int
    days: int
    budget: Decimal
    spent: Decimal


@dataclass(frozen=True, slots=True)
class ParticipantFigures:
    """People of the project, each counted once."""

    taking_part: int
    invited: int
    registered: int
    attended: int


@dataclass(frozen=True, slots=True)
class ScoreGain:
    """People who took both tests: how many, and their mean share of right answers (0 to 100)."""

    pairs: int
    before: float
    after: float

    @property
    def gain(self) -> float:
        return self.after - self.before


@dataclass(frozen=True, slots=True)
class HearingFigures:
    """Hearings with their attendance, and the opinions by what became of them."""

    hearings: int
    women: int
    men: int
    unsaid: int
    opinions: tuple[tuple[str, int], ...]

    @property
    def people(self) -> int:
        return self.women + self.men + self.unsaid


@dataclass(frozen=True, slots=True)
class NetworkFigures:
    """A network that was founded, with its members of the day."""

    name: str
    province: Province
    founded_on: date
    members: int


@dataclass(frozen=True, slots=True)
class ResolutionFigures:
    """Resolutions by what became of them; ``overdue`` are among the open ones."""

    done: int
    open: int
    overdue: int
    dropped: int


@dataclass(frozen=True, slots=True)
class ClosingFigures:
    """All figures of the closing report, as of a moment."""

    as_of: datetime
    clock: ClockFigures
    targets: tuple[Reach, ...]
    events: EventFigures
    participants: ParticipantFigures
    tests: ScoreGain | None
    appointments: int
    hearings: HearingFigures
    networks: tuple[NetworkFigures, ...]
    resolutions: ResolutionFigures


def closing_figures(project: NetworkProject, at: datetime) -> ClosingFigures:
    """The figures of the project as of a moment."""
    today = timezone.localtime(at).date()
    return ClosingFigures(
        as_of=at,
        clock=_clock(project, at),
        targets=tuple(read_reach(project)),
        events=_events(project),
        participants=_participants(project),
        tests=_tests(project),
        appointments=project.appointments.count(),
        hearings=_hearings(project),
        networks=_networks(project, today),
        resolutions=_resolutions(project, today),
    )


def closing_written(project: NetworkProject) -> bool:
    """Whether the closing report says what came of the project, and what was learnt."""
    written = ClosingReport.objects.filter(project=project)
    return written.exclude(results="").exclude(lessons="").exists()


def _clock(project: NetworkProject, at: datetime) -> ClockFigures:
    overview = case_overview(project, at)
    return ClockFigures(
        budget=overview.clock.budget_hours,
        used=overview.clock.used_hours,
        paused=overview.paused_hours,
        overdue=overview.clock.overdue,
        steps=tuple((step.record.definition, step.hours) for step in overview.steps),
    )


def _events(project: NetworkProject) -> EventFigures:
    events = list(project.activities.exclude(state=Activity.State.CANCELLED))
    held = [event for event in events if event.state == Activity.State.HELD]
    return EventFigures(
        planned=len(events),
        held=len(held),
        days=sum((event.ends_on - event.starts_on).days + 1 for event in held),
        budget=sum((event.budget_planned for event in events), ZERO),
        spent=sum((event.budget_spent or ZERO for event in events), ZERO),
    )


def _participants(project: NetworkProject) -> ParticipantFigures:
    people = project.participants.taking_part()
    rows = Attendance.objects.filter(activity__project=project, participant__in=people)

    def count(which: Q) -> int:
        return rows.filter(which).values("participant").distinct().count()

    return ParticipantFigures(
        taking_part=people.count(),
        invited=count(Q(invited_at__isnull=False)),
        registered=count(Q(registered_at__isnull=False)),
        attended=count(Q(sign_ins__isnull=False)),
    )


def _tests(project: NetworkProject) -> ScoreGain | None:
    """Those who sent both tests, paired as the analysis of the tests pairs them."""
    sent = answers_for_analysis(project)
    pairs = [
        (HUNDRED * one.pre.total / sent.pre_max, HUNDRED * one.post.total / sent.post_max)
        for one in sent.people
        if sent.is_there and one.pre is not None and one.post is not None
    ]
    if not pairs:
        return None
    before, after = zip(*pairs, strict=True)
    return ScoreGain(len(pairs), fmean(before), fmean(after))


def _hearings(project: NetworkProject) -> HearingFigures:
    came = HearingAttendance.objects.filter(hearing__project=project).aggregate(
        women=Sum("women"), men=Sum("men"), unsaid=Sum("unsaid")
    )
    said = Opinion.objects.own().filter(hearing__project=project)
    counts = dict(said.values_list("state").annotate(count=Count("pk")).order_by("state"))
    return HearingFigures(
        hearings=project.hearings.count(),
        women=came["women"] or 0,
        men=came["men"] or 0,
        unsaid=came["unsaid"] or 0,
        opinions=tuple(
            (str(label), counts[state]) for state, label in Opinion.State.choices if state in counts
        ),
    )


def _networks(project: NetworkProject, today: date) -> tuple[NetworkFigures, ...]:
    rows = CitizenNetwork.objects.filter(project=project)
    return tuple(
        NetworkFigures(row.network.name, row.network.province, row.network.founded_on, row.members)
        for row in with_standing(rows, today)
    )


def _resolutions(project: NetworkProject, today: date) -> ResolutionFigures:
    rows = Resolution.objects.filter(meeting__project=project)
    return ResolutionFigures(
        done=rows.exclude(done_on=None).count(),
        open=rows.open().count(),
        overdue=rows.overdue(today).count(),
        dropped=rows.exclude(dropped_on=None).count(),
    )
