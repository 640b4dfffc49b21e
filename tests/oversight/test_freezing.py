"""A closed year is frozen once, with the list behind it; what is corrected later is seen beside."""

from collections.abc import Callable
from datetime import date, datetime

import pytest
from django.test import Client
from django.urls import reverse
from django.utils.translation import override

from hubs.actions.life import close_hub, correct_announcement, establish_hub, register_hub
from monitoring.models import AnnualFigure
from networks.actions import found_network
from onde_portal.accounts.models import User
from onde_portal.oversight import errors
from onde_portal.oversight.actions import freeze_year
from onde_portal.oversight.models import FrozenHub, FrozenNetwork, FrozenYear
from onde_portal.oversight.selectors.figures import figures_of
from onde_portal.oversight.selectors.years import all_year_figures, nearest_year, year_figures
from onde_portal.registry.models import Lao
from onde_portal.reporting.actions import open_year_report
from onde_portal.reporting.reports.papers import parts_of
from onde_portal.reporting.selectors.contents import live_content
from onde_portal.ui.figures import Numbers
from tests import world
from tests.monitoring.story import make_hub

pytestmark = pytest.mark.django_db
NOW, TODAY = world.NOW, world.TODAY


def freeze(director: User, year: int = 2568) -> FrozenYear:
    return freeze_year(year=year, figures={}, by=director, at=NOW)


def test_a_frozen_year_keeps_its_counts_and_the_hubs_and_networks_behind_them(
    lao: Lao, other_lao: Lao, director: User
) -> None:
    old, new = make_hub(lao, date(2023, 1, 5)), make_hub(other_lao, date(2025, 2, 1))
    network = found_network(
        name="เครือข่าย", province=lao.province, founded_on=date(2025, 3, 1), by=director, at=NOW
    )
    AnnualFigure.objects.create(product="hubs", fiscal_year=2568, planned=3)
    frozen = freeze(director)
    assert (frozen.hubs_established, frozen.hubs_total, frozen.hubs_planned) == (1, 2, 3)
    assert (frozen.networks_founded, frozen.growth, frozen.frozen_by) == (1, 1, director)
    assert frozen.counted_on == date(2025, 9, 30)
    rows = FrozenHub.objects.order_by("established_on")
    assert [(row.hub, row.is_new, row.is_counted) for row in rows] == [
        (old, False, True),
        (new, True, True),
    ]
    assert FrozenNetwork.objects.get().network == network


def test_only_the_director_freezes_only_years_that_are_over_and_only_once(
    head: User, director: User
) -> None:
    with pytest.raises(errors.NotTheDirector):
        freeze(head)
    with pytest.raises(errors.YearNotOver):
        freeze(director, 2569)
    with pytest.raises(errors.UnknownYear):
        freeze(director, 2558)
    freeze(director)
    with pytest.raises(errors.FrozenAlready):
        freeze(director)
    assert FrozenYear.objects.count() == 1


def test_a_year_may_be_frozen_from_the_first_of_october_on(director: User) -> None:
    evening = datetime(2025, 9, 30, 23, 59, tzinfo=world.BANGKOK)
    with pytest.raises(errors.YearNotOver):
        freeze_year(year=2568, figures={}, by=director, at=evening)
    morning = datetime(2025, 10, 1, 0, 0, tzinfo=world.BANGKOK)
    assert freeze_year(year=2568, figures={}, by=director, at=morning).fiscal_year == 2568


def test_what_moved_since_it_was_looked_at_is_not_frozen_unseen(lao: Lao, director: User) -> None:
    with pytest.raises(errors.FiguresMoved):
        freeze_year(year=2568, figures={}, seen="1|2|3", by=director, at=NOW)


def test_figures_of_a_frozen_year_open_the_hubs_that_were_frozen(
    lao: Lao, other_lao: Lao, director: User, officer: User, sign_in: Callable[[User], Client]
) -> None:
    moved = make_hub(lao, date(2025, 2, 1))
    make_hub(other_lao, date(2023, 1, 5))
    browser = sign_in(director)
    seen = browser.get(reverse("overview-freeze", args=[2568])).context["seen"]
    browser.post(reverse("overview-freeze-now", args=[2568]), {"seen": seen})
    correct_announcement(
        hub=moved, on=date(2025, 10, 2), announcement_number="1/2569", reason="พิมพ์ผิด",
        by=officer, at=NOW.replace(hour=11),
    )  # fmt: skip
    shown = browser.get("/overview/?year=2568").content.decode()
    for which, count in (("is_new", 1), ("is_counted", 2)):
        address = f"{reverse('overview-frozen', args=[2568])}?which={which}"
        assert f'href="{address}#hubs"' in shown
        assert browser.get(address).context["page"].paginator.count == count


def test_the_total_of_a_year_before_the_first_hub_opens_an_empty_list(
    lao: Lao, officer: User, sign_in: Callable[[User], Client]
) -> None:
    make_hub(lao, date(2025, 2, 1))
    listed = sign_in(officer).get("/staff/hubs/hub/?counted_fy=2560")
    assert listed.context["cl"].result_count == 0


def test_later_corrections_stand_beside_the_frozen_figure_with_their_reason(
    lao: Lao, other_lao: Lao, director: User, officer: User
) -> None:
    closed, moved = make_hub(lao, date(2023, 1, 5)), make_hub(other_lao, date(2025, 2, 1))
    freeze(director)
    later = NOW.replace(hour=11)
    close_hub(hub=closed, on=date(2025, 9, 1), reason="ยุบรวม", by=officer, at=later)
    correct_announcement(
        hub=moved, on=date(2025, 10, 2), announcement_number="1/2569", reason="พิมพ์ผิด",
        by=officer, at=later,
    )  # fmt: skip
    found_network(
        name="มาทีหลัง", province=lao.province, founded_on=date(2025, 3, 1), by=officer, at=later
    )
    year = year_figures(2568, TODAY)
    assert (year.count.hubs_total, year.now.hubs_total) == (2, 0)
    assert (year.count.hubs_established, year.now.hubs_established) == (1, 0)
    assert "networks_founded" in year.changed
    said = {(item.name, item.came_in, item.figures, item.reason) for item in year.corrections}
    assert said == {
        (closed.name, False, ("hubs_total",), "ยุบรวม"),
        (moved.name, False, ("hubs_established", "hubs_total"), "พิมพ์ผิด"),
        ("มาทีหลัง", True, ("networks_founded",), ""),
    }


def test_the_yearly_report_gives_the_day_of_what_was_recorded_later_in_the_buddhist_era(
    lao: Lao, director: User, officer: User
) -> None:
    found = figures_of(year_figures(2568, TODAY), NOW)
    freeze_year(year=2568, figures=found, by=director, at=NOW)
    hub = register_hub(lao=lao, by=officer, at=NOW.replace(hour=11))
    establish_hub(hub=hub, on=date(2025, 9, 15), by=officer, at=NOW.replace(hour=11))
    report = open_year_report(year=2568, by=officer, at=NOW.replace(hour=12))
    with override("th"):
        parts = parts_of(live_content(report, NOW.replace(hour=12)), Numbers("th"))
    rows = [row for part in parts for sheet in part.sheets if sheet.table.key == "corrections"
            for row in sheet.table.rows]  # fmt: skip
    assert [row[3].replace("\N{NO-BREAK SPACE}", " ") for row in rows] == ["๑๕ ก.ย. ๖๘"]


def test_growth_of_now_is_measured_against_the_total_of_now(
    lao: Lao, other_lao: Lao, director: User, officer: User
) -> None:
    closed = make_hub(lao, date(2024, 2, 1))
    freeze(director, 2567)
    make_hub(other_lao, date(2025, 2, 1))
    freeze(director, 2568)
    close_hub(hub=closed, on=date(2024, 9, 1), reason="ยุบรวม", by=officer, at=NOW.replace(hour=11))
    years = {item.year: item for item in all_year_figures(TODAY)}
    assert (years[2567].now.hubs_total, years[2568].now.hubs_total) == (0, 1)
    assert (years[2568].count.growth, years[2568].now.growth) == (1, 1)
    assert (years[2567].count.growth, years[2567].now.growth) == (1, 0)
    assert years[2569].count.growth == -1, "against the frozen total that is shown"


def test_years_that_are_not_frozen_say_so_and_show_the_records(lao: Lao, director: User) -> None:
    make_hub(lao, date(2024, 2, 1))
    freeze(director, 2567)
    years = {item.year: item for item in all_year_figures(TODAY)}
    assert years[2567].is_frozen
    assert years[2568].may_be_frozen
    assert years[2569].is_running
    assert not years[2569].may_be_frozen
    assert years[2569].as_of == TODAY
    assert not any(item.changed for item in years.values())


def test_a_year_that_is_not_known_leads_to_the_nearest_one() -> None:
    assert nearest_year(1, TODAY) == 2559
    assert nearest_year(99_999, TODAY) == 2569
    assert nearest_year(2564, TODAY) == 2564
