"""The clock of a case, against hours counted by hand on the calendar of B.E. 2569."""

from datetime import date, datetime, timedelta
from decimal import Decimal

import pytest

from networks.models import NetworkProject
from onde_portal.accounts.models import User
from onde_portal.workflow.actions import complete_step, pause, reassign, resume, step_back
from onde_portal.workflow.models import HolidayCorrection
from onde_portal.workflow.selectors import case_overview, hours_by_step, read_case_clock
from tests.workflow.cases import meet, open_project, pass_step
from tests.world import BANGKOK


def on(day: int, month: int = 4, *, hour: int = 8, minute: int = 30) -> datetime:
    """A moment of 2569; 20 April is a Monday, the office opens at 08:30."""
    return datetime(2026, month, day, hour, minute, tzinfo=BANGKOK)


@pytest.fixture
def monday_case(officer: User) -> NetworkProject:
    return open_project(officer, at=on(20))


def test_a_week_counts_thirty_hours(monday_case: NetworkProject) -> None:
    clock = read_case_clock(monday_case, on(27))
    assert clock.used_hours == 30
    assert clock.left_hours == 708
    assert not clock.paused
    assert not clock.overdue


def test_an_office_hour_counts_six_sevenths(monday_case: NetworkProject) -> None:
    clock = read_case_clock(monday_case, on(20, hour=15, minute=30))
    assert round(clock.used_hours, 4) == round(Decimal(36) / 7, 4)


def test_offices_work_on_labour_day_but_not_on_coronation_day(officer: User) -> None:
    case = open_project(officer, at=on(30))
    assert read_case_clock(case, on(5, 5)).used_hours == 12


def test_a_day_that_cabinet_closes_is_left_out_and_one_it_opens_counts(officer: User) -> None:
    case = open_project(officer, at=on(30))
    HolidayCorrection.objects.create(on=date(2026, 5, 1), is_holiday=True, reason="มติ ครม.")
    assert read_case_clock(case, on(5, 5)).used_hours == 6
    HolidayCorrection.objects.create(on=date(2026, 5, 4), is_holiday=False, reason="มติ ครม.")
    assert read_case_clock(case, on(5, 5)).used_hours == 12


def test_pauses_are_left_out(monday_case: NetworkProject, officer: User) -> None:
    pause(case=monday_case, reason="lao", by=officer, at=on(21))
    assert read_case_clock(monday_case, on(22)).used_hours == 6
    assert read_case_clock(monday_case, on(22)).paused
    resume(case=monday_case, by=officer, at=on(23))
    clock = read_case_clock(monday_case, on(27))
    assert clock.used_hours == 18
    assert not clock.paused
    assert case_overview(monday_case, on(27)).paused_hours == 12


def test_the_budget_of_123_days_ends_when_a_calendar_on_paper_says(
    monday_case: NetworkProject,
) -> None:
    closed = {(5, 4), (5, 13), (6, 1), (6, 3), (7, 28), (7, 29), (7, 30), (8, 12), (10, 13)}
    day, left = date(2026, 4, 20), 123
    while True:
        if day.weekday() < 5 and (day.month, day.day) not in closed:
            left -= 1
        if not left:
            break
        day += timedelta(days=1)
    assert read_case_clock(monday_case, on(20)).forecast_on == day
    late = read_case_clock(monday_case, on(30, 11))
    assert late.overdue


def test_the_clock_of_an_ended_case_stands_still(
    monday_case: NetworkProject, officer: User, director: User
) -> None:
    for _number in range(6):
        pass_step(monday_case, by=officer, superior=director, at=on(21))
    for later in (on(22), on(30, 9)):
        clock = read_case_clock(monday_case, later)
        assert clock.used_hours == 6
        assert clock.forecast_on == date(2026, 4, 21)


def test_each_step_shows_the_hours_it_took_over_all_its_passages(
    monday_case: NetworkProject, officer: User, head: User
) -> None:
    pass_step(monday_case, by=officer, superior=head, at=on(21))
    pass_step(monday_case, by=officer, superior=head, at=on(23))
    step_back(case=monday_case, reason="แก้โครงการ", by=officer, at=on(24))
    meet_again(monday_case, officer, head, on(27))
    hours = hours_by_step(monday_case, on(28))
    assert hours == {1: 6, 2: 12 + 6, 3: 6 + 6, 4: 0, 5: 0, 6: 0}
    assert sum(hours.values()) == read_case_clock(monday_case, on(28)).used_hours


def meet_again(case: NetworkProject, officer: User, head: User, at: datetime) -> None:
    meet(case, by=officer, superior=head, at=at)
    complete_step(case=case, by=officer, at=at)


def test_a_pause_is_left_out_of_its_step_only(
    monday_case: NetworkProject, officer: User, head: User
) -> None:
    pass_step(monday_case, by=officer, superior=head, at=on(21))
    pause(case=monday_case, reason="superior", by=officer, at=on(22))
    resume(case=monday_case, by=officer, at=on(23))
    reassign(case=monday_case, owner=head, by=head, at=on(23))
    hours = hours_by_step(monday_case, on(24))
    assert hours[1] == 6
    assert hours[2] == 12


def test_a_clock_set_back_by_a_day_breaks_no_page(
    monday_case: NetworkProject, officer: User, head: User
) -> None:
    pass_step(monday_case, by=officer, superior=head, at=on(22))
    pause(case=monday_case, reason="lao", by=officer, at=on(22))
    resume(case=monday_case, by=officer, at=on(21))
    pass_step(monday_case, by=officer, superior=head, at=on(21))
    overview = case_overview(monday_case, on(20, hour=7))
    assert all(step.hours >= 0 for step in overview.steps)


def test_the_clock_asks_few_questions(
    monday_case: NetworkProject, django_assert_max_num_queries: object
) -> None:
    with django_assert_max_num_queries(2):  # type: ignore[operator]
        read_case_clock(monday_case, on(27))
    with django_assert_max_num_queries(3):  # type: ignore[operator]
        hours_by_step(monday_case, on(27))
