"""Rounds and who reports in them (manual, section 10: every hub, every six months). Pure."""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal

from onde_portal.thai.calendar import HalfYear, overlaps_half

OPENS_BEFORE_END = timedelta(days=30)
DUE_AFTER_END = timedelta(days=30)
# Rounds stand in the plan for two years, so that hubs and the Office know their dates.
PLANNED_AHEAD = 4

Because = Literal["whole", "first", "closing"]


@dataclass(frozen=True, slots=True)
class RoundDates:
    """A round's reporting period and, apart from it, its submission window; all days included."""

    starts_on: date
    ends_on: date
    opens_on: date
    due_on: date

    @classmethod
    def for_half(cls, half: HalfYear) -> "RoundDates":
        """The default dates: opens 30 days before the period ends, due 30 days after."""
        return cls(
            starts_on=half.starts_on,
            ends_on=half.ends_on,
            opens_on=half.ends_on - OPENS_BEFORE_END,
            due_on=half.ends_on + DUE_AFTER_END,
        )


def planned_halves(today: date) -> list[HalfYear]:
    """The half-years after the one with ``today`` that stand in the plan, the next one first."""
    halves = [HalfYear.containing(today).next()]
    while len(halves) < PLANNED_AHEAD:
        halves.append(halves[-1].next())
    return halves


def expected_halves(
    established_on: date | None, closed_on: date | None, until: date
) -> list[HalfYear]:
    """The halves in which a hub owes a follow-up by the day ``until``, oldest first.

    One for each half with at least one day, up to ``until``, on which the hub was established and
    not closed; ``closed_on`` is the first day on which it is closed. None for any other half.
    """
    if established_on is None:
        return []
    last_day = until if closed_on is None else min(until, closed_on - timedelta(days=1))
    return HalfYear.between(established_on, last_day)


def expectation(half: HalfYear, established_on: date, closed_on: date | None) -> Because | None:
    """Why a hub reports in the half: its first report, its last, or neither; ``None``: not at all.

    A hub announced and closed within one half reports for the first time.
    """
    if not overlaps_half(half, established_on, closed_on):
        return None
    if established_on >= half.starts_on:
        return "first"
    if closed_on is not None and closed_on <= half.next().starts_on:
        return "closing"
    return "whole"
