"""Board and pages of rounds: accessible, in both languages, and no wider than a phone."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from monitoring.actions import close_round, ensure_rounds, plan_rounds
from monitoring.models import Round
from onde_portal.accounts.models import User
from onde_portal.registry.models import Lao
from tests.e2e.conftest import Visitor
from tests.monitoring import story

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def rounds(people: dict[str, User]) -> dict[str, Round]:
    """A closed round, one that is open and one that is planned."""
    now = timezone.now()
    today = timezone.localdate(now)
    story.make_hub(Lao.objects.get(code="2520101"), today - timedelta(days=500))
    ensure_rounds(today=today, at=now)
    plan_rounds(today=today)
    closed = Round.objects.filter(due_on__lt=today).order_by("starts_on").first()
    assert closed is not None
    close_round(round_=closed, reason="ครบกำหนด", by=people["officer"], at=now)
    opened = Round.objects.filter(opened_at__isnull=False).order_by("-starts_on")[0]
    return {"closed": closed, "open": opened, "planned": Round.objects.order_by("-starts_on")[0]}


@pytest.mark.parametrize("language", ["th", "en"])
@pytest.mark.parametrize("width", [1440, 360])
def test_board_lists_and_rounds_are_accessible_at_both_widths(
    width: int, language: str, visitor: Callable[..., Visitor], rounds: dict[str, Round]
) -> None:
    officer = visitor(width=width)
    officer.signs_in("officer@onde.example")
    if language == "en":
        officer.speaks_english()
    closed = rounds["closed"].pk
    for address in (
        reverse("monitoring-board") + f"?by=province&round={closed}",
        reverse("monitoring-board") + "?by=year",
        reverse("monitoring-board-list") + f"?which=expected&round={closed}",
        *(reverse("admin:monitoring_round_page", args=[item.pk]) for item in rounds.values()),
        reverse("admin:monitoring_round_changelist"),
    ):
        officer.goes(address)
        officer.finds_the_page_accessible()
        fits = officer.page.evaluate("document.documentElement.scrollWidth <= innerWidth")
        assert fits, address
