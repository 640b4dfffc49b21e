"""Who may make a move on the page of a case, and what the page says to a refusal."""

from collections.abc import Callable
from datetime import timedelta

import pytest
import time_machine
from django.test import Client
from django.urls import reverse

from networks.models import NetworkProject, ProjectDecision
from onde_portal.accounts.models import StandIn, User
from onde_portal.workflow.actions import Verb, ask_decision
from onde_portal.workflow.models import DecisionState
from tests.workflow.cases import current, events_of, note, open_project, pass_step
from tests.world import NOW, TODAY

SignIn = Callable[[User], Client]
pytestmark = pytest.mark.usefixtures("frozen")


def move(client: Client, case: NetworkProject, name: str, **data: object) -> int:
    case.refresh_from_db()
    url = reverse("admin:networks_networkproject_move", args=[case.pk, name])
    return client.post(url, {"version": case.version, **data}).status_code


@pytest.fixture
def asked(case: NetworkProject, officer: User, head: User) -> ProjectDecision:
    """An approval that the head asks for."""
    pass_step(case, by=officer, superior=head)
    ask_decision(step=current(case), requirement="project_approval", by=head, at=NOW)
    return ProjectDecision.objects.get()


def answer(client: Client, case: NetworkProject, asked: ProjectDecision) -> int:
    return move(client, case, "decide", step=2, decision=asked.pk, answer="approve")


def test_the_page_opens_for_the_office_and_for_nobody_else(
    case: NetworkProject, sign_in: SignIn, officer: User, auditor: User, reporter: User
) -> None:
    url = reverse("admin:networks_networkproject_case", args=[case.pk])
    assert [sign_in(person).get(url).status_code for person in (officer, auditor)] == [200, 200]
    assert sign_in(reporter).get(url).status_code in {302, 403, 404}


def test_a_paper_and_a_date_end_the_first_step(
    case: NetworkProject, sign_in: SignIn, officer: User
) -> None:
    client = sign_in(officer)
    assert move(client, case, "attach", step=1, requirement="study_report", file=note()) == 302
    assert move(client, case, "date", step=1, requirement="targets_set_on", on="20/4/2569") == 302
    assert move(client, case, "complete") == 302
    case.refresh_from_db()
    assert case.step_number == 2


def test_a_missing_paper_and_an_older_page_are_conflicts(
    case: NetworkProject, sign_in: SignIn, officer: User, head: User
) -> None:
    client = sign_in(officer)
    assert move(client, case, "complete") == 409
    pass_step(case, by=officer, superior=head)
    url = reverse("admin:networks_networkproject_move", args=[case.pk, "back"])
    assert client.post(url, {"version": 0, "reason": "ย้อน"}).status_code == 409


def test_the_director_approves_and_the_head_not_what_she_asked(
    case: NetworkProject, asked: ProjectDecision, sign_in: SignIn, head: User, director: User
) -> None:
    assert answer(sign_in(head), case, asked) == 409
    assert answer(sign_in(director), case, asked) == 302
    asked.refresh_from_db()
    assert asked.state == DecisionState.APPROVED


def test_a_stand_in_decides_for_the_director_but_not_for_the_head_who_asked(
    case: NetworkProject,
    asked: ProjectDecision,
    sign_in: SignIn,
    officer: User,
    head: User,
    director: User,
) -> None:
    client = sign_in(officer)
    assert answer(client, case, asked) == 403
    for person, expected in ((head, 403), (director, 302)):
        StandIn.objects.create(
            person=person, stand_in=officer, starts_on=TODAY, ends_on=TODAY,
            named_by=person, named_at=NOW,
        )  # fmt: skip
        assert answer(client, case, asked) == expected


def test_a_stand_ins_right_ends_with_the_day(
    case: NetworkProject, asked: ProjectDecision, sign_in: SignIn, officer: User, director: User,
    frozen: time_machine.Traveller,
) -> None:  # fmt: skip
    StandIn.objects.create(
        person=director, stand_in=officer, starts_on=TODAY, ends_on=TODAY,
        named_by=director, named_at=NOW,
    )  # fmt: skip
    frozen.move_to(NOW + timedelta(days=1))
    assert answer(sign_in(officer), case, asked) == 403


def test_a_head_unsticks_a_case_and_an_officer_does_not(
    case: NetworkProject, sign_in: SignIn, officer: User, head: User, auditor: User
) -> None:
    assert move(sign_in(officer), case, "unstick", reason="ค้าง") == 403
    assert move(sign_in(auditor), case, "unstick", reason="ค้าง") == 403
    assert move(sign_in(head), case, "unstick", reason="") == 409
    assert move(sign_in(head), case, "unstick", reason="ค้างเพราะน้ำท่วม") == 302
    assert events_of(case)[-1] == Verb.UNSTUCK


def test_foreign_numbers_lead_nowhere(sign_in: SignIn, officer: User, head: User) -> None:
    case, other = open_project(officer), open_project(officer)
    pass_step(other, by=officer, superior=head)
    client = sign_in(officer)
    paper = other.steps.get(number=1).evidence.get()
    assert move(client, case, "remove", step=1, evidence=paper.pk) == 404
    file = reverse("admin:networks_networkproject_file", args=[case.pk, paper.pk])
    assert client.get(file).status_code == 404
    for wrong in ("x", "-1", "๑", "9" * 30):
        assert move(client, case, "attach", step=wrong, requirement="study_report") == 404
    assert move(client, case, "attach", step=1, requirement="nothing", file=note()) == 404
    assert move(client, case, "no-such-move") == 404
