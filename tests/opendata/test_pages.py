"""The public pages: what is open, and the directory of hubs."""

import io
from datetime import date

import openpyxl
import pytest
from django.test import Client
from django.utils.html import escape

from hubs.models import Hub
from onde_portal.opendata.dictionary import TABLES
from tests import world
from tests.monitoring.story import make_hub

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("frozen")]


def page(address: str) -> str:
    answer = Client().get(address)
    assert answer.status_code == 200, address
    return answer.content.decode()


def test_the_front_page_leads_to_the_hubs_and_to_the_data(db: None) -> None:
    shown = page("/")
    assert 'href="/hubs/?open=1"' in shown
    assert 'href="/open-data/"' in shown


def test_every_file_is_linked_with_its_size_and_every_column_explained(
    hubs: tuple[Hub, Hub, Hub],
) -> None:
    shown = page("/open-data/")
    for table in TABLES.values():
        assert f'href="{table.name}.csv"' in shown
        assert f'href="{table.name}.json"' in shown
        for column in table.fields:
            assert f"<code>{column.name}</code>" in shown
            assert escape(str(column.description)) in shown
    assert 'href="datapackage.json"' in shown
    assert "สกถ." in shown
    assert "2569" in shown


def test_the_page_of_an_empty_portal_says_so(db: None) -> None:
    assert "hubs.csv" in page("/open-data/")
    assert 'class="empty card"' in page("/hubs/")


def test_the_directory_lists_announced_hubs_only(hubs: tuple[Hub, Hub, Hub]) -> None:
    shown = page("/hubs/")
    assert hubs[0].name in shown
    assert hubs[1].name in shown
    assert hubs[2].name not in shown
    assert "31 มีนาคม 2568" in shown
    assert "<b>1</b>" in shown


@pytest.mark.parametrize("word", ["หนองบัว", "หน\u200bองบัว", "อุดรธานี หนองบัว"])
def test_hubs_are_found_by_name_and_place_in_any_spelling(
    word: str, hubs: tuple[Hub, Hub, Hub]
) -> None:
    Hub.objects.filter(pk=hubs[0].pk).update(search_key="ศูนย์ หนองบัว อุดรธานี")
    answer = Client().get("/hubs/", {"q": word})
    assert hubs[0].name in answer.content.decode()
    assert hubs[1].name not in answer.content.decode()


def test_hubs_are_filtered_by_province(hubs: tuple[Hub, Hub, Hub]) -> None:
    shown = page("/hubs/?province=50")
    assert hubs[1].name in shown
    assert hubs[0].name not in shown
    assert 'class="empty card"' in page("/hubs/?province=99&q=x")


def test_the_list_as_excel_has_exactly_the_hubs_that_were_looked_for(
    hubs: tuple[Hub, Hub, Hub],
) -> None:
    assert 'href="/hubs/list.xlsx?province=41"' in page("/hubs/?province=41")
    answer = Client().get("/hubs/list.xlsx?province=41")
    header, *rows = openpyxl.load_workbook(io.BytesIO(answer.getvalue())).active.values
    assert header == ("ศูนย์", "อปท.", "สถานที่", "สถานะ", "ประกาศจัดตั้งเมื่อ", "ปิดเมื่อ")
    assert [row[0] for row in rows] == [hubs[0].name]
    assert rows[0][4].date() == date(2025, 3, 31)


def test_the_figure_of_the_front_page_opens_as_many_hubs(hubs: tuple[Hub, Hub, Hub]) -> None:
    assert '<a href="/hubs/?open=1">1</a>' in page("/")
    shown = Client().get("/hubs/?open=1")
    assert shown.context["page"].paginator.count == 1
    assert Client().get("/hubs/").context["page"].paginator.count == 2


def test_a_long_list_goes_on_on_the_next_page(hubs: tuple[Hub, Hub, Hub]) -> None:
    for number in range(31):
        make_hub(world.make_lao(world.udon_thani(), f"ที่ {number:02}"), date(2025, 1, 1))
    first, second = page("/hubs/"), page("/hubs/?page=2")
    assert "page=2" in first
    assert first.count("<li>\n                    <h2>") == 30
    assert second.count("<li>\n                    <h2>") == 3


@pytest.mark.parametrize("address", ["/hubs/", "/hubs/?q=%3Cscript%3E"])
def test_names_of_hubs_are_text(address: str, hubs: tuple[Hub, Hub, Hub]) -> None:
    Hub.objects.filter(pk=hubs[0].pk).update(name="<script>alert(1)</script>")
    assert "<script>alert" not in page(address)


@pytest.mark.parametrize(
    "query", ["page=0", "page=x", "page=99999", "province=%27", "q=" + "ก" * 999]
)
def test_odd_addresses_get_a_page(query: str, hubs: tuple[Hub, Hub, Hub]) -> None:
    page(f"/hubs/?{query}")
