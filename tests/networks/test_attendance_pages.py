"""Signing in to an event by the own phone: without an account and without anybody's data."""

import re
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.conf import settings
from django.core.cache import cache
from django.http import HttpRequest, HttpResponse
from django.test import Client
from django.urls import reverse

from networks.models import Activity, NetworkProject, Participant, Person, SignIn
from onde_portal.accounts.models import User
from onde_portal.assessments.views.device import (
    COOKIE,
    forget_participant,
    remember_participant,
    remembered,
)
from tests.networks.people import make_activity, make_participant, make_person, make_project
from tests.world import NOW

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("frozen")]
FORM = {"first_name": "มานะ", "last_name": "อดทน", "phone": "081-234-5678"}
Send = Callable[..., HttpResponse]


@pytest.fixture(autouse=True)
def nothing_counted() -> None:
    cache.clear()


@pytest.fixture
def project(officer: User) -> NetworkProject:
    return make_project(officer)


@pytest.fixture
def activity(project: NetworkProject) -> Activity:
    """Two days from today on."""
    return make_activity(project)


@pytest.fixture
def participant(project: NetworkProject) -> Participant:
    return make_participant(project, make_person("สมชาย", "ใจดี", phone="089-111-2222"))


def page(activity: Activity, part: str = "attend") -> str:
    return reverse(f"networks:{part}", args=[activity.token])


def words(answer: Any) -> str:
    """What the page says, without what is the browser's own: its form token and its address."""
    return re.sub(r'name="(?:csrfmiddlewaretoken|next)" value="[^"]*"', "", answer.text)


def send_code(activity: Activity, code: str, **phone: str) -> HttpResponse:
    answer: HttpResponse = Client().post(page(activity, "attend-code"), {"code": code}, **phone)  # type: ignore[arg-type,assignment]
    return answer


def test_the_page_shows_the_event_and_nobodys_name(
    activity: Activity, participant: Participant
) -> None:
    answer = Client().get(page(activity))
    assert activity.title in answer.text
    assert activity.place in answer.text
    for secret in ("สมชาย", "ใจดี", participant.code, "089", activity.project.title + "<"):
        assert secret not in answer.text
    assert answer.headers["Cache-Control"] == "no-store, private"
    assert answer.headers["Referrer-Policy"] == "same-origin"


def test_a_card_signs_in_and_the_phone_is_remembered(
    activity: Activity, participant: Participant
) -> None:
    phone = Client()
    answer = phone.post(page(activity, "attend-code"), {"code": participant.code}, follow=True)
    assert answer.redirect_chain == [(page(activity, "attend-done"), 302)]
    assert "สมชาย" not in answer.text
    assert SignIn.objects.get().how == SignIn.How.PHONE
    cookie = phone.cookies[COOKIE]
    assert cookie["httponly"]
    assert cookie["samesite"] == "Lax"
    request = HttpRequest()
    request.COOKIES = {COOKIE: cookie.value}
    assert remembered(request, activity.project) == participant


def test_a_phone_is_remembered_for_a_day_in_its_own_project(
    participant: Participant, officer: User, frozen: time_machine.Traveller
) -> None:
    answer = HttpResponse()
    remember_participant(answer, participant)
    request = HttpRequest()
    request.COOKIES = {COOKIE: answer.cookies[COOKIE].value}
    assert remembered(request, make_project(officer)) is None
    frozen.move_to(NOW + timedelta(hours=25))
    assert remembered(request, participant.project) is None
    forget_participant(answer)
    assert answer.cookies[COOKIE]["max-age"] == 0


@pytest.mark.parametrize("forged", ["", "1", "1:abc:def", "x" * 5000])
def test_a_forged_cookie_is_nobodys(participant: Participant, forged: str) -> None:
    request = HttpRequest()
    request.COOKIES = {COOKIE: forged}
    assert remembered(request, participant.project) is None


def test_a_wrong_code_is_refused_kindly_and_kept_in_the_field(
    activity: Activity, participant: Participant
) -> None:
    answer = send_code(activity, "กขค<b>1")
    assert answer.status_code == 422
    assert "กขค&lt;b&gt;1" in answer.text
    assert not SignIn.objects.exists()


def test_a_walk_in_registers_and_signs_in(activity: Activity) -> None:
    phone = Client()
    answer = phone.post(page(activity, "attend-name"), FORM, follow=True)
    assert answer.redirect_chain == [(page(activity, "attend-done"), 302)]
    assert Participant.objects.get().source == Participant.Source.WALK_IN
    assert phone.cookies[COOKIE].value


def test_the_answer_is_the_same_whether_somebody_was_known_or_not(
    activity: Activity, participant: Participant
) -> None:
    known = {"first_name": "สมชาย", "last_name": "ใจดี", "phone": "0891112222"}
    answers = []
    for form in (known, FORM):
        phone = Client()
        answer = phone.post(page(activity, "attend-name"), form, follow=True)
        shown = (answer.status_code, answer.redirect_chain, words(answer), set(phone.cookies))
        answers.append(shown)
    assert answers[0] == answers[1]
    assert Person.objects.count() == 2


def test_what_a_walk_in_typed_stays_where_something_is_missing(activity: Activity) -> None:
    answer = Client().post(page(activity, "attend-name"), FORM | {"phone": ""})
    assert answer.status_code == 422
    assert "อดทน" in answer.text
    too_long = Client().post(page(activity, "attend-name"), FORM | {"last_name": "ก" * 200_000})
    assert too_long.status_code == 422
    assert not Person.objects.exists()


def test_walk_ins_need_the_event_to_take_them(activity: Activity) -> None:
    Activity.objects.update(walk_ins=False)
    assert page(activity, "attend-name") not in Client().get(page(activity)).text
    assert Client().post(page(activity, "attend-name"), FORM).status_code == 409


@pytest.mark.parametrize("days", [-3, 5])
def test_outside_its_days_an_event_takes_nobody(
    activity: Activity, participant: Participant, frozen: time_machine.Traveller, days: int
) -> None:
    frozen.move_to(NOW + timedelta(days=days))
    assert send_code(activity, participant.code).status_code in {404, 409}
    assert not SignIn.objects.exists()


def test_old_foreign_and_guessed_links_get_one_kind_refusal(activity: Activity) -> None:
    over = make_activity(activity.project, on=activity.starts_on - timedelta(days=30))
    off = make_activity(activity.project)
    Activity.objects.filter(pk=off.pk).update(state=Activity.State.CANCELLED)
    answers = [
        Client().get(reverse("networks:attend", args=[token]))
        for token in (over.token, off.token, "x" * 22, "น้ำ", "y" * 300)
    ]
    assert {answer.status_code for answer in answers} == {404}
    assert len({words(answer) for answer in answers}) == 1
    assert activity.title not in answers[0].text


def test_a_hall_may_mistype_but_nobody_may_guess_on(
    activity: Activity, participant: Participant
) -> None:
    for number in range(60):
        assert send_code(activity, f"GUESS{number:03}").status_code == 422
    assert send_code(activity, participant.code).status_code == 429
    elsewhere = {"REMOTE_ADDR": "203.0.113.9"}
    assert send_code(activity, participant.code, **elsewhere).status_code == 302


def test_right_codes_are_never_counted(activity: Activity, participant: Participant) -> None:
    for _turn in range(70):
        assert send_code(activity, participant.code).status_code == 302


def test_the_form_takes_no_post_from_another_site(
    activity: Activity, participant: Participant
) -> None:
    phone = Client(enforce_csrf_checks=True)
    form = {"code": participant.code}
    assert phone.post(page(activity, "attend-code"), form).status_code == 403
    shown = phone.get(page(activity))
    token = phone.cookies[settings.CSRF_COOKIE_NAME].value
    assert shown.status_code == 200
    sent = phone.post(page(activity, "attend-code"), form | {"csrfmiddlewaretoken": token})
    assert sent.status_code == 302
