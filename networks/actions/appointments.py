"""Appointing people and ending their terms (manual 8.1 (4))."""

from dataclasses import dataclass, fields, replace
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from networks.actions.founding import NetworkError
from networks.actions.guarded import sign_history
from networks.models import (
    Appointment,
    AppointmentBody,
    AppointmentRole,
    NetworkProject,
    Person,
    PersonVerb,
)
from onde_portal.accounts.models import User
from onde_portal.registry.models import Province
from onde_portal.thai.text import clean_text


class TermOutOfOrder(NetworkError):
    message = _("The last day must not lie before the first.")


class AppointedAlready(NetworkError):
    message = _("The person holds this role there in those days already.")


class PersonGone(NetworkError):
    message = _("This record was merged with another or erased.")


class ProjectOver(NetworkError):
    message = _("The project is no longer running.")


class TermEndedAlready(NetworkError):
    message = _("The term has ended already.")


@dataclass(frozen=True, slots=True)
class Term:
    """What somebody is appointed as, where, and from which day to which (both included)."""

    role: AppointmentRole
    starts_on: date
    ends_on: date | None = None
    body: AppointmentBody | None = None
    province: Province | None = None
    order_number: str = ""
    remarks: str = ""


@transaction.atomic
def appoint(
    *, person: Person, term: Term, project: NetworkProject | None = None, by: User, at: datetime
) -> Appointment:
    """Appoint a person; without a body it is the role's usual one.

    Raises PersonGone, ProjectOver, TermOutOfOrder, AppointedAlready.
    """
    if person.merged_into_id or person.erased_at:
        raise PersonGone
    if project is not None and not project.is_running:
        raise ProjectOver
    term = _checked(term, person)
    made = Appointment(person=person, project=project, **_values(term))
    sign_history(made, by=by, at=at)
    made.save(force_insert=True)
    person.events.create(
        verb=PersonVerb.APPOINTED, to_state=str(made.pk), reason=term.role.name_th, by=by, at=at
    )
    return made


@transaction.atomic
def correct_appointment(
    *, appointment: Appointment, term: Term, by: User, at: datetime
) -> Appointment:
    """Put an appointment right; person and project stay.

    Raises TermOutOfOrder, AppointedAlready.
    """
    term = _checked(term, appointment.person, but=appointment.pk)
    for name, value in _values(term).items():
        setattr(appointment, name, value)
    sign_history(appointment, by=by, at=at)
    appointment.save(update_fields=list(_values(term)))
    return appointment


@transaction.atomic
def end_appointment(*, appointment: Appointment, on: date, by: User, at: datetime) -> Appointment:
    """Let the term end on a day, earlier than planned or at last.

    Raises TermOutOfOrder, TermEndedAlready.
    """
    if on < appointment.starts_on:
        raise TermOutOfOrder
    later = Appointment.objects.filter(pk=appointment.pk).filter(
        Q(ends_on=None) | Q(ends_on__gt=on)
    )
    if not later.update(ends_on=on):
        raise TermEndedAlready
    appointment.ends_on = on
    sign_history(appointment, by=by, at=at)
    history: Any = Appointment.history
    history.bulk_history_create([appointment], update=True)
    appointment.person.events.create(
        verb=PersonVerb.TERM_ENDED, to_state=str(appointment.pk),
        reason=appointment.role.name_th, by=by, at=at,
    )  # fmt: skip
    return appointment


def _values(term: Term) -> dict[str, Any]:
    return {field.name: getattr(term, field.name) for field in fields(term)}


def _checked(term: Term, person: Person, but: int = 0) -> Term:
    """The term as it is stored; nobody holds the same role in the same place twice at a time."""
    if term.ends_on is not None and term.ends_on < term.starts_on:
        raise TermOutOfOrder
    same = Appointment.objects.filter(person=person, role=term.role, province=term.province)
    overlapping = same.exclude(pk=but).filter(Q(ends_on=None) | Q(ends_on__gte=term.starts_on))
    if term.ends_on is not None:
        overlapping = overlapping.filter(starts_on__lte=term.ends_on)
    if overlapping.exists():
        raise AppointedAlready
    return replace(
        term,
        body=term.body or term.role.body,
        order_number=clean_text(term.order_number).strip()[:80],
        remarks=clean_text(term.remarks).strip()[:300],
    )
