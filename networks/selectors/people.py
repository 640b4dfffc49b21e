"""Finding people of the register by any spelling (manual 8.1 (4))."""

from django.db.models import Case, F, IntegerField, Q, Value, When
from django.db.models.functions import StrIndex
from django.db.models.lookups import GreaterThan

from networks.keys import phone_key
from networks.models import Person
from networks.models.people import PersonQuerySet
from onde_portal.accounts.addresses import normal_email
from onde_portal.accounts.permissions import Action, may
from onde_portal.thai.digits import to_ascii
from onde_portal.thai.names import name_key, split_name
from onde_portal.thai.sounds import loose_key
from onde_portal.thai.text import thai_key

LONGEST_SEARCH, MOST_WORDS, MOST_FOUND = 200, 8, 100
SHORTEST_PHONE = 4


def find_people(text: str, *, user: object, limit: int = MOST_FOUND) -> list[Person]:
    """People whose record holds every word of the text, at most ``limit``, best first.

    First those that hold the words as written (in any spelling of the same letters), then those
    that sound alike. A prefix and missing spaces do no harm. Phone numbers and e-mail addresses
    find somebody only for those who may see them.
    """
    return list(match_people(Person.objects.visible_to(user).current(), text, user=user)[:limit])


def match_people(rows: PersonQuerySet, text: str, *, user: object) -> PersonQuerySet:
    """Those of ``rows`` that ``find_people`` finds, best first."""
    contact = contact_match(text) if may(user, Action.READ_PERSONAL_DATA) else None
    if contact is not None and (found := rows.filter(contact)).exists():
        return found.order_by("name_key", "pk")
    bare = _without_prefix(text[:LONGEST_SEARCH])
    exact, alike = thai_key(bare).split(), loose_key(bare).split()
    if not exact or not alike:
        return rows.none()
    written, sounding = _holds("search_key", exact), _holds("loose_key", alike)
    rank = Case(When(written, then=Value(0)), default=Value(1), output_field=IntegerField())
    ranked = rows.filter(written | sounding).annotate(rank=rank)
    return ranked.order_by("rank", "name_key", "pk")


def _without_prefix(text: str) -> str:
    """The name without its prefix, which records may have otherwise or not at all."""
    name = split_name(text)
    return f"{name.first} {name.last}" if name.prefix else text


def _holds(field: str, words: list[str]) -> Q:
    """Every word stands in the field; beyond the first eight they no longer matter.

    Looks for the place of the word, which PostgreSQL does twice as fast in Thai text as LIKE.
    """
    places = (StrIndex(F(field), Value(word)) for word in words[:MOST_WORDS])
    return Q(*(GreaterThan(place, 0) for place in places))


def contact_match(text: str) -> Q | None:
    """Who has this e-mail address or this phone number; nothing if the text is neither."""
    typed = text[:LONGEST_SEARCH].strip()
    if "@" in typed:
        return Q(email_key__startswith=normal_email(typed))
    digits = "".join(sign for sign in to_ascii(typed) if sign.isdigit())
    if len(digits) < SHORTEST_PHONE or any(sign.isalpha() for sign in typed):
        return None
    whole = phone_key(typed)
    return Q(phone_key=whole) if whole else Q(phone_key__contains=digits.removeprefix("0"))


def same_name(first_name: str, last_name: str) -> PersonQuerySet:
    """Records that bear exactly this name, in any spelling of the same letters."""
    return Person.objects.current().filter(name_key=name_key(first_name, last_name))
