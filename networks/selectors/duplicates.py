"""Records that may be of one person, with the reason for thinking so."""

from collections import defaultdict
from dataclasses import dataclass
from itertools import combinations
from typing import Any

from django.db.models import Count, Q
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from networks.models import NotDuplicate, Person

# Key field → why, the strongest first. Sounding alike is weak: it counts within a province only.
REASONS: dict[str, Promise] = {
    "email_key": _("Same e-mail"),
    "phone_key": _("Same phone number"),
    "name_key": _("Same name"),
    "sound_key": _("Name sounds alike"),
}
WEIGHT = {"email_key": 4, "phone_key": 4, "name_key": 3, "sound_key": 1}
MOST_PAIRS, MOST_GROUPS, MOST_IN_GROUP = 30, 200, 8


@dataclass(frozen=True, slots=True)
class Suspicion:
    """Two records, why they may be one person, and how strongly (higher is stronger)."""

    first: Person
    second: Person
    keys: tuple[str, ...]

    @property
    def reasons(self) -> list[str]:
        """The reasons in words; an equal name is not said to sound alike as well."""
        told = [key for key in self.keys if key != "sound_key" or "name_key" not in self.keys]
        return [str(REASONS[key]) for key in told]

    @property
    def weight(self) -> int:
        return sum(WEIGHT[key] for key in self.keys)


def why_alike(one: Person, other: Person) -> tuple[str, ...]:
    """The keys that two records share, the strongest first.

    Names alone do not count where province and contact data speak against them: many people bear
    the same name.
    """
    shared = [
        key for key in REASONS if getattr(one, key) and getattr(one, key) == getattr(other, key)
    ]
    if {"email_key", "phone_key"} & set(shared):
        return tuple(shared)
    far = _differ(one, other, "province_id")
    reached_elsewhere = _differ(one, other, "phone_key") or _differ(one, other, "email_key")
    if far and (reached_elsewhere or "name_key" not in shared):
        return ()
    return tuple(shared)


def _differ(one: Person, other: Person, field: str) -> bool:
    """Whether both have this and it is not the same."""
    values = getattr(one, field), getattr(other, field)
    return all(values) and values[0] != values[1]


def find_duplicates(person: Person) -> list[Suspicion]:
    """Other records that may be of this person, the likeliest first.

    ``person`` may be one that is about to be entered: it needs its keys only (see keys_of).
    """
    alike = Q()
    for key in REASONS:
        if value := getattr(person, key):
            alike |= Q(**{key: value})
    if not alike:
        return []
    rows = Person.objects.current().filter(alike).exclude(pk=person.pk)
    if person.pk:
        rows = rows.exclude(pk__in=_known_others(person.pk))
    found = [
        Suspicion(person, other, keys)
        for other in rows.select_related("province", "organisation").order_by("pk")[:MOST_PAIRS]
        if (keys := why_alike(person, other))
    ]
    return sorted(found, key=lambda one: (-one.weight, one.second.pk))


def _known_others(pk: int) -> set[int]:
    pairs = NotDuplicate.objects.filter(Q(first=pk) | Q(second=pk)).values_list("first", "second")
    return {other for pair in pairs for other in pair} - {pk}


def suggest_duplicates(*, among: Any = None, limit: int = MOST_PAIRS) -> list[Suspicion]:
    """Pairs of the whole register (or among given people) that may be one person, likeliest first.

    Looks at each key's largest groups only, and at the first records of each: there is always
    more to see once those are settled.
    """
    rows = Person.objects.current()
    if among is not None:
        rows = rows.filter(pk__in=among)
    groups: dict[tuple[str, str], list[Person]] = {}
    for key in REASONS:
        groups |= _groups(rows, key)
    known = set(NotDuplicate.objects.values_list("first_id", "second_id"))
    pairs: dict[tuple[int, int], Suspicion] = {}
    for members in groups.values():
        for one, other in combinations(members[:MOST_IN_GROUP], 2):
            first, second = sorted((one, other), key=lambda person: person.pk)
            place = (first.pk, second.pk)
            if place not in known and place not in pairs and (keys := why_alike(first, second)):
                pairs[place] = Suspicion(first, second, keys)
    found = sorted(pairs.values(), key=lambda one: (-one.weight, one.first.pk, one.second.pk))
    return found[:limit]


def _groups(rows: Any, key: str) -> dict[tuple[str, str], list[Person]]:
    """People who share a value of the key, by the value."""
    shared = (
        rows.exclude(**{key: ""})
        .values(key)
        .annotate(times=Count("pk"))
        .filter(times__gt=1)
        .order_by("-times", key)
        .values_list(key, flat=True)[:MOST_GROUPS]
    )
    members: dict[tuple[str, str], list[Person]] = defaultdict(list)
    people = rows.filter(**{f"{key}__in": list(shared)}).select_related("province", "organisation")
    for person in people.order_by("pk")[: MOST_GROUPS * MOST_IN_GROUP]:
        members[(key, getattr(person, key))].append(person)
    return members
