import os
import signal
import subprocess
import sys
import time
from argparse import ArgumentParser
from types import FrameType

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

STOP_SECONDS = 15


class Command(BaseCommand):
    help = "Run web and worker together on this machine until Ctrl-C or SIGTERM."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--port", type=int, default=8000)
        parser.add_argument("--bind", default="127.0.0.1")

    def handle(self, *args: object, **options: object) -> None:
        web = [
            sys.executable, "-m", "gunicorn", "onde_portal.wsgi:application",
            "--bind", f"{options['bind']}:{options['port']}",
            "--worker-class", "gthread", "--workers", "2", "--threads", "4",
            "--max-requests", "5000", "--graceful-timeout", "10", "--log-level", "warning",
        ]  # fmt: skip
        worker = [sys.executable, "manage.py", "qcluster"]
        signal.signal(signal.SIGTERM, _interrupt)
        signal.signal(signal.SIGINT, _interrupt)
        children = [_start(web), _start(worker)]
        ended = ""
        try:
            while not ended:
                time.sleep(0.5)
                ended = _ended(children)
        except KeyboardInterrupt:
            self.stdout.write("Stopping.")
        finally:
            _stop(children)
        if ended:
            raise CommandError(f"{ended} stopped by itself; its last lines say why.")


def _interrupt(signum: int, frame: FrameType | None) -> None:
    raise KeyboardInterrupt


def _start(command: list[str]) -> subprocess.Popen[bytes]:
    # A session of its own, so that Ctrl-C reaches the children once, through us.
    return subprocess.Popen(  # noqa: S603 - our own programs
        command, cwd=settings.BASE_DIR, env=os.environ.copy(), start_new_session=True
    )


def _ended(children: list[subprocess.Popen[bytes]]) -> str:
    for child, name in zip(children, ("The web server", "The worker"), strict=True):
        if child.poll() is not None:
            return name
    return ""


def _stop(children: list[subprocess.Popen[bytes]]) -> None:
    """End both kindly, then firmly; the worker's own children share its session."""
    for child in children:
        if child.poll() is None:
            child.terminate()
    deadline = time.monotonic() + STOP_SECONDS
    for child in children:
        try:
            child.wait(max(0.1, deadline - time.monotonic()))
        except subprocess.TimeoutExpired:
            os.killpg(child.pid, signal.SIGKILL)
            child.wait()
