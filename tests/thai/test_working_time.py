"""Six hours a working day, against a slow count minute by minute."""

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

import pytest
from hypothesis import given, settings, strategies as st

from onde_portal.thai.holidays import government_holidays
from onde_portal.thai.working_time import (
    BANGKOK,
    HOURS_PER_DAY,
    Clock,
    Interval,
    WorkingCalendar,
    forecast_finish,
    read_clock,
    used_hours,
)

CALENDAR = WorkingCalendar(government_holidays(2025, 2029))
MONDAY = datetime(2026, 11, 23, 8, 30, tzinfo=BANGKOK)
days = st.dates(date(2026, 1, 1), date(2027, 12, 31))
moments = st.integers(0, 60 * 24 * 3600).map(
    lambda second: datetime(2026, 4, 1, tzinfo=UTC) + timedelta(seconds=second, microseconds=second)
)
minutes = st.integers(0, 60 * 24 * 20).map(
    lambda minute: datetime(2026, 4, 3, tzinfo=BANGKOK) + timedelta(minutes=minute)
)


def intervals(points: st.SearchStrategy[datetime]) -> st.SearchStrategy[Interval]:
    closed = st.tuples(points, points).map(lambda pair: Interval(min(pair), max(pair)))
    return closed | points.map(Interval)


def at(day: int, hour: int, minute: int = 0) -> datetime:
    """A moment in November 2026 in Bangkok; the 23rd is a Monday."""
    return datetime(2026, 11, day, hour, minute, tzinfo=BANGKOK)


def counts(moment: datetime) -> bool:
    """Whether the minute that begins here is working time."""
    if moment.weekday() >= 5 or moment.date() in CALENDAR.holidays:
        return False
    clock = moment.hour * 60 + moment.minute
    return 8 * 60 + 30 <= clock < 12 * 60 or 13 * 60 <= clock < 16 * 60 + 30


@settings(max_examples=40, deadline=None)
@given(minutes, minutes, st.lists(intervals(minutes), max_size=4))
def test_used_hours_are_those_of_a_count_minute_by_minute(
    start: datetime, until: datetime, pauses: list[Interval]
) -> None:
    worked, moment = 0, start
    while moment < until:
        worked += counts(moment) and not any(pause.contains(moment) for pause in pauses)
        moment += timedelta(minutes=1)
    expected = Decimal(worked * HOURS_PER_DAY) / Decimal(7 * 60)
    assert used_hours(CALENDAR, start, until, pauses) == expected


@given(days, st.integers(0, 40))
def test_a_full_working_day_is_exactly_six_hours(day: date, more: int) -> None:
    start = datetime(day.year, day.month, day.day, tzinfo=BANGKOK)
    end = start + timedelta(days=more)
    working = CALENDAR.working_days(day, end.date())
    assert used_hours(CALENDAR, start, end) == 6 * working


@given(moments, moments, moments, st.lists(intervals(moments), max_size=4))
def test_more_time_is_never_fewer_hours(
    start: datetime, until: datetime, later: datetime, pauses: list[Interval]
) -> None:
    sooner, later = sorted((until, later))
    assert (
        0
        <= used_hours(CALENDAR, start, sooner, pauses)
        <= used_hours(CALENDAR, start, later, pauses)
    )


@given(moments, moments, intervals(moments))
def test_a_pause_takes_away_exactly_its_own_working_time(
    start: datetime, until: datetime, pause: Interval
) -> None:
    first = max(start, pause.starts_at)
    last = until if pause.ends_at is None else min(until, pause.ends_at)
    whole = used_hours(CALENDAR, start, until)
    within = used_hours(CALENDAR, first, last)
    left = used_hours(CALENDAR, start, until, [pause])
    assert abs(left + within - whole) < Decimal("1e-20")


@given(moments, moments, st.lists(intervals(moments), max_size=4))
def test_a_pause_named_twice_counts_once(
    start: datetime, until: datetime, pauses: list[Interval]
) -> None:
    once = used_hours(CALENDAR, start, until, pauses)
    assert used_hours(CALENDAR, start, until, [*pauses, *reversed(pauses)]) == once


@pytest.mark.parametrize(
    ("until", "office_hours"),
    [
        (at(23, 9, 30), 1),
        (at(23, 12, 30), Decimal("3.5")),
        (at(23, 13), Decimal("3.5")),
        (at(23, 23, 59), 7),
        (at(24, 8), 7),
        (at(30, 8), 35),
        (at(23, 8), 0),
    ],
)
def test_lunch_nights_and_weekends_do_not_count(
    until: datetime, office_hours: int | Decimal
) -> None:
    assert used_hours(CALENDAR, MONDAY, until) == office_hours * 6 / Decimal(7)


def test_the_zone_of_a_moment_makes_no_difference() -> None:
    until = at(25, 10, 17)
    expected = used_hours(CALENDAR, MONDAY, until)
    assert used_hours(CALENDAR, MONDAY.astimezone(UTC), until.astimezone(UTC)) == expected


def test_a_moment_without_a_zone_is_refused() -> None:
    naive = datetime(2026, 11, 23, 9)  # noqa: DTZ001 - what is refused
    with pytest.raises(ValueError, match="aware"):
        CALENDAR.office_time_before(naive)


def test_an_interval_does_not_end_before_it_starts() -> None:
    with pytest.raises(ValueError, match="ends before"):
        Interval(at(24, 9), at(23, 9))


@given(days, st.integers(0, 400))
def test_working_days_are_those_of_a_slow_count(day: date, length: int) -> None:
    end = day + timedelta(days=length)
    slowly = sum(CALENDAR.is_working_day(day + timedelta(days=step)) for step in range(length))
    assert CALENDAR.working_days(day, end) == slowly
    assert CALENDAR.working_days(end, day) == 0


@given(days, st.integers(1, 200))
def test_adding_working_days_goes_there_and_back(day: date, number: int) -> None:
    later = CALENDAR.add_working_days(day, number)
    assert CALENDAR.is_working_day(later)
    assert CALENDAR.working_days(day + timedelta(days=1), later + timedelta(days=1)) == number
    back = CALENDAR.add_working_days(later, -number)
    assert CALENDAR.is_working_day(back)
    assert back <= day
    assert CALENDAR.working_days(back, later) == number


def test_adding_no_day_moves_to_a_working_day() -> None:
    assert CALENDAR.add_working_days(date(2026, 11, 23), 0) == date(2026, 11, 23)
    assert CALENDAR.add_working_days(date(2026, 11, 21), 0) == date(2026, 11, 23)


@given(moments, st.decimals(min_value=0, max_value=1200, places=2))
def test_the_forecast_is_the_day_on_which_the_last_hour_is_used(
    now: datetime, left: Decimal
) -> None:
    finish = forecast_finish(CALENDAR, now, left)
    after = datetime(finish.year, finish.month, finish.day, tzinfo=BANGKOK) + timedelta(days=1)
    assert used_hours(CALENDAR, now, after) >= left
    if finish > now.astimezone(BANGKOK).date():
        assert used_hours(CALENDAR, now, after - timedelta(days=1)) < left
        assert CALENDAR.is_working_day(finish)


@given(moments)
def test_the_forecast_does_not_move_while_work_goes_on(now: datetime) -> None:
    start = datetime(2026, 4, 1, 8, 30, tzinfo=BANGKOK)
    at_start = read_clock(calendar=CALENDAR, budget_hours=738, started_at=start, now=start)
    later = read_clock(calendar=CALENDAR, budget_hours=738, started_at=start, now=now)
    assert later.used_hours + later.left_hours == 738
    assert later.forecast_on == at_start.forecast_on


def test_the_manuals_738_hours_are_123_working_days() -> None:
    clock = read_clock(calendar=CALENDAR, budget_hours=738, started_at=MONDAY, now=MONDAY)
    assert clock.forecast_on == CALENDAR.add_working_days(MONDAY.date(), 122)
    assert clock.share == 0
    assert not clock.overdue


def test_a_paused_case_stands_still() -> None:
    pauses = [Interval(at(24, 8, 30))]
    clocks = {
        read_clock(
            calendar=CALENDAR, budget_hours=738, started_at=MONDAY, now=now, pauses=pauses
        ).used_hours
        for now in (at(24, 8, 30), at(24, 15), at(27, 16))
    }
    assert clocks == {Decimal(6)}
    clock = read_clock(
        calendar=CALENDAR, budget_hours=738, started_at=MONDAY, now=at(25, 9), pauses=pauses
    )
    assert clock.paused
    assert clock.left_hours == 732


def test_a_case_over_its_budget_is_overdue() -> None:
    clock = read_clock(calendar=CALENDAR, budget_hours=6, started_at=MONDAY, now=at(25, 8))
    assert clock.overdue
    assert clock.left_hours == -6
    assert clock.share == 2.0
    assert clock.forecast_on == date(2026, 11, 25)


def test_an_ended_case_keeps_its_hours_and_its_day() -> None:
    clock = read_clock(
        calendar=CALENDAR,
        budget_hours=738,
        started_at=MONDAY,
        now=at(30, 9),
        finished_at=at(24, 20),
        pauses=[Interval(at(24, 8, 30))],
    )
    assert clock == Clock(Decimal(738), Decimal(6), Decimal(732), date(2026, 11, 24), paused=False)


def test_a_case_that_has_not_begun_has_used_nothing() -> None:
    clock = read_clock(calendar=CALENDAR, budget_hours=1110, started_at=None, now=MONDAY)
    assert clock == Clock(Decimal(1110), Decimal(0), Decimal(1110), None, paused=False)


def test_a_case_that_begins_later_is_forecast_from_its_beginning() -> None:
    clock = read_clock(calendar=CALENDAR, budget_hours=6, started_at=at(30, 8), now=MONDAY)
    assert clock.forecast_on == date(2026, 11, 30)


def test_a_clock_without_a_budget_has_no_share() -> None:
    clock = read_clock(calendar=CALENDAR, budget_hours=0, started_at=MONDAY, now=at(24, 9))
    assert clock.share == 0.0
