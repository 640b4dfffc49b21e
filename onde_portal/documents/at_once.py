"""What is asked of one paper on its page, and of all papers of a page in the register at once."""

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet
from django.urls import reverse

from onde_portal.accounts.models import User
from onde_portal.documents.subjects import key_of


@dataclass(frozen=True, slots=True)
class SeenAtOnce:
    """Who may read papers: ``among`` gives those of the subjects that a person may read.

    Called with one subject it says whether this one is among them, by the same rule.
    """

    among: Callable[[User, Collection[str]], Collection[str]]

    def __call__(self, user: User, about: str) -> bool:
        return about in self.among(user, (about,))


@dataclass(frozen=True, slots=True)
class FoundAtOnce:
    """Where the pages of subjects are: ``among`` gives the addresses of those that have one."""

    among: Callable[[Collection[str]], Mapping[str, str]]

    def __call__(self, about: str) -> str:
        return self.among((about,)).get(about, "")


def keys_of(subjects: Collection[str], of: str) -> dict[str, int]:
    """The keys of those subjects that begin with ``of`` ("hubs.memo:") and a key."""
    keys = {about: key_of(about) for about in subjects if about.startswith(of)}
    return {about: key for about, key in keys.items() if key}


def pages_of(keys: Mapping[str, int], places: Mapping[int, int], name: str) -> dict[str, str]:
    """Where the staff page ``name`` of each subject is; ``places`` has its number by the key."""
    return {
        about: reverse(name, args=[places[key]]) for about, key in keys.items() if key in places
    }


def seen_among(rows: QuerySet[Any], subjects: Collection[str], of: str) -> set[str]:
    """Those of the subjects whose records are among the rows, asked once."""
    keys = keys_of(subjects, of)
    if not keys:
        return set()
    seen = set(rows.filter(pk__in=set(keys.values())).values_list("pk", flat=True))
    return {about for about, key in keys.items() if key in seen}
