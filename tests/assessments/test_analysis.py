"""The analysis equals SciPy's and published figures, and claims nothing beyond its numbers."""

import math
from collections.abc import Sequence

import pytest
from django.utils import translation
from hypothesis import given, strategies as st
from scipy import stats  # type: ignore[import-untyped]

from onde_portal.assessments.analysis import (
    Answers,
    ItemPair,
    Score,
    analyse,
    figure_rows,
    read_analysis,
    show_analysis,
)
from onde_portal.assessments.analysis.items import item_figures, kr20
from onde_portal.assessments.analysis.paired import (
    cohen_dav,
    cohen_dz,
    hake_gain,
    hedges_gav,
    paired_t,
    signed_rank,
)
from onde_portal.assessments.analysis.plots import distribution, item_plot, slopes

# Hours of sleep gained with two drugs, ten patients: Cushny and Peebles (1905), the data of
# "Student" (1908), distributed with R as "sleep".
SLEEP_1 = [0.7, -1.6, -0.2, -1.2, -0.1, 3.4, 3.7, 0.8, 0.0, 2.0]
SLEEP_2 = [1.9, 0.8, 1.1, 0.1, -0.1, 4.4, 5.5, 1.6, 4.6, 3.4]
# Hamilton depression scores before and after: Hollander and Wolfe (1973), page 29; the example of
# R's wilcox.test.
DEPRESSION_BEFORE = [1.83, 0.50, 1.62, 2.48, 1.68, 1.88, 1.55, 3.06, 1.30]
DEPRESSION_AFTER = [0.878, 0.647, 0.598, 2.05, 1.06, 1.29, 1.06, 3.14, 1.29]
# Heights of crossed less self-fertilised maize in eighths of an inch: Darwin (1876), analysed by
# Fisher (1935) and in SciPy's own documentation of the signed-rank test.
MAIZE = [49, -67, 8, 16, 6, 23, 28, 41, 14, 29, 56, 24, 75, 60, -48]
# How many of 1,000 people gave each pattern of right answers to five items of the Law School
# Admission Test, section 6: Bock and Lieberman (1970). Read as binary: 00000, 00001, …, 11111.
LSAT6 = [
    3, 6, 2, 11, 1, 1, 3, 4, 1, 8, 0, 16, 0, 3, 2, 15, 10, 29, 14, 81, 3, 28, 15, 80, 16, 56, 21,
    173, 11, 61, 28, 298,
]  # fmt: skip


def lsat6() -> list[tuple[int, ...]]:
    return [
        tuple(int(digit) for digit in f"{pattern:05b}")
        for pattern, people in enumerate(LSAT6)
        for _person in range(people)
    ]


def people(pairs: Sequence[tuple[float | None, float | None]]) -> list[Answers]:
    return [
        Answers(
            number,
            f"คนที่ {number}",
            None if pre is None else Score(pre),
            None if post is None else Score(post),
        )
        for number, (pre, post) in enumerate(pairs)
    ]


def test_paired_t_equals_student_1908() -> None:
    found = paired_t(SLEEP_2, SLEEP_1)
    assert found is not None
    assert found.t == pytest.approx(-4.0621, abs=5e-5)
    assert found.freedom == 9
    assert found.p == pytest.approx(0.002833, abs=5e-7)
    assert (found.low, found.high) == pytest.approx((-2.4598858, -0.7001142), abs=5e-8)


def test_paired_t_equals_fisher_1935_on_darwins_maize() -> None:
    found = paired_t([0] * 15, MAIZE)
    assert found is not None
    assert found.t == pytest.approx(2.148, abs=5e-4)
    assert found.p == pytest.approx(0.0497, abs=5e-5)


def test_signed_rank_equals_hollander_and_wolfe_1973() -> None:
    found = signed_rank(DEPRESSION_AFTER, DEPRESSION_BEFORE)
    assert found is not None
    assert (found.w_plus, found.w_minus, found.is_exact) == (40, 5, True)
    assert found.p == pytest.approx(2 * 0.01953125, abs=1e-9)


def test_signed_rank_equals_the_published_result_on_darwins_maize() -> None:
    found = signed_rank([0] * 15, MAIZE)
    assert found is not None
    assert (found.statistic, found.w_plus) == (24, 96)
    assert found.p == pytest.approx(0.041259765625, abs=1e-12)


def test_signed_rank_with_ties_equals_r_on_the_sleep_data() -> None:
    found = signed_rank(SLEEP_1, SLEEP_2)
    assert found is not None
    assert (found.w_minus, found.zeros, found.is_exact) == (0, 1, False)
    assert found.p == pytest.approx(0.009091, abs=5e-7)


def test_items_and_reliability_equal_bock_and_lieberman_1970() -> None:
    sheets = lsat6()
    assert len(sheets) == 1000
    found = [item_figures(sheets, index).difficulty for index in range(5)]
    assert found == pytest.approx([0.924, 0.709, 0.553, 0.763, 0.870], abs=1e-9)
    assert kr20(sheets) == pytest.approx(0.295, abs=5e-4)


def test_effect_sizes_follow_their_formulas_on_the_sleep_data() -> None:
    gains = [after - before for before, after in zip(SLEEP_1, SLEEP_2, strict=True)]
    # t is d times the root of n, by definition.
    assert cohen_dz(gains) == pytest.approx(4.062127683 / math.sqrt(10), abs=1e-9)
    assert cohen_dav(SLEEP_1, SLEEP_2) == pytest.approx(
        1.58 / ((1.789010 + 2.002249) / 2), abs=1e-5
    )
    average, corrected = cohen_dav(SLEEP_1, SLEEP_2), hedges_gav(SLEEP_1, SLEEP_2)
    assert average is not None
    assert corrected == pytest.approx(average * (1 - 3 / 35), abs=1e-12)


def test_normalised_gain_is_hakes_share_of_the_room() -> None:
    assert hake_gain(40, 70, 100) == pytest.approx(0.5)
    assert hake_gain(50, 40, 100) == pytest.approx(-0.2)
    assert hake_gain(20, 20, 20) is None


def test_discrimination_is_the_correlation_with_the_other_items() -> None:
    sheets = lsat6()
    for index in range(5):
        right = [sheet[index] for sheet in sheets]
        rest = [sum(sheet) - sheet[index] for sheet in sheets]
        expected = stats.pearsonr(right, rest).statistic
        assert item_figures(sheets, index).discrimination == pytest.approx(expected, abs=1e-9)


scores = st.lists(
    st.tuples(st.integers(0, 20), st.integers(0, 20)), min_size=2, max_size=60
)  # fmt: skip


@given(scores)
def test_the_tests_equal_scipys_to_six_digits(pairs: list[tuple[int, int]]) -> None:
    pre, post = ([float(pair[test]) for pair in pairs] for test in (0, 1))
    gains = [after - before for before, after in zip(pre, post, strict=True)]
    found = paired_t(pre, post)
    if len(set(gains)) == 1:
        assert found is None
    else:
        expected = stats.ttest_rel(post, pre)
        assert found is not None
        assert (found.t, found.p) == pytest.approx(
            (expected.statistic, expected.pvalue), rel=1e-6, abs=1e-12
        )
    ranks = signed_rank(pre, post)
    moved = [gain for gain in gains if gain]
    if not moved:
        assert ranks is None
        return
    assert ranks is not None
    method = "exact" if ranks.is_exact else "approx"
    wanted = stats.wilcoxon(moved, correction=not ranks.is_exact, method=method)
    assert (ranks.statistic, ranks.p) == pytest.approx((wanted.statistic, wanted.pvalue), rel=1e-6)


@given(scores)
def test_turning_the_tests_round_turns_the_signs_round(pairs: list[tuple[int, int]]) -> None:
    there = analyse(people(pairs), pre_max=20, post_max=20)
    back = analyse(people([(post, pre) for pre, post in pairs]), pre_max=20, post_max=20)
    assert there.mean_gain == pytest.approx(-(back.mean_gain or 0))
    assert (there.risen, len(there.fallen)) == (len(back.fallen), back.risen)
    if there.t_test and back.t_test:
        assert there.t_test.p == pytest.approx(back.t_test.p)


@given(st.lists(st.tuples(st.none() | st.integers(0, 20), st.none() | st.integers(0, 20))))
def test_everyone_is_counted_once_and_every_sentence_can_be_said(
    pairs: list[tuple[int | None, int | None]],
) -> None:
    found = analyse(people(pairs), pre_max=20, post_max=20)
    assert found.count + found.unpaired.total == len(pairs)
    assert found.risen + found.unchanged + len(found.fallen) == found.count
    shown = [*read_analysis(found), *(figure.shown for figure in figure_rows(found))]
    assert all(shown)
    assert not any("nan" in text or "None" in text for text in shown)
    assert len(slopes(found).lines) <= max(1, found.count)
    assert sum(bar.pre for bar in distribution(found).bars) == found.count


def said(pairs: Sequence[tuple[float | None, float | None]]) -> str:
    with translation.override("en"):
        return " ".join(read_analysis(analyse(people(pairs), pre_max=20, post_max=20)))


def test_one_pair_only_says_nothing_about_others() -> None:
    text = said([(8, 12)])
    assert "One person alone" in text
    assert "chance" not in text


def test_few_people_are_described_and_not_tested() -> None:
    assert "fewer than ten" in said([(8, 12 + turn % 2) for turn in range(9)])


def test_equal_scores_leave_nothing_to_test() -> None:
    assert "Nobody's score changed" in said([(8, 8)] * 12)
    assert "the same amount" in said([(8, 10)] * 12)


def test_no_difference_is_not_called_proof_of_none() -> None:
    text = said([(10 + turn % 3, 10 + (turn + 1) % 3) for turn in range(36)])
    assert "may be chance" in text
    assert "does not show that there is none" in text


def test_a_clear_gain_is_said_with_its_size_and_without_claiming_the_cause() -> None:
    text = said([(8 + turn % 4, 13 + turn % 5) for turn in range(40)])
    assert "larger than chance" in text
    assert "does not show that the event caused the change" in text
    assert "caution" not in text


def test_a_test_that_was_too_easy_is_called_so() -> None:
    assert "too easy" in said([(19, 20)] * 6 + [(20, 20)] * 6)


def test_people_without_a_pair_are_counted_and_left_out() -> None:
    found = analyse(people([(8, 12), (9, None), (None, 10), (None, None)]), pre_max=20, post_max=20)
    assert (found.unpaired.only_pre, found.unpaired.only_post, found.unpaired.neither) == (1, 1, 1)
    assert found.pre.mean == 8


def test_tests_of_different_length_are_compared_in_percent() -> None:
    found = analyse(people([(5, 10), (5, 5)]), pre_max=10, post_max=20)
    assert found.in_percent
    assert found.pairs == ((50, 50), (50, 25))


def test_a_test_without_points_is_refused() -> None:
    with pytest.raises(ValueError, match="at least one point"):
        analyse([], pre_max=0, post_max=10)


def test_items_that_stand_in_one_test_only_have_no_figures_in_the_other() -> None:
    one = Answers(1, "ก", Score(1, (1, 0)), Score(1, (1,)))
    items = [ItemPair("1", 0, 0), ItemPair("2", 1, None)]
    found = analyse([one, one], pre_max=2, post_max=1, items=items)
    assert found.items[1].post is None
    assert found.items[0].pre is not None
    assert found.items[0].pre.difficulty == 1
    assert item_plot(found.items).marks[1].x_post is None


def test_reliability_needs_people_items_and_differences() -> None:
    assert kr20([]) is None
    assert kr20([(1,), (0,)]) is None
    assert kr20([(1, 0), (0, 1)]) is None


@pytest.mark.parametrize("most", [5, 19, 20, 21, 30, 40, 50, 100])
def test_every_bar_holds_the_scores_that_its_label_names(most: int) -> None:
    found = analyse(
        people([(score, score) for score in range(most + 1)]), pre_max=most, post_max=most
    )
    bars = distribution(found).bars
    assert len(bars) <= 21
    for bar in bars:
        low, _dash, high = bar.label.partition("–")
        assert bar.pre == bar.post == int(high or low) - int(low) + 1
    assert sum(bar.pre for bar in bars) == most + 1


@given(st.integers(1, 40), st.integers(2, 5), st.data())
def test_the_same_share_of_a_longer_test_is_no_change(
    most: int, times: int, data: st.DataObject
) -> None:
    right = data.draw(st.lists(st.integers(0, most), min_size=1, max_size=12))
    pairs = [(score, score * times) for score in right]
    found = analyse(people(pairs), pre_max=most, post_max=most * times)
    assert (found.risen, len(found.fallen), found.unchanged) == (0, 0, len(right))
    assert found.mean_gain == 0
    assert (found.t_test, found.wilcoxon) == (None, None)


@pytest.mark.parametrize(("most", "times"), [(15, 2), (7, 3), (12, 3)])
def test_equal_gains_in_percent_are_not_tested(most: int, times: int) -> None:
    pairs = [(score, (score + 1) * times) for score in range(most)] * 2
    found = analyse(people(pairs), pre_max=most, post_max=most * times)
    assert (found.t_test, found.cohen_dz) == (None, None)
    with translation.override("en"):
        assert "the same amount" in " ".join(read_analysis(found))


@pytest.mark.parametrize(
    ("pairs", "reason"),
    [
        ([], "Nobody has both tests"),
        ([(8, 12)], "One person alone"),
        ([(8, 8)] * 3, "Nobody's score changed"),
        ([(8, 10)] * 3, "the same amount"),
    ],
)
def test_a_test_that_cannot_be_made_says_why(
    pairs: list[tuple[float | None, float | None]], reason: str
) -> None:
    with translation.override("en"):
        rows = {
            row.key: row for row in figure_rows(analyse(people(pairs), pre_max=20, post_max=20))
        }
    assert rows["t"].value is None
    assert reason in rows["t"].note


def test_scores_that_fell_are_shown_in_as_many_decimals_as_tell() -> None:
    found = show_analysis(analyse(people([(5, 2), (6, 0), (15, 5)]), pre_max=15, post_max=7))
    shown = {(one.shown_pre, one.shown_post) for one in found.fallen}
    assert shown == {("33.33", "28.57"), ("40", "0"), ("100", "71.43")}
