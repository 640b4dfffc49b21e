"""Lists: found in any spelling, filtered in the address, exported exactly and safely, quick."""

import io
from collections.abc import Callable
from datetime import date

import openpyxl
import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from hubs.models import Hub
from monitoring.models import FollowUp
from networks.actions import found_network
from onde_portal.accounts.models import User
from onde_portal.registry.models import Lao
from onde_portal.thai.text import thai_key
from tests import world
from tests.monitoring import story

SignIn = Callable[[User], Client]
pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("frozen")]
HUBS = "/staff/hubs/hub/"


def rows_of(page: object) -> list[object]:
    return list(page.context["cl"].result_list)  # type: ignore[attr-defined]


@pytest.mark.parametrize(
    "typed",
    ["หนองบัว", "หนอง  บัว", "หน\u200bองบัว", "บัว ศูนย์", "อุดรธานี หนองบัว"],
)
def test_a_hub_is_found_however_its_name_is_typed(
    sign_in: SignIn, officer: User, hub: Hub, typed: str
) -> None:
    assert rows_of(sign_in(officer).get(HUBS, {"q": typed})) == [hub]
    assert rows_of(sign_in(officer).get(HUBS, {"q": typed + " แม่น้ำคำ"})) == []


def test_the_picker_of_laos_says_where_each_one_lies(
    sign_in: SignIn, officer: User, lao: Lao
) -> None:
    lao.search_key = thai_key(lao.search_key)
    lao.save()
    url = reverse("admin:autocomplete")
    asked = {"term": "หนองบัว", "app_label": "hubs", "model_name": "hub", "field_name": "lao"}
    found = sign_in(officer).get(url, asked).json()["results"]
    assert [item["id"] for item in found] == [str(lao.pk)]
    assert "อุดรธานี" in found[0]["text"]


def test_an_empty_list_says_what_to_do(sign_in: SignIn, officer: User, hub: Hub) -> None:
    page = sign_in(officer).get(HUBS, {"q": "ไม่มีแน่นอน"})
    assert b'class="empty"' in page.content


def test_filters_stand_in_the_address_and_reach_the_export(
    sign_in: SignIn, officer: User, hub: Hub, other_lao: Lao
) -> None:
    preparing = story.make_hub(other_lao, None)
    client = sign_in(officer)
    address = {"state__exact": "preparing"}
    page = client.get(HUBS, address)
    assert rows_of(page) == [preparing]
    assert "export/xlsx/?state__exact=preparing" in page.content.decode()

    answer = client.get(HUBS + "export/xlsx/", address)

    sheet = openpyxl.load_workbook(io.BytesIO(answer.getvalue())).active
    assert sheet is not None
    assert [row[0] for row in sheet.iter_rows(min_row=2, values_only=True)] == [preparing.name]


@pytest.mark.parametrize("name", ['=HYPERLINK("http://x")', "+1", "-1", "@SUM(A1)", "＝1"])
@pytest.mark.parametrize("ending", ["csv", "xlsx"])
def test_no_exported_cell_is_a_formula(
    sign_in: SignIn, officer: User, name: str, ending: str
) -> None:
    found_network(
        name=name, province=world.udon_thani(), founded_on=date(2026, 1, 5), area="",
        by=officer, at=world.NOW,
    )  # fmt: skip
    answer = sign_in(officer).get(f"/staff/networks/citizennetwork/export/{ending}/")
    assert answer.status_code == 200
    if ending == "csv":
        assert f"'{name[0]}" in answer.getvalue().decode("utf-8-sig")
        return
    cell = openpyxl.load_workbook(io.BytesIO(answer.getvalue())).active["A2"]
    assert cell.data_type == "s"
    assert str(cell.value).removeprefix("'") == name


def test_dates_are_exported_as_dates(sign_in: SignIn, officer: User, hub: Hub) -> None:
    answer = sign_in(officer).get(HUBS + "export/csv/")
    assert "2025-12-01" in answer.getvalue().decode("utf-8-sig")


def test_lao_people_export_nothing(sign_in: SignIn, reporter: User, hub: Hub) -> None:
    assert sign_in(reporter).get(HUBS + "export/xlsx/").status_code == 302


def test_other_endings_are_not_there(sign_in: SignIn, officer: User) -> None:
    assert sign_in(officer).get(HUBS + "export/exe/").status_code == 404


@pytest.mark.parametrize("url", [HUBS, "/staff/monitoring/followup/", "/staff/registry/lao/"])
def test_a_list_costs_as_many_queries_for_one_row_as_for_thirty(
    sign_in: SignIn, officer: User, sent: FollowUp, url: str
) -> None:
    client = sign_in(officer)
    client.get(url)
    few, many = CaptureQueriesContext(connection), CaptureQueriesContext(connection)
    with few:
        client.get(url)
    for number in range(30):
        story.make_hub(world.make_lao(world.udon_thani(), f"บ้าน{number}"), date(2025, 6, 1))
    story.open_follow_up(Hub.objects.latest("pk"))
    with many:
        assert len(rows_of(client.get(url))) > 30
    assert len(many) <= len(few) + 1
    assert len(many) <= 25


@pytest.mark.parametrize(
    "wrong", ["?o=99.x", "?p=x", "?state__exact=%00", "?nothing=1", "?counted_fy=๒๕๖๙", "?e=1"]
)
def test_a_spoilt_address_breaks_no_list(
    sign_in: SignIn, officer: User, hub: Hub, wrong: str
) -> None:
    assert sign_in(officer).get(HUBS + wrong).status_code in {200, 302, 400}


def test_a_network_founded_too_early_is_refused_and_the_form_kept(
    sign_in: SignIn, officer: User
) -> None:
    typed = {
        "name": "เครือข่ายลุ่มน้ำ", "province": world.udon_thani().pk, "area": "ทั้งจังหวัด",
        "founded_on": "1/1/2500",
    }  # fmt: skip
    page = sign_in(officer).post("/staff/networks/citizennetwork/add/", typed, follow=True)
    assert page.status_code == 200
    for text in ("เครือข่ายลุ่มน้ำ", "ทั้งจังหวัด", "1/1/2500"):
        assert text in page.content.decode()
    assert page.context["adminform"].form.errors["founded_on"]
