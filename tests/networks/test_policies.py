"""Who may do what to network projects."""

from datetime import timedelta

import pytest

from networks.models import CitizenNetwork, NetworkProject
from networks.policies import may_decide, may_found, may_run, may_unstick
from onde_portal.accounts.models import Role, StandIn, User
from onde_portal.workflow.actions import ask_decision, cancel_case
from onde_portal.workflow.models import Decision
from tests.workflow.cases import current, open_project, pass_step
from tests.world import NOW, TODAY, make_user

pytestmark = pytest.mark.usefixtures("plain_procedure")

DAY = timedelta(days=1)


@pytest.fixture
def asked(officer: User, head: User) -> Decision:
    """An approval that the officer asks for."""
    case = open_project(officer)
    pass_step(case, by=officer, superior=head)
    return ask_decision(step=current(case), requirement="project_approval", by=officer, at=NOW)


def stands_in(stand_in: User, person: User) -> None:
    StandIn.objects.create(
        person=person, stand_in=stand_in, starts_on=TODAY - DAY, ends_on=TODAY + DAY,
        named_by=person, named_at=NOW,
    )  # fmt: skip


def test_officers_and_heads_run_projects_and_nobody_else(
    officer: User, head: User, director: User, auditor: User, administrator: User, reporter: User
) -> None:
    case = open_project(officer)
    people = (officer, head, director, auditor, administrator, reporter)
    assert [may_run(person, case) for person in people] == [True, True] + [False] * 4
    assert [may_found(person) for person in people] == [True, True] + [False] * 4
    assert [may_unstick(person, case) for person in people] == [False, True] + [False] * 4
    cancel_case(case=case, reason="เลิก", by=head, at=NOW)
    assert not may_run(officer, case)
    assert not may_unstick(head, case)


def test_superiors_decide_and_nobody_for_himself(
    asked: Decision, officer: User, head: User, director: User, auditor: User, reporter: User
) -> None:
    assert may_decide(head, asked, TODAY)
    assert may_decide(director, asked, TODAY)
    for person in (officer, auditor, reporter):
        assert not may_decide(person, asked, TODAY)
    head.is_active = False
    assert not may_decide(head, asked, TODAY)


def test_a_stand_in_decides_in_the_days_of_the_stand_in_only(
    asked: Decision, director: User
) -> None:
    second = make_user(Role.OFFICER, "second@onde.example")
    stands_in(second, director)
    assert [may_decide(second, asked, TODAY + days * DAY) for days in (-2, -1, 0, 1, 2)] == [
        False,
        True,
        True,
        True,
        False,
    ]


def test_a_stand_in_does_not_decide_for_the_one_who_asked(officer: User, head: User) -> None:
    case = open_project(head)
    pass_step(case, by=officer, superior=head)
    asked = ask_decision(step=current(case), requirement="project_approval", by=head, at=NOW)
    stands_in(officer, head)
    assert not may_decide(officer, asked, TODAY)


def test_a_stand_in_who_asked_does_not_decide(asked: Decision, officer: User, head: User) -> None:
    stands_in(officer, head)
    assert not may_decide(officer, asked, TODAY)


def test_projects_and_networks_are_the_offices_own(
    officer: User, director: User, auditor: User, reporter: User
) -> None:
    open_project(officer)
    for person in (officer, director, auditor):
        assert NetworkProject.objects.visible_to(person).count() == 1
    for model in (NetworkProject, CitizenNetwork):
        assert not model.objects.visible_to(reporter).exists()
        assert not model.objects.visible_to(None).exists()
