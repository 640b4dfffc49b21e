"""Step 2 (manual 8.1 (2)): events, and who was invited, registered and there."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any

from django.db.models import Count, Prefetch, Q, QuerySet, Sum

from networks.models import (
    Activity,
    AgendaItem,
    Attendance,
    NetworkProject,
    Participant,
    SignIn,
)
from onde_portal.accounts.models import User


@dataclass(frozen=True, slots=True)
class EventCounts:
    """People of an event: invited, registered, there on at least one day."""

    activity: Activity
    invited: int
    registered: int
    attended: int


@dataclass(frozen=True, slots=True)
class Guest:
    """A participant as the page of an event shows one: standing and the days signed in."""

    participant: Participant
    attendance: Attendance | None
    days: frozenset[date]

    @property
    def answer(self) -> str:
        """ "comes", "declines" or nothing yet."""
        if self.attendance is None:
            return ""
        declined = "declines" if self.attendance.declined_at else ""
        return "comes" if self.attendance.registered_at else declined

    @property
    def is_walk_in(self) -> bool:
        return self.participant.source == Participant.Source.WALK_IN


def days_of(activity: Activity) -> list[date]:
    """The days of an event in order."""
    length = (activity.ends_on - activity.starts_on).days + 1
    return [activity.starts_on + timedelta(days=number) for number in range(length)]


def count_people(activities: "QuerySet[Activity]") -> list[EventCounts]:
    """Events with their counts of people, one query for all."""
    counted = activities.select_related("province").annotate(
        invited=Count("attendances", Q(attendances__invited_at__isnull=False), distinct=True),
        registered=Count("attendances", Q(attendances__registered_at__isnull=False), distinct=True),
        attended=Count("attendances", Q(attendances__sign_ins__isnull=False), distinct=True),
    )
    return [
        EventCounts(row, row.invited, row.registered, row.attended)
        for row in counted.order_by("starts_on", "pk")
    ]


def guests_of(activity: Activity, participants: "QuerySet[Participant]") -> list[Guest]:
    """The given participants of the event's project with their standing, in four queries."""
    here = Attendance.objects.filter(activity=activity).prefetch_related("sign_ins")
    rows = participants.select_related(
        "person__province", "person__organisation", "target_group"
    ).prefetch_related(Prefetch("attendances", here, to_attr="here"))
    guests = []
    for participant in rows:
        found: Sequence[Attendance] = participant.here
        there = found[0] if found else None
        days = frozenset(item.on for item in there.sign_ins.all()) if there else frozenset()
        guests.append(Guest(participant, there, days))
    return guests


def attendance_by_day(activity: Activity) -> list[tuple[date, int]]:
    """How many people signed in on each day of the event."""
    rows = SignIn.objects.filter(attendance__activity=activity).values_list("on")
    counted: dict[date, int] = dict(rows.annotate(count=Count("pk")).order_by("on"))
    return [(day, counted.get(day, 0)) for day in days_of(activity)]


def agenda_of(activity: Activity) -> "QuerySet[AgendaItem]":
    """The agenda in the order of time."""
    return activity.agenda.select_related("speaker").order_by("on", "starts_at", "pk")


def events_context(project: NetworkProject, user: User, at: datetime) -> dict[str, Any]:
    """What the working page of step 2 shows."""
    held = project.activities.exclude(state=Activity.State.CANCELLED)
    money = held.aggregate(planned=Sum("budget_planned"), spent=Sum("budget_spent"))
    taking_part = project.participants.taking_part()
    return {
        "events": count_people(project.activities.all()),
        "planned": money["planned"] or Decimal(0),
        "spent": money["spent"] or Decimal(0),
        "participants": taking_part.count(),
        "walk_ins": taking_part.filter(source=Participant.Source.WALK_IN).count(),
        "withdrawn": project.participants.exclude(withdrawn_at=None).count(),
    }
