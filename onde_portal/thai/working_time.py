"""The manual's working-hour clock (section 9.1): six hours a working day, without holidays.

738 and 1,110 hours divide by 6 into 123 and 185 working days, and by neither 7 nor 8. The six
hours spread evenly over the office day, 08:30 to 16:30 without the noon hour.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from functools import lru_cache
from math import ceil
from zoneinfo import ZoneInfo

BANGKOK = ZoneInfo("Asia/Bangkok")
HOURS_PER_DAY = 6
OFFICE_SPANS = ((time(8, 30), time(12, 0)), (time(13, 0), time(16, 30)))
OFFICE_SECONDS = 7 * 3600
SATURDAY = 5
FORECAST_DAYS = 366 * 12


@dataclass(frozen=True, slots=True)
class WorkingCalendar:
    """Monday to Friday without ``holidays``."""

    holidays: frozenset[date]

    def is_working_day(self, day: date) -> bool:
        return day.weekday() < SATURDAY and day not in self.holidays

    def working_days(self, start: date, end: date) -> int:
        """Working days from ``start`` up to, not including, ``end``."""
        if end <= start:
            return 0
        days = (end - start).days
        weeks, rest = divmod(days, 7)
        count = weeks * 5 + sum((start.weekday() + i) % 7 < SATURDAY for i in range(rest))
        return count - sum(start <= day < end and day.weekday() < SATURDAY for day in self.holidays)

    def add_working_days(self, start: date, count: int) -> date:
        """The ``count``-th working day from ``start`` on; ``start`` itself is the first."""
        day = start
        left = count if not self.is_working_day(day) else count - 1
        for _turn in range(FORECAST_DAYS):
            if left <= 0 and self.is_working_day(day):
                break
            day += timedelta(days=1)
            left -= self.is_working_day(day)
        return day


@dataclass(frozen=True, slots=True)
class Interval:
    """A stretch of time; ``ends_at`` empty means it still goes on."""

    starts_at: datetime
    ends_at: datetime | None = None


@lru_cache(maxsize=4096)
def _office_seconds(at: time) -> int:
    """Office seconds of a working day before ``at``."""
    seconds = 0
    now = at.hour * 3600 + at.minute * 60 + at.second
    for opens, closes in OFFICE_SPANS:
        start = opens.hour * 3600 + opens.minute * 60
        end = closes.hour * 3600 + closes.minute * 60
        seconds += max(0, min(now, end) - start)
    return seconds


def _position(calendar: WorkingCalendar, origin: date, moment: datetime) -> int:
    """Office seconds from the start of ``origin`` to ``moment``; grows with ``moment``."""
    local = moment.astimezone(BANGKOK)
    seconds = calendar.working_days(origin, local.date()) * OFFICE_SECONDS
    if calendar.is_working_day(local.date()):
        seconds += _office_seconds(local.time().replace(microsecond=0, tzinfo=None))
    return seconds


def used_hours(
    calendar: WorkingCalendar, started_at: datetime, until: datetime, pauses: Sequence[Interval] = ()
) -> float:
    """Working hours from ``started_at`` to ``until`` without the pauses (overlaps count once).

    All moments are aware. A whole working day is exactly 6.0 hours.
    """
    if until <= started_at:
        return 0.0
    origin = started_at.astimezone(BANGKOK).date()
    reached = begin = _position(calendar, origin, started_at)
    end = _position(calendar, origin, until)
    seconds = end - begin
    for pause in sorted(pauses, key=lambda item: item.starts_at):
        first = _position(calendar, origin, max(pause.starts_at, started_at))
        last = _position(calendar, origin, min(pause.ends_at or until, until))
        first = max(first, reached)
        if last > first:
            seconds -= last - first
            reached = last
    return seconds * HOURS_PER_DAY / OFFICE_SECONDS


def forecast_finish(calendar: WorkingCalendar, now: datetime, hours_left: float) -> date:
    """The day on which ``hours_left`` will be used up if work goes on without a pause."""
    local = now.astimezone(BANGKOK)
    today = local.date()
    left_today = 0.0
    if calendar.is_working_day(today):
        gone = _office_seconds(local.time().replace(microsecond=0, tzinfo=None))
        left_today = (OFFICE_SECONDS - gone) * HOURS_PER_DAY / OFFICE_SECONDS
    if hours_left <= left_today:
        return today
    days = ceil((hours_left - left_today) / HOURS_PER_DAY)
    return calendar.add_working_days(today + timedelta(days=1), days)


@dataclass(frozen=True, slots=True)
class Clock:
    """How a case stands against its standard time; hours are working hours."""

    budget_hours: int
    used_hours: float
    forecast_on: date | None
    is_paused: bool = False

    @property
    def left_hours(self) -> float:
        return self.budget_hours - self.used_hours

    @property
    def is_overdue(self) -> bool:
        return self.used_hours > self.budget_hours

    @property
    def share(self) -> float:
        """Used of the budget, 1.0 when it is used up."""
        return self.used_hours / self.budget_hours


def read_clock(  # noqa: PLR0913 - the clock's facts, named at each call
    *,
    calendar: WorkingCalendar,
    budget_hours: int,
    started_at: datetime,
    ended_at: datetime | None,
    pauses: Sequence[Interval],
    now: datetime,
) -> Clock:
    """The clock of a case at ``now``; an ended case has no forecast."""
    used = used_hours(calendar, started_at, ended_at or now, pauses)
    paused = ended_at is None and any(
        pause.ends_at is None and pause.starts_at <= now for pause in pauses
    )
    forecast = None if ended_at else forecast_finish(calendar, now, max(0.0, budget_hours - used))
    return Clock(budget_hours, used, forecast, paused)
