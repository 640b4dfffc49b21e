"""Fiscal years, halves, quarters and due dates."""

from datetime import date, timedelta

import pytest
from hypothesis import given, strategies as st

from onde_portal.thai.calendar import (
    HalfYear,
    Quarter,
    add_months,
    due_dates,
    fiscal_year,
    fiscal_year_end,
    fiscal_year_start,
    overlaps_half,
)

days = st.dates(date(1990, 1, 1), date(2150, 12, 31))
halves = st.builds(HalfYear, st.integers(2540, 2690), st.sampled_from([1, 2]))


@pytest.mark.parametrize(
    ("day", "expected"),
    [
        (date(2026, 9, 30), 2569),
        (date(2026, 10, 1), 2570),
        (date(2026, 12, 31), 2570),
        (date(2027, 1, 1), 2570),
    ],
)
def test_a_fiscal_year_begins_on_the_first_of_october(day: date, expected: int) -> None:
    assert fiscal_year(day) == expected


@given(days)
def test_a_day_lies_within_its_fiscal_year(day: date) -> None:
    fy = fiscal_year(day)
    assert fiscal_year_start(fy) <= day <= fiscal_year_end(fy)
    assert fiscal_year_end(fy) + timedelta(days=1) == fiscal_year_start(fy + 1)


def test_halves_are_october_to_march_and_april_to_september() -> None:
    first, second = HalfYear(2570, 1), HalfYear(2570, 2)
    assert (first.starts_on, first.ends_on) == (date(2026, 10, 1), date(2027, 3, 31))
    assert (second.starts_on, second.ends_on) == (date(2027, 4, 1), date(2027, 9, 30))


def test_labels_name_the_half_and_the_fiscal_year() -> None:
    assert str(HalfYear(2570, 1)) == "รอบ 6 เดือนแรก ปีงบประมาณ พ.ศ. 2570"
    assert HalfYear(2570, 2).label_th == "รอบ 6 เดือนหลัง ปีงบประมาณ พ.ศ. 2570"
    assert HalfYear(2570, 1).label_en == "First half, fiscal year B.E. 2570"
    assert HalfYear(2570, 2).label_en == "Second half, fiscal year B.E. 2570"
    assert str(Quarter(2570, 3)) == "ไตรมาสที่ 3 ปีงบประมาณ พ.ศ. 2570"
    assert Quarter(2570, 3).label_en == "Quarter 3, fiscal year B.E. 2570"


@given(days)
def test_every_day_lies_in_exactly_one_half_and_one_quarter(day: date) -> None:
    half, quarter = HalfYear.containing(day), Quarter.containing(day)
    assert half.starts_on <= quarter.starts_on <= day <= quarter.ends_on <= half.ends_on
    assert not half.previous().ends_on >= day
    assert not half.next().starts_on <= day


@given(halves)
def test_halves_follow_each_other_without_a_gap(half: HalfYear) -> None:
    assert half.ends_on + timedelta(days=1) == half.next().starts_on
    assert half.next().previous() == half
    assert half.previous() < half < half.next()
    assert HalfYear.containing(half.starts_on) == HalfYear.containing(half.ends_on) == half


@given(days)
def test_quarters_follow_each_other_without_a_gap(day: date) -> None:
    quarter = Quarter.containing(day)
    assert quarter.ends_on + timedelta(days=1) == quarter.next().starts_on
    assert quarter.next().previous() == quarter
    assert quarter < quarter.next()


@given(days, st.integers(0, 3000))
def test_the_halves_between_two_days_are_those_with_a_day_in_the_range(
    first: date, length: int
) -> None:
    last = first + timedelta(days=length)
    slowly = {HalfYear.containing(first + timedelta(days=step)) for step in range(length + 1)}
    assert HalfYear.between(first, last) == sorted(slowly)


def test_a_range_that_ends_before_it_begins_has_no_half() -> None:
    assert HalfYear.between(date(2026, 10, 2), date(2026, 10, 1)) == []


@pytest.mark.parametrize("half", [0, 3])
def test_there_is_no_third_half(half: int) -> None:
    with pytest.raises(ValueError, match="halves 1 and 2"):
        HalfYear(2570, half)


def test_there_is_no_fifth_quarter() -> None:
    with pytest.raises(ValueError, match="quarters 1 to 4"):
        Quarter(2570, 5)


def test_due_dates_do_not_drift_from_the_anchor() -> None:
    assert due_dates(date(2026, 8, 31), 6, 4) == [
        date(2027, 2, 28),
        date(2027, 8, 31),
        date(2028, 2, 29),
        date(2028, 8, 31),
    ]


@given(days, st.integers(1, 24), st.integers(0, 20))
def test_a_due_date_has_the_anchors_day_or_is_its_months_last(
    anchor: date, every: int, count: int
) -> None:
    dates = due_dates(anchor, every, count)
    assert len(dates) == count
    assert dates == sorted(set(dates))
    for number, due in enumerate(dates, start=1):
        months = (due.year - anchor.year) * 12 + due.month - anchor.month
        assert months == every * number
        is_last = (due + timedelta(days=1)).day == 1
        assert due.day == anchor.day or (due.day < anchor.day and is_last)


def test_due_dates_need_a_distance() -> None:
    with pytest.raises(ValueError, match="at least one month"):
        due_dates(date(2026, 1, 1), 0, 3)


def test_months_are_added_backwards_too() -> None:
    assert add_months(date(2026, 3, 31), -1) == date(2026, 2, 28)
    assert add_months(date(2026, 1, 15), -13) == date(2024, 12, 15)


@given(halves, days, st.integers(0, 1200))
def test_a_life_overlaps_a_half_when_it_has_a_day_in_it(
    half: HalfYear, starts_on: date, length: int
) -> None:
    lived = (starts_on + timedelta(days=step) for step in range(length))
    expected = any(half.starts_on <= day <= half.ends_on for day in lived)
    assert overlaps_half(half, starts_on, starts_on + timedelta(days=length)) == expected


@pytest.mark.parametrize(
    ("starts_on", "ends_before", "expected"),
    [
        (date(2027, 3, 31), None, True),
        (date(2027, 4, 1), None, False),
        (date(2020, 1, 1), None, True),
        (date(2020, 1, 1), date(2026, 10, 1), False),
        (date(2020, 1, 1), date(2026, 10, 2), True),
        (date(2027, 1, 1), date(2027, 1, 1), False),
    ],
)
def test_the_edges_of_a_half(starts_on: date, ends_before: date | None, *, expected: bool) -> None:
    assert overlaps_half(HalfYear(2570, 1), starts_on, ends_before) is expected
