"""The staff's pages about people."""

from collections.abc import Callable

import pytest
from django.test import Client
from django.utils import timezone

from onde_portal.accounts.models import (
    Invitation,
    Mail,
    Membership,
    RefusedAddress,
    Role,
    StandIn,
    User,
)
from onde_portal.accounts.refused import note_refused
from onde_portal.registry.models import Lao
from tests.world import NOW, TODAY

pytestmark = [pytest.mark.django_db, pytest.mark.ignore_template_errors]
SignIn = Callable[[User], Client]
LISTS = ["user", "membership", "invitation", "standin", "mail", "refusedaddress"]


@pytest.mark.parametrize("model", LISTS)
def test_every_list_of_people_opens_for_those_who_manage_them(
    sign_in: SignIn, administrator: User, reporter: User, model: str
) -> None:
    assert sign_in(administrator).get(f"/staff/accounts/{model}/").status_code == 200
    assert sign_in(administrator).get(f"/staff/accounts/{model}/?q=มาลี").status_code == 200


@pytest.mark.parametrize("model", LISTS)
def test_lao_people_see_none_of_them(sign_in: SignIn, reporter: User, model: str) -> None:
    assert sign_in(reporter).get(f"/staff/accounts/{model}/").status_code in {302, 403, 404}


def test_officers_do_not_read_other_people_s_mail(sign_in: SignIn, officer: User) -> None:
    assert sign_in(officer).get("/staff/accounts/mail/").status_code == 403


def test_the_mail_log_never_shows_a_text(sign_in: SignIn, administrator: User) -> None:
    mail = Mail.objects.create(
        kind="password-reset",
        recipient="a@b.example",
        about="x",
        subject="s",
        body="the-secret-link",
        due_at=NOW,
    )
    page = sign_in(administrator).get(f"/staff/accounts/mail/{mail.pk}/change/")

    assert page.status_code == 200
    assert b"the-secret-link" not in page.content


def test_an_auditor_sees_no_addresses(sign_in: SignIn, auditor: User, reporter: User) -> None:
    client = sign_in(auditor)
    for page in ("/staff/accounts/user/", f"/staff/accounts/user/{reporter.pk}/change/"):
        response = client.get(page)
        assert response.status_code == 200
        assert reporter.email not in response.content.decode()


def test_an_officer_invites_an_lao_officer(sign_in: SignIn, officer: User, lao: Lao) -> None:
    client = sign_in(officer)
    assert client.get("/staff/accounts/invitation/add/").status_code == 200

    response = client.post(
        "/staff/accounts/invitation/add/",
        {"email": "New@NongBua.example", "role": "lao", "lao": lao.pk, "kind": "reporter"},
    )

    assert response.status_code == 302
    made = Invitation.objects.get()
    assert (made.email, made.invited_by) == ("new@nongbua.example", officer)


def test_an_officer_cannot_choose_a_role_of_the_office(sign_in: SignIn, officer: User) -> None:
    response = sign_in(officer).post(
        "/staff/accounts/invitation/add/", {"email": "new@onde.example", "role": "administrator"}
    )

    assert response.status_code == 200
    assert not Invitation.objects.exists()


def test_an_lao_invitation_needs_the_lao(sign_in: SignIn, officer: User) -> None:
    response = sign_in(officer).post(
        "/staff/accounts/invitation/add/", {"email": "new@nongbua.example", "role": "lao"}
    )

    assert response.status_code == 200
    assert not Invitation.objects.exists()


def test_directors_and_auditors_do_not_invite(
    sign_in: SignIn, director: User, auditor: User
) -> None:
    for user in (director, auditor):
        assert sign_in(user).get("/staff/accounts/invitation/add/").status_code == 403


def test_a_head_shuts_somebody_out_and_lets_in_again(
    sign_in: SignIn, head: User, reporter: User
) -> None:
    client = sign_in(head)
    assert client.get(f"/staff/accounts/user/{reporter.pk}/change/").status_code == 200

    for active in (False, True):
        client.post(f"/staff/accounts/user/{reporter.pk}/access/")
        reporter.refresh_from_db()
        assert reporter.is_active is active


def test_looking_at_the_address_of_an_act_does_nothing(
    sign_in: SignIn, head: User, reporter: User
) -> None:
    sign_in(head).get(f"/staff/accounts/user/{reporter.pk}/access/")

    reporter.refresh_from_db()
    assert reporter.is_active


def test_an_officer_changes_nobody_s_role_or_access(
    sign_in: SignIn, officer: User, director: User
) -> None:
    client = sign_in(officer)
    client.post(f"/staff/accounts/user/{director.pk}/access/")
    client.post(f"/staff/accounts/user/{director.pk}/role/", {"role": "auditor"})

    director.refresh_from_db()
    assert (director.is_active, director.role) == (True, Role.DIRECTOR)


def test_a_head_changes_a_role(sign_in: SignIn, head: User, officer: User) -> None:
    sign_in(head).post(f"/staff/accounts/user/{officer.pk}/role/", {"role": "director"})

    officer.refresh_from_db()
    assert officer.role == Role.DIRECTOR


def test_memberships_end_from_the_list(sign_in: SignIn, officer: User, reporter: User) -> None:
    membership = Membership.objects.get(user=reporter)
    chosen = {"action": "end", "_selected_action": [membership.pk]}

    sign_in(officer).post("/staff/accounts/membership/", chosen)

    membership.refresh_from_db()
    assert membership.ended_at is not None


def test_invitations_are_withdrawn_from_the_list(sign_in: SignIn, officer: User, lao: Lao) -> None:
    client = sign_in(officer)
    asked = {"email": "new@nongbua.example", "role": "lao", "lao": lao.pk, "kind": "reporter"}
    client.post("/staff/accounts/invitation/add/", asked)
    made = Invitation.objects.get()

    client.post(
        "/staff/accounts/invitation/", {"action": "withdraw", "_selected_action": [made.pk]}
    )

    made.refresh_from_db()
    assert made.withdrawn_at is not None


def test_a_director_names_a_stand_in_for_herself_only(
    sign_in: SignIn, director: User, head: User, officer: User
) -> None:
    client = sign_in(director)
    period = {"starts_on": TODAY.isoformat(), "ends_on": TODAY.isoformat()}
    for person in (officer, director):
        client.post(
            "/staff/accounts/standin/add/", {"person": person.pk, "stand_in": head.pk} | period
        )

    assert StandIn.objects.get().person == director


def test_officers_put_an_address_right_that_takes_no_mail(
    sign_in: SignIn, officer: User, reporter: User
) -> None:
    note_refused(address=reporter.email, answer="550 5.1.1", at=timezone.now())
    listed = RefusedAddress.objects.get()
    browser = sign_in(officer)
    page = browser.get("/staff/accounts/refusedaddress/").content.decode()
    assert reporter.email in page
    address = f"/staff/accounts/refusedaddress/{listed.pk}/change/"
    taken = browser.post(address, {"email": officer.email})
    assert taken.status_code == 200
    browser.post(address, {"email": "malee@nongbua.example"})
    reporter.refresh_from_db()
    listed.refresh_from_db()
    assert reporter.email == listed.corrected_to == "malee@nongbua.example"
    assert listed.lifted_by == officer


def test_the_log_is_searched_filtered_and_exported_as_shown(
    sign_in: SignIn, head: User, reporter: User
) -> None:
    for rung, state in (("one", "sent"), ("two", "refused")):
        Mail.objects.create(
            kind="reminder", recipient=reporter.email, about="x", rung=rung, subject=rung,
            body="text", state=state, due_at=timezone.now(),
        )  # fmt: skip
    browser = sign_in(head)
    file = browser.get("/staff/accounts/mail/export/csv/?state__exact=refused").getvalue().decode()
    assert reporter.email in file
    assert "two" in file
    assert "one" not in file
    sent = Mail.objects.get(rung="one")
    chosen = {"action": "came_back", "_selected_action": [sent.pk]}
    browser.post("/staff/accounts/mail/", chosen)
    sent.refresh_from_db()
    assert sent.state == "bounced"
    assert RefusedAddress.objects.get().address == reporter.email
