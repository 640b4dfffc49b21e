"""The child that lays out: HTML on standard input, PDF on standard output. No Django here.

A question is a line with the number of bytes, then HTML. An answer is a line of JSON with size,
pages and headings, then the PDF. It ends when its input does; it dies of what it cannot do.
"""

import ctypes.util
import gc
import io
import json
import resource
import sys
import time
from typing import Any

from onde_portal.documents.engine import ASSET_TYPES, asset_path
from onde_portal.thai.text import from_pdf_text

POINTS_A_PIXEL = 0.75


def _without_compiler() -> None:
    """Libraries are opened by the names that Linux gives them.

    Else each of the names that other systems use is looked for by running ldconfig and gcc: half
    of the time this child takes to start.
    """
    if sys.platform == "linux":
        ctypes.util.find_library = lambda name: None


def _lay_out(html: str) -> tuple[bytes, int, list[tuple[int, str, int, float]]]:
    from weasyprint import HTML
    from weasyprint.urls import URLFetcher, URLFetcherResponse

    from onde_portal.documents.tagging import mend_tags

    class OwnFilesOnly(URLFetcher):  # type: ignore[misc] # WeasyPrint has no types
        """Serves ``asset:`` from static/ and ``data:``; nothing else exists for a document."""

        def fetch(self, url: str, headers: dict[str, str] | None = None) -> URLFetcherResponse:
            if url.startswith("asset:"):
                path = asset_path(url.removeprefix("asset:"))
                kind = {"Content-Type": ASSET_TYPES[path.suffix]}
                return URLFetcherResponse(url, path.read_bytes(), kind)
            return super().fetch(url, headers)

    fetcher = OwnFilesOnly(allowed_protocols=("data",), allow_redirects=False)
    document = HTML(string=html, base_url="asset:", url_fetcher=fetcher).render()
    known = document.metadata
    known.title = from_pdf_text(known.title or "")
    known.authors = [from_pdf_text(author) for author in known.authors]
    target = io.BytesIO()
    document.write_pdf(target, pdf_variant="pdf/ua-1", finisher=mend_tags)
    return target.getvalue(), len(document.pages), _headings(document)


def _headings(document: Any) -> list[tuple[int, str, int, float]]:
    return [
        (level, from_pdf_text(label), number, (page.height - y) * POINTS_A_PIXEL)
        for number, page in enumerate(document.pages)
        for level, label, (_x, y), _state in page.bookmarks
    ]


def main() -> None:
    """Answer until the questions end. Arguments: bytes of memory, seconds for a question."""
    memory_bytes, seconds = int(sys.argv[1]), int(sys.argv[2])
    resource.setrlimit(resource.RLIMIT_AS, (memory_bytes, memory_bytes))
    _without_compiler()
    # Looking for cycles in a growing tree of boxes takes an eighth of the time and finds nothing.
    gc.disable()
    asked, answered = sys.stdin.buffer, sys.stdout.buffer
    while size := asked.readline():
        until = int(time.process_time()) + seconds
        resource.setrlimit(resource.RLIMIT_CPU, (until, resource.RLIM_INFINITY))
        content, pages, headings = _lay_out(asked.read(int(size)).decode())
        told = {"size": len(content), "pages": pages, "headings": headings}
        answered.write(json.dumps(told).encode() + b"\n" + content)
        answered.flush()
        gc.collect()


if __name__ == "__main__":
    main()
