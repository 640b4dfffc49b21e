"""What meets a requirement: papers, dates and decisions, each on the record."""

from datetime import date

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import IntegrityError, transaction

from networks.models import NetworkProject, ProjectDecision, ProjectEvidence
from onde_portal.accounts.models import User
from onde_portal.workflow import errors
from onde_portal.workflow.actions import (
    Verb,
    ask_decision,
    attach_evidence,
    complete_step,
    decide,
    missing_requirements,
    remove_evidence,
    set_date,
)
from onde_portal.workflow.models import Decision, DecisionState
from onde_portal.workflow.uploads import UploadRefused
from tests.workflow.cases import HOUR, current, events_of, meet, note, pass_step
from tests.world import NOW, TODAY


@pytest.fixture
def second(case: NetworkProject, officer: User, head: User) -> NetworkProject:
    """The case at step 2, which needs an approval."""
    pass_step(case, by=officer, superior=head)
    return case


def ask(case: NetworkProject, by: User) -> Decision:
    asked = ask_decision(step=current(case), requirement="project_approval", by=by, at=NOW)
    case.refresh_from_db()
    return asked


def test_a_paper_is_kept_with_its_name_its_sender_and_its_event(
    case: NetworkProject, officer: User
) -> None:
    kept = attach_evidence(
        step=current(case),
        requirement="study_report",
        upload=note("รายงาน.txt"),
        by=officer,
        at=NOW,
    )
    assert (kept.name, kept.uploaded_by, kept.removed_at) == ("รายงาน.txt", officer, None)
    assert "รายงาน" not in kept.file.name
    event = case.events.latest("pk")
    assert (event.verb, event.to_state) == (Verb.EVIDENCE_ADDED, "study_report")
    assert event.reason == "รายงาน.txt"


def test_a_refused_paper_leaves_nothing_behind(case: NetworkProject, officer: User) -> None:
    with pytest.raises(UploadRefused):
        attach_evidence(
            step=current(case),
            requirement="study_report",
            upload=SimpleUploadedFile("virus.exe", b"MZ"),
            by=officer,
            at=NOW,
        )
    assert not ProjectEvidence.objects.exists()
    assert events_of(case) == [Verb.OPENED]


def test_a_removed_paper_no_longer_counts_but_stays_in_the_store(
    case: NetworkProject, officer: User, head: User
) -> None:
    meet(case, by=officer, superior=head)
    kept = ProjectEvidence.objects.get()
    remove_evidence(evidence=kept, by=officer, at=NOW)
    assert [item.key for item in missing_requirements(case)] == ["study_report"]
    kept.refresh_from_db()
    assert kept.removed_at == NOW
    assert kept.file.storage.exists(kept.file.name)
    with pytest.raises(errors.AlreadyRemoved):
        remove_evidence(evidence=kept, by=officer, at=NOW)
    assert events_of(case).count(Verb.EVIDENCE_REMOVED) == 1


def test_a_date_can_be_corrected(case: NetworkProject, officer: User, head: User) -> None:
    step = current(case)
    set_date(step=step, requirement="targets_set_on", on=date(2026, 1, 5), by=officer, at=NOW)
    set_date(step=step, requirement="targets_set_on", on=TODAY, by=head, at=NOW + HOUR)
    noted = step.dates.get()
    assert (noted.on, noted.noted_by, noted.noted_at) == (TODAY, head, NOW + HOUR)
    assert events_of(case).count(Verb.DATE_SET) == 2


def test_facts_belong_to_the_open_step_only(
    second: NetworkProject, officer: User, head: User
) -> None:
    first, third = second.steps.get(number=1), second.steps.get(number=3)
    with pytest.raises(errors.StepNotOpen):
        attach_evidence(step=first, requirement="study_report", upload=note(), by=officer, at=NOW)
    with pytest.raises(errors.StepNotOpen):
        attach_evidence(step=third, requirement="materials", upload=note(), by=officer, at=NOW)
    with pytest.raises(errors.StepNotOpen):
        remove_evidence(evidence=first.evidence.get(), by=officer, at=NOW)


def test_who_still_sees_the_step_open_after_it_ended_changes_nothing(
    case: NetworkProject, officer: User, head: User
) -> None:
    meet(case, by=officer, superior=head)
    seen = current(case)
    shown = seen.evidence.get()
    assert shown.step.case.is_running
    complete_step(case=case, by=officer, at=NOW)
    with pytest.raises(errors.StepNotOpen):
        set_date(step=seen, requirement="targets_set_on", on=TODAY, by=head, at=NOW)
    with pytest.raises(errors.StepNotOpen):
        remove_evidence(evidence=shown, by=head, at=NOW)
    with pytest.raises(errors.StepNotOpen):
        attach_evidence(step=seen, requirement="study_report", upload=note(), by=head, at=NOW)
    assert case.steps.get(number=1).evidence.filter(removed_at=None).count() == 1


def test_a_requirement_is_met_in_its_own_way(case: NetworkProject, officer: User) -> None:
    step = current(case)
    with pytest.raises(errors.WrongKind):
        set_date(step=step, requirement="study_report", on=TODAY, by=officer, at=NOW)
    with pytest.raises(errors.WrongKind):
        ask_decision(step=step, requirement="targets_set_on", by=officer, at=NOW)
    with pytest.raises(KeyError):
        set_date(step=step, requirement="no_such_thing", on=TODAY, by=officer, at=NOW)


def test_an_approval_by_the_superior_meets_the_requirement(
    second: NetworkProject, officer: User, head: User
) -> None:
    asked = ask(second, officer)
    assert "project_approval" in {item.key for item in missing_requirements(second)}
    decide(decision=asked, approve=True, remarks="", by=head, at=NOW + HOUR)
    assert (asked.state, asked.decided_by, asked.decided_at) == (
        DecisionState.APPROVED,
        head,
        NOW + HOUR,
    )
    assert "project_approval" not in {item.key for item in missing_requirements(second)}
    assert events_of(second)[-2:] == [Verb.DECISION_ASKED, Verb.APPROVED]


def test_nobody_decides_what_he_or_she_asked(second: NetworkProject, head: User) -> None:
    asked = ask(second, head)
    for approve in (True, False):
        with pytest.raises(errors.OwnSubmission):
            decide(decision=asked, approve=approve, remarks="เห็นชอบ", by=head, at=NOW)
    asked.refresh_from_db()
    assert asked.state == DecisionState.ASKED


def test_the_database_itself_refuses_a_decision_by_the_one_who_asked(
    second: NetworkProject, head: User
) -> None:
    asked = ask(second, head)
    with pytest.raises(IntegrityError), transaction.atomic():
        ProjectDecision.objects.filter(pk=asked.pk).update(decided_by=head)


def test_a_return_says_why_and_lets_one_ask_again(
    second: NetworkProject, officer: User, head: User
) -> None:
    asked = ask(second, officer)
    with pytest.raises(errors.ReasonNeeded):
        decide(decision=asked, approve=False, remarks=" ", by=head, at=NOW)
    decide(decision=asked, approve=False, remarks="แก้งบประมาณ", by=head, at=NOW)
    assert (asked.state, asked.remarks) == (DecisionState.RETURNED, "แก้งบประมาณ")
    again = ask(second, officer)
    assert again.pk != asked.pk


def test_what_is_asked_or_approved_is_not_asked_again(
    second: NetworkProject, officer: User, head: User
) -> None:
    asked = ask(second, officer)
    with pytest.raises(errors.AlreadyAsked):
        ask(second, head)
    decide(decision=asked, approve=True, remarks="", by=head, at=NOW)
    with pytest.raises(errors.AlreadyAsked):
        ask(second, officer)


def test_a_decision_is_made_once(
    second: NetworkProject, officer: User, head: User, director: User
) -> None:
    asked = ask(second, officer)
    seen = ProjectDecision.objects.get(pk=asked.pk)
    decide(decision=asked, approve=True, remarks="", by=head, at=NOW)
    with pytest.raises(errors.AlreadyDecided):
        decide(decision=seen, approve=False, remarks="ไม่เห็นชอบ", by=director, at=NOW)
    asked.refresh_from_db()
    assert (asked.state, asked.decided_by) == (DecisionState.APPROVED, head)
