"""One indicator: its target, its wordings, the hubs behind its figure."""

import csv
import io
from collections.abc import Callable
from decimal import Decimal

import openpyxl
import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils.translation import override

from hubs.models import Hub
from monitoring.models import FollowUpState, Indicator, RoundIndicator, ValueType
from monitoring.selectors.board import Scope
from onde_portal.accounts.models import User
from onde_portal.oversight.screen import OnScreen
from onde_portal.oversight.selectors.explored import (
    changes_of,
    editions_of,
    reached,
    target_of,
    trend_of,
)
from onde_portal.oversight.values import value_words
from onde_portal.registry.models import Lao
from tests.monitoring import story
from tests.oversight.figures import FIRST, SECOND, add_share_indicator, laos, reported, round_of

SignIn = Callable[[User], Client]
pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("frozen", "catalogue")]


@pytest.fixture
def catalogue(db: None) -> None:
    story.make_catalogue()
    add_share_indicator()


@pytest.mark.parametrize(
    ("said", "target"),
    [
        ("80", 80), ("≥ 80", 80), (">=80%", 80), ("๗๐", 70), ("4.5", Decimal("4.5")),
        ("1,200", 1200), ("", None), ("ทุกไตรมาส", None), ("80 หรือมากกว่า", None),
    ],
)  # fmt: skip
def test_a_target_counts_where_it_is_a_number(said: str, target: object) -> None:
    indicator = RoundIndicator(target=said, value_type=ValueType.DECIMAL)
    assert target_of(indicator) == target


def test_of_yes_or_no_the_target_is_yes() -> None:
    assert target_of(RoundIndicator(target="yes", value_type=ValueType.BOOL)) == 1
    assert target_of(RoundIndicator(target="", value_type=ValueType.BOOL)) is None


def test_hubs_that_reach_the_target_are_counted_among_those_that_answered() -> None:
    for lao, pair in zip(laos(4), ((1, 2), (9, 10), (1, 10), (0, 0)), strict=True):
        reported(lao, SECOND, {"OC06": pair})
    edition = RoundIndicator.objects.select_related("round").get(
        code="OC06", round=round_of(SECOND)
    )
    found = reached(edition, Scope())
    assert found is not None
    assert (int(found.target), found.hubs, found.answered) == (50, 2, 3)
    assert reached(edition, Scope(region="south")).hubs == 0  # type: ignore[union-attr]
    edition.target = "> 50"
    assert reached(edition, Scope()).hubs == 1  # type: ignore[union-attr]


def test_a_round_that_asked_otherwise_says_what_changed() -> None:
    lao = laos(1)[0]
    reported(lao, FIRST, {"OP01": 1})
    reported(lao, SECOND, {"OP01": 1})
    RoundIndicator.objects.filter(code="OP01", round=round_of(SECOND)).update(
        name_th="ถ้อยคำใหม่", target="5"
    )
    editions = [
        item for item in editions_of("OP01") if item.round in {round_of(FIRST), round_of(SECOND)}
    ]
    found = [(item.field, item.before, item.after) for item in changes_of(editions)]
    assert set(found) == {
        ("name_th", "ตัวชี้วัด OP01", "ถ้อยคำใหม่"), ("target", "", "5"),
    }  # fmt: skip
    assert {item.round for item in changes_of(editions)} == {round_of(SECOND)}
    assert [item.answered for item in editions] == [True, True]  # type: ignore[attr-defined]


def test_rounds_without_reports_are_gaps_not_zeros(officer: User, sign_in: SignIn) -> None:
    reported(laos(1)[0], FIRST, {"OP01": 4})
    trend = trend_of("OP01", [round_of(FIRST), round_of(SECOND)], Scope()) if _second() else []
    assert [total.value if total else None for _round, total in trend] == [4, None]
    page = sign_in(officer).get(reverse("drill-indicator", args=["OP01"]))
    readings = page.context["chart"].drawn[0].line.readings
    assert readings[-1].value is None
    assert [item.value for item in readings if item.value is not None] == [4]
    # The rows are those of the latest round that was answered.
    assert page.context["edition"].round == round_of(FIRST)


def _second() -> bool:
    """Open the second half, too, without anybody's report."""
    story.open_follow_up(Hub.objects.get(), SECOND)
    return True


def test_the_rows_behind_lead_to_the_reports_and_are_sorted_searched_and_exported(
    officer: User, sign_in: SignIn
) -> None:
    made = laos(4)
    sent = [
        reported(lao, SECOND, {"OP01": value})
        for lao, value in zip(made[:3], (5, None, 12), strict=True)
    ]
    reported(made[3], SECOND, {"OP01": 99}, state=FollowUpState.DRAFT)
    client, address = sign_in(officer), reverse("drill-indicator", args=["OP01"])
    page = client.get(f"{address}?sort=-value")
    assert [item.url for item in page.context["listing"].items] == [
        reverse("monitoring:report-view", args=[sent[place].pk]) for place in (2, 0, 1)
    ]
    assert [item.cells[3].said for item in page.context["listing"].items][:2] == ["12", "5"]
    assert client.get(f"{address}?q=sao 2").context["listing"].count == 1
    text = client.get(f"{address}list.csv?sort=value").getvalue().decode("utf-8-sig")
    rows = list(csv.reader(io.StringIO(text)))
    assert [row[4] for row in rows[1:]] == ["5.00", "12.00", ""]
    assert client.get(page.context["listing"].items[0].url).status_code == 200


def test_filters_narrow_the_trend_and_the_rows(
    other_lao: Lao, officer: User, sign_in: SignIn
) -> None:
    reported(laos(1)[0], SECOND, {"OP01": 5})
    reported(other_lao, SECOND, {"OP01": 7})
    page = sign_in(officer).get(reverse("drill-indicator", args=["OP01"]) + "?province=50")
    assert page.context["listing"].count == 1
    assert page.context["trend"][-1]["said"] == "7"
    every = sign_in(officer).get(reverse("drill-indicators"))
    rows = {row.indicator.code: row for _level, rows in every.context["levels"] for row in rows}
    assert (rows["OP01"].total, rows["OP01"].reports) == ("12", 2)
    assert (rows["OC05"].total, rows["OC05"].spark.has_values) == ("", False)


def test_the_index_is_a_file_with_the_figures_of_every_round(
    other_lao: Lao, officer: User, sign_in: SignIn
) -> None:
    one, two, away = *laos(2), other_lao
    reported(one, FIRST, {"OP01": 2})
    for lao, value in ((one, 5), (two, 7), (away, 90)):
        reported(lao, SECOND, {"OP01": value, "OC06": (1, 3)})
    Indicator.objects.filter(code="OP01").update(is_active=False)
    client = sign_in(officer)
    page = client.get(reverse("drill-indicators") + "?province=41")
    assert 'href="/indicators/list.xlsx?province=41"' in page.content.decode()
    answer = client.get("/indicators/list.xlsx?province=41")
    header, *lines = openpyxl.load_workbook(io.BytesIO(answer.getvalue())).active.values
    shown = [row for _level, rows in page.context["levels"] for row in rows]
    assert [(line[0], line[1], line[7]) for line in lines] == [
        (row.level, row.indicator.code, row.reports) for row in shown
    ]
    found = {line[1]: dict(zip(header, line, strict=True)) for line in lines}
    assert (found["OP01"]["ค่าล่าสุด"], found["OP01"]["หมายเหตุ"] is None) == (12, False)
    assert (found["OC06"]["ค่าล่าสุด"], found["OC06"]["หน่วย"]) == (33.33, "ร้อยละ")
    by_round = [found["OP01"][str(round_of(half))] for half in (FIRST, SECOND)]
    assert by_round == [2, 12]


def test_an_indicator_no_one_answered_and_no_round_at_all_are_fine(
    officer: User, sign_in: SignIn
) -> None:
    client = sign_in(officer)
    for code in ("OP01", "OP02", "OC04", "OC06"):
        page = client.get(reverse("drill-indicator", args=[code]))
        assert page.status_code == 200
        assert not page.context["chart"].has_values
        assert client.get(reverse("drill-indicator-file", args=[code, "csv"])).status_code == 200
    reported(laos(1)[0], SECOND, {})
    assert client.get(reverse("drill-indicator", args=["OP02"])).status_code == 200


def test_markup_in_a_name_stays_a_name(officer: User, sign_in: SignIn) -> None:
    Indicator.objects.filter(code="OP01").update(name_th="<script>alert(1)</script>")
    for address in (
        reverse("drill-indicators"), reverse("drill-indicator", args=["OP01"]),
        reverse("drill-compare"),
    ):  # fmt: skip
        assert b"<script>alert" not in sign_in(officer).get(address).content


@pytest.mark.parametrize("address", ["/indicators/", "/indicators/OP01/"])
def test_more_hubs_ask_no_more_of_the_database(
    address: str, officer: User, sign_in: SignIn
) -> None:
    client = sign_in(officer)
    reported(laos(1)[0], SECOND, {"OP01": 5})
    client.get(address)
    with CaptureQueriesContext(connection) as few:
        client.get(address)
    for number, lao in enumerate(laos(7)[1:]):
        reported(lao, SECOND, {"OP01": number})
    with CaptureQueriesContext(connection) as many:
        client.get(address)
    assert len(many) <= len(few)
    assert len(many) < 35


@pytest.mark.parametrize(
    ("value", "said"), [("1", "Yes"), ("0", "No"), ("0.5", "half of them"), ("0.75", "75%")]
)
def test_what_lies_between_yes_and_no_is_said_in_per_cent(value: str, said: str) -> None:
    with override("en"):
        words = value_words(Decimal(value), ValueType.BOOL, OnScreen())
    assert words.replace("\N{NO-BREAK SPACE}", "") == said
