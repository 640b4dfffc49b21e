"""The ladder of reminders (manual, section 10): to whoever owes something, once a rung.

Any number of callers may run at once, at any time: what is queued already is not queued again,
and after an outage only the latest rung is.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta

import structlog
from django.db import transaction
from django.db.models import Max, Q, QuerySet
from django.utils import timezone

from monitoring import notices
from monitoring.actions.changes import Verb
from monitoring.models import FollowUp, FollowUpState
from onde_portal.accounts.ladder import Rung, reached
from onde_portal.accounts.models import Mail, Membership, Role, User
from onde_portal.accounts.permissions import PERMISSIONS, Action

log = structlog.get_logger(__name__)

LAST = Rung(21, "after-21")
LADDER = (
    LAST,
    Rung(7, "after-7"),
    Rung(1, "after-1"),
    Rung(-1, "before-1"),
    Rung(-7, "before-7"),
    Rung(-30, "before-30"),
)
# A reminder that an outage has kept back for longer than this helps nobody any more.
STALE = timedelta(days=30)
EARLIEST = timedelta(days=30)
MORNING = 8
# Reports that wait this long for their review are told to those who review.
REVIEW_LADDER = (Rung(21, "review-21"), Rung(7, "review-7"))
# Moves that set a due date: people are told of it then and there.
TELLING = (Verb.RETURNED, Verb.EXTENDED, Verb.DUE_MOVED)

People = Mapping[tuple[int, str], list[User]]


@dataclass(frozen=True, slots=True)
class Reminder:
    """Who is to be reminded of which follow-up, and with which rung."""

    follow_up: FollowUp
    rung: Rung
    people: tuple[User, ...]
    chiefs: tuple[User, ...] = ()


def remind(at: datetime) -> int:
    """Queue every reminder that is due by a moment; how many were. A second call queues none.

    Nobody is mailed at night: what is queued then is sent in the morning.
    """
    today = timezone.localtime(at).date()
    morning = timezone.localtime(at).replace(hour=MORNING, minute=0, second=0, microsecond=0)
    at = max(at, morning)
    queued = sum(_send(reminder, today, at) for reminder in _fresh(due_reminders(today)))
    return queued + _tell_heads(today, at) + _tell_reviewers(today, at)


def due_reminders(today: date) -> list[Reminder]:
    """What the ladder asks to be sent as of a day, whether it was sent before or not."""
    rows = _owed(today)
    people = _people_of(rows)
    return [
        _reminder(follow_up, rung, people)
        for follow_up in rows
        if (rung := _rung(follow_up, today)) is not None
    ]


def _owed(today: date) -> list[FollowUp]:
    """Owed follow-ups that a rung may have reached, with the last day on which people were told."""
    told = Max("events__at", filter=Q(events__verb__in=TELLING))
    oldest = today - timedelta(days=LAST.days) - STALE
    rows = FollowUp.objects.owed().filter(due_on__range=(oldest, today + EARLIEST))
    return list(rows.with_place().annotate(told_at=told).order_by("due_on", "pk"))


def _rung(follow_up: FollowUp, today: date) -> Rung | None:
    told_at = follow_up.told_at or follow_up.opened_at  # type: ignore[attr-defined]
    since = timezone.localtime(told_at).date()
    rung = reached(LADDER, follow_up.due_on, today, since=since)
    if rung is None or rung.day(follow_up.due_on) < today - STALE:
        return None
    return rung


def _people_of(follow_ups: Iterable[FollowUp]) -> People:
    """Who holds which office now, by LAO."""
    laos = {follow_up.hub.lao_id for follow_up in follow_ups}
    current = Membership.objects.current().filter(lao__in=laos, user__is_active=True)
    people: dict[tuple[int, str], list[User]] = defaultdict(list)
    for membership in current.select_related("user").order_by("user"):
        people[membership.lao_id, membership.kind].append(membership.user)
    return people


def _reminder(follow_up: FollowUp, rung: Rung, people: People) -> Reminder:
    """Reporters, or whoever certifies it now; the LAO's chief too with the last rung."""
    lao = follow_up.hub.lao_id
    reporters = people.get((lao, Membership.Kind.REPORTER), [])
    certifiers = people.get((lao, Membership.Kind.CERTIFIER), [])
    if follow_up.state == FollowUpState.WITH_CERTIFIER and certifiers:
        return Reminder(follow_up, rung, tuple(certifiers))
    chiefs = [one for one in certifiers if one not in reporters] if rung == LAST else []
    return Reminder(follow_up, rung, tuple(reporters), tuple(chiefs))


def _fresh(reminders: list[Reminder]) -> list[Reminder]:
    """Those of which nothing stands in the outbox yet: one query, however many there are."""
    rungs = {reminder.rung.key(reminder.follow_up.due_on) for reminder in reminders}
    known = Mail.objects.filter(kind__in=notices.REMINDERS, rung__in=rungs)
    told = set(known.values_list("about", "rung"))
    return [
        reminder
        for reminder in reminders
        if (notices.about(reminder.follow_up), reminder.rung.key(reminder.follow_up.due_on))
        not in told
    ]


def _send(reminder: Reminder, today: date, at: datetime) -> int:
    follow_up, key = reminder.follow_up, reminder.rung.key(reminder.follow_up.due_on)
    try:
        with transaction.atomic():
            queued = notices.remind(follow_up, reminder.people, rung=key, today=today, at=at)
            return queued + notices.tell_chiefs(
                follow_up, reminder.chiefs, rung=key, today=today, at=at
            )
    except Exception:
        # One bad row must not keep the others waiting.
        log.exception("reminder_failed", follow_up=follow_up.pk)
        return 0


def _people_with(role_holders: QuerySet[User]) -> list[User]:
    return list(role_holders.filter(is_active=True).order_by("pk"))


def _tell_heads(today: date, at: datetime) -> int:
    """One mail a day to each head, of what became three weeks overdue since the last."""
    heads = _people_with(User.objects.get_queryset().filter(role=Role.HEAD))
    rows = FollowUp.objects.owed().filter(due_on__lte=today - timedelta(days=LAST.days))
    queued = 0
    for head in heads:
        since = _last_told(notices.OVERDUE_KIND, head, today)
        fresh = rows.filter(due_on__gt=since - timedelta(days=LAST.days)).with_place()
        queued += notices.tell_overdue(
            head, list(fresh.order_by("due_on", "pk")), today=today, at=at
        )
    return queued


def _tell_reviewers(today: date, at: datetime) -> int:
    """One mail a day to each reviewer, of the reports that came to wait seven or 21 days."""
    reviewers = User.objects.get_queryset().filter(role__in=PERMISSIONS[Action.REVIEW_REPORT])
    waiting = FollowUp.objects.to_review().with_place().order_by("submitted_at", "pk")
    queued = 0
    for reviewer in _people_with(reviewers):
        since = _last_told(notices.REVIEW_KIND, reviewer, today)
        fresh = [
            follow_up
            for follow_up in waiting
            if reached(REVIEW_LADDER, _sent_on(follow_up), today, since=since)
        ]
        queued += notices.tell_waiting(reviewer, fresh, today=today, at=at)
    return queued


def _sent_on(follow_up: FollowUp) -> date:
    assert follow_up.submitted_at is not None  # noqa: S101 - a constraint of the table
    return timezone.localtime(follow_up.submitted_at).date()


def _last_told(kind: str, person: User, today: date) -> date:
    """The day of the person's last mail of this kind, but not so long ago that it is stale."""
    latest = Mail.objects.filter(kind=kind, recipient=person.email).order_by("-rung").first()
    oldest = today - STALE
    return max(date.fromisoformat(latest.rung), oldest) if latest else oldest
