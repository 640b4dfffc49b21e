"""Runs a function on a stranger's bytes in a child with limits of memory, CPU and time.

The child is plain Python without the portal's environment, secrets or database. What goes in and
comes out is bytes and JSON, so that a child taken over by a file can hand back nothing that runs.
"""

import importlib
import json
import os
import resource
import subprocess
import sys
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent.parent
OWN_REFUSAL = 3
PATIENCE = 5.0  # seconds on the clock beyond the child's processor time


class SandboxFailed(Exception):
    """The child was stopped by a limit or fell over; the file is not to be trusted."""


class Refused(Exception):
    """The function looked at the bytes and refused them. ``code`` says why."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


def run_limited(
    function: str,
    content: bytes,
    *,
    options: dict[str, Any] | None = None,
    memory_mb: int = 512,
    seconds: int = 20,
) -> tuple[dict[str, Any], bytes]:
    """Call ``function`` ("package.module:name") with ``(content, **options)`` in a child.

    The function returns ``(facts, bytes)``: a JSON object and content; its module must not need
    Django. ``seconds`` bounds its CPU time, and the time on the clock with five seconds more.
    Raises ``Refused`` when the function raised that itself, ``SandboxFailed`` for everything else.
    """
    command = [
        sys.executable, "-B", "-m", "onde_portal.workflow.sandbox",
        function, json.dumps(options or {}), str(memory_mb), str(seconds),
    ]  # fmt: skip
    try:
        child = subprocess.run(  # noqa: S603 - our own module and functions
            command,
            input=content,
            capture_output=True,
            timeout=seconds + PATIENCE,
            check=False,
            cwd=ROOT,
            env={"PATH": os.environ.get("PATH", ""), "LANG": "C.UTF-8", "HOME": "/nonexistent"},
        )
    except subprocess.TimeoutExpired as error:
        raise SandboxFailed("took too long") from error
    head, _newline, body = child.stdout.partition(b"\n")
    if child.returncode == OWN_REFUSAL:
        raise Refused(head.decode(errors="replace"))
    if child.returncode:
        raise SandboxFailed(child.stderr.decode(errors="replace")[-500:] or "was stopped")
    try:
        facts: dict[str, Any] = json.loads(head)
    except ValueError as error:
        raise SandboxFailed("answered in another way") from error
    return facts, body


def main() -> int:
    """The child: sets its own limits, then calls the function on standard input."""
    function, options, memory_mb, seconds = sys.argv[1:5]
    memory = int(memory_mb) * 1024**2
    resource.setrlimit(resource.RLIMIT_AS, (memory, memory))
    resource.setrlimit(resource.RLIMIT_CPU, (int(seconds), int(seconds)))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
    resource.setrlimit(resource.RLIMIT_NPROC, (0, 0))
    module, _colon, name = function.partition(":")
    call = getattr(importlib.import_module(module), name)
    content = sys.stdin.buffer.read()
    try:
        facts, body = call(content, **json.loads(options))
    except Exception as error:
        # Named by class: this module runs as __main__ here, so its classes exist twice.
        if type(error).__name__ != "Refused":
            raise
        sys.stdout.write(str(error))
        return OWN_REFUSAL
    sys.stdout.buffer.write(json.dumps(facts).encode() + b"\n" + body)
    return 0


if __name__ == "__main__":
    sys.exit(main())
