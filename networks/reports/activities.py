"""Papers of events: sign-in sheet, code cards, certificates of attendance."""

import hashlib
from collections.abc import Collection, Iterable
from datetime import datetime
from typing import Any

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext as _, override

from networks.models import Activity, Certificate, Participant
from networks.selectors.activities import days_of
from onde_portal.accounts.models import User
from onde_portal.accounts.permissions import Action, may
from onde_portal.documents.actions import request_document
from onde_portal.documents.at_once import FoundAtOnce, SeenAtOnce, keys_of, pages_of
from onde_portal.documents.checks import Verdict
from onde_portal.documents.kinds import DocumentSource
from onde_portal.documents.models import StoredDocument
from onde_portal.documents.printing import check_address, qr_image
from onde_portal.documents.subjects import Subject, key_of

SHEET, CARDS, CERTIFICATES, CERTIFICATE = (
    "networks.sign_in_sheet",
    "networks.code_cards",
    "networks.certificates",
    "networks.certificate",
)
OF_CERTIFICATE = "networks.certificate:"
SPARE_LINES, DAYS_A_TABLE = 10, 5


def attend_address(activity: Activity) -> str:
    """Where people sign in by their own phone."""
    return f"{settings.BASE_URL}{reverse('networks:attend', args=[activity.token])}"


def _expected(activity: Activity) -> list[Participant]:
    """Who takes part in the event's project, by name."""
    people = activity.project.participants.taking_part()
    return list(
        people.select_related("person__organisation", "person__province").order_by(
            "person__name_key", "pk"
        )
    )


def _state_of(rows: Iterable[object]) -> str:
    """A short sign of what a paper lists: another list is another paper."""
    return hashlib.sha256("\n".join(map(str, rows)).encode()).hexdigest()[:12]


def request_paper(
    kind: str, activity: Activity, *, language: str, by: User, at: datetime
) -> StoredDocument:
    """Ask for a paper about an event as it stands now."""
    titles = {
        SHEET: _("Sign-in sheet: %(title)s"),
        CARDS: _("Cards with personal codes: %(title)s"),
        CERTIFICATES: _("Certificates: %(title)s"),
    }
    if kind == CERTIFICATES:
        listed: list[object] = [(item.pk, item.withdrawn_at) for item in certificates_of(activity)]
    else:
        listed = [(one.pk, str(one), one.code) for one in _expected(activity)]
    state = _state_of([activity.version, *listed])
    return request_document(
        kind=kind, about=f"networks.activity:{activity.pk}:{state}",
        title=(titles[kind] % {"title": activity.title})[:250], language=language, by=by, at=at,
    )  # fmt: skip


def request_certificate(
    certificate: Certificate, *, language: str, by: User, at: datetime
) -> StoredDocument:
    """Ask for one certificate."""
    with override(language):
        title = _("Certificate %(number)s") % {"number": str(certificate).replace("/", "-")}
    return request_document(
        kind=CERTIFICATE, about=f"{OF_CERTIFICATE}{certificate.pk}",
        title=f"{title} {certificate.name}"[:250], language=language, by=by, at=at,
    )  # fmt: skip


def _activity(about: str) -> Activity:
    key = about.split(":")[1]
    return Activity.objects.select_related("project", "province", "district").get(pk=int(key))


def build_sheet(about: str, language: str) -> DocumentSource:
    """The sheet that people sign, with empty lines for those who come without registering."""
    activity = _activity(about)
    address = attend_address(activity)
    days = days_of(activity)
    context = {
        "activity": activity, "days": days, "people": _expected(activity),
        "day_groups": [
            days[first : first + DAYS_A_TABLE] for first in range(0, len(days), DAYS_A_TABLE)
        ],
        "spare": range(SPARE_LINES), "attend_qr": qr_image(address), "attend_address": address,
    }  # fmt: skip
    return DocumentSource(_("Sign-in sheet"), "print/sign_in_sheet.html", context)


def build_cards(about: str, language: str) -> DocumentSource:
    """A card with the personal code for everyone who takes part."""
    activity = _activity(about)
    context = {
        "title": activity.title, "day": activity.starts_on, "people": _expected(activity),
        "qr": qr_image(attend_address(activity)), "purpose": _("For signing in and for the tests"),
    }  # fmt: skip
    return DocumentSource(_("Personal codes"), "print/code_cards.html", context)


def certificates_of(activity: Activity) -> list[Certificate]:
    """The event's valid certificates in the order of their numbers."""
    found = Certificate.objects.filter(attendance__activity=activity, withdrawn_at=None)
    return list(found.order_by("fiscal_year", "number"))


def _certificates(activity: Activity, certificates: Iterable[Certificate]) -> dict[str, Any]:
    return {
        "activity": activity,
        "certificates": [
            {
                "certificate": item,
                "address": check_address(item.check_code),
                "qr": qr_image(check_address(item.check_code)),
            }
            for item in certificates
        ],
    }


def build_certificates(about: str, language: str) -> DocumentSource:
    """All valid certificates of an event, a page each."""
    activity = _activity(about)
    context = _certificates(activity, certificates_of(activity))
    return DocumentSource(_("Certificates of attendance"), "print/certificate.html", context)


def build_certificate(about: str, language: str) -> DocumentSource:
    """One certificate."""
    certificate = Certificate.objects.select_related(
        "attendance__activity__project", "attendance__activity__province"
    ).get(pk=int(about.split(":")[1]))
    context = _certificates(certificate.attendance.activity, [certificate])
    return DocumentSource(_("Certificate of attendance"), "print/certificate.html", context)


@SeenAtOnce
def may_see_activity(user: User, subjects: Collection[str]) -> set[str]:
    """Who may see events and people's data may read papers with names and personal codes."""
    if may(user, Action.READ_PERSONAL_DATA) and Activity.objects.visible_to(user).exists():
        return set(subjects)
    return set()


def subject_of_certificate(about: str) -> Subject:
    """What the register says of a certificate: its event, number and code."""
    rows = Certificate.objects.select_related("attendance__activity")
    found = rows.filter(pk=key_of(about)).first()
    if found is None:
        return Subject("")
    return Subject(found.attendance.activity.title, str(found), found.check_code)


@FoundAtOnce
def page_of_certificate(subjects: Collection[str]) -> dict[str, str]:
    """The event at which it was earned."""
    keys = keys_of(subjects, OF_CERTIFICATE)
    found = Certificate.objects.filter(pk__in=set(keys.values()))
    events = dict(found.values_list("pk", "attendance__activity"))
    return pages_of(keys, events, "admin:networks_activity_people")


def look_up_certificate(code: str) -> Verdict | None:
    """What a certificate's check code stands for."""
    certificate = Certificate.objects.filter(check_code=code).first()
    if certificate is None:
        return None
    return Verdict.SUPERSEDED if certificate.withdrawn_at else Verdict.GENUINE
