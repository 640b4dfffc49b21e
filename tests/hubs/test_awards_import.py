"""The award file: which LAO is meant, what is new, and what must be asked."""

from collections.abc import Iterator

import pytest
from django.utils.translation import override

from hubs.imports.awards import AwardImporter
from hubs.models import Award, AwardCategory
from onde_portal.accounts.models import User
from onde_portal.exchange.importing import Kind
from onde_portal.exchange.planning import LEAVE_OUT, USE, Plan, make_plan
from onde_portal.exchange.reading import Row, Table
from onde_portal.registry.finding import LaoFinder
from onde_portal.registry.models import Lao
from tests.world import NOW, chiang_mai, make_lao, udon_thani

HEADER = ("ชื่อ อปท.", "รหัส อปท.", "อำเภอ", "จังหวัด", "ปี พ.ศ.", "ประเภทรางวัล", "รางวัลที่ได้รับ")


@pytest.fixture(autouse=True)
def _thai(db: None) -> Iterator[None]:
    with override("th"):
        yield


@pytest.fixture
def namesake(lao: Lao) -> Lao:
    """Another LAO of the same name in another province."""
    AwardCategory.objects.create(name_th="ประเภททั่วไป", name_en="General")
    return make_lao(chiang_mai(), lao.name_th, code="6500909")


def plan_of(*rows: tuple[str, ...]) -> Plan:
    numbered = tuple(Row(number, cells) for number, cells in enumerate(rows, 2))
    return make_plan(AwardImporter(), Table("แผ่น1", HEADER, numbered))


def award(name: str, *, code: str = "", district: str = "", province: str = "") -> tuple[str, ...]:
    return (name, code, district, province, "๒๕๖๗", "ประเภททั่วไป", "รางวัลชนะเลิศ")


def take(plan: Plan, by: User, **choices: str) -> list[Award]:
    AwardImporter().write(plan.taken(choices), by=by, at=NOW)
    return list(Award.objects.order_by("pk"))


@pytest.mark.parametrize(
    "typed",
    ["อบต.หนองบัว", "อบต. หนองบัว", "องค์การบริหารส่วนตำบลหนองบัว", "หนองบัว", "อบต หนองบัว"],
)
def test_an_lao_is_found_however_its_type_is_written(lao: Lao, typed: str) -> None:
    finder = LaoFinder()
    assert finder.find(name=typed) == [lao]
    assert finder.find(name=typed, province=udon_thani(), district="อ.เมืองอุดรธานี") == [lao]
    assert finder.find(name=typed, district="เพ็ญ") == []
    assert finder.find(name="อะไรก็ได้", code="๖๔๑๐๑๐๑") == [lao]


def test_a_name_that_several_laos_have_is_asked_about_and_never_new(
    lao: Lao, namesake: Lao, officer: User
) -> None:
    plan = plan_of(award("อบต.หนองบัว"))
    [row] = plan.rows
    assert row.verdict.kind == Kind.UNSURE
    assert {one.label for one in row.verdict.candidates} == {
        "องค์การบริหารส่วนตำบลหนองบัว อ.เมืองอุดรธานี จ.อุดรธานี (6410101)",
        "องค์การบริหารส่วนตำบลหนองบัว อ.เมืองเชียงใหม่ จ.เชียงใหม่ (6500909)",
    }
    assert plan.undecided({"2": "new"}) == [row]
    assert plan.undecided({"2": LEAVE_OUT}) == []
    [chosen] = [one for one in row.verdict.candidates if "เชียงใหม่" in one.label]
    [written] = take(plan, officer, **{"2": f"{USE}{chosen.pk}"})
    assert (written.lao, written.year, written.prize) == (namesake, 2567, Award.Prize.FIRST)


def test_province_district_or_code_make_it_clear(lao: Lao, namesake: Lao, officer: User) -> None:
    plan = plan_of(
        award("อบต.หนองบัว", province="จ.เชียงใหม่"),
        award("อบต.หนองบัว", code="6410101"),
    )
    assert not plan.errors
    assert [row.verdict.kind for row in plan.rows] == [Kind.NEW, Kind.NEW]
    assert {one.lao for one in take(plan, officer)} == {lao, namesake}
    again = plan_of(award("หนองบัว", province="เชียงใหม่"), award("หนองบัว", code="6410101"))
    assert [row.verdict.kind for row in again.rows] == [Kind.SAME, Kind.SAME]


def test_what_fits_no_lao_and_what_stands_twice_is_an_error(lao: Lao, namesake: Lao) -> None:
    plan = plan_of(
        award("อบต.ไม่มีจริง"),
        award("อบต.หนองบัว", code="6999999"),
        award("อบต.หนองบัว", province="อุดรธานี"),
        award("องค์การบริหารส่วนตำบลหนองบัว", code="6410101"),
    )
    assert [(error.row, error.letter) for error in plan.errors][:2] == [(2, "A"), (3, "B")]
    assert len(plan.errors) == 3


def test_names_chosen_by_hand_for_an_award_that_is_known_change_it(
    lao: Lao, namesake: Lao, officer: User
) -> None:
    first = plan_of(award("อบต.หนองบัว", code="6410101"))
    take(first, officer)
    plan = plan_of((*award("อบต.หนองบัว")[:6], "รางวัลชมเชย"))
    [row] = plan.rows
    [mine] = [one for one in row.verdict.candidates if "อุดรธานี" in one.label]
    [changed] = take(plan, officer, **{"2": f"{USE}{mine.pk}"})
    assert (changed.lao, changed.prize) == (lao, Award.Prize.COMMENDED)
