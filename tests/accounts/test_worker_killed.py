"""A worker that is killed again and again: every mail arrives, none is lost."""

import shutil
import signal
import subprocess
import time
from collections import Counter
from pathlib import Path

import pytest

from tests.own_portal import sql, start
from tests.smtp import Post, mail_server

MAILS, KILLS = 24, 3
LONG_AGO = "2026-01-01 00:00:00"
WORK = "from onde_portal.accounts.jobs import send_next_mail\nwhile send_next_mail(): pass"
pytestmark = pytest.mark.slow


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


def test_every_mail_arrives_however_often_the_worker_is_killed(
    migrated: Path, tmp_path: Path
) -> None:
    shutil.copytree(migrated, tmp_path, dirs_exist_ok=True)
    with mail_server() as post:
        server = f"smtp://127.0.0.1:{post.port}"
        queue(tmp_path)
        post.pause = 0.02
        for _kill in range(KILLS):
            process = start(tmp_path, "shell", "-c", WORK, EMAIL_URL=server)
            kill_after(process, post, len(post.taken) + 4)
        # Ten minutes later what the dead workers held is taken again.
        sql(
            tmp_path,
            "UPDATE accounts_mail SET claimed_at = '2026-01-01 00:00:00' WHERE state = 'sending'",
        )
        assert start(tmp_path, "shell", "-c", WORK, EMAIL_URL=server).wait() == 0
        assert set(sql(tmp_path, "SELECT state FROM accounts_mail")) == {("sent",)}
        arrived = Counter(str(mail["Message-ID"]) for mail in post.taken)
    assert len(arrived) == MAILS
    # Killed between the server's word and the row's, a mail goes twice under one name; no others.
    assert sum(arrived.values()) - MAILS <= KILLS
