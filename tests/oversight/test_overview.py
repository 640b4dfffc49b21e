"""The director's page: years, the sentence, evidence, cases, map, news, and who sees it."""

from collections.abc import Callable
from datetime import date, timedelta
from decimal import Decimal

import pytest
import time_machine
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils.translation import override

from hubs.actions.life import close_hub, establish_hub, register_hub
from monitoring.models import AnnualFigure
from networks.actions import open_project
from onde_portal.accounts.models import User
from onde_portal.oversight.maps import count_classes, country, tone_of
from onde_portal.oversight.models import FrozenYear, Rubric, RubricLevel, Visit
from onde_portal.oversight.reference import load_reference
from onde_portal.oversight.selectors.cases import running_cases
from onde_portal.oversight.shown.cases import state_of
from onde_portal.registry.models import Lao, Province
from onde_portal.registry.reference import load_reference as load_registry
from onde_portal.thai.calendar import HalfYear
from onde_portal.workflow.actions import pause
from tests import world
from tests.hubs.chain import chosen, open_one, written_memo
from tests.monitoring import story as rounds
from tests.oversight.story import in_english, page, send

pytestmark = pytest.mark.django_db
NOW, TODAY = world.NOW, world.TODAY


@pytest.mark.parametrize(
    ("asked", "shown", "says"),
    [
        ("", 2569, False), ("2567", 2567, False), ("๒๕๖๗", 2567, False), ("2559", 2559, False),
        ("2100", 2559, True), ("9999999999", 2569, True), ("ปีนี้", 2569, True),
        ("2567 OR 1=1", 2569, True), ("-1", 2569, True),
    ],
)  # fmt: skip
def test_any_year_in_the_address_gives_a_page(
    reader: Client,
    asked: str,
    shown: int,
    says: bool,  # noqa: FBT001 - a case of the table
) -> None:
    html = page(reader, year=asked)
    assert f"<h1>Fiscal year {shown}</h1>" in html
    assert ("There are no figures of the year" in html) is says


def test_a_past_year_stands_as_of_its_last_day(reader: Client, lao: Lao, other_lao: Lao) -> None:
    rounds.make_hub(lao, date(2025, 9, 30))
    rounds.make_hub(other_lao, date(2025, 10, 1))
    html = page(reader, year="2568")
    assert "1 hub was at work, 1 more than at the end of 2567." in html
    assert "30 Sep 2568" in html
    assert "2 hubs are at work, 1 more than at the end of 2568." in page(reader)


def test_a_year_without_growth_says_so_and_lists_what_closed(
    reader: Client, lao: Lao, other_lao: Lao, officer: User
) -> None:
    hub = rounds.make_hub(lao, date(2024, 2, 1))
    close_hub(hub=hub, on=date(2026, 1, 5), reason="ยุบรวมกับศูนย์อื่น", by=officer, at=NOW)
    rounds.make_hub(other_lao, date(2025, 11, 1))
    html = page(reader)
    assert "as many as at the end of 2568: no growth." in html
    assert "ยุบรวมกับศูนย์อื่น" in html
    assert "closed on 5 Jan 2569" in html
    assert reverse("drill-hub", args=[hub.pk]) in html


def test_the_sentence_measures_the_year_by_its_plan(reader: Client, lao: Lao) -> None:
    rounds.make_hub(lao, date(2025, 11, 1))
    AnnualFigure.objects.create(product="hubs", fiscal_year=2569, planned=3)
    assert "2 more complete the year&#x27;s plan of 3." in page(reader)


def test_an_empty_portal_says_what_is_not_there(reader: Client) -> None:
    Rubric.objects.all().delete()
    html = page(reader)
    for said in (
        "No hub is established yet.", "No round was open.", "No case was running.",
        "No report has named a problem.", "No rubric is valid in this year.",
        "no plan set for this year",
    ):  # fmt: skip
        assert said in html


def test_problems_of_a_past_year_open_those_of_its_rounds_and_not_todays_lists(
    reader: Client, lao: Lao, reporter: User
) -> None:
    hub = rounds.make_hub(lao, date(2024, 10, 1))
    send(rounds.open_follow_up(hub, HalfYear(2568, 2)), reporter)
    assert "&amp;solved=no" in page(reader)
    past = page(reader, year="2568")
    assert "Problems most named" in past
    assert "solved=no" not in past
    assert "&amp;named_in=" in past


def test_each_level_shows_its_evidence_and_the_list_behind_it(reader: Client, lao: Lao) -> None:
    rounds.make_hub(lao, date(2025, 11, 1))
    AnnualFigure.objects.create(product="hubs", fiscal_year=2569, planned=2)
    html = page(reader)
    assert "hubs established: 1 of 2 planned, 50 per cent" in html
    assert "below level 1, counts as 1" in html
    assert reverse("admin:hubs_hub_changelist") + "?established_year=2569" in html


def test_a_faulty_rubric_says_what_is_wrong(reader: Client) -> None:
    AnnualFigure.objects.create(product="hubs", fiscal_year=2569, planned=2)
    RubricLevel.objects.filter(rubric__key="hubs-of-plan", level=3).delete()
    Rubric.objects.filter(key="follow-up").update(weight=0)
    html = page(reader)
    assert "The rubric lacks one of its five levels." in html
    assert "The rubric has no weight." in html
    assert "There is nothing to measure" in html


def test_the_reference_adds_what_is_missing_and_changes_nothing(reader: Client) -> None:
    Rubric.objects.filter(key="follow-up").update(name_en="Ours")
    Rubric.objects.filter(key="hubs-of-plan").delete()
    assert load_reference() == 1
    assert load_reference() == 0
    assert Rubric.objects.get(key="follow-up").name_en == "Ours"


def test_cases_show_who_holds_them_the_worst_first(reader: Client, lao: Lao, officer: User) -> None:
    programme = open_one(officer)
    chosen(programme, lao, by=officer)
    memo = written_memo(programme, by=officer)
    memo.state, memo.sent_at, memo.sent_by = "sent", NOW, officer
    memo.save(update_fields=["state", "sent_at", "sent_by"])
    cases = [
        open_project(
            title=title, year=2569, province=lao.province, owner=officer, by=officer,
            at=NOW - timedelta(days=age),
        )
        for title, age in (("เก่า", 300), ("พัก", 3))
    ]  # fmt: skip
    pause(case=cases[-1], reason="lao", remarks="", by=officer, at=NOW - timedelta(days=1))
    rows = running_cases(NOW)
    assert rows[0]["title"] == "เก่า"
    assert rows[0]["late"]
    holders = {row["title"]: row["holder"]["by"] for row in rows}
    assert holders == {"เก่า": "owner", "พัก": "pause", programme.title: "head"}
    html = page(reader)
    assert "Waiting for an LAO" in html
    assert "h over" in html


def test_days_are_those_of_the_hours_that_are_shown() -> None:
    with override("en"):
        row = state_of(Decimal("-1979.6"), Decimal(738))
    assert row == ("bad", "1,980 h over (330 working days)")


def test_however_many_cases_run_the_queries_stay_the_same(
    db: None, lao: Lao, officer: User
) -> None:
    def open_more(number: int) -> int:
        for turn in range(number):
            open_project(
                title=f"โครงการ {turn}", year=2569, province=lao.province, owner=officer,
                by=officer, at=NOW - timedelta(days=turn),
            )  # fmt: skip
        with CaptureQueriesContext(connection) as seen:
            running_cases(NOW)
        return len(seen)

    assert open_more(1) == open_more(12)


def test_every_province_is_on_map_tiles_and_table_with_its_page(reader: Client) -> None:
    load_registry()
    html = page(reader, map="problems", sort="-hubs")
    provinces = Province.objects.all()
    assert provinces.count() == 77
    for province in provinces:
        assert html.count(f'href="{reverse("drill-province", args=[province.pk])}"') == 3
    assert 'aria-sort="descending"' in html
    assert "Tae Noppakun Wongsrinoppakun" in html


def test_tiles_lie_apart_and_tones_grow_with_the_count() -> None:
    tiles = [item.tile for item in country().provinces.values()]
    assert len(set(tiles)) == 77
    for highest in (0, 1, 2, 3, 7, 40, 1000):
        classes = count_classes(range(highest + 1))
        tones = [tone_of(value, classes) for value in range(highest + 1)]
        assert tones == sorted(tones)
        assert tones[0] == 0
        assert highest == 0 or tones[-1] == 4


def test_a_visit_knows_what_changed_since_the_one_before(
    reader: Client, lao: Lao, officer: User, director: User,
    frozen: time_machine.Traveller, sign_in: Callable[[User], Client],
) -> None:  # fmt: skip
    assert "This is your first visit." in page(reader)
    frozen.move_to(NOW + timedelta(minutes=29))
    assert "This is your first visit." in page(reader)
    frozen.move_to(NOW + timedelta(hours=3))
    assert "Nothing changed since" in page(in_english(sign_in(director)))
    hub = register_hub(lao=lao, by=officer, at=NOW + timedelta(hours=4))
    frozen.move_to(NOW + timedelta(hours=5))
    establish_hub(hub=hub, on=TODAY, by=officer, at=NOW + timedelta(hours=4))
    assert "1 hub established" in page(in_english(sign_in(director)))
    assert Visit.objects.count() == 1


def test_only_the_director_freezes_and_only_after_the_year(
    reader: Client, head: User, sign_in: Callable[[User], Client]
) -> None:
    now = reverse("overview-freeze-now", args=[2568])
    assert sign_in(head).post(now).status_code == 403
    assert sign_in(head).get(reverse("overview-freeze", args=[2568])).status_code == 403
    reader.post(reverse("overview-freeze-now", args=[2569]), {"seen": ""})
    assert not FrozenYear.objects.exists()
    confirm = reader.get(reverse("overview-freeze", args=[2568]))
    assert "written once" in confirm.content.decode()
    reader.post(now, {"seen": confirm.context["seen"]})
    kept = FrozenYear.objects.get()
    assert kept.figures["success"]["rubrics"]
    shown = reader.get(reverse("overview-frozen", args=[2568])).content.decode()
    assert "Nothing was corrected" in shown
    assert reader.get(reverse("overview-frozen", args=[2567])).status_code == 404


def test_a_frozen_year_keeps_its_rubrics_whatever_they_become(reader: Client) -> None:
    seen = reader.get(reverse("overview-freeze", args=[2568])).context["seen"]
    reader.post(reverse("overview-freeze-now", args=[2568]), {"seen": seen}, follow=True)
    Rubric.objects.update(name_en="Another")
    assert "Another" not in page(reader, year="2568")
    assert "Another" in page(reader)


def test_what_the_records_say_otherwise_by_now_stands_beside_all_figures_of_a_frozen_year(
    reader: Client, lao: Lao, officer: User
) -> None:
    hub = rounds.make_hub(lao, date(2024, 2, 1))
    seen = reader.get(reverse("overview-freeze", args=[2568])).context["seen"]
    reader.post(reverse("overview-freeze-now", args=[2568]), {"seen": seen})
    frozen = reverse("overview-frozen", args=[2568])
    assert not any(item.is_other for item in reader.get(frozen).context["figures"])
    assert "Corrected since" not in page(reader, year="2568")
    close_hub(hub=hub, on=date(2025, 9, 1), reason="ยุบรวม", by=officer, at=NOW)
    other = {
        item.name: (item.then, item.now)
        for item in reader.get(frozen).context["figures"]
        if item.is_other
    }
    assert other["hubs closed in the year"] == ("0", "1")
    shown = page(reader, year="2568").split('id="corrections"', 1)[1].split("</section>", 1)[0]
    assert "hubs closed in the year" in shown
    assert "cases running" not in shown


def test_rubrics_are_edited_by_those_who_edit_settings_with_their_history(
    references: None, head: User, officer: User, sign_in: Callable[[User], Client]
) -> None:
    rubric = Rubric.objects.get(key="follow-up")
    address = reverse("admin:oversight_rubric_change", args=[rubric.pk])
    levels = list(rubric.levels.order_by("level"))
    form = {
        "key": rubric.key, "name_th": rubric.name_th, "name_en": "Renamed", "shape": rubric.shape,
        "measure": rubric.measure, "weight": "30", "valid_from": "2562", "position": "4",
        "is_active": "on", "levels-TOTAL_FORMS": "5", "levels-INITIAL_FORMS": "5",
    }  # fmt: skip
    for number, level in enumerate(levels):
        form |= {
            f"levels-{number}-id": str(level.pk), f"levels-{number}-rubric": str(rubric.pk),
            f"levels-{number}-level": str(level.level),
            f"levels-{number}-threshold": str(level.threshold),
            f"levels-{number}-description_th": level.description_th,
            f"levels-{number}-description_en": level.description_en,
        }  # fmt: skip
    assert sign_in(officer).post(address, form).status_code == 403
    answer = sign_in(head).post(address, form)
    assert answer.status_code == 302, answer.context["errors"]
    rubric.refresh_from_db()
    assert (rubric.name_en, rubric.history.count()) == ("Renamed", 2)
    assert rubric.history.latest().history_user == head


def test_the_page_is_for_those_who_read_it(
    references: None, reporter: User, administrator: User, auditor: User,
    sign_in: Callable[[User], Client],
) -> None:  # fmt: skip
    assert sign_in(reporter).get("/overview/").status_code == 403
    assert sign_in(administrator).get("/overview/").status_code == 403
    assert sign_in(auditor).get("/overview/").status_code == 200
    assert Client().get("/overview/").status_code == 302
