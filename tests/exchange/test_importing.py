"""Planning: what is new, same, changed, unclear or wrong, cell by cell."""

from collections.abc import Iterator, Sequence

import pytest
from django.utils.translation import override

from networks.models import Organisation
from onde_portal.exchange.blanks import blank_workbook
from onde_portal.exchange.importing import Kind
from onde_portal.exchange.planning import Plan, make_plan
from onde_portal.exchange.reading import Row, Table, read_table
from onde_portal.thai.text import thai_key
from tests import world
from tests.exchange.guests import THAI, OrganisationImporter, row

TWELVE_KINDS: list[tuple[str, dict[str, str], str, str]] = [
    ("name", {"name": ""}, "A", "ช่องนี้ต้องกรอก"),
    ("name", {"name": "ก" * 61}, "A", "61"),
    ("sector", {"sector": "ภาคสวรรค์"}, "B", "ภาคสวรรค์"),
    ("province", {"province": "แอตแลนติส"}, "C", "แอตแลนติส"),
    ("phone", {"phone": "12"}, "D", "หมายเลขโทรศัพท์"),
    ("email", {"email": "ไม่มี"}, "E", "อีเมล"),
    ("founded", {"founded": "เมื่อวาน"}, "F", "วันที่"),
    ("founded", {"founded": "30/2/2569"}, "F", "30"),
    ("members", {"members": "สิบสอง"}, "G", "สิบสอง"),
    ("members", {"members": "0"}, "G", "1"),
    ("budget", {"budget": "1.555"}, "H", "ทศนิยม"),
    ("active", {"active": "อาจจะ"}, "I", "อาจจะ"),
    ("members", {"sector": "ภาครัฐ"}, "G", "หน่วยงานของรัฐ"),
]


@pytest.fixture(autouse=True)
def _thai(db: None) -> Iterator[None]:
    world.udon_thani()
    with override("th"):
        yield


def plan_of(*rows: Sequence[str], header: Sequence[str] = THAI) -> Plan:
    numbered = tuple(Row(number, tuple(cells)) for number, cells in enumerate(rows, 2))
    return make_plan(OrganisationImporter(), Table("แผ่น1", tuple(header), numbered))


def keep(name: str, **fields: object) -> Organisation:
    given = {
        "sector": "civil", "province": world.udon_thani(), "phone": "081-234-5678",
        "email": "friends@water.example", **fields,
    }  # fmt: skip
    return Organisation.objects.create(name=name, search_key=thai_key(name), **given)


def test_a_row_is_new_same_changed_or_unclear() -> None:
    same, other = keep("ชมรมคนรักป่า"), keep("กลุ่มออมทรัพย์", phone="02-123-4567")
    near = keep("มูลนิธิเพื่อนบ้าน")
    plan = plan_of(row("ชมรมคนรักป่า"), row("กลุ่มออมทรัพย์"), row("มูลนิธิเพื่อนช้าง"), row("สหกรณ์โคนม"))
    assert [line.verdict.kind for line in plan.rows] == [
        Kind.SAME, Kind.CHANGED, Kind.UNSURE, Kind.NEW,
    ]  # fmt: skip
    assert [line.verdict.pk for line in plan.rows[:2]] == [str(same.pk), str(other.pk)]
    change = plan.rows[1].verdict.changes[0]
    assert (change.label, change.before, change.after) == ("โทรศัพท์", "02-123-4567", "081-234-5678")
    assert [one.pk for one in plan.rows[2].verdict.candidates] == [str(near.pk)]
    assert plan.counts == {"new": 1, "same": 1, "changed": 1, "unsure": 1, "wrong": 0}


@pytest.mark.parametrize(("key", "cells", "letter", "said"), TWELVE_KINDS)
def test_each_kind_of_error_names_its_cell_and_says_what_is_wrong(
    key: str, cells: dict[str, str], letter: str, said: str
) -> None:
    plan = plan_of(row("สหกรณ์โคนม"), row("สหกรณ์ประมง", **cells))
    [error] = plan.errors
    assert (error.row, error.cell) == (3, f"{letter}3")
    assert error.column == OrganisationImporter().column(key).headers[0]
    assert said in error.message
    assert plan.counts["wrong"] == 1


def test_the_sentence_is_in_the_readers_language() -> None:
    with override("en"):
        [error] = plan_of(row("สหกรณ์ประมง", founded="30/2/2569")).errors
    assert error.message.startswith("There is no 30 February 2569")


def test_all_errors_of_a_row_are_named_at_once() -> None:
    plan = plan_of(row("", phone="12", email="x", founded="วันนี้"))
    assert [error.letter for error in plan.errors] == ["A", "D", "E", "F"]


def test_a_name_that_stands_twice_in_the_file_is_an_error_at_the_second() -> None:
    plan = plan_of(row("สหกรณ์โคนม"), row("สหกรณ์ประมง"), row("สหกรณ์โค นม".replace(" ", "\u200b")))
    [error] = plan.errors
    assert error.row == 4
    assert "2" in error.message


def test_five_thousand_rows_with_three_hundred_errors_of_twelve_kinds_show_every_one() -> None:
    rows = [row(f"องค์กรที่ {number}") for number in range(5000)]
    for number in range(300):
        _key, cells, _letter, _said = TWELVE_KINDS[number % len(TWELVE_KINDS)]
        rows[number * 16] = row(f"องค์กรที่ {number * 16}", **cells)
    plan = plan_of(*rows)
    assert len(plan.errors) == 300
    assert {error.row for error in plan.errors} == {number * 16 + 2 for number in range(300)}
    assert len({error.letter for error in plan.errors}) == 9
    assert plan.counts["new"] == 4700
    assert not Organisation.objects.exists()


def test_columns_are_found_in_any_order_language_and_spelling() -> None:
    header = ["PROVINCE", " e-mail ", "ชื่อ\u200bองค์กร", "sector"]
    [line] = plan_of(["41", "a@b.example", "สหกรณ์โคนม", "civil"], header=header).rows
    assert line.record["province"].code == "41"
    assert line.record["sector"] == "civil"
    assert line.record["phone"] is None


@pytest.mark.parametrize("name", ["41", "อุดรธานี", "จังหวัดอุดรธานี", "จ.อุดรธานี", "UDON THANI", "๔๑"])
def test_a_province_is_read_by_code_or_name(name: str) -> None:
    assert plan_of(row("สหกรณ์โคนม", province=name)).rows[0].record["province"].code == "41"


def test_the_zero_that_excel_ate_is_put_back_before_a_phone_number() -> None:
    [line] = plan_of(row("สหกรณ์โคนม", phone="812345678")).rows
    assert line.record["phone"] == "081-234-5678"


def test_a_missing_column_keeps_the_whole_file_out() -> None:
    plan = plan_of(["41", "ใครก็ไม่รู้"], header=["จังหวัด", "อย่างอื่น"])
    assert plan.blocked
    assert len(plan.errors) == 2
    assert [warning.cell for warning in plan.warnings] == ["B1"]


def test_the_templates_example_is_left_out_when_it_comes_back() -> None:
    table = read_table(blank_workbook(OrganisationImporter()), "template.xlsx")
    assert table.header == THAI
    plan = make_plan(OrganisationImporter(), table)
    assert (plan.rows, plan.errors, plan.total) == ([], [], 0)
    assert plan.warnings[0].row == 2


def test_the_digest_changes_with_the_list_and_not_with_the_language() -> None:
    before = plan_of(row("สหกรณ์โคนม"), row("", phone="12")).digest
    with override("en"):
        assert plan_of(row("สหกรณ์โคนม"), row("", phone="12")).digest == before
    keep("สหกรณ์โคนม")
    assert plan_of(row("สหกรณ์โคนม"), row("", phone="12")).digest != before
