"""Hubs from before the portal: imported, told apart, taken back; handed over and succeeded."""

from collections.abc import Callable, Iterator
from datetime import date

import pytest
from django.test import Client
from django.urls import reverse
from django.utils.translation import override

from hubs import errors
from hubs.actions.life import close_hub, establish_hub, hand_over_hub, register_hub
from hubs.imports.hubs import HubImporter
from hubs.models import Hub, HubState
from onde_portal.accounts.models import User
from onde_portal.exchange.importing import ImportRefused, Kind
from onde_portal.exchange.planning import Plan, make_plan
from onde_portal.exchange.reading import Row, Table, read_table
from onde_portal.registry.models import Lao
from tests.world import NOW, TODAY, make_lao, udon_thani

HEADER = ("ชื่อ อปท.", "รหัส อปท.", "วันที่ประกาศ", "เลขที่ประกาศ", "วันที่ยุบเลิก", "เหตุผลที่ยุบเลิก")


@pytest.fixture(autouse=True)
def _thai(db: None) -> Iterator[None]:
    with override("th"):
        yield


def plan_of(*rows: tuple[str, ...]) -> Plan:
    numbered = tuple(Row(number, cells) for number, cells in enumerate(rows, 2))
    return make_plan(HubImporter(), Table("แผ่น1", HEADER, numbered))


def take(plan: Plan, by: User) -> list[Hub]:
    assert not plan.errors, plan.errors
    HubImporter().write(plan.taken({}), by=by, at=NOW)
    return list(Hub.objects.order_by("pk"))


def test_living_and_closed_hubs_come_from_a_file_and_come_the_same_again(
    lao: Lao, other_lao: Lao, officer: User
) -> None:
    rows = (
        ("อบต.หนองบัว", "", "๑/๑๐/๒๕๖๒", "5/2562", "", ""),
        ("อบต.แม่น้ำคำ", "", "1/2/2563", "", "30/9/2565", "ยุบรวม"),
    )
    living, closed = take(plan_of(*rows), officer)
    assert (living.lao, living.established_on, living.state) == (
        lao, date(2019, 10, 1), HubState.ESTABLISHED,
    )  # fmt: skip
    assert (closed.closed_on, closed.established_year) == (date(2022, 9, 30), 2563)
    assert [row.verdict.kind for row in plan_of(*rows).rows] == [Kind.SAME, Kind.SAME]


def test_the_exported_list_is_read_the_same(
    lao: Lao, other_lao: Lao, officer: User, sign_in: Callable[[User], Client]
) -> None:
    rows = (
        ("อบต.หนองบัว", "", "1/10/2562", "5/2562", "", ""),
        ("อบต.แม่น้ำคำ", "", "1/2/2563", "", "30/9/2565", "ยุบรวม"),
    )
    take(plan_of(*rows), officer)
    address = reverse("admin:hubs_hub_export", args=["xlsx"])
    exported = sign_in(officer).get(address)
    plan = make_plan(HubImporter(), read_table(exported.getvalue(), "hubs.xlsx"))
    assert not plan.errors, plan.errors
    assert [line.verdict.kind for line in plan.rows] == [Kind.SAME, Kind.SAME]


def test_another_day_for_a_known_hub_is_a_change_on_the_record(lao: Lao, officer: User) -> None:
    take(plan_of(("อบต.หนองบัว", "", "1/10/2562", "5/2562", "", "")), officer)
    plan = plan_of(("อบต.หนองบัว", "", "2/10/2562", "5/2562", "", ""))
    assert [row.verdict.kind for row in plan.rows] == [Kind.CHANGED]
    [hub] = take(plan, officer)
    assert hub.established_on == date(2019, 10, 2)
    assert hub.events.filter(verb="corrected").exists()


@pytest.mark.parametrize(
    ("cells", "column"),
    [
        (("อบต.ไม่มีจริง", "", "1/10/2562", "", "", ""), "A"),
        (("อบต.หนองบัว", "", "เมื่อก่อน", "", "", ""), "C"),
        (("อบต.หนองบัว", "", "1/10/2562", "", "30/9/2565", ""), "F"),
        (("อบต.หนองบัว", "", "1/10/2565", "", "30/9/2562", "ยุบ"), "E"),
    ],
)
def test_wrong_rows_are_named_by_their_cell(lao: Lao, cells: tuple[str, ...], column: str) -> None:
    assert [(error.row, error.letter) for error in plan_of(cells).errors] == [(2, column)]


def test_a_hub_that_prepares_and_a_day_ahead_are_refused(
    lao: Lao, other_lao: Lao, officer: User
) -> None:
    register_hub(lao=lao, by=officer, at=NOW)
    assert plan_of(("อบต.หนองบัว", "", "1/10/2562", "", "", "")).errors
    ahead = plan_of(("อบต.แม่น้ำคำ", "", "1/10/2599", "", "", ""))
    with pytest.raises(ImportRefused):
        HubImporter().write(ahead.taken({}), by=officer, at=NOW)


@pytest.fixture
def hub(lao: Lao, officer: User) -> Hub:
    made = register_hub(lao=lao, by=officer, at=NOW)
    establish_hub(hub=made, on=TODAY, by=officer, at=NOW)
    return made


def test_a_hub_goes_on_at_the_lao_that_took_its_own_over(
    hub: Hub, other_lao: Lao, officer: User
) -> None:
    hand_over_hub(hub=hub, lao=other_lao, reason="ควบรวม", by=officer, at=NOW)
    assert (hub.lao, hub.established_on, hub.state) == (other_lao, TODAY, HubState.ESTABLISHED)
    assert "แม่น้ำคำ" in hub.events.get(verb="handed_over").reason
    assert Hub.objects.filter(search_key__contains="แม่น้ำคำ").exists()


def test_a_hub_is_not_handed_to_an_lao_that_has_one_or_is_gone(
    hub: Hub, other_lao: Lao, officer: User
) -> None:
    register_hub(lao=other_lao, by=officer, at=NOW)
    with pytest.raises(errors.LaoHasHub):
        hand_over_hub(hub=hub, lao=other_lao, reason="ควบรวม", by=officer, at=NOW)
    gone = make_lao(udon_thani(), "เก่า")
    gone.gone_on = TODAY
    gone.save()
    with pytest.raises(errors.LaoGone):
        hand_over_hub(hub=hub, lao=gone, reason="ควบรวม", by=officer, at=NOW)


def test_a_closed_hub_names_the_one_that_goes_on_with_its_work(
    hub: Hub, other_lao: Lao, officer: User
) -> None:
    other = register_hub(lao=other_lao, by=officer, at=NOW)
    with pytest.raises(errors.NoSuccessor):
        close_hub(hub=hub, on=TODAY, reason="ควบรวม", successor=other, by=officer, at=NOW)
    establish_hub(hub=other, on=TODAY, by=officer, at=NOW)
    close_hub(hub=hub, on=TODAY, reason="ควบรวม", successor=other, by=officer, at=NOW)
    assert list(other.predecessors.all()) == [hub]
