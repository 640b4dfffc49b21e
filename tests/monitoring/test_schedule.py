from datetime import date, timedelta

from hypothesis import given, strategies as st

from monitoring.models import Expectation
from monitoring.schedule import RoundDates, expectation, expected_halves
from onde_portal.thai.calendar import HalfYear

DAYS = st.dates(min_value=date(2015, 1, 1), max_value=date(2035, 12, 31))
FIRST = HalfYear(2570, 1)


def test_a_round_opens_thirty_days_before_its_period_ends_and_is_due_thirty_days_after() -> None:
    dates = RoundDates.for_half(FIRST)
    assert (dates.starts_on, dates.ends_on) == (date(2026, 10, 1), date(2027, 3, 31))
    assert (dates.opens_on, dates.due_on) == (date(2027, 3, 1), date(2027, 4, 30))


@given(start=DAYS, life=st.none() | st.integers(0, 2500), until=DAYS)
def test_a_half_is_expected_exactly_when_it_has_a_living_day(
    start: date, life: int | None, until: date
) -> None:
    closed = None if life is None else start + timedelta(days=life)
    expected = set(expected_halves(start, closed, until))
    for half in HalfYear.between(date(2015, 1, 1), date(2035, 12, 31)):
        days = (
            half.starts_on + timedelta(days=number)
            for number in range((half.ends_on - half.starts_on).days + 1)
        )
        lives = any(start <= day <= until and (closed is None or day < closed) for day in days)
        assert (half in expected) is lives


def test_a_hub_without_an_announcement_owes_nothing() -> None:
    assert expected_halves(None, None, date(2030, 1, 1)) == []


def reason(established_on: date, closed_on: date | None) -> str | None:
    return expectation(FIRST, established_on, closed_on)


def test_the_reason_is_first_closing_or_whole() -> None:
    before, within = date(2025, 1, 1), date(2026, 12, 1)
    assert reason(before, None) == Expectation.WHOLE
    assert reason(within, None) == Expectation.FIRST
    assert reason(FIRST.starts_on, None) == Expectation.FIRST
    assert reason(before, within) == Expectation.CLOSING
    assert reason(before, date(2027, 4, 1)) == Expectation.CLOSING
    assert reason(before, date(2027, 4, 2)) == Expectation.WHOLE
    assert reason(within, date(2027, 1, 1)) == Expectation.FIRST
    assert reason(before, FIRST.starts_on) is None
    assert reason(within, within) is None
