"""The portal as it starts, and the director at a browser that speaks English."""

from collections.abc import Callable

import pytest
import time_machine
from django.test import Client

from onde_portal.accounts.models import User
from onde_portal.oversight.reference import load_reference
from onde_portal.registry.models import Lao
from tests.monitoring.story import make_catalogue
from tests.oversight import story


@pytest.fixture
def references(lao: Lao, other_lao: Lao, frozen: time_machine.Traveller) -> None:
    """A short catalogue and the rubrics beside the cast's two LAOs."""
    make_catalogue()
    load_reference()


@pytest.fixture
def reader(references: None, director: User, sign_in: Callable[[User], Client]) -> Client:
    """The director, reading English."""
    return story.in_english(sign_in(director))
