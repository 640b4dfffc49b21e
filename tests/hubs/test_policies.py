"""Who sees which hub, and who may do what to it."""

import pytest

from hubs.actions.life import close_hub, register_hub
from hubs.actions.programmes import open_programme
from hubs.models import Hub, HubProgramme
from hubs.policies import may_change, may_decide, may_register, may_run, may_unstick
from onde_portal.accounts.models import User
from onde_portal.registry.models import Lao
from onde_portal.workflow.actions import ask_decision
from tests.workflow.cases import current, pass_step
from tests.world import NOW, TODAY


def test_lao_people_see_their_own_hub_and_the_office_all(
    preparing: Hub,
    other_lao: Lao,
    officer: User,
    auditor: User,
    reporter: User,
    other_reporter: User,
) -> None:
    other = register_hub(lao=other_lao, by=officer, at=NOW)
    assert Hub.objects.visible_to(officer).count() == 2
    assert list(Hub.objects.visible_to(reporter)) == [preparing]
    assert list(Hub.objects.visible_to(other_reporter)) == [other]
    assert not Hub.objects.visible_to(None).exists()
    reporter.is_active = False
    assert not Hub.objects.visible_to(reporter).exists()


def test_programmes_are_the_offices_own(officer: User, reporter: User) -> None:
    open_programme(title="ปี 2569", year=2569, owner=officer, by=officer, at=NOW)
    assert HubProgramme.objects.visible_to(officer).count() == 1
    assert not HubProgramme.objects.visible_to(reporter).exists()


def test_officers_and_heads_keep_hubs_until_they_are_closed(
    preparing: Hub, officer: User, head: User, director: User, auditor: User, reporter: User
) -> None:
    people = (officer, head, director, auditor, reporter)
    assert [may_register(person) for person in people] == [True, True, False, False, False]
    assert [may_change(person, preparing) for person in people] == [True, True] + [False] * 3
    close_hub(hub=preparing, on=TODAY, reason="เลิก", by=officer, at=NOW)
    assert not may_change(officer, preparing)


@pytest.mark.usefixtures("plain_procedure")
def test_a_programme_is_run_by_officers_and_decided_by_superiors(
    officer: User, head: User, director: User
) -> None:
    programme = open_programme(title="ปี 2569", year=2569, owner=officer, by=officer, at=NOW)
    assert [may_run(person, programme) for person in (officer, head, director)] == [
        True,
        True,
        False,
    ]
    assert [may_unstick(person, programme) for person in (officer, head)] == [False, True]
    pass_step(programme, by=officer, superior=head)
    asked = ask_decision(step=current(programme), requirement="project_approval", by=head, at=NOW)
    assert [may_decide(person, asked, TODAY) for person in (officer, head, director)] == [
        False,
        False,
        True,
    ]
