from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given, strategies

from onde_portal.exchange.cells import CellError, column_letter, plain_cell, safe_cell


@pytest.mark.parametrize("start", ["=", "+", "-", "@", "\t", "\r", "＝", "＋", "－", "＠"])
def test_text_that_would_start_a_formula_gets_an_apostrophe(start: str) -> None:
    assert safe_cell(f"{start}1+1") == f"'{start}1+1"


@pytest.mark.parametrize("value", [-5, Decimal("-1.5"), -0.5, True, None, date(2026, 4, 20)])
def test_numbers_dates_and_truths_stay_what_they_are(value: object) -> None:
    assert safe_cell(value) is value


@pytest.mark.parametrize("text", ["", "หนองบัว", "1=1", "อบต.-เทศบาล", "'quoted'"])
def test_other_text_stays_as_it_is(text: str) -> None:
    assert safe_cell(text) == text


@given(strategies.text(alphabet="'=+-@\t＝ก a") | strategies.text())
def test_a_text_comes_back_from_its_safe_cell(text: str) -> None:
    safe = safe_cell(text)
    assert plain_cell(safe) == text
    assert not safe.startswith(("=", "+", "-", "@", "\t", "\r"))


@pytest.mark.parametrize(("index", "letters"), [(0, "A"), (25, "Z"), (26, "AA"), (701, "ZZ")])
def test_columns_are_named_as_in_a_spreadsheet(index: int, letters: str) -> None:
    assert column_letter(index) == letters


def test_an_error_says_where_it_stands() -> None:
    assert str(CellError(4, "type", "B", "ไม่มีประเภทนี้")) == "B4 (type): ไม่มีประเภทนี้"
