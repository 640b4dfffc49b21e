"""What can be done on a person's page, each by one button."""

from collections.abc import Callable
from datetime import date, datetime

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _

from networks.actions import privacy
from networks.actions.appointments import end_appointment
from networks.actions.erasing import erase_person
from networks.actions.merging import note_two_people, undo_merge
from networks.models import Consent, Person
from networks.policies import may_erase_people
from onde_portal.accounts.access import person as user_of
from onde_portal.thai.dates import DateError, parse_date
from onde_portal.ui.case_admin import MoveRefused
from onde_portal.ui.fields import in_language
from onde_portal.ui.posted import posted_number, posted_version

Move = Callable[[HttpRequest, Person, datetime], str]


def _day(request: HttpRequest) -> date:
    try:
        return parse_date(request.POST.get("on", ""))
    except DateError as error:
        raise MoveRefused(in_language(error)) from error


def _consent(request: HttpRequest, person: Person, at: datetime) -> str:
    purpose = request.POST.get("purpose", "")
    if purpose not in Consent.Purpose.values:
        raise Http404
    how = request.POST.get("how", "")
    privacy.give_consent(person=person, purpose=purpose, how=how, by=user_of(request), at=at)
    return _("The consent is on record.")


def _withdraw(request: HttpRequest, person: Person, at: datetime) -> str:
    consent = get_object_or_404(person.consents, pk=posted_number(request, "consent"))
    privacy.withdraw_consent(consent=consent, by=user_of(request), at=at)
    return _("The consent is withdrawn.")


def _link(request: HttpRequest, person: Person, at: datetime) -> str:
    privacy.send_link(person=person, by=user_of(request), at=at)
    return _("The link is on its way to the person's e-mail. It works for 14 days.")


def _end_term(request: HttpRequest, person: Person, at: datetime) -> str:
    appointment = get_object_or_404(person.appointments, pk=posted_number(request, "appointment"))
    end_appointment(appointment=appointment, on=_day(request), by=user_of(request), at=at)
    return _("The end of the term is noted.")


def _keep(request: HttpRequest, person: Person, at: datetime) -> str:
    reason = request.POST.get("reason", "")
    privacy.keep_longer(
        person=person, until=_day(request), reason=reason, by=user_of(request), at=at
    )
    return _("The record is kept longer.")


def _erase(request: HttpRequest, person: Person, at: datetime) -> str:
    if not may_erase_people(user_of(request)):
        raise PermissionDenied
    erase_person(
        person=person, reason=request.POST.get("reason", ""),
        version=posted_version(request.POST), by=user_of(request), at=at,
    )  # fmt: skip
    return _("The personal data is erased. Figures stay as they were.")


def _two_people(request: HttpRequest, person: Person, at: datetime) -> str:
    other = get_object_or_404(Person, pk=posted_number(request, "other"))
    note_two_people(first=person, second=other, by=user_of(request), at=at)
    return _("Noted: these are two people.")


def _undo(request: HttpRequest, person: Person, at: datetime) -> str:
    merge = get_object_or_404(person.merges, pk=posted_number(request, "merge"))
    undo_merge(merge=merge, by=user_of(request), at=at)
    return _("The merge is undone. Both records are as they were.")


MOVES: dict[str, Move] = {
    "consent": _consent,
    "withdraw": _withdraw,
    "link": _link,
    "end-term": _end_term,
    "keep": _keep,
    "erase": _erase,
    "two-people": _two_people,
    "undo": _undo,
}
