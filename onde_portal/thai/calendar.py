"""The Buddhist era, fiscal years, halves and quarters, and due dates from an anchor."""

import calendar
from dataclasses import dataclass
from datetime import date, timedelta

BE_OFFSET = 543
FISCAL_MONTH = 10


def fiscal_year(day: date) -> int:
    """The fiscal year (B.E.) of a day: 1 October 2026 belongs to 2570."""
    return day.year + BE_OFFSET + (1 if day.month >= FISCAL_MONTH else 0)


def fiscal_year_start(year: int) -> date:
    """1 October before the fiscal year (B.E.)."""
    return date(year - BE_OFFSET - 1, FISCAL_MONTH, 1)


def fiscal_year_end(year: int) -> date:
    """30 September of the fiscal year (B.E.)."""
    return date(year - BE_OFFSET, 9, 30)


def add_months(anchor: date, months: int) -> date:
    """The same day ``months`` later, or the last of that month when it is shorter."""
    count = anchor.year * 12 + anchor.month - 1 + months
    year, month = divmod(count, 12)
    last = calendar.monthrange(year, month + 1)[1]
    return date(year, month + 1, min(anchor.day, last))


def due_dates(anchor: date, every_months: int, count: int) -> list[date]:
    """``count`` recurring dates after the anchor, each from the anchor itself.

    Chained from one to the next, 31 August would drift to the 28th for good.
    """
    return [add_months(anchor, every_months * turn) for turn in range(1, count + 1)]


@dataclass(frozen=True, order=True, slots=True)
class HalfYear:
    """Half 1 (October to March) or 2 (April to September) of a fiscal year (B.E.)."""

    fiscal_year: int
    half: int

    def __post_init__(self) -> None:
        if self.half not in {1, 2}:
            raise ValueError(f"A year has halves 1 and 2, not {self.half}.")

    @classmethod
    def containing(cls, day: date) -> "HalfYear":
        return cls(fiscal_year(day), 2 if 4 <= day.month <= 9 else 1)

    @classmethod
    def between(cls, first_day: date, last_day: date) -> list["HalfYear"]:
        """The halves that share a day with the closed range, oldest first."""
        halves: list[HalfYear] = []
        if first_day > last_day:
            return halves
        half = cls.containing(first_day)
        while half.starts_on <= last_day:
            halves.append(half)
            half = half.next()
        return halves

    @property
    def starts_on(self) -> date:
        start = fiscal_year_start(self.fiscal_year)
        return start if self.half == 1 else add_months(start, 6)

    @property
    def ends_on(self) -> date:
        return add_months(self.starts_on, 6) - timedelta(days=1)

    def next(self) -> "HalfYear":
        if self.half == 1:
            return HalfYear(self.fiscal_year, 2)
        return HalfYear(self.fiscal_year + 1, 1)

    def previous(self) -> "HalfYear":
        if self.half == 2:
            return HalfYear(self.fiscal_year, 1)
        return HalfYear(self.fiscal_year - 1, 2)

    @property
    def label_th(self) -> str:
        which = "แรก" if self.half == 1 else "หลัง"
        return f"รอบ 6 เดือน{which} ปีงบประมาณ พ.ศ. {self.fiscal_year}"

    @property
    def label_en(self) -> str:
        which = "First" if self.half == 1 else "Second"
        return f"{which} half, fiscal year B.E. {self.fiscal_year}"


@dataclass(frozen=True, order=True, slots=True)
class Quarter:
    """Quarter 1 (October to December) to 4 (July to September) of a fiscal year (B.E.)."""

    fiscal_year: int
    quarter: int

    def __post_init__(self) -> None:
        if self.quarter not in {1, 2, 3, 4}:
            raise ValueError(f"A year has quarters 1 to 4, not {self.quarter}.")

    @classmethod
    def containing(cls, day: date) -> "Quarter":
        return cls(fiscal_year(day), (day.month - FISCAL_MONTH) % 12 // 3 + 1)

    @property
    def starts_on(self) -> date:
        return add_months(fiscal_year_start(self.fiscal_year), 3 * (self.quarter - 1))

    @property
    def ends_on(self) -> date:
        return add_months(self.starts_on, 3) - timedelta(days=1)


def overlaps_half(half: HalfYear, starts_on: date, ends_before: date | None) -> bool:
    """Whether ``starts_on`` up to, not including, ``ends_before`` has a day in the half."""
    if ends_before is not None and ends_before <= starts_on:
        return False
    return starts_on <= half.ends_on and (ends_before is None or ends_before > half.starts_on)
