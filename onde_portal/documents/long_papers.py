"""A long paper from cover and chapters: parts laid out side by side, then joined in a child."""

import json
import subprocess
import tempfile
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import FIRST_COMPLETED, Future, ThreadPoolExecutor, wait
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from queue import SimpleQueue
from typing import Protocol

from onde_portal.documents import joining
from onde_portal.documents.engine import SECONDS, HeadingPlace, Pdf, PdfFailed, Press, run_child

CHILDREN = 2
# How often whoever waits is told that the work goes on, in seconds.
TICK = 5.0
# Long contents name chapters only.
CONTENTS_LINES = 70


@dataclass(frozen=True, slots=True)
class Entry:
    """A line of the contents: ``place`` counts headings, ``page`` pages from 1."""

    level: int
    text: str
    page: int
    place: int


@dataclass(frozen=True, slots=True)
class LongPaper:
    """What a long paper is laid out from: HTML of cover, parts and the footer's words.

    ``contents`` gives the HTML of the contents from their lines.
    """

    cover: str
    parts: Sequence[str]
    footer: str
    contents: Callable[[Sequence[Entry]], str]


class Keep(Protocol):
    """Where parts that were laid out are kept, so that work that was broken off goes on."""

    def get(self, html: str) -> Pdf | None: ...

    def put(self, html: str, pdf: Pdf) -> None: ...


# Hears how many parts are done, of how many; what it raises ends the work.
Told = Callable[[int, int], None]


def unheard(done: int, of: int) -> None:
    """For whoever does not ask how far the work is."""


def make_short_pdf(html: str, *, told: Told) -> Pdf:
    """A paper of one part, of which ``told`` hears every few seconds."""
    with _presses(1) as lay_out:
        return _lay_out_all([html], lay_out, told)[0]


def make_long_pdf(paper: LongPaper, *, told: Told, keep: Keep | None = None) -> Pdf:
    """Lay out and join. ``told`` hears of each part, and every few seconds.

    Parts that ``keep`` has are taken from there. Raises ``PdfFailed`` when a child exceeds its
    limits.
    """
    with _presses(CHILDREN) as lay_out:
        every = [paper.cover, paper.footer, *paper.parts]
        cover, footer, *parts = _lay_out_all(every, _keeping(lay_out, keep), told)
        contents, headings = _contents(paper, cover, parts, lay_out)
        with ThreadPoolExecutor(1) as pool:
            joined = pool.submit(_join, cover, contents, parts, footer, headings)
            _follow([joined], lambda _done, _of: told(len(every), len(every)))
    return joined.result()


def _keeping(lay_out: Callable[[str], Pdf], keep: Keep | None) -> Callable[[str], Pdf]:
    if keep is None:
        return lay_out

    def kept(html: str) -> Pdf:
        known = keep.get(html)
        if known is None:
            known = lay_out(html)
            keep.put(html, known)
        return known

    return kept


@contextmanager
def _presses(count: int) -> Iterator[Callable[[str], Pdf]]:
    """Lays out on whichever of the children is free."""
    free: SimpleQueue[Press] = SimpleQueue()
    presses = [Press() for _child in range(count)]
    for press in presses:
        free.put(press)

    def lay_out(html: str) -> Pdf:
        press = free.get()
        try:
            return press.lay_out(html)
        finally:
            free.put(press)

    try:
        yield lay_out
    finally:
        for press in presses:
            press.close()


def _lay_out_all(papers: Sequence[str], lay_out: Callable[[str], Pdf], told: Told) -> list[Pdf]:
    with ThreadPoolExecutor(CHILDREN) as pool:
        started = [pool.submit(lay_out, html) for html in papers]
        try:
            _follow(started, told)
        except BaseException:
            for future in started:
                future.cancel()
            raise
    return [future.result() for future in started]


def _follow(started: Sequence[Future[Pdf]], told: Told) -> None:
    waiting = set(started)
    while waiting:
        done, waiting = wait(waiting, timeout=TICK, return_when=FIRST_COMPLETED)
        for future in done:
            future.result()
        told(len(started) - len(waiting), len(started))


def _contents(
    paper: LongPaper, cover: Pdf, parts: Sequence[Pdf], lay_out: Callable[[str], Pdf]
) -> tuple[Pdf, list[HeadingPlace]]:
    """The contents, and every heading's place in the whole paper: they depend on each other."""
    pages = 1
    while True:
        headings = _places(parts, cover.pages + pages)
        deepest = 2 if len(headings) <= CONTENTS_LINES else 1
        entries = [
            Entry(heading.level, heading.text, heading.page + 1, place)
            for place, heading in enumerate(headings)
            if heading.level <= deepest
        ]
        contents = lay_out(paper.contents(entries))
        if contents.pages == pages:
            return contents, headings
        # A page more moves every number up, which can only make the contents longer.
        pages = max(pages + 1, contents.pages)


def _places(parts: Sequence[Pdf], first: int) -> list[HeadingPlace]:
    places: list[HeadingPlace] = []
    for part in parts:
        places += [
            HeadingPlace(place.level, place.text, first + place.page, place.y)
            for place in part.headings
        ]
        first += part.pages
    return places


def _join(
    cover: Pdf, contents: Pdf, parts: Sequence[Pdf], footer: Pdf, headings: Sequence[HeadingPlace]
) -> Pdf:
    with tempfile.TemporaryDirectory(prefix="onde-paper-") as name:
        folder = Path(name)
        files = [cover, contents, *parts]
        for number, pdf in enumerate(files):
            (folder / f"{number}.pdf").write_bytes(pdf.content)
        (folder / joining.FOOTER).write_bytes(footer.content)
        plan = {
            "parts": [f"{number}.pdf" for number in range(len(files))],
            "unnumbered": cover.pages,
            "headings": [
                {"level": place.level, "text": place.text, "page": place.page, "y": place.y}
                for place in headings
            ],
        }
        (folder / joining.PLAN).write_text(json.dumps(plan), "utf-8")
        _run_joining(folder)
        content = (folder / joining.JOINED).read_bytes()
    return Pdf(content, sum(pdf.pages for pdf in files), tuple(headings))


def _run_joining(folder: Path) -> None:
    with tempfile.TemporaryFile() as said:
        child = run_child("joining", str(folder), said=said)
        try:
            failed = child.wait(SECONDS)
        except subprocess.TimeoutExpired as error:
            raise PdfFailed(f"joining took longer than {SECONDS} s") from error
        finally:
            child.kill()
            child.communicate()
        if failed:
            said.seek(0)
            raise PdfFailed(said.read().decode(errors="replace")[-2000:])
