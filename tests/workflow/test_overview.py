"""What the page of a case is told."""

from collections.abc import Callable
from contextlib import AbstractContextManager

import pytest
from django.utils import translation

from hubs.models import HubProgramme
from networks.actions import found_network
from networks.models import NetworkProject
from onde_portal.accounts.models import User
from onde_portal.workflow.actions import (
    ask_decision,
    complete_step,
    open_case,
    pause,
    reassign,
    remove_evidence,
    set_date,
    step_back,
)
from onde_portal.workflow.errors import RequirementsMissing
from onde_portal.workflow.selectors import case_overview
from tests.workflow.cases import HOUR, current, meet, pass_step
from tests.world import NOW, TODAY, chiang_mai

Queries = Callable[[int], AbstractContextManager[object]]


def test_a_new_case_lists_what_its_first_step_needs(case: NetworkProject) -> None:
    overview = case_overview(case, NOW)
    assert [step.record.number for step in overview.steps] == [1, 2, 3, 4, 5, 6]
    assert overview.current.is_open
    assert [item.definition.key for item in overview.current.missing] == [
        "study_report",
        "targets_set_on",
    ]
    assert not overview.can_complete
    action = overview.next_action
    assert action.kind == "meet"
    assert action.requirement is not None
    assert action.requirement.anchor == "requirement-study_report"


def test_what_is_missing_on_the_page_is_what_the_guard_misses(
    case: NetworkProject, officer: User, head: User
) -> None:
    from_page = [item.definition for item in case_overview(case, NOW).current.missing]
    with pytest.raises(RequirementsMissing) as refused:
        complete_step(case=case, by=officer, at=NOW)
    assert list(refused.value.missing) == from_page
    meet(case, by=officer, superior=head)
    assert case_overview(case, NOW).can_complete


def test_the_next_action_follows_the_case(case: NetworkProject, officer: User, head: User) -> None:
    meet(case, by=officer, superior=head)
    assert case_overview(case, NOW).next_action.kind == "complete_step"
    pass_step_now(case, officer)
    meet(case, by=officer, superior=head, leave="project_approval")
    assert case_overview(case, NOW).next_action.kind == "meet"
    ask_decision(step=current(case), requirement="project_approval", by=officer, at=NOW)
    case.refresh_from_db()
    action = case_overview(case, NOW).next_action
    assert action.kind == "wait_for_decision"
    pause(case=case, reason="superior", by=officer, at=NOW)
    assert case_overview(case, NOW).next_action.kind == "resume"
    NetworkProject.objects.filter(pk=case.pk).update(state="cancelled")
    case.refresh_from_db()
    assert case_overview(case, NOW).next_action.kind == "none"


def pass_step_now(case: NetworkProject, by: User) -> None:
    complete_step(case=case, by=by, at=NOW, version=case.version)


def test_facts_stand_at_their_requirement_and_removed_papers_are_gone(
    case: NetworkProject, officer: User, head: User
) -> None:
    meet(case, by=officer, superior=head)
    report, targets = case_overview(case, NOW).current.requirements
    assert report.is_document
    assert report.is_met
    assert [item.name for item in report.evidence] == ["บันทึก.txt"]
    assert targets.is_date
    assert targets.date is not None
    assert targets.date.on == TODAY
    remove_evidence(evidence=report.evidence[0], by=officer, at=NOW)
    assert not case_overview(case, NOW).current.requirements[0].is_met


def test_a_superseded_approval_is_shown_but_does_not_count(
    case: NetworkProject, officer: User, head: User
) -> None:
    pass_step(case, by=officer, superior=head)
    pass_step(case, by=officer, superior=head)
    step_back(case=case, reason="แก้ไข", by=officer, at=NOW)
    approval = case_overview(case, NOW).current.requirements[1]
    assert approval.is_approval
    assert not approval.is_met
    assert approval.waiting_decision is None
    assert len(approval.decisions) == 1


def test_the_timeline_speaks_thai_and_english_with_names_and_buddhist_dates(
    case: NetworkProject, officer: User, head: User
) -> None:
    set_date(step=current(case), requirement="targets_set_on", on=TODAY, by=officer, at=NOW)
    case.refresh_from_db()
    pause(case=case, reason="lao", remarks="รอรายชื่อ", by=head, at=NOW + HOUR)
    reassign(case=case, owner=head, by=head, at=NOW + 2 * HOUR)
    with translation.override("th"):
        newest, paused, noted, opened = case_overview(case, NOW).events
        assert newest.detail == f"{officer} → {head}"
        assert (paused.what, paused.detail, paused.reason) == (
            "พักการนับเวลา",
            "รอ อปท.",
            "รอรายชื่อ",
        )
        assert noted.reason == "20 เม.ย. 69"
        assert noted.detail == "วันที่กำหนดกลุ่มเป้าหมาย"
        assert (opened.who, opened.at) == (str(officer), NOW)
    with translation.override("en"):
        events = case_overview(case, NOW, language="en").events
        assert events[2].reason == "20 Apr 2569"
        assert events[2].detail == "Day the target groups were set"
        assert events[1].what == "Paused the clock"


def test_the_founding_of_a_network_is_part_of_its_projects_story(
    case: NetworkProject, officer: User
) -> None:
    found_network(
        name="เครือข่ายเชียงใหม่",
        province=chiang_mai(),
        founded_on=TODAY,
        project=case,
        by=officer,
        at=NOW,
    )
    with translation.override("en"):
        newest = case_overview(case, NOW).events[0]
    assert (newest.what, newest.reason) == ("Founded a network", "เครือข่ายเชียงใหม่")


def test_a_long_case_is_read_in_at_most_ten_queries(
    officer: User, head: User, django_assert_max_num_queries: Queries
) -> None:
    case = open_case(
        model=HubProgramme, title="โครงการ", fiscal_year=2569, owner=officer, by=officer, at=NOW
    )
    for _number in range(5):
        pass_step(case, by=officer, superior=head)
    meet(case, by=officer, superior=head)
    with django_assert_max_num_queries(10):
        overview = case_overview(HubProgramme.objects.select_related("owner").get(), NOW)
        for step in overview.steps:
            assert step.record.done_by is None or str(step.record.done_by)
            for item in step.requirements:
                assert item.is_met
                assert all(str(kept.uploaded_by) for kept in item.evidence)
                assert all(str(asked.decided_by) for asked in item.decisions)
                assert item.date is None or str(item.date.noted_by)
        assert all(entry.who for entry in overview.events)
