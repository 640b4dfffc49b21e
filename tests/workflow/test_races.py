"""Two people at the same moment: one wins, the other is told, nothing is doubled or lost."""

from collections import Counter
from functools import partial

import pytest

from networks.models import NetworkProject, ProjectDecision
from onde_portal.accounts.models import User
from onde_portal.workflow.actions import (
    Verb,
    ask_decision,
    complete_step,
    decide,
    pause,
    remove_evidence,
    set_date,
)
from onde_portal.workflow.errors import WorkflowError
from onde_portal.workflow.models import StepState
from tests.races import at_once
from tests.workflow.cases import current, events_of, meet, open_project, pass_step
from tests.world import NOW, TODAY

pytestmark = pytest.mark.django_db(transaction=True)


def seen(case: NetworkProject) -> NetworkProject:
    """The case as one more person reads it."""
    return NetworkProject.objects.get(pk=case.pk)


def test_a_step_that_two_people_end_at_once_ends_once(officer: User, head: User) -> None:
    case = open_project(officer)
    meet(case, by=officer, superior=head)
    pages = [seen(case) for _ in range(4)]
    ends = at_once(
        WorkflowError,
        *(lambda page=page: complete_step(case=page, by=officer, at=NOW) for page in pages),
    )
    assert Counter(ends)["done"] == 1
    assert set(ends) <= {"done", "StaleCase"}
    case.refresh_from_db()
    assert case.step_number == 2
    assert events_of(case).count(Verb.STEP_DONE) == 1


def test_a_step_never_ends_without_the_paper_that_is_taken_out_meanwhile(
    officer: User, head: User
) -> None:
    for _turn in range(3):
        case = open_project(officer)
        meet(case, by=officer, superior=head)
        paper = current(case).evidence.get()
        page = seen(case)
        at_once(
            WorkflowError,
            partial(complete_step, case=page, by=officer, at=NOW),
            partial(remove_evidence, evidence=paper, by=head, at=NOW),
        )
        first = case.steps.get(number=1)
        kept = first.evidence.filter(removed_at=None).count()
        assert (first.state, kept) in {(StepState.DONE, 1), (StepState.OPEN, 0)}


def test_an_approval_asked_twice_at_once_is_asked_once(officer: User, head: User) -> None:
    case = open_project(officer)
    pass_step(case, by=officer, superior=head)
    steps = [current(seen(case)) for _ in range(3)]
    ends = at_once(
        WorkflowError,
        *(
            lambda step=step: ask_decision(
                step=step, requirement="project_approval", by=officer, at=NOW
            )
            for step in steps
        ),
    )
    assert ends == ["AlreadyAsked", "AlreadyAsked", "done"]
    assert ProjectDecision.objects.count() == 1
    assert events_of(case).count(Verb.DECISION_ASKED) == 1


def test_two_superiors_who_decide_at_once_decide_once(
    officer: User, head: User, director: User
) -> None:
    case = open_project(officer)
    pass_step(case, by=officer, superior=head)
    asked = ask_decision(step=current(case), requirement="project_approval", by=officer, at=NOW)
    pages = [ProjectDecision.objects.select_related("step__case").get(pk=asked.pk) for _ in "12"]
    ends = at_once(
        WorkflowError,
        lambda: decide(decision=pages[0], approve=True, remarks="", by=head, at=NOW),
        lambda: decide(decision=pages[1], approve=False, remarks="แก้", by=director, at=NOW),
    )
    assert ends == ["AlreadyDecided", "done"]
    verbs = Counter(events_of(case))
    assert verbs[Verb.APPROVED] + verbs[Verb.RETURNED] == 1


def test_a_case_is_paused_once(officer: User, head: User) -> None:
    case = open_project(officer)
    pages = [seen(case) for _ in range(3)]
    ends = at_once(
        WorkflowError,
        *(lambda page=page: pause(case=page, reason="lao", by=head, at=NOW) for page in pages),
    )
    assert ends == ["StaleCase", "StaleCase", "done"]
    assert case.pauses.count() == 1


def test_two_people_may_note_facts_at_once_and_both_are_on_record(
    officer: User, head: User
) -> None:
    case = open_project(officer)
    steps = [current(seen(case)) for _ in range(2)]
    ends = at_once(
        WorkflowError,
        *(
            lambda step=step, by=by: set_date(
                step=step, requirement="targets_set_on", on=TODAY, by=by, at=NOW
            )
            for step, by in zip(steps, (officer, head), strict=True)
        ),
    )
    assert ends == ["done", "done"]
    assert current(case).dates.count() == 1
    assert events_of(case).count(Verb.DATE_SET) == 2
