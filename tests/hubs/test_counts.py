"""How many hubs there are on a day and by year, and what became of each."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import date, datetime, timedelta

import pytest
from django.utils import translation

from hubs.actions.life import (
    close_hub,
    correct_announcement,
    establish_hub,
    register_hub,
    suspend_hub,
)
from hubs.models import Hub
from hubs.selectors.hubs import (
    established_in,
    hub_count_on,
    hub_counts_on,
    hub_history,
)
from onde_portal.accounts.models import User
from tests.world import BANGKOK, NOW, TODAY, make_lao, udon_thani

DAY = timedelta(days=1)
MARCH = date(2025, 3, 10)
JUNE = date(2025, 6, 1)
Queries = Callable[[int], AbstractContextManager[object]]


@pytest.fixture
def three(officer: User) -> list[Hub]:
    """One established in March, one in March and closed in June, one that prepares."""
    hubs = [
        register_hub(lao=make_lao(udon_thani(), name), by=officer, at=NOW)
        for name in ("หนึ่ง", "สอง", "สาม")
    ]
    for hub in hubs[:2]:
        establish_hub(hub=hub, on=MARCH, by=officer, at=NOW)
    close_hub(hub=hubs[1], on=JUNE, reason="ยุบรวม", by=officer, at=NOW)
    return hubs


def test_a_hub_counts_from_its_announcement_to_the_day_before_it_closes(three: list[Hub]) -> None:
    assert [hub_count_on(day) for day in (MARCH - DAY, MARCH, JUNE - DAY, JUNE)] == [0, 2, 2, 1]


def test_many_days_are_counted_at_once_and_alike(
    three: list[Hub], django_assert_num_queries: Queries
) -> None:
    days = [MARCH - DAY, MARCH, JUNE - DAY, JUNE, TODAY]
    expected = {day: hub_count_on(day) for day in days}
    with django_assert_num_queries(1):
        assert hub_counts_on(days) == expected


def test_a_suspended_hub_still_counts(three: list[Hub], officer: User) -> None:
    suspend_hub(hub=three[0], reason="น้ำท่วม", by=officer, at=NOW)
    assert hub_count_on(TODAY) == 1


def test_a_hub_closed_on_the_day_of_its_announcement_never_counts(officer: User) -> None:
    hub = register_hub(lao=make_lao(udon_thani(), "วันเดียว"), by=officer, at=NOW)
    establish_hub(hub=hub, on=MARCH, by=officer, at=NOW)
    close_hub(hub=hub, on=MARCH, reason="ประกาศผิด", by=officer, at=NOW)
    assert hub_count_on(MARCH) == 0
    assert not Hub.objects.alive_between(MARCH, TODAY).exists()


def test_years_count_announcements_closed_or_not(three: list[Hub], officer: User) -> None:
    establish_hub(hub=three[2], on=date(2025, 10, 1), by=officer, at=NOW)
    assert established_in(2569).count() == 1
    assert established_in(2568).count() == 2
    assert established_in(2567).count() == 0


def test_a_hub_is_alive_between_days_on_which_it_had_one_day(three: list[Hub]) -> None:
    def alive(first: date, last: date) -> int:
        return Hub.objects.alive_between(first, last).count()

    assert alive(date(2025, 1, 1), MARCH - DAY) == 0
    assert alive(date(2025, 1, 1), MARCH) == 2
    assert alive(JUNE - DAY, TODAY) == 2
    assert alive(JUNE, TODAY) == 1


def test_the_history_of_a_hub_speaks_thai_with_buddhist_dates(
    three: list[Hub], officer: User
) -> None:
    correct_announcement(
        hub=three[0], on=JUNE, announcement_number="1/2568", reason="พิมพ์ผิด", by=officer,
        at=datetime(2026, 4, 20, 11, tzinfo=BANGKOK),
    )  # fmt: skip
    with translation.override("th"):
        corrected, established, registered = hub_history(three[0])
    assert corrected.detail == "10 มี.ค. 68 → 1 มิ.ย. 68"
    assert (corrected.reason, corrected.who) == ("พิมพ์ผิด", str(officer))
    assert established.what == "จัดตั้งศูนย์"
    assert established.reason == "10 มี.ค. 68"
    assert registered.detail == "เตรียมการ"
