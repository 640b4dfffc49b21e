"""Signing in: forgiving addresses, fair limits, one answer for everybody who does not belong."""

import re
from typing import Any

import pytest
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse

from onde_portal.accounts.addresses import normal_email
from onde_portal.accounts.hashers import Argon2idHasher
from onde_portal.accounts.models import Mail, Role, User
from tests.world import PASSWORD, make_user

pytestmark = pytest.mark.django_db

LOGIN = "/accounts/login/"


def try_to_sign_in(client: Client, email: str, password: str = PASSWORD, **extra: Any) -> Any:
    return client.post(LOGIN, {"login": email, "password": password}, **extra)


def is_signed_in(client: Client) -> bool:
    return "_auth_user_id" in client.session


@pytest.mark.parametrize(
    "typed",
    [
        "reporter@nongbua.example",
        "Reporter@NongBua.Example",
        "  reporter@nongbua.example ",
        "re\u200bporter@nongbua.example\ufeff",
        "ｒｅｐｏｒｔｅｒ＠nongbua.example",
        "reporter @nongbua.example",
    ],
)
def test_an_address_works_however_it_was_typed_or_pasted(
    client: Client, reporter: User, typed: str
) -> None:
    response = try_to_sign_in(client, typed)

    assert response.status_code == 302
    assert is_signed_in(client)


@pytest.mark.parametrize(
    "typed", ["me@เทศบาลน้ำใส.ไทย", "me@เทศบาลนํ้าใส.ไทย", "me@เทศบาลน้ํา\u200bใส.ไทย"]
)
def test_a_thai_address_is_the_same_in_every_spelling(client: Client, db: None, typed: str) -> None:
    make_user(Role.OFFICER, normal_email("me@เทศบาลน้ำใส.ไทย"))

    try_to_sign_in(client, typed)

    assert is_signed_in(client)


def test_signing_in_changes_the_session_so_that_a_planted_one_is_worthless(
    client: Client, reporter: User
) -> None:
    session = client.session
    session["planted"] = True
    session.save()
    planted = session.session_key
    client.cookies["session"] = str(planted)

    try_to_sign_in(client, reporter.email)

    assert client.session.session_key != planted
    stranger = Client()
    stranger.cookies["session"] = str(planted)
    assert not is_signed_in(stranger)


@pytest.mark.parametrize(
    "target",
    [
        "https://evil.example/",
        "//evil.example/",
        "\\\\evil.example",
        "/\\evil.example",
        "javascript:alert(1)",
        "http:evil.example",
        " //evil.example",
    ],
)
def test_after_signing_in_one_is_never_sent_to_another_site(
    client: Client, reporter: User, target: str
) -> None:
    response = client.post(LOGIN, {"login": reporter.email, "password": PASSWORD, "next": target})

    assert response["Location"] == reverse("home")


def test_after_signing_in_one_returns_to_the_page_asked_for(client: Client, reporter: User) -> None:
    response = client.post(
        LOGIN, {"login": reporter.email, "password": PASSWORD, "next": "/me/?a=1"}
    )

    assert response["Location"] == "/me/?a=1"


def test_the_person_s_language_applies_from_sign_in_on(client: Client, reporter: User) -> None:
    User.objects.filter(pk=reporter.pk).update(language="en")

    response = try_to_sign_in(client, reporter.email)

    assert response.cookies["django_language"].value == "en"


def answer_without_token(response: HttpResponse) -> bytes:
    return re.sub(rb'value="[^"]*"', b"", response.content)


def test_a_wrong_password_and_an_unknown_address_get_the_same_answer(
    client: Client, reporter: User
) -> None:
    known = try_to_sign_in(client, reporter.email, "wrong-password-1")
    unknown = try_to_sign_in(Client(), "nobody@nowhere.example", "wrong-password-1")

    assert known.status_code == unknown.status_code == 200
    assert answer_without_token(known) == answer_without_token(unknown)


def test_an_unknown_address_costs_one_hash_like_a_known_one(
    client: Client, reporter: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    hashed: list[str] = []
    for method in ("encode", "verify"):
        real = getattr(Argon2idHasher, method)

        def counted(*args: Any, real: Any = real, method: str = method) -> Any:
            hashed.append(method)
            return real(*args)

        monkeypatch.setattr(Argon2idHasher, method, counted)

    try_to_sign_in(client, "nobody@nowhere.example", "wrong-password-1")
    assert len(hashed) == 1
    try_to_sign_in(client, reporter.email, "wrong-password-1")
    assert len(hashed) == 2


def test_guessing_at_one_account_is_stopped_at_one_address_then_everywhere(
    client: Client, reporter: User
) -> None:
    for _ in range(8):
        try_to_sign_in(client, reporter.email, "wrong-password-1", REMOTE_ADDR="10.0.0.1")
    try_to_sign_in(client, reporter.email, REMOTE_ADDR="10.0.0.1")
    assert not is_signed_in(client)

    for number in range(22):
        try_to_sign_in(client, reporter.email, "wrong-password-1", REMOTE_ADDR=f"10.0.1.{number}")
    try_to_sign_in(client, reporter.email, REMOTE_ADDR="10.0.2.1")
    assert not is_signed_in(client)


def test_variants_of_an_address_share_one_limit(client: Client, reporter: User) -> None:
    for number in range(8):
        variant = "\u200b" * number + reporter.email.upper()
        try_to_sign_in(client, variant, "wrong-password-1")

    try_to_sign_in(client, reporter.email)

    assert not is_signed_in(client)


def test_one_person_s_failures_never_lock_out_the_office_behind_the_same_address(
    client: Client, reporter: User, certifier: User
) -> None:
    for number in range(40):
        try_to_sign_in(client, f"nobody{number}@nongbua.example", "wrong-password-1")
    for _ in range(9):
        try_to_sign_in(client, certifier.email, "wrong-password-1")

    try_to_sign_in(client, reporter.email)

    assert is_signed_in(client)


def test_a_forged_forwarding_header_is_no_new_address(client: Client, reporter: User) -> None:
    for number in range(8):
        try_to_sign_in(
            client, reporter.email, "wrong-password-1", HTTP_X_FORWARDED_FOR=f"203.0.113.{number}"
        )

    try_to_sign_in(client, reporter.email, HTTP_X_FORWARDED_FOR="203.0.113.99")

    assert not is_signed_in(client)


def test_signing_in_well_is_never_counted(client: Client, reporter: User) -> None:
    for _ in range(12):
        client.logout()
        try_to_sign_in(client, reporter.email)

    assert is_signed_in(client)


def test_nobody_signs_up_without_an_invitation(client: Client, db: None) -> None:
    assert client.get("/accounts/signup/").status_code == 404
    assert client.get("/accounts/3rdparty/signup/").status_code == 404


def test_a_disabled_person_cannot_sign_in(client: Client, reporter: User) -> None:
    User.objects.filter(pk=reporter.pk).update(is_active=False)

    try_to_sign_in(client, reporter.email)

    assert not is_signed_in(client)


def test_a_forgotten_password_gets_the_same_answer_known_or_not(
    client: Client, reporter: User
) -> None:
    known = client.post("/accounts/password/reset/", {"email": reporter.email})
    unknown = client.post("/accounts/password/reset/", {"email": "nobody@nowhere.example"})

    assert (known.status_code, known["Location"]) == (unknown.status_code, unknown["Location"])
    kinds = set(Mail.objects.values_list("recipient", "kind"))
    assert kinds == {
        (reporter.email, "password-reset"),
        ("nobody@nowhere.example", "unknown-account"),
    }


def test_the_reset_link_leads_to_this_portal_whatever_host_was_sent(
    client: Client, reporter: User
) -> None:
    client.post("/accounts/password/reset/", {"email": reporter.email}, HTTP_HOST="localhost")

    body = Mail.objects.get().body
    assert "http://127.0.0.1:8000/accounts/password/reset/key/" in body
    assert "localhost" not in body


def test_a_new_password_unlocks_and_is_told(client: Client, reporter: User) -> None:
    for _ in range(9):
        try_to_sign_in(client, reporter.email, "wrong-password-1")
    client.post("/accounts/password/reset/", {"email": reporter.email})
    body = Mail.objects.get(kind="password-reset").body
    link = next(line for line in body.splitlines() if line.startswith("http://"))
    form = client.get(link.removeprefix("http://127.0.0.1:8000"))

    new = "ฝนตกที่ทุ่งกว้าง-ยามเย็น"
    client.post(form["Location"], {"password1": new, "password2": new})
    try_to_sign_in(client, reporter.email, new)

    assert is_signed_in(client)
    assert Mail.objects.filter(kind="security-notice", recipient=reporter.email).exists()
