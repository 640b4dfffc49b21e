"""The portal as it starts, and the director at a browser that speaks English."""

from collections.abc import Callable
from datetime import date

import pytest
import time_machine
from django.test import Client

from monitoring.models import FollowUpState, Problem, ProblemCategory
from networks.models import CitizenNetwork
from onde_portal.accounts.models import User
from onde_portal.oversight.reference import load_reference
from onde_portal.registry.models import Lao, Region
from tests.monitoring.story import make_catalogue, make_hub
from tests.oversight import story
from tests.oversight.figures import SECOND, laos, reported


@pytest.fixture
def references(lao: Lao, other_lao: Lao, frozen: time_machine.Traveller) -> None:
    """A short catalogue and the rubrics beside the cast's two LAOs."""
    make_catalogue()
    load_reference()


@pytest.fixture
def reader(references: None, director: User, sign_in: Callable[[User], Client]) -> Client:
    """The director, reading English."""
    return story.in_english(sign_in(director))


@pytest.fixture
def catalogue(db: None) -> None:
    make_catalogue()


@pytest.fixture
def country(lao: Lao, other_lao: Lao) -> dict[str, Lao]:
    """Udon Thani with a hub that reported and one that owes, Chiang Mai with one preparing."""
    north = other_lao.province
    north.region = Region.NORTH
    north.save()
    third, closed = laos(2)
    follow_up = reported(lao, SECOND, {"OP01": 3})
    reported(third, SECOND, {}, state=FollowUpState.NOT_STARTED, since=date(2025, 11, 1))
    make_hub(closed, date(2024, 10, 1), date(2025, 3, 1))
    make_hub(other_lao, None)
    category = ProblemCategory.objects.get(pk="P01")
    for position, state in enumerate(("open", "worse", "solved"), start=1):
        Problem.objects.create(
            follow_up=follow_up, position=position, category=category, severity="low",
            description="ผู้เข้าร่วมน้อย", state=state,
        )  # fmt: skip
    for name, ended in (("เครือข่ายหนึ่ง", None), ("เครือข่ายเก่า", date(2025, 1, 1))):
        CitizenNetwork.objects.create(
            name=name, search_key=name, province=lao.province, founded_on=date(2020, 1, 1),
            fiscal_year=2563, ended_on=ended,
        )  # fmt: skip
    return {"reports": lao, "owes": third, "closed": closed, "prepares": other_lao}
