"""Ladders of reminders around a due date: which rung a day has reached. Plain Python."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta


@dataclass(frozen=True, slots=True)
class Rung:
    """A step of a ladder, ``days`` after the due date (negative: before it)."""

    days: int
    name: str

    def day(self, due_on: date) -> date:
        """The day on which this rung is reached."""
        return due_on + timedelta(days=self.days)

    def key(self, due_on: date) -> str:
        """The rung named with its due date: another date begins a new ladder."""
        return f"{due_on.isoformat()} {self.name}"


Ladder = Sequence[Rung]


def reached(ladder: Ladder, due_on: date, today: date, *, since: date | None = None) -> Rung | None:
    """The latest rung reached by ``today``, so that an outage never sends several at once.

    Rungs of ``since`` and before are left out: on that day people were told of the date anyway.
    ``ladder`` has its latest rung first.
    """
    rung = next((rung for rung in ladder if rung.day(due_on) <= today), None)
    if rung is None or (since is not None and rung.day(due_on) <= since):
        return None
    return rung
