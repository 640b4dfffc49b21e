"""A worker that is killed in the middle of a long document: another finishes it, once and whole."""

import shutil
import signal
import subprocess
import time
from pathlib import Path

import pikepdf
import pytest

from tests.own_portal import sql, start

QUEUE = """
INSERT INTO documents_storeddocument (kind, about, language, title, number, subject, own_code,
 state, check_code, file, sha256, size, pages, requested_at, is_long, parts, parts_done, attempts,
 error)
VALUES ('long', 'x:1', 'th', 'รายงาน', '', '', '', 'queued', 'ABCD2345EFGH', '', '', 0, 0,
 '2026-01-01 00:00:00', 1, 0, 0, 0, '')
"""
LATER = "UPDATE documents_storeddocument SET claimed_at = '2026-01-01 00:00:00'"
WORK = """
from tests.documents.papers import report
from onde_portal.documents import kinds
from onde_portal.documents.jobs import make_next_document
build = lambda about, language: report(chapters=6, rows=90)
kinds.register("long", build, lambda user, about: True)
make_next_document()
"""
pytestmark = pytest.mark.slow


def files(folder: Path) -> list[Path]:
    return [path for path in folder.rglob("*") if path.is_file() and "documents" in path.parts]


def kill_when_parts_are_done(folder: Path, worker: "subprocess.Popen[bytes]") -> None:
    until = time.monotonic() + 240
    done: object = 0
    while done in {0, None} and worker.poll() is None and time.monotonic() < until:
        [(done,)] = sql(folder, "SELECT parts_done FROM documents_storeddocument")
        time.sleep(0.02)
    worker.send_signal(signal.SIGKILL)
    worker.wait()


def test_another_worker_finishes_what_a_killed_one_began(migrated: Path, tmp_path: Path) -> None:
    shutil.copytree(migrated, tmp_path, dirs_exist_ok=True)
    sql(tmp_path, QUEUE)
    killed = start(tmp_path, "shell", "-c", WORK)
    kill_when_parts_are_done(tmp_path, killed)
    [(state, parts, attempts)] = sql(
        tmp_path, "SELECT state, parts, attempts FROM documents_storeddocument"
    )
    assert (state, attempts) == ("making", 1)
    assert int(str(parts)) > 2

    # Nobody takes it while its maker may be alive, and anybody once two minutes went by.
    assert start(tmp_path, "shell", "-c", WORK).wait() == 0
    assert sql(tmp_path, "SELECT attempts FROM documents_storeddocument") == [(1,)]
    sql(tmp_path, LATER)
    assert start(tmp_path, "shell", "-c", WORK).wait() == 0

    [(state, file, pages)] = sql(
        tmp_path, "SELECT state, file, pages FROM documents_storeddocument"
    )
    assert state == "ready"
    (left,) = files(tmp_path)
    assert left.as_posix().endswith(str(file))
    with pikepdf.open(left) as paper:
        assert len(paper.pages) == pages
