"""A hub whose LAO prepares it, and one that is established."""

import pytest

from hubs.actions.life import establish_hub, register_hub
from hubs.models import Hub
from onde_portal.accounts.models import User
from onde_portal.registry.models import Lao
from tests.world import LONG_AGO, NOW, TODAY


@pytest.fixture
def preparing(lao: Lao, officer: User) -> Hub:
    return register_hub(lao=lao, by=officer, at=LONG_AGO)


@pytest.fixture
def established(preparing: Hub, officer: User) -> Hub:
    establish_hub(hub=preparing, on=TODAY, announcement_number="12/2569", by=officer, at=NOW)
    return preparing
