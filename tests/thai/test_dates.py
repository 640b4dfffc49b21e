"""Dates are read in every form in use and printed in the Buddhist era."""

import contextlib
from datetime import date, datetime

import pytest
from hypothesis import given, strategies as st

from onde_portal.thai.dates import (
    DateError,
    DateStyle,
    format_date,
    format_datetime,
    format_range,
    parse_date,
)
from tests.guards import ends_soon

days = st.dates(date(1858, 1, 1), date(2399, 12, 31))
languages = st.sampled_from(["th", "en"])
readable_styles = st.sampled_from(["long", "short", "numeric", "official"])
MARCH = date(2026, 3, 31)


@pytest.mark.parametrize(
    "text",
    [
        "31/8/2562",
        "31-08-2562",
        "31.8.2562",
        "31 8 2562",
        "31/8/62",
        "31/8/2019",
        "๓๑/๘/๒๕๖๒",
        "３１/８/２５６２",
        "31 ส.ค. 62",
        "31 ส.ค. ๖๒",
        "31ส.ค.62",
        "31 สค 62",
        "31 ส. ค. 2562",
        "31 สิงหาคม 2562",
        "31  สิงหาคม   2562 ",
        "31 สิงหาคม พ.ศ. 2562",
        "31 สิงหาคม พ.ศ.2562",
        "31 สิงหาคม 2562 พ.ศ.",
        "31 สิงหาคม ค.ศ. 2019",
        "31 สิงหาคม 2019",
        "วันที่ 31 สิงหาคม 2562",
        "วันเสาร์ที่ ๓๑ สิงหาคม ๒๕๖๒",
        "31 Aug 2019",
        "31 AUGUST 2562",
        "31 Aug. 2562 B.E.",
        "August 31, 2562",
        "2019-08-31",
        "2562-08-31",
        "2019/8/31",
        "31\u200b/8/\u200b2562",
    ],
)
def test_a_date_is_read_however_it_is_typed(text: str) -> None:
    assert parse_date(text) == date(2019, 8, 31)


@given(days, readable_styles, languages)
def test_what_is_printed_is_read_back(day: date, style: DateStyle, language: str) -> None:
    assert parse_date(format_date(day, style, language)) == day


@given(days, languages)
def test_reading_and_printing_again_never_adds_543_twice(day: date, language: str) -> None:
    text = day.isoformat()
    for _ in range(3):
        text = format_date(parse_date(text), "numeric", language)
    assert text == f"{day.day}/{day.month}/{day.year + 543}"


@given(days)
def test_an_iso_date_is_read_as_it_is(day: date) -> None:
    assert parse_date(day.isoformat()) == day


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("", "empty"),
        ("  \u200b ", "empty"),
        ("พรุ่งนี้", "format"),
        ("31082562", "format"),
        ("31/8/2562 เช้า", "format"),
        ("x" * 5000, "format"),
        ("31/13/2562", "month"),
        ("8/31/2562", "month"),
        ("31 กรกา 2562", "month"),
        ("0/1/2562", "day"),
        ("31/4/2562", "day"),
        ("29/2/2569", "day"),
        ("29 ก.พ. 2562", "day"),
        ("31/8/562", "year"),
        ("31/8/25620", "year"),
        ("31 ส.ค. ค.ศ. 2562", "year"),
        ("31 ส.ค. พ.ศ. 2019", "year"),
        ("31 ส.ค. ค.ศ. 19", "year"),
    ],
)
def test_what_is_wrong_is_told_in_both_languages(text: str, code: str) -> None:
    with pytest.raises(DateError) as raised:
        parse_date(text)
    error = raised.value
    assert error.code == code
    assert error.message("th") == error.message_th
    assert error.message("en-gb") == error.message_en == str(error)
    assert len(error.message_th) < 200


def test_the_leap_day_is_checked_in_the_common_era() -> None:
    assert parse_date("29/2/2567") == date(2024, 2, 29)
    with pytest.raises(DateError, match=r"C\.E\. 2025.*1 to 28") as raised:
        parse_date("29/2/2568")
    assert "มีวันที่ 1 ถึง 28" in raised.value.message_th


def test_a_month_before_the_day_is_offered_turned_round() -> None:
    with pytest.raises(DateError) as raised:
        parse_date("8/31/2562")
    assert "ถ้าหมายถึง 31/8/2562" in raised.value.message_th


@pytest.mark.parametrize(
    ("style", "thai", "english"),
    [
        ("long", "31 มีนาคม 2569", "31 March 2569"),
        ("short", "31 มี.ค. 69", "31 Mar 2569"),
        ("numeric", "31/3/2569", "31/3/2569"),
        ("official", "๓๑ มีนาคม ๒๕๖๙", "31 March 2569"),
        ("month", "มีนาคม 2569", "March 2569"),
    ],
)
def test_every_style_prints_the_buddhist_era(style: DateStyle, thai: str, english: str) -> None:
    assert format_date(MARCH, style) == thai
    assert format_date(MARCH, style, "en") == english


def test_a_short_year_that_could_be_misread_keeps_its_four_digits() -> None:
    assert format_date(date(2069, 5, 1), "short") == "1 พ.ค. 2612"


def test_a_moment_is_printed_with_its_time() -> None:
    moment = datetime(2026, 3, 31, 14, 3)  # noqa: DTZ001 - local already
    assert format_datetime(moment) == "31 มี.ค. 69 14:03 น."
    assert format_datetime(moment, "long", "en") == "31 March 2569 14:03"
    assert format_datetime(moment, "official") == "๓๑ มีนาคม ๒๕๖๙ เวลา ๑๔.๐๓ น."


@pytest.mark.parametrize(
    ("start", "end", "expected"),
    [
        (date(2026, 4, 1), date(2026, 9, 30), "1 เม.ย. – 30 ก.ย. 2569"),
        (date(2026, 10, 1), date(2027, 3, 31), "1 ต.ค. 2569 – 31 มี.ค. 2570"),
        (date(2026, 4, 1), date(2026, 4, 3), "1 – 3 เม.ย. 2569"),
        (date(2026, 4, 1), date(2026, 4, 1), "1 เม.ย. 2569"),
    ],
)
def test_a_range_writes_once_what_both_ends_share(start: date, end: date, expected: str) -> None:
    assert format_range(start, end) == expected


def test_a_range_in_english_is_in_the_buddhist_era_too() -> None:
    assert format_range(date(2026, 4, 1), date(2026, 9, 30), "en") == "1 Apr – 30 Sep 2569"


@given(st.text(max_size=80))
def test_any_text_is_a_date_or_a_date_error(text: str) -> None:
    with contextlib.suppress(DateError):
        assert 1858 <= parse_date(text).year <= 2400


def test_hostile_text_is_refused_in_linear_time() -> None:
    for text in ("1 " * 500_000, "1" + "." * 1_000_000, "1" + " ." * 29, "1 " + "ก " * 29):
        with ends_soon(), pytest.raises(DateError):
            parse_date(text)
