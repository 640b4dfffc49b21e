"""Remarks on single fields of a report: made and settled by the reviewer, answered by the LAO."""

from datetime import datetime

from django.db import transaction
from django.db.models import F

from monitoring.actions.changes import lock_follow_up
from monitoring.content import ReportContent
from monitoring.errors import (
    NotAllowed,
    NotSubmitted,
    OwnReport,
    RemarkSettled,
    RemarkTooLong,
    TextNeeded,
    UnknownField,
)
from monitoring.lines import lines_of
from monitoring.models import FieldRemark, FollowUp, FollowUpState, Submission
from monitoring.policies import may_review
from onde_portal.accounts.models import User
from onde_portal.accounts.permissions import Action, may
from onde_portal.thai.text import clean_text

LONGEST = 2_000


@transaction.atomic
def add_remark(*, follow_up: FollowUp, key: str, text: str, by: User, at: datetime) -> FieldRemark:
    """Pin a remark to a line of what was sent. The LAO sees it once the report is returned.

    The same words pinned twice stand once. Whoever reads an older state of the report cannot
    decide on it any more. Raises TextNeeded, RemarkTooLong, UnknownField,
    NotAllowed, OwnReport, NotSubmitted.
    """
    said = clean_text(text).strip()
    if not said:
        raise TextNeeded
    if len(said) > LONGEST:
        raise RemarkTooLong
    submission = _reviewed(follow_up, by)
    content = ReportContent.from_json(submission.content)
    line = next((line for line in lines_of(content, "th") if line.key == key), None)
    if line is None:
        raise UnknownField
    pinned, is_new = FieldRemark.objects.open().get_or_create(
        follow_up=follow_up, edition=submission.number, key=key, text=said,
        defaults={
            "label_th": line.label.th[:300], "label_en": line.label.en[:300], "made_at": at,
            "made_by": by,
        },
    )  # fmt: skip
    if is_new:
        FollowUp.objects.filter(pk=follow_up.pk).update(version=F("version") + 1)
        follow_up.refresh_from_db(fields=["version"])
    return pinned


@transaction.atomic
def withdraw_remark(*, remark: FieldRemark, by: User) -> None:
    """Take back a remark that the LAO has not seen yet.

    Raises RemarkSettled where it has, NotAllowed, OwnReport, NotSubmitted.
    """
    submission = _reviewed(remark.follow_up, by)
    if remark.edition != submission.number:
        raise RemarkSettled
    FieldRemark.objects.filter(pk=remark.pk).delete()


@transaction.atomic
def settle_remark(*, remark: FieldRemark, by: User, at: datetime) -> None:
    """Say that the LAO has done what a remark asked. Raises as ``add_remark`` does."""
    _reviewed(remark.follow_up, by)
    if not FieldRemark.objects.open().filter(pk=remark.pk).update(resolved_at=at, resolved_by=by):
        raise RemarkSettled


@transaction.atomic
def reopen_remark(*, remark: FieldRemark, by: User) -> None:
    """Ask again what had been settled. Raises as ``add_remark`` does."""
    _reviewed(remark.follow_up, by)
    FieldRemark.objects.filter(pk=remark.pk).update(resolved_at=None, resolved_by=None)


def keep_answers(follow_up: FollowUp, content: ReportContent, *, by: User, at: datetime) -> None:
    """Write what the LAO answered to each remark, as it was sent."""
    for entry in content.remarks:
        FieldRemark.objects.filter(pk=entry.remark, follow_up=follow_up).exclude(
            answer=entry.answer
        ).update(answer=entry.answer, answered_at=at, answered_by=by)


def settle_all(follow_up: FollowUp, *, by: User, at: datetime) -> None:
    """Whoever accepts a report has nothing left to ask."""
    FieldRemark.objects.open().filter(follow_up=follow_up).update(resolved_at=at, resolved_by=by)


def _reviewed(follow_up: FollowUp, by: User) -> Submission:
    """The edition under review, held until the transaction ends."""
    if not may(by, Action.REVIEW_REPORT):
        raise NotAllowed
    locked = lock_follow_up(follow_up)
    if locked.state != FollowUpState.SUBMITTED:
        raise NotSubmitted
    if not may_review(by, locked):
        raise OwnReport
    return locked.submissions.order_by("-number")[0]
