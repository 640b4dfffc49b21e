"""A hub's page: registered, established, suspended and closed there, by those who may."""

from collections.abc import Callable

import pytest
from django.test import Client
from django.urls import reverse

from hubs.actions.life import Verb
from hubs.models import Hub, HubState
from onde_portal.accounts.models import User
from onde_portal.registry.models import Lao
from tests.workflow.cases import note
from tests.world import TODAY

SignIn = Callable[[User], Client]
pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("frozen")]


def move(client: Client, hub: Hub, verb: str, /, **data: object) -> int:
    hub.refresh_from_db()
    url = reverse("admin:hubs_hub_move", args=[hub.pk, verb])
    return client.post(url, {"version": hub.version, **data}).status_code


@pytest.fixture
def preparing(sign_in: SignIn, officer: User, lao: Lao) -> Hub:
    """Registered through the form."""
    answer = sign_in(officer).post("/staff/hubs/hub/add/", {"lao": lao.pk, "name": ""})
    hub = Hub.objects.get()
    assert answer.headers["Location"] == reverse("admin:hubs_hub_life", args=[hub.pk])
    return hub


def test_a_hub_is_registered_once_at_an_lao(
    sign_in: SignIn, officer: User, preparing: Hub, lao: Lao
) -> None:
    assert preparing.state == HubState.PREPARING
    again = sign_in(officer).post("/staff/hubs/hub/add/", {"lao": lao.pk, "name": "อีกแห่ง"})
    assert again.status_code == 200
    assert "อีกแห่ง" in again.content.decode()
    assert Hub.objects.count() == 1


def test_a_hub_lives_through_its_page(sign_in: SignIn, officer: User, preparing: Hub) -> None:
    client, hub = sign_in(officer), preparing
    paper = note("ประกาศ.txt")
    assert move(client, hub, "establish", on="๒๐ เม.ย. ๒๕๖๙", number="12/2569", file=paper) == 302
    assert move(client, hub, "operate") == 302
    assert move(client, hub, "suspend", reason="ปรับปรุงอาคาร") == 302
    assert move(client, hub, "resume") == 302
    assert move(client, hub, "close", on="20/4/2569", reason="ยุบรวม") == 302

    hub.refresh_from_db()
    assert (hub.state, hub.announcement_number) == (HubState.CLOSED, "12/2569")
    page = client.get(reverse("admin:hubs_hub_life", args=[hub.pk])).content.decode()
    assert "ยุบรวม" in page
    assert "ประกาศ.txt" in page
    assert 'action="' + reverse("admin:hubs_hub_move", args=[hub.pk, "close"]) not in page


def test_a_paper_of_a_hub_comes_as_an_attachment_to_the_office_only(
    sign_in: SignIn, officer: User, reporter: User, preparing: Hub
) -> None:
    client = sign_in(officer)
    move(client, preparing, "establish", on="20/4/2569", number="1", file=note("ประกาศ.txt"))
    paper = preparing.documents.get()
    url = reverse("admin:hubs_hub_document", args=[preparing.pk, paper.pk])
    answer = client.get(url)
    assert answer.headers["Content-Disposition"].startswith("attachment")
    assert answer.getvalue()
    assert sign_in(reporter).get(url).status_code == 302


@pytest.mark.parametrize(
    ("day", "said"), [("31/2/2569", "31/2/2569"), ("1/1/2600", "1/1/2600"), ("พรุ่งนี้", "พรุ่งนี้")]
)
def test_a_day_that_cannot_be_is_refused_and_nothing_typed_is_lost(
    sign_in: SignIn, officer: User, preparing: Hub, day: str, said: str
) -> None:
    url = reverse("admin:hubs_hub_move", args=[preparing.pk, "establish"])
    answer = sign_in(officer).post(
        url, {"version": preparing.version, "on": day, "number": "7/2569"}
    )

    assert answer.status_code == 409
    assert 'role="alert"' in answer.content.decode()
    assert f'value="{said}"' in answer.content.decode()
    assert 'value="7/2569"' in answer.content.decode()
    preparing.refresh_from_db()
    assert preparing.state == HubState.PREPARING


def test_an_older_page_does_not_undo_what_somebody_else_did(
    sign_in: SignIn, officer: User, head: User, preparing: Hub
) -> None:
    old = preparing.version
    assert move(sign_in(head), preparing, "establish", on="20/4/2569", number="1") == 302
    url = reverse("admin:hubs_hub_move", args=[preparing.pk, "suspend"])

    answer = sign_in(officer).post(url, {"version": old, "reason": "เหตุผลที่พิมพ์ไว้"})

    assert answer.status_code == 409
    assert "เหตุผลที่พิมพ์ไว้" in answer.content.decode()
    assert not preparing.events.filter(verb=Verb.SUSPENDED).exists()


def test_only_officers_and_heads_change_a_hub(
    sign_in: SignIn, director: User, auditor: User, administrator: User, preparing: Hub
) -> None:
    for person in (director, auditor, administrator):
        client = sign_in(person)
        page = client.get(reverse("admin:hubs_hub_life", args=[preparing.pk]))
        assert page.status_code == 200
        assert "/life/establish/" not in page.content.decode()
        assert move(client, preparing, "establish", on="20/4/2569", number="1") == 403


def test_moves_are_posted_and_known(sign_in: SignIn, officer: User, preparing: Hub) -> None:
    client = sign_in(officer)
    assert (
        client.get(reverse("admin:hubs_hub_move", args=[preparing.pk, "close"])).status_code == 405
    )
    assert move(client, preparing, "explode") == 404
    url = reverse("admin:hubs_hub_move", args=[preparing.pk, "operate"])
    for spoiled in ("", "x", "๑", "9" * 40):
        assert client.post(url, {"version": spoiled}).status_code == 409
    preparing.refresh_from_db()
    assert preparing.state == HubState.PREPARING


def test_contact_people_are_kept_and_a_wrong_address_is_refused(
    sign_in: SignIn, officer: User, preparing: Hub
) -> None:
    client = sign_in(officer)
    row = {"name": "สมศรี <b>", "position": "ปลัด", "phone": "042", "email": "a@b.example"}
    assert move(client, preparing, "contacts", **row) == 302
    page = client.get(reverse("admin:hubs_hub_life", args=[preparing.pk])).content.decode()
    assert "สมศรี &lt;b&gt;" in page
    assert move(client, preparing, "contacts", **(row | {"email": "not-an-address"})) == 409
    assert preparing.contacts.get().email == "a@b.example"


def test_what_the_register_refuses_is_said_and_the_form_kept(
    sign_in: SignIn, officer: User, lao: Lao
) -> None:
    lao.gone_on = TODAY
    lao.save()
    client = sign_in(officer)

    answer = client.post("/staff/hubs/hub/add/", {"lao": lao.pk, "name": "ชื่อที่พิมพ์ไว้"}, follow=True)

    page = answer.content.decode()
    assert "ชื่อที่พิมพ์ไว้" in page
    assert "messagelist" in page
    assert not Hub.objects.exists()
