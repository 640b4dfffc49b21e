"""Every list of the staff's site has a file of exactly what it shows."""

import csv
import io
import re
from collections.abc import Callable
from typing import Any

import openpyxl
import pytest
from django.conf import settings
from django.contrib import admin
from django.test import Client, RequestFactory
from django.utils.translation import override

from hubs.models import Hub
from onde_portal.accounts.models import Role, User
from onde_portal.thai.text import thai_key
from tests import world
from tests.test_permission_walk import objects

__all__ = ["objects"]  # a fixture: a portal with one of everything
SignIn = Callable[[User], Client]
pytestmark = [pytest.mark.django_db, pytest.mark.ignore_template_errors]


def lists_of(user: User) -> dict[str, Any]:
    """The lists that this person may open, by their addresses."""
    asked = RequestFactory().get("/")
    asked.user = user
    return {
        f"/staff/{model._meta.app_label}/{model._meta.model_name}/": one
        for model, one in admin.site._registry.items()
        if one.has_view_permission(asked)
    }


def sheet_of(answer: Any) -> Any:
    return openpyxl.load_workbook(io.BytesIO(answer.getvalue())).active


@pytest.mark.parametrize("role", [Role.OFFICER, Role.ADMINISTRATOR, Role.AUDITOR])
def test_every_list_is_exported_as_it_is_shown(
    role: Role, objects: dict[str, object], sign_in: SignIn
) -> None:
    user = world.make_user(role, "lists@onde.example")
    client, lists = sign_in(user), lists_of(user)
    assert len(lists) > 40
    for address in lists:
        page = client.get(address)
        assert page.status_code == 200, address
        for ending in ("xlsx", "csv"):
            assert f"export/{ending}/" in page.content.decode(), address
        shown = page.context["cl"].result_count
        answer = client.get(f"{address}export/xlsx/")
        assert answer.status_code == 200, address
        sheet = sheet_of(answer)
        assert sheet.max_row == shown + 1, address
        header = [cell.value for cell in sheet[1]]
        assert all(header), address
        assert all(cell.font.bold for cell in sheet[1])
        assert sheet.freeze_panes == "A2"
        assert sheet.auto_filter.ref
        text = client.get(f"{address}export/csv/").getvalue().decode("utf-8-sig")
        assert next(csv.reader(io.StringIO(text))) == header


def test_headers_are_in_the_readers_language(
    objects: dict[str, object], officer: User, sign_in: SignIn
) -> None:
    client = sign_in(officer)
    for address in ("/staff/hubs/hub/", "/staff/monitoring/followup/", "/staff/accounts/user/"):
        with override("th"):
            header = [cell.value for cell in sheet_of(client.get(f"{address}export/xlsx/"))[1]]
        assert all(any("ก" <= sign <= "๙" for sign in str(words)) for words in header), header


def test_the_file_is_named_after_the_list(officer: User, sign_in: SignIn) -> None:
    named = sign_in(officer).get("/staff/hubs/hub/export/xlsx/").headers["Content-Disposition"]
    assert named.startswith("attachment; filename*=utf-8''%E0%B8%A8%E0%B8%B9%E0%B8%99")
    assert named.endswith(".xlsx")


def test_a_cell_says_what_the_list_shows_though_the_column_is_sorted_by_something_else(
    objects: dict[str, object], officer: User, sign_in: SignIn
) -> None:
    for address, names in {
        "/staff/monitoring/round/": ("name", "standing"),
        "/staff/networks/meeting/": ("standing",),
        "/staff/networks/resolution/": ("standing",),
        "/staff/monitoring/problem/": ("round_name",),
    }.items():
        listed = sign_in(officer).get(address).context["cl"]
        sheet = sheet_of(sign_in(officer).get(f"{address}export/xlsx/"))
        first = listed.result_list[0]
        for name in names:
            label = str(getattr(listed.model_admin, name).short_description)
            column = [cell.value for cell in sheet[1]].index(label)
            shown = str(getattr(listed.model_admin, name)(first))
            words = re.sub(r"<[^>]*>|[✓!✕•]", "", shown).strip()
            assert sheet.cell(2, column + 1).value == words, (address, name)


def test_search_filter_and_order_of_the_address_are_those_of_the_file(
    officer: User, sign_in: SignIn
) -> None:
    for number in range(3):
        world.make_user(Role.LAO, f"{number}@lao.example", first_name=f"ชื่อ{number}")
    address = "/staff/accounts/user/export/csv/?role__exact=lao&q=ชื่อ&o=-2"
    text = sign_in(officer).get(address).getvalue().decode("utf-8-sig")
    names = [row[0] for row in csv.reader(io.StringIO(text))][1:]
    assert [name.split()[0][-5:] for name in names] == ["ชื่อ2", "ชื่อ1", "ชื่อ0"]


def test_the_auditor_exports_no_addresses(auditor: User, officer: User, sign_in: SignIn) -> None:
    for ending in ("csv", "xlsx"):
        answer = sign_in(auditor).get(f"/staff/accounts/user/export/{ending}/").getvalue()
        assert officer.email.encode() not in answer
    rows = sign_in(auditor).get("/staff/accounts/invitation/export/csv/").getvalue()
    assert len(rows.decode("utf-8-sig").splitlines()) == 1


def test_marked_up_cells_are_words_and_typed_signs_stay(
    objects: dict[str, object], officer: User, sign_in: SignIn
) -> None:
    Hub.objects.update(name="<b>ศูนย์</b> & <script>")
    text = sign_in(officer).get("/staff/hubs/hub/export/csv/").getvalue().decode("utf-8-sig")
    assert "<b>ศูนย์</b> & <script>" in text
    assert "&amp;" not in text
    assert "chip" not in text


@pytest.mark.parametrize("language", ["th", "en"])
def test_no_column_stands_twice_in_a_file(
    language: str, objects: dict[str, object], officer: User, sign_in: SignIn
) -> None:
    client = sign_in(officer)
    client.cookies[settings.LANGUAGE_COOKIE_NAME] = language
    for address in lists_of(officer):
        text = client.get(f"{address}export/csv/").getvalue().decode("utf-8-sig")
        keys = [thai_key(header) for header in next(csv.reader(io.StringIO(text)))]
        assert len(set(keys)) == len(keys), (address, keys)
