"""Lines over time: where they break, what they are measured against."""

from itertools import pairwise

import pytest

from onde_portal.ui.lines import LARGE, SMALL, SPARK, Line, Reading, Scale, line_chart, scale_of


def line(*values: float | None, dashed: bool = False) -> Line:
    return Line("", tuple(Reading(value, shown=str(value)) for value in values), dashed)


def test_a_gap_breaks_the_line_and_a_lonely_value_is_a_dot() -> None:
    chart = line_chart("", list("abcdef"), [line(1, 2, None, 3, None, 4)])
    (drawn,) = chart.drawn
    assert len(drawn.stretches) == 1
    assert len(drawn.dots) == 4
    assert chart.has_values


def test_the_first_and_the_last_value_are_written_and_no_value_of_the_second_line() -> None:
    chart = line_chart("", list("abc"), [line(1, 2, 3), line(2, 2, 2, dashed=True)], frame=SMALL)
    first, second = chart.drawn
    assert [dot.written for dot in first.dots] == [True, False, True]
    assert not any(dot.written for dot in second.dots)


@pytest.mark.parametrize("values", [(), (None,), (0,), (0, 0), (5,), (-3, 4), (1e9, 2)])
def test_every_line_stays_within_its_frame(values: tuple[float | None, ...]) -> None:
    for frame in (LARGE, SMALL, SPARK):
        chart = line_chart("", ["r"] * len(values), [line(*values)], frame=frame)
        for dot in chart.drawn[0].dots:
            assert frame.left <= dot.x <= frame.width - frame.right
            assert frame.top - 0.1 <= dot.y <= frame.height - frame.bottom + 0.1


def test_per_cent_are_measured_against_a_hundred_unless_there_is_more() -> None:
    assert scale_of([3, 40], top=100) == Scale(0, 100, 50)
    assert scale_of([], top=100).top == 100
    assert scale_of([130], top=100).top > 100
    assert scale_of([]).top == 1


def test_a_sparkline_has_neither_scale_nor_names() -> None:
    chart = line_chart("", list("abc"), [line(1, 2, 3)], frame=SPARK)
    assert chart.bare
    assert not chart.ticks
    assert not chart.columns


def test_names_below_do_not_touch_each_other() -> None:
    chart = line_chart("", [f"1/{year}" for year in range(60)], [line(*range(60))], frame=SMALL)
    named = [column for column in chart.columns if column.label]
    assert named[-1].label == "1/59"
    assert all(two.x - one.x >= 44 for one, two in pairwise(named))
