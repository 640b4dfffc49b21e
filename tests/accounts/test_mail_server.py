"""Mail against a real server on this machine: down, slow, refusing, and taking without a word."""

from datetime import datetime, timedelta

import pytest
import time_machine
from pytest_django import Settings

from onde_portal.accounts import refused
from onde_portal.accounts.actions import AlreadyChanged, NotAllowed, PersonExists
from onde_portal.accounts.jobs import CLAIM_HOLDS, WAITS, send_next_mail
from onde_portal.accounts.mail import queue_mail
from onde_portal.accounts.models import Mail, RefusedAddress, User
from tests.smtp import Post
from tests.world import NOW

pytestmark = pytest.mark.django_db


def queue(rung: str = "", to: str = "reporter@nongbua.example", kind: str = "reminder") -> Mail:
    mail = queue_mail(
        kind=kind,
        recipient=to,
        about="monitoring.followup:1",
        rung=rung,
        subject="ครบกำหนดส่งรายงาน",
        body="ถึงกำหนดแล้ว\n.\nขอแสดงความนับถือ",
        due_at=NOW,
    )
    assert mail is not None
    return mail


def states() -> dict[str, int]:
    found: dict[str, int] = {}
    for state in Mail.objects.values_list("state", flat=True):
        found[state] = found.get(state, 0) + 1
    return found


def send_all(clock: time_machine.Traveller, until: datetime) -> None:
    """The worker's turns, a minute apart, up to a moment."""
    moment = NOW
    while moment <= until:
        clock.move_to(moment)
        while send_next_mail():
            pass
        moment += timedelta(minutes=1)


def test_thai_comes_out_of_the_server_as_it_went_in(
    frozen: time_machine.Traveller, post: Post
) -> None:
    queue()
    assert send_next_mail()
    (mail,) = post.taken
    assert mail["Subject"].strip() == "ครบกำหนดส่งรายงาน"
    assert mail.get_content().replace("\r\n", "\n") == "ถึงกำหนดแล้ว\n.\nขอแสดงความนับถือ\n"
    assert mail["Auto-Submitted"] == "auto-generated"


def test_a_server_that_is_down_for_an_hour_gets_everything_once_it_is_back(
    frozen: time_machine.Traveller, post: Post
) -> None:
    for number in range(5):
        queue(rung=str(number))
    post.hang_up_at_once = True
    send_all(frozen, NOW + timedelta(minutes=20))
    assert post.taken == []
    assert states() == {"waiting": 5}

    post.hang_up_at_once = False
    frozen.move_to(NOW + timedelta(hours=6))
    while send_next_mail():
        pass
    assert len(post.taken) == 5
    assert states() == {"sent": 5}


def test_a_slow_server_is_given_up_in_time_and_tried_again(
    frozen: time_machine.Traveller, post: Post, settings: Settings
) -> None:
    queue()
    patience, settings.EMAIL_TIMEOUT = settings.EMAIL_TIMEOUT, 0.5
    post.pause = 1.0
    assert send_next_mail()
    assert states() == {"waiting": 1}
    post.pause, settings.EMAIL_TIMEOUT = 0.0, patience
    frozen.move_to(NOW + WAITS[0])
    assert send_next_mail()
    assert states() == {"sent": 1}
    assert len(post.taken) == 1


def test_a_server_that_takes_a_mail_and_hangs_up_gets_it_again_with_the_same_name(
    frozen: time_machine.Traveller, post: Post
) -> None:
    queue()
    post.after_data = "drop"
    assert send_next_mail()
    post.after_data = ""
    frozen.move_to(NOW + WAITS[0])
    assert send_next_mail()
    assert states() == {"sent": 1}
    assert len({mail["Message-ID"] for mail in post.taken}) == 1


def test_a_full_mailbox_is_tried_again_until_it_has_room(
    frozen: time_machine.Traveller, post: Post
) -> None:
    queue()
    post.to_everyone = "452 4.2.2 mailbox full"
    assert send_next_mail()
    assert states() == {"waiting": 1}
    post.to_everyone = "552 5.2.2 mailbox full"
    frozen.move_to(NOW + WAITS[0])
    assert send_next_mail()
    assert states() == {"waiting": 1}
    assert not RefusedAddress.objects.exists()


def test_an_address_that_does_not_exist_is_tried_once_and_listed(
    frozen: time_machine.Traveller, post: Post
) -> None:
    queue(rung="1")
    queue(rung="2")
    queue(to="head@onde.example")
    post.answers["reporter@nongbua.example"] = "550 5.1.1 no such mailbox"
    while send_next_mail():
        pass
    assert states() == {"refused": 2, "sent": 1}
    listed = RefusedAddress.objects.get()
    assert (listed.address, listed.answer) == ("reporter@nongbua.example", "550 5.1.1")
    assert Mail.objects.get(rung="1").attempts == 1


def test_one_wrong_setting_does_not_strike_out_everybody(
    frozen: time_machine.Traveller, post: Post
) -> None:
    queue()
    post.to_everyone = "550 5.7.1 relaying denied"
    assert send_next_mail()
    assert states() == {"waiting": 1}
    assert not RefusedAddress.objects.exists()


def test_keys_to_an_account_are_tried_whatever_the_list_says(
    frozen: time_machine.Traveller, post: Post
) -> None:
    refused.note_refused(address="reporter@nongbua.example", at=NOW)
    queue(kind="password-reset")
    assert send_next_mail()
    assert states() == {"sent": 1}


def test_a_corrected_address_signs_in_and_gets_what_the_old_one_refused(
    frozen: time_machine.Traveller, post: Post, reporter: User, officer: User
) -> None:
    post.answers[reporter.email] = "550 5.1.1 no such mailbox"
    queue()
    assert send_next_mail()
    listed = RefusedAddress.objects.get()
    sent = refused.correct_address(
        refused=listed, email=" Malee@NongBua.example", by=officer, at=NOW
    )
    assert sent == 1
    assert send_next_mail()
    reporter.refresh_from_db()
    assert reporter.email == "malee@nongbua.example"
    assert len(post.taken_by("malee@nongbua.example")) == 1
    assert reporter.history.count() == 2
    with pytest.raises(AlreadyChanged):
        refused.try_address_again(refused=listed, by=officer, at=NOW)


def test_a_mail_that_came_back_lists_its_address_until_it_is_tried_again(
    frozen: time_machine.Traveller, post: Post, officer: User
) -> None:
    mail = queue()
    assert send_next_mail()
    refused.note_bounce(mail=mail, by=officer, at=NOW)
    queue(rung="next")
    assert send_next_mail()
    assert states() == {"bounced": 1, "refused": 1}
    listed = RefusedAddress.objects.get()
    assert listed.because == RefusedAddress.Because.BOUNCED
    assert refused.try_address_again(refused=listed, by=officer, at=NOW) == 2
    while send_next_mail():
        pass
    assert states() == {"sent": 2}


def test_addresses_are_put_right_by_right_only_and_never_taken_from_somebody(
    frozen: time_machine.Traveller, reporter: User, other_reporter: User, auditor: User,
    head: User, officer: User,
) -> None:  # fmt: skip
    refused.note_refused(address=reporter.email, at=NOW)
    refused.note_refused(address=head.email, at=NOW)
    of_reporter, of_head = RefusedAddress.objects.order_by("-pk")[::-1]
    with pytest.raises(NotAllowed):
        refused.correct_address(refused=of_reporter, email="x@y.example", by=auditor, at=NOW)
    with pytest.raises(NotAllowed):
        refused.correct_address(refused=of_head, email="x@y.example", by=officer, at=NOW)
    with pytest.raises(PersonExists):
        refused.correct_address(refused=of_reporter, email=other_reporter.email, by=officer, at=NOW)


def test_a_worker_killed_after_handing_over_sends_it_again_with_the_same_name(
    frozen: time_machine.Traveller, post: Post, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Between the server's word and the row's no promise holds; the name tells the receiver."""
    mail = queue()
    assert send_next_mail()
    Mail.objects.filter(pk=mail.pk).update(state="sending", claimed_at=NOW, sent_at=None)
    frozen.move_to(NOW + CLAIM_HOLDS - timedelta(seconds=1))
    assert not send_next_mail()
    frozen.move_to(NOW + CLAIM_HOLDS + timedelta(seconds=1))
    assert send_next_mail()
    assert states() == {"sent": 1}
    assert len({message["Message-ID"] for message in post.taken}) == 1
