"""The way of a case: what each move needs, changes and leaves on the record."""

from datetime import timedelta

import pytest

from hubs.models import HubProgramme
from networks.models import NetworkProject, ProjectDecision
from onde_portal.accounts.models import Role, User
from onde_portal.workflow import errors
from onde_portal.workflow.actions import (
    Verb,
    ask_decision,
    attach_evidence,
    cancel_case,
    complete_step,
    decide,
    missing_requirements,
    open_case,
    pause,
    reassign,
    resume,
    step_back,
    unstick,
)
from onde_portal.workflow.models import Case, CaseState, DecisionState, StepState
from tests.workflow.cases import HOUR, current, events_of, meet, note, open_project, pass_step
from tests.world import NOW, make_user


def states(case: Case) -> list[str]:
    return list(case.steps.order_by("number").values_list("state", flat=True))  # type: ignore[attr-defined]


@pytest.mark.parametrize("model", [NetworkProject, HubProgramme])
def test_a_new_case_stands_at_its_first_step(model: type[Case], officer: User) -> None:
    case = open_case(
        model=model, title="งานปี 2569", fiscal_year=2569, owner=officer, by=officer, at=NOW
    )
    assert (case.state, case.step_number, case.opened_at) == (CaseState.OPEN, 1, NOW)
    assert states(case) == [StepState.OPEN] + [StepState.WAITING] * 5
    assert events_of(case) == [Verb.OPENED]


@pytest.mark.parametrize("model", [NetworkProject, HubProgramme])
def test_six_steps_complete_a_case(model: type[Case], officer: User, director: User) -> None:
    case = open_case(
        model=model, title="งานปี 2569", fiscal_year=2569, owner=officer, by=officer, at=NOW
    )
    for number in range(1, 7):
        assert case.step_number == number
        pass_step(case, by=officer, superior=director, at=NOW + number * HOUR)
    case.refresh_from_db()
    assert (case.state, case.ended_at) == (CaseState.COMPLETED, NOW + 6 * HOUR)
    assert states(case) == [StepState.DONE] * 6
    assert events_of(case).count(Verb.STEP_DONE) == 5
    assert events_of(case)[-1] == Verb.COMPLETED


def test_a_step_ends_only_when_nothing_is_missing(case: NetworkProject, officer: User) -> None:
    with pytest.raises(errors.RequirementsMissing) as refusal:
        complete_step(case=case, by=officer, at=NOW)
    assert refusal.value.missing == missing_requirements(case)
    assert [item.key for item in refusal.value.missing] == ["study_report", "targets_set_on"]
    case.refresh_from_db()
    assert case.step_number == 1
    assert events_of(case) == [Verb.OPENED]


@pytest.mark.parametrize("leave", ["study_report", "targets_set_on"])
def test_one_missing_thing_is_enough_to_hold_a_step(
    leave: str, case: NetworkProject, officer: User, head: User
) -> None:
    meet(case, by=officer, superior=head, leave=leave)
    assert [item.key for item in missing_requirements(case)] == [leave]
    with pytest.raises(errors.RequirementsMissing):
        complete_step(case=case, by=officer, at=NOW)


def test_the_record_of_a_step_says_who_ended_it(
    case: NetworkProject, officer: User, head: User
) -> None:
    pass_step(case, by=officer, superior=head, at=NOW + HOUR)
    done = case.steps.get(number=1)
    assert (done.done_at, done.done_by) == (NOW + HOUR, officer)
    assert case.steps.get(number=2).opened_at == NOW + HOUR
    event = case.events.latest("pk")
    assert (event.from_state, event.to_state, event.by) == ("1", "2", officer)


def test_going_back_reopens_the_step_and_keeps_its_papers(
    case: NetworkProject, officer: User, head: User
) -> None:
    pass_step(case, by=officer, superior=head)
    step_back(case=case, reason=" กลุ่มเป้าหมายเปลี่ยน ", by=officer, at=NOW + HOUR)
    case.refresh_from_db()
    assert case.step_number == 1
    assert states(case)[:2] == [StepState.OPEN, StepState.WAITING]
    first = case.steps.get(number=1)
    assert (first.done_at, first.done_by) == (None, None)
    assert first.evidence.filter(removed_at=None).count() == 1
    assert missing_requirements(case) == ()
    event = case.events.latest("pk")
    assert (event.verb, event.reason) == (Verb.STEPPED_BACK, "กลุ่มเป้าหมายเปลี่ยน")


def test_going_back_asks_for_the_approvals_of_that_step_anew(
    case: NetworkProject, officer: User, head: User
) -> None:
    pass_step(case, by=officer, superior=head)
    pass_step(case, by=officer, superior=head)
    step_back(case=case, reason="แก้ไขโครงการ", by=officer, at=NOW)
    assert [item.key for item in missing_requirements(case)] == ["project_approval"]
    step = current(case)
    assert step.decisions.get().state == DecisionState.SUPERSEDED
    asked = ask_decision(step=step, requirement="project_approval", by=officer, at=NOW)
    decide(decision=asked, approve=True, remarks="", by=head, at=NOW)
    case.refresh_from_db()
    complete_step(case=case, by=officer, at=NOW)
    assert case.step_number == 3


def test_a_question_of_the_step_left_behind_is_withdrawn(
    case: NetworkProject, officer: User, head: User
) -> None:
    pass_step(case, by=officer, superior=head)
    asked = ask_decision(step=current(case), requirement="project_approval", by=officer, at=NOW)
    case.refresh_from_db()
    step_back(case=case, reason="ศึกษาใหม่", by=officer, at=NOW)
    asked.refresh_from_db()
    assert asked.state == DecisionState.SUPERSEDED
    with pytest.raises(errors.StepNotOpen):
        decide(decision=ProjectDecision.objects.get(), approve=True, remarks="", by=head, at=NOW)


@pytest.mark.parametrize("reason", ["", "  ", "\u200b"])
def test_going_back_needs_a_reason(
    reason: str, case: NetworkProject, officer: User, head: User
) -> None:
    pass_step(case, by=officer, superior=head)
    with pytest.raises(errors.ReasonNeeded):
        step_back(case=case, reason=reason, by=officer, at=NOW)


def test_there_is_no_step_before_the_first(case: NetworkProject, officer: User) -> None:
    with pytest.raises(errors.NoStepBefore):
        step_back(case=case, reason="ย้อน", by=officer, at=NOW)


def test_a_paused_case_does_not_move_until_it_is_resumed(
    case: NetworkProject, officer: User, head: User
) -> None:
    meet(case, by=officer, superior=head)
    pause(case=case, reason="lao", by=officer, at=NOW)
    with pytest.raises(errors.CasePaused):
        complete_step(case=case, by=officer, at=NOW)
    with pytest.raises(errors.CasePaused):
        pause(case=case, reason="lao", by=officer, at=NOW)
    resume(case=case, by=officer, at=NOW + HOUR)
    complete_step(case=case, by=officer, at=NOW + HOUR)
    assert case.step_number == 2
    stretch = case.pauses.get()
    assert (stretch.started_at, stretch.ended_at) == (NOW, NOW + HOUR)


def test_papers_can_be_added_while_the_case_waits(
    case: NetworkProject, officer: User, head: User
) -> None:
    pause(case=case, reason="superior", by=officer, at=NOW)
    meet(case, by=officer, superior=head)
    assert missing_requirements(case) == ()


@pytest.mark.parametrize(("reason", "remarks"), [("", ""), ("holiday", "พัก"), ("other", " ")])
def test_a_pause_says_why(reason: str, remarks: str, case: NetworkProject, officer: User) -> None:
    with pytest.raises(errors.ReasonNeeded):
        pause(case=case, reason=reason, remarks=remarks, by=officer, at=NOW)


def test_only_a_paused_case_is_resumed(case: NetworkProject, officer: User) -> None:
    with pytest.raises(errors.NotPaused):
        resume(case=case, by=officer, at=NOW)


def test_a_pause_never_ends_before_it_began(case: NetworkProject, officer: User) -> None:
    pause(case=case, reason="budget", by=officer, at=NOW)
    resume(case=case, by=officer, at=NOW - timedelta(days=1))
    assert case.pauses.get().ended_at == NOW


def test_a_head_moves_a_stuck_case_on_and_the_record_says_what_was_missing(
    case: NetworkProject, head: User
) -> None:
    unstick(case=case, reason="เอกสารสูญหายจากน้ำท่วม", by=head, at=NOW)
    assert case.step_number == 2
    event = case.events.latest("pk")
    assert (event.verb, event.by) == (Verb.UNSTUCK, head)
    assert "เอกสารสูญหายจากน้ำท่วม" in event.reason
    assert "รายงานการศึกษาวิเคราะห์" in event.reason


def test_nobody_skips_an_approval(case: NetworkProject, officer: User, head: User) -> None:
    pass_step(case, by=officer, superior=head)
    with pytest.raises(errors.RequirementsMissing) as refusal:
        unstick(case=case, reason="เร่งด่วน", by=head, at=NOW)
    assert [item.key for item in refusal.value.missing] == ["project_approval"]


def test_a_case_that_is_not_stuck_is_not_unstuck(
    case: NetworkProject, officer: User, head: User
) -> None:
    meet(case, by=officer, superior=head)
    with pytest.raises(errors.NothingMissing):
        unstick(case=case, reason="เร่งด่วน", by=head, at=NOW)
    with pytest.raises(errors.ReasonNeeded):
        unstick(case=case, reason="", by=head, at=NOW)


def test_a_case_moves_to_another_officer_with_all_that_is_in_it(
    case: NetworkProject, officer: User, head: User
) -> None:
    successor = make_user(Role.OFFICER, "successor@onde.example", first_name="ปรีชา")
    meet(case, by=officer, superior=head)
    reassign(case=case, owner=successor, by=head, at=NOW, reason="ย้ายส่วนงาน")
    case.refresh_from_db()
    assert case.owner == successor
    assert missing_requirements(case) == ()
    event = case.events.latest("pk")
    assert (event.from_state, event.to_state) == (str(officer), str(successor))
    with pytest.raises(errors.SameOwner):
        reassign(case=case, owner=successor, by=head, at=NOW)


def test_a_cancelled_case_stays_as_it_was(case: NetworkProject, officer: User, head: User) -> None:
    pause(case=case, reason="budget", by=officer, at=NOW)
    cancel_case(case=case, reason="ไม่ได้รับงบประมาณ", by=head, at=NOW + HOUR)
    case.refresh_from_db()
    assert (case.state, case.ended_at) == (CaseState.CANCELLED, NOW + HOUR)
    assert case.pauses.get().ended_at == NOW + HOUR
    for move in (
        lambda: complete_step(case=case, by=officer, at=NOW),
        lambda: step_back(case=case, reason="ย้อน", by=officer, at=NOW),
        lambda: pause(case=case, reason="lao", by=officer, at=NOW),
        lambda: cancel_case(case=case, reason="ซ้ำ", by=officer, at=NOW),
        lambda: reassign(case=case, owner=head, by=head, at=NOW),
        lambda: unstick(case=case, reason="ซ้ำ", by=head, at=NOW),
    ):
        with pytest.raises(errors.CaseNotRunning):
            move()


def test_cancelling_needs_a_reason_and_withdraws_open_questions(
    case: NetworkProject, officer: User, head: User
) -> None:
    pass_step(case, by=officer, superior=head)
    asked = ask_decision(step=current(case), requirement="project_approval", by=officer, at=NOW)
    case.refresh_from_db()
    with pytest.raises(errors.ReasonNeeded):
        cancel_case(case=case, reason=" ", by=head, at=NOW)
    cancel_case(case=case, reason="ยกเลิกโครงการ", by=head, at=NOW)
    asked.refresh_from_db()
    assert asked.state == DecisionState.SUPERSEDED


def test_who_saw_an_older_state_is_told_so(case: NetworkProject, officer: User, head: User) -> None:
    meet(case, by=officer, superior=head)
    seen = NetworkProject.objects.get()
    complete_step(case=case, by=officer, at=NOW)
    for move in (
        lambda: complete_step(case=seen, by=officer, at=NOW, version=seen.version),
        lambda: pause(case=seen, reason="lao", by=officer, at=NOW),
        lambda: reassign(case=seen, owner=head, by=head, at=NOW),
        lambda: cancel_case(case=seen, reason="ซ้ำ", by=head, at=NOW),
    ):
        with pytest.raises(errors.StaleCase):
            move()
    assert events_of(case).count(Verb.STEP_DONE) == 1


def test_a_step_does_not_end_on_facts_that_changed_since_the_page_was_read(
    case: NetworkProject, officer: User, head: User
) -> None:
    meet(case, by=officer, superior=head)
    shown = case.version
    attach_evidence(step=current(case), requirement="study_report", upload=note(), by=head, at=NOW)
    case.refresh_from_db()
    with pytest.raises(errors.StaleCase):
        complete_step(case=case, by=officer, at=NOW, version=shown)


def test_every_refusal_says_why_in_a_sentence() -> None:
    for error in errors.WorkflowError.__subclasses__():
        made = error(()) if error is errors.RequirementsMissing else error()
        assert str(made) != str(errors.WorkflowError())


def test_two_projects_of_a_year_do_not_touch_each_other(
    case: NetworkProject, officer: User, head: User
) -> None:
    other = open_project(officer, title="อีกโครงการ")
    pass_step(case, by=officer, superior=head)
    other.refresh_from_db()
    assert (other.step_number, other.version) == (1, 0)
    assert events_of(other) == [Verb.OPENED]
