"""The only door to the PDF engine: HTML in, a tagged PDF out, made in a child with limits.

The child (documents/press.py) fetches nothing but ``data:`` and the portal's own files under
``static/``, which a document names as ``asset:fonts/…``. Both are plain Python, so that the child
starts without Django.
"""

import json
import os
import subprocess
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path
from threading import Timer
from types import TracebackType
from typing import IO, Self

from onde_portal.thai.text import pdf_text

STATIC_DIR = Path(__file__).resolve().parent.parent.parent / "static"
ASSET_TYPES = {
    ".ttf": "font/ttf",
    ".css": "text/css",
    ".svg": "image/svg+xml",
    ".png": "image/png",
}
MEMORY_BYTES = 2 * 1024**3
SECONDS = 240


class PdfFailed(Exception):
    """The engine gave up: it took too long, too much memory, or refused the document."""


@dataclass(frozen=True, slots=True)
class HeadingPlace:
    """A heading in a PDF: level from 1, page from 0, height in points from the page's bottom."""

    level: int
    text: str
    page: int
    y: float


@dataclass(frozen=True, slots=True)
class Pdf:
    """A finished PDF, its number of pages, where its headings stand, and whether it is issued."""

    content: bytes
    pages: int
    headings: tuple[HeadingPlace, ...] = ()
    is_draft: bool = False


def asset_path(name: str) -> Path:
    """The file under static/ that ``asset:name`` means; ``ValueError`` for anything outside."""
    path = (STATIC_DIR / name).resolve()
    if STATIC_DIR not in path.parents or path.suffix not in ASSET_TYPES:
        raise ValueError(f"not an asset: {name}")
    return path


def make_pdf(html: str, *, seconds: int = SECONDS, memory_bytes: int = MEMORY_BYTES) -> Pdf:
    """Lay out ``html`` as a tagged PDF (PDF/UA-1).

    Thai SARA AM is taken apart before layout, so that text comes out of the PDF as it went in
    (documented in onde_portal.thai.text). Raises ``PdfFailed`` when the child exceeds its limits.
    """
    with Press(seconds=seconds, memory_bytes=memory_bytes) as press:
        return press.lay_out(html)


class Press:
    """A child that lays out one HTML after the other, each within ``seconds``.

    After ``PdfFailed`` it is of no more use. The child ends with the press, or with its parent.
    """

    def __init__(self, *, seconds: int = SECONDS, memory_bytes: int = MEMORY_BYTES) -> None:
        self.seconds = seconds
        self._said = tempfile.TemporaryFile()  # noqa: SIM115 - closed with the press
        self._child = run_child("press", str(memory_bytes), str(seconds), said=self._said)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        at: TracebackType | None,
    ) -> None:
        self.close()

    def close(self) -> None:
        """End the child, whatever it is at."""
        self._child.kill()
        self._child.communicate()
        self._said.close()

    def lay_out(self, html: str) -> Pdf:
        """The tagged PDF of ``html``; ``PdfFailed`` when the child exceeds its limits."""
        late: list[bool] = []

        def give_up() -> None:
            late.append(True)
            self._child.kill()

        timer = Timer(self.seconds, give_up)
        timer.start()
        try:
            answer = self._ask(pdf_text(html).encode())
        except OSError:
            answer = None
        finally:
            timer.cancel()
        if answer is None:
            raise PdfFailed(f"took longer than {self.seconds} s" if late else self._last_words())
        return answer

    def _ask(self, request: bytes) -> Pdf | None:
        """The child's answer; ``None`` when it died over the question."""
        wanted, given = self._child.stdin, self._child.stdout
        if wanted is None or given is None:  # pragma: no cover - both are pipes
            return None
        wanted.write(b"%d\n" % len(request) + request)
        wanted.flush()
        head = given.readline()
        if not head:
            return None
        told = json.loads(head)
        content = given.read(told["size"])
        if len(content) < told["size"]:
            return None
        places = tuple(HeadingPlace(*place) for place in told["headings"])
        return Pdf(content=content, pages=told["pages"], headings=places)

    def _last_words(self) -> str:
        self._child.wait()
        self._said.seek(0)
        return self._said.read().decode(errors="replace")[-2000:] or "the engine gave no PDF"


def run_child(module: str, *arguments: str, said: IO[bytes]) -> subprocess.Popen[bytes]:
    """Start one of this package's children, with pipes and without the portal's environment."""
    return subprocess.Popen(  # noqa: S603 - our own module, no outside word in the command
        [sys.executable, "-m", f"onde_portal.documents.{module}", *arguments],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=said,
        cwd=STATIC_DIR.parent,
        env={"PATH": os.environ.get("PATH", ""), "LANG": "C.UTF-8", "HOME": "/nonexistent"},
    )
