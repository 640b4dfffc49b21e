"""Comparison forms of a person's data: what search and duplicates look into, never shown."""

from dataclasses import dataclass

from networks.models import Organisation, Person
from onde_portal.accounts.addresses import normal_email
from onde_portal.registry.models import Province
from onde_portal.thai.names import (
    LONGEST_NAME_KEY,
    PhoneError,
    full_name,
    name_key,
    parse_phone,
)
from onde_portal.thai.sounds import loose_key
from onde_portal.thai.text import thai_key

LONGEST_KEY = 400


@dataclass(frozen=True, slots=True)
class PersonKeys:
    """The values of a person's six key fields."""

    search_key: str
    loose_key: str
    name_key: str
    sound_key: str
    phone_key: str
    email_key: str


def sound_key(first_name: str, last_name: str) -> str:
    """First and last name as they sound, without spaces."""
    return loose_key(f"{first_name} {last_name}").replace(" ", "")[:LONGEST_NAME_KEY]


def phone_key(phone: str) -> str:
    """E.164, empty for what is no phone number."""
    try:
        return parse_phone(phone).e164 if phone else ""
    except PhoneError:
        return ""


def keys_of(person: Person) -> PersonKeys:
    """All keys of a person as the fields stand now.

    The search key holds the name with and without its spaces, position, organisation and place.
    Phone and e-mail are kept apart: whoever may not see them must not find anybody by them.
    """
    names = f"{person.first_name} {person.last_name}"
    known = full_name(person.prefix, person.first_name, person.last_name)
    whole = name_key(person.first_name, person.last_name)
    sound = sound_key(person.first_name, person.last_name)
    work = _place_of_work(person.organisation, person.province)
    return PersonKeys(
        search_key=f"{thai_key(known)} {whole} {thai_key(f'{person.position} {work}')}"[
            :LONGEST_KEY
        ],
        loose_key=f"{loose_key(names)} {sound} {loose_key(work)}"[:LONGEST_KEY],
        name_key=whole,
        sound_key=sound,
        phone_key=phone_key(person.phone),
        email_key=normal_email(person.email) if person.email else "",
    )


def _place_of_work(organisation: Organisation | None, province: Province | None) -> str:
    names = (
        organisation.name if organisation else "",
        f"{province.name_th} {province.name_en}" if province else "",
    )
    return " ".join(name for name in names if name)
