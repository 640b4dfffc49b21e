"""Exceptions that the Office makes from a duty: more time, or no report at all. On the record."""

from datetime import date, datetime

from django.db import transaction
from django.utils import timezone

from monitoring.actions.changes import Verb, change_follow_up, lock_follow_up
from monitoring.errors import DueDateInPast, NotAllowed, NotEditable, ReasonNeeded, StaleFollowUp
from monitoring.models import OWED_STATES, FollowUp, FollowUpState
from onde_portal.accounts.models import User
from onde_portal.accounts.permissions import Action, may
from onde_portal.thai.text import clean_text


@transaction.atomic
def extend_due(
    *, follow_up: FollowUp, due_on: date, reason: str, version: int, by: User, at: datetime
) -> None:
    """Give more time for what is still owed: ``due_on`` lies today or later.

    Raises ReasonNeeded, DueDateInPast, NotAllowed, NotEditable (sent or decided), StaleFollowUp.
    """
    if due_on < timezone.localtime(at).date():
        raise DueDateInPast
    locked, because = _lock_owed(follow_up, reason, version, by)
    change_follow_up(
        follow_up=locked,
        states=OWED_STATES,
        verb=Verb.EXTENDED,
        by=by,
        at=at,
        reason=because,
        due_on=due_on,
    )
    follow_up.refresh_from_db()


@transaction.atomic
def waive_follow_up(
    *, follow_up: FollowUp, reason: str, version: int, by: User, at: datetime
) -> None:
    """Ask for no report in this round, for a reason. What was drafted stays.

    Raises ReasonNeeded, NotAllowed, NotEditable (sent or decided), StaleFollowUp.
    """
    locked, because = _lock_owed(follow_up, reason, version, by)
    change_follow_up(
        follow_up=locked,
        states=OWED_STATES,
        verb=Verb.WAIVED,
        by=by,
        at=at,
        reason=because,
        state=FollowUpState.WAIVED,
        decided_at=at,
    )
    follow_up.refresh_from_db()


def _lock_owed(follow_up: FollowUp, reason: str, version: int, by: User) -> tuple[FollowUp, str]:
    """The follow-up, locked and still owed, and the reason, tidied."""
    because = clean_text(reason).strip()
    if not because:
        raise ReasonNeeded
    if not may(by, Action.REVIEW_REPORT):
        raise NotAllowed
    locked = lock_follow_up(follow_up)
    if locked.version != version:
        raise StaleFollowUp
    if locked.state not in OWED_STATES:
        raise NotEditable
    return locked, because
