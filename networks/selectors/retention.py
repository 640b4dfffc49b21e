"""Until when people's data is kept, and whose day has come (PDPA)."""

from datetime import date

from django.db.models import Q

from networks.actions.people import RETENTION_YEARS, years_after
from networks.models import Appointment, NetworkMember, Participant, Person
from networks.models.people import PersonQuerySet


def retention_day(person: Person) -> date | None:
    """The last day on which a person's data is kept; nothing while an office goes on.

    Five years after the person last took part or a term ended, or the later day that a review set.
    """
    appointments = list(person.appointments.values_list("starts_on", "ends_on"))
    offices = list(person.networks.values_list("starts_on", "ends_on"))
    if any(end is None for _start, end in (*appointments, *offices)):
        return None
    days = [end for _start, end in (*appointments, *offices) if end]
    days += list(person.participations.values_list("enrolled_at__date", flat=True))
    days += list(
        person.participations.filter(attendances__sign_ins__on__isnull=False).values_list(
            "attendances__sign_ins__on", flat=True
        )
    )
    return max([person.retain_until, *(years_after(day, RETENTION_YEARS) for day in days)])


def due_for_review(today: date) -> PersonQuerySet:
    """People whose data is no longer needed: their day has passed and nothing came after it."""
    since = years_after(today, -RETENTION_YEARS)
    going_on = Q(ends_on=None) | Q(ends_on__gte=since)
    recent = Q(enrolled_at__date__gte=since) | Q(attendances__sign_ins__on__gte=since)
    busy = (
        Appointment.objects.filter(going_on),
        NetworkMember.objects.filter(going_on),
        Participant.objects.filter(recent),
    )
    rows = Person.objects.current().filter(retain_until__lt=today)
    for others in busy:
        rows = rows.exclude(pk__in=others.values("person_id"))
    return rows
