"""A network project at its first step."""

import pytest

from networks.models import NetworkProject
from onde_portal.accounts.models import User
from tests.workflow.cases import open_project


@pytest.fixture
def case(officer: User) -> NetworkProject:
    return open_project(officer)
