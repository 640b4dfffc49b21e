"""Figures of many reports, each counted by hand."""

from decimal import Decimal
from statistics import median, quantiles

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from monitoring.models import FollowUpState, Indicator, Rollup
from monitoring.selectors.board import Scope
from onde_portal.oversight.selectors.indicators import (
    indicator_totals,
    indicator_trends,
    medians_by_type,
    received_values,
    spreads_by_type,
)
from onde_portal.registry.models import Lao
from tests import world
from tests.monitoring import story
from tests.oversight.figures import (
    FIRST,
    SECOND,
    add_share_indicator,
    laos,
    reported,
    round_of,
)


@pytest.fixture(autouse=True)
def _catalogue(db: None) -> None:
    story.make_catalogue()
    add_share_indicator()


def totals(scope: Scope | None = None) -> dict[str, tuple[Decimal | None, int, int, bool]]:
    rows = indicator_totals(round_of(SECOND), scope or Scope())
    return {
        row.indicator.code: (row.value, row.reports, row.not_applicable, row.is_share)
        for row in rows
    }


def test_numbers_are_summed_per_cents_averaged_and_yes_counted() -> None:
    one, two, three = laos(3)
    reported(one, SECOND, {"OP01": 3, "OP02": 1, "OC04": "80", "OC05": "3.5"})
    reported(two, SECOND, {"OP01": 4, "OP02": 0, "OC04": "70.5", "OC05": None})
    reported(three, SECOND, {"OP01": 5, "OP02": 1, "OC04": None, "OC05": "4.25"})
    found = totals()
    assert found["OP01"] == (Decimal(12), 3, 0, False)
    assert found["OC05"] == (Decimal("7.75"), 2, 1, False)
    assert found["OC04"] == (Decimal("75.25"), 2, 1, True)
    share, reports, silent, is_share = found["OP02"]
    assert share is not None
    assert (round(share, 2), reports, silent, is_share) == (Decimal("66.67"), 3, 0, True)


def test_scores_are_averaged_over_hubs_for_their_sum_means_nothing() -> None:
    Indicator.objects.filter(code="OC05").update(rollup=Rollup.AVERAGE)
    for lao, score in zip(laos(3), ("3.5", "4.25", None), strict=True):
        reported(lao, SECOND, {"OC05": score})
    assert totals()["OC05"] == (Decimal("3.875"), 2, 1, False)
    rows = {
        row.indicator.code: row.is_average for row in indicator_totals(round_of(SECOND), Scope())
    }
    assert rows == {"OP01": False, "OP02": False, "OC04": False, "OC05": True, "OC06": False}


def test_a_share_is_taken_of_the_sums_of_parts_and_wholes_never_averaged() -> None:
    one, two, three = laos(3)
    reported(one, SECOND, {"OC06": (1, 2)})
    reported(two, SECOND, {"OC06": (10, 98)})
    reported(three, SECOND, {"OC06": (0, 0)})
    # 11 of 100; the mean of the two shares would be 30.1.
    assert totals()["OC06"] == (Decimal("11.00"), 2, 1, True)


def test_an_indicator_nobody_answered_has_no_value_rather_than_zero() -> None:
    reported(laos(1)[0], SECOND, {"OP01": 0})
    found = totals()
    assert found["OP01"] == (Decimal(0), 1, 0, False)
    assert found["OC06"] == (None, 0, 0, True)


@pytest.mark.parametrize(
    "state",
    [FollowUpState.RETURNED, FollowUpState.DRAFT, FollowUpState.WITH_CERTIFIER],
)
def test_what_was_not_received_is_left_out(state: FollowUpState) -> None:
    one, two = laos(2)
    reported(one, SECOND, {"OP01": 3}, state=FollowUpState.SUBMITTED)
    reported(two, SECOND, {"OP01": 100}, state=state)
    assert totals()["OP01"] == (Decimal(3), 1, 0, False)
    assert received_values([round_of(SECOND)], Scope()).count() == 1
    assert medians_by_type([round_of(SECOND)], "OP01") == {(round_of(SECOND).pk, "sao"): 3}


def test_a_scope_counts_its_own_laos_only(other_lao: Lao) -> None:
    mine = laos(1)[0]
    reported(mine, SECOND, {"OP01": 3})
    reported(other_lao, SECOND, {"OP01": 40})
    reported(laos(1, kind="tm")[0], SECOND, {"OP01": 500})
    assert totals()["OP01"][0] == 543
    assert totals(Scope(province=mine.province_id))["OP01"][0] == 503
    assert totals(Scope(province=mine.province_id, lao_type="sao"))["OP01"][0] == 3
    assert totals(Scope(region="northeast"))["OP01"][0] == 543
    assert totals(Scope(region="south"))["OP01"] == (None, 0, 0, False)


def test_trends_keep_rounds_apart_in_two_queries_however_many() -> None:
    lao = laos(1)[0]
    reported(lao, FIRST, {"OP01": 2})
    reported(lao, SECOND, {"OP01": 7})
    rounds = [round_of(FIRST), round_of(SECOND)]
    with CaptureQueriesContext(
        connection,
    ) as queries:
        found = indicator_trends(rounds, Scope(), "OP01")
    assert len(queries) == 2
    assert [found[item.pk][0].value for item in rounds] == [2, 7]


def test_medians_are_those_of_each_type_of_lao_and_round() -> None:
    for lao, value in zip(laos(4), (1, 2, 10, 40), strict=True):
        reported(lao, SECOND, {"OP01": value})
    for lao, value in zip(laos(3, kind="tm"), (5, 6, 70), strict=True):
        reported(lao, SECOND, {"OP01": value})
    silent = world.make_lao(world.udon_thani(), "ไม่มีค่า")
    reported(silent, SECOND, {"OP01": None})
    key = round_of(SECOND).pk
    found = medians_by_type([round_of(SECOND)], "OP01")
    assert found == {(key, "sao"): Decimal(6), (key, "tm"): Decimal(6)}
    assert medians_by_type([round_of(SECOND)], "OC06") == {}
    assert medians_by_type([], "OP01") == {}


@pytest.mark.parametrize("count", [2, 3, 4, 5, 6, 7, 9])
def test_quartiles_are_those_of_the_inclusive_method(count: int) -> None:
    values = [(number * 37) % 23 for number in range(count)]
    for lao, value in zip(laos(count), values, strict=True):
        reported(lao, SECOND, {"OP01": value})
    round_ = round_of(SECOND)
    with CaptureQueriesContext(connection) as queries:
        spread = spreads_by_type([round_], ["OP01"], ["sao"])["OP01", round_.pk, "sao"]
    assert len(queries) == 1
    lower, _middle, upper = quantiles(values, n=4, method="inclusive")
    assert (spread.count, spread.least, spread.most) == (count, min(values), max(values))
    assert float(spread.median) == median(values)
    assert (float(spread.lower), float(spread.upper)) == (lower, upper)


def test_one_value_is_its_own_median_and_quartiles() -> None:
    reported(laos(1)[0], SECOND, {"OC05": "4.25"})
    spread = spreads_by_type([round_of(SECOND)], ["OC05"])["OC05", round_of(SECOND).pk, "sao"]
    assert {spread.least, spread.lower, spread.median, spread.upper, spread.most} == {
        Decimal("4.25")
    }
