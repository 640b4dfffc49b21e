"""The files of places hold what their pages show, in the order asked for."""

import csv
import io
from collections.abc import Callable
from typing import Any

import openpyxl
import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from onde_portal.accounts.models import User
from onde_portal.registry.models import Lao
from onde_portal.thai.text import sort_key
from tests import world

SignIn = Callable[[User], Client]
pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("frozen", "catalogue")]


def test_the_file_of_a_list_is_exactly_the_list(
    country: dict[str, Lao], officer: User, sign_in: SignIn
) -> None:
    client = sign_in(officer)
    base = reverse("drill-province", args=["41"])
    text = client.get(f"{base}list.csv?hub=yes&sort=-announced").getvalue().decode("utf-8-sig")
    rows = list(csv.reader(io.StringIO(text)))
    assert [row[0] for row in rows[1:]] == [
        country["owes"].full_name_th, country["reports"].full_name_th,
    ]  # fmt: skip
    book = openpyxl.load_workbook(
        io.BytesIO(client.get(reverse("drill-regions") + "list.xlsx?sort=-hubs").getvalue())
    )
    sheet = list(book.active.iter_rows(values_only=True))
    assert len(sheet) == 7
    assert sheet[1][2] == 2
    assert client.get(reverse("drill-regions") + "list.pdf").status_code == 404


@pytest.mark.parametrize("base", ["/regions/", "/regions/northeast/", "/provinces/41/"])
def test_completeness_over_the_rounds_is_a_file_of_the_same_figures(
    base: str, country: dict[str, Lao], officer: User, sign_in: SignIn
) -> None:
    client = sign_in(officer)
    page = client.get(base)
    assert f'href="{base}rounds.xlsx"' in page.content.decode()
    header, *rows = sheet_of(client, f"{base}rounds.xlsx")
    shown = [
        (row.label, *(number.count for number in numbers))
        for row, numbers in page.context["round_rows"]
    ]
    assert [row[:-1] for row in rows] == shown
    assert header[1:3] == ("ต้องรายงาน", "รับแล้ว")
    assert rows[0][1:3] == (2, 1)
    assert rows[0][-1] == 50


def test_the_reports_of_an_lao_are_a_file_with_real_days(
    country: dict[str, Lao], officer: User, sign_in: SignIn
) -> None:
    client, lao = sign_in(officer), country["reports"]
    base = reverse("drill-lao", args=[lao.pk])
    page = client.get(base)
    assert f'href="{base}reports.xlsx"' in page.content.decode()
    _header, *rows = sheet_of(client, f"{base}reports.xlsx")
    duties = page.context["duties"]
    assert [row[:3] for row in rows] == [
        (str(one.round), one.hub.name, one.get_state_display()) for one in duties
    ]
    assert [row[3].date() for row in rows] == [one.due_on for one in duties]
    assert rows[0][4].date() == timezone.localtime(duties[0].first_submitted_at).date()


def sheet_of(client: Client, address: str) -> list[tuple[Any, ...]]:
    return list(openpyxl.load_workbook(io.BytesIO(client.get(address).getvalue())).active.values)


def test_laos_without_a_hub_come_last_whichever_way_days_are_sorted(
    country: dict[str, Lao], officer: User, sign_in: SignIn
) -> None:
    bare = world.make_lao(country["reports"].province, "น้ำคำ")
    for order in ("announced", "-announced"):
        text = sign_in(officer).get(
            reverse("drill-province", args=["41"]) + f"list.csv?sort={order}"
        )
        rows = list(csv.reader(io.StringIO(text.getvalue().decode("utf-8-sig"))))
        assert rows[-1][0] == bare.full_name_th


def test_districts_are_sorted_as_thai_sorts(officer: User, sign_in: SignIn) -> None:
    province = world.udon_thani()
    for number, name in enumerate(("หนองหาน", "เพ็ญ", "กุดจับ"), start=10):
        lao = world.make_lao(province, name)
        lao.district = province.districts.create(
            code=f"41{number}", name_th=name, sort_key=sort_key(name)
        )
        lao.save()
    address = reverse("drill-province", args=["41"]) + "list.csv?sort=district"
    rows = csv.reader(io.StringIO(sign_in(officer).get(address).getvalue().decode("utf-8-sig")))
    assert [row[1] for row in rows][1:] == ["กุดจับ", "เพ็ญ", "หนองหาน"]
