from datetime import timedelta

import pytest

from monitoring.actions import (
    DueDateInPast,
    NotAllowed,
    NotEditable,
    ReasonNeeded,
    StaleFollowUp,
    Verb,
    accept_report,
    extend_due,
    return_report,
    submit_nothing,
    submit_report,
    waive_follow_up,
)
from monitoring.models import FollowUp, FollowUpState
from monitoring.reports.hub_report import ReportContent
from monitoring.selectors.follow_ups import previous_follow_up
from onde_portal.accounts.models import User
from onde_portal.thai.calendar import HalfYear
from tests import world
from tests.monitoring import story

LATER = world.TODAY + timedelta(days=40)


def test_nothing_to_report_is_accepted_as_such(
    follow_up: FollowUp, reporter: User, officer: User
) -> None:
    with pytest.raises(ReasonNeeded):
        submit_nothing(follow_up=follow_up, reason=" ", token=story.PAGE, by=reporter, at=world.NOW)
    sent = submit_nothing(
        follow_up=follow_up, reason="น้ำท่วมทั้งรอบ", token=story.PAGE, by=reporter, at=world.NOW
    )
    assert sent.nothing_to_report
    assert ReportContent.from_json(sent.content).texts[0].text == "น้ำท่วมทั้งรอบ"
    assert follow_up.state == FollowUpState.SUBMITTED
    accept_report(follow_up=follow_up, version=follow_up.version, by=officer, at=world.NOW)
    assert follow_up.state == FollowUpState.NOTHING
    later = story.open_follow_up(follow_up.hub, HalfYear(2569, 2))
    assert previous_follow_up(later) is None


def test_the_draft_outlives_a_returned_nothing(
    follow_up: FollowUp, reporter: User, officer: User
) -> None:
    story.fill(follow_up, reporter)
    submit_nothing(follow_up=follow_up, reason="ไม่มีงบ", token=story.PAGE, by=reporter, at=world.NOW)
    assert not follow_up.values.exists()
    return_report(
        follow_up=follow_up,
        reason="มีกิจกรรมในร่าง",
        due_on=LATER,
        version=follow_up.version,
        by=officer,
        at=world.NOW,
    )
    submit_report(follow_up=follow_up, token=story.OTHER_PAGE, by=reporter, at=world.NOW)
    accept_report(follow_up=follow_up, version=follow_up.version, by=officer, at=world.NOW)
    assert follow_up.state == FollowUpState.ACCEPTED
    assert follow_up.values.count() == 4


def test_more_time_is_given_for_a_reason(
    follow_up: FollowUp, reporter: User, officer: User
) -> None:
    def extend(by: User = officer, days: int = 40, reason: str = "น้ำท่วม") -> None:
        extend_due(
            follow_up=follow_up,
            due_on=world.TODAY + timedelta(days=days),
            reason=reason,
            version=follow_up.version,
            by=by,
            at=world.NOW,
        )

    with pytest.raises(NotAllowed):
        extend(by=reporter)
    with pytest.raises(ReasonNeeded):
        extend(reason="")
    with pytest.raises(DueDateInPast):
        extend(days=-1)
    extend()
    assert (follow_up.due_on, follow_up.is_extended) == (LATER, True)
    assert follow_up.state == FollowUpState.NOT_STARTED
    assert follow_up.events.get(verb=Verb.EXTENDED).reason == "น้ำท่วม"


def test_a_waived_report_is_owed_no_more(
    follow_up: FollowUp, reporter: User, officer: User
) -> None:
    stale = follow_up.version
    story.fill(follow_up, reporter)
    with pytest.raises(StaleFollowUp):
        waive_follow_up(
            follow_up=follow_up, reason="ยุบรวม", version=stale, by=officer, at=world.NOW
        )
    waive_follow_up(
        follow_up=follow_up, reason="ยุบรวม", version=follow_up.version, by=officer, at=world.NOW
    )
    assert (follow_up.state, follow_up.decided_at) == (FollowUpState.WAIVED, world.NOW)
    assert not FollowUp.objects.owed().filter(pk=follow_up.pk).exists()
    with pytest.raises(NotEditable):
        waive_follow_up(
            follow_up=follow_up, reason="อีก", version=follow_up.version, by=officer, at=world.NOW
        )
    with pytest.raises(NotEditable):
        story.fill(follow_up, reporter)
