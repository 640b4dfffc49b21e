"""What lives across rounds, for those who work with it: problems, what was learnt, support."""

from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import Q, QuerySet

from hubs.models import Hub
from monitoring.models import Learning, Problem, Support
from onde_portal.accounts.models import STAFF_ROLES, User
from onde_portal.thai.text import thai_key

# How long support that was given or taken back stays on the LAO's page.
DAYS_SHOWN = 60
SHOWN = 20


@dataclass(frozen=True, slots=True)
class LaoRecords:
    """What an LAO's first page says: promises, problems to solve, answers of the Office."""

    support: tuple[Support, ...]
    problems: tuple[Problem, ...]
    answered: tuple[Learning, ...]
    released: int

    @property
    def is_empty(self) -> bool:
        return not (self.support or self.problems or self.answered or self.released)


def lao_records(user: User, today: date) -> LaoRecords:
    """The records of the person's own LAOs, and how many lessons everyone may read."""
    recent = today - timedelta(days=DAYS_SHOWN)
    support = Support.objects.visible_to(user).filter(
        Q(given_on=None, dropped_at=None)
        | Q(given_on__gte=recent)
        | Q(dropped_at__date__gte=recent)
    )
    problems = Problem.objects.visible_to(user).unsolved()
    mine = user.memberships.current().values("lao")
    answered = Learning.objects.filter(hub__lao__in=mine, answered_at__date__gte=recent)
    return LaoRecords(
        tuple(support.select_related("hub", "owner").order_by("due_on", "pk")),
        tuple(
            problems.select_related("category", "follow_up__round", "follow_up__hub")
            .order_by("follow_up__round__starts_on", "position")
        ),
        tuple(answered.select_related("follow_up__round").order_by("-answered_at", "pk")),
        Learning.objects.released().count(),
    )  # fmt: skip


def support_owed_by(user: User) -> QuerySet[Support]:
    """What this person promised hubs and did not give yet, the most urgent first."""
    owed = Support.objects.visible_to(user).open().filter(owner=user)
    return owed.select_related("hub__lao__province", "hub__lao__district").order_by("due_on", "pk")


def givers() -> QuerySet[User]:
    """Who may be named as giving support: the Office's people."""
    people: QuerySet[User] = User.objects.filter(is_active=True, role__in=STAFF_ROLES)
    return people.order_by("first_name", "last_name", "pk")


@dataclass(frozen=True, slots=True)
class Wanted:
    """What somebody looks for among what was learnt; empty leaves everything in."""

    text: str = ""
    kind: str = ""
    year: int | None = None


def find_released(wanted: Wanted) -> QuerySet[Learning]:
    """Released lessons and recommendations in which every word is found, newest first."""
    rows = Learning.objects.released()
    for word in thai_key(wanted.text[:200]).split():
        rows = rows.filter(released_key__contains=word)
    if wanted.kind in Learning.Kind.values:
        rows = rows.filter(kind=wanted.kind)
    if wanted.year is not None:
        rows = rows.filter(follow_up__round__fiscal_year=wanted.year)
    place = rows.select_related("hub__lao__province", "hub__lao__district", "follow_up__round")
    return place.order_by("-released_at", "-pk")


def support_of(hub: Hub) -> QuerySet[Support]:
    """What was promised to a hub of late, newest first."""
    return hub.support.select_related("owner").order_by("-promised_at", "-pk")[:SHOWN]


def records_of(hub: Hub) -> dict[str, object]:
    """Everything a hub's own page shows of these records."""
    rows = Problem.objects.filter(follow_up__hub=hub).select_related("category", "follow_up__round")
    return {
        "problems": rows.order_by("-follow_up__round__starts_on", "position")[:30],
        "support": hub.support.select_related("owner").order_by("-promised_at", "-pk")[:30],
        "learnings": hub.learnings.select_related("follow_up__round").order_by("-said_at", "-pk")[
            :20
        ],
    }
