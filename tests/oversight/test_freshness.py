"""Whatever changes, the page shows it at once; what does not change is not made again."""

from collections.abc import Callable
from datetime import date, timedelta
from decimal import Decimal

import pytest
import time_machine
from django.db import connection
from django.test import Client
from django.urls import reverse

from hubs.actions.life import close_hub, establish_hub, register_hub
from hubs.actions.memos import send_memo
from monitoring.actions import accept_report, return_report
from monitoring.actions.records import note_problem
from monitoring.models import AnnualFigure, FollowUp, Problem
from networks.actions import found_network, open_project
from onde_portal.accounts.models import Role, User
from onde_portal.accounts.stand_ins import end_stand_in, name_stand_in
from onde_portal.oversight.models import KeptFigures, KeptPage, Rubric
from onde_portal.oversight.selectors.stamp import stamp_at
from onde_portal.registry.models import Lao
from onde_portal.workflow.actions import pause
from tests import world
from tests.hubs.chain import chosen, open_one, written_memo
from tests.monitoring import story as rounds
from tests.oversight import story

pytestmark = pytest.mark.django_db
NOW, TODAY = world.NOW, world.TODAY


@pytest.fixture
def shows(reader: Client) -> Callable[..., str]:
    """Reads the page twice: what is kept ready must be the same as what is made anew."""

    def read(**asked: str) -> str:
        made = story.page(reader, **asked)
        KeptFigures.objects.all().delete()
        KeptPage.objects.all().delete()
        assert _words(story.page(reader, **asked)) == _words(made)
        return made

    return read


def _words(html: str) -> list[str]:
    """The lines that hold no secret of a form."""
    once = ("csrfmiddlewaretoken",)
    return [line for line in html.splitlines() if line.strip() and not any(w in line for w in once)]


def kpi(html: str, address: str) -> str:
    """The figure that leads to this list."""
    return html.split(f'{address}">', 1)[1].split("<", 1)[0]


def test_hubs_established_and_closed_count_at_once(
    shows: Callable[..., str], lao: Lao, officer: User
) -> None:
    total = "counted_fy=2569"
    assert kpi(shows(), total) == "0"
    hub = register_hub(lao=lao, by=officer, at=NOW)
    establish_hub(hub=hub, on=TODAY, by=officer, at=NOW)
    assert kpi(shows(), total) == "1"
    close_hub(hub=hub, on=TODAY, reason="ยุบรวม", by=officer, at=NOW)
    assert kpi(shows(), total) == "0"


def test_reports_accepted_and_returned_show_at_once(
    shows: Callable[..., str], lao: Lao, reporter: User, officer: User
) -> None:
    follow_up = rounds.open_follow_up(rounds.make_hub(lao, date(2025, 10, 1)))
    assert "0 of 1 received" in shows()
    story.send(follow_up, reporter)
    assert "1 of 1 received" in shows()
    follow_up.refresh_from_db()
    return_report(
        follow_up=follow_up, reason="ขาดแผน", due_on=TODAY + timedelta(days=9),
        version=follow_up.version, by=officer, at=NOW,
    )  # fmt: skip
    assert "0 of 1 received" in shows()


def test_an_accepted_report_and_its_problem_show_at_once(
    shows: Callable[..., str], lao: Lao, reporter: User, officer: User
) -> None:
    follow_up = rounds.open_follow_up(rounds.make_hub(lao, date(2025, 10, 1)))
    assert "No report has named a problem." in shows()
    story.send(follow_up, reporter)
    follow_up.refresh_from_db()
    accept_report(follow_up=follow_up, version=follow_up.version, by=officer, at=NOW)
    html = shows()
    assert "No report has named a problem." not in html
    assert 'Accepted of those received</th><td class="num">1<' in html
    problem = Problem.objects.get()
    solved = 'solved=yes">0<'
    assert solved in html
    note_problem(problem=problem, state=Problem.State.SOLVED, text="แก้แล้ว", by=officer, at=NOW)
    assert solved not in shows()


def test_plan_network_and_rubric_show_at_once(
    shows: Callable[..., str], lao: Lao, officer: User
) -> None:
    assert "no plan set for this year" in shows()
    AnnualFigure.objects.create(product="networks", fiscal_year=2569, planned=4)
    assert "of 4 planned" in shows()
    found_network(name="ใหม่", province=lao.province, founded_on=TODAY, by=officer, at=NOW)
    assert kpi(shows(), "fiscal_year=2569") == "1"
    rubric = Rubric.objects.get(key="follow-up")
    rubric.weight = Decimal(77)
    rubric.save(update_fields=["weight"])
    assert "weight 77" in shows()


def test_a_memo_that_is_sent_and_a_case_that_moves_show_at_once(
    shows: Callable[..., str], lao: Lao, head: User, officer: User
) -> None:
    programme = open_one(officer)
    chosen(programme, lao, by=officer)
    memo = written_memo(programme, by=officer)
    assert "No approval waits for anybody" in shows()
    send_memo(memo=memo, by=officer, at=NOW)
    html = shows()
    assert "No approval waits" not in html
    assert "Section head" in html
    project = open_project(
        title="เครือข่าย", year=2569, province=lao.province, owner=officer, by=officer, at=NOW
    )
    assert "of 2 running cases" in shows()
    pause(case=project, reason="budget", remarks="", by=officer, at=NOW)
    assert "Waiting for a budget" in shows()


def test_freezing_shows_at_once_and_so_does_the_correction_after_it(
    shows: Callable[..., str], reader: Client, lao: Lao, officer: User
) -> None:
    hub = rounds.make_hub(lao, date(2024, 11, 1))
    assert "not frozen yet" in shows(year="2568")
    seen = reader.get(reverse("overview-freeze", args=[2568])).context["seen"]
    reader.post(reverse("overview-freeze-now", args=[2568]), {"seen": seen}, follow=True)
    assert "frozen on" in shows(year="2568")
    close_hub(hub=hub, on=date(2025, 9, 1), reason="ปิดย้อนหลัง", by=officer, at=NOW)
    html = shows(year="2568")
    assert kpi(html, "which=is_counted#hubs") == "1"
    assert "corrected since: 0" in html
    assert "ปิดย้อนหลัง" in html


def test_a_day_that_passes_makes_reports_overdue(
    shows: Callable[..., str], lao: Lao, frozen: time_machine.Traveller
) -> None:
    follow_up = rounds.open_follow_up(rounds.make_hub(lao, date(2025, 10, 1)))
    overdue = 'which=overdue&amp;round=%s">Overdue</a></td><td class="num">%s<'
    assert overdue % (follow_up.round_id, 0) in shows()
    frozen.move_to(NOW + timedelta(days=15))
    assert FollowUp.objects.overdue(TODAY + timedelta(days=15)).exists()
    client = story.in_english(Client())
    client.force_login(User.objects.get(role=Role.DIRECTOR))
    assert overdue % (follow_up.round_id, 1) in story.page(client)


def test_an_unchanged_page_is_answered_304_and_a_changed_one_is_not(
    reader: Client, lao: Lao, officer: User
) -> None:
    reader.get("/overview/")
    first = reader.get("/overview/")
    tag = {"if-none-match": first.headers["ETag"]}
    assert first.headers["Cache-Control"] == "no-cache, private"
    again = reader.get("/overview/", headers=tag)
    assert (again.status_code, again.content) == (304, b"")
    assert reader.get("/overview/?year=2568", headers=tag).status_code == 200
    register_hub(lao=lao, by=officer, at=NOW)
    assert reader.get("/overview/", headers=tag).status_code == 200


def test_another_person_or_language_never_gets_the_page_of_the_first(
    reader: Client, auditor: User, sign_in: Callable[[User], Client]
) -> None:
    reader.get("/overview/")
    tag = {"if-none-match": reader.get("/overview/").headers["ETag"]}
    other = story.in_english(sign_in(auditor))
    other.get("/overview/")
    assert other.get("/overview/", headers=tag).status_code == 200
    reader.cookies["django_language"] = "th"
    assert reader.get("/overview/", headers=tag).status_code == 200


def test_a_stand_in_that_ends_is_seen_at_once(reader: Client, head: User, director: User) -> None:
    named = name_stand_in(
        person=director, stand_in=head, starts_on=TODAY, ends_on=TODAY + timedelta(days=9),
        by=director, at=NOW,
    )  # fmt: skip
    before = stamp_at(NOW)
    end_stand_in(stand_in=named, on=TODAY, by=director)
    assert stamp_at(NOW) != before


def test_signing_out_makes_the_browser_forget_the_page(reader: Client) -> None:
    reader.get("/overview/")
    answer = reader.post(reverse("account_logout"))
    assert answer.headers["Clear-Site-Data"] == '"cache"'
    assert reader.get("/overview/").status_code == 302


def test_all_other_pages_of_signed_in_people_are_not_stored(reader: Client) -> None:
    for address in (reverse("overview-freeze", args=[2568]), reverse("messages")):
        assert reader.get(address).headers["Cache-Control"] == "no-store, private"


@pytest.mark.skipif(connection.vendor != "postgresql", reason="SQLite plans in no time")
def test_the_question_whether_anything_changed_is_planned_once_a_connection() -> None:
    def planned() -> int:
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT count(*) FROM pg_prepared_statements WHERE statement LIKE '%latest%'"
            )
            return int(cursor.fetchone()[0])

    assert stamp_at(NOW) == stamp_at(NOW)
    assert planned() == 1
