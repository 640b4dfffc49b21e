"""More time: the LAO asks, the Office decides, and the date moves only when it says so."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse

from monitoring.actions import submit_report
from monitoring.actions.requests import ask_for_time, grant_time, refuse_time, withdraw_request
from monitoring.errors import (
    AnswerNeeded,
    AskedAlready,
    NotAllowed,
    NotEditable,
    ReasonNeeded,
    RequestSettled,
    WishTooEarly,
    WishTooLate,
)
from monitoring.models import FollowUp, TimeRequest
from monitoring.selectors.follow_ups import round_completeness
from onde_portal.accounts.models import Mail, User
from onde_portal.workbench.selectors import work_for
from tests import world
from tests.monitoring import story
from tests.races import at_once

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("frozen")]
SignIn = Callable[[User], Client]


def ask(follow_up: FollowUp, by: User, days: int = 20, reason: str = "น้ำท่วม") -> TimeRequest:
    return ask_for_time(
        follow_up=follow_up, wished_on=follow_up.due_on + timedelta(days=days), reason=reason,
        by=by, at=world.NOW,
    )  # fmt: skip


def test_the_date_stays_until_the_office_grants_another(
    follow_up: FollowUp, reporter: User, officer: User
) -> None:
    asked, due_on = ask(follow_up, reporter), follow_up.due_on
    follow_up.refresh_from_db()
    assert (follow_up.due_on, follow_up.is_extended) == (due_on, False)
    granted = due_on + timedelta(days=10)
    grant_time(request=asked, due_on=granted, answer="ให้ได้สิบวัน", by=officer, at=world.NOW)
    follow_up.refresh_from_db()
    asked.refresh_from_db()
    assert (follow_up.due_on, asked.granted_on, asked.is_open) == (granted, granted, False)
    told = Mail.objects.get(kind="time-answered", recipient=reporter.email)
    assert "ให้ได้สิบวัน" in told.body


def test_a_refusal_says_why_and_leaves_everything_as_it_is(
    follow_up: FollowUp, reporter: User, officer: User
) -> None:
    asked, due_on = ask(follow_up, reporter), follow_up.due_on
    with pytest.raises(AnswerNeeded):
        refuse_time(request=asked, answer=" ", by=officer, at=world.NOW)
    refuse_time(request=asked, answer="ขอให้ส่งตามกำหนด", by=officer, at=world.NOW)
    follow_up.refresh_from_db()
    assert follow_up.due_on == due_on
    with pytest.raises(RequestSettled):
        grant_time(request=asked, due_on=due_on + timedelta(days=3), by=officer, at=world.NOW)
    assert ask(follow_up, reporter).is_open


@pytest.mark.parametrize(
    ("days", "reason", "refusal"),
    [(20, " ", ReasonNeeded), (0, "น้ำท่วม", WishTooEarly), (400, "น้ำท่วม", WishTooLate)],
)
def test_wishes_that_cannot_be_meant_are_refused(
    follow_up: FollowUp, reporter: User, days: int, reason: str, refusal: type[Exception]
) -> None:
    with pytest.raises(refusal):
        ask(follow_up, reporter, days, reason)


def test_one_request_at_a_time_by_the_lao_alone(
    follow_up: FollowUp, reporter: User, officer: User
) -> None:
    asked = ask(follow_up, reporter)
    with pytest.raises(AskedAlready):
        ask(follow_up, reporter)
    with pytest.raises(NotAllowed):
        ask(follow_up, officer)
    with pytest.raises(NotAllowed):
        refuse_time(request=asked, answer="ไม่", by=reporter, at=world.NOW)
    withdraw_request(request=asked, by=reporter, at=world.NOW)
    assert ask(follow_up, reporter).is_open


def test_a_report_that_is_sent_asks_for_nothing_any_more(
    follow_up: FollowUp, reporter: User
) -> None:
    ask(follow_up, reporter)
    story.fill(follow_up, reporter)
    submit_report(follow_up=follow_up, token=story.PAGE, by=reporter, at=world.NOW)
    assert not TimeRequest.objects.open().exists()
    with pytest.raises(NotEditable):
        ask(follow_up, reporter)


def test_asking_is_neither_extended_nor_received_in_any_count(
    follow_up: FollowUp, reporter: User
) -> None:
    before = round_completeness(follow_up.round, world.TODAY)
    ask(follow_up, reporter)
    assert round_completeness(follow_up.round, world.TODAY) == before


@pytest.mark.django_db(transaction=True)
def test_asked_twice_at_once_there_is_one_request(follow_up: FollowUp, reporter: User) -> None:
    ends = at_once(AskedAlready, *[lambda: ask(follow_up, reporter) for _click in range(4)])
    assert ends.count("done") == 1
    assert TimeRequest.objects.count() == 1


def test_the_lao_asks_on_its_page_and_the_office_answers_on_the_review(
    sign_in: SignIn, follow_up: FollowUp, reporter: User, officer: User
) -> None:
    lao = sign_in(reporter)
    url = reverse("monitoring:report-ask-time", args=[follow_up.pk])
    unclear = lao.post(url, {"wished_on": "เร็ว ๆ นี้", "reason": "น้ำท่วม"})
    assert unclear.status_code == 422
    assert "น้ำท่วม" in unclear.content.decode()
    assert lao.post(url, {"wished_on": "31/5/2569", "reason": "น้ำท่วม"}).status_code == 302
    assert "31 พฤษภาคม 2569" in lao.get(reverse("lao-home")).content.decode()
    titles = [str(group.title) for group in work_for(officer, world.NOW)]
    assert any("ขยายเวลา" in title or "more time" in title for title in titles)
    office = sign_in(officer)
    review = reverse("admin:monitoring_followup_review", args=[follow_up.pk])
    assert "น้ำท่วม" in office.get(review).content.decode()
    refused = office.post(f"{review}refuse/", {"reason": "", "due_on": "31/5/2569"})
    assert refused.status_code == 409
    assert office.post(f"{review}grant/", {"due_on": "31/5/2569"}).status_code == 302
    follow_up.refresh_from_db()
    assert follow_up.is_extended


def test_nobody_asks_for_another_lao(
    sign_in: SignIn, follow_up: FollowUp, other_reporter: User, officer: User
) -> None:
    url = reverse("monitoring:report-ask-time", args=[follow_up.pk])
    posted = {"wished_on": "31/5/2569", "reason": "น้ำท่วม"}
    assert sign_in(other_reporter).post(url, posted).status_code == 404
    assert sign_in(officer).post(url, posted).status_code == 403
