"""Every table of the director's page and of a frozen year is a file of exactly its rows."""

import csv
import io
import re
from collections.abc import Callable
from datetime import date, timedelta
from html import unescape
from typing import Any

import openpyxl
import pytest
from django.test import Client
from django.urls import reverse

from hubs.models import Hub
from monitoring.models import FollowUpState, Problem, ProblemCategory
from networks.actions import found_network, open_project
from onde_portal.accounts.models import User
from onde_portal.oversight.actions import freeze_year
from onde_portal.oversight.selectors.figures import figures_of
from onde_portal.oversight.selectors.years import year_figures
from onde_portal.registry.models import Lao
from onde_portal.registry.reference import load_reference as load_registry
from tests.monitoring.story import make_hub
from tests.oversight.figures import FIRST, SECOND, reported
from tests.oversight.story import page
from tests.world import NOW, TODAY

pytestmark = pytest.mark.django_db
TABLES = ("provinces", "cases", "problems")
Sheet = list[tuple[Any, ...]]


def sheet_of(client: Client, address: str) -> Sheet:
    """The rows of a workbook, its header in front; the header stays in sight."""
    answer = client.get(address)
    assert answer.status_code == 200, address
    sheet = openpyxl.load_workbook(io.BytesIO(answer.getvalue())).active
    assert sheet.freeze_panes == "A2"
    return list(sheet.values)


def linked(html: str, ending: str = "xlsx") -> list[str]:
    """The addresses of files that a page links."""
    return [unescape(found) for found in re.findall(rf'href="([^"]+\.{ending}[^"]*)"', html)]


def rows_of(html: str, section: str) -> list[list[str]]:
    """The cells of the first table in a section of the page, without its header."""
    table = html.split(f'id="{section}"')[1].split("<tbody>")[1].split("</tbody>", maxsplit=1)[0]
    return [
        [" ".join(unescape(re.sub("<[^>]+>", " ", cell)).split()) for cell in found]
        for row in re.findall(r"<tr>(.*?)</tr>", table, re.DOTALL)
        if (found := re.findall(r"<t[hd][^>]*>(.*?)</t[hd]>", row, re.DOTALL))
    ]


@pytest.fixture
def named(references: None, lao: Lao) -> None:
    """Two rounds whose reports named more categories of problems than the page shows."""
    follow_ups = [reported(lao, FIRST, {}), reported(lao, SECOND, {})]
    for at, code in enumerate("ABCDEFGH"):
        category = ProblemCategory.objects.create(
            code=f"X{code}", name_th=f"ปัญหา {code}", name_en=f"Problem {code}"
        )
        for follow_up in follow_ups[at % 2 :]:
            Problem.objects.create(
                follow_up=follow_up, position=at + 1, category=category, severity="low",
                description="ผู้เข้าร่วมน้อย", state="solved" if at == 2 else "open",
            )  # fmt: skip


@pytest.mark.parametrize("sort", ["", "-hubs", "problems", "-name"])
def test_the_file_of_the_provinces_has_all_of_them_as_the_page_sorts_them(
    reader: Client, named: None, other_lao: Lao, sort: str
) -> None:
    load_registry()
    reported(other_lao, SECOND, {}, state=FollowUpState.NOT_STARTED)
    html = page(reader, sort=sort)
    [address] = [found for found in linked(html) if "/provinces/" in found]
    header, *rows = sheet_of(reader, address)
    assert header == (
        "Province", "Hubs", "Received", "Expected", "Received in per cent", "Open problems",
    )  # fmt: skip
    assert len(rows) == 77
    shown = rows_of(html, "map")
    written = [
        [name, str(hubs), "–" if rate is None else f"{received}/{expected}", str(problems)]
        for name, hubs, received, expected, rate, problems in rows
    ]
    assert written == shown
    assert {row[0]: row[1:5] for row in rows}["Chiang Mai"] == (1, 0, 1, 0)


def test_the_file_of_cases_has_hours_as_numbers_and_what_is_over_below_nothing(
    reader: Client, lao: Lao, officer: User
) -> None:
    for title, age in (("เก่า", 300), ("=1+1", 3)):
        open_project(
            title=title, year=2569, province=lao.province, owner=officer, by=officer,
            at=NOW - timedelta(days=age),
        )  # fmt: skip
    html = page(reader)
    [address] = [found for found in linked(html) if "/cases/" in found]
    header, *rows = sheet_of(reader, address)
    assert [row[0] for row in rows] == ["เก่า", "'=1+1"], "no cell becomes a formula"
    shown = rows_of(html, "cases")
    assert len(shown) == len(rows)
    late, early = (dict(zip(header, row, strict=True)) for row in rows)
    assert late["Working hours left"] < 0 < early["Working hours left"]
    assert late["Working hours left"] == pytest.approx(
        late["Standard time, hours"] - late["Working hours used"]
    )
    assert late["Forecast"] is None
    assert early["Forecast"].date() > date(2026, 1, 1)
    assert [dict(zip(header, row, strict=True))["Held by"] for row in rows] == [
        str(officer), str(officer),
    ]  # fmt: skip


def test_the_file_of_problems_has_every_category_and_every_round(
    reader: Client, named: None
) -> None:
    html = page(reader)
    [address] = [found for found in linked(html) if "/problems/" in found]
    header, *rows = sheet_of(reader, address)
    assert header[-2:] == ("2/2568", "1/2569")
    assert len(rows) == 8
    shown = rows_of(html, "problems")
    assert len(shown) == 6, "the page shows the most named only"
    for line, row in zip(shown, rows, strict=False):
        assert [line[0], line[1], line[3], line[4]] == [row[0], *map(str, (row[1], *row[3:5]))]
    [second] = [dict(zip(header, row, strict=True)) for row in rows if row[0] == "Problem B"]
    assert (second["Named in the latest round"], second["Against the round before"]) == (1, 1)
    assert (second["2/2568"], second["1/2569"]) == (0, 1)


def test_files_of_a_frozen_year_keep_the_frozen_figures(
    reader: Client, named: None, lao: Lao, other_lao: Lao
) -> None:
    seen = reader.get(reverse("overview-freeze", args=[2568])).context["seen"]
    reader.post(reverse("overview-freeze-now", args=[2568]), {"seen": seen})
    before = {name: sheet_of(reader, _file(name, "2568")) for name in TABLES}
    reported(other_lao, FIRST, {}, since=date(2025, 1, 1))
    Problem.objects.all().delete()
    assert {name: sheet_of(reader, _file(name, "2568")) for name in TABLES} == before
    assert {row[0]: row[1] for row in before["provinces"]}["Chiang Mai"] == 0
    assert {row[0]: row[1] for row in sheet_of(reader, _file("provinces"))}["Chiang Mai"] == 1


def test_hubs_and_networks_of_a_frozen_year_are_files_of_what_was_frozen(
    reader: Client, lao: Lao, other_lao: Lao, director: User
) -> None:
    old, new = make_hub(lao, date(2023, 1, 5)), make_hub(other_lao, date(2025, 2, 1))
    found_network(
        name="เครือข่าย", province=lao.province, founded_on=date(2025, 3, 1), by=director, at=NOW
    )
    found = figures_of(year_figures(2568, TODAY), NOW)
    freeze_year(year=2568, figures=found, by=director, at=NOW)
    Hub.objects.update(name="ชื่อใหม่")
    frozen = reverse("overview-frozen", args=[2568])
    in_total, in_year = (None, "Yes"), ("Yes", "Yes")
    for which, expected in (
        ("", [(old.name, *in_total), (new.name, *in_year)]), ("is_new", [(new.name, *in_year)])
    ):  # fmt: skip
        shown = reader.get(frozen, {"which": which} if which else {})
        assert [item.name for item in shown.context["page"]] == [row[0] for row in expected]
        address, networks = linked(shown.content.decode())
        _header, *rows = sheet_of(reader, address)
        assert [(row[0], *row[5:]) for row in rows] == expected
        assert rows[-1][3].date() == date(2025, 2, 1)
        assert sheet_of(reader, networks)[1][:2] == ("เครือข่าย", str(lao.province))


@pytest.mark.parametrize("name", ["hubs", "networks"])
def test_files_of_a_frozen_year_are_for_those_who_read_it(
    name: str, references: None, reporter: User, director: User, auditor: User,
    sign_in: Callable[[User], Client],
) -> None:  # fmt: skip
    freeze_year(year=2568, figures={}, by=director, at=NOW)
    address = reverse(f"overview-frozen-{name}-file", args=[2568, "xlsx"])
    assert sign_in(reporter).get(address).status_code == 403
    assert sign_in(auditor).get(address).status_code == 200
    assert sign_in(auditor).get(address.replace("xlsx", "pdf")).status_code == 404
    assert sign_in(auditor).get(address.replace("2568", "2567")).status_code == 404, "not frozen"


@pytest.mark.parametrize("name", TABLES)
def test_a_table_is_a_csv_file_too_and_nothing_else(reader: Client, name: str) -> None:
    text = reader.get(_file(name, ending="csv")).getvalue().decode("utf-8-sig")
    header = list(next(csv.reader(io.StringIO(text))))
    assert tuple(header) == sheet_of(reader, _file(name))[0]
    assert reader.get(_file(name, ending="pdf")).status_code == 404


@pytest.mark.parametrize("name", TABLES)
def test_the_files_are_for_those_who_read_the_page(
    name: str, references: None, reporter: User, administrator: User, auditor: User,
    sign_in: Callable[[User], Client],
) -> None:  # fmt: skip
    assert sign_in(reporter).get(_file(name)).status_code == 403
    assert sign_in(administrator).get(_file(name)).status_code == 403
    assert sign_in(auditor).get(_file(name)).status_code == 200
    assert Client().get(_file(name)).status_code == 302


def _file(name: str, year: str = "", ending: str = "xlsx") -> str:
    return reverse(f"overview-{name}-file", args=[ending]) + (f"?year={year}" if year else "")
