"""More time: asked for by the LAO, granted or refused by the Office. On the record."""

from datetime import date, datetime

from django.db import IntegrityError, transaction
from django.utils import timezone

from monitoring import notices
from monitoring.actions.changes import Verb, lock_follow_up, record
from monitoring.actions.exceptions import extend_due
from monitoring.errors import (
    AnswerNeeded,
    AskedAlready,
    NotAllowed,
    NotEditable,
    ReasonNeeded,
    RequestSettled,
    WishTooEarly,
    WishTooLate,
)
from monitoring.models import OWED_STATES, FollowUp, TimeRequest
from onde_portal.accounts.models import User
from onde_portal.accounts.permissions import Action, may
from onde_portal.thai.text import clean_text


@transaction.atomic
def ask_for_time(
    *, follow_up: FollowUp, wished_on: date, reason: str, by: User, at: datetime
) -> TimeRequest:
    """Ask for a later due date. The date stays as it is until the Office grants another.

    At the latest the end of the next half-year can be wished for. Raises ReasonNeeded,
    WishTooEarly, WishTooLate, AskedAlready, NotEditable (nothing is owed), NotAllowed.
    """
    because = clean_text(reason).strip()
    if not because:
        raise ReasonNeeded
    if not may(by, Action.WRITE_REPORT):
        raise NotAllowed
    locked = lock_follow_up(follow_up)
    if locked.state not in OWED_STATES:
        raise NotEditable
    if wished_on <= max(locked.due_on, timezone.localtime(at).date()):
        raise WishTooEarly(locked.due_on)
    if wished_on > locked.round.half_year.next().ends_on:
        raise WishTooLate(locked.round.half_year.next().ends_on)
    try:
        with transaction.atomic():
            asked = TimeRequest.objects.create(
                follow_up=locked, wished_on=wished_on, reason=because, asked_at=at, asked_by=by
            )
    except IntegrityError as error:
        raise AskedAlready from error
    record(locked, Verb.TIME_ASKED, by=by, at=at, reason=because)
    return asked


@transaction.atomic
def withdraw_request(*, request: TimeRequest, by: User, at: datetime) -> None:
    """Take an open request back. Raises RequestSettled, NotAllowed."""
    if not may(by, Action.WRITE_REPORT):
        raise NotAllowed
    locked = _lock(request)
    locked.withdrawn_at = at
    locked.save(update_fields=["withdrawn_at"])
    record(locked.follow_up, Verb.TIME_WITHDRAWN, by=by, at=at)


@transaction.atomic
def grant_time(
    *, request: TimeRequest, due_on: date, answer: str = "", by: User, at: datetime
) -> None:
    """Give more time, as wished or until another day; the LAO is told.

    Raises RequestSettled, and as ``extend_due`` does.
    """
    locked = _lock(request)
    follow_up = locked.follow_up
    said = clean_text(answer).strip()
    extend_due(
        follow_up=follow_up, due_on=due_on, reason=said or locked.reason,
        version=follow_up.version, by=by, at=at,
    )  # fmt: skip
    _answer(locked, granted_on=due_on, answer=said, by=by, at=at)


@transaction.atomic
def refuse_time(*, request: TimeRequest, answer: str, by: User, at: datetime) -> None:
    """Leave the due date as it is, and say why. Raises AnswerNeeded, RequestSettled, NotAllowed."""
    said = clean_text(answer).strip()
    if not said:
        raise AnswerNeeded
    if not may(by, Action.REVIEW_REPORT):
        raise NotAllowed
    locked = _lock(request)
    record(locked.follow_up, Verb.TIME_REFUSED, by=by, at=at, reason=said)
    _answer(locked, granted_on=None, answer=said, by=by, at=at)


def settle_by_sending(follow_up: FollowUp, *, at: datetime) -> None:
    """A report that is sent needs no more time: what was still asked for is withdrawn."""
    TimeRequest.objects.open().filter(follow_up=follow_up).update(withdrawn_at=at)


def _lock(request: TimeRequest) -> TimeRequest:
    rows = TimeRequest.objects.select_for_update(of=("self",))
    locked: TimeRequest = rows.get(pk=request.pk)
    if not locked.is_open:
        raise RequestSettled
    locked.follow_up = lock_follow_up(locked.follow_up)
    return locked


def _answer(
    request: TimeRequest, *, granted_on: date | None, answer: str, by: User, at: datetime
) -> None:
    request.answered_at, request.answered_by = at, by
    request.granted_on, request.answer = granted_on, answer
    request.save(update_fields=["answered_at", "answered_by", "granted_on", "answer"])
    notices.tell_time_answered(request, at=at)
