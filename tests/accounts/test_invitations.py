"""People come by invitation: once, in time, by those who may, and only whom it was meant for."""

import re
from collections.abc import Callable
from datetime import timedelta

import pytest
import time_machine
from django.test import Client

from onde_portal.accounts import actions
from onde_portal.accounts.models import Invitation, Mail, Membership, Role, User
from onde_portal.registry.models import Lao
from tests.world import NOW

pytestmark = pytest.mark.django_db
NEW = "kanda@nongbua.example"
WORDS = "ทุ่งนาเขียว-ยามเช้า"
ANSWERS = {
    "prefix": "นางสาว",
    "first_name": "กานดา",
    "last_name": "ทองดี",
    "position": "นักวิเคราะห์นโยบายและแผน",
    "password": WORDS,
    "password_again": WORDS,
}


def link_in_mail() -> str:
    body = Mail.objects.filter(kind="invitation").latest("pk").body
    found = re.search(r"http://127.0.0.1:8000(/invitations/[\w-]+/)", body)
    assert found
    return found[1]


def token_in_mail() -> str:
    return link_in_mail().split("/")[2]


@pytest.fixture
def invitation(officer: User, lao: Lao, frozen: time_machine.Traveller) -> Invitation:
    return actions.invite(
        email=f" {NEW.upper()}", role=Role.LAO, lao=lao, kind="reporter", by=officer, at=NOW
    )


def test_only_the_mail_knows_the_token(invitation: Invitation) -> None:
    token = token_in_mail()

    assert invitation.email == NEW
    assert token not in str(vars(invitation))
    assert invitation.token_hash == actions.hash_token(token)
    assert invitation.expires_at == NOW + timedelta(days=14)


def test_an_invited_person_accepts_and_is_in(client: Client, invitation: Invitation) -> None:
    page = client.get(link_in_mail())
    assert page.status_code == 200
    assert "หนองบัว" in page.content.decode()
    assert page["Cache-Control"] == "no-store, private"

    response = client.post(f"{link_in_mail()}accept/", ANSWERS)

    assert response["Location"] == "/"
    person = User.objects.get(email=NEW)
    assert (person.role, person.get_full_name()) == (Role.LAO, "นางสาวกานดา ทองดี")
    assert person.check_password(WORDS)
    assert person.memberships.current().get().kind == "reporter"
    assert client.session["_auth_user_id"] == str(person.pk)


def test_accepting_starts_a_fresh_session(client: Client, invitation: Invitation) -> None:
    session = client.session
    session["planted"] = True
    session.save()
    planted = session.session_key
    client.cookies["session"] = str(planted)

    client.post(f"{link_in_mail()}accept/", ANSWERS)

    assert client.session.session_key != planted


def test_extra_fields_give_no_extra_rights(client: Client, invitation: Invitation) -> None:
    extra = {"role": "administrator", "is_superuser": "1", "email": "other@x.example", "id": "1"}

    client.post(f"{link_in_mail()}accept/", ANSWERS | extra)

    person = User.objects.get(email=NEW)
    assert (person.role, person.is_superuser) == (Role.LAO, False)


def test_an_invitation_works_once(client: Client, invitation: Invitation) -> None:
    client.post(f"{link_in_mail()}accept/", ANSWERS)

    again = Client().post(f"{link_in_mail()}accept/", ANSWERS)
    look = Client().get(link_in_mail())

    assert (again.status_code, look.status_code) == (410, 410)
    assert User.objects.filter(email=NEW).count() == 1


def test_two_who_accept_at_once_make_one_person(invitation: Invitation) -> None:
    token = token_in_mail()
    actions.accept_invitation(token=token, first_name="ก", last_name="ข", password=WORDS, at=NOW)

    with pytest.raises(actions.InvitationUsed):
        actions.accept_invitation(token=token, at=NOW)


def test_after_its_last_day_it_is_refused_kindly(
    client: Client, invitation: Invitation, frozen: time_machine.Traveller
) -> None:
    frozen.move_to(NOW + timedelta(days=14))

    response = client.get(link_in_mail())

    assert response.status_code == 410
    assert client.post(f"{link_in_mail()}accept/", ANSWERS).status_code == 410
    assert not User.objects.filter(email=NEW).exists()


def test_a_withdrawn_invitation_is_refused(
    client: Client, invitation: Invitation, officer: User
) -> None:
    actions.withdraw_invitation(invitation=invitation, by=officer, at=NOW)

    assert client.get(link_in_mail()).status_code == 410
    with pytest.raises(actions.AlreadyChanged):
        actions.withdraw_invitation(invitation=invitation, by=officer, at=NOW)


def test_a_new_invitation_takes_the_place_of_the_old(
    invitation: Invitation, officer: User, lao: Lao
) -> None:
    old = token_in_mail()
    actions.invite(email=NEW, role=Role.LAO, lao=lao, kind="reporter", by=officer, at=NOW)

    with pytest.raises(actions.InvitationWithdrawn):
        actions.accept_invitation(token=old, at=NOW)
    assert actions.find_invitation(token=token_in_mail(), at=NOW).email == NEW


def test_an_unknown_token_is_not_found_and_guessing_is_slowed_but_true_ones_work(
    client: Client, invitation: Invitation
) -> None:
    assert client.get("/invitations/no-such-token/").status_code == 404
    answers = [client.get(f"/invitations/guess-{number}/").status_code for number in range(30)]

    assert (answers[0], answers[-1]) == (404, 429)
    assert client.get(link_in_mail()).status_code == 200


def test_a_weak_password_is_refused_and_nothing_else_typed_is_lost(
    client: Client, invitation: Invitation
) -> None:
    weak = ANSWERS | {"password": "kanda", "password_again": "kanda"}

    response = client.post(f"{link_in_mail()}accept/", weak)

    assert response.status_code == 422
    assert "กานดา" in response.content.decode()
    assert not User.objects.filter(email=NEW).exists()


def test_who_has_an_account_gets_the_membership_and_keeps_name_and_password(
    client: Client, officer: User, lao: Lao, other_reporter: User
) -> None:
    actions.invite(
        email=other_reporter.email, role=Role.LAO, lao=lao, kind="certifier", by=officer, at=NOW
    )
    before = other_reporter.password

    with time_machine.travel(NOW):
        response = client.post(f"{link_in_mail()}accept/", ANSWERS)

    assert response["Location"] == "/accounts/login/"
    assert "_auth_user_id" not in client.session
    other_reporter.refresh_from_db()
    assert (other_reporter.password, other_reporter.first_name) == (before, "คำแก้ว")
    assert other_reporter.memberships.current().count() == 2


def test_an_address_of_the_office_takes_no_lao_invitation(
    officer: User, head: User, lao: Lao
) -> None:
    with pytest.raises(actions.PersonExists):
        actions.invite(
            email=head.email, role=Role.LAO, lao=lao, kind="reporter", by=officer, at=NOW
        )


def test_nobody_is_invited_to_what_he_or_she_holds(officer: User, reporter: User, lao: Lao) -> None:
    with pytest.raises(actions.MembershipExists):
        actions.invite(
            email=reporter.email, role=Role.LAO, lao=lao, kind="reporter", by=officer, at=NOW
        )


@pytest.mark.parametrize("who", ["director", "auditor", "other_reporter"])
def test_those_who_may_not_invite_cannot(
    request: pytest.FixtureRequest, who: str, lao: Lao
) -> None:
    by = request.getfixturevalue(who)
    with pytest.raises(actions.NotAllowed):
        actions.invite(email=NEW, role=Role.LAO, lao=lao, kind="reporter", by=by, at=NOW)


def test_an_officer_cannot_invite_a_head(officer: User) -> None:
    with pytest.raises(actions.NotAllowed):
        actions.invite(email=NEW, role=Role.HEAD, by=officer, at=NOW)


def test_ending_a_membership_takes_its_rights_at_once(reporter: User, officer: User) -> None:
    membership = reporter.memberships.get()

    actions.end_membership(membership=membership, by=officer, at=NOW)

    assert not reporter.memberships.current().exists()
    noted = Membership.history.filter(id=membership.pk).order_by("history_id").last()
    assert noted.history_user == officer
    with pytest.raises(actions.AlreadyChanged):
        actions.end_membership(membership=membership, by=officer, at=NOW)


def test_lao_people_end_nobody_s_membership(reporter: User, certifier: User) -> None:
    with pytest.raises(actions.NotAllowed):
        actions.end_membership(membership=certifier.memberships.get(), by=reporter, at=NOW)


def test_shutting_somebody_out_ends_every_session_for_good(
    reporter: User, head: User, sign_in: Callable[[User], Client]
) -> None:
    browser = sign_in(reporter)
    actions.deactivate_user(person=reporter, by=head, at=NOW)
    assert browser.get("/me/").status_code == 302

    actions.reactivate_user(person=reporter, by=head, at=NOW)

    assert browser.get("/me/").status_code == 302
    noted = list(User.history.filter(id=reporter.pk).order_by("history_id"))[-2:]
    assert [(row.is_active, row.history_user) for row in noted] == [(False, head), (True, head)]


def test_nobody_changes_his_or_her_own_account(administrator: User, head: User) -> None:
    with pytest.raises(actions.NotAllowed):
        actions.deactivate_user(person=head, by=head, at=NOW)
    with pytest.raises(actions.NotAllowed):
        actions.change_role(person=head, role=Role.ADMINISTRATOR, by=head, at=NOW)


def test_the_last_administrator_stays(administrator: User, head: User) -> None:
    with pytest.raises(actions.LastAdministrator):
        actions.deactivate_user(person=administrator, by=head, at=NOW)
    with pytest.raises(actions.LastAdministrator):
        actions.change_role(person=administrator, role=Role.OFFICER, by=head, at=NOW)


def test_a_role_changes_within_the_office_only(officer: User, head: User, reporter: User) -> None:
    actions.change_role(person=officer, role=Role.HEAD, by=head, at=NOW)
    assert User.objects.get(pk=officer.pk).role == Role.HEAD
    for person, role in ((reporter, Role.OFFICER), (officer, Role.LAO)):
        with pytest.raises(actions.NotAllowed):
            actions.change_role(person=person, role=role, by=head, at=NOW)


def test_a_role_changed_by_two_at_once_is_a_conflict(officer: User, head: User) -> None:
    stale = User.objects.get(pk=officer.pk)
    actions.change_role(person=officer, role=Role.DIRECTOR, by=head, at=NOW)

    with pytest.raises(actions.AlreadyChanged):
        actions.change_role(person=stale, role=Role.AUDITOR, by=head, at=NOW)


def test_one_s_own_page_keeps_what_it_may_and_nothing_else(
    reporter: User, sign_in: Callable[[User], Client]
) -> None:
    client = sign_in(reporter)
    told = {"prefix": "นาง", "first_name": "มาลี", "last_name": "สุขใจ", "phone": "042 111 222"}

    response = client.post("/me/save/", told | {"language": "en", "role": "head", "email": "x@y.z"})

    assert response.cookies["django_language"].value == "en"
    reporter.refresh_from_db()
    assert (reporter.last_name, reporter.language) == ("สุขใจ", "en")
    assert (reporter.role, reporter.email) == (Role.LAO, "reporter@nongbua.example")
    assert User.history.filter(id=reporter.pk).latest().history_user == reporter


def test_one_s_own_page_says_what_is_missing(
    reporter: User, sign_in: Callable[[User], Client]
) -> None:
    response = sign_in(reporter).post("/me/save/", {"first_name": "", "last_name": "ข"})

    assert response.status_code == 422
    reporter.refresh_from_db()
    assert reporter.last_name == "บัวงาม"
