"""Keys of systems: made and revoked by the administrator, shown once, on the record."""

from collections.abc import Callable
from datetime import date

import pytest
from django.test import Client

from onde_portal.accounts.models import User
from onde_portal.opendata import errors
from onde_portal.opendata.actions import MadeKey, Verb, make_key, revoke_key
from onde_portal.opendata.models import SystemKey, SystemKeyEvent
from tests import world

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("frozen")]
LIST = "/staff/opendata/systemkey/"


def made(owner: User, by: User, until: date = date(2026, 12, 31)) -> MadeKey:
    return make_key(system="ระบบ", owner=owner, expires_on=until, by=by, at=world.NOW)


def test_the_administrator_makes_a_key_and_sees_it_once(
    officer: User, administrator: User, sign_in: Callable[[User], Client]
) -> None:
    client = sign_in(administrator)
    form = {"system": " คลัง\u200bข้อมูล ", "owner": officer.pk, "expires_on": "31 ธ.ค. 69"}
    answer = client.post(f"{LIST}add/", form)
    key = SystemKey.objects.get()
    assert (key.system, key.owner, key.made_by) == ("คลังข้อมูล", officer, administrator)
    assert key.expires_on == date(2026, 12, 31)
    secret = answer.context["secret"]
    assert f'value="{secret}"' in answer.content.decode()
    assert "no-store" in answer.headers["Cache-Control"]
    later = client.get(f"{LIST}{key.pk}/key/")
    assert secret not in later.content.decode()
    assert key.prefix in later.content.decode()
    assert Client().get(
        "/api/v1/hubs", headers={"Authorization": f"Bearer {secret}"}
    ).status_code == 200  # fmt: skip
    assert [event.verb for event in key.events.all()] == [Verb.MADE]


def test_revoking_is_on_the_record_and_for_once(
    officer: User, administrator: User, sign_in: Callable[[User], Client]
) -> None:
    key = made(officer, administrator).kept
    client = sign_in(administrator)
    assert client.get(f"{LIST}{key.pk}/revoke/").status_code == 405
    for _time in range(2):
        assert client.post(f"{LIST}{key.pk}/revoke/", follow=True).status_code == 200
    key.refresh_from_db()
    assert (key.revoked_at, key.revoked_by) == (world.NOW, administrator)
    events = SystemKeyEvent.objects.order_by("pk")
    assert [(event.verb, event.by) for event in events] == [
        (Verb.MADE, administrator), (Verb.REVOKED, administrator)
    ]  # fmt: skip
    with pytest.raises(errors.KeyRevokedAlready):
        revoke_key(key=key, by=administrator, at=world.NOW)


@pytest.mark.parametrize("until", [date(2026, 4, 20), date(2026, 4, 1), date(2029, 1, 1)])
def test_a_key_opens_for_a_day_to_two_years(until: date, officer: User) -> None:
    with pytest.raises(errors.ExpiryOutOfRange):
        made(officer, officer, until)


def test_responsible_is_an_active_person_of_the_office(
    officer: User, reporter: User, administrator: User, sign_in: Callable[[User], Client]
) -> None:
    with pytest.raises(errors.OwnerCannotSignIn):
        made(reporter, administrator)
    officer.is_active = False
    with pytest.raises(errors.OwnerCannotSignIn):
        made(officer, administrator)
    with pytest.raises(errors.SystemNotNamed):
        make_key(
            system="\u200b ", owner=administrator, expires_on=date(2026, 12, 31), by=administrator,
            at=world.NOW,
        )  # fmt: skip
    page = sign_in(administrator).get(f"{LIST}add/").content.decode()
    assert str(reporter) not in page


def test_what_is_refused_keeps_what_was_typed(
    officer: User, administrator: User, sign_in: Callable[[User], Client]
) -> None:
    form = {"system": "คลังข้อมูล", "owner": officer.pk, "expires_on": "1 ม.ค. 60"}
    answer = sign_in(administrator).post(f"{LIST}add/", form, follow=True)
    assert "คลังข้อมูล" in answer.content.decode()
    assert not SystemKey.objects.exists()


@pytest.mark.parametrize("who", ["officer", "head", "director", "auditor", "reporter"])
def test_nobody_else_sees_or_makes_keys(
    who: str,
    officer: User,
    administrator: User,
    request: pytest.FixtureRequest,
    sign_in: Callable[[User], Client],
) -> None:
    key = made(officer, administrator).kept
    client = sign_in(request.getfixturevalue(who))
    for address in ("", "add/", f"{key.pk}/key/", "export/xlsx/"):
        assert client.get(f"{LIST}{address}").status_code in {302, 403, 404}, address
    assert client.post(f"{LIST}{key.pk}/revoke/").status_code in {302, 403, 404}
    key.refresh_from_db()
    assert key.revoked_at is None


def test_the_list_says_how_every_key_stands(
    officer: User, administrator: User, sign_in: Callable[[User], Client]
) -> None:
    first = made(officer, administrator).kept
    page = sign_in(administrator).get(LIST).content.decode()
    assert first.prefix in page
    assert first.digest not in page
    assert "31 ธ.ค. 69" in page
