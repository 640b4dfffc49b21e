"""A case at its first step, of a procedure that asks for documents, dates and approvals only."""

import pytest

from networks.models import NetworkProject
from onde_portal.accounts.models import User
from tests.workflow.cases import open_project


@pytest.fixture(autouse=True)
def _plain(plain_procedure: None) -> None:
    """How cases move does not depend on what the manual's steps ask for."""


@pytest.fixture
def case(officer: User) -> NetworkProject:
    return open_project(officer)
