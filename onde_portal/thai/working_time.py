"""Working time: six hours a working day, as the manual counts (738 h and 1,110 h).

An office day runs from 08:30 to 16:30 with lunch from 12:00 to 13:00: seven hours at the office
that count as six, spread evenly, so a full working day is 6 h exactly and each office hour
6/7 h. Nothing counts at night, at lunch, on weekends, on holidays and while a case is paused.

Time is summed as whole microseconds at the office and turned into hours once, at the end: sums
and pauses are exact, and more time never reads as fewer hours.
"""

from bisect import bisect_left
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from functools import cached_property
from typing import Final
from zoneinfo import ZoneInfo

BANGKOK: Final = ZoneInfo("Asia/Bangkok")
HOURS_PER_DAY: Final = 6
OFFICE_SPANS: Final = ((time(8, 30), time(12)), (time(13), time(16, 30)))

_SATURDAY: Final = 5


def _since_midnight(moment: time) -> int:
    """Microseconds since 00:00."""
    seconds = (moment.hour * 60 + moment.minute) * 60 + moment.second
    return seconds * 1_000_000 + moment.microsecond


_SPANS: Final = tuple((_since_midnight(start), _since_midnight(end)) for start, end in OFFICE_SPANS)
_OFFICE_DAY: Final = sum(end - start for start, end in _SPANS)


@dataclass(frozen=True)
class WorkingCalendar:
    """Monday to Friday without these holidays."""

    holidays: frozenset[date]

    @cached_property
    def _weekday_holidays(self) -> list[date]:
        return sorted(day for day in self.holidays if day.weekday() < _SATURDAY)

    def is_working_day(self, day: date) -> bool:
        return day.weekday() < _SATURDAY and day not in self.holidays

    def days_before(self, day: date) -> int:
        """Working days from 1 January of year 1, a Monday, up to ``day``, which is not counted."""
        weeks, rest = divmod(day.toordinal() - 1, 7)
        return weeks * 5 + min(rest, 5) - bisect_left(self._weekday_holidays, day)

    def working_days(self, start: date, end_exclusive: date) -> int:
        """Working days in [start, end_exclusive); 0 if the end is not after the start."""
        return max(0, self.days_before(end_exclusive) - self.days_before(start))

    def add_working_days(self, start: date, n: int) -> date:
        """The n-th working day after ``start``, before it if n is negative.

        With 0, ``start`` itself or, when it is no working day, the next working day.
        """
        if n == 0 and self.is_working_day(start):
            return start
        step = timedelta(days=-1 if n < 0 else 1)
        day, left = start, abs(n) or 1
        while left:
            day += step
            left -= self.is_working_day(day)
        return day

    def office_time_before(self, moment: datetime) -> int:
        """Microseconds at the office from the calendar's beginning to an aware moment."""
        local = _local(moment)
        before = self.days_before(local.date()) * _OFFICE_DAY
        if not self.is_working_day(local.date()):
            return before
        passed = _since_midnight(local.time())
        return before + sum(max(0, min(passed, end) - start) for start, end in _SPANS)


def _local(moment: datetime) -> datetime:
    if moment.tzinfo is None:
        raise ValueError("Working time is counted between aware moments.")
    return moment.astimezone(BANGKOK)


@dataclass(frozen=True, slots=True)
class Interval:
    """Aware moments [starts_at, ends_at); an end of ``None`` has not come yet."""

    starts_at: datetime
    ends_at: datetime | None = None

    def __post_init__(self) -> None:
        if self.ends_at is not None and self.ends_at < self.starts_at:
            raise ValueError("An interval ends before it starts.")

    def contains(self, moment: datetime) -> bool:
        return self.starts_at <= moment and (self.ends_at is None or moment < self.ends_at)


def _merged(
    pauses: Iterable[Interval], start: datetime, end: datetime
) -> list[tuple[datetime, datetime]]:
    """The pauses inside [start, end], in order and without overlap."""
    merged: list[tuple[datetime, datetime]] = []
    for pause in sorted(pauses, key=lambda pause: pause.starts_at):
        first = max(pause.starts_at, start, merged[-1][1] if merged else start)
        last = end if pause.ends_at is None else min(pause.ends_at, end)
        if first < last:
            merged.append((first, last))
    return merged


def _hours(office_time: int) -> Decimal:
    """Working hours of microseconds at the office."""
    return Decimal(office_time * HOURS_PER_DAY) / Decimal(_OFFICE_DAY)


def used_hours(
    calendar: WorkingCalendar,
    started_at: datetime,
    until: datetime,
    pauses: Sequence[Interval] = (),
) -> Decimal:
    """Working hours from ``started_at`` to ``until`` outside the pauses; never negative.

    Overlapping pauses count once; an open pause lasts to ``until``. All moments are aware.
    """
    if until <= started_at:
        return Decimal(0)
    office = calendar.office_time_before(until) - calendar.office_time_before(started_at)
    paused = sum(
        calendar.office_time_before(last) - calendar.office_time_before(first)
        for first, last in _merged(pauses, started_at, until)
    )
    return _hours(office - paused)


def forecast_finish(calendar: WorkingCalendar, now: datetime, hours_left: Decimal | float) -> date:
    """The day on which the last of these working hours is used, from ``now`` without a pause.

    Today when nothing is left.
    """
    today = _local(now).date()
    if hours_left <= 0:
        return today
    # Hours are rounded decimals: whole microseconds keep the end of one day out of the next.
    needed = int((Decimal(hours_left) * _OFFICE_DAY / HOURS_PER_DAY).to_integral_value())
    already = calendar.office_time_before(now) - calendar.days_before(today) * _OFFICE_DAY
    days = -(-(needed + already) // _OFFICE_DAY)
    if calendar.is_working_day(today):
        days -= 1
    return calendar.add_working_days(today, days) if days else today


@dataclass(frozen=True, slots=True)
class Clock:
    """How a case stands against its standard time, in working hours (manual, section 8).

    ``left_hours`` is negative once the budget is passed. ``forecast_on`` is the day on which
    the budget runs out if nothing pauses any more, or the day of the end for an ended case;
    ``None`` before the start.
    """

    budget_hours: Decimal
    used_hours: Decimal
    left_hours: Decimal
    forecast_on: date | None
    paused: bool

    @property
    def overdue(self) -> bool:
        return self.left_hours < 0

    @property
    def share(self) -> float:
        """Used time as a share of the budget: 1.0 is all of it, more is late."""
        return float(self.used_hours / self.budget_hours) if self.budget_hours else 0.0


def read_clock(
    *,
    calendar: WorkingCalendar,
    budget_hours: Decimal | int,
    started_at: datetime | None,
    now: datetime,
    pauses: Sequence[Interval] = (),
    finished_at: datetime | None = None,
) -> Clock:
    """The clock at ``now``, or at the end of a case that has ended. All moments are aware."""
    budget = Decimal(budget_hours)
    if started_at is None:
        return Clock(budget, Decimal(0), budget, None, paused=False)
    until = finished_at if finished_at is not None and finished_at <= now else now
    used = used_hours(calendar, started_at, until, pauses)
    left = budget - used
    ended = until is finished_at
    forecast = (
        _local(until).date() if ended else forecast_finish(calendar, max(now, started_at), left)
    )
    paused = not ended and any(pause.contains(now) for pause in pauses)
    return Clock(budget, used, left, forecast, paused)
