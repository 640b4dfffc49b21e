import csv
import io
from datetime import date, datetime
from zoneinfo import ZoneInfo

from django.utils.translation import gettext_lazy
from openpyxl import load_workbook

from onde_portal.exchange.resources import ListResource
from onde_portal.exchange.writing import to_csv, to_xlsx

UTC = ZoneInfo("UTC")
TEXTS = ["=1+1", "+1", "-1", "@x", "\t=1", "＝1", "หนองบัว"]


def test_a_workbook_holds_text_as_text_and_dates_and_numbers_as_such() -> None:
    moment = datetime(2026, 4, 20, 18, 30, tzinfo=UTC)
    made = to_xlsx("x", ["ก", "ข", "ค", "ง"], [["=1+1", 5, date(2026, 4, 20), moment]])
    text, number, day, at = load_workbook(io.BytesIO(made)).active[2]
    assert (text.data_type, text.value) == ("s", "'=1+1")
    assert number.value == 5
    assert day.value == datetime(2026, 4, 20)  # noqa: DTZ001 - a cell has no zone
    assert at.value == datetime(2026, 4, 21, 1, 30)  # noqa: DTZ001 - a cell has no zone


def test_no_text_of_a_workbook_becomes_a_formula() -> None:
    made = to_xlsx("x", TEXTS, [TEXTS])
    for row in load_workbook(io.BytesIO(made)).active.iter_rows():
        assert {cell.data_type for cell in row} == {"s"}
        assert [cell.value for cell in row] == [*(f"'{text}" for text in TEXTS[:-1]), TEXTS[-1]]


def test_no_text_of_a_csv_file_starts_a_formula() -> None:
    made = to_csv(TEXTS, [TEXTS])
    assert made.startswith(b"\xef\xbb\xbf")
    for row in csv.reader(io.StringIO(made.decode("utf-8-sig"), newline="")):
        assert row == ["'=1+1", "'+1", "'-1", "'@x", "'\t=1", "'＝1", "หนองบัว"]


def test_numbers_and_dates_of_a_csv_file_stay_as_they_are() -> None:
    made = to_csv(["a", "b"], [[-5, date(2026, 4, 20)]]).decode("utf-8-sig")
    assert made.splitlines()[1] == "-5,2026-04-20"


def test_a_list_becomes_a_table_of_its_columns() -> None:
    columns = [("ชื่อ", lambda row: row["name"]), ("จำนวน", lambda row: row["count"])]
    header, rows = ListResource(columns).table([{"name": gettext_lazy("x"), "count": 2}])
    assert header == ["ชื่อ", "จำนวน"]
    assert rows == [["x", 2]]
    assert to_csv(header, rows).decode("utf-8-sig").splitlines()[1] == "x,2"
