"""A worker that is killed again and again: every mail arrives, none is lost."""

import os
import signal
import sqlite3
import subprocess
import sys
import time
from collections import Counter
from contextlib import closing
from pathlib import Path

import pytest
from django.conf import settings

from tests.smtp import Post, mail_server

MAILS, KILLS = 24, 3
LONG_AGO = "2026-01-01 00:00:00"
WORK = "from onde_portal.accounts.jobs import send_next_mail\nwhile send_next_mail(): pass"
pytestmark = pytest.mark.slow


def start(folder: Path, port: int, *command: str) -> subprocess.Popen[bytes]:
    """A command of the portal on a database of its own in the folder, with this mail server."""
    kept = {key: value for key, value in os.environ.items() if key != "DATABASE_URL"}
    own = {"DEMO": "true", "DATA_DIR": str(folder), "EMAIL_URL": f"smtp://127.0.0.1:{port}"}
    return subprocess.Popen(
        [sys.executable, "manage.py", *command],
        cwd=settings.BASE_DIR,
        env=kept | own,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )


def sql(folder: Path, statement: str, rows: list[tuple[object, ...]] | None = None) -> list[str]:
    (database,) = folder.glob("*.sqlite3")
    with closing(sqlite3.connect(database, timeout=20)) as connection, connection:
        if rows is not None:
            connection.executemany(statement, rows)
            return []
        return [str(row[0]) for row in connection.execute(statement)]


def queue(folder: Path) -> None:
    sql(
        folder,
        "INSERT INTO accounts_mail (kind, recipient, about, rung, subject, body, attachment,"
        " attachment_name, state, daily, due_at, attempts, error)"
        " VALUES ('reminder', ?, 'x', '', 's', 'b', '', '', 'waiting', 0, ?, 0, '')",
        [(f"reporter{number}@lao.example", LONG_AGO) for number in range(MAILS)],
    )


def kill_after(process: subprocess.Popen[bytes], post: Post, arrived: int) -> None:
    """Kill the worker once so many more mails have arrived."""
    until = time.monotonic() + 60
    while len(post.taken) < arrived and process.poll() is None and time.monotonic() < until:
        time.sleep(0.005)
    process.send_signal(signal.SIGKILL)
    process.wait()


def test_every_mail_arrives_however_often_the_worker_is_killed(tmp_path: Path) -> None:
    with mail_server() as post:
        assert start(tmp_path, post.port, "migrate", "-v0").wait() == 0
        queue(tmp_path)
        post.pause = 0.02
        for _kill in range(KILLS):
            process = start(tmp_path, post.port, "shell", "-c", WORK)
            kill_after(process, post, len(post.taken) + 4)
        # Ten minutes later what the dead workers held is taken again.
        sql(
            tmp_path,
            "UPDATE accounts_mail SET claimed_at = '2026-01-01 00:00:00' WHERE state = 'sending'",
        )
        assert start(tmp_path, post.port, "shell", "-c", WORK).wait() == 0
        assert set(sql(tmp_path, "SELECT state FROM accounts_mail")) == {"sent"}
        arrived = Counter(str(mail["Message-ID"]) for mail in post.taken)
    assert len(arrived) == MAILS
    # Killed between the server's word and the row's, a mail goes twice under one name; no others.
    assert sum(arrived.values()) - MAILS <= KILLS
