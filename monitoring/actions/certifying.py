"""A report on its way through the LAO's certifier to the Office (manual, section 10)."""

from datetime import datetime

from django.db import transaction
from django.utils import timezone

from monitoring import notices
from monitoring.actions.changes import Verb, change_follow_up, lock_follow_up
from monitoring.actions.submissions import (
    checked_content,
    deliver,
    reason_for_nothing,
    sendable_content,
    submit_nothing,
    submit_report,
)
from monitoring.errors import (
    NotAllowed,
    NotWithCertifier,
    OwnCertification,
    ReasonNeeded,
    StaleFollowUp,
)
from monitoring.models import (
    EDITABLE_STATES,
    Certification,
    FollowUp,
    FollowUpState,
    Submission,
)
from monitoring.policies import certifiers_of, certifies_as
from onde_portal.accounts.models import User
from onde_portal.accounts.permissions import Action, may
from onde_portal.thai.text import clean_text

Outcome = Certification.Outcome


@transaction.atomic
def send_report(
    *, follow_up: FollowUp, token: str, nothing: str | None = None, by: User, at: datetime
) -> Submission | Certification:
    """Send a report, or with ``nothing`` the reason for having none, on its way.

    Where somebody else certifies for the LAO it waits for that person: it is owed until it is
    certified, and on time only if it is certified in time. Otherwise it goes to the Office at
    once. The same token again changes nothing. Raises as ``submit_report`` does.
    """
    because = "" if nothing is None else reason_for_nothing(nothing)
    if not may(by, Action.WRITE_REPORT):
        raise NotAllowed
    locked = lock_follow_up(follow_up)
    laid = Certification.objects.filter(follow_up=locked, token=token).first()
    if laid:
        return laid
    others = [one for one in certifiers_of(locked) if one != by]
    if not others or locked.submissions.filter(token=token).exists():
        if because:
            return submit_nothing(follow_up=follow_up, reason=because, token=token, by=by, at=at)
        return submit_report(follow_up=follow_up, token=token, by=by, at=at)
    sendable_content(locked, because, by=by, at=at)
    laid = Certification.objects.create(
        follow_up=locked, token=token, nothing_because=because, asked_at=at, asked_by=by
    )
    change_follow_up(
        follow_up=locked, states=EDITABLE_STATES, verb=Verb.LAID_BEFORE, by=by, at=at,
        state=FollowUpState.WITH_CERTIFIER, started_at=locked.started_at or at,
    )  # fmt: skip
    notices.tell_to_certify(laid, others, at=at)
    follow_up.refresh_from_db()
    return laid


@transaction.atomic
def certify_report(*, follow_up: FollowUp, version: int, by: User, at: datetime) -> Submission:
    """Answer for the report; it reaches the Office at this moment, with the writer's receipt.

    Raises NotAllowed, OwnCertification, NotWithCertifier, StaleFollowUp, InvalidReport.
    """
    locked, laid = _lock(follow_up, version)
    represented = _represented(locked, laid, by, at)
    submission = _deliver(locked, laid, verb=Verb.CERTIFIED, by=by, at=at)
    _answer(laid, Outcome.CERTIFIED, by=by, at=at, submission=submission, in_place_of=represented)
    follow_up.refresh_from_db()
    return submission


@transaction.atomic
def send_back(*, follow_up: FollowUp, reason: str, version: int, by: User, at: datetime) -> None:
    """Give the report back to whoever wrote it, with a reason; nothing of it is lost.

    Raises ReasonNeeded, NotAllowed, OwnCertification, NotWithCertifier, StaleFollowUp.
    """
    said = clean_text(reason).strip()
    if not said:
        raise ReasonNeeded
    locked, laid = _lock(follow_up, version)
    represented = _represented(locked, laid, by, at)
    _reopen(locked, Verb.SENT_BACK, reason=said, by=by, at=at)
    _answer(laid, Outcome.RETURNED, by=by, at=at, reason=said, in_place_of=represented)
    notices.tell_sent_back(laid, at=at)
    follow_up.refresh_from_db()


@transaction.atomic
def call_back(*, follow_up: FollowUp, version: int, by: User, at: datetime) -> None:
    """Take the report back from the certifier to go on writing.

    Raises NotAllowed, NotWithCertifier, StaleFollowUp.
    """
    if not may(by, Action.WRITE_REPORT):
        raise NotAllowed
    locked, laid = _lock(follow_up, version)
    _reopen(locked, Verb.CALLED_BACK, by=by, at=at)
    _answer(laid, Outcome.RECALLED, by=by, at=at)
    follow_up.refresh_from_db()


@transaction.atomic
def let_through(
    *, follow_up: FollowUp, reason: str, version: int, by: User, at: datetime
) -> Submission:
    """The Office takes the report without the certifier, who is away; with a reason.

    Raises ReasonNeeded, NotAllowed, NotWithCertifier, StaleFollowUp, InvalidReport.
    """
    said = clean_text(reason).strip()
    if not said:
        raise ReasonNeeded
    if not may(by, Action.REVIEW_REPORT):
        raise NotAllowed
    locked, laid = _lock(follow_up, version)
    submission = _deliver(locked, laid, verb=Verb.LET_THROUGH, by=by, at=at, reason=said)
    _answer(laid, Outcome.EXCEPTED, by=by, at=at, reason=said, submission=submission)
    notices.tell_let_through(laid, certifiers_of(locked), at=at)
    follow_up.refresh_from_db()
    return submission


def _lock(follow_up: FollowUp, version: int) -> tuple[FollowUp, Certification]:
    locked = lock_follow_up(follow_up)
    laid = Certification.objects.open().filter(follow_up=locked).first()
    if laid is None or locked.state != FollowUpState.WITH_CERTIFIER:
        raise NotWithCertifier
    if locked.version != version:
        raise StaleFollowUp
    laid.follow_up = locked
    return locked, laid


def _represented(follow_up: FollowUp, laid: Certification, by: User, at: datetime) -> User | None:
    """The certifier for whom ``by`` stands in; None where ``by`` certifies in person."""
    certifier = certifies_as(by, follow_up, timezone.localtime(at).date())
    if certifier is None:
        raise NotAllowed
    if laid.asked_by_id == by.pk:
        raise OwnCertification
    return None if certifier == by else certifier


def _deliver(
    follow_up: FollowUp,
    laid: Certification,
    *,
    verb: Verb,
    by: User,
    at: datetime,
    reason: str = "",
) -> Submission:
    content = checked_content(follow_up, laid.nothing_because, laid.asked_by)
    return deliver(
        follow_up, content, token=laid.token, nothing=bool(laid.nothing_because),
        by=laid.asked_by, sent_by=by, at=at, verb=verb, reason=reason,
    )  # fmt: skip


def _reopen(follow_up: FollowUp, verb: Verb, *, by: User, at: datetime, reason: str = "") -> None:
    """What the Office had returned is returned again, everything else a draft."""
    was_sent = follow_up.first_submitted_at is not None
    change_follow_up(
        follow_up=follow_up, states=[FollowUpState.WITH_CERTIFIER], verb=verb, by=by, at=at,
        reason=reason, state=FollowUpState.RETURNED if was_sent else FollowUpState.DRAFT,
    )  # fmt: skip


def _answer(
    laid: Certification,
    outcome: Certification.Outcome,
    *,
    by: User,
    at: datetime,
    reason: str = "",
    submission: Submission | None = None,
    in_place_of: User | None = None,
) -> None:
    laid.outcome, laid.reason = outcome, reason
    laid.answered_at, laid.answered_by = at, by
    laid.submission, laid.in_place_of = submission, in_place_of
    laid.save(
        update_fields=[
            "outcome", "reason", "answered_at", "answered_by", "submission", "in_place_of",
        ]
    )  # fmt: skip
