"""Erasing the personal data of people whose day has come; what counts in statistics stays (PDPA).

Sex, province and sector stay, so that a project's figures do not change afterwards.
"""

from datetime import datetime
from typing import Any

from django.contrib.admin.models import LogEntry
from django.contrib.contenttypes.models import ContentType
from django.db import transaction
from django.db.models import Model, Q
from django.utils.translation import gettext_lazy as _

from networks.actions.founding import NetworkError
from networks.actions.merging import pointing_to
from networks.actions.people import StalePerson
from networks.actions.privacy import ReasonMissing
from networks.models import Certificate, Person, PersonLink, PersonMerge, PersonVerb
from networks.models.people import PersonQuerySet
from onde_portal.accounts.models import Mail, User
from onde_portal.thai.text import clean_text
from onde_portal.thai.working_time import BANGKOK

ERASED_NAME = "ลบข้อมูลแล้ว"
EMPTIED: dict[str, Any] = dict.fromkeys(
    [
        *("prefix", "last_name", "phone", "email", "address", "position", "purpose"),
        *("search_key", "loose_key", "name_key", "sound_key", "phone_key", "email_key"),
    ],
    "",
) | {"first_name": ERASED_NAME, "district": None, "organisation": None}


class InOffice(NetworkError):
    message = _("The person holds an office now. End the term first.")


@transaction.atomic
def erase_person(*, person: Person, reason: str, version: int, by: User, at: datetime) -> None:
    """Erase who this was, for good: also in merged records, in history and in letters sent.

    Raises ReasonMissing, InOffice, StalePerson.
    """
    reason = clean_text(reason).strip()[:500]
    if not reason:
        raise ReasonMissing
    today = at.astimezone(BANGKOK).date()
    going_on = Q(ends_on=None) | Q(ends_on__gte=today)
    if person.appointments.filter(going_on).exists() or person.networks.filter(going_on).exists():
        raise InOffice
    found = Person.objects.current().filter(pk=person.pk, version=version)
    if not found.update(version=version + 1):
        raise StalePerson
    everyone = _with_merged(person)
    _erase_letters(everyone)
    everyone.update(**EMPTIED, erased_at=at)
    Person.history.filter(id__in=everyone.values("pk")).delete()
    _erase_around(everyone, at)
    person.refresh_from_db()
    person.events.create(verb=PersonVerb.ERASED, reason=reason, by=by, at=at)


def _with_merged(person: Person) -> PersonQuerySet:
    """The record and all that were merged into it, also those merged into those."""
    known = {person.pk}
    fresh = known
    while fresh:
        rows = Person.objects.filter(merged_into__in=fresh).values_list("pk", flat=True)
        fresh = set(rows) - known
        known |= fresh
    return Person.objects.filter(pk__in=known)


def _erase_letters(people: PersonQuerySet) -> None:
    """Letters to the people's addresses, as far as they are about their records."""
    addresses = set(people.exclude(email_key="").values_list("email_key", flat=True))
    Mail.objects.filter(recipient__in=addresses, about__startswith="networks.").delete()


def _erase_around(people: PersonQuerySet, at: datetime) -> None:
    """What names the people elsewhere: certificates, links, what they wrote, merges' journals."""
    Certificate.objects.filter(attendance__participant__person__in=people).update(name=ERASED_NAME)
    PersonLink.objects.filter(person__in=people).delete()
    PersonMerge.objects.filter(Q(kept__in=people) | Q(merged__in=people)).update(moved={})
    _erase_names_in_log(people)
    for person in people:
        person.consents.update(how=ERASED_NAME)
        person.consents.filter(withdrawn_at=None).update(withdrawn_at=at)
        person.corrections.update(text=ERASED_NAME, answer="")
        person.appointments.update(remarks="")
        person.events.exclude(reason="").update(reason="")


def _erase_names_in_log(people: PersonQuerySet) -> None:
    """The staff site's log names the records that it tells of, and people's own are named so."""
    keys: dict[type[Model], list[str]] = {Person: [str(person.pk) for person in people]}
    for model, field in pointing_to(Person):
        rows = model._default_manager.filter(**{f"{field}__in": people})
        keys.setdefault(model, []).extend(str(pk) for pk in rows.values_list("pk", flat=True))
    for model, wanted in keys.items():
        kind = ContentType.objects.get_for_model(model)
        told = LogEntry.objects.filter(content_type=kind, object_id__in=wanted)
        told.update(object_repr=ERASED_NAME)
