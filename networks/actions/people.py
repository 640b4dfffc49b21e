"""Entering and correcting people and organisations of the register (manual 8.1 (4))."""

from collections.abc import Iterable
from dataclasses import asdict, dataclass, fields, replace
from datetime import date, datetime
from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import transaction
from django.utils.translation import gettext_lazy as _, override

from networks.actions.founding import NetworkError
from networks.actions.guarded import sign_history
from networks.keys import PersonKeys, keys_of
from networks.models import Organisation, Person, PersonVerb
from onde_portal.accounts.models import User
from onde_portal.registry.models import District, Province
from onde_portal.thai.names import PhoneError, parse_phone
from onde_portal.thai.text import clean_text, thai_key
from onde_portal.thai.working_time import BANGKOK

# How long the Office keeps a person's data after the last thing that person took part in.
RETENTION_YEARS = 5
PURPOSE = "ภารกิจส่งเสริมการมีส่วนร่วมของประชาชนตามคู่มือ ข้อ 8.1"
KEYS_AT_ONCE = 500


class PersonNameNeeded(NetworkError):
    message = _("Give the person's first name.")


class UnreadablePhone(NetworkError):
    message = _("The phone number cannot be read. Type one number, such as 081-234-5678.")


class UnreadableEmail(NetworkError):
    message = _("The e-mail address cannot be read. It looks like name@example.go.th.")


class DistrictElsewhere(NetworkError):
    message = _("The district lies in another province.")


class StalePerson(NetworkError):
    message = _("Somebody else has just changed this record. Look at it again, then save.")


class OrganisationNameNeeded(NetworkError):
    message = _("Give the organisation's name.")


class OrganisationExists(NetworkError):
    message = _("An organisation of this name is in the register already.")


@dataclass(frozen=True, slots=True)
class PersonFacts:
    """What the register knows of a person. Only the first name must be there."""

    first_name: str
    last_name: str = ""
    prefix: str = ""
    sex: str = ""
    phone: str = ""
    email: str = ""
    address: str = ""
    province: Province | None = None
    district: District | None = None
    organisation: Organisation | None = None
    position: str = ""
    sector: str = ""
    purpose: str = ""

    @classmethod
    def of(cls, person: Person) -> "PersonFacts":
        """The facts of a record as it stands."""
        return cls(**{field.name: getattr(person, field.name) for field in fields(cls)})


def years_after(day: date, years: int) -> date:
    """The same day some years later; 28 February for a 29th that is not there."""
    try:
        return day.replace(year=day.year + years)
    except ValueError:
        return day.replace(year=day.year + years, day=28)


def cleaned(facts: PersonFacts) -> PersonFacts:
    """The facts as they are stored, cut to their columns. Raises what ``save_person`` raises."""
    texts: dict[str, Any] = {
        field.name: clean_text(value).strip()[: _room(field.name)]
        for field in fields(facts)
        if isinstance(value := getattr(facts, field.name), str)
    }
    facts = replace(facts, **texts)
    if not facts.first_name:
        raise PersonNameNeeded
    _check_contact(facts)
    if facts.district is not None:
        if facts.province is None:
            return replace(facts, province=facts.district.province)
        if facts.district.province_id != facts.province.pk:
            raise DistrictElsewhere
    return facts


def _room(field: str) -> int | None:
    length: int | None = getattr(Person._meta.get_field(field), "max_length", None)
    return length


def _check_contact(facts: PersonFacts) -> None:
    if facts.phone:
        try:
            parse_phone(facts.phone)
        except PhoneError as error:
            raise UnreadablePhone from error
    if facts.email:
        try:
            validate_email(facts.email)
        except ValidationError as error:
            raise UnreadableEmail from error


@transaction.atomic
def save_person(
    *,
    facts: PersonFacts,
    person: Person | None = None,
    version: int | None = None,
    by: User | None,
    at: datetime,
) -> Person:
    """Enter a person, or correct ``person`` if it still has this ``version``; returns the record.

    ``by`` is empty for people who register themselves. Raises PersonNameNeeded, UnreadablePhone,
    UnreadableEmail, DistrictElsewhere, StalePerson.
    """
    facts = cleaned(facts)
    if person is None:
        return _enter(facts, by, at)
    values = {field.name: getattr(facts, field.name) for field in fields(facts)}
    changed = [name for name, value in values.items() if getattr(person, name) != value]
    wanted = person.version if version is None else version
    for name, value in values.items():
        setattr(person, name, value)
    values |= asdict(keys_of(person))
    rows = Person.objects.current().filter(pk=person.pk, version=wanted)
    if not rows.update(**values, version=wanted + 1):
        raise StalePerson
    person.refresh_from_db()
    if changed:
        sign_history(person, by=by, at=at)
        Person.history.bulk_history_create([person], update=True)
        person.events.create(verb=PersonVerb.CORRECTED, reason=_labels(changed), by=by, at=at)
    return person


def _labels(names: Iterable[str]) -> str:
    """The fields' names as the record has them: in Thai, whoever corrects."""
    with override(settings.LANGUAGE_CODE):
        return ", ".join(str(Person._meta.get_field(name).verbose_name) for name in names)  # type: ignore[union-attr]


def _enter(facts: PersonFacts, by: User | None, at: datetime) -> Person:
    person = Person(
        **{field.name: getattr(facts, field.name) for field in fields(facts)},
        retain_until=years_after(at.astimezone(BANGKOK).date(), RETENTION_YEARS),
        created_at=at,
    )
    person.purpose = person.purpose or PURPOSE
    for name, value in asdict(keys_of(person)).items():
        setattr(person, name, value)
    sign_history(person, by=by, at=at)
    person.save(force_insert=True)
    person.events.create(verb=PersonVerb.ENTERED, by=by, at=at)
    return person


@transaction.atomic
def save_organisation(
    *,
    name: str,
    sector: str,
    province: Province | None = None,
    phone: str = "",
    email: str = "",
    organisation: Organisation | None = None,
) -> Organisation:
    """Enter or correct an organisation; its people are found by its new name at once.

    Raises OrganisationNameNeeded, OrganisationExists.
    """
    values: dict[str, Any] = {
        "name": clean_text(name).strip()[:250], "sector": sector, "province": province,
        "phone": clean_text(phone).strip()[:40], "email": clean_text(email).strip(),
    }  # fmt: skip
    if not values["name"]:
        raise OrganisationNameNeeded
    values["search_key"] = thai_key(values["name"])[:300]
    same = Organisation.objects.filter(search_key=values["search_key"])
    if any(other != organisation for other in same):
        raise OrganisationExists
    if organisation is None:
        return Organisation.objects.create(**values)
    for field, value in values.items():
        setattr(organisation, field, value)
    organisation.save(update_fields=list(values))
    refresh_keys(organisation.people.current().select_related("organisation", "province"))
    return organisation


def ensure_organisation(*, name: str, sector: str) -> Organisation | None:
    """The organisation of this name, made if it is not there; nothing for an empty name."""
    name = clean_text(name).strip()[:250]
    if not name:
        return None
    key = thai_key(name)[:300]
    return Organisation.objects.get_or_create(
        search_key=key, defaults={"name": name, "sector": sector or "other"}
    )[0]


def refresh_keys(people: Iterable[Person]) -> int:
    """Write the keys of these people anew, as after a change of how keys are made."""
    rows = list(people)
    names = [field.name for field in fields(PersonKeys)]
    for person in rows:
        for name, value in asdict(keys_of(person)).items():
            setattr(person, name, value)
    Person.objects.bulk_update(rows, names, batch_size=KEYS_AT_ONCE)
    return len(rows)
