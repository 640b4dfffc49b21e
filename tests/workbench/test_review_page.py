"""Reviewing a report: what was sent beside last round's, accepted or returned once."""

from collections.abc import Callable
from datetime import date, timedelta

import pytest
from django.test import Client
from django.urls import reverse

from hubs.models import Hub
from monitoring.actions import submit_report
from monitoring.models import FollowUp, FollowUpState
from onde_portal.accounts.models import User
from onde_portal.registry.models import Lao
from tests import world
from tests.monitoring import story

SignIn = Callable[[User], Client]
pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("frozen")]
LATER = "30/5/2569"


def page_of(follow_up: FollowUp) -> str:
    return reverse("admin:monitoring_followup_review", args=[follow_up.pk])


def decide(client: Client, follow_up: FollowUp, move: str, **data: object) -> int:
    url = reverse("admin:monitoring_followup_decide", args=[follow_up.pk, move])
    return client.post(url, {"version": follow_up.version, **data}).status_code


def state_of(follow_up: FollowUp) -> str:
    return FollowUp.objects.get(pk=follow_up.pk).state


def test_the_page_shows_what_was_sent(sign_in: SignIn, officer: User, sent: FollowUp) -> None:
    page = sign_in(officer).get(page_of(sent)).content.decode()
    for text in ("เวทีประชาคม", "ผู้เข้าร่วมน้อย", sent.submissions.get().receipt_number, "ข้อ ๑๐"):
        assert text in page


def test_a_report_is_accepted_once(
    sign_in: SignIn, officer: User, head: User, sent: FollowUp
) -> None:
    assert decide(sign_in(officer), sent, "accept") == 302
    assert state_of(sent) == FollowUpState.ACCEPTED
    assert decide(sign_in(head), sent, "accept") == 409
    assert decide(sign_in(head), sent, "return", reason="ช้าไป", due_on=LATER) == 409
    assert state_of(sent) == FollowUpState.ACCEPTED


def test_a_report_is_returned_with_a_reason_and_a_day_to_come(
    sign_in: SignIn, officer: User, sent: FollowUp
) -> None:
    client = sign_in(officer)
    yesterday = f"{(world.TODAY - timedelta(days=1)).day}/4/2569"
    assert decide(client, sent, "return", reason="", due_on=LATER) == 409
    assert decide(client, sent, "return", reason="ขาดบัญชีลงชื่อ", due_on=yesterday) == 409
    assert decide(client, sent, "return", reason="ขาดบัญชีลงชื่อ", due_on="เร็ว ๆ นี้") == 409
    assert state_of(sent) == FollowUpState.SUBMITTED
    assert decide(client, sent, "return", reason="ขาดบัญชีลงชื่อ", due_on=LATER) == 302
    sent.refresh_from_db()
    assert (sent.state, sent.due_on) == (FollowUpState.RETURNED, date(2026, 5, 30))


def test_a_refusal_keeps_what_was_typed(sign_in: SignIn, officer: User, sent: FollowUp) -> None:
    url = reverse("admin:monitoring_followup_decide", args=[sent.pk, "return"])
    answer = sign_in(officer).post(
        url, {"version": sent.version, "reason": "ขาดบัญชีลงชื่อผู้เข้าร่วม", "due_on": "31/2/2570"}
    )
    page = answer.content.decode()
    assert "ขาดบัญชีลงชื่อผู้เข้าร่วม" in page
    assert 'value="31/2/2570"' in page


def test_those_who_only_read_see_the_report_and_decide_nothing(
    sign_in: SignIn, director: User, auditor: User, administrator: User, sent: FollowUp
) -> None:
    for person in (director, auditor, administrator):
        client = sign_in(person)
        page = client.get(page_of(sent))
        assert page.status_code == 200
        assert "/review/accept/" not in page.content.decode()
        assert decide(client, sent, "accept") == 403


def test_lao_people_do_not_review_their_own_report(
    sign_in: SignIn, reporter: User, sent: FollowUp
) -> None:
    client = sign_in(reporter)
    assert client.get(page_of(sent)).status_code == 302
    decide(client, sent, "accept")
    assert state_of(sent) == FollowUpState.SUBMITTED


def test_the_next_report_of_the_queue_is_one_click_away(
    sign_in: SignIn,
    officer: User,
    sent: FollowUp,
    other_lao: Lao,
    other_reporter: User,
) -> None:
    other: Hub = story.make_hub(other_lao, date(2025, 6, 1))
    follow_up = story.open_follow_up(other)
    story.fill(follow_up, other_reporter)
    submit_report(
        follow_up=follow_up, token=story.OTHER_PAGE, by=other_reporter,
        at=world.NOW + timedelta(minutes=1),
    )  # fmt: skip
    client = sign_in(officer)

    assert page_of(follow_up) in client.get(page_of(sent)).content.decode()
    assert page_of(sent) in client.get(page_of(follow_up)).content.decode()
    decide(client, sent, "accept")
    assert page_of(follow_up) in client.get(page_of(sent)).content.decode()


def test_lists_say_what_is_overdue(sign_in: SignIn, officer: User, hub: Hub) -> None:
    follow_up = story.open_follow_up(hub)
    FollowUp.objects.filter(pk=follow_up.pk).update(due_on=world.TODAY - timedelta(days=1))
    client = sign_in(officer)
    page = client.get("/staff/monitoring/followup/?standing=overdue")
    assert list(page.context["cl"].result_list) == [follow_up]
    assert "เกินกำหนด" in page.content.decode()
    for standing, count in (("owed", 1), ("received", 0), ("late", 0), ("nonsense", 1)):
        page = client.get(f"/staff/monitoring/followup/?standing={standing}")
        assert page.context["cl"].result_count == count, standing


def test_more_time_is_given_and_a_report_waived_on_the_record(
    sign_in: SignIn, officer: User, auditor: User, hub: Hub
) -> None:
    follow_up = story.open_follow_up(hub)
    client = sign_in(officer)
    assert decide(sign_in(auditor), follow_up, "extend", reason="น้ำท่วม", due_on=LATER) == 403
    assert decide(client, follow_up, "extend", reason="", due_on=LATER) == 409
    assert decide(client, follow_up, "extend", reason="น้ำท่วม", due_on=LATER) == 302
    follow_up = FollowUp.objects.get(pk=follow_up.pk)
    assert follow_up.due_on == date(2026, 5, 30)
    assert "น้ำท่วม" in client.get(page_of(follow_up)).content.decode()
    assert decide(client, follow_up, "waive", reason="อาคารเสียหาย") == 302
    assert state_of(follow_up) == FollowUpState.WAIVED
    assert "/review/waive/" not in client.get(page_of(follow_up)).content.decode()


def test_a_round_s_due_date_moves_those_that_were_due_with_it(
    sign_in: SignIn, officer: User, hub: Hub, other_lao: Lao
) -> None:
    other = story.make_hub(other_lao, date(2025, 12, 1))
    follow_up, extended = story.open_follow_up(hub), story.open_follow_up(other)
    client = sign_in(officer)
    decide(client, extended, "extend", reason="น้ำท่วม", due_on="20/5/2569")
    url = reverse("admin:monitoring_round_change", args=[follow_up.round_id])

    answer = client.post(url, {"opens_on": "1/3/2569", "due_on": "15/5/2569"})

    assert answer.status_code == 302
    days = dict(FollowUp.objects.values_list("pk", "due_on"))
    assert days == {follow_up.pk: date(2026, 5, 15), extended.pk: date(2026, 5, 20)}
    page = client.get(page_of(follow_up)).content.decode()
    assert "15 พ.ค. 69" in page


def test_a_window_that_cannot_be_is_refused_at_the_field(
    sign_in: SignIn, officer: User, hub: Hub
) -> None:
    follow_up = story.open_follow_up(hub)
    url = reverse("admin:monitoring_round_change", args=[follow_up.round_id])
    for opens_on, due_on in (
        ("1/3/2569", "1/3/2568"),
        ("1/3/2568", "30/4/2569"),
        ("1/6/2569", "1/5/2569"),
        ("31/2/2569", "x"),
    ):
        answer = sign_in(officer).post(url, {"opens_on": opens_on, "due_on": due_on})
        assert answer.status_code == 200
        assert "errorlist" in answer.content.decode()


def test_an_auditor_reads_the_report_without_who_wrote_it(
    sign_in: SignIn, officer: User, auditor: User, sent: FollowUp
) -> None:
    phone = story.COMPLETE["general.phone"]
    assert phone in sign_in(officer).get(page_of(sent)).content.decode()
    page = sign_in(auditor).get(page_of(sent)).content.decode()
    assert phone not in page
    assert "เวทีประชาคม" in page
