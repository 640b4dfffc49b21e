import pytest

from onde_portal.accounts.models import User
from onde_portal.registry.actions import ImportRefused, apply_import
from onde_portal.registry.models import Lao, LaoCode
from onde_portal.registry.reference import load_reference
from tests.registry.rows import UPGRADE_DAY, load, plan, row
from tests.world import NOW, TODAY


@pytest.fixture(autouse=True)
def _reference(db: None) -> None:
    load_reference()


def counts() -> tuple[int, int, int]:
    return Lao.objects.count(), LaoCode.objects.count(), Lao.history.count()


def test_a_plan_writes_nothing() -> None:
    before = counts()
    assert len(plan(row()).new) == 1
    assert counts() == before


def test_a_new_lao_comes_with_its_facts_its_code_and_a_history_row() -> None:
    load(row())
    lao = Lao.objects.get(code="6410105")
    assert lao.full_name_th == "องค์การบริหารส่วนตำบลนาข่า"
    assert lao.full_name_en == "Na Kha Subdistrict Administrative Organization"
    assert (lao.district_id, lao.size, str(lao.area_km2)) == ("4101", "medium", "62.50")
    assert [code.code for code in lao.codes.all()] == ["6410105"]
    assert lao.history.count() == 1


def test_the_same_file_again_changes_nothing() -> None:
    load(row())
    before = counts()
    again = load(row())
    assert (again.same, again.new, again.changed, again.recoded) == (1, [], [], [])
    assert counts() == before


def test_a_changed_fact_is_one_change_with_a_history_row_and_no_new_code() -> None:
    load(row())
    made = load(row(website="https://nakha.example/new"))
    lao = Lao.objects.get(code="6410105")
    assert (len(made.changed), made.recoded) == (1, [])
    assert lao.website == "https://nakha.example/new"
    assert lao.history.count() == 2
    assert lao.codes.count() == 1


def test_an_empty_cell_keeps_what_is_known() -> None:
    load(row())
    assert load(row(website="", name_en="", area_km2="")).same == 1


def test_an_upgraded_unit_stays_itself_and_gets_a_new_code_from_that_day() -> None:
    load(row())
    lao = Lao.objects.get(code="6410105")
    upgraded = row(dla_code="5410109", type="subdistrict_municipality")
    made = load(upgraded)
    assert [one.pk for one in made.recoded] == [lao.pk]
    lao.refresh_from_db()
    assert (lao.code, lao.full_name_th) == ("5410109", "เทศบาลตำบลนาข่า")
    old, new = lao.codes.order_by("pk")
    assert (old.code, old.valid_until) == ("6410105", UPGRADE_DAY)
    assert (new.code, new.valid_from, new.valid_until) == ("5410109", UPGRADE_DAY, None)
    assert load(upgraded).same == 1


def test_namesakes_of_one_district_that_both_stand_in_the_file_are_two_laos() -> None:
    town = row(dla_code="5410101", type="subdistrict_municipality")
    load(row())
    made = load(row(), town)
    assert (made.same, len(made.new)) == (1, 1)
    assert Lao.objects.filter(name_th="นาข่า").count() == 2


def test_an_upgrade_with_a_namesake_in_the_district_takes_the_right_one() -> None:
    town = row(dla_code="5410101", type="subdistrict_municipality")
    load(row(), town)
    sao = Lao.objects.get(code="6410105")
    load(row(dla_code="4410108", type="town_municipality"), town)
    assert Lao.objects.get(code="4410108").pk == sao.pk
    assert Lao.objects.filter(name_th="นาข่า").count() == 2


def two_namesakes_and_their_heir() -> dict[str, str]:
    """Two LAOs of one name in one district, and a row of that name with neither code."""
    load(row(), row(dla_code="5410101", type="subdistrict_municipality"))
    return row(dla_code="4410108", type="town_municipality", former_code="")


def test_an_upgrade_of_one_of_two_namesakes_is_ambiguous_and_keeps_the_file_out() -> None:
    heir = two_namesakes_and_their_heir()
    before = counts()
    made = plan(heir)
    (fault,) = made.ambiguous
    assert (fault.row, fault.column) == (2, "former_code")
    assert "6410105" in fault.message
    assert "5410101" in fault.message
    with pytest.raises(ImportRefused):
        apply_import(plan=made, on=TODAY, at=NOW)
    assert counts() == before


def test_two_rows_that_may_mean_the_same_lao_are_ambiguous() -> None:
    load(row())
    heir = row(dla_code="4410108", type="town_municipality")
    assert len(plan(heir, row(dla_code="5410109", type="subdistrict_municipality")).ambiguous) == 2


def test_the_former_code_says_which_namesake_was_upgraded() -> None:
    heir = two_namesakes_and_their_heir()
    sao = Lao.objects.get(code="6410105")
    load(heir | {"former_code": "๖๔๑๐๑๐๕"})
    assert Lao.objects.get(code="4410108").pk == sao.pk
    assert load(heir | {"former_code": "6410105"}).same == 1


def test_the_former_code_says_that_a_namesake_is_new() -> None:
    heir = two_namesakes_and_their_heir()
    assert len(load(heir | {"former_code": "-"}).new) == 1
    assert Lao.objects.filter(name_th="นาข่า").count() == 3


@pytest.mark.parametrize("former", ["6419999", "6410105"])
def test_a_former_code_that_nobody_gave_up_is_an_error(former: str) -> None:
    load(row())
    heir = row(dla_code="4410108", type="town_municipality", former_code=former)
    (error,) = plan(heir, row(former_code="")).errors
    assert (error.row, error.column) == (2, "former_code")


def test_a_new_district_of_bangkok_is_a_khet() -> None:
    made = plan(row(dla_code="6100101", province_code="10", district_code="1001"))
    assert [district.kind for district in made.districts] == ["khet"]


def test_who_imported_stands_in_the_history(administrator: User) -> None:
    apply_import(plan=plan(row()), on=TODAY, at=NOW, by=administrator)
    assert Lao.history.get(code="6410105").history_user == administrator


def test_bangkok_and_pattaya_are_known_without_a_code() -> None:
    bangkok = row(
        dla_code="", type="bma", name_th="กรุงเทพมหานคร", name_en="", province_code="10",
        district_code="", size_2560="",
    )  # fmt: skip
    assert not plan(bangkok).new
    assert not plan(bangkok).errors


def test_a_reference_lao_is_filled_up_not_doubled() -> None:
    pao = row(
        dla_code="2410101", type="pao", name_th="อุดรธานี", name_en="Udon Thani", district_code="",
        district_th="", size_2560="",
    )  # fmt: skip
    made = load(pao)
    assert (made.new, len(made.changed), made.recoded) == ([], 1, [])


def test_laos_that_the_file_lacks_are_named_and_kept() -> None:
    load(row())
    made = load(row(dla_code="6410106", name_th="โนนสูง"))
    assert "6410105" in {lao.code for lao in made.gone}
    assert Lao.objects.existing().filter(code="6410105").exists()


def test_one_wrong_row_keeps_the_whole_file_out() -> None:
    before = counts()
    made = plan(row(), row(dla_code="6410106", type="village"))
    with pytest.raises(ImportRefused):
        apply_import(plan=made, on=TODAY, at=NOW)
    assert counts() == before


@pytest.mark.parametrize(
    ("column", "text"),
    [
        ("dla_code", "641010"),
        ("dla_code", "5410105"),
        ("dla_code", "6500105"),
        ("dla_code", ""),
        ("type", "village"),
        ("name_th", " "),
        ("name_th", "ก" * 121),
        ("province_code", "99"),
        ("district_code", "5001"),
        ("district_code", ""),
        ("size_2560", "huge"),
        ("area_km2", "ห้าสิบ"),
    ],
)
def test_an_error_names_its_row_and_column(column: str, text: str) -> None:
    errors = plan(row(dla_code="6410107", name_th="โนนสูง"), row(**{column: text})).errors
    assert {error.row for error in errors} == {3}
    assert column in {error.column for error in errors} | {"province_code"}
    assert all(error.message for error in errors)


def test_all_errors_are_told_at_once() -> None:
    errors = plan(row(type="village", size_2560="huge"), row(dla_code="6410106", name_th="")).errors
    assert [(error.row, error.column) for error in errors] == [
        (2, "type"), (2, "size_2560"), (3, "name_th"),
    ]  # fmt: skip


def test_a_code_that_stands_twice_is_an_error_naming_the_first_row() -> None:
    (error,) = plan(row(), row(name_th="โนนสูง")).errors
    assert (error.row, error.column) == (3, "dla_code")
    assert "2" in error.message


def test_a_code_of_a_dissolved_lao_is_an_error() -> None:
    load(row())
    Lao.objects.filter(code="6410105").update(gone_on=TODAY)
    (error,) = plan(row()).errors
    assert (error.row, error.column) == (2, "dla_code")


def test_a_missing_column_is_an_error_of_the_header() -> None:
    broken = row()
    del broken["name_th"]
    (error,) = plan(broken).errors
    assert (error.row, error.column) == (1, "name_th")


def test_a_web_address_or_place_that_cannot_be_right_is_left_out_with_a_warning() -> None:
    made = load(row(website="javascript:alert(1)", office_lat="102.8"))
    assert [warning.column for warning in made.warnings] == ["website", "office_lat"]
    lao = Lao.objects.get(code="6410105")
    assert (lao.website, lao.latitude) == ("", None)


def test_thai_digits_and_hidden_signs_are_read_as_meant() -> None:
    load(row(dla_code="๖๔๑๐๑๐๕", name_th="นา\u200bข่า "))
    assert Lao.objects.get(code="6410105").name_th == "นาข่า"


def test_a_large_change_costs_few_queries(django_assert_max_num_queries: object) -> None:
    rows = [row(dla_code=f"64101{n:02d}", name_th=f"ทดสอบ{n}") for n in range(10, 90)]
    with django_assert_max_num_queries(30):  # type: ignore[operator]
        load(*rows)
