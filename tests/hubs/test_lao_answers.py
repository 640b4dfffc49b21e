"""The two short forms of an LAO in a programme: is it ready, and who comes to the workshop."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.test import Client

from hubs.actions.readiness import ask_readiness
from hubs.actions.selection import add_candidate
from hubs.models import HubProgramme, Invitee, Readiness
from onde_portal.accounts.models import User
from onde_portal.registry.models import Lao
from tests.hubs.chain import open_one
from tests.hubs.programme import make_approved, make_cohort
from tests.world import NOW, TODAY

SignIn = Callable[[User], Client]
pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("frozen")]


@pytest.fixture
def programme(officer: User) -> HubProgramme:
    return open_one(officer)


@pytest.fixture
def readiness(programme: HubProgramme, lao: Lao, officer: User) -> Readiness:
    candidate = add_candidate(programme=programme, lao=lao, by=officer, at=NOW)
    ask_readiness(
        programme=programme, candidates=[candidate], due_on=TODAY + timedelta(days=7),
        by=officer, at=NOW,
    )  # fmt: skip
    return Readiness.objects.get()


@pytest.fixture
def invitee(programme: HubProgramme, lao: Lao, officer: User) -> Invitee:
    cohort = make_cohort(programme, 1, make_approved(programme, lao))
    cohort.invitees.update(invited_at=NOW, invited_by=officer, letter_year=2569, letter_number=1)
    return cohort.invitees.get()


def send(client: Client, path: str, **values: object) -> tuple[int, str]:
    answer = client.post(f"{path}send/", values)
    return answer.status_code, answer.content.decode()


def test_a_ready_lao_says_so_with_its_coordinator_in_one_form(
    sign_in: SignIn, reporter: User, readiness: Readiness
) -> None:
    client = sign_in(reporter)
    path = f"/lao/readiness/{readiness.pk}/"
    assert client.get(path).status_code == 200
    status, _page = send(
        client, path, answer="yes", coordinator="นางมาลี ใจงาม", phone="0๘1-234-5678",
        version=readiness.version,
    )  # fmt: skip
    readiness.refresh_from_db()
    assert (status, readiness.answer, readiness.coordinator) == (302, "yes", "นางมาลี ใจงาม")
    assert readiness.answered_at == NOW


def test_a_refused_answer_says_why_and_keeps_what_was_typed(
    sign_in: SignIn, reporter: User, readiness: Readiness
) -> None:
    status, page = send(
        sign_in(reporter), f"/lao/readiness/{readiness.pk}/", answer="no", reason="",
        coordinator="นางมาลี 🌸", version=readiness.version,
    )  # fmt: skip
    readiness.refresh_from_db()
    assert (status, readiness.answered_at) == (409, None)
    assert 'role="alert"' in page
    assert "นางมาลี 🌸" in page


def test_an_answer_given_meanwhile_is_not_overwritten(
    sign_in: SignIn, reporter: User, readiness: Readiness
) -> None:
    client, path = sign_in(reporter), f"/lao/readiness/{readiness.pk}/"
    seen = readiness.version
    send(client, path, answer="yes", coordinator="ก", phone="1", version=seen)
    status, page = send(client, path, answer="later", reason="รองบประมาณ", version=seen)
    readiness.refresh_from_db()
    assert (status, readiness.answer) == (409, "yes")
    assert "รองบประมาณ" in page


def test_who_comes_is_named_and_can_be_changed_before_the_workshop(
    sign_in: SignIn, reporter: User, invitee: Invitee
) -> None:
    client, path = sign_in(reporter), f"/lao/invitation/{invitee.pk}/"
    answer = client.post(
        f"{path}send/",
        {"answer": "comes", "name": ["นายชัย มีสุข", ""], "position": ["ปลัด", ""],
         "phone": ["", ""], "version": invitee.version},
    )  # fmt: skip
    assert answer.status_code == 302
    assert "นายชัย มีสุข" in client.get(path).content.decode()
    invitee.refresh_from_db()
    refused = client.post(f"{path}send/", {"answer": "cannot", "version": invitee.version})
    assert refused.status_code == 409
    assert [one.name for one in invitee.delegates.all()] == ["นายชัย มีสุข"]


def test_the_readiness_of_another_lao_is_not_there(
    sign_in: SignIn, other_reporter: User, readiness: Readiness
) -> None:
    client = sign_in(other_reporter)
    assert client.get(f"/lao/readiness/{readiness.pk}/").status_code == 404


def test_the_invitation_of_another_lao_is_not_there(
    sign_in: SignIn, other_reporter: User, invitee: Invitee
) -> None:
    client = sign_in(other_reporter)
    assert client.get(f"/lao/invitation/{invitee.pk}/").status_code == 404
