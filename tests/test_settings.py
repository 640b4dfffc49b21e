"""Wrong settings stop the start with a sentence that names the setting."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
KEY = "0123456789abcdefghijklmnopqrstuvwxyz" * 2
REAL = {"SECRET_KEY": KEY, "BASE_URL": "https://portal.example.go.th"}


def start(folder: Path, *command: str, **given: str) -> subprocess.CompletedProcess[str]:
    kept = {name: os.environ[name] for name in ("PATH", "LANG") if name in os.environ}
    return subprocess.run(
        [sys.executable, *command],
        cwd=ROOT,
        env=kept | {"DATA_DIR": str(folder)} | given,
        capture_output=True,
        text=True,
        check=False,
    )


@pytest.mark.parametrize(
    ("changed", "sentence"),
    [
        ({"SECRET_KEY": ""}, "SECRET_KEY is not set"),
        ({"SECRET_KEY": "short"}, "SECRET_KEY is too short"),
        (
            {"SECRET_KEY": "demo-only-key-that-refuses-to-run-anywhere-else-0123456789abcdef"},
            "SECRET_KEY is the demo's",
        ),
        ({"BASE_URL": ""}, "BASE_URL must be"),
        ({"BASE_URL": "http://portal.example.go.th"}, "BASE_URL must start with https://"),
        ({"DEMO": "true"}, "DEMO=true refuses"),
        ({"DEMO": "perhaps"}, "DEMO='perhaps' is neither true nor false"),
        ({"STAFF_MFA_REQUIRED": "false"}, "STAFF_MFA_REQUIRED=false is for the demo only"),
        ({"SESSION_HOURS": "many"}, "SESSION_HOURS='many' is not a whole number"),
        ({"SESSION_HOURS": "1000"}, "SESSION_HOURS=1000 must lie between"),
        ({"UPLOAD_MAX_MB": "0"}, "UPLOAD_MAX_MB=0 must lie between"),
        ({"DATABASE_URL": "mysql://db/portal"}, "DATABASE_URL must begin with"),
        ({"LOG_LEVEL": "LOUD"}, "LOG_LEVEL"),
    ],
)
def test_a_wrong_setting_stops_the_start_and_is_named(
    tmp_path: Path, changed: dict[str, str], sentence: str
) -> None:
    done = start(tmp_path, "-c", "import onde_portal.settings", **(REAL | changed))

    assert done.returncode != 0
    assert sentence in done.stderr.splitlines()[-1]


def test_the_demo_starts_without_any_other_setting(tmp_path: Path) -> None:
    done = start(tmp_path, "-c", "import onde_portal.settings", DEMO="true")

    assert (done.returncode, done.stderr) == (0, "")


def test_a_real_portal_passes_the_deployment_check_silently(tmp_path: Path) -> None:
    done = start(tmp_path, "manage.py", "check", "--deploy", "--fail-level", "WARNING", **REAL)

    assert done.returncode == 0, done.stderr
    assert "no issues" in done.stdout
