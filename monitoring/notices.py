"""Mail about follow-ups, in each person's language, written with the change it tells of."""

from collections.abc import Iterable
from datetime import date, datetime

from django.conf import settings
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone, translation

from monitoring.models import (
    Certification,
    FieldRemark,
    FollowUp,
    FollowUpState,
    Submission,
    TimeRequest,
)
from onde_portal.accounts.mail import queue_mail
from onde_portal.accounts.models import Mail, Membership, StandIn, User
from onde_portal.thai.dates import format_date

REMINDER_KIND, CHIEF_KIND = "report-reminder", "report-overdue-chief"
OVERDUE_KIND, REVIEW_KIND = "reports-overdue", "reports-waiting"
REMINDERS = (REMINDER_KIND, CHIEF_KIND)
# How many reports a mail about many of them names.
LISTED = 40


def tell_received(submission: Submission, *, at: datetime) -> None:
    """The receipt, to whoever sent the report."""
    _mail(
        "report-received",
        submission.follow_up,
        [submission.submitted_by],
        rung=str(submission.number),
        page="monitoring:report-receipt",
        at=at,
        receipt_number=submission.receipt_number,
        check_code=submission.check_code,
    )


def tell_to_certify(laid: Certification, certifiers: Iterable[User], *, at: datetime) -> None:
    """That a report waits for them, to the LAO's certifiers and who stands in for them today."""
    day = timezone.localtime(at).date()
    people = list(certifiers)
    standing_in = StandIn.objects.filter(person__in=people, starts_on__lte=day, ends_on__gte=day)
    people += [row.stand_in for row in standing_in.select_related("stand_in").order_by("pk")]
    _mail(
        "report-to-certify", laid.follow_up,
        [one for one in dict.fromkeys(people) if one.is_active and one.pk != laid.asked_by_id],
        rung=str(laid.pk), page="monitoring:report-certify", at=at,
        sender=laid.asked_by.get_full_name(),
    )  # fmt: skip


def tell_sent_back(laid: Certification, *, at: datetime) -> None:
    """What the certifier asks to be changed, to whoever sent the report."""
    _mail(
        "report-sent-back", laid.follow_up, [laid.asked_by], rung=str(laid.pk),
        page="monitoring:report", at=at, reason=laid.reason,
    )  # fmt: skip


def tell_let_through(laid: Certification, certifiers: Iterable[User], *, at: datetime) -> None:
    """That the Office took the report without them, to the LAO's certifiers."""
    _mail(
        "report-let-through", laid.follow_up, certifiers, rung=str(laid.pk),
        page="monitoring:report-view", at=at, reason=laid.reason,
    )  # fmt: skip


def tell_returned(follow_up: FollowUp, remarks: Iterable[FieldRemark], *, at: datetime) -> None:
    """What the Office asks to be changed, to all reporters of the LAO."""
    _mail(
        "report-returned",
        follow_up,
        reporters_of(follow_up),
        rung=str(follow_up.version),
        page="monitoring:report",
        at=at,
        reason=follow_up.return_reason,
        remarks=[str(remark) for remark in remarks],
    )


def tell_accepted(follow_up: FollowUp, *, at: datetime) -> None:
    """That the report was accepted, to all reporters of the LAO."""
    _mail(
        "report-accepted",
        follow_up,
        reporters_of(follow_up),
        rung=str(follow_up.version),
        page="monitoring:report-receipt",
        at=at,
    )


def untell_accepted(follow_up: FollowUp) -> None:
    """Keep back what ``tell_accepted`` queued for later, before an acceptance is taken back."""
    Mail.objects.filter(
        kind="report-accepted", about=about(follow_up), rung=str(follow_up.version)
    ).exclude(state__in=[Mail.State.SENT, Mail.State.SENDING]).delete()


def tell_time_answered(request: TimeRequest, *, at: datetime) -> None:
    """Whether there is more time, and until when; to all reporters of the LAO."""
    _mail(
        "time-answered",
        request.follow_up,
        reporters_of(request.follow_up),
        rung=str(request.pk),
        page="monitoring:report",
        at=at,
        granted=request.granted_on is not None,
        answer=request.answer,
    )


def about(follow_up: FollowUp) -> str:
    """What mails about a follow-up carry as their subject matter."""
    return f"monitoring.followup:{follow_up.pk}"


def remind(
    follow_up: FollowUp, people: Iterable[User], *, rung: str, today: date, at: datetime
) -> int:
    """That a report is due, or was; to whoever owes it. How many mails were queued."""
    return _mail(
        REMINDER_KIND, follow_up, people, rung=rung, page="monitoring:report", at=at,
        early=follow_up.due_on >= today and follow_up.state != FollowUpState.RETURNED,
        certifies=follow_up.state == FollowUpState.WITH_CERTIFIER,
        returned=follow_up.state == FollowUpState.RETURNED,
        **_days(follow_up, today),
    )  # fmt: skip


def tell_chiefs(
    follow_up: FollowUp, people: Iterable[User], *, rung: str, today: date, at: datetime
) -> int:
    """That the LAO's report is three weeks overdue, to its chief."""
    return _mail(
        CHIEF_KIND, follow_up, people, rung=rung, page="monitoring:report", at=at, early=False,
        **_days(follow_up, today),
    )  # fmt: skip


def _days(follow_up: FollowUp, today: date) -> dict[str, int]:
    passed = (today - follow_up.due_on).days
    return {"days": max(0, -passed), "late": max(0, passed)}


def tell_overdue(person: User, rows: list[FollowUp], *, today: date, at: datetime) -> int:
    """Reports that became three weeks overdue, in one mail a day; none where there are none."""
    return _list_mail(
        OVERDUE_KIND, person, rows, today=today, at=at,
        page=reverse("admin:monitoring_followup_changelist") + "?standing=overdue",
    )  # fmt: skip


def tell_waiting(person: User, rows: list[FollowUp], *, today: date, at: datetime) -> int:
    """Reports that wait long for their review, in one mail a day."""
    return _list_mail(
        REVIEW_KIND, person, rows, today=today, at=at,
        page=reverse("admin:monitoring_followup_changelist") + "?state__exact=submitted",
    )  # fmt: skip


def _list_mail(
    kind: str, person: User, rows: list[FollowUp], *, page: str, today: date, at: datetime
) -> int:
    if not rows:
        return 0
    with translation.override(person.language):
        texts = {
            "count": len(rows),
            "lines": [
                f"{row.hub.name} · {row.round} · {format_date(row.due_on, 'long', person.language)}"
                for row in rows[:LISTED]
            ],
            "more": max(0, len(rows) - LISTED),
            "link": settings.BASE_URL + page,
            "office": _office(person),
        }
        template = kind.replace("-", "_")
        subject = render_to_string(f"emails/monitoring/{template}_subject.txt", texts)
        body = render_to_string(f"emails/monitoring/{template}.txt", texts)
    mail = queue_mail(
        kind=kind, recipient=person.email, about="monitoring", rung=today.isoformat(),
        subject=subject, body=body, due_at=at,
    )  # fmt: skip
    return 0 if mail is None else 1


def _office(person: User) -> str:
    name: str = settings.OFFICE["name_en" if person.language == "en" else "name_th"]
    return name


def reporters_of(follow_up: FollowUp) -> list[User]:
    """Those who report for the hub's LAO now and may sign in."""
    return Membership.objects.holders(follow_up.hub.lao_id, Membership.Kind.REPORTER)


def _mail(
    kind: str,
    follow_up: FollowUp,
    people: Iterable[User],
    *,
    rung: str,
    page: str,
    at: datetime,
    early: bool = False,
    **facts: object,
) -> int:
    """Queue one mail a person unless it was queued before; how many were."""
    template, queued = kind.replace("-", "_"), 0
    for person in people:
        with translation.override(person.language):
            texts = _texts(follow_up, person, page) | facts
            subject = render_to_string(f"emails/monitoring/{template}_subject.txt", texts)
            body = render_to_string(f"emails/monitoring/{template}.txt", texts)
        mail = queue_mail(
            kind=kind,
            recipient=person.email,
            about=about(follow_up),
            rung=rung,
            subject=subject,
            body=body,
            due_at=at,
            early=early,
        )
        queued += mail is not None
    return queued


def _texts(follow_up: FollowUp, person: User, page: str) -> dict[str, object]:
    return {
        "hub": follow_up.hub.name,
        "round": str(follow_up.round),
        "due": format_date(follow_up.due_on, "long", person.language),
        "link": settings.BASE_URL + reverse(page, args=[follow_up.pk]),
        "office": _office(person),
    }
