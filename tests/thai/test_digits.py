"""Numbers as people type them."""

import contextlib
from decimal import Decimal

import pytest
from hypothesis import given, strategies as st
from pythainlp.util import num_to_thaiword

from onde_portal.thai.digits import (
    NumberError,
    parse_decimal,
    parse_int,
    read_key,
    read_keys,
    spell_int,
    to_ascii,
    to_thai,
)
from tests.guards import ends_soon

whole_numbers = st.integers(-(10**15) + 1, 10**15 - 1)
FULL_WIDTH = str.maketrans("0123456789,.-", "０１２３４５６７８９，．－")


@given(whole_numbers)
def test_a_number_is_read_in_every_kind_of_digits(number: int) -> None:
    for text in (f"{number}", f"{number:,}", f"{number:,}".replace(",", " ")):
        for typed in (text, to_thai(text), text.translate(FULL_WIDTH), f"  {text}\u200b "):
            assert parse_int(typed) == number


@given(st.decimals(min_value=-(10**14), max_value=10**14, places=4))
def test_a_decimal_is_read_exactly(number: Decimal) -> None:
    assert parse_decimal(f"{number:f}") == number
    assert parse_decimal(to_thai(f"{number:,f}")) == number


@given(st.text())
def test_digits_go_to_thai_and_back(text: str) -> None:
    ascii_text = to_ascii(text)
    assert to_ascii(to_thai(ascii_text)) == ascii_text


@given(st.text(alphabet="0123456789๐๑๒,. +-eE_²½xna", max_size=30))
def test_any_text_is_a_plain_number_or_an_error(text: str) -> None:
    with contextlib.suppress(NumberError):
        number = parse_decimal(text)
        assert number == Decimal(to_ascii(text).replace(",", "").replace(" ", ""))
        assert number.is_finite()


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("", "empty"),
        (" \u200b", "empty"),
        ("-", "format"),
        ("สิบ", "format"),
        ("NaN", "format"),
        ("inf", "format"),
        ("1e5", "format"),
        ("1_000", "format"),
        ("²", "format"),
        ("٣", "format"),
        ("--1", "format"),
        ("1.2.3", "format"),
        ("๑,๒๐๐๐", "commas"),
        ("1,2,3", "commas"),
        ("12,00", "commas"),
        ("1,234 567", "commas"),
        ("12,", "commas"),
        ("1" * 16, "size"),
        ("1,2" + "0" * 20, "size"),
        ("0." + "1" * 16, "size"),
        ("1" * 100_000, "size"),
        ("x" * 100_000, "format"),
    ],
)
def test_what_is_no_number_is_refused_with_a_reason(text: str, code: str) -> None:
    with pytest.raises(NumberError) as raised:
        parse_decimal(text)
    assert raised.value.code == code
    assert len(raised.value.message_th) < 250


def test_misplaced_commas_are_answered_with_what_would_be_right() -> None:
    with pytest.raises(NumberError) as raised:
        parse_int("๑,๒๐๐๐")
    assert raised.value.message_th == ("อ่าน “๑,๒๐๐๐” ไม่ได้ ถ้าหมายถึงหนึ่งหมื่นสองพันให้พิมพ์ 12000")
    assert "type 12000." in raised.value.message_en


def test_a_comma_that_may_be_a_point_is_answered_with_both_readings() -> None:
    with pytest.raises(NumberError) as raised:
        parse_decimal("-12,5")
    assert "type -125" in raised.value.message_en
    assert "type -12.5" in raised.value.message_en


def test_a_fraction_is_no_whole_number_unless_it_is_nothing() -> None:
    assert parse_int("๑๒.๐๐") == 12
    with pytest.raises(NumberError) as raised:
        parse_int("12.5")
    assert raised.value.code == "whole"


@pytest.mark.parametrize("text", ["0012", "+12", "12 ", "๑2"])
def test_harmless_variants_are_read(text: str) -> None:
    assert parse_int(text) == 12


@given(whole_numbers)
def test_numbers_are_spelled_as_in_thai(number: int) -> None:
    assert spell_int(number) == num_to_thaiword(number)


def test_hostile_text_is_refused_in_linear_time() -> None:
    for text in ("1," * 500_000, "1 " * 500_000, "9" * 1_000_000, "1," * 29, "1 " * 29 + "x"):
        with ends_soon(), pytest.raises(NumberError):
            parse_int(text)


@given(st.integers(0, 10**11 - 1))
def test_a_key_is_read_as_the_portal_wrote_it(key: int) -> None:
    assert read_key(str(key)) == key


@pytest.mark.parametrize("text", ["", "-1", "+1", "1.0", " 1", "๑", "１", "²", "abc", "1" * 5000])
def test_what_the_portal_did_not_write_is_no_key(text: str) -> None:
    assert read_key(text) is None
    assert read_keys([text, "12", text]) == [12]
