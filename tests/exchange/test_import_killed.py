"""An import that is killed leaves the register as it was, or as it should be: never between."""

import shutil
import signal
import time
from pathlib import Path

import pytest

from onde_portal.exchange.writing import to_csv
from tests.own_portal import sql, start
from tests.registry.rows import row

LAOS = 3000
TABLES = ("registry_lao", "registry_laocode", "registry_historicallao")

pytestmark = pytest.mark.slow


def seconds(folder: Path, *command: str) -> float:
    begun = time.monotonic()
    assert start(folder, *command).wait() == 0
    return time.monotonic() - begun


def counts(folder: Path) -> list[int]:
    return [int(str(sql(folder, f"SELECT count(*) FROM {table}")[0][0])) for table in TABLES]  # noqa: S608


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
def portal(migrated: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("portal")
    shutil.copytree(migrated, folder, dirs_exist_ok=True)
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
