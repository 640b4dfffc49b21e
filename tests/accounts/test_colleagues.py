"""People of an LAO bring colleagues in and hand their own office over, at their own LAO only."""

import re
from collections.abc import Callable

import pytest
from django.test import Client
from django.urls import reverse

from onde_portal.accounts import actions
from onde_portal.accounts.models import Invitation, Mail, Membership, Role, User
from onde_portal.registry.models import Lao
from tests.world import NOW

pytestmark = pytest.mark.django_db
NEW = "kanda@nongbua.example"
SignIn = Callable[[User], Client]


def invite(client: Client, lao: Lao, **changes: str) -> int:
    posted = {"email": NEW, "kind": "reporter"} | changes
    return client.post(reverse("colleague-invite", args=[lao.pk]), posted).status_code


def accept(person: User | None = None) -> User:
    body = Mail.objects.filter(kind="invitation").latest("pk").body
    found = re.search(r"/invitations/([\w-]+)/", body)
    assert found
    return actions.accept_invitation(
        token=found[1], first_name="กานดา", last_name="ทองดี", password="ทุ่งนาเขียว-ยามเช้า",  # noqa: S106
        at=NOW,
    )  # fmt: skip


def test_a_reporter_invites_a_colleague_who_then_reports_too(
    sign_in: SignIn, reporter: User, lao: Lao
) -> None:
    assert invite(sign_in(reporter), lao) == 302
    colleague = accept()
    assert Membership.objects.current().filter(lao=lao).count() == 2
    page = sign_in(colleague).get(reverse("colleagues", args=[lao.pk])).content.decode()
    assert str(reporter) in page


def test_a_successor_takes_the_office_over_when_accepting_and_not_before(
    sign_in: SignIn, reporter: User, lao: Lao
) -> None:
    assert invite(sign_in(reporter), lao, hand_over="on") == 302
    assert reporter.memberships.current().exists()
    successor = accept()
    assert not reporter.memberships.current().exists()
    assert successor.memberships.current().get().kind == "reporter"
    told = Mail.objects.get(kind="handed-over")
    assert (told.recipient, str(successor) in told.body) == (reporter.email, True)


def test_only_an_office_of_ones_own_is_handed_over(
    sign_in: SignIn, reporter: User, certifier: User, lao: Lao
) -> None:
    assert invite(sign_in(reporter), lao, kind="certifier", hand_over="on") == 422
    with pytest.raises(actions.NotAllowed):
        actions.invite(
            email=NEW, role=Role.LAO, lao=lao, kind="certifier",
            replaces=certifier.memberships.get(), by=reporter, at=NOW,
        )  # fmt: skip
    assert not Invitation.objects.exists()


def test_nobody_invites_to_another_lao_or_reads_its_people(
    sign_in: SignIn, reporter: User, other_lao: Lao
) -> None:
    client = sign_in(reporter)
    assert invite(client, other_lao) == 404
    assert client.get(reverse("colleagues", args=[other_lao.pk])).status_code == 404
    with pytest.raises(actions.NotAllowed):
        actions.invite(
            email=NEW, role=Role.LAO, lao=other_lao, kind="reporter", by=reporter, at=NOW
        )


def test_who_left_no_longer_invites(
    sign_in: SignIn, reporter: User, officer: User, lao: Lao
) -> None:
    actions.end_membership(membership=reporter.memberships.get(), by=officer, at=NOW)
    assert invite(sign_in(reporter), lao) == 404


def test_ten_open_invitations_are_enough(sign_in: SignIn, reporter: User, lao: Lao) -> None:
    client = sign_in(reporter)
    for number in range(actions.MOST_OPEN_INVITATIONS):
        assert invite(client, lao, email=f"p{number}@nongbua.example") == 302
    assert invite(client, lao, email="one.more@nongbua.example") == 409


def test_an_open_invitation_is_taken_back_by_the_lao_that_sent_it(
    sign_in: SignIn, reporter: User, other_reporter: User, lao: Lao, other_lao: Lao
) -> None:
    invite(sign_in(reporter), lao)
    invitation = Invitation.objects.get()
    stranger = reverse("colleague-withdraw", args=[other_lao.pk, invitation.pk])
    assert sign_in(other_reporter).post(stranger).status_code == 404
    sign_in(reporter).post(reverse("colleague-withdraw", args=[lao.pk, invitation.pk]))
    invitation.refresh_from_db()
    assert invitation.withdrawn_at


def test_what_was_typed_stays_when_it_is_refused(
    sign_in: SignIn, reporter: User, certifier: User, lao: Lao
) -> None:
    posted = {"email": certifier.email, "kind": "certifier"}
    answer = sign_in(reporter).post(reverse("colleague-invite", args=[lao.pk]), posted)
    assert answer.status_code == 409
    assert certifier.email in answer.content.decode()
