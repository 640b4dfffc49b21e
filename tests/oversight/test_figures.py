"""What belongs to a year's figures, and what does not."""

from collections.abc import Callable
from datetime import date, datetime, timedelta

import pytest
from django.test import Client

from hubs.actions.life import correct_announcement
from monitoring.models import Problem, ProblemCategory, ProblemNote
from monitoring.tally import Tally
from networks.actions import open_project
from onde_portal.accounts.models import User
from onde_portal.oversight.actions import freeze_year
from onde_portal.oversight.models import Measure
from onde_portal.oversight.selectors.cases import running_cases
from onde_portal.oversight.selectors.evidence import MEASURES, Basis, Evidence, end_of
from onde_portal.oversight.selectors.figures import figures_of
from onde_portal.oversight.selectors.problems import problems_by_category, rounds_until
from onde_portal.oversight.selectors.years import all_year_figures, year_figures
from onde_portal.oversight.shown.addresses import problems_named
from onde_portal.registry.models import Lao
from onde_portal.thai.calendar import HalfYear
from onde_portal.workflow.actions import cancel_case
from tests import world
from tests.monitoring import story
from tests.oversight.figures import FIRST, SECOND, reported

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("references")]
# The first of the two is the last round of 2568, the other the first one of 2569.
END_OF_2568 = date(2025, 9, 30)


def measured(measure: str, on: date) -> tuple[int | None, int | None]:
    now = datetime(on.year, on.month, on.day, 12, tzinfo=world.BANGKOK)
    year = on.year + 543 + (on.month > 9)
    found = figures_of(year_figures(year, on), now)["success"]["evidence"][measure]
    return found["part"], found["whole"]


def test_a_round_counts_for_the_success_of_its_own_year_only(lao: Lao) -> None:
    reported(lao, FIRST, {"OP01": 1})
    assert measured(Measure.ROUND_RECEIVED, END_OF_2568) == (1, 1)
    new_year = date(2025, 10, 1)
    assert measured(Measure.ROUND_RECEIVED, new_year) == (0, 0)
    # The card of the page still watches the round that received last.
    figures = figures_of(year_figures(2569, new_year), end_of(new_year) - timedelta(hours=1))
    assert figures["round"]["tally"]["received"] == 1


def named(lao: Lao, half: HalfYear, at: datetime) -> Problem:
    return Problem.objects.create(
        follow_up=reported(lao, half, {}), position=1, severity="low", description="คนน้อย",
        category=ProblemCategory.objects.get(pk="P01"), state="open",
    )  # fmt: skip


def standing(day: date) -> tuple[int, int]:
    row = problems_by_category(rounds_until(day), day)[0]
    return row["open"], row["solved"]


def test_what_a_report_says_of_its_round_counts_in_it_however_late_it_comes(
    lao: Lao, other_lao: Lao, officer: User
) -> None:
    late = datetime(2025, 10, 15, 9, tzinfo=world.BANGKOK)
    old = named(lao, HalfYear(2568, 1), late - timedelta(days=200))
    follow_up = reported(lao, FIRST, {})
    named(other_lao, FIRST, late)
    assert standing(END_OF_2568) == (2, 0)
    ProblemNote.objects.create(
        problem=old, follow_up=follow_up, state="solved", at=late, by=officer
    )
    assert standing(END_OF_2568) == (1, 1)


def test_the_list_of_what_a_round_names_is_as_long_as_its_count(
    lao: Lao, other_lao: Lao, officer: User, sign_in: Callable[[User], Client]
) -> None:
    late = datetime(2025, 10, 15, 9, tzinfo=world.BANGKOK)
    old = named(lao, HalfYear(2568, 1), late)
    solved = named(other_lao, HalfYear(2568, 1), late)
    named(other_lao, FIRST, late)
    for problem, state in ((old, "worse"), (solved, "solved")):
        ProblemNote.objects.create(
            problem=problem, follow_up=reported(problem.follow_up.hub.lao, FIRST, {}),
            state=state, at=late, by=officer,
        )  # fmt: skip
    rounds = rounds_until(END_OF_2568)
    (row,) = problems_by_category(rounds, END_OF_2568)
    assert row["rounds"] == [2, 2]
    client = sign_in(officer)
    for count, round_ in zip(row["rounds"], rounds, strict=True):
        listed = client.get(problems_named(row["code"], round_.pk))
        assert listed.context["cl"].result_count == count


def test_what_the_office_or_a_later_round_says_after_the_year_does_not_change_it(
    lao: Lao, officer: User
) -> None:
    late = datetime(2025, 10, 15, 9, tzinfo=world.BANGKOK)
    old = named(lao, FIRST, late)
    ProblemNote.objects.create(problem=old, state="solved", at=late, by=officer)
    next_round = reported(lao, SECOND, {})
    ProblemNote.objects.create(
        problem=old, follow_up=next_round, state="solved", at=late, by=officer
    )
    assert standing(END_OF_2568) == (1, 0)
    assert standing(world.TODAY) == (0, 1)


def test_growth_is_measured_against_the_total_that_is_shown(
    lao: Lao, other_lao: Lao, director: User, officer: User
) -> None:
    moved = story.make_hub(lao, date(2025, 2, 1))
    story.make_hub(other_lao, date(2025, 3, 1))
    freeze_year(year=2568, figures={}, by=director, at=world.NOW)
    correct_announcement(
        hub=moved, on=date(2025, 10, 2), announcement_number="1/2569", reason="พิมพ์ผิด",
        by=officer, at=world.NOW,
    )  # fmt: skip
    years = {item.year: item for item in all_year_figures(world.TODAY)}
    assert (years[2568].count.hubs_total, years[2568].now.hubs_total) == (2, 1)
    assert (years[2569].count.hubs_total, years[2569].count.growth) == (2, 0)


def test_a_case_that_was_cancelled_later_still_ran_at_the_end_of_the_year(
    lao: Lao, officer: User
) -> None:
    opened = datetime(2025, 5, 1, 9, tzinfo=world.BANGKOK)
    case = open_project(
        title="โครงการ", year=2568, province=lao.province, owner=officer, by=officer, at=opened
    )
    at = end_of(END_OF_2568)
    cancel_case(case=case, reason="งบประมาณ", by=officer, at=at + timedelta(days=9))
    assert [row["pk"] for row in running_cases(at)] == [case.pk]
    assert running_cases(at + timedelta(days=10)) == []
    assert furthest(END_OF_2568) == case.pk
    assert furthest(END_OF_2568 + timedelta(days=10)) is None


def furthest(day: date) -> int | None:
    year = year_figures(2568, world.TODAY)
    basis = Basis(2568, day, year.now, None, Tally(), 0, 0)
    found: Evidence = MEASURES[Measure.PROJECT_STEP](basis)
    return found.about
