import re
from io import StringIO
from pathlib import Path

import pytest
from django.conf import settings
from django.core.management import CommandError, call_command

from onde_portal.exchange.writing import to_csv
from onde_portal.registry.models import Lao, LaoCode
from onde_portal.registry.reference import load_reference
from tests.exchange.files import workbook
from tests.registry.rows import row

SHARED = settings.BASE_DIR.parent / "shared" / "data" / "lao_th_2560.csv"
COUNTS = {
    "pao": 76,
    "city_municipality": 30,
    "town_municipality": 178,
    "subdistrict_municipality": 2233,
    "sao": 5334,
    "bma": 1,
    "pattaya": 1,
}

pytestmark = pytest.mark.django_db


def run(path: Path, *options: str) -> tuple[str, str]:
    out, err = StringIO(), StringIO()
    call_command("import_laos", str(path), *options, stdout=out, stderr=err)
    return out.getvalue(), err.getvalue()


@pytest.fixture
def register(tmp_path: Path) -> Path:
    load_reference()
    path = tmp_path / "register.xlsx"
    path.write_bytes(workbook([list(row()), list(row().values())]))
    return path


def test_without_commit_nothing_is_written(register: Path) -> None:
    out, _err = run(register)
    assert "1" in out
    assert not Lao.objects.filter(code="6410105").exists()


def test_with_commit_the_register_is_written(register: Path) -> None:
    run(register, "--commit")
    assert Lao.objects.filter(code="6410105").exists()


def test_the_day_of_new_codes_may_be_given_in_the_buddhist_era(register: Path) -> None:
    run(register, "--commit")
    changed = row(dla_code="5410109", type="subdistrict_municipality")
    register.write_bytes(workbook([list(changed), list(changed.values())]))
    run(register, "--commit", "--on", "1/4/2569")
    assert str(LaoCode.objects.get(code="5410109").valid_from) == "2026-04-01"


def test_an_error_is_told_with_its_cell_and_ends_the_command(register: Path) -> None:
    wrong = row(type="village")
    register.write_bytes(workbook([list(wrong), list(wrong.values())]))
    err = StringIO()
    with pytest.raises(CommandError):
        call_command("import_laos", str(register), "--commit", stdout=StringIO(), stderr=err)
    assert "B2 (type)" in err.getvalue()


def test_twelve_kinds_of_errors_are_told_at_once_and_nothing_is_written(tmp_path: Path) -> None:
    load_reference()
    wrong = [
        row(dla_code="641010"),
        row(dla_code="5410111"),
        row(dla_code="6500112"),
        row(dla_code=""),
        row(dla_code="6410114", type="village"),
        row(dla_code="6410115", name_th=""),
        row(dla_code="6410116", name_th="ก" * 121),
        row(dla_code="6410117", province_code="99"),
        row(dla_code="6410118", district_code="5001"),
        row(dla_code="6410119", district_code="4199", district_th=""),
        row(dla_code="6410120", size_2560="huge"),
        row(dla_code="6410121", area_km2="ห้าสิบ"),
        row(dla_code="6410122", name_th="โนนสูง", former_code="6419999"),
    ]
    right = row(name_th="บ้านใหม่", former_code="")
    path = tmp_path / "register.csv"
    path.write_bytes(
        to_csv(list(right), [[one.get(key, "") for key in right] for one in [*wrong, right]])
    )
    before = (Lao.objects.count(), LaoCode.objects.count(), Lao.history.count())
    err = StringIO()
    with pytest.raises(CommandError):
        call_command("import_laos", str(path), "--commit", stdout=StringIO(), stderr=err)
    for number in range(2, 2 + len(wrong)):
        assert re.search(rf"^[A-Z]+{number} \(", err.getvalue(), re.MULTILINE), number
    assert f"{2 + len(wrong)} (" not in err.getvalue()
    assert re.search("[ก-๙]", err.getvalue())
    assert (Lao.objects.count(), LaoCode.objects.count(), Lao.history.count()) == before


def test_laos_that_the_file_lacks_are_dissolved_only_when_asked(register: Path) -> None:
    run(register, "--commit")
    assert Lao.objects.exclude(gone_on=None).count() == 0
    gone = Lao.objects.count() - 1
    run(register, "--mark-gone")
    assert Lao.objects.exclude(gone_on=None).count() == 0
    run(register, "--commit", "--mark-gone", "--on", "1/4/2569")
    assert Lao.objects.filter(gone_on="2026-04-01").count() == gone
    assert [lao.code for lao in Lao.objects.existing()] == ["6410105"]
    assert LaoCode.objects.filter(valid_until=None).count() == 1
    written = Lao.history.count()
    run(register, "--commit", "--mark-gone")
    assert Lao.history.count() == written


def test_a_day_that_is_none_ends_the_command_before_anything_is_read(register: Path) -> None:
    with pytest.raises(CommandError):
        run(register, "--on", "31/2/2569")


def test_a_file_that_is_not_there_or_no_table_ends_the_command(tmp_path: Path) -> None:
    broken = tmp_path / "x.xlsx"
    broken.write_bytes(b"nothing")
    for path in (tmp_path / "none.csv", broken):
        with pytest.raises(CommandError):
            run(path)


@pytest.mark.slow
@pytest.mark.skipif(not SHARED.exists(), reason="the full register is not on this machine")
def test_the_full_register_loads_beside_the_reference_and_twice_is_once(tmp_path: Path) -> None:
    load_reference()
    run(SHARED, "--commit")
    counts = {key: Lao.objects.filter(type=key).count() for key in COUNTS}
    assert counts == COUNTS
    assert LaoCode.objects.filter(valid_until=None).count() == sum(COUNTS.values())
    history = Lao.history.count()
    text = SHARED.read_bytes().decode("utf-8-sig")
    for encoding in ("utf-8", "utf-8-sig", "cp874"):
        copy = tmp_path / f"{encoding}.csv"
        copy.write_bytes(text.encode(encoding))
        run(copy, "--commit")
        assert Lao.objects.count() == sum(COUNTS.values())
        assert Lao.history.count() == history
