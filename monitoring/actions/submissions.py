"""Sending a report, and what the Office does with it: accept, or return with a reason."""

from datetime import date, datetime

from django.db import transaction
from django.db.models import Max
from django.utils import timezone

from monitoring import notices
from monitoring.actions.changes import Verb, change_follow_up, lock_follow_up
from monitoring.actions.records import keep_records
from monitoring.actions.remarks import keep_answers, settle_all
from monitoring.actions.requests import settle_by_sending
from monitoring.content import ReportContent
from monitoring.errors import (
    DueDateInPast,
    InvalidReport,
    NotAllowed,
    NotEditable,
    NotSubmitted,
    OwnReport,
    ReasonNeeded,
    StaleFollowUp,
    WindowNotOpen,
)
from monitoring.models import (
    EDITABLE_STATES,
    Activity,
    FieldRemark,
    FollowUp,
    FollowUpState,
    IndicatorValue,
    RoundIndicator,
    Submission,
)
from monitoring.policies import may_review
from monitoring.questions.form import ReportForm
from onde_portal.accounts.models import User
from onde_portal.accounts.permissions import Action, may
from onde_portal.documents.actions import request_document, supersede_documents
from onde_portal.documents.models import new_check_code
from onde_portal.documents.numbers import take_number
from onde_portal.thai.calendar import fiscal_year
from onde_portal.thai.text import clean_text

DOCUMENT_KIND = "hub-report"
RECEIPT_SERIES = "receipt"


def format_receipt_number(year: int, number: int) -> str:
    """``HUB 2570/00012``: neutral in language, counted from 1 in each fiscal year (B.E.)."""
    return f"HUB {year}/{number:05d}"


@transaction.atomic
def submit_report(*, follow_up: FollowUp, token: str, by: User, at: datetime) -> Submission:
    """Put the report before the Office as it is stored now, certified or without a certifier.

    The same token again gives the same submission. Raises NotAllowed, NotEditable,
    WindowNotOpen, and InvalidReport with everything at once.
    """
    return _submit(follow_up, token, "", by=by, at=at)


@transaction.atomic
def submit_nothing(
    *, follow_up: FollowUp, reason: str, token: str, by: User, at: datetime
) -> Submission:
    """Report, with a reason, that there is nothing to report; the Office accepts it as such.

    The draft stays as it is, in case the Office returns it. Raises ReasonNeeded, and as
    ``submit_report`` does.
    """
    return _submit(follow_up, token, reason_for_nothing(reason), by=by, at=at)


def reason_for_nothing(reason: str) -> str:
    """Why there is nothing to report, cleaned. Raises ReasonNeeded."""
    because = clean_text(reason).strip()
    if not because:
        raise ReasonNeeded
    return because


def _submit(
    follow_up: FollowUp, token: str, nothing_because: str, *, by: User, at: datetime
) -> Submission:
    if not may(by, Action.WRITE_REPORT):
        raise NotAllowed
    locked = lock_follow_up(follow_up)
    submission = Submission.objects.filter(follow_up=locked, token=token).first()
    if submission is None:
        content = sendable_content(locked, nothing_because, by=by, at=at)
        submission = deliver(
            locked, content, token=token, nothing=bool(nothing_because), by=by, sent_by=by, at=at
        )
    follow_up.refresh_from_db()
    return submission


def deliver(
    locked: FollowUp,
    content: ReportContent,
    *,
    token: str,
    nothing: bool,
    by: User,
    sent_by: User,
    at: datetime,
    verb: Verb = Verb.SUBMITTED,
    reason: str = "",
) -> Submission:
    """Write what reaches the Office now: edition, receipt, countable rows, records, notices.

    ``by`` wrote the report and gets its receipt; ``sent_by`` made it leave the LAO.
    """
    submission = _store_submission(locked, token, content, nothing=nothing, by=by, at=at)
    _replace_rows(locked, content)
    keep_records(locked, content, by=by, at=at)
    keep_answers(locked, content, by=by, at=at)
    settle_by_sending(locked, at=at)
    change_follow_up(
        follow_up=locked,
        states=[*EDITABLE_STATES, FollowUpState.WITH_CERTIFIER],
        verb=verb,
        by=sent_by,
        at=at,
        reason=reason or submission.receipt_number,
        state=FollowUpState.SUBMITTED,
        submitted_at=at,
        first_submitted_at=locked.first_submitted_at or at,
    )
    _request_printed_report(submission, by=by, at=at)
    notices.tell_received(submission, at=at)
    return submission


def sendable_content(
    follow_up: FollowUp, nothing_because: str, *, by: User, at: datetime
) -> ReportContent:
    """What would be sent now. Raises NotEditable, WindowNotOpen, InvalidReport."""
    if not follow_up.is_editable:
        raise NotEditable
    if timezone.localtime(at).date() < follow_up.round.opens_on:
        raise WindowNotOpen(follow_up.round.opens_on)
    return checked_content(follow_up, nothing_because, by)


def checked_content(follow_up: FollowUp, nothing_because: str, by: User) -> ReportContent:
    """The stored draft, or the reason for having nothing, as content. Raises InvalidReport."""
    form = ReportForm.load(follow_up, user=by)
    edition = 1 + (follow_up.submissions.aggregate(last=Max("number"))["last"] or 0)
    if nothing_because:
        return form.content_of_nothing(nothing_because, edition=edition)
    if errors := form.errors():
        raise InvalidReport(errors)
    return form.content(edition=edition)


@transaction.atomic
def accept_report(
    *, follow_up: FollowUp, version: int, by: User, at: datetime, tell_at: datetime | None = None
) -> None:
    """Accept what was sent, or that there was nothing to send; remarks still open are settled.

    The LAO is told now, or at ``tell_at``. Raises NotAllowed, OwnReport, NotSubmitted,
    StaleFollowUp.
    """
    locked = _lock_for_review(follow_up, version, by)
    latest = locked.submissions.order_by("-number").first()
    nothing = latest is not None and latest.nothing_to_report
    change_follow_up(
        follow_up=locked,
        states=[FollowUpState.SUBMITTED],
        verb=Verb.ACCEPTED,
        by=by,
        at=at,
        state=FollowUpState.NOTHING if nothing else FollowUpState.ACCEPTED,
        decided_at=at,
    )
    settle_all(locked, by=by, at=at)
    notices.tell_accepted(locked, at=tell_at or at)
    follow_up.refresh_from_db()


@transaction.atomic
def return_report(
    *, follow_up: FollowUp, reason: str, due_on: date, version: int, by: User, at: datetime
) -> None:
    """Give the report back to the LAO, with its open remarks or a reason, and a new due date.

    Without a reason of its own the remarks are the reason. Raises ReasonNeeded, DueDateInPast,
    NotAllowed, OwnReport, NotSubmitted, StaleFollowUp.
    """
    remarks = list(FieldRemark.objects.open().filter(follow_up=follow_up).order_by("pk"))
    said = clean_text(reason).strip()
    reason = said or "\n".join(str(remark) for remark in remarks)
    if not reason:
        raise ReasonNeeded
    if due_on < timezone.localtime(at).date():
        raise DueDateInPast
    locked = _lock_for_review(follow_up, version, by)
    change_follow_up(
        follow_up=locked,
        states=[FollowUpState.SUBMITTED],
        verb=Verb.RETURNED,
        by=by,
        at=at,
        reason=reason,
        state=FollowUpState.RETURNED,
        returned_at=at,
        return_reason=reason,
        due_on=due_on,
    )
    notices.tell_returned(locked, remarks if said else (), at=at)
    follow_up.refresh_from_db()


def _lock_for_review(follow_up: FollowUp, version: int, by: User) -> FollowUp:
    if not may(by, Action.REVIEW_REPORT):
        raise NotAllowed
    locked = lock_follow_up(follow_up)
    if locked.version != version:
        raise StaleFollowUp
    if locked.state != FollowUpState.SUBMITTED:
        raise NotSubmitted
    if not may_review(by, locked):
        raise OwnReport
    return locked


def _store_submission(
    follow_up: FollowUp,
    token: str,
    content: ReportContent,
    *,
    nothing: bool,
    by: User,
    at: datetime,
) -> Submission:
    year = fiscal_year(timezone.localtime(at).date())
    number = take_number(key=RECEIPT_SERIES, fiscal_year=year)
    return Submission.objects.create(
        follow_up=follow_up,
        number=content.header.edition,
        token=token,
        receipt_number=format_receipt_number(year, number),
        check_code=new_check_code(),
        content=content.to_json(),
        submitted_at=at,
        submitted_by=by,
        nothing_to_report=nothing,
    )


def _request_printed_report(submission: Submission, *, by: User, at: datetime) -> None:
    follow_up = submission.follow_up
    for earlier in follow_up.submissions.exclude(pk=submission.pk):
        supersede_documents(kind=DOCUMENT_KIND, about=f"monitoring.submission:{earlier.pk}", at=at)
    request_document(
        kind=DOCUMENT_KIND,
        about=f"monitoring.submission:{submission.pk}",
        title=f"{follow_up.hub.name} · {follow_up.round.half_year.label_th}"[:250],
        by=by,
        at=at,
        asked=False,
    )


def _replace_rows(follow_up: FollowUp, content: ReportContent) -> None:
    """Let the countable rows say what the latest edition says.

    Rows are replaced in place, so that a problem stays itself for the rounds that follow it up.
    """
    indicators = dict(
        RoundIndicator.objects.filter(round=follow_up.round_id).values_list("code", "pk")
    )
    IndicatorValue.objects.bulk_create(
        [
            IndicatorValue(
                follow_up=follow_up,
                indicator_id=indicators[entry.code],
                value=entry.value,
                part=entry.part,
                whole=entry.whole,
                note=entry.note,
            )
            for entry in content.indicators
        ],
        update_conflicts=True,
        unique_fields=["follow_up", "indicator"],
        update_fields=["value", "part", "whole", "note"],
    )
    told = [indicators[entry.code] for entry in content.indicators]
    IndicatorValue.objects.filter(follow_up=follow_up).exclude(indicator__in=told).delete()
    _replace_activities(follow_up, content)


def _replace_activities(follow_up: FollowUp, content: ReportContent) -> None:
    Activity.objects.bulk_create(
        [
            Activity(
                follow_up=follow_up,
                position=position,
                name=entry.name,
                planned=entry.planned,
                done=entry.done,
            )
            for position, entry in enumerate(content.activities, start=1)
        ],
        update_conflicts=True,
        unique_fields=["follow_up", "position"],
        update_fields=["name", "planned", "done"],
    )
    Activity.objects.filter(follow_up=follow_up, position__gt=len(content.activities)).delete()
