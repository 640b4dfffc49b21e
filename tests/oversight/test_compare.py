"""Hubs side by side: whose, in which order, with which figures."""

import csv
import io
from collections.abc import Callable
from datetime import date

import openpyxl
import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from hubs.models import Hub
from monitoring.models import FollowUpState, Indicator
from monitoring.selectors.board import Scope
from onde_portal.accounts.models import User
from onde_portal.oversight.selectors import compared
from onde_portal.oversight.selectors.compared import (
    MOST_HUBS,
    Group,
    compare,
    find_hubs,
    hubs_compared,
    in_order,
)
from onde_portal.oversight.views.compare_parts import shown_set
from onde_portal.registry.models import Lao
from tests import world
from tests.hubs.programme import make_approved, make_cohort, make_programme
from tests.monitoring import story
from tests.oversight.figures import FIRST, SECOND, laos, reported, round_of

SignIn = Callable[[User], Client]
pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("frozen")]


@pytest.fixture
def hubs(db: None) -> list[Hub]:
    """Three hubs: from 2 to 9, from 8 to 4, and one that said "not applicable" and then nothing."""
    story.make_catalogue()
    one, two, three = laos(3)
    reported(one, FIRST, {"OP01": 2})
    reported(one, SECOND, {"OP01": 9})
    reported(two, FIRST, {"OP01": 8})
    reported(two, SECOND, {"OP01": 4})
    reported(three, FIRST, {"OP01": None})
    reported(three, SECOND, {"OP01": 77}, state=FollowUpState.RETURNED)
    return [lao.hubs.get() for lao in (one, two, three)]


def rounds() -> list[object]:
    return [round_of(FIRST), round_of(SECOND)]


def test_values_stand_by_round_and_what_was_not_received_is_a_gap(hubs: list[Hub]) -> None:
    (found,) = compare(hubs, [Indicator.objects.get(code="OP01")], rounds())  # type: ignore[arg-type]
    first, second = (item.pk for item in (round_of(FIRST), round_of(SECOND)))
    assert [side.values for side in found.sides] == [
        {first: 2, second: 9}, {first: 8, second: 4}, {first: None},
    ]  # fmt: skip
    assert {key: spread.median for key, spread in found.medians.items()} == {
        (first, "sao"): 5, (second, "sao"): 6.5,
    }  # fmt: skip
    assert [side.ends(rounds()) for side in found.sides] == [(2, 9), (8, 4), (None, None)]  # type: ignore[arg-type]


def test_all_charts_have_one_scale_a_dashed_median_and_the_figures_of_the_table(
    hubs: list[Hub],
) -> None:
    (found,) = compare(hubs, [Indicator.objects.get(code="OP01")], rounds())  # type: ignore[arg-type]
    shown = shown_set(found, rounds())  # type: ignore[arg-type]
    assert len({item.chart.ticks for item in shown.multiples}) == 1
    assert [[line.line.dashed for line in item.chart.drawn] for item in shown.multiples] == [
        [False, True]
    ] * 3
    assert [(item.first, item.latest, item.change) for item in shown.multiples] == [
        ("2", "9", "+7"), ("8", "4", "-4"), ("–", "–", ""),
    ]  # fmt: skip
    drawn = shown.multiples[0].chart.drawn[0]
    assert tuple(dot.reading.shown for dot in drawn.dots) == shown.multiples[0].cells
    silent = shown.multiples[2].chart
    assert len(silent.silent) == 1
    assert not silent.drawn[0].dots
    assert [cells for _name, cells in shown.medians] == [("5", "6.5")]


@pytest.mark.parametrize(
    ("asked", "order"),
    [
        ("-latest", [0, 1, 2]),
        ("latest", [1, 0, 2]),
        ("-change", [0, 1, 2]),
        ("change", [1, 0, 2]),
        ("name", [0, 1, 2]),
        ("-name", [2, 1, 0]),
        ("", [0, 1, 2]),
    ],
)
def test_hubs_are_sorted_and_those_without_a_value_come_last(
    asked: str,
    order: list[int],
    hubs: list[Hub],
    officer: User,
) -> None:
    rows = hubs_compared(Group(scope=Scope(province="41")), officer)
    found = in_order(rows, asked.removeprefix("-"), "OP01", rounds(), down=asked.startswith("-"))  # type: ignore[arg-type]
    assert list(found) == [hubs[place] for place in order]


def test_groups_are_places_types_programmes_cohorts_or_picked_hubs(
    hubs: list[Hub], other_lao: Lao, officer: User, reporter: User
) -> None:
    far = story.make_hub(other_lao, date(2024, 10, 1))
    programme = make_programme(officer)
    Hub.objects.filter(pk=hubs[0].pk).update(programme=programme)
    cohort = make_cohort(programme, 1, make_approved(programme, hubs[0].lao))
    of = lambda **wanted: set(hubs_compared(Group(**wanted), officer))  # noqa: E731
    assert of() == set()
    assert of(scope=Scope(province="50")) == {far}
    assert of(scope=Scope(lao_type="sao")) == {*hubs, far}
    assert of(programme=programme.pk) == {hubs[0]}
    assert of(cohort=cohort.pk) == {hubs[0]}
    assert of(cohort=cohort.pk, scope=Scope(province="50")) == set()
    assert of(hubs=(hubs[1].pk, far.pk), scope=Scope(province="50")) == {hubs[1], far}
    assert not hubs_compared(Group(hubs=(far.pk,)), reporter).exists()


def test_a_hub_is_found_by_any_spelling_and_not_offered_twice(officer: User) -> None:
    hub = story.make_hub(world.make_lao(world.udon_thani(), "น้ำคำ"), date(2024, 10, 1))
    typed = "น\u200bํ\u0e49า"
    assert find_hubs(typed, officer, without=()) == [hub]
    assert find_hubs(typed, officer, without=(hub.pk,)) == []
    assert find_hubs("  ", officer, without=()) == []


def test_a_comparison_is_built_in_the_address(
    hubs: list[Hub], officer: User, sign_in: SignIn
) -> None:
    client, address = sign_in(officer), reverse("drill-compare")
    found = client.get(f"{address}?what=OP01&find=sao").content.decode()
    assert f"hub={hubs[0].pk}" in found
    page = client.get(f"{address}?what=OP01&hub={hubs[0].pk}&hub={hubs[1].pk}")
    assert [hub.pk for hub, _url in page.context["picked"]] == [hubs[0].pk, hubs[1].pk]
    assert [url for hub, url in page.context["picked"] if hub == hubs[0]] == [
        f"?what=OP01&hub={hubs[1].pk}"
    ]
    assert len(page.context["sets"][0].multiples) == 2
    odd = "?what=OP01&hub=abc&hub=99999999999999999999&hub=-1&province=%3Cb%3E&sort=x&by=y&page=z"
    assert client.get(address + odd).status_code == 200


def test_more_indicators_than_fit_are_named_as_left_out(
    hubs: list[Hub], officer: User, sign_in: SignIn
) -> None:
    model = Indicator.objects.get(code="OP01")
    for number in range(8):
        model.pk, model.code = None, f"ZZ{number}"
        model.save(force_insert=True)
    address = f"{reverse('drill-compare')}?hub={hubs[0].pk}&dimension={model.dimension_id}"
    page = sign_in(officer).get(address)
    compared, left_out = page.context["asked"].indicators, page.context["asked"].left_out
    assert (len(compared), len(left_out)) == (6, model.dimension.indicators.count() - 6)
    assert all(f"<li>{one.code} " in page.content.decode() for one in left_out)


def test_at_most_twenty_four_hubs_are_picked_and_a_page_holds_as_many(
    officer: User, sign_in: SignIn
) -> None:
    story.make_catalogue()
    made = [story.make_hub(lao, date(2024, 10, 1)) for lao in laos(26)]
    story.open_follow_up(made[0], SECOND)
    many = "&".join(f"hub={hub.pk}" for hub in made)
    page = sign_in(officer).get(f"{reverse('drill-compare')}?what=OP01&{many}")
    assert len(page.context["picked"]) == 24
    page = sign_in(officer).get(f"{reverse('drill-compare')}?what=OP01&province=41&page=2")
    assert len(page.context["sets"][0].multiples) == 2


def test_the_file_holds_a_row_for_each_hub_and_round(
    hubs: list[Hub], officer: User, sign_in: SignIn
) -> None:
    address = reverse("drill-compare-file", args=["csv"]) + f"?what=OP01&hub={hubs[0].pk}"
    text = sign_in(officer).get(address).getvalue().decode("utf-8-sig")
    rows = list(csv.DictReader(io.StringIO(text)))
    values = [list(row.values())[7] for row in rows]
    assert [value for value in values if value] == ["2.00", "9.00"]


@pytest.mark.parametrize("sort", ["", "-latest", "change"])
def test_the_file_has_all_hubs_of_the_comparison_in_the_order_of_its_pages(
    hubs: list[Hub], officer: User, sign_in: SignIn, monkeypatch: pytest.MonkeyPatch, sort: str
) -> None:
    for number, lao in enumerate(laos(MOST_HUBS + 2)):
        reported(lao, SECOND, {"OP01": number % 7, "OC04": number})
    monkeypatch.setattr(compared, "A_PIECE", 5)  # more pieces than one
    client, asked = sign_in(officer), f"?what=OP01&what=OC04&province=41&sort={sort}"
    pages = [
        client.get(f"{reverse('drill-compare')}{asked}&page={number}").context["page"]
        for number in (1, 2)
    ]
    shown = [hub.name for page in pages for hub in page.object_list]
    assert len(shown) > MOST_HUBS
    answer = client.get(reverse("drill-compare-file", args=["xlsx"]) + asked)
    _header, *rows = openpyxl.load_workbook(io.BytesIO(answer.getvalue())).active.values
    asked_rounds, half = len({row[6] for row in rows}), len(rows) // 2
    for part in (rows[:half], rows[half:]):
        assert len({row[0] for row in part}) == 1, "one indicator after the other"
        assert [row[2] for row in part[::asked_rounds]] == shown
    assert len(rows) == 2 * asked_rounds * len(shown)


def test_a_file_of_many_rounds_names_a_hubs_place_once(
    hubs: list[Hub], officer: User, sign_in: SignIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[int] = []

    def place(lao: Lao) -> str:
        asked.append(lao.pk)
        return f"ที่ {lao.pk}"

    monkeypatch.setattr("onde_portal.oversight.views.compare.place", place)
    address = reverse("drill-compare-file", args=["csv"]) + "?what=OP01&what=OC04&province=41"
    text = sign_in(officer).get(address).getvalue().decode("utf-8-sig")
    rows = [list(row.values()) for row in csv.DictReader(io.StringIO(text))]
    assert len(rows) > 2 * len(hubs), "both indicators, several rounds"
    assert sorted(asked) == sorted(hub.lao_id for hub in hubs)
    places = {hub.name: f"ที่ {hub.lao_id}" for hub in hubs}
    assert [row[5] for row in rows] == [places[row[2]] for row in rows]


def test_more_hubs_ask_no_more_of_the_database(
    hubs: list[Hub], officer: User, sign_in: SignIn
) -> None:
    client = sign_in(officer)
    address = f"{reverse('drill-compare')}?dimension=RES&province=41&sort=-latest"
    client.get(address)
    with CaptureQueriesContext(connection) as few:
        client.get(address)
    for number, lao in enumerate(laos(8)):
        reported(lao, SECOND, {"OP01": number, "OC04": number})
    with CaptureQueriesContext(connection) as many:
        client.get(address)
    assert len(many) <= len(few)
    assert len(many) < 30
