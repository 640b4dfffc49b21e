"""A page sent after the session ended is not lost, with or without scripts."""

import pytest
from django.test import Client
from django.urls import reverse

from monitoring.actions import save_answer
from monitoring.models import Answer, FollowUp
from onde_portal.accounts.models import User
from tests import world

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("frozen")]
MINE, THEIRS = "เริ่มจากเรื่องใกล้ตัว", "ฟังก่อนพูด"


def form_of(follow_up: FollowUp) -> str:
    return reverse("monitoring:report", args=[follow_up.pk])


def keep(client: Client, follow_up: FollowUp, **texts: str) -> str:
    """Post the whole page; the address that the portal leads to."""
    address = reverse("monitoring:report-keep", args=[follow_up.pk])
    response = client.post(address, texts | {"csrfmiddlewaretoken": "x", "go": "stay"})
    return response["Location"] if response.has_header("Location") else ""


def read(client: Client, follow_up: FollowUp) -> str:
    return client.get(form_of(follow_up)).content.decode()


@pytest.fixture
def returned(client: Client, reporter: User, follow_up: FollowUp) -> Client:
    """A browser whose session ended before it sent a page, and that has signed in again."""
    assert form_of(follow_up) in keep(client, follow_up, lessons=MINE)
    login = {"login": reporter.email, "password": world.PASSWORD}
    client.post(reverse("account_login"), login)
    return client


def test_it_stands_in_the_form_again_after_signing_in(
    returned: Client, follow_up: FollowUp
) -> None:
    assert MINE in read(returned, follow_up)
    assert not Answer.objects.exists()


def test_it_is_forgotten_once_it_has_been_saved(returned: Client, follow_up: FollowUp) -> None:
    keep(returned, follow_up, lessons=MINE)
    Answer.objects.filter(key="lessons").update(text=THEIRS)

    page = read(returned, follow_up)
    assert THEIRS in page
    assert MINE not in page


def test_it_does_not_go_over_what_a_colleague_saved_meanwhile(
    returned: Client, certifier: User, follow_up: FollowUp
) -> None:
    save_answer(
        follow_up=follow_up, key="lessons", text=THEIRS, version=None, by=certifier, at=world.NOW
    )
    cards = returned.get(form_of(follow_up)).context["page"].cards
    fields = {field.key: field for card in cards for field in card.section.fields}
    shown = fields["lessons"]
    assert (shown.raw, shown.version) == (MINE, 0)

    keep(returned, follow_up, **{"lessons": MINE, "version:lessons": "0"})

    assert Answer.objects.get(follow_up=follow_up, key="lessons").text == THEIRS


def test_nobody_else_is_shown_it(client: Client, other_reporter: User, follow_up: FollowUp) -> None:
    keep(client, follow_up, lessons=MINE)
    client.force_login(other_reporter)

    assert client.get(form_of(follow_up)).status_code == 404


def test_what_is_far_too_long_is_not_stored_for_strangers(
    client: Client, follow_up: FollowUp
) -> None:
    keep(client, follow_up, lessons="ก" * 200_001)

    assert "interrupted_report" not in client.session


@pytest.mark.parametrize(
    ("referer", "then"),
    [
        ("http://testserver/reports/1/check/?x=1", "/reports/1/check/%3Fx%3D1"),
        ("http://testserver/reports/1/send/", "/"),
        ("https://elsewhere.example/reports/1/check/", "/"),
        ("http://testserver//elsewhere.example/", "/"),
        ("", "/"),
    ],
)
def test_whoever_sends_a_form_too_late_returns_to_its_page_after_signing_in(
    client: Client, follow_up: FollowUp, referer: str, then: str
) -> None:
    pk = str(follow_up.pk)
    address = reverse("monitoring:report-send", args=[follow_up.pk])
    came_from = referer.replace("/1/", f"/{pk}/")
    response = client.post(address, {"token": "t" * 43}, headers={"Referer": came_from})

    assert response["Location"].endswith(f"?next={then.replace('/1/', f'/{pk}/')}")
