"""Around every request: health, the session's limits, the second factor, nothing cached."""

from collections.abc import Callable
from datetime import timedelta

import pytest
import time_machine
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal import auth as totp
from django.db import OperationalError, connection
from django.test import Client
from pytest_django import DjangoAssertNumQueries, Settings

from onde_portal.accounts.models import User
from tests.world import NOW, PASSWORD

pytestmark = pytest.mark.django_db
SignIn = Callable[[User], Client]


def is_in(client: Client) -> bool:
    return client.get("/me/").status_code == 200


def test_living_needs_no_database_and_no_host(
    client: Client, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    with django_assert_num_queries(0):
        response = client.get("/livez", HTTP_HOST="10.1.2.3")

    assert (response.status_code, response.content) == (200, b"ok")


def test_being_ready_asks_the_database(client: Client) -> None:
    assert client.get("/readyz", HTTP_HOST="10.1.2.3").status_code == 200


def test_without_a_database_one_lives_but_is_not_ready(client: Client) -> None:
    def broken(*_args: object) -> None:
        raise OperationalError

    with connection.execute_wrapper(broken):
        response = client.get("/readyz")
        assert client.get("/livez").status_code == 200

    assert response.status_code == 503
    assert response["Retry-After"] == "5"


def test_a_session_ends_after_an_hour_of_rest(
    sign_in: SignIn, reporter: User, frozen: time_machine.Traveller
) -> None:
    client = sign_in(reporter)
    assert is_in(client)
    frozen.move_to(NOW + timedelta(minutes=59))
    assert is_in(client)
    frozen.move_to(NOW + timedelta(minutes=59 + 60))

    assert not is_in(client)
    frozen.move_to(NOW + timedelta(minutes=59 + 61))
    assert not is_in(client)


def test_a_session_ends_after_twelve_hours_however_busy(
    sign_in: SignIn, reporter: User, frozen: time_machine.Traveller
) -> None:
    client = sign_in(reporter)
    for half_hours in range(24):
        frozen.move_to(NOW + timedelta(minutes=30 * half_hours))
        assert is_in(client)
    frozen.move_to(NOW + timedelta(hours=12))

    assert not is_in(client)


def test_a_request_seldom_writes_the_session(
    sign_in: SignIn, reporter: User, frozen: time_machine.Traveller
) -> None:
    client = sign_in(reporter)
    is_in(client)
    writes: list[str] = []

    def count(execute, sql, params, many, context):  # type: ignore[no-untyped-def]
        if sql.startswith(("UPDATE", "INSERT")):
            writes.append(sql)
        return execute(sql, params, many, context)

    with connection.execute_wrapper(count):
        for seconds in range(0, 60, 5):
            frozen.move_to(NOW + timedelta(seconds=seconds))
            is_in(client)
        assert writes == []
        frozen.move_to(NOW + timedelta(seconds=61))
        is_in(client)
        assert len(writes) == 1


def test_a_disabled_person_s_next_request_is_a_visitor_s(sign_in: SignIn, reporter: User) -> None:
    client = sign_in(reporter)
    assert is_in(client)

    User.objects.filter(pk=reporter.pk).update(is_active=False)

    assert not is_in(client)


@pytest.fixture
def second_factor_required(settings: Settings) -> None:
    settings.STAFF_MFA_REQUIRED = True


@pytest.mark.parametrize("path", ["/me/", "/", "/staff/", "/accounts/password/change/"])
def test_staff_without_a_second_factor_are_led_to_set_one_up(
    sign_in: SignIn, officer: User, second_factor_required: None, path: str
) -> None:
    response = sign_in(officer).get(path)

    assert response.status_code == 302
    assert response["Location"] == "/accounts/2fa/"


def test_without_a_second_factor_nothing_can_be_sent_either(
    sign_in: SignIn, officer: User, second_factor_required: None
) -> None:
    sign_in(officer).post("/me/save/", {"first_name": "ก", "last_name": "ข", "language": "th"})

    officer.refresh_from_db()
    assert officer.first_name == "สมชาย"


@pytest.mark.ignore_template_errors
def test_setting_a_second_factor_up_and_leaving_stay_open(
    sign_in: SignIn, officer: User, second_factor_required: None
) -> None:
    client = sign_in(officer)

    assert client.get("/accounts/2fa/").status_code == 200
    assert client.post("/language/", {"language": "en"}).status_code == 302
    response = client.get("/accounts/2fa/totp/activate/")
    assert response["Location"].startswith("/accounts/reauthenticate/")
    assert client.post("/accounts/logout/").status_code == 302
    assert not is_in(client)


@pytest.mark.parametrize(
    ("kind", "status"), [("totp", 200), ("webauthn", 200), ("recovery_codes", 302)]
)
def test_an_app_or_a_passkey_opens_the_wall_and_recovery_codes_alone_do_not(
    sign_in: SignIn, officer: User, second_factor_required: None, kind: str, status: int
) -> None:
    Authenticator.objects.create(user=officer, type=kind, data={})

    assert sign_in(officer).get("/me/").status_code == status


def test_lao_people_need_no_second_factor(
    sign_in: SignIn, reporter: User, second_factor_required: None
) -> None:
    assert is_in(sign_in(reporter))


def test_a_password_alone_does_not_sign_in_who_has_a_second_factor(
    client: Client, officer: User
) -> None:
    totp.TOTP.activate(officer, totp.generate_totp_secret())

    response = client.post("/accounts/login/", {"login": officer.email, "password": PASSWORD})

    assert response["Location"] == "/accounts/2fa/authenticate/"
    assert not is_in(client)
    assert client.get("/staff/").status_code == 302


def test_a_code_from_the_app_works_once(client: Client, officer: User) -> None:
    secret = totp.generate_totp_secret()
    totp.TOTP.activate(officer, secret)
    counter = next(totp.yield_hotp_counters_from_time())
    code = totp.format_hotp_value(totp.hotp_value(secret, counter))
    entry = {"login": officer.email, "password": PASSWORD}
    client.post("/accounts/login/", entry)
    client.post("/accounts/2fa/authenticate/", {"code": code})
    assert is_in(client)

    thief = Client()
    thief.post("/accounts/login/", entry)
    thief.post("/accounts/2fa/authenticate/", {"code": code})
    assert not is_in(thief)


def test_what_a_signed_in_person_sees_is_stored_nowhere(sign_in: SignIn, reporter: User) -> None:
    response = sign_in(reporter).get("/me/")

    assert response["Cache-Control"] == "no-store, private"
    assert response["Cross-Origin-Resource-Policy"] == "same-origin"
    assert response["Cross-Origin-Opener-Policy"] == "same-origin"


def test_the_language_switch_is_kept_for_the_person(sign_in: SignIn, reporter: User) -> None:
    client = sign_in(reporter)

    response = client.post("/language/", {"language": "en", "next": "/me/"})

    assert response["Location"] == "/me/"
    assert response.cookies["django_language"].value == "en"
    reporter.refresh_from_db()
    assert reporter.language == "en"


def test_a_visitor_switches_the_language_too_but_not_to_another_site(client: Client) -> None:
    response = client.post("/language/", {"language": "en", "next": "https://evil.example/"})

    assert response["Location"] == "/"
    assert response.cookies["django_language"].value == "en"


def test_a_language_the_portal_has_not_changes_nothing(sign_in: SignIn, reporter: User) -> None:
    sign_in(reporter).post("/language/", {"language": "fr"})

    reporter.refresh_from_db()
    assert reporter.language == "th"
