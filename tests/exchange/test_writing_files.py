"""Files of any length: what their cells hold, how days look, and what a sheet may be called."""

import io
import shutil
import subprocess
from collections.abc import Iterator
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils.translation import override
from openpyxl import load_workbook

from onde_portal.exchange import writing
from onde_portal.exchange.pieces import in_pieces
from onde_portal.exchange.writing import cell_text, sheet_title, table_file, to_csv, to_xlsx
from onde_portal.registry.models import Lao, Province
from tests import world

UTC = ZoneInfo("UTC")
DAY = date(2026, 4, 20)


OFFICE = shutil.which("soffice") or ""


def seen_in_a_spreadsheet(content: bytes, folder: Path) -> list[str]:
    """The words that LibreOffice shows."""
    (folder / "x.xlsx").write_bytes(content)
    own = f"-env:UserInstallation={(folder / 'profile').as_uri()}"
    subprocess.run(
        [OFFICE, own, "--headless", "--convert-to", "pdf", "--outdir", folder, folder / "x.xlsx"],
        check=True, capture_output=True, timeout=900,
    )  # fmt: skip
    shown = subprocess.run(
        ["pdftotext", folder / "x.pdf", "-"], check=True, capture_output=True, text=True
    ).stdout
    return [line for line in shown.replace("\f", "").splitlines() if line]


@pytest.mark.slow
@pytest.mark.skipif(not OFFICE, reason="LibreOffice is not installed")
@pytest.mark.parametrize(("language", "shown"), [("th", "20 เม.ย. 2569"), ("en", "20/04/2569")])
def test_a_spreadsheet_shows_days_in_the_buddhist_era(
    language: str, shown: str, tmp_path: Path
) -> None:
    moment = datetime(2026, 4, 20, 11, 30, tzinfo=UTC)
    with override(language):
        content = to_xlsx("x", ["a", "b"], [[DAY, moment]])
    day, at = load_workbook(io.BytesIO(content)).active[2]
    assert day.is_date
    assert day.value.date() == DAY
    assert at.value.hour == 18
    assert {shown, f"{shown} 18:30"} <= set(seen_in_a_spreadsheet(content, tmp_path))


@pytest.mark.parametrize(
    ("title", "sheet"),
    [
        ("a/b:c*[d]?\\e", "a b c d e"), ("ก" * 40, "ก" * 31), ("'x'", "x"), ("", "1"),
        ("History", "History 1"), ("\x01ศูนย์\x1f", "ศูนย์"),
    ],
)  # fmt: skip
def test_a_sheets_title_is_one_that_spreadsheets_take(title: str, sheet: str) -> None:
    assert sheet_title(title) == sheet
    assert load_workbook(io.BytesIO(to_xlsx(title, ["a"], []))).sheetnames == [sheet]


def test_the_header_stays_in_sight_and_filters() -> None:
    sheet = load_workbook(io.BytesIO(to_xlsx("x", ["ก", "ข"], [["1", 2]] * 3))).active
    assert (sheet.freeze_panes, sheet.auto_filter.ref) == ("A2", "A1:B4")
    assert all(cell.font.bold for cell in sheet[1])


def test_columns_are_as_wide_as_their_words_within_reason() -> None:
    rows = [["x" * 500, DAY, "ที่ปรึกษา", None]]
    sheet = load_workbook(io.BytesIO(to_xlsx("x", ["ก", "ข", "ค", "ง"], rows))).active
    widths = [round(sheet.column_dimensions[letter].width) for letter in "ABCD"]
    assert widths[0] <= 62
    assert widths[1] >= 14
    assert widths[2] <= 11
    assert widths[3] >= 9


@pytest.mark.parametrize("text", ["ก" * 40_000, "😀" * 20_000])
def test_a_text_too_long_for_a_cell_says_that_it_goes_on(text: str) -> None:
    kept = cell_text(text)
    assert kept.endswith("…")
    assert len(kept.encode("utf-16-le")) // 2 <= 32_767
    assert load_workbook(io.BytesIO(to_xlsx("x", ["a"], [[text]]))).active["A2"].value == kept
    assert cell_text("ก" * 32_767) == "ก" * 32_767


def test_control_characters_do_not_reach_a_cell() -> None:
    text = "a\x00b\x0bc\ud800d\uffffe\r\nf\tg"
    assert cell_text(text) == "abcde\nf\tg"
    sheet = load_workbook(io.BytesIO(to_xlsx("x", ["a"], [[text]]))).active
    assert sheet["A2"].value == "abcde\nf\tg"


def test_numbers_are_numbers_and_truths_truths() -> None:
    row = [5, -1.5, Decimal("2.25"), True, None, "", float("nan"), Lao]
    cells = load_workbook(io.BytesIO(to_xlsx("x", ["a"] * 8, [row]))).active[2]
    assert [cell.value for cell in cells] == [
        5, -1.5, 2.25, True, None, None, "nan", str(Lao)
    ]  # fmt: skip


def test_rows_past_the_end_of_a_sheet_go_on_in_another(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(writing, "MOST_ROWS", 4)
    book = load_workbook(io.BytesIO(to_xlsx("ก" * 31, ["a"], [[number] for number in range(9)])))
    assert [sheet.max_row for sheet in book] == [5, 5, 2]
    assert book.worksheets[1]["A2"].value == 4


def test_a_large_table_lies_on_disk_and_a_small_one_in_memory() -> None:
    with table_file("csv", "x", ["a"], [["ก" * 1000]] * 1000) as large:
        assert not isinstance(large, io.BytesIO)
        assert large.tell() == 0
    with table_file("csv", "x", ["a"], [["ก"]]) as small:
        assert isinstance(small, io.BytesIO)


def test_what_breaks_while_rows_are_read_leaves_no_file_behind() -> None:
    def broken() -> Iterator[list[str]]:
        yield ["a"]
        raise RuntimeError("no more")

    for ending in ("xlsx", "csv"):
        with pytest.raises(RuntimeError, match="no more"):
            table_file(ending, "x", ["a"], broken())


@pytest.mark.django_db
def test_a_long_list_is_read_in_pieces_in_its_order() -> None:
    province = world.udon_thani()
    for number in (3, 1, 2, 5, 4):
        world.make_lao(province, f"ที่ {number}")
    rows = Lao.objects.select_related("province").order_by("-sort_key")
    with CaptureQueriesContext(connection) as asked:
        names = [(lao.name_th, lao.province.code) for lao in in_pieces(rows, 2)]
    assert names == [(f"ที่ {number}", "41") for number in (5, 4, 3, 2, 1)]
    assert len(asked) == 4
    assert [row.code for row in in_pieces(Province.objects.order_by("pk"))] == ["41"]
    assert list(in_pieces([1, 2])) == [1, 2]
    assert len(list(in_pieces(rows[:2]))) == 2


def test_csv_stays_as_it_was() -> None:
    made = to_csv(["a", "b"], [["=1", DAY]])
    assert made == "\ufeffa,b\r\n'=1,2026-04-20\r\n".encode()
