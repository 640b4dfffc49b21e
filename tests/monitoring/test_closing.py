from datetime import date, datetime, timedelta

import pytest

from hubs.models import Hub
from monitoring.actions import (
    NotAllowed,
    ReasonNeeded,
    RoundClosed,
    RoundNotDue,
    RoundNotOpen,
    accept_report,
    change_window,
    close_round,
    ensure_rounds,
    plan_rounds,
    submit_report,
    waive_follow_up,
)
from monitoring.models import FollowUp, FollowUpState, FrozenCount, FrozenLine, Indicator, Round
from monitoring.selectors.rounds import corrections_of, exceptions_of, questions_of
from onde_portal.accounts.models import User
from onde_portal.registry.models import Lao
from onde_portal.thai.calendar import HalfYear
from tests import world
from tests.monitoring import story

AFTER_DUE = datetime(2026, 5, 5, 9, 0, tzinfo=world.BANGKOK)


@pytest.fixture
def round_(follow_up: FollowUp) -> Round:
    return follow_up.round


def close(round_: Round, by: User, reason: str = "ประกาศปิดรอบ", at: datetime = AFTER_DUE) -> int:
    return close_round(round_=round_, reason=reason, by=by, at=at)


def test_four_rounds_stand_in_the_plan_and_a_moved_window_stays(hub: Hub) -> None:
    ensure_rounds(today=world.TODAY, at=world.NOW)
    assert plan_rounds(today=world.TODAY) == 4
    planned = list(Round.objects.filter(opened_at=None).order_by("starts_on"))
    assert [item.half_year for item in planned] == [
        HalfYear(2570, 1), HalfYear(2570, 2), HalfYear(2571, 1), HalfYear(2571, 2),
    ]  # fmt: skip
    Round.objects.filter(pk=planned[0].pk).update(due_on=planned[0].due_on + timedelta(days=9))
    assert plan_rounds(today=world.TODAY) == 0
    planned[0].refresh_from_db()
    assert planned[0].due_on == date(2027, 4, 30) + timedelta(days=9)
    assert not FollowUp.objects.filter(round__in=planned).exists()


def test_a_planned_round_opens_with_the_window_that_the_office_gave_it(hub: Hub) -> None:
    plan_rounds(today=world.TODAY)
    moved = Round.objects.get(fiscal_year=2570, half=1)
    Round.objects.filter(pk=moved.pk).update(due_on=date(2027, 5, 20))
    ensure_rounds(today=date(2026, 10, 1), at=AFTER_DUE)
    assert FollowUp.objects.get(round=moved).due_on == date(2027, 5, 20)


def test_closing_takes_a_right_the_due_date_and_a_reason_for_what_is_owed(
    round_: Round, officer: User, reporter: User
) -> None:
    with pytest.raises(NotAllowed):
        close(round_, reporter)
    with pytest.raises(RoundNotDue):
        close(round_, officer, at=world.NOW)
    with pytest.raises(ReasonNeeded):
        close(round_, officer, reason="  ")
    assert close(round_, officer) == 1
    assert (round_.closed_at, round_.closed_by) == (AFTER_DUE, officer)
    with pytest.raises(RoundNotOpen):
        close(round_, officer)
    with pytest.raises(RoundClosed):
        change_window(
            round_=round_, opens_on=round_.opens_on, due_on=round_.due_on, by=officer, at=AFTER_DUE
        )


def test_a_round_of_which_nothing_is_owed_is_closed_without_a_reason(
    follow_up: FollowUp, officer: User
) -> None:
    waive_follow_up(
        follow_up=follow_up, reason="ยุบรวม", version=follow_up.version, by=officer, at=world.NOW
    )
    close(follow_up.round, officer, reason="")
    line = FrozenLine.objects.get()
    assert (line.state, line.accepted_at) == (FollowUpState.WAIVED, world.NOW)


def test_a_closed_round_keeps_its_numbers_and_the_lines_behind_them(
    follow_up: FollowUp, other_lao: Lao, officer: User, reporter: User
) -> None:
    story.make_hub(other_lao, date(2025, 6, 1))
    ensure_rounds(today=world.TODAY, at=world.NOW)
    story.fill(follow_up, reporter)
    late = datetime(2026, 5, 3, 23, 30, tzinfo=world.BANGKOK)
    submit_report(follow_up=follow_up, token=story.PAGE, by=reporter, at=late)
    close(follow_up.round, officer)
    line = FrozenLine.objects.get(follow_up=follow_up)
    assert (line.state, line.due_on) == (FollowUpState.SUBMITTED, date(2026, 4, 30))
    assert (line.first_submitted_at, line.days_late) == (late, 3)
    mine = FrozenCount.objects.get(province=follow_up.hub.lao.province)
    assert (mine.expected, mine.received, mine.on_time, mine.late) == (1, 1, 0, 1)
    assert (mine.days_late, mine.owed) == (3, 0)
    other = FrozenCount.objects.get(province=other_lao.province)
    assert (other.expected, other.received, other.owed, other.overdue) == (1, 0, 1, 1)


def test_what_changes_after_the_closing_is_seen_beside_the_frozen_line(
    follow_up: FollowUp, other_lao: Lao, officer: User, reporter: User
) -> None:
    story.fill(follow_up, reporter)
    submit_report(follow_up=follow_up, token=story.PAGE, by=reporter, at=world.NOW)
    close(follow_up.round, officer)
    assert corrections_of(follow_up.round) == []
    follow_up.refresh_from_db()
    later = AFTER_DUE + timedelta(days=1)
    accept_report(follow_up=follow_up, version=follow_up.version, by=officer, at=later)
    story.make_hub(other_lao, date(2025, 6, 1))
    ensure_rounds(today=AFTER_DUE.date(), at=later)
    first, second = corrections_of(Round.objects.get(pk=follow_up.round_id))
    assert first.line is not None
    assert first.event is not None
    assert (first.line.state, first.event.by) == (FollowUpState.SUBMITTED, officer)
    assert (second.line, second.hub.lao) == (None, other_lao)
    assert FrozenCount.objects.get().accepted == 0


def test_exceptions_of_a_round_come_with_their_reason_and_who_made_them(
    follow_up: FollowUp, officer: User
) -> None:
    waive_follow_up(
        follow_up=follow_up, reason="ยุบรวม", version=follow_up.version, by=officer, at=world.NOW
    )
    (event,) = exceptions_of(follow_up.round)
    assert (event.follow_up, event.reason, event.by) == (follow_up, "ยุบรวม", officer)


def test_a_rounds_questions_are_set_against_those_of_the_round_before(follow_up: FollowUp) -> None:
    Indicator.objects.filter(code="OP01").update(unit_en="sessions")
    Indicator.objects.filter(code="OP02").update(is_active=False)
    kept = Indicator.objects.get(code="OC04")
    Indicator.objects.create(
        code="OC09", dimension=kept.dimension, name_th="ใหม่", name_en="New", unit_th="x",
        unit_en="x", level=kept.level, value_type=kept.value_type, rollup=kept.rollup, position=9,
    )  # fmt: skip
    ensure_rounds(today=date(2026, 4, 2), at=world.NOW)
    found = questions_of(Round.objects.get(fiscal_year=2569, half=2))
    news = {item.indicator.code: item.news for item in found.asked}
    assert news == {"OP01": "changed", "OC04": "", "OC05": "", "OC09": "new"}
    assert len(found.asked[0].changes) == 1
    assert [item.code for item in found.dropped] == ["OP02"]
    assert found.before == follow_up.round
