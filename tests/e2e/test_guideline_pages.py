"""Study, guideline and structure of a hub programme in the browser: written, published, read."""

from collections.abc import Callable

import pytest
from django.urls import reverse

from hubs.actions.guidelines import begin_draft
from hubs.models import GuidelineOpening, GuidelineVersion, HubProgramme
from hubs.reference import load_reference
from onde_portal.accounts.models import User
from onde_portal.registry.models import Lao
from tests.e2e.conftest import Visitor
from tests.hubs.programme import make_approved, make_pages, make_programme
from tests.world import NOW

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def programme(people: dict[str, User]) -> HubProgramme:
    """A programme with Lampang's PAO approved, a published guideline, and the next draft."""
    load_reference()
    officer = people["officer"]
    programme = make_programme(officer)
    make_approved(programme, Lao.objects.get(code="2520101"))
    make_pages(programme, officer)
    begin_draft(programme=programme, by=officer, at=NOW)
    return programme


def staff_pages(programme: HubProgramme) -> list[str]:
    return [
        reverse("admin:hubs_hubprogramme_study", args=[programme.pk]),
        reverse("admin:hubs_hubprogramme_guideline", args=[programme.pk]),
        *(
            reverse("admin:hubs_guidelineversion_page", args=[version.pk])
            for version in GuidelineVersion.objects.order_by("number")
        ),
        reverse("admin:hubs_guidelineversion_changelist"),
        reverse("admin:hubs_structuretemplate_changelist"),
    ]


def fits(visitor: Visitor) -> bool:
    return bool(visitor.page.evaluate("document.documentElement.scrollWidth <= innerWidth"))


@pytest.mark.parametrize("language", ["th", "en"])
@pytest.mark.parametrize("width", [1440, 360])
def test_pages_of_study_guideline_and_structure_are_accessible(
    width: int, language: str, visitor: Callable[..., Visitor], programme: HubProgramme
) -> None:
    officer, reader = visitor(width=width), visitor(width=width)
    officer.signs_in("officer@onde.example")
    reader.signs_in("reporter@lao.example")
    if language == "en":
        officer.speaks_english()
        reader.speaks_english()
    for address in staff_pages(programme):
        officer.goes(address)
        officer.finds_the_page_accessible()
        assert fits(officer), address
    for address in (
        reverse("hubs:guidelines"),
        reverse("hubs:guideline", args=[GuidelineVersion.objects.get(number=1).pk]),
    ):
        reader.goes(address)
        reader.finds_the_page_accessible()
        assert fits(reader), address


def test_a_new_version_is_written_published_and_read_on_a_phone(
    visitor: Callable[..., Visitor], programme: HubProgramme, people: dict[str, User]
) -> None:
    officer = visitor()
    officer.signs_in("officer@onde.example")
    page = officer.goes(reverse("admin:hubs_hubprogramme_guideline", args=[programme.pk]))
    page.click("#versions .btn")
    page.fill("#changes", "เพิ่มตัวอย่างคำสั่ง")
    page.fill("#heading-1", "บทนำฉบับใหม่")
    page.click(".action-bar .btn")
    page.click("#publish .btn")
    page.wait_for_selector("text=บทนำฉบับใหม่")
    phone = visitor(width=360)
    phone.signs_in("reporter@lao.example")
    read = phone.goes(reverse("hubs:guidelines"))
    read.click("main .todo a >> nth=0")
    read.wait_for_selector("h2:has-text('บทนำฉบับใหม่')")
    read.wait_for_selector("text=เพิ่มตัวอย่างคำสั่ง")
    opening = GuidelineOpening.objects.get()
    assert (opening.guideline.number, opening.opened_by) == (2, people["reporter"])
    page.goto(f"{officer.address}/staff/hubs/hubprogramme/{programme.pk}/guideline/")
    assert str(people["reporter"]) in page.inner_text("#readers")
