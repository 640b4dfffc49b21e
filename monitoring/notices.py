"""Mail about follow-ups, in each person's language, written with the change it tells of."""

from collections.abc import Iterable
from datetime import datetime

from django.conf import settings
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import translation

from monitoring.models import FollowUp, Submission
from onde_portal.accounts.mail import queue_mail
from onde_portal.accounts.models import Membership, User
from onde_portal.thai.dates import format_date


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


def tell_returned(follow_up: FollowUp, *, at: datetime) -> None:
    """What the Office asks to be changed, to all reporters of the LAO."""
    _mail(
        "report-returned",
        follow_up,
        reporters_of(follow_up),
        rung=str(follow_up.version),
        page="monitoring:report",
        at=at,
        reason=follow_up.return_reason,
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


def reporters_of(follow_up: FollowUp) -> list[User]:
    """Those who report for the hub's LAO now and may sign in."""
    current = Membership.objects.current().filter(
        lao=follow_up.hub.lao_id, kind=Membership.Kind.REPORTER, user__is_active=True
    )
    return list(User.objects.get_queryset().filter(pk__in=current.values("user")).order_by("pk"))


def _mail(
    kind: str,
    follow_up: FollowUp,
    people: Iterable[User],
    *,
    rung: str,
    page: str,
    at: datetime,
    **facts: str,
) -> None:
    template = kind.replace("-", "_")
    for person in people:
        with translation.override(person.language):
            texts = _texts(follow_up, person, page) | facts
            subject = render_to_string(f"emails/monitoring/{template}_subject.txt", texts)
            body = render_to_string(f"emails/monitoring/{template}.txt", texts)
        queue_mail(
            kind=kind,
            recipient=person.email,
            about=f"monitoring.followup:{follow_up.pk}",
            rung=rung,
            subject=subject,
            body=body,
            due_at=at,
        )


def _texts(follow_up: FollowUp, person: User, page: str) -> dict[str, object]:
    english = person.language == "en"
    return {
        "hub": follow_up.hub.name,
        "round": str(follow_up.round),
        "due": format_date(follow_up.due_on, "long", person.language),
        "link": settings.BASE_URL + reverse(page, args=[follow_up.pk]),
        "office": settings.OFFICE["name_en" if english else "name_th"],
    }
