"""A whole round of sixty hubs: the clock goes up the ladder, mail is read where it arrives."""

from collections import defaultdict
from datetime import date, datetime, time, timedelta
from email.message import EmailMessage

import pytest
import time_machine

from monitoring.actions import (
    accept_report,
    extend_due,
    return_report,
    submit_nothing,
    waive_follow_up,
)
from monitoring.models import FollowUp, FollowUpState
from onde_portal.accounts import refused, told
from onde_portal.accounts.jobs import gather_next_digest, send_next_mail
from onde_portal.accounts.models import Mail, Membership, RefusedAddress, User
from onde_portal.workbench.jobs import every_hour
from tests import world
from tests.monitoring import story
from tests.smtp import Post

pytestmark = [pytest.mark.django_db, pytest.mark.slow]
DUE = date(2026, 4, 30)
EARLY, SOON, LATE, NEVER = range(20), range(20, 35), range(35, 45), range(45, 50)
EXTENDED, WAIVED = range(50, 55), range(55, 57)
RETURNED, DAILY, WRONG, CHOOSY = 57, 58, 59, 44
BEFORE = ["before-30", "before-7", "before-1"]
AFTER = ["after-1", "after-7", "after-21"]
# The mail server answers nobody; the scheduler stands still. Days from the due date.
SERVER_DOWN, SCHEDULER_DOWN = range(-8, -5), range(6, 9)


# The rungs that reach reporters by mail, oldest first; those of whom nothing is said send early.
EXPECTED: dict[int, list[str]] = {
    **dict.fromkeys(SOON, BEFORE[:2]),
    **{key: [*BEFORE, "after-1"] for key in LATE},
    **{key: [*BEFORE, *AFTER] for key in [*NEVER, DAILY, RETURNED]},
    **{key: [*BEFORE[:2], *BEFORE[1:]] for key in EXTENDED},
    WRONG: BEFORE[:2],
    CHOOSY: ["after-1"],
}


@pytest.fixture
def sixty() -> list[User]:
    """The reporters of sixty LAOs with a hub each; every second one reads English."""
    story.make_catalogue()
    province = world.udon_thani()
    reporters = []
    for number in range(60):
        lao = world.make_lao(province, f"ตำบล {number:02d}")
        story.make_hub(lao, date(2025, 10, 1))
        reporter = world.make_member(lao, f"reporter{number:02d}@lao.example")
        if number % 2:
            User.objects.filter(pk=reporter.pk).update(language="en")
        if number in NEVER:
            kind = Membership.Kind.CERTIFIER
            world.make_member(lao, f"chief{number:02d}@lao.example", kind=kind)
        reporters.append(reporter)
    told.choose_mail(person=reporters[DAILY], digest=True, early=True)
    told.choose_mail(person=reporters[CHOOSY], digest=False, early=False)
    return reporters


def follow_up_of(reporter: User) -> FollowUp:
    lao = reporter.memberships.get().lao_id
    return FollowUp.objects.with_place().get(hub__lao=lao, round__due_on=DUE)


def send(reporter: User, at: datetime) -> None:
    submit_nothing(
        follow_up=follow_up_of(reporter), reason="ไม่มีกิจกรรม", token=f"{at}", by=reporter, at=at
    )


def people_act(day: int, sixty: list[User], officer: User, at: datetime) -> None:
    """What the people of the LAOs and the Office do on this day of the round."""
    senders = {-20: [*EARLY, RETURNED], -3: SOON, -2: [WRONG], 3: LATE, 20: EXTENDED}
    for number in senders.get(day, []):
        send(sixty[number], at)
    waiting = FollowUp.objects.filter(state=FollowUpState.SUBMITTED).with_place()
    for follow_up in waiting.order_by("pk") if day % 2 else []:
        if follow_up.hub.lao_id == sixty[RETURNED].memberships.get().lao_id:
            return_report(
                follow_up=follow_up, reason="ขอรายละเอียด", due_on=DUE + timedelta(days=5),
                version=follow_up.version, by=officer, at=at,
            )  # fmt: skip
        else:
            accept_report(follow_up=follow_up, version=follow_up.version, by=officer, at=at)
    for number in EXTENDED if day == -5 else []:
        one = follow_up_of(sixty[number])
        later = DUE + timedelta(days=20)
        extend_due(
            follow_up=one, due_on=later, reason="น้ำท่วม", version=one.version, by=officer, at=at
        )
    for number in WAIVED if day == -10 else []:
        one = follow_up_of(sixty[number])
        waive_follow_up(follow_up=one, reason="ศูนย์ปิด", version=one.version, by=officer, at=at)
    if day == -9:
        listed = RefusedAddress.objects.get()
        refused.correct_address(refused=listed, email="right@lao.example", by=officer, at=at)


def worker_runs(post: Post, day: int) -> None:
    post.hang_up_at_once = day in SERVER_DOWN
    for _turn in range(2):
        if day not in SCHEDULER_DOWN:
            every_hour()
        while gather_next_digest() or send_next_mail():
            pass


def play(sixty: list[User], officer: User, post: Post) -> None:
    post.answers[sixty[WRONG].email] = "550 5.1.1 no such mailbox"
    for day in range(-40, 31):
        at = datetime.combine(DUE + timedelta(days=day), time(9, 10), tzinfo=world.BANGKOK)
        with time_machine.travel(at, tick=False):
            worker_runs(post, day)
            people_act(day, sixty, officer, at)
        with time_machine.travel(at + timedelta(hours=7), tick=False):
            worker_runs(post, day)


def rows_arrived(post: Post) -> dict[str, list[Mail]]:
    """The outbox rows behind what arrived, by receiver; a daily mail counts as what is in it."""
    found: dict[str, list[Mail]] = defaultdict(list)
    for mail in post.taken:
        row = Mail.objects.get(pk=key_of(mail))
        found[row.recipient] += list(row.collected.order_by("pk")) or [row]
    return found


def key_of(mail: EmailMessage) -> int:
    return int(str(mail["Message-ID"]).split("portal-mail-")[1].split("@")[0])


def test_everyone_of_sixty_hubs_hears_what_is_due_once_and_nothing_else(
    sixty: list[User], officer: User, head: User, post: Post
) -> None:
    play(sixty, officer, post)
    arrived = rows_arrived(post)
    names = [str(mail["Message-ID"]) for mail in post.taken]
    assert len(names) == len(set(names))
    sixty[WRONG].refresh_from_db()
    for number, reporter in enumerate(sixty):
        reminders = [row for row in arrived[reporter.email] if row.kind == "report-reminder"]
        rungs = [row.rung.split()[-1] for row in reminders]
        assert rungs == EXPECTED.get(number, BEFORE[:1]), number
        for row in reminders:
            english = row.subject.startswith(("Due on", "Overdue"))
            assert english == bool(number % 2), row.subject

    chiefs = {f"chief{number:02d}@lao.example" for number in NEVER}
    told_of_overdue = [(row.recipient, row.kind) for rows in arrived.values() for row in rows]
    assert {who for who, kind in told_of_overdue if kind == "report-overdue-chief"} == chiefs
    to_head = [row for row in arrived[head.email] if row.kind == "reports-overdue"]
    assert [row.rung for row in to_head] == ["2026-05-21", "2026-05-26"]
    assert to_head[0].body.count("\n- ") == len(NEVER) + 1

    assert not Mail.objects.filter(state__in=["waiting", "sending", "failed"]).exists()
    choosy = Mail.objects.filter(recipient=sixty[CHOOSY].email, state="portal_only")
    assert choosy.count() == len(BEFORE)
