from datetime import date

import pytest

from hubs.models import Hub
from monitoring.models import FollowUp
from onde_portal.registry.models import Lao
from tests.monitoring import story


@pytest.fixture
def hub(lao: Lao) -> Hub:
    """Announced long before the half-year of the follow-up."""
    story.make_catalogue()
    return story.make_hub(lao, date(2025, 6, 1))


@pytest.fixture
def follow_up(hub: Hub) -> FollowUp:
    """Of 1 Oct 2568 to 31 Mar 2569; at ``world.NOW`` its window is open."""
    return story.open_follow_up(hub)
