"""The success level: both shapes, the weighted mean, and no guess where a rubric is faulty."""

from decimal import Decimal

import pytest
from hypothesis import given, strategies as st

from onde_portal.oversight.levels import (
    Fault,
    LevelRule,
    milestone_level,
    score,
    target_level,
    weighted_mean,
)

STANDARD = [Decimal(number) for number in (60, 70, 80, 90, 100)]
values = st.decimals(0, 200, places=2)
levels = st.decimals(1, 5, places=2)
weights = st.decimals("0.01", 100, places=2)


def rules(measure: str = "m", thresholds: list[Decimal] = STANDARD) -> list[LevelRule]:
    return [LevelRule(number, measure, low) for number, low in enumerate(thresholds, start=1)]


@pytest.mark.parametrize(
    ("value", "level"),
    [("60", "1"), ("65", "1.5"), ("70", "2"), ("87.5", "3.75"), ("100", "5"), ("180", "5")],
)
def test_a_per_cent_of_the_target_lies_linear_between_the_levels(value: str, level: str) -> None:
    assert target_level(Decimal(value), STANDARD) == Decimal(level)


def test_below_the_first_threshold_no_level_is_reached_and_one_counts() -> None:
    assert target_level(Decimal("59.99"), STANDARD) is None
    scored = score(is_target=True, weight=Decimal(1), rules=rules(), values={"m": Decimal(0)})
    assert scored.level == 1
    assert (scored.reached, scored.fault) == (False, Fault.NONE)


@given(values, values)
def test_more_of_the_target_is_never_a_lower_level(one: Decimal, other: Decimal) -> None:
    low, high = sorted([one, other])
    assert (target_level(low, STANDARD) or 0) <= (target_level(high, STANDARD) or 0)


@given(values)
def test_a_level_lies_from_one_to_five(value: Decimal) -> None:
    scored = score(is_target=True, weight=Decimal(1), rules=rules(), values={"m": value})
    assert scored.level is not None
    assert 1 <= scored.level <= 5


@given(st.lists(st.booleans(), min_size=5, max_size=5))
def test_a_milestone_needs_all_levels_below_it(met: list[bool]) -> None:
    reached = milestone_level(met)
    assert all(met[:reached])
    assert reached == 5 or not met[reached]


def test_milestones_may_each_have_a_measure_of_their_own() -> None:
    asked = [LevelRule(number, f"m{number}", Decimal(1)) for number in (5, 4, 3, 2, 1)]
    reached = {f"m{number}": Decimal(number != 4) for number in range(1, 6)}
    scored = score(is_target=False, weight=Decimal(1), rules=asked, values=reached)
    assert scored.level == 3
    assert scored.met == (True, True, True, False, True)


@given(st.lists(st.tuples(weights, levels), min_size=1, max_size=6))
def test_the_mean_lies_between_the_lowest_and_the_highest(
    pairs: list[tuple[Decimal, Decimal]],
) -> None:
    mean = weighted_mean(list(pairs))
    assert mean is not None
    found = [level for _weight, level in pairs]
    assert min(found) - Decimal("0.01") <= mean <= max(found) + Decimal("0.01")


@given(weights, levels, weights)
def test_a_rubric_without_a_level_changes_nothing(
    weight: Decimal, level: Decimal, other: Decimal
) -> None:
    assert weighted_mean([(weight, level), (other, None)]) == weighted_mean([(weight, level)])


def test_without_any_level_there_is_no_mean() -> None:
    assert weighted_mean([]) is None
    assert weighted_mean([(Decimal(0), Decimal(3)), (Decimal(2), None)]) is None


@pytest.mark.parametrize(
    ("rubric", "weight", "known", "fault"),
    [
        (rules()[:4], 1, {"m": Decimal(5)}, Fault.MISSING_LEVEL),
        (rules()[1:], 1, {"m": Decimal(5)}, Fault.MISSING_LEVEL),
        (rules(), 0, {"m": Decimal(5)}, Fault.NO_WEIGHT),
        (rules(""), 1, {}, Fault.NO_MEASURE),
        (rules(thresholds=STANDARD[::-1]), 1, {"m": Decimal(5)}, Fault.NOT_RISING),
        (rules(), 1, {"m": None}, Fault.NO_VALUE),
        (rules(), 1, {}, Fault.NO_VALUE),
    ],
)
def test_a_faulty_rubric_says_what_is_wrong_and_gives_no_level(
    rubric: list[LevelRule], weight: int, known: dict[str, Decimal | None], fault: Fault
) -> None:
    scored = score(is_target=True, weight=Decimal(weight), rules=rubric, values=known)
    assert scored.level is None
    assert scored.fault is fault


def test_a_milestone_missed_below_an_unknown_one_is_still_a_level() -> None:
    asked = [LevelRule(number, f"m{number}", Decimal(1)) for number in range(1, 6)]
    known: dict[str, Decimal | None] = {"m1": Decimal(1), "m2": Decimal(0), "m3": None}
    scored = score(is_target=False, weight=Decimal(1), rules=asked, values=known)
    assert scored.level == 1
    assert scored.fault is Fault.NONE
