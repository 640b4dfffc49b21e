"""A portal of a test's own: processes on a database in the test's folder, there to be killed."""

import os
import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path

from django.conf import settings

DATABASE = "portal.sqlite3"


def start(folder: Path, *command: str, **environment: str) -> "subprocess.Popen[bytes]":
    """A command of the portal on the database and the storage in the folder."""
    kept = {key: value for key, value in os.environ.items() if key != "DATABASE_URL"}
    own = {"DEMO": "true", "DATA_DIR": str(folder), "PYTHONPATH": str(settings.BASE_DIR)}
    return subprocess.Popen(
        [sys.executable, "manage.py", *command],
        cwd=settings.BASE_DIR,
        env=kept | own | environment,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )


def sql(
    folder: Path, statement: str, rows: list[tuple[object, ...]] | None = None
) -> list[tuple[object, ...]]:
    """What a statement answers on the folder's database; with ``rows``, once for each of them."""
    with closing(sqlite3.connect(folder / DATABASE, timeout=20)) as connection, connection:
        if rows is not None:
            return list(connection.executemany(statement, rows))
        return list(connection.execute(statement))
