from io import StringIO
from pathlib import Path

import pytest
from django.conf import settings
from django.core.management import CommandError, call_command

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


def test_a_file_that_is_not_there_or_no_table_ends_the_command(tmp_path: Path) -> None:
    broken = tmp_path / "x.xlsx"
    broken.write_bytes(b"nothing")
    for path in (tmp_path / "none.csv", broken):
        with pytest.raises(CommandError):
            run(path)


@pytest.mark.skipif(not SHARED.exists(), reason="the full register is not on this machine")
def test_the_full_register_loads_beside_the_reference_and_twice_is_once() -> None:
    load_reference()
    run(SHARED, "--commit")
    counts = {key: Lao.objects.filter(type=key).count() for key in COUNTS}
    assert counts == COUNTS
    assert LaoCode.objects.filter(valid_until=None).count() == sum(COUNTS.values())
    history = Lao.history.count()
    run(SHARED, "--commit")
    assert Lao.objects.count() == sum(COUNTS.values())
    assert Lao.history.count() == history
