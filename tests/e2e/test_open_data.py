"""A visitor takes open data away; the administrator gives a system a key and takes it back."""

import csv
import io
import json
import urllib.error
import urllib.request
from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path

import pytest
from django.core.management import call_command
from django.utils import timezone
from playwright.sync_api import expect

from onde_portal.accounts.models import Role, User
from onde_portal.opendata.models import SystemKey
from onde_portal.registry.models import Lao
from onde_portal.ui.templatetags.ui import thai_date
from tests import world
from tests.e2e.conftest import Visitor, axe_finds_nothing
from tests.monitoring.story import make_hub

pytestmark = pytest.mark.django_db(transaction=True)
LONG = "ศูนย์ส่งเสริมการมีส่วนร่วมของประชาชน" * 6


@pytest.fixture
def hub(portal: str) -> str:
    """An announced hub with a name as long as names get, and one that tries to be a script."""
    call_command("createcachetable", verbosity=0)
    made = make_hub(Lao.objects.get(code="2520101"), date(2025, 3, 31))
    type(made).objects.filter(pk=made.pk).update(name=LONG)
    other = make_hub(Lao.objects.get(code="2500101"), date(2025, 3, 31))
    type(other).objects.filter(pk=other.pk).update(name="<script>alert('น้ำ')</script>")
    return LONG


def fits(visitor: Visitor) -> bool:
    return bool(visitor.page.evaluate("document.documentElement.scrollWidth <= innerWidth"))


def test_a_visitor_finds_reads_and_takes_the_data(
    hub: str, visitor: Callable[..., Visitor]
) -> None:
    someone = visitor(width=360)
    page = someone.goes("/")
    page.click("main a[href='/open-data/']")
    expect(page.locator("h1")).to_have_count(1)
    with page.expect_download() as taken:
        page.click("a[href='hubs.csv']")
    text = Path(taken.value.path()).read_text("utf-8-sig")
    rows = list(csv.DictReader(io.StringIO(text)))
    assert {row["name"] for row in rows} == {LONG, "<script>alert('น้ำ')</script>"}
    page.click("a[href='hubs.json']")
    assert LONG in page.inner_text("body")
    page.go_back()
    page.click("a[href='#totals']")
    expect(page.locator("#totals code").get_by_text("hubs_total", exact=True)).to_be_visible()
    page.click("a[href='/hubs/']")
    page.fill("#q", "ลำปาง")
    page.click("form.filters button")
    expect(page.locator(".hub-list h2")).to_have_text([LONG])
    assert not someone.complaints


@pytest.mark.parametrize("language", ["th", "en"])
@pytest.mark.parametrize("width", [1440, 360])
def test_the_public_pages_are_accessible_at_both_widths(
    width: int, language: str, hub: str, visitor: Callable[..., Visitor]
) -> None:
    someone = visitor(width=width)
    someone.goes("/")
    if language == "en":
        someone.speaks_english()
    for address in ("/", "/open-data/", "/hubs/", "/hubs/?q=nothing", "/api/v1/"):
        someone.goes(address)
        someone.finds_the_page_accessible()
        assert fits(someone), address


def asked(portal: str, secret: str) -> dict[str, object]:
    request = urllib.request.Request(  # noqa: S310 - the portal of this test
        f"{portal}/api/v1/hubs", headers={"Authorization": f"Bearer {secret}"}
    )
    with urllib.request.urlopen(request) as answer:  # noqa: S310 - as above
        found: dict[str, object] = json.load(answer)
        return found


@pytest.mark.parametrize("width", [1440, 360])
def test_a_key_is_made_used_and_revoked(
    width: int, hub: str, portal: str, people: dict[str, User], visitor: Callable[..., Visitor]
) -> None:
    world.make_user(Role.ADMINISTRATOR, "administrator@onde.example")
    chief = visitor(width=width)
    chief.signs_in("administrator@onde.example")
    page = chief.goes("/staff/opendata/systemkey/add/")
    axe_finds_nothing(page)
    # The library behind the admin's own form tries an inline style, which the portal forbids.
    chief.complaints.clear()
    page.fill("#id_system", "คลังข้อมูลกลาง")
    page.select_option("#id_owner", str(people["officer"].pk))
    page.fill("#id_expires_on", thai_date(timezone.localdate() + timedelta(days=90)))
    page.click("[name=_save]")
    secret = page.input_value("#secret")
    chief.finds_the_page_accessible()
    assert fits(chief)
    assert asked(portal, secret)["count"] == 2
    page = chief.goes(f"/staff/opendata/systemkey/{SystemKey.objects.get().pk}/key/")
    assert secret not in page.content()
    page.click("form[action*=revoke] button")
    chief.finds_the_page_accessible()
    assert SystemKey.objects.get().revoked_at is not None
    with pytest.raises(urllib.error.HTTPError) as refused:
        asked(portal, secret)
    assert refused.value.code == 401
    refused.value.close()
