"""Projects are opened, networks founded, and both counted by fiscal year."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import date, datetime, timedelta

import pytest

from networks.actions import (
    FoundedInFuture,
    FoundedTooEarly,
    NameNeeded,
    found_network,
    open_project,
)
from networks.models import CitizenNetwork, NetworkProject, ProjectVerb
from networks.selectors import founded_by_year, founded_in, network_count_on
from onde_portal.accounts.models import User
from onde_portal.thai.text import thai_key
from tests.world import BANGKOK, NOW, TODAY, chiang_mai, udon_thani

Queries = Callable[[int], AbstractContextManager[object]]


def found(on: date, by: User, *, name: str = "เครือข่ายน้ำคำ") -> CitizenNetwork:
    return found_network(name=name, province=chiang_mai(), founded_on=on, by=by, at=NOW)


def test_a_project_opens_for_a_province_and_a_year(officer: User) -> None:
    project = open_project(
        title=" สร้างเครือข่าย ", year=2569, province=udon_thani(), owner=officer, by=officer, at=NOW
    )
    assert (project.title, project.fiscal_year) == ("สร้างเครือข่าย", 2569)
    assert project.province == udon_thani()
    assert project.steps.count() == 6


def test_several_projects_run_in_a_year(officer: User) -> None:
    for _turn in range(2):
        open_project(title="งาน", year=2569, province=None, owner=officer, by=officer, at=NOW)
    assert NetworkProject.objects.running().count() == 2


def test_a_network_is_found_by_any_spelling_of_its_name_and_by_its_province(officer: User) -> None:
    network = found(TODAY, officer, name="เครือข่ายน\u0e49ํา")
    assert thai_key("น้ำ") in network.search_key
    assert thai_key("chiang mai") in network.search_key


@pytest.mark.parametrize(
    ("on", "year"), [(date(2025, 9, 30), 2568), (date(2025, 10, 1), 2569), (TODAY, 2569)]
)
def test_a_network_counts_in_the_fiscal_year_of_its_founding(
    on: date, year: int, officer: User
) -> None:
    assert found(on, officer).fiscal_year == year


def test_a_founding_lies_neither_ahead_nor_before_the_law(officer: User) -> None:
    with pytest.raises(FoundedInFuture):
        found(TODAY + timedelta(days=1), officer)
    with pytest.raises(FoundedTooEarly):
        found(date(1983, 1, 1), officer)


def test_midnight_is_bangkoks_midnight(officer: User) -> None:
    late = datetime(2026, 4, 20, 17, 30, tzinfo=BANGKOK).astimezone()
    after = datetime(2026, 4, 21, 0, 30, tzinfo=BANGKOK)
    tomorrow = TODAY + timedelta(days=1)

    def found_at(moment: datetime) -> CitizenNetwork:
        return found_network(
            name="ก", province=chiang_mai(), founded_on=tomorrow, by=officer, at=moment
        )

    with pytest.raises(FoundedInFuture):
        found_at(late)
    assert found_at(after).pk


@pytest.mark.parametrize("name", ["", "  ", "\u200b"])
def test_a_network_has_a_name(name: str, officer: User) -> None:
    with pytest.raises(NameNeeded):
        found(TODAY, officer, name=name)


def test_a_founding_is_part_of_its_projects_record(officer: User) -> None:
    project = open_project(title="งาน", year=2569, province=None, owner=officer, by=officer, at=NOW)
    network = found_network(
        name="ข", province=chiang_mai(), founded_on=TODAY, project=project, by=officer, at=NOW
    )
    event = project.events.latest("pk")
    assert (event.verb, event.reason) == (ProjectVerb.NETWORK_FOUNDED, "ข")
    assert project.networks.get() == network
    assert network.history.count() == 1


def test_years_and_days_are_counted_in_one_query_each(
    officer: User, django_assert_num_queries: Queries
) -> None:
    for on in (date(2025, 3, 1), date(2025, 9, 30), TODAY):
        found(on, officer)
    with django_assert_num_queries(1):
        assert founded_by_year() == {2568: 2, 2569: 1}
    with django_assert_num_queries(1):
        assert network_count_on(date(2025, 9, 29)) == 1
    assert founded_in(2568).count() == 2
