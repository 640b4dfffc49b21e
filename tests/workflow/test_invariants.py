"""Whatever people do in whatever order: the case, its steps, its clock and its record agree."""

from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings as limits, strategies as st

from networks.models import NetworkProject, ProjectDecision
from onde_portal.accounts.models import User
from onde_portal.workflow import actions
from onde_portal.workflow.errors import WorkflowError
from onde_portal.workflow.kernel import RequirementKind
from onde_portal.workflow.models import CaseState, StepState
from onde_portal.workflow.selectors import case_overview
from tests.workflow.cases import current, note, open_project
from tests.world import NOW, TODAY

Move = Callable[[NetworkProject, User, datetime], None]


def first_of(case: NetworkProject, kind: RequirementKind) -> str:
    keys = [item.key for item in case.current_step.requirements if item.kind == kind]
    return keys[0] if keys else case.current_step.requirements[0].key


def attach(case: NetworkProject, by: User, at: datetime) -> None:
    key = first_of(case, RequirementKind.DOCUMENT)
    actions.attach_evidence(step=current(case), requirement=key, upload=note(), by=by, at=at)


def note_date(case: NetworkProject, by: User, at: datetime) -> None:
    key = first_of(case, RequirementKind.DATE)
    actions.set_date(step=current(case), requirement=key, on=TODAY, by=by, at=at)


def ask(case: NetworkProject, by: User, at: datetime) -> None:
    key = first_of(case, RequirementKind.APPROVAL)
    actions.ask_decision(step=current(case), requirement=key, by=by, at=at)


def answer(case: NetworkProject, by: User, at: datetime, *, approve: bool) -> None:
    asked = ProjectDecision.objects.filter(step__case=case).order_by("pk").last()
    if asked is None:
        raise WorkflowError
    actions.decide(decision=asked, approve=approve, remarks="แก้ไข", by=by, at=at)


def remove(case: NetworkProject, by: User, at: datetime) -> None:
    paper = current(case).evidence.order_by("pk").last()
    if paper is None:
        raise WorkflowError
    actions.remove_evidence(evidence=paper, by=by, at=at)


MOVES: dict[str, Move] = {
    "attach": attach,
    "date": note_date,
    "ask": ask,
    "approve": lambda case, by, at: answer(case, by, at, approve=True),
    "return": lambda case, by, at: answer(case, by, at, approve=False),
    "remove": remove,
    "complete": lambda case, by, at: actions.complete_step(case=case, by=by, at=at),
    "unstick": lambda case, by, at: actions.unstick(case=case, reason="ค้าง", by=by, at=at),
    "back": lambda case, by, at: actions.step_back(case=case, reason="ย้อน", by=by, at=at),
    "pause": lambda case, by, at: void(actions.pause(case=case, reason="lao", by=by, at=at)),
    "resume": lambda case, by, at: actions.resume(case=case, by=by, at=at),
    "reassign": lambda case, by, at: actions.reassign(case=case, owner=by, by=by, at=at),
    "cancel": lambda case, by, at: actions.cancel_case(case=case, reason="เลิก", by=by, at=at),
}
# Moves that lead somewhere come more often than those that end the story.
OFTEN = [
    "attach",
    "date",
    "ask",
    "approve",
    "complete",
    "unstick",
    "unstick",
    "back",
    "pause",
    "resume",
]
STORY = st.lists(
    st.tuples(st.sampled_from([*OFTEN, *MOVES]), st.booleans(), st.integers(0, 5000)),
    min_size=5,
    max_size=25,
)


def void(_result: object) -> None:
    """A move's result is not looked at."""


def check_steps(case: NetworkProject) -> None:
    for step in case.steps.order_by("number"):
        if step.number < case.step_number or case.state == CaseState.COMPLETED:
            expected = StepState.DONE
        else:
            expected = StepState.OPEN if step.number == case.step_number else StepState.WAITING
        assert step.state == expected
        assert (step.done_at is not None) == (expected == StepState.DONE)
        assert (step.done_by is not None) == (expected == StepState.DONE)
        assert (step.opened_at is None) == (expected == StepState.WAITING)


def check_case(case: NetworkProject, now: datetime) -> None:
    assert case.pauses.filter(ended_at=None).count() == (case.state == CaseState.PAUSED)
    assert (case.ended_at is not None) == (not case.is_running)
    check_steps(case)
    overview = case_overview(case, now)
    assert sum(step.hours for step in overview.steps) == pytest.approx(overview.clock.used_hours)
    assert overview.paused_hours >= 0
    assert [item.definition for item in overview.current.missing] == list(
        actions.missing_requirements(case)
    )
    decided = ProjectDecision.objects.filter(step__case=case).exclude(decided_by=None)
    assert all(item.decided_by_id != item.asked_by_id for item in decided)


def tell(story: list[tuple[str, bool, int]], officer: User, head: User) -> None:
    case = open_project(officer)
    now = NOW
    for name, by_officer, minutes in story:
        now += timedelta(minutes=minutes)
        case.refresh_from_db()
        events, version = case.events.count(), case.version
        try:
            with transaction.atomic():
                MOVES[name](case, officer if by_officer else head, now)
            happened = 1
        except WorkflowError:
            happened = 0
        case = NetworkProject.objects.get(pk=case.pk)
        assert case.events.count() == events + happened
        assert case.version == version + happened
        check_case(case, now)


@given(story=STORY)
@limits(
    max_examples=25,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
def test_any_story_leaves_case_steps_clock_and_record_in_agreement(
    story: list[tuple[str, bool, int]], officer: User, head: User
) -> None:
    with transaction.atomic():
        tell(story, officer, head)
        transaction.set_rollback(True)
