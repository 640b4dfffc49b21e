"""The yearly report: the manual's tables continued, lists behind them, cases, frozen years."""

from datetime import date, timedelta
from decimal import Decimal

import pytest

from hubs.models import Hub, HubProgramme
from monitoring.content import as_json, from_stored
from monitoring.reference import load_reference
from networks.models import CitizenNetwork
from onde_portal.accounts.models import User
from onde_portal.oversight.actions.freezing import freeze_year
from onde_portal.oversight.selectors.figures import figures_of
from onde_portal.oversight.selectors.years import year_figures
from onde_portal.registry.models import Lao
from onde_portal.reporting.content import YearContent
from onde_portal.reporting.selectors.years import year_content
from onde_portal.workflow.actions import open_case
from tests import world
from tests.monitoring import story

pytestmark = pytest.mark.django_db
MARCH = world.NOW


@pytest.fixture
def years(lao: Lao, other_lao: Lao, officer: User) -> None:
    """A hub of 2568, one of 2569 that was closed in it, and a network of 2569."""
    load_reference()
    story.make_hub(lao, date(2025, 6, 1))
    story.make_hub(other_lao, date(2025, 11, 1), closed_on=date(2026, 2, 1))
    CitizenNetwork.objects.create(
        name="เครือข่ายอุดร", province=world.udon_thani(), founded_on=date(2026, 1, 5),
        fiscal_year=2569, search_key="x",
    )  # fmt: skip
    open_case(
        model=HubProgramme, title="โครงการ", fiscal_year=2569, owner=officer, by=officer,
        at=world.NOW - timedelta(days=3),
    )  # fmt: skip


def test_the_manuals_tables_go_on_to_today(years: None) -> None:
    found = year_content(2569, MARCH)
    lines = {line.fiscal_year: line for line in found.years}
    assert list(lines) == list(range(2559, 2570))
    assert [lines[year].networks for year in (2559, 2560, 2561)] == [2, 2, 2]
    assert [lines[year].hubs_planned for year in (2562, 2563, 2564)] == [10, 10, 10]
    this = lines[2569]
    assert (this.hubs, this.total, this.growth, this.networks) == (1, 1, 0, 1)
    assert (this.is_running, lines[2568].is_running, lines[2568].total) == (True, False, 1)
    assert [line.name for line in found.networks] == ["เครือข่ายอุดร"]
    assert [line.name for line in found.established] == ["ศูนย์ แม่น้ำคำ"]
    assert [(line.name, line.closed_on) for line in found.closed] == [
        ("ศูนย์ แม่น้ำคำ", date(2026, 2, 1))
    ]
    (case,) = found.cases
    # From Friday to Monday at the same hour: one working day.
    assert (case.section, case.budget, case.used) == ("8.2", Decimal(1110), Decimal("6.0"))
    assert from_stored(YearContent, as_json(found)) == found


def test_a_frozen_year_stands_and_its_correction_beside_it(years: None, director: User) -> None:
    figures = figures_of(year_figures(2568, world.TODAY), MARCH)
    freeze_year(year=2568, figures=figures, by=director, at=MARCH)
    Hub.objects.filter(name="ศูนย์ หนองบัว").update(
        established_on=date(2025, 10, 5), established_year=2569
    )
    found = year_content(2568, MARCH + timedelta(days=1))
    line = next(line for line in found.years if line.fiscal_year == 2568)
    assert (line.is_frozen, line.hubs, line.hubs_now, line.total, line.total_now) == (
        True, 1, 0, 1, 0,
    )  # fmt: skip
    assert [(item.name, item.came_in) for item in found.corrections] == [("ศูนย์ หนองบัว", False)]


def test_a_year_without_anything_is_a_report_too(db: None) -> None:
    found = year_content(2569, MARCH)
    assert (found.networks, found.established, found.closed, found.cases) == ((), (), (), ())
    assert found.rounds == ()
