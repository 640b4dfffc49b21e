"""Which record of the register a row of a file means: one, none, or one of several."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from networks.keys import phone_key, sound_key
from networks.models import Person
from networks.selectors.duplicates import REASONS, WEIGHT
from onde_portal.accounts.addresses import normal_email
from onde_portal.exchange.importing import Candidate, Change, Record, Verdict
from onde_portal.thai.names import name_key

KEYS_AT_ONCE = 500
MOST_CANDIDATES = 6
Changes = Callable[[Any, Record], list[Change]]


def row_keys(record: Record) -> dict[str, str]:
    """The keys of a row, as a person's record has them; empty cells give empty keys."""
    first, last = record.get("first_name") or "", record.get("last_name") or ""
    email = record.get("email") or ""
    return {
        "email_key": normal_email(email) if email else "",
        "phone_key": phone_key(record.get("phone") or ""),
        "name_key": name_key(first, last),
        "sound_key": sound_key(first, last),
    }


class PersonMatcher:
    """Looks up all rows of a file at once: a few queries however many rows there are."""

    def __init__(self, records: Sequence[Record], rows: QuerySet[Any]) -> None:
        """``rows`` are the people to compare with, with what comparing reads."""
        wanted: dict[str, set[str]] = defaultdict(set)
        for record in records:
            for key, value in row_keys(record).items():
                wanted[key].add(value)
        current: Any = rows.filter(merged_into=None, erased_at=None)
        self._people: dict[tuple[str, str], dict[int, Person]] = defaultdict(dict)
        for key, values in wanted.items():
            for part in _parts(values - {""}):
                for person in current.filter(**{f"{key}__in": part}).order_by("pk"):
                    self._people[key, getattr(person, key)][person.pk] = person

    def candidates(self, record: Record) -> list[tuple[Person, list[str]]]:
        """People who share a key with the row, with the keys they share, likeliest first."""
        shared: dict[int, tuple[Person, list[str]]] = {}
        for key, value in row_keys(record).items():
            for person in self._people.get((key, value), {}).values() if value else ():
                shared.setdefault(person.pk, (person, []))[1].append(key)
        found = [one for one in shared.values() if not _only_sounds_alike(record, *one)]
        return sorted(found, key=lambda one: (-sum(WEIGHT[key] for key in one[1]), one[0].pk))

    def judge(self, record: Record, changes: Changes) -> Verdict:
        """NEW, SAME, CHANGED or UNSURE; ``changes`` tells what the row would change in a record."""
        found = self.candidates(record)
        if not found:
            return Verdict.new()
        sure = [person for person, keys in found if _is_sure(record, person, keys)]
        unchanged = [person for person in sure if not changes(person, record)]
        if unchanged:
            return Verdict.same(unchanged[0].pk)
        if len(sure) == 1:
            return Verdict.changed(sure[0].pk, changes(sure[0], record))
        return Verdict.unsure(
            (
                Candidate(str(person.pk), label_of(person))
                for person, _keys in found[:MOST_CANDIDATES]
            ),
            why=", ".join(str(REASONS[key]) for key in REASONS if key in found[0][1]),
        )


def _parts(values: Iterable[str]) -> Iterable[list[str]]:
    ordered = sorted(values)
    return (ordered[at : at + KEYS_AT_ONCE] for at in range(0, len(ordered), KEYS_AT_ONCE))


def _is_sure(record: Record, person: Person, keys: list[str]) -> bool:
    """The same name with the same phone or e-mail, or with nothing that speaks against it.

    Without contact data on one side the province must be the same on both.
    """
    if "name_key" not in keys:
        return False
    if {"phone_key", "email_key"} & set(keys):
        return True
    given = row_keys(record)
    against = any(
        given[key] and getattr(person, key) and given[key] != getattr(person, key)
        for key in ("phone_key", "email_key")
    )
    province = record.get("province")
    return not against and province is not None and province.pk == person.province_id


def _only_sounds_alike(record: Record, person: Person, keys: list[str]) -> bool:
    """A name that only sounds alike, in another province, is another person's."""
    province = record.get("province")
    far = province is not None and person.province_id and province.pk != person.province_id
    return keys == ["sound_key"] and bool(far)


def label_of(person: Person) -> str:
    """How somebody who decides tells a person from another of the same name."""
    known = (str(person), person.position, str(person.organisation or ""),
             str(person.province or ""), person.phone, person.email)  # fmt: skip
    return " · ".join(part for part in known if part) or _("No details")
