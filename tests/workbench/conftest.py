"""A hub with a report that waits for review, and the lists of the staff's site."""

from datetime import date

import pytest

from hubs.models import Hub
from monitoring.actions import submit_report
from monitoring.models import FollowUp
from onde_portal.accounts.models import User
from onde_portal.registry.models import Lao
from onde_portal.thai.text import thai_key
from tests import world
from tests.monitoring import story


@pytest.fixture
def hub(lao: Lao) -> Hub:
    """Announced in the half-year that is reported; found by its own name and its place."""
    story.make_catalogue()
    made = story.make_hub(lao, date(2025, 12, 1))
    made.search_key = thai_key(f"{made.name} {lao.search_key}")
    made.save()
    return made


@pytest.fixture
def sent(hub: Hub, reporter: User, frozen: object) -> FollowUp:
    """A report sent at ``world.NOW`` for the half-year to 31 Mar 2569."""
    follow_up = story.open_follow_up(hub)
    story.fill(follow_up, reporter)
    submit_report(follow_up=follow_up, token=story.PAGE, by=reporter, at=world.NOW)
    return FollowUp.objects.with_place().get(pk=follow_up.pk)
