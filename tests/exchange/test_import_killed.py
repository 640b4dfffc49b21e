"""An import that is killed leaves the register as it was, or as it should be: never between."""

import os
import shutil
import signal
import sqlite3
import subprocess
import sys
import time
from contextlib import closing
from pathlib import Path

import pytest
from django.conf import settings

from onde_portal.exchange.writing import to_csv
from tests.registry.rows import row

LAOS = 3000
TABLES = ("registry_lao", "registry_laocode", "registry_historicallao")

pytestmark = pytest.mark.slow


def start(folder: Path, *command: str) -> subprocess.Popen[bytes]:
    """A command of the portal on a database of its own in the folder."""
    kept = {key: value for key, value in os.environ.items() if key != "DATABASE_URL"}
    return subprocess.Popen(
        [sys.executable, "manage.py", *command],
        cwd=settings.BASE_DIR,
        env=kept | {"DEMO": "true", "DATA_DIR": str(folder)},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )


def seconds(folder: Path, *command: str) -> float:
    begun = time.monotonic()
    assert start(folder, *command).wait() == 0
    return time.monotonic() - begun


def counts(folder: Path) -> list[int]:
    (database,) = folder.glob("*.sqlite3")
    with closing(sqlite3.connect(database)) as connection:
        return [
            connection.execute(f"SELECT count(*) FROM {table}").fetchone()[0]  # noqa: S608
            for table in TABLES
        ]


def register() -> bytes:
    """A register of made SAOs, fifty a district."""
    header = list(row())
    return to_csv(
        header,
        [
            list(
                row(
                    dla_code=f"641{30 + number // 50:02d}{number % 50:02d}",
                    district_code=f"41{30 + number // 50:02d}",
                    name_th=f"ทดสอบ{number}",
                ).values()
            )
            for number in range(LAOS)
        ],
    )


@pytest.fixture(scope="module")
def portal(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("portal")
    seconds(folder, "migrate", "-v0")
    seconds(folder, "ensure_reference")
    (folder / "register.csv").write_bytes(register())
    return folder


@pytest.fixture(scope="module")
def writing(portal: Path, tmp_path_factory: pytest.TempPathFactory) -> tuple[float, float]:
    """When an import begins to write and when it is done, in seconds from its start."""
    folder = tmp_path_factory.mktemp("whole") / "data"
    shutil.copytree(portal, folder)
    file = str(folder / "register.csv")
    planned = seconds(folder, "import_laos", file)
    done = seconds(folder, "import_laos", file, "--commit")
    assert counts(folder) == [count + LAOS for count in counts(portal)]
    return planned, done


@pytest.mark.parametrize("part", [0.1, 0.5, 0.9])
def test_an_import_that_is_killed_is_whole_or_not_at_all(
    part: float, portal: Path, writing: tuple[float, float], tmp_path: Path
) -> None:
    folder = tmp_path / "data"
    shutil.copytree(portal, folder)
    before = counts(folder)
    file = str(folder / "register.csv")
    planned, done = writing
    process = start(folder, "import_laos", file, "--commit")
    time.sleep(planned + part * max(0.0, done - planned))
    process.send_signal(signal.SIGKILL)
    process.wait()
    assert counts(folder) in (before, [count + LAOS for count in before])
    seconds(folder, "import_laos", file, "--commit")
    assert counts(folder) == [count + LAOS for count in before]
