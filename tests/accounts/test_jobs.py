"""Mail: written once, sent once, tried again."""

from datetime import datetime, timedelta
from threading import Barrier, Thread

import pytest
import time_machine
from django.core import mail as mailbox
from django.db import connection, transaction
from pytest_django import Settings

from onde_portal.accounts.jobs import WAITS, send_next_mail
from onde_portal.accounts.mail import queue_mail
from onde_portal.accounts.models import Mail
from tests.world import NOW

pytestmark = pytest.mark.django_db


def queue(rung: str = "", kind: str = "reminder", due_at: datetime = NOW) -> Mail | None:
    return queue_mail(
        kind=kind,
        recipient="reporter@nongbua.example",
        about="monitoring.followup:1",
        rung=rung,
        subject="เตือน\nครั้งที่ 1",
        body="ถึงกำหนดแล้ว",
        due_at=due_at,
    )


def test_the_same_message_is_queued_once() -> None:
    assert queue() is not None
    assert queue() is None
    assert queue(rung="7 days before") is not None
    assert Mail.objects.count() == 2


def test_a_message_that_is_there_already_does_not_spoil_the_change_around_it() -> None:
    queue()
    with transaction.atomic():
        assert queue() is None
        assert queue(rung="other") is not None

    assert Mail.objects.count() == 2


def test_a_change_that_fails_leaves_no_mail() -> None:
    with transaction.atomic():
        queue()
        transaction.set_rollback(True)

    assert Mail.objects.count() == 0


def test_waiting_messages_go_out_one_at_a_time_oldest_first(
    frozen: time_machine.Traveller,
) -> None:
    queue(rung="later", due_at=NOW - timedelta(hours=1))
    queue(rung="first", due_at=NOW - timedelta(hours=2))
    queue(rung="tomorrow", due_at=NOW + timedelta(days=1))

    assert [send_next_mail() for _ in range(3)] == [True, True, False]
    assert [Mail.objects.get(rung=rung).state for rung in ("first", "later", "tomorrow")] == [
        "sent",
        "sent",
        "waiting",
    ]
    assert mailbox.outbox[0].subject == "เตือน ครั้งที่ 1"
    assert mailbox.outbox[0].to == ["reporter@nongbua.example"]


def test_a_message_whose_worker_died_is_taken_again_after_ten_minutes(
    frozen: time_machine.Traveller,
) -> None:
    queue()
    Mail.objects.update(state="sending", claimed_at=NOW, attempts=1)

    frozen.move_to(NOW + timedelta(minutes=9))
    assert not send_next_mail()
    frozen.move_to(NOW + timedelta(minutes=11))
    assert send_next_mail()
    assert not send_next_mail()

    assert len(mailbox.outbox) == 1
    assert mailbox.outbox[0].extra_headers["Message-ID"] == (
        f"<portal-mail-{Mail.objects.get().pk}@127.0.0.1>"
    )


def test_a_message_that_kills_every_worker_is_given_up(frozen: time_machine.Traveller) -> None:
    queue()
    Mail.objects.update(
        state="sending", claimed_at=NOW - timedelta(hours=1), attempts=len(WAITS) + 1
    )

    send_next_mail()

    assert Mail.objects.get().state == "failed"
    assert mailbox.outbox == []


def test_a_refused_message_waits_longer_each_time_and_then_fails(
    frozen: time_machine.Traveller, settings: Settings
) -> None:
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", 9
    queue()
    moment = NOW
    for wait in WAITS:
        frozen.move_to(moment)
        assert send_next_mail()
        kept = Mail.objects.get()
        assert (kept.state, kept.due_at) == ("waiting", moment + wait)
        assert not send_next_mail()
        moment += wait
    frozen.move_to(moment)

    assert send_next_mail()
    kept = Mail.objects.get()
    assert (kept.state, kept.error) == ("failed", "ConnectionRefusedError")
    assert not send_next_mail()


def test_one_bad_message_does_not_stop_the_others(frozen: time_machine.Traveller) -> None:
    queue(rung="bad", due_at=NOW - timedelta(hours=1))
    queue(rung="good")
    Mail.objects.filter(rung="bad").update(recipient="two\nlines@x.example")

    assert send_next_mail()
    assert send_next_mail()

    assert Mail.objects.get(rung="bad").state == "waiting"
    assert Mail.objects.get(rung="good").state == "sent"


@pytest.mark.parametrize(("kind", "left"), [("password-reset", ""), ("reminder", "ถึงกำหนดแล้ว\n")])
def test_keys_to_an_account_are_wiped_once_sent(
    frozen: time_machine.Traveller, kind: str, left: str
) -> None:
    queue(kind=kind)

    send_next_mail()

    assert Mail.objects.get().body == left


@pytest.mark.django_db(transaction=True)
def test_racing_workers_send_a_message_once() -> None:
    queue(due_at=NOW - timedelta(days=1))
    start = Barrier(4)

    def work() -> None:
        start.wait()
        try:
            send_next_mail()
        finally:
            connection.close()

    workers = [Thread(target=work) for _ in range(4)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()

    assert len(mailbox.outbox) == 1
    assert Mail.objects.get().attempts == 1
