"""One mail a day by choice, reminders in the portal only by choice, and messages as one reads."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta

import pytest
import time_machine
from django.core import mail as mailbox
from django.db import connection
from django.test import Client
from django.urls import reverse

from onde_portal.accounts import told
from onde_portal.accounts.jobs import gather_next_digest, send_next_mail
from onde_portal.accounts.mail import queue_mail
from onde_portal.accounts.models import Mail, Role, User
from tests import world
from tests.world import BANGKOK, NOW

pytestmark = pytest.mark.django_db
MORNING = datetime(2026, 4, 21, 9, 0, tzinfo=BANGKOK)


def queue(person: User, rung: str, *, early: bool = False, kind: str = "reminder") -> Mail | None:
    return queue_mail(
        kind=kind, recipient=person.email, about="monitoring.followup:1", rung=rung,
        subject=f"เตือน {rung}", body=f"ข้อความ {rung}", due_at=NOW, early=early,
    )  # fmt: skip


def work() -> None:
    while gather_next_digest() or send_next_mail():
        pass


def test_who_chose_it_gets_one_mail_a_day_in_the_morning(
    frozen: time_machine.Traveller, reporter: User, officer: User
) -> None:
    told.choose_mail(person=reporter, digest=True, early=True)
    for rung in ("ก", "ข"):
        queue(reporter, rung)
    queue(officer, "ค")
    frozen.move_to(MORNING - timedelta(seconds=1))
    work()
    assert [mail.to for mail in mailbox.outbox] == [[officer.email]]
    frozen.move_to(MORNING)
    work()
    queue(reporter, "ง")
    work()
    (daily,) = mailbox.outbox[1:]
    assert daily.to == [reporter.email]
    assert "ข้อความ ก" in str(daily.body)
    assert "ข้อความ ข" in str(daily.body)
    assert "ข้อความ ง" not in str(daily.body)
    frozen.move_to(MORNING + timedelta(days=1))
    work()
    assert len(mailbox.outbox) == 3
    assert Mail.objects.filter(state="in_digest").count() == 3


def test_keys_and_warnings_never_wait_for_the_daily_mail(
    frozen: time_machine.Traveller, reporter: User
) -> None:
    told.choose_mail(person=reporter, digest=True, early=True)
    queue(reporter, "1", kind="password-reset")
    queue(reporter, "1", kind="security-notice")
    work()
    assert len(mailbox.outbox) == 2


def test_early_reminders_can_be_done_without_and_no_others(
    frozen: time_machine.Traveller, reporter: User
) -> None:
    told.choose_mail(person=reporter, digest=False, early=False)
    queue(reporter, "before", early=True)
    queue(reporter, "after")
    work()
    assert [mail.subject for mail in mailbox.outbox] == ["เตือน after"]
    assert Mail.objects.get(rung="before").state == "portal_only"
    assert told.unread(reporter, NOW).count() == 2


@pytest.mark.django_db(transaction=True)
def test_racing_workers_write_one_daily_mail_with_everything_in_it() -> None:
    people = [world.make_user(Role.OFFICER, f"officer{number}@onde.example") for number in range(3)]
    for person in people:
        told.choose_mail(person=person, digest=True, early=True)
        for number in range(6):
            queue(person, str(number))

    def run(_turn: int) -> None:
        try:
            while gather_next_digest():
                pass
        finally:
            connection.close()

    with time_machine.travel(MORNING, tick=False), ThreadPoolExecutor(4) as pool:
        list(pool.map(run, range(4)))
    digests = Mail.objects.filter(kind="digest")
    assert digests.count() == 3
    assert Mail.objects.filter(state="in_digest").count() == 18
    assert {digest.collected.count() for digest in digests} == {6}


def test_a_person_reads_what_was_written_and_chooses_how(
    frozen: time_machine.Traveller, reporter: User, officer: User, sign_in: Callable[[User], Client]
) -> None:
    queue(reporter, "ก")
    queue(reporter, "key", kind="password-reset")
    queue(officer, "ของคนอื่น")
    browser = sign_in(reporter)
    page = browser.get(reverse("messages")).content.decode()
    assert "เตือน ก" in page
    assert "key" not in page
    assert "ของคนอื่น" not in page
    browser.post(reverse("messages-read"))
    assert not told.unread(reporter, NOW).exists()
    assert told.unread(officer, NOW).exists()

    browser.post(reverse("mail-choices-save"), {"digest": "on"})
    choice = told.choice_of(reporter)
    assert (choice.digest, choice.early) == (True, False)
    assert browser.get(reverse("mail-choices")).status_code == 200
