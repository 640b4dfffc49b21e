"""Whoever owes something is reminded, a rung at a time: never twice, and nobody else."""

from datetime import date, datetime, time, timedelta

import pytest
from hypothesis import given, settings, strategies as st

from hubs.models import Hub
from monitoring.actions import extend_due, return_report, submit_report, waive_follow_up
from monitoring.actions.reminders import remind
from monitoring.models import FollowUp, FollowUpState
from onde_portal.accounts.ladder import Rung, reached
from onde_portal.accounts.models import Mail, User
from onde_portal.registry.models import Lao
from tests import world
from tests.monitoring import story
from tests.races import at_once

pytestmark = pytest.mark.django_db
NAMES = ["before-30", "before-7", "before-1", "after-1", "after-7", "after-21"]


def morning(day: date) -> datetime:
    return datetime.combine(day, time(9), tzinfo=world.BANGKOK)


def walk(start: date, days: int, step: int = 1) -> None:
    """Let the hourly job run twice on each of these days."""
    for number in range(0, days, step):
        at = morning(start + timedelta(days=number))
        remind(at)
        assert remind(at + timedelta(hours=1)) == 0


def rungs(recipient: User, kind: str = "report-reminder") -> list[str]:
    rows = Mail.objects.filter(kind=kind, recipient=recipient.email).order_by("pk")
    return [rung.split()[-1] for rung in rows.values_list("rung", flat=True)]


def around(follow_up: FollowUp, before: int = 40) -> date:
    return follow_up.due_on - timedelta(days=before)


@pytest.fixture
def follow_up(hub: Hub) -> FollowUp:
    """Opened with its half-year, long before it is due."""
    found = story.open_follow_up(hub)
    FollowUp.objects.filter(pk=found.pk).update(opened_at=morning(found.round.starts_on))
    return FollowUp.objects.with_place().get(pk=found.pk)


def test_every_rung_is_told_once_to_the_reporter_alone(
    follow_up: FollowUp, reporter: User, other_reporter: User, director: User
) -> None:
    walk(around(follow_up), 120)
    assert rungs(reporter) == NAMES
    assert not Mail.objects.filter(recipient__in=[other_reporter.email, director.email]).exists()


def test_after_an_outage_only_the_latest_rung_is_told(follow_up: FollowUp, reporter: User) -> None:
    walk(around(follow_up, 10), 1)
    walk(follow_up.due_on + timedelta(days=9), 3)
    assert rungs(reporter) == ["before-30", "after-7"]


def test_more_time_begins_a_new_ladder_without_the_rungs_that_are_past(
    follow_up: FollowUp, reporter: User, officer: User
) -> None:
    walk(around(follow_up, 8), 3)
    granted = morning(around(follow_up, 5))
    extend_due(
        follow_up=follow_up, due_on=follow_up.due_on + timedelta(days=2), reason="น้ำท่วม",
        version=follow_up.version, by=officer, at=granted,
    )  # fmt: skip
    walk(granted.date(), 10)
    assert rungs(reporter) == ["before-30", "before-7", "before-1", "after-1"]


@pytest.mark.parametrize("state", ["submitted", "accepted", "waived"])
def test_nobody_is_reminded_of_what_is_not_owed(
    follow_up: FollowUp, reporter: User, officer: User, state: str
) -> None:
    if state == "waived":
        waive_follow_up(
            follow_up=follow_up, reason="ยุบ", version=follow_up.version, by=officer, at=world.NOW
        )
    else:
        story.fill(follow_up, reporter)
        submit_report(follow_up=follow_up, token=story.PAGE, by=reporter, at=world.NOW)
    walk(around(follow_up), 90, step=3)
    assert rungs(reporter) == []


def test_a_returned_report_is_reminded_of_its_new_date(
    follow_up: FollowUp, reporter: User, officer: User
) -> None:
    story.fill(follow_up, reporter)
    submit_report(follow_up=follow_up, token=story.PAGE, by=reporter, at=world.NOW)
    follow_up.refresh_from_db()
    return_report(
        follow_up=follow_up, reason="ขอหลักฐาน", due_on=world.TODAY + timedelta(days=5),
        version=follow_up.version, by=officer, at=world.NOW,
    )  # fmt: skip
    walk(world.TODAY, 8)
    assert rungs(reporter) == ["before-1", "after-1"]


def test_the_certifier_is_reminded_of_what_waits_for_certification(
    follow_up: FollowUp, reporter: User, certifier: User
) -> None:
    FollowUp.objects.filter(pk=follow_up.pk).update(state=FollowUpState.WITH_CERTIFIER)
    walk(around(follow_up, 8), 9)
    assert rungs(certifier) == ["before-30", "before-7", "before-1"]
    assert rungs(reporter) == []


def test_three_weeks_late_the_chief_and_the_head_are_told_once(
    follow_up: FollowUp, reporter: User, certifier: User, head: User
) -> None:
    walk(follow_up.due_on, 60)
    assert rungs(certifier, "report-overdue-chief") == ["after-21"]
    told = Mail.objects.filter(kind="reports-overdue", recipient=head.email)
    assert [mail.rung for mail in told] == [(follow_up.due_on + timedelta(days=21)).isoformat()]
    assert follow_up.hub.name in told[0].body


def test_heads_hear_of_each_report_in_one_mail_a_day_even_after_an_outage(
    follow_up: FollowUp, head: User, other_lao: Lao
) -> None:
    other = story.make_hub(other_lao, date(2025, 6, 1))
    later = story.open_follow_up(other)
    FollowUp.objects.filter(pk=later.pk).update(due_on=follow_up.due_on + timedelta(days=4))
    walk(follow_up.due_on + timedelta(days=21), 1)
    walk(follow_up.due_on + timedelta(days=33), 5)
    bodies = list(Mail.objects.filter(recipient=head.email).order_by("pk").values_list("body"))
    named = [[hub.name in body for hub in (follow_up.hub, other)] for (body,) in bodies]
    assert named == [[True, False], [False, True]]


def test_reviewers_hear_of_reports_that_wait_for_a_week_and_for_three(
    follow_up: FollowUp, reporter: User, officer: User
) -> None:
    story.fill(follow_up, reporter)
    submit_report(follow_up=follow_up, token=story.PAGE, by=reporter, at=world.NOW)
    walk(world.TODAY, 40)
    told = Mail.objects.filter(kind="reports-waiting", recipient=officer.email).order_by("pk")
    assert [mail.rung for mail in told] == [
        (world.TODAY + timedelta(days=days)).isoformat() for days in (7, 21)
    ]


def test_a_hub_that_comes_in_late_is_not_reminded_of_days_before_it_came(
    follow_up: FollowUp, reporter: User
) -> None:
    came = morning(follow_up.due_on + timedelta(days=3))
    FollowUp.objects.filter(pk=follow_up.pk).update(opened_at=came)
    walk(came.date(), 10)
    assert rungs(reporter) == ["after-7"]


def test_everyone_is_told_in_the_language_chosen_and_in_the_morning(
    follow_up: FollowUp, reporter: User
) -> None:
    reporter.language = "en"
    reporter.save()
    day = around(follow_up, 7)
    remind(datetime.combine(day, time(0, 30), tzinfo=world.BANGKOK))
    mail = Mail.objects.get(recipient=reporter.email)
    assert mail.subject.startswith("Due on ")
    assert "7 days" in mail.body
    assert mail.due_at == datetime.combine(day, time(8), tzinfo=world.BANGKOK)


@pytest.mark.django_db(transaction=True)
def test_four_schedulers_at_once_tell_everyone_once(
    follow_up: FollowUp, reporter: User, head: User, certifier: User
) -> None:
    at = morning(follow_up.due_on + timedelta(days=21))
    at_once(Exception, *[lambda: remind(at) for _scheduler in range(4)])
    remind(at)
    assert rungs(reporter) == ["after-21"]
    assert rungs(certifier, "report-overdue-chief") == ["after-21"]
    assert Mail.objects.filter(recipient=head.email).count() == 1


LADDER = (Rung(21, "c"), Rung(1, "b"), Rung(-7, "a"))


@settings(deadline=None)
@given(days=st.lists(st.integers(-40, 60), min_size=1, max_size=30))
def test_however_often_one_looks_rungs_only_go_up(days: list[int]) -> None:
    due = date(2028, 2, 29)
    found = [reached(LADDER, due, due + timedelta(days=day)) for day in sorted(days)]
    heights = [rung.days if rung else -99 for rung in found]
    assert heights == sorted(heights)
