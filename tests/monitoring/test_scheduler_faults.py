"""The ladder when schedulers race, the clock jumps, and days end elsewhere than on the host."""

from datetime import UTC, date, datetime, time, timedelta

import pytest

from hubs.models import Hub
from monitoring.actions import extend_due
from monitoring.actions.reminders import remind
from monitoring.models import FollowUp
from onde_portal.accounts.models import Mail, User
from tests import world
from tests.monitoring import story
from tests.monitoring.test_reminders import NAMES, morning, rungs
from tests.races import at_once

pytestmark = pytest.mark.django_db
HOUR, DAY = timedelta(hours=1), timedelta(days=1)


@pytest.fixture
def follow_up(hub: Hub) -> FollowUp:
    """Opened with its half-year, long before it is due."""
    found = story.open_follow_up(hub)
    FollowUp.objects.filter(pk=found.pk).update(opened_at=morning(found.round.starts_on))
    return FollowUp.objects.with_place().get(pk=found.pk)


@pytest.mark.django_db(transaction=True)
def test_four_schedulers_racing_over_the_whole_ladder_tell_everything_once(
    follow_up: FollowUp, reporter: User, certifier: User, head: User
) -> None:
    at = morning(follow_up.due_on - 32 * DAY)
    for _tick in range(60):
        now = at
        at_once(Exception, *[lambda: remind(now) for _scheduler in range(4)])  # noqa: B023
        at += DAY
    assert rungs(reporter) == NAMES
    assert rungs(certifier, "report-overdue-chief") == ["after-21"]
    assert Mail.objects.filter(recipient=head.email).count() == 1


@pytest.mark.parametrize("jump", [HOUR, DAY])
def test_a_clock_that_jumps_back_and_forth_tells_nothing_twice_and_misses_nothing(
    follow_up: FollowUp, reporter: User, jump: timedelta
) -> None:
    at = datetime.combine(follow_up.due_on - 32 * DAY, time(), tzinfo=world.BANGKOK)
    end = at + 60 * DAY
    while at < end:
        remind(at)
        remind(at - jump)
        remind(at + jump)
        at += 12 * HOUR
    assert sorted(rungs(reporter)) == sorted(NAMES)


def test_a_day_that_the_clock_leaves_out_is_made_up_for_on_the_next(
    follow_up: FollowUp, reporter: User
) -> None:
    remind(morning(follow_up.due_on - 8 * DAY))
    remind(morning(follow_up.due_on - 6 * DAY))
    assert rungs(reporter) == ["before-30", "before-7"]


def test_rungs_change_at_midnight_in_bangkok_on_a_host_that_counts_in_utc(
    follow_up: FollowUp, reporter: User
) -> None:
    day = follow_up.due_on - 7 * DAY
    midnight = datetime.combine(day - DAY, time(17), tzinfo=UTC)
    remind(midnight - timedelta(seconds=1))
    assert rungs(reporter) == ["before-30"]
    remind(midnight)
    assert rungs(reporter) == ["before-30", "before-7"]
    mail = Mail.objects.get(rung__endswith="before-7")
    assert mail.due_at == datetime.combine(day, time(1), tzinfo=UTC)


def test_a_due_date_on_the_29th_of_february_has_its_whole_ladder(
    follow_up: FollowUp, reporter: User, officer: User
) -> None:
    leap = date(2028, 2, 29)
    extend_due(
        follow_up=follow_up, due_on=leap, reason="ขยายเวลา", version=follow_up.version,
        by=officer, at=world.NOW,
    )  # fmt: skip
    told_on = []
    for number in range(60):
        day = date(2028, 1, 28) + number * DAY
        if remind(morning(day)):
            told_on.append(day)
    ladder = [date(2028, 1, 30), date(2028, 2, 22), date(2028, 2, 28)]
    ladder += [date(2028, 3, 1), date(2028, 3, 7), date(2028, 3, 21)]
    assert told_on == ladder
    assert rungs(reporter) == NAMES
