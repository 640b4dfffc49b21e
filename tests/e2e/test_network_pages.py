"""Pages of network projects: accessible, in both languages, and no wider than a phone."""

from collections.abc import Callable

import pytest
from django.db.models import Model
from django.urls import reverse
from django.utils import timezone

from networks.actions import open_project
from networks.models import Activity, NetworkProject, Paper
from networks.reference import load_reference
from onde_portal.accounts.models import User
from onde_portal.registry.models import Province
from tests.e2e.conftest import Visitor
from tests.networks.story import make_everything

pytestmark = pytest.mark.django_db(transaction=True)

STEPS = ("study", "events", "tests", "register", "hearing", "summary")


@pytest.fixture
def content(people: dict[str, User]) -> dict[str, Model]:
    """A project with one of everything; its event is held today."""
    load_reference()
    province = Province.objects.get(code="52")
    project = open_project(
        title="โครงการเครือข่ายลำปาง", year=2570, province=province, owner=people["officer"],
        by=people["officer"], at=timezone.now(),
    )  # fmt: skip
    made = make_everything(project, province, people["officer"])
    today = timezone.localdate()
    Activity.objects.update(starts_on=today, ends_on=today)
    return made


def staff_pages(content: dict[str, Model]) -> list[str]:
    """The step pages, and the pages of what the steps consist of."""
    project = NetworkProject.objects.get().pk
    own = {
        "activity_people": "activity", "activity_qr": "activity", "hearing_page": "hearing",
        "citizennetwork_page": "citizennetwork", "paper_items": "paper", "paper_grid": "paper",
        "meeting_minutes": "meeting", "resolution_page": "resolution", "person_record": "person",
    }  # fmt: skip
    return [
        *(reverse(f"admin:networks_networkproject_{step}", args=[project]) for step in STEPS),
        *(
            reverse(f"admin:networks_{page}", args=[content[f"networks_{key}"].pk])
            for page, key in own.items()
        ),
        reverse("admin:networks_paper_analysis", args=[project]),
        reverse("admin:networks_closingreport_page", args=[project]),
        reverse("admin:networks_participant_import") + f"?project={project}",
        reverse("admin:networks_appointment_coverage"),
    ]


def public_pages(content: dict[str, Model]) -> list[str]:
    """What participants and everybody else see."""
    return [
        reverse("networks:directory"),
        reverse("networks:network", args=[content["networks_citizennetwork"].pk]),
        reverse("networks:attend", args=[Activity.objects.get().token]),
        reverse("networks:attend", args=["an-old-link"]),
        reverse("assessments:quiz", args=[Paper.objects.get(kind="pre").token]),
    ]


def fits_the_phone(visitor: Visitor) -> bool:
    return bool(visitor.page.evaluate("document.documentElement.scrollWidth <= innerWidth"))


@pytest.mark.parametrize("language", ["th", "en"])
@pytest.mark.parametrize("width", [1440, 360])
def test_the_offices_pages_are_accessible_at_both_widths(
    width: int, language: str, visitor: Callable[..., Visitor], content: dict[str, Model]
) -> None:
    officer = visitor(width=width)
    officer.signs_in("officer@onde.example")
    if language == "en":
        officer.speaks_english()
    for address in staff_pages(content):
        officer.goes(address)
        officer.finds_the_page_accessible()
        assert fits_the_phone(officer), address


@pytest.mark.parametrize("language", ["th", "en"])
@pytest.mark.parametrize("width", [1440, 360])
def test_public_pages_are_accessible_at_both_widths(
    width: int, language: str, visitor: Callable[..., Visitor], content: dict[str, Model]
) -> None:
    someone = visitor(width=width)
    if language == "en":
        someone.goes("/")
        someone.speaks_english()
    for address in public_pages(content):
        someone.goes(address)
        someone.finds_the_page_accessible()
        assert fits_the_phone(someone), address
