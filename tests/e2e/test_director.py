"""The director's three minutes: read, another year, evidence, a province by thumb, freeze, PDF."""

import io
from collections.abc import Callable
from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone
from PIL import Image, ImageChops
from playwright.sync_api import Locator

from hubs.actions.life import establish_hub, register_hub
from monitoring.actions import ensure_rounds
from onde_portal.accounts.models import User
from onde_portal.documents.jobs import make_next_document
from onde_portal.oversight.actions import freeze_year
from onde_portal.oversight.models import FrozenYear, Visit
from onde_portal.oversight.reference import load_reference
from onde_portal.oversight.selectors.figures import figures_of
from onde_portal.oversight.selectors.years import year_figures
from onde_portal.registry.models import Lao, Province
from onde_portal.thai.calendar import fiscal_year
from tests.e2e.conftest import Visitor
from tests.monitoring.story import make_hub

pytestmark = pytest.mark.django_db(transaction=True)
# A thumb's target (WCAG 2.2, 2.5.8): every point of a square this wide opens the province.
LEAST = 24
TARGETS = """
    () => [...document.querySelectorAll("svg.tiles a[data-province]")].map(link => {
        link.scrollIntoView({block: "center"});
        const box = link.querySelector("rect").getBoundingClientRect();
        const hit = (x, y) => link.contains(document.elementFromPoint(x, y));
        const centre = [box.left + box.width / 2, box.top + box.height / 2];
        const half = %d / 2 - 0.5;
        const corners = [[-half, -half], [half, -half], [-half, half], [half, half], [0, 0]];
        return {
            code: link.dataset.province, href: link.getAttribute("href"),
            width: box.width, height: box.height,
            hit: corners.every(([x, y]) => hit(centre[0] + x, centre[1] + y)),
        };
    })
"""

# Where a province of the map has the focus: its page's address.
FOCUSED = """
    () => {
        const one = document.activeElement;
        return one.closest("svg.map") ? one.getAttribute("href") : "";
    }
"""
# So much lighter or darker that it is seen.
SEEN = 40


def picture_of(drawing: Locator) -> Image.Image:
    return Image.open(io.BytesIO(drawing.screenshot())).convert("RGB")


@pytest.fixture
def country(people: dict[str, User]) -> dict[str, User]:
    """A hub from before with its rounds, and the rubrics."""
    load_reference()
    today = timezone.localdate()
    make_hub(Lao.objects.get(code="2520101"), today - timedelta(days=500))
    ensure_rounds(today=today, at=timezone.now())
    return people


def test_the_director_reads_freezes_and_comes_back(
    visitor: Callable[..., Visitor], country: dict[str, User]
) -> None:
    today = timezone.localdate()
    last = fiscal_year(today) - 1
    director = visitor(width=1440)
    page = director.signs_in("director@onde.example")
    director.speaks_english()
    director.goes("/overview/")
    assert "1 hub is at work" in page.inner_text("main")
    page.select_option("#year", str(last))
    page.click("form.year-picker button")
    page.wait_for_url(f"**/overview/?year={last}")
    assert f"Fiscal year {last}" in page.inner_text("h1")

    page.locator("details.rubric summary").first.click()
    evidence = page.locator("details.rubric[open] .levels a, details.rubric[open] .levels li")
    assert evidence.first.is_visible()

    page.click("text=Freeze the year")
    page.wait_for_selector("text=written once")
    page.click("form[action$='/freeze/now/'] button")
    page.wait_for_selector("text=frozen on")
    assert FrozenYear.objects.get().fiscal_year == last

    # An hour later, after something happened, the page tells of it.
    now = timezone.now()
    Visit.objects.update(began_at=now - timedelta(hours=2), seen_at=now - timedelta(hours=1))
    director.context.clear_cookies()
    hub = register_hub(lao=Lao.objects.get(code="2500101"), by=country["officer"], at=now)
    establish_hub(hub=hub, on=today, by=country["officer"], at=now)
    director.signs_in("director@onde.example")
    director.goes("/overview/")
    assert "1 hub established" in page.inner_text(".news")
    assert "2 hubs are at work" in page.inner_text("main")

    page.click("form[action$='/paper/'] button")
    page.wait_for_selector("text=Look again")
    while make_next_document():
        pass
    with page.expect_download() as download:
        page.click("text=Look again")
    assert download.value.path().read_bytes().startswith(b"%PDF")


def test_every_province_can_be_hit_with_a_thumb_and_opens_its_page(
    visitor: Callable[..., Visitor], country: dict[str, User]
) -> None:
    director = visitor(width=360)
    page = director.signs_in("director@onde.example")
    director.goes("/overview/")
    targets = page.evaluate(TARGETS % LEAST)
    assert {target["code"] for target in targets} == set(
        Province.objects.values_list("pk", flat=True)
    )
    for target in targets:
        assert min(target["width"], target["height"]) >= LEAST, target
        assert target["hit"], target
        assert target["href"] == reverse("drill-province", args=[target["code"]])
    page.locator("svg.tiles a[data-province='75']").click()
    page.wait_for_url("**/provinces/75/")


@pytest.mark.parametrize("width", [1440, 360])
def test_every_province_is_reached_and_opened_by_keyboard_alone_and_seen_in_focus(
    width: int, visitor: Callable[..., Visitor], country: dict[str, User]
) -> None:
    director = visitor(width=width)
    page = director.signs_in("director@onde.example")
    director.goes("/overview/")
    drawing = page.locator("svg.map:visible").last
    plain = picture_of(drawing)
    reached: dict[str, int] = {}
    for _turn in range(400):
        page.keyboard.press("Tab")
        address = page.evaluate(FOCUSED)
        if address:
            changed = ImageChops.difference(plain, picture_of(drawing)).convert("L")
            reached[address] = sum(changed.histogram()[SEEN:])
        elif reached:
            break
    codes = Province.objects.values_list("pk", flat=True)
    assert set(reached) == {reverse("drill-province", args=[code]) for code in codes}
    assert {address: seen for address, seen in reached.items() if seen < LEAST} == {}
    page.keyboard.press("Shift+Tab")
    address = page.evaluate(FOCUSED)
    page.keyboard.press("Enter")
    page.wait_for_url(f"**{address}")


@pytest.mark.parametrize(("scheme", "language"), [("light", "th"), ("dark", "th"), ("light", "en")])
@pytest.mark.parametrize("width", [1440, 360])
def test_the_page_is_accessible_and_no_wider_than_the_screen(
    width: int, scheme: str, language: str, visitor: Callable[..., Visitor],
    country: dict[str, User],
) -> None:  # fmt: skip
    director = visitor(width=width)
    director.page.emulate_media(color_scheme=scheme)  # type: ignore[arg-type]
    director.signs_in("director@onde.example")
    if language == "en":
        director.speaks_english()
    now = timezone.now()
    last = fiscal_year(timezone.localdate(now)) - 1
    figures = figures_of(year_figures(last - 1, timezone.localdate(now)), now)
    freeze_year(year=last - 1, figures=figures, by=country["director"], at=now)
    for address in (
        "/overview/",
        f"/overview/?year={last}&map=completeness&sort=-problems",
        f"/overview/?year={last - 1}",
        reverse("overview-freeze", args=[last]),
        reverse("overview-frozen", args=[last - 1]),
    ):
        director.goes(address)
        director.finds_the_page_accessible()
        fits = director.page.evaluate("document.documentElement.scrollWidth <= innerWidth")
        assert fits, address
