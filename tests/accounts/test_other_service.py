"""Signing in through another service, tried against an OpenID Connect server on this machine."""

import json
import threading
import time
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, urlsplit

import jwt
import pytest
from allauth.socialaccount.models import SocialAccount
from django.test import Client
from pytest_django import Settings

from onde_portal.accounts.models import User

pytestmark = [pytest.mark.django_db, pytest.mark.ignore_template_errors]
LOGIN, CALLBACK = "/accounts/oidc/oidc/login/", "/accounts/oidc/oidc/login/callback/"
KEY = "a-key-that-only-the-server-of-this-test-knows"


class Server(ThreadingHTTPServer):
    """Answers as told: ``claims`` go into the ID token, ``person`` is who userinfo names."""

    claims: dict[str, Any]
    person: str

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.server_port}"


class Answer(BaseHTTPRequestHandler):
    server: Server

    def do_GET(self) -> None:
        base = self.server.url
        if self.path == "/userinfo":
            return self._send({"sub": self.server.person, "email": "officer@onde.example"})
        ends = {
            "authorization_endpoint": "/go",
            "token_endpoint": "/token",
            "userinfo_endpoint": "/userinfo",
            "jwks_uri": "/keys",
        }
        return self._send({"issuer": base} | {name: base + end for name, end in ends.items()})

    def do_POST(self) -> None:
        self.rfile.read(int(self.headers["Content-Length"]))
        now = int(time.time())
        claims = {"iss": self.server.url, "aud": "portal", "iat": now, "exp": now + 60}
        token = jwt.encode(claims | self.server.claims, KEY, algorithm="HS256")
        self._send({"access_token": "x", "token_type": "Bearer", "id_token": token})

    def _send(self, answer: dict[str, Any]) -> None:
        body = json.dumps(answer).encode()
        self.send_response(200)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_args: object) -> None:
        pass


def configure(settings: Settings, url: str) -> None:
    app = {"provider_id": "oidc", "name": "ThaID", "client_id": "portal", "secret": "s"}
    app["settings"] = {"server_url": url, "oauth_pkce_enabled": True}  # type: ignore[assignment]
    settings.SOCIALACCOUNT_PROVIDERS = {"openid_connect": {"APPS": [app]}}


@pytest.fixture
def server(settings: Settings) -> Iterator[Server]:
    service = Server(("127.0.0.1", 0), Answer)
    service.claims, service.person = {"sub": "person-1"}, "person-1"
    thread = threading.Thread(target=service.serve_forever, daemon=True)
    thread.start()
    configure(settings, service.url)
    yield service
    service.shutdown()
    service.server_close()
    thread.join()


def come_back(client: Client, *, state: str | None = None) -> Any:
    away = client.post(LOGIN)
    asked = parse_qs(urlsplit(away["Location"]).query)
    assert asked["code_challenge_method"] == ["S256"]
    return client.get(CALLBACK, {"code": "c", "state": state or asked["state"][0]})


def is_signed_in(client: Client) -> bool:
    return "_auth_user_id" in client.session


@pytest.fixture
def connected(reporter: User) -> User:
    SocialAccount.objects.create(user=reporter, provider="oidc", uid="person-1")
    return reporter


def test_there_is_no_other_service_unless_configured(client: Client, db: None) -> None:
    assert client.post(LOGIN).status_code == 404


def test_who_connected_the_account_before_is_signed_in(
    client: Client, server: Server, connected: User
) -> None:
    come_back(client)

    assert client.session["_auth_user_id"] == str(connected.pk)


def test_a_stranger_is_not_let_in_even_with_somebody_s_e_mail(
    client: Client, server: Server, officer: User
) -> None:
    come_back(client)

    assert not is_signed_in(client)
    assert User.objects.count() == 1


@pytest.mark.parametrize(
    "claims",
    [
        {"aud": "another-portal"},
        {"iss": "https://evil.example"},
        {"exp": 1},
        {"sub": "person-2"},
        {"sub": ""},
    ],
)
def test_a_wrong_token_lets_nobody_in(
    client: Client, server: Server, connected: User, claims: dict[str, Any]
) -> None:
    server.claims = {"sub": "person-1"} | claims

    response = come_back(client)

    assert response.status_code < 500
    assert not is_signed_in(client)


def test_an_answer_nobody_asked_for_lets_nobody_in(
    client: Client, server: Server, connected: User
) -> None:
    come_back(client, state="made-up")
    assert not is_signed_in(client)


def test_a_look_starts_no_sign_in(client: Client, server: Server) -> None:
    assert client.get(LOGIN).status_code == 200


def test_without_the_service_the_page_says_so(
    client: Client, settings: Settings, reporter: User
) -> None:
    configure(settings, "http://127.0.0.1:9")

    assert client.post(LOGIN)["Location"] == "/accounts/login/"


def test_a_disabled_person_stays_out(
    client: Client, server: Server, connected: User, sign_in: Callable[[User], Client]
) -> None:
    User.objects.filter(pk=connected.pk).update(is_active=False)

    come_back(client)

    assert not is_signed_in(client)
