"""Certificates of attendance: numbered within a fiscal year, checkable, never issued twice."""

from datetime import datetime
from math import ceil

from django.db import transaction
from django.db.models import Count, Exists, OuterRef
from django.utils.translation import gettext_lazy as _

from networks.actions.founding import NetworkError
from networks.models import Activity, Attendance, Certificate, ProjectVerb
from onde_portal.accounts.models import User
from onde_portal.documents.actions import record_document, supersede_documents
from onde_portal.documents.numbers import take_number
from onde_portal.thai.calendar import fiscal_year
from onde_portal.thai.text import clean_text
from onde_portal.thai.working_time import BANGKOK

SERIES = PAPER = "networks.certificate"
SHARE_NEEDED = 0.8  # of the event's days


class EventNotHeld(NetworkError):
    message = _("Certificates are issued once the event is noted as held.")


class AlreadyWithdrawn(NetworkError):
    message = _("The certificate was withdrawn already.")


class WhyWithdrawn(NetworkError):
    message = _("Say why the certificate is withdrawn.")


def days_needed(activity: Activity) -> int:
    """On how many of its days one must have been there: four of five, rounded up."""
    return ceil(SHARE_NEEDED * ((activity.ends_on - activity.starts_on).days + 1))


def entitled(activity: Activity) -> list[Attendance]:
    """Those who were there long enough and have no certificate in force, by name."""
    in_force = Certificate.objects.filter(attendance=OuterRef("pk"), withdrawn_at=None)
    rows = activity.attendances.filter(~Exists(in_force), participant__withdrawn_at=None)
    counted = rows.annotate(days=Count("sign_ins")).filter(days__gte=days_needed(activity))
    return list(
        counted.select_related("participant__person").order_by(
            "participant__person__name_key", "pk"
        )
    )


@transaction.atomic
def issue_certificates(*, activity: Activity, by: User, at: datetime) -> list[Certificate]:
    """Issue one to everybody entitled who has none; numbers follow each other in the fiscal year.

    Asked twice or by two at once, everyone still has one: the series' row is locked while numbers
    are taken, and who has a certificate by then is left out.
    """
    if activity.state != Activity.State.HELD:
        raise EventNotHeld
    Activity.objects.select_for_update().get(pk=activity.pk)
    year = fiscal_year(at.astimezone(BANGKOK).date())
    issued = [
        Certificate.objects.create(
            attendance=there,
            number=take_number(key=SERIES, fiscal_year=year),
            fiscal_year=year,
            issued_at=at,
            issued_by=by,
            name=str(there.participant.person)[:250],
        )
        for there in entitled(activity)
    ]
    for one in issued:
        record_document(
            kind=PAPER, about=f"{PAPER}:{one.pk}", by=by, at=at,
            title=f"{str(one).replace('/', '-')} {activity.title}"[:250],
        )  # fmt: skip
    if issued:
        what = f"{activity.title}: ออกวุฒิบัตร {len(issued)} ฉบับ"
        activity.project.events.create(verb=ProjectVerb.CONTENT_CHANGED, reason=what, by=by, at=at)
    return issued


@transaction.atomic
def withdraw_certificate(*, certificate: Certificate, reason: str, by: User, at: datetime) -> None:
    """Make a certificate invalid; its number stays taken, and its check says so.

    The person may be issued another one, as when a name was misspelt.
    """
    said = clean_text(reason).strip()[:200]
    if not said:
        raise WhyWithdrawn
    rows = Certificate.objects.filter(pk=certificate.pk, withdrawn_at=None)
    if rows.update(withdrawn_at=at) != 1:
        raise AlreadyWithdrawn
    supersede_documents(kind=PAPER, about=f"{PAPER}:{certificate.pk}", at=at)
    certificate.attendance.activity.project.events.create(
        verb=ProjectVerb.CONTENT_CHANGED,
        reason=f"เพิกถอนวุฒิบัตรเลขที่ {certificate}: {said}",
        by=by,
        at=at,
    )
