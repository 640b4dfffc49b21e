"""The portal as a process of its own on the test's database, to be killed and started again."""

import os
import socket
import subprocess
import sys
import time
from pathlib import Path
from typing import Any
from urllib.parse import quote

from django.conf import settings
from django.db import connection

from tests.with_postgres import free_port

ROOT = Path(__file__).resolve().parents[2]
STARTS_WITHIN = 120


def _database_address(facts: dict[str, Any]) -> str:
    name = str(connection.settings_dict["NAME"])
    if connection.vendor == "sqlite":
        return f"sqlite:///{name}"
    user, password = quote(facts["USER"]), quote(facts["PASSWORD"] or "")
    host = quote(str(facts["HOST"] or ""), safe="")
    return f"postgres://{user}:{password}@{host}:{facts['PORT'] or 5432}/{name}"


class Served:
    """One address; the process behind it comes and goes."""

    def __init__(self) -> None:
        self.port = free_port()
        self.url = f"http://127.0.0.1:{self.port}"
        self._process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        """Start the process and wait until it answers."""
        environment = os.environ | {
            "DJANGO_SETTINGS_MODULE": "tests.settings",
            "DATABASE_URL": _database_address(connection.settings_dict),
            "DATA_DIR": str(settings.DATA_DIR),
            "BASE_URL": self.url,
        }
        self._process = subprocess.Popen(
            [sys.executable, "manage.py", "runserver", str(self.port), "--noreload", "--nostatic"],
            cwd=ROOT,
            env=environment,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        self._wait()

    def kill(self) -> None:
        """End the process as a power cut does."""
        if self._process is not None:
            self._process.kill()
            self._process.wait()
            self._process = None

    def _wait(self) -> None:
        until = time.monotonic() + STARTS_WITHIN
        while True:
            try:
                socket.create_connection(("127.0.0.1", self.port), timeout=2).close()
            except OSError:
                if time.monotonic() > until:
                    raise
                time.sleep(0.2)
            else:
                return
