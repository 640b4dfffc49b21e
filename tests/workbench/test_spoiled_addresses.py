"""A page names the filters of its address that it does not understand, and goes without them.

A director would else take the figures of the whole country for those of one province.
"""

import re
from collections.abc import Callable
from html import unescape
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils.http import urlencode

from hubs.models import HubProgramme
from monitoring.models import Round
from monitoring.selectors.board import Scope
from onde_portal.accounts.models import User
from onde_portal.oversight.actions import freeze_year
from onde_portal.oversight.selectors.figures import figures_of
from onde_portal.oversight.selectors.years import year_figures
from onde_portal.registry.models import Lao
from onde_portal.reporting.actions import open_round_report
from tests.oversight.story import in_english, make_hub_story
from tests.world import NOW, TODAY, chiang_mai

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("frozen")]
SCOPE = {"region": "moon", "province": "99", "type": "xyz"}
BOARD = {**SCOPE, "round": "999999", "year": "abc", "by": "moon", "which": "xyz", "now": "yes"}
# What each page asks its address, and what none of them understands.
SPOILED: dict[str, dict[str, str]] = {
    "overview": {"map": "xyz", "sort": "moon"},
    "drill-regions": {"sort": "xyz"},
    "drill-region": {"sort": "-"},
    "drill-province": {"type": "xyz", "hub": "maybe", "sort": "xyz", "page": "abc"},
    "drill-lao": {"sort": "--name"},
    "drill-compare": {
        **SCOPE, "hub": "999999", "programme": "999999", "cohort": "abc", "what": "XX99",
        "dimension": "moon", "by": "XX99", "sort": "xyz", "page": "0",
    },
    "drill-indicators": SCOPE,
    "drill-indicator": {**SCOPE, "round": "999999", "sort": "xyz", "page": "9" * 30},
    "overview-frozen": {"which": "xyz", "page": "-1"},
    "office-reports": {
        "kind": "xyz", "year": "๒๔๐๐", "place": "province:99", "state": "xyz", "page": "999",
    },
    "office-report-new": {"kind": "xyz", "round": "999999", "place": "moon", "year": "2026"},
    "office-report-table": {"page": "1.5"},
    "networks:directory": {"province": "99", "page": "abc"},
    "hub-directory": {"province": "xx", "open": "yes", "page": "๙๙"},
    "learned": {"kind": "xyz", "year": "25 69", "page": "abc"},
    "reminders": {"on": "2026-02-30"},
    "monitoring-board": BOARD,
    "monitoring-board-list": {**BOARD, "page": "abc"},
    "my-documents": {"page": "abc"},
    "messages": {"page": "2"},
    "hub-board": {
        **SCOPE, "held": "xyz", "cohort": "99", "officer": "abc", "reached": "xyz", "stage": "xyz",
    },
}  # fmt: skip
# What they do understand: of all spellings that somebody may type the rarer ones.
GOOD: dict[str, dict[str, str]] = {
    "overview": {"map": "completeness", "sort": "-hubs", "year": "๒๕๖๙"},
    "drill-regions": {"sort": "-hubs"},
    "drill-region": {"sort": "name"},
    "drill-province": {"type": "sao", "hub": "yes", "sort": "-announced", "page": "๑", "q": "xyz"},
    "drill-lao": {"sort": "-rounds"},
    "drill-compare": {
        "region": "northeast", "province": "๔๑", "type": "sao", "what": "OP01", "by": "OC04",
        "sort": "-latest", "page": "1", "find": "xyz", "hub": "", "cohort": " ",
    },
    "drill-indicators": {"region": "northeast", "province": "41", "type": "sao"},
    "drill-indicator": {"province": " 41 ", "sort": "-value", "page": "1", "round": ""},
    "overview-frozen": {"which": "is_new", "page": "1"},
    "office-reports": {
        "kind": "round", "year": "๒๕๖๙", "place": "province:41", "state": "draft", "page": "๑",
    },
    "office-report-new": {"kind": "year", "year": "๒๕๖๘", "place": "country"},
    "office-report-table": {"page": "1"},
    "networks:directory": {"province": "๕๐", "page": "1", "q": "xyz"},
    "hub-directory": {"province": "50", "open": "1", "q": "xyz"},
    "learned": {"kind": "lessons", "year": "๒๕๖๙", "q": "xyz", "page": "1"},
    "reminders": {"on": "๒๐๒๖-๐๔-๒๕"},
    "monitoring-board": {"province": "41", "year": "๒๕๖๙", "by": "province", "now": "1"},
    "monitoring-board-list": {"province": "41", "year": "2569", "which": "late", "page": "1"},
    "my-documents": {"page": "1"},
    "messages": {"page": "๑"},
    "hub-board": {"province": "41", "region": "northeast", "type": "sao", "stage": "invited"},
}  # fmt: skip
# The files of these lists, with the page that says what a file cannot.
FILES = {
    "overview-provinces-file": "overview",
    "drill-regions-file": "drill-regions",
    "drill-region-file": "drill-region",
    "drill-province-file": "drill-province",
    "drill-lao-file": "drill-lao",
    "drill-compare-file": "drill-compare",
    "drill-indicators-file": "drill-indicators",
    "drill-indicator-file": "drill-indicator",
    "overview-frozen-hubs-file": "overview-frozen",
    "office-reports-file": "office-reports",
    "networks:directory-file": "networks:directory",
    "hub-directory-file": "hub-directory",
    "learned-file": "learned",
    "reminders-file": "reminders",
    "monitoring-board-table": "monitoring-board",
    "monitoring-board-file": "monitoring-board-list",
    "hub-board-file": "hub-board",
}
WITH_ENDING = ("overview", "drill", "hub-board")


@pytest.fixture
def keys(lao: Lao, officer: User, director: User) -> dict[str, list[Any]]:
    """What stands in the addresses of the pages of a small country."""
    chiang_mai()
    hub = make_hub_story(lao, officer)
    hub.learnings.update(released_at=NOW, released_by=officer, released_text="เริ่มจากเรื่องใกล้ตัว")
    freeze_year(year=2568, figures=figures_of(year_figures(2568, TODAY), NOW), by=director, at=NOW)
    round_ = Round.objects.order_by("starts_on")[0]
    report = open_round_report(round_=round_, scope=Scope(), by=officer, at=NOW)
    return {
        "drill-region": ["northeast"], "drill-province": ["41"], "drill-lao": [lao.pk],
        "drill-indicator": ["OP01"], "overview-frozen": [2568],
        "office-report-table": [report.pk, "hubs"], "hub-board": [HubProgramme.objects.get().pk],
    }  # fmt: skip


@pytest.fixture
def browser(keys: dict[str, list[Any]], officer: User, sign_in: Callable[[User], Client]) -> Client:
    """An officer's, who may open all these pages."""
    return sign_in(officer)


def left_out(html: str) -> list[str]:
    """The lines of the notice; none where there is no notice."""
    found = re.search(
        r'<div class="message warning left-out" role="status">.*?</div>', html, re.DOTALL
    )
    return re.findall(r"<li>(.*?)</li>", unescape(found[0])) if found else []


def page(client: Client, address: str) -> str:
    answer = client.get(address)
    assert answer.status_code == 200, (address, answer.status_code)
    return answer.content.decode()


@pytest.mark.parametrize("language", ["th", "en"])
@pytest.mark.parametrize("name", SPOILED)
def test_a_page_names_every_filter_that_it_does_not_understand(
    name: str, language: str, browser: Client, keys: dict[str, list[Any]]
) -> None:
    if language == "en":
        in_english(browser)
    address, spoiled = reverse(name, args=keys.get(name)), SPOILED[name]
    for parameter, value in spoiled.items():
        html = page(browser, f"{address}?{urlencode({parameter: value})}")
        [line] = left_out(html)
        assert f"“{value}”" in line
        assert not line.startswith(parameter), "by its name on the page"
    every = left_out(page(browser, f"{address}?{urlencode(spoiled)}"))
    assert len(every) == len(spoiled), every


@pytest.mark.parametrize("name", GOOD)
def test_a_page_whose_address_is_understood_says_nothing(
    name: str, browser: Client, keys: dict[str, list[Any]]
) -> None:
    address = reverse(name, args=keys.get(name))
    for parameter, value in GOOD[name].items():
        html = page(browser, f"{address}?{urlencode({parameter: value})}")
        assert "left-out" not in html, parameter
    assert "left-out" not in page(browser, f"{address}?{urlencode(GOOD[name])}")


@pytest.mark.parametrize("name", SPOILED)
def test_a_filter_without_a_value_asks_for_nothing(
    name: str, browser: Client, keys: dict[str, list[Any]]
) -> None:
    empty = urlencode([(key, value) for key in SPOILED[name] for value in ("", " ")])
    assert "left-out" not in page(browser, f"{reverse(name, args=keys.get(name))}?{empty}")


@pytest.mark.parametrize("name", FILES)
def test_a_file_leads_to_its_page_when_its_address_is_not_understood(
    name: str, browser: Client, keys: dict[str, list[Any]]
) -> None:
    of_page = FILES[name]
    ending = ["csv"] if name.startswith(WITH_ENDING) else []
    address = reverse(name, args=[*keys.get(of_page, []), *ending])
    for parameter, value in SPOILED[of_page].items():
        if parameter in {"page", "map"}:
            continue  # what only the page asks
        answer = browser.get(f"{address}?{urlencode({parameter: value})}")
        expected = f"{reverse(of_page, args=keys.get(of_page))}?{urlencode({parameter: value})}"
        assert (answer.status_code, answer.headers.get("Location")) == (302, expected), parameter
        assert left_out(page(browser, expected))
    for query in ("", urlencode(GOOD[of_page])):
        assert browser.get(f"{address}?{query}").status_code == 200


@pytest.mark.parametrize("name", ["drill-province", "drill-compare", "hub-directory", "learned"])
def test_a_page_with_a_notice_links_the_file_of_what_it_shows(
    name: str, browser: Client, keys: dict[str, list[Any]]
) -> None:
    spoiled = {**SPOILED[name], "q": "xyz"}
    html = page(browser, f"{reverse(name, args=keys.get(name))}?{urlencode(spoiled)}")
    files = re.findall(r'href="([^"]*list\.[^"]*|[^"]*file/[^"]*)"', html)
    for file in map(unescape, files):
        assert browser.get(file).status_code == 200, file


def test_a_file_of_the_directors_page_of_no_known_year_leads_to_the_page_that_says_so(
    browser: Client,
) -> None:
    for name in ("provinces", "cases", "problems"):
        file = reverse(f"overview-{name}-file", args=["xlsx"])
        answer = browser.get(f"{file}?year=abc")
        assert (answer.status_code, answer.headers["Location"]) == (302, "/overview/?year=abc")
        assert browser.get(f"{file}?year=๒๕๖๘").status_code == 200
    assert "“abc”" in page(browser, "/overview/?year=abc")


def test_of_a_filter_given_twice_the_first_is_said_to_be_left_out(browser: Client) -> None:
    html = page(in_english(browser), "/indicators/?province=50&province=41")
    assert left_out(html) == ["Province “50”"]
    assert '<option value="41" selected>' in html
    assert left_out(page(browser, "/indicators/?province=41&province=๔๑")) == []
    twice = page(browser, "/overview/?year=2568&year=2569")
    assert left_out(twice) == ["Fiscal year “2568”"]


def test_the_rest_of_the_address_still_counts(browser: Client) -> None:
    html = page(in_english(browser), "/indicators/?province=41&type=xyz")
    assert left_out(html) == ["Type of LAO “xyz”"]
    assert '<option value="41" selected>' in html


def test_a_round_of_another_year_is_left_out_by_its_name(browser: Client) -> None:
    first, last = Round.objects.order_by("starts_on")[0], Round.objects.order_by("-starts_on")[0]
    assert first.fiscal_year != last.fiscal_year
    asked = urlencode({"round": first.pk, "year": last.fiscal_year})
    [line] = left_out(page(in_english(browser), f"{reverse('monitoring-board')}?{asked}"))
    assert line.startswith("Round “First half" if first.half == 1 else "Round “Second half")


def test_the_notice_of_one_reader_is_not_kept_for_another(
    browser: Client, director: User, sign_in: Callable[[User], Client]
) -> None:
    address = f"{reverse('overview')}?sort=moon"
    assert left_out(page(browser, address))
    other = sign_in(director)
    assert not left_out(page(other, reverse("overview")))
    assert left_out(page(other, address)), "though all parts of the page are kept by now"
    mark = other.get(address).headers["ETag"]
    assert other.get(address, headers={"If-None-Match": mark}).status_code == 304


def test_what_was_typed_is_shown_as_text_and_cut_short(browser: Client) -> None:
    asked = urlencode({"province": "<script>alert(1)</script>", "region": "ก" * 5000})
    html = page(browser, f"/indicators/?{asked}")
    assert "<script>alert" not in html
    region, province = left_out(html)
    assert "<script>alert(1)</script>" in province
    assert region.endswith(f"“{'ก' * 40}…”")


def test_a_notice_stays_short(browser: Client) -> None:
    many = urlencode([("hub", f"x{number}") for number in range(60)])
    lines = left_out(page(browser, f"{reverse('drill-compare')}?{many}"))
    assert (len(lines), lines[-1]) == (11, "…")
