from datetime import date

import pytest

from onde_portal.exchange.reading import TableRefused, read_table
from onde_portal.exchange.writing import to_csv, to_xlsx
from tests.exchange.files import sheet_xml, with_sheet, workbook

CONTENT = "รหัส,ชื่อ\n1,หนองบัว\n2,น้ำใส\n"
ROWS = [("1", "หนองบัว"), ("2", "น้ำใส")]


def refusal(content: bytes, name: str) -> str:
    with pytest.raises(TableRefused) as caught:
        read_table(content, name)
    assert str(caught.value)
    return caught.value.code


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp874"])
@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
def test_a_csv_is_read_in_any_encoding_and_delimiter(encoding: str, delimiter: str) -> None:
    table = read_table(CONTENT.replace(",", delimiter).encode(encoding), "ทะเบียน.CSV")
    assert table.header == ("รหัส", "ชื่อ")
    assert [row.values for row in table.rows] == ROWS


def test_rows_keep_their_numbers_when_empty_ones_are_left_out() -> None:
    table = read_table(b"a,b\n\n1,2\n,\n3\n", "x.csv")
    assert [(row.number, row.values) for row in table.rows] == [(3, ("1", "2")), (5, ("3", ""))]


def test_quoted_line_breaks_stay_inside_their_cell() -> None:
    table = read_table(b'a,b\n"1\n2",3\n', "x.csv")
    assert table.rows[0].values == ("1\n2", "3")


def test_a_workbook_is_read_with_numbers_and_dates_as_text() -> None:
    made = to_xlsx("ทะเบียน", ["a", "b", "c"], [[6410105, date(2026, 4, 20), 1.5]])
    table = read_table(made, "x.xlsx")
    assert table.sheet == "ทะเบียน"
    assert table.rows[0].values == ("6410105", "2026-04-20", "1.5")


def test_a_workbook_that_begins_further_down_keeps_its_row_numbers() -> None:
    table = read_table(workbook([[], [], ["a"], [], ["1"]]), "x.xlsx")
    assert [(row.number, row.values) for row in table.rows] == [(5, ("1",))]


@pytest.mark.parametrize("ending", ["csv", "xlsx"])
def test_what_is_exported_comes_back_by_import(ending: str) -> None:
    header = ("ชื่อ", "=ค่า")
    rows = [("=1+1", "'=x"), ("－5", "น้ำ"), ("''+1", "'quoted'"), ("@a", "-")]
    content = to_csv(header, rows) if ending == "csv" else to_xlsx("x", header, rows)
    table = read_table(content, f"x.{ending}")
    assert table.header == header
    assert [row.values for row in table.rows] == rows


def test_an_empty_file_or_a_header_alone_is_refused() -> None:
    assert refusal(b"", "x.csv") == "empty"
    assert refusal(b"a,b\n", "x.csv") == "empty"


def test_two_columns_of_one_name_are_refused() -> None:
    assert refusal(b"a,a\n1,2\n", "x.csv") == "header"


@pytest.mark.parametrize("name", ["x.xls", "x.pdf", "x"])
def test_other_kinds_of_files_are_refused(name: str) -> None:
    assert refusal(b"a,b\n1,2\n", name) == "ending"


def test_text_in_no_known_encoding_is_refused() -> None:
    assert refusal(CONTENT.encode("utf-16"), "x.csv") == "encoding"


def test_damaged_utf8_is_refused_not_read_as_nonsense() -> None:
    content = "a,b\n1,ธนบุรีรมย์\n2,มหาชัย\n".encode()
    assert refusal(content.replace("ร".encode(), "ร".encode()[:2], 1), "x.csv") == "encoding"


@pytest.mark.parametrize("name", ["เนินสง่า", "เธอ", "อเนก", "เนย"])
def test_windows_874_that_begins_like_utf8_is_read(name: str) -> None:
    table = read_table(f"a,b\n1,{name}\n".encode("cp874"), "x.csv")
    assert table.rows[0].values == ("1", name)


def test_what_only_claims_to_be_a_workbook_is_refused() -> None:
    assert refusal(b"a,b\n1,2\n", "x.xlsx") == "broken"


def test_a_workbook_that_unpacks_to_far_more_is_refused() -> None:
    assert refusal(with_sheet(sheet_xml(b" " * 30_000_000)), "x.xlsx") == "bomb"


@pytest.mark.parametrize("name", ["xl/worksheets/sheet1.xml", "xl/elsewhere/data.bin"])
@pytest.mark.parametrize(
    "xml",
    [
        sheet_xml(b"", dimension=b"A1:XFD1048576"),
        sheet_xml(b'<row r="1"><c r="XFD1"><v>1</v></c></row>'),
        sheet_xml(b'<row r="1048576"><c><v>1</v></c></row>'),
        sheet_xml(b"<row r='2'><c t='n' r='A1048576'><v>1</v></c></row>"),
    ],
)
def test_a_sheet_with_cells_far_outside_is_refused(xml: bytes, name: str) -> None:
    assert refusal(with_sheet(xml, name=name), "x.xlsx") == "too_many_cells"
