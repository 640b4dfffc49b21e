"""The API keeps what its description promises: an independent tester asks it by that alone."""

import subprocess
import sys
from datetime import timedelta
from pathlib import Path

import pytest
from django.utils import timezone
from pytest_django.live_server_helper import LiveServer

from onde_portal.accounts.models import User
from onde_portal.opendata.actions import make_key
from onde_portal.opendata.views.api import door
from onde_portal.registry.models import Lao
from tests import world
from tests.monitoring.story import make_catalogue, make_hub, open_follow_up

pytestmark = pytest.mark.django_db(transaction=True)
# The portal refuses addresses with a NUL in them before anything else, with 400.
ALWAYS = ("--checks=all", "--generation-allow-x00=false", "--no-color", "--seed=2569")
LONGEST_SECONDS = 120


def what_the_tester_says(portal: str, folder: Path, *options: str) -> subprocess.CompletedProcess[str]:
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
def secret(lao: Lao, officer: User, monkeypatch: pytest.MonkeyPatch) -> str:
    """A key to a portal with a hub, its follow-ups and a catalogue, that may ask without rest."""
    monkeypatch.setattr(door, "REQUESTS_A_MINUTE", 10**6)
    make_catalogue()
    open_follow_up(make_hub(lao, world.TODAY - timedelta(days=400)))
    until = timezone.localdate() + timedelta(days=9)
    made = make_key(system="x", owner=officer, expires_on=until, by=officer, at=timezone.now())
    return made.secret


def test_with_a_key_everything_is_as_described(
    secret: str, live_server: LiveServer, tmp_path: Path
) -> None:
    said = what_the_tester_says(
        live_server.url, tmp_path, "--max-examples=8", "-H", f"Authorization: Bearer {secret}"
    )
    assert said.returncode == 0, said.stdout[-6000:] + said.stderr[-2000:]
    assert "9 selected" in said.stdout or "9/9" in said.stdout, said.stdout


def test_without_a_key_everything_is_refused_as_described(
    secret: str, live_server: LiveServer, tmp_path: Path
) -> None:
    said = what_the_tester_says(live_server.url, tmp_path, "--max-examples=3", "--phases=coverage,fuzzing")
    assert said.returncode == 0, said.stdout[-6000:] + said.stderr[-2000:]
