"""The Office's calendar: Buddhist era, fiscal years, half-years, quarters and due dates.

A fiscal year bears the Buddhist year in which it ends: 1 October 2569 to 30 September 2570
is fiscal year 2570. Half-years are the monitoring rounds of the manual, section 10.
"""

from calendar import monthrange
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final, Self

BE_OFFSET: Final = 543
FIRST_FISCAL_MONTH: Final = 10
MONTHS_PER_YEAR: Final = 12


def fiscal_year(day: date) -> int:
    """The fiscal year (B.E.) a day belongs to."""
    return day.year + BE_OFFSET + (day.month >= FIRST_FISCAL_MONTH)


def fiscal_year_start(fy: int) -> date:
    """1 October, the first day of fiscal year ``fy`` (B.E.)."""
    return date(fy - BE_OFFSET - 1, FIRST_FISCAL_MONTH, 1)


def fiscal_year_end(fy: int) -> date:
    """30 September, the last day of fiscal year ``fy`` (B.E.)."""
    return fiscal_year_start(fy + 1) - timedelta(days=1)


def add_months(anchor: date, months: int) -> date:
    """The same day of the month ``months`` later (or earlier), or that month's last day.

    Count from the anchor each time: 31 August, chained by six months, stays at the 28th for good.
    """
    year, month = divmod(anchor.year * MONTHS_PER_YEAR + anchor.month - 1 + months, MONTHS_PER_YEAR)
    return date(year, month + 1, min(anchor.day, monthrange(year, month + 1)[1]))


def due_dates(anchor: date, every_months: int, count: int) -> list[date]:
    """The first ``count`` due dates after the anchor, each computed from the anchor itself."""
    if every_months < 1:
        raise ValueError("Due dates need a distance of at least one month.")
    return [add_months(anchor, every_months * number) for number in range(1, count + 1)]


def _month_of_fiscal_year(day: date) -> int:
    """0 for October to 11 for September."""
    return (day.month - FIRST_FISCAL_MONTH) % MONTHS_PER_YEAR


@dataclass(frozen=True, order=True, slots=True)
class HalfYear:
    """Half of a fiscal year: 1 is October to March, 2 is April to September."""

    fiscal_year: int
    half: int

    def __post_init__(self) -> None:
        if self.half not in {1, 2}:
            raise ValueError("A fiscal year has the halves 1 and 2.")

    @classmethod
    def containing(cls, day: date) -> Self:
        return cls(fiscal_year(day), _month_of_fiscal_year(day) // 6 + 1)

    @classmethod
    def between(cls, first_day: date, last_day: date) -> list[Self]:
        """The halves with at least one day from first to last (both included), in order."""
        halves: list[Self] = []
        half = cls.containing(first_day)
        while first_day <= last_day and half.starts_on <= last_day:
            halves.append(half)
            half = half.next()
        return halves

    @property
    def starts_on(self) -> date:
        return add_months(fiscal_year_start(self.fiscal_year), 6 * (self.half - 1))

    @property
    def ends_on(self) -> date:
        return self.next().starts_on - timedelta(days=1)

    def next(self) -> Self:
        return type(self)(self.fiscal_year + (self.half == 2), 3 - self.half)  # noqa: PLR2004

    def previous(self) -> Self:
        return type(self)(self.fiscal_year - (self.half == 1), 3 - self.half)

    @property
    def label_th(self) -> str:
        part = "แรก" if self.half == 1 else "หลัง"
        return f"รอบ 6 เดือน{part} ปีงบประมาณ พ.ศ. {self.fiscal_year}"

    @property
    def label_en(self) -> str:
        part = "First" if self.half == 1 else "Second"
        return f"{part} half, fiscal year B.E. {self.fiscal_year}"

    def __str__(self) -> str:
        return self.label_th


@dataclass(frozen=True, order=True, slots=True)
class Quarter:
    """Quarter of a fiscal year: 1 is October to December, 4 is July to September."""

    fiscal_year: int
    quarter: int

    def __post_init__(self) -> None:
        if self.quarter not in range(1, 5):
            raise ValueError("A fiscal year has the quarters 1 to 4.")

    @classmethod
    def containing(cls, day: date) -> Self:
        return cls(fiscal_year(day), _month_of_fiscal_year(day) // 3 + 1)

    @property
    def starts_on(self) -> date:
        return add_months(fiscal_year_start(self.fiscal_year), 3 * (self.quarter - 1))

    @property
    def ends_on(self) -> date:
        return add_months(self.starts_on, 3) - timedelta(days=1)

    def next(self) -> Self:
        return type(self).containing(self.ends_on + timedelta(days=1))

    def previous(self) -> Self:
        return type(self).containing(self.starts_on - timedelta(days=1))

    @property
    def label_th(self) -> str:
        return f"ไตรมาสที่ {self.quarter} ปีงบประมาณ พ.ศ. {self.fiscal_year}"

    @property
    def label_en(self) -> str:
        return f"Quarter {self.quarter}, fiscal year B.E. {self.fiscal_year}"

    def __str__(self) -> str:
        return self.label_th


def overlaps_half(half: HalfYear, starts_on: date, ends_before: date | None) -> bool:
    """Whether [starts_on, ends_before) has a day in the half; ``None`` means without end.

    This is the rule for who owes a report (manual, section 10): a hub that is established on
    ``starts_on`` and closed on ``ends_before`` is no longer running on the day it closes.
    """
    if ends_before is not None and ends_before <= starts_on:
        return False
    last_day = ends_before - timedelta(days=1) if ends_before is not None else date.max
    return starts_on <= half.ends_on and half.starts_on <= last_day
