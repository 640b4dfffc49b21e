"""The API keeps what its description promises: an independent tester asks it by that alone."""

import subprocess
import sys
from datetime import timedelta
from pathlib import Path

import pytest
from django.utils import timezone
from pytest_django.live_server_helper import LiveServer

from monitoring.models import FollowUp
from onde_portal.accounts.models import User
from onde_portal.opendata.actions import make_key
from onde_portal.opendata.views.api import door
from onde_portal.registry.models import Lao
from tests import world
from tests.monitoring.story import make_catalogue, make_hub, open_follow_up

pytestmark = pytest.mark.django_db(transaction=True)
# The portal refuses addresses with a NUL in them before anything else, with 400.
ALWAYS = ("--checks=all", "--generation-allow-x00=false", "--no-color", "--seed=2569")
LONGEST_SECONDS = 1200


def what_the_tester_says(
    portal: str, folder: Path, *options: str
) -> subprocess.CompletedProcess[str]:
    """What the tester says of the API that this portal describes."""
    tester = Path(sys.executable).with_name("schemathesis")
    return subprocess.run(
        [tester, "run", f"{portal}/api/v1/openapi.json", f"--url={portal}", *ALWAYS, *options],
        cwd=folder,
        capture_output=True,
        text=True,
        check=False,
        timeout=LONGEST_SECONDS,
    )


@pytest.fixture
def follow_up(lao: Lao) -> FollowUp:
    """The follow-up of an open hub, in a portal with a catalogue."""
    make_catalogue()
    return open_follow_up(make_hub(lao, world.TODAY - timedelta(days=400)))


@pytest.fixture
def key(officer: User, monkeypatch: pytest.MonkeyPatch) -> str:
    """The header of a key that may ask without rest."""
    monkeypatch.setattr(door, "REQUESTS_A_MINUTE", 10**6)
    until = timezone.localdate() + timedelta(days=9)
    made = make_key(system="x", owner=officer, expires_on=until, by=officer, at=timezone.now())
    return f"--header=Authorization: Bearer {made.secret}"


def assert_kept(said: subprocess.CompletedProcess[str]) -> None:
    assert said.returncode == 0, said.stdout[-6000:] + said.stderr[-2000:]
    assert "Tested: 9" in said.stdout


def test_with_a_key_everything_is_as_described(
    key: str, follow_up: FollowUp, live_server: LiveServer, tmp_path: Path
) -> None:
    assert_kept(what_the_tester_says(live_server.url, tmp_path, "--max-examples=8", key))


def test_records_that_are_there_come_as_described(
    key: str, follow_up: FollowUp, live_server: LiveServer, tmp_path: Path
) -> None:
    """The tester cannot guess numbers of records; here it is told them."""
    known = (("hubs", follow_up.hub_id), ("rounds", follow_up.round_id))
    (tmp_path / "schemathesis.toml").write_text(
        "".join(
            f'[[operations]]\ninclude-path-regex = "/{name}/"\n'
            f'parameters = {{ "path.number" = {number} }}\n'
            for name, number in known
        )
    )
    options = ("--phases=fuzzing", "--mode=positive", "--max-examples=3", key)
    said = what_the_tester_says(live_server.url, tmp_path, *options)
    assert_kept(said)
    assert "404" not in said.stdout


def test_without_a_key_everything_is_refused_as_described(
    follow_up: FollowUp, live_server: LiveServer, tmp_path: Path
) -> None:
    options = ("--phases=fuzzing", "--max-examples=3")
    assert_kept(what_the_tester_says(live_server.url, tmp_path, *options))
