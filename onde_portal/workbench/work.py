"""What a line and a group of "my work" are."""

from collections.abc import Sized
from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet

SHOWN = 8


@dataclass(frozen=True, slots=True)
class WorkItem:
    """One thing to do: what, a line about it, where to do it, and how urgent (good, warn, bad)."""

    title: str
    detail: str
    url: str
    tone: str = ""
    state: str = ""


@dataclass(frozen=True, slots=True)
class WorkGroup:
    """Things of one kind: ``count`` of all, the first few of them, and the whole list.

    ``section`` is the manual's section that the work serves, empty where it has none.
    """

    title: str
    section: str
    count: int
    items: tuple[WorkItem, ...]
    url: str = ""


def count_of(rows: QuerySet[Any], shown: Sized) -> int:
    """How many rows there are: asked from the database only where the first ones are not all."""
    return len(shown) if len(shown) < SHOWN else rows.count()
