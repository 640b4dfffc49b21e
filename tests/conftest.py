"""The cast as fixtures. Use ``sign_in`` for a browser of somebody, ``frozen`` for a still clock."""

from collections.abc import Callable, Iterator
from pathlib import Path

import hypothesis
import pytest
import time_machine
from django.db import connection
from django.test import Client
from django.utils import translation
from pytest_django import DjangoDbBlocker, Settings

from hubs.models import HubProgramme
from networks.models import NetworkProject
from onde_portal.accounts.models import Membership, Role, User
from onde_portal.oversight.selectors.stamp import remembered_parts
from onde_portal.registry.models import Lao
from tests import own_portal, world
from tests.smtp import Post, mail_server
from tests.workflow.procedure import PLAIN_PROCEDURE

# How long an example takes depends on the machine; speed is measured in tests/bench. A run says
# what the last one said; pytest --hypothesis-profile=explore looks where nobody has looked.
hypothesis.settings.register_profile(
    "portal",
    deadline=None,
    derandomize=True,
    suppress_health_check=[hypothesis.HealthCheck.too_slow],
)
hypothesis.settings.register_profile(
    "explore", hypothesis.settings.get_profile("portal"), derandomize=False, max_examples=1000
)
hypothesis.settings.load_profile("portal")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """The browser's long tests come before the others that commit, not where one worker would be
    left with them. All that commit stay behind those that do not, as pytest-django has them.
    """
    browser = [item for item in items if "e2e" in item.path.parts]
    others = [item for item in items if "e2e" not in item.path.parts]
    first = next((at for at, item in enumerate(others) if _commits(item)), len(others))
    items[:] = [*others[:first], *browser, *others[first:]]


def _commits(item: pytest.Item) -> bool:
    marker = item.get_closest_marker("django_db")
    return bool(marker and marker.kwargs.get("transaction"))


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[None]:
    """At the end nobody else holds the database, which PostgreSQL would then refuse to drop.

    A thread of a server that a browser left in the middle of an answer may outlive its test.
    """
    yield
    if connection.vendor == "postgresql":
        with django_db_blocker.unblock(), connection.cursor() as cursor:
            cursor.execute(
                "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
                " WHERE datname = current_database() AND pid <> pg_backend_pid()"
            )


@pytest.fixture(scope="session")
def migrated(
    django_db_setup: None,
    django_db_blocker: DjangoDbBlocker,
    tmp_path_factory: pytest.TempPathFactory,
) -> Path:
    """A folder with a SQLite database of all tables, empty; tests copy it and run processes on it.

    Migrating takes most of a minute, so the tests' own database is taken where it is SQLite.
    """
    folder = tmp_path_factory.mktemp("migrated")
    if connection.vendor == "sqlite":
        with django_db_blocker.unblock(), connection.cursor() as cursor:
            cursor.execute("VACUUM INTO %s", [str(folder / own_portal.DATABASE)])
    else:
        assert own_portal.start(folder, "migrate", "-v0").wait() == 0
    return folder


@pytest.fixture(autouse=True)
def _in_thai() -> None:
    """Each test begins in the portal's language: a page read in English leaves its thread so."""
    translation.deactivate()


@pytest.fixture(autouse=True)
def _nothing_remembered() -> None:
    """Keys begin anew with each test, so another test's page would stand under the same stamp."""
    remembered_parts.cache_clear()


@pytest.fixture
def frozen() -> Iterator[time_machine.Traveller]:
    """The clock stands still at ``world.NOW``; move it with ``frozen.move_to(...)``."""
    with time_machine.travel(world.NOW, tick=False) as traveller:
        yield traveller


@pytest.fixture
def plain_procedure(monkeypatch: pytest.MonkeyPatch) -> None:
    """Cases ask for documents, dates and approvals only: how cases move is all that counts."""
    for model in (NetworkProject, HubProgramme):
        monkeypatch.setattr(model, "procedure", PLAIN_PROCEDURE)


@pytest.fixture
def sign_in() -> Callable[[User], Client]:
    """A fresh browser in which this person is signed in."""

    def signed_in(user: User) -> Client:
        client = Client()
        client.force_login(user)
        return client

    return signed_in


@pytest.fixture
def post(settings: Settings) -> Iterator[Post]:
    """The portal's mail server for a test: a real one on this machine that can misbehave."""
    with mail_server() as server:
        settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
        settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", server.port
        settings.EMAIL_TIMEOUT = 30
        yield server


@pytest.fixture
def lao(db: None) -> Lao:
    return world.make_lao(world.udon_thani(), "หนองบัว", code="6410101")


@pytest.fixture
def other_lao(db: None) -> Lao:
    return world.make_lao(world.chiang_mai(), "แม่น้ำคำ", code="6500101")


@pytest.fixture
def officer(db: None) -> User:
    return world.make_user(Role.OFFICER, "officer@onde.example")


@pytest.fixture
def head(db: None) -> User:
    return world.make_user(Role.HEAD, "head@onde.example", first_name="วิภา", prefix="นาง")


@pytest.fixture
def director(db: None) -> User:
    return world.make_user(Role.DIRECTOR, "director@onde.example", first_name="ประเสริฐ")


@pytest.fixture
def auditor(db: None) -> User:
    return world.make_user(Role.AUDITOR, "auditor@audit.example", first_name="อรุณ")


@pytest.fixture
def administrator(db: None) -> User:
    return world.make_user(Role.ADMINISTRATOR, "administrator@onde.example", first_name="ณัฐ")


@pytest.fixture
def reporter(lao: Lao) -> User:
    """Reports for ``lao``."""
    return world.make_member(lao, "reporter@nongbua.example")


@pytest.fixture
def certifier(lao: Lao) -> User:
    """Certifies for ``lao``."""
    return world.make_member(
        lao, "certifier@nongbua.example", kind=Membership.Kind.CERTIFIER, first_name="บุญมี"
    )


@pytest.fixture
def other_reporter(other_lao: Lao) -> User:
    """Reports for ``other_lao``, of another province."""
    return world.make_member(other_lao, "reporter@maenamkham.example", first_name="คำแก้ว")
