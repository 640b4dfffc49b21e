"""Days on which government offices are closed."""

from datetime import date

import pytest
from holidays.countries.thailand import Thailand
from hypothesis import given, strategies as st

from onde_portal.thai.holidays import government_holidays


@pytest.mark.parametrize(
    "day",
    [
        date(2026, 1, 1),
        date(2026, 1, 2),
        date(2026, 4, 13),
        date(2026, 5, 13),
        date(2026, 6, 1),
        date(2026, 10, 23),
        date(2026, 12, 7),
        date(2028, 1, 3),
        date(2028, 4, 17),
    ],
)
def test_offices_are_closed_on_holidays_and_their_substitutes(day: date) -> None:
    assert day in government_holidays(day.year, day.year)


@pytest.mark.parametrize("day", [date(2026, 5, 1), date(2027, 5, 3), date(2026, 1, 10)])
def test_offices_work_on_labour_day_and_childrens_day(day: date) -> None:
    assert day not in government_holidays(2025, 2028)


@given(st.integers(2000, 2040), st.integers(0, 5))
def test_a_span_of_years_has_the_holidays_of_its_years(first: int, more: int) -> None:
    last = first + more
    each = (government_holidays(year, year) for year in range(first, last + 1))
    assert government_holidays(first, last) == frozenset().union(*each)


@given(st.integers(2000, 2040))
def test_only_labour_day_and_childrens_day_are_left_out(year: int) -> None:
    all_days = Thailand(
        years=range(year - 1, year + 2), categories=("public", "government"), language="en_US"
    )
    ours = government_holidays(year, year)
    left_out = {name for day, name in all_days.items() if day.year == year and day not in ours}
    names = {name.removesuffix(" (in lieu)") for name in left_out}
    assert names == {"National Labor Day", "National Children's Day"}


def test_the_answer_is_kept() -> None:
    assert government_holidays(2026, 2027) is government_holidays(2026, 2027)
