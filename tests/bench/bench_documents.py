"""Papers against bare WeasyPrint: one short report, and a report of about 300 pages.

Each run is a fresh process, and both lay out the same HTML. Bare WeasyPrint has the long report in
one HTML; ours has it by chapters, with cover, contents, footers and joining on top.
"""

import os
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent.parent
ROWS, CHAPTERS = 400, 14
SHORT_TURNS, LONG_TURNS = 7, 3
# Prints the pages and the peak memory in MB of the process, or of the largest of its children.
BARE = """
import io, sys
from weasyprint import HTML
from weasyprint.urls import URLFetcher, URLFetcherResponse
root = sys.argv[2]
class Assets(URLFetcher):
    def fetch(self, url, headers=None):
        if url.startswith("asset:"):
            kind = {"css": "text/css", "ttf": "font/ttf"}[url.rsplit(".", 1)[1]]
            path = f"{root}/static/{url.removeprefix('asset:')}"
            return URLFetcherResponse(url, open(path, "rb").read(), {"Content-Type": kind})
        return super().fetch(url, headers)
fetcher = Assets(allowed_protocols=("data",))
document = HTML(filename=sys.argv[1], base_url="asset:", url_fetcher=fetcher).render()
document.write_pdf(io.BytesIO(), pdf_variant="pdf/ua-1")
# Not ru_maxrss, which a process inherits from whoever started it.
peak = next(line for line in open("/proc/self/status") if line.startswith("VmHWM"))
print(len(document.pages), int(peak.split()[1]) // 1024)
"""
SHORT = """
import resource, sys
from pathlib import Path
from onde_portal.documents.engine import make_pdf
print(make_pdf(Path(sys.argv[1]).read_text("utf-8")).pages,
      resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss // 1024)
"""
LONG = """
import pickle, resource, sys
from pathlib import Path
from onde_portal.documents.long_papers import LongPaper, make_long_pdf
held = pickle.loads(Path(sys.argv[1]).read_bytes())
contents = held.pop("contents")
paper = LongPaper(**held, contents=lambda entries: contents)
print(make_long_pdf(paper, told=lambda done, of: None).pages,
      resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss // 1024)
"""


def main(*, line: Callable[[str, float, float, str], None]) -> None:
    """Measure both and print the ratios."""
    with tempfile.TemporaryDirectory(prefix="onde-bench-") as name:
        folder = Path(name)
        short, long_html, parts = _write(folder)
        _compare(line, "One report of 4 pages", SHORT, short, short, turns=SHORT_TURNS)
        _compare(line, "A report by chapters", LONG, parts, long_html, turns=LONG_TURNS)


def _compare(
    line: Callable[[str, float, float, str], None],
    name: str,
    program: str,
    ours: Path,
    bare: Path,
    *,
    turns: int,
) -> None:
    """Take turns, so that whatever else the machine does meets both."""
    ours_ms: list[float] = []
    bare_ms: list[float] = []
    said: dict[str, str] = {}
    worked: dict[str, float] = {}
    for _turn in range(turns):
        for which, code, path, spent in (
            ("ours", program, ours, ours_ms), ("bare", BARE, bare, bare_ms),
        ):  # fmt: skip
            start, before = time.perf_counter(), _worked()
            said[which] = _run(code, path)
            worked[which] = _worked() - before
            spent.append(1000 * (time.perf_counter() - start))
    line(name, statistics.median(ours_ms), statistics.median(bare_ms), "bare WeasyPrint")
    for which, words in said.items():
        pages, memory = words.split()
        print(
            f"  {which}: {pages} pages, at most {memory} MB in a process,"
            f" {worked[which]:.1f} s of processor time"
        )


def _worked() -> float:
    """Processor time of all children so far, in seconds: what others do does not lengthen it."""
    spent = resource.getrusage(resource.RUSAGE_CHILDREN)
    return spent.ru_utime + spent.ru_stime


def _run(code: str, path: Path) -> str:
    done = subprocess.run(
        [sys.executable, "-c", code, str(path), str(ROOT)],
        cwd=ROOT, env=os.environ | {"PYTHONPATH": str(ROOT)}, capture_output=True, check=True,
    )  # fmt: skip
    return done.stdout.decode()


def _write(folder: Path) -> tuple[Path, Path, Path]:
    """HTML of a short paper, of the long one in one piece, and of its parts."""
    import pickle

    from django.template.loader import render_to_string
    from django.utils import translation

    from onde_portal.documents.chapters import Piece
    from onde_portal.documents.models import StoredDocument
    from onde_portal.documents.printing import long_paper, paper_context
    from onde_portal.thai.text import pdf_text
    from tests.documents.papers import report

    source = report(chapters=CHAPTERS, rows=ROWS)
    document = StoredDocument(kind="x", about="x:1", language="th", check_code="ABCD2345EFGH")
    with translation.override("th"):
        context = paper_context(document, source)
        paper = long_paper(source, document)
        contents = paper.contents([])
        whole = [Piece(chapter.title, chapter.blocks) for chapter in source.chapters]
        few = [Piece(one.title, one.blocks) for one in report(chapters=1, rows=60).chapters]
        pages = {
            "long.html": render_to_string("print/chapters.html", context | {"pieces": whole}),
            "short.html": render_to_string("print/chapters.html", context | {"pieces": few}),
        }
    for name, html in pages.items():
        (folder / name).write_text(pdf_text(html), "utf-8")
    held = {
        "cover": paper.cover, "parts": list(paper.parts), "footer": paper.footer,
        "contents": contents,
    }  # fmt: skip
    (folder / "parts.pickle").write_bytes(pickle.dumps(held))
    return folder / "short.html", folder / "long.html", folder / "parts.pickle"
