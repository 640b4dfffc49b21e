"""The only door to the PDF engine: HTML in, a tagged PDF out, made in a child with limits.

The child fetches nothing but ``data:`` and the portal's own files under ``static/``, which a
document names as ``asset:fonts/…``. It is plain Python, so that it starts without Django.
"""

import io
import os
import resource
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

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
class Pdf:
    """A finished PDF and its number of pages."""

    content: bytes
    pages: int


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
    command = [
        sys.executable,
        "-m",
        "onde_portal.documents.engine",
        str(memory_bytes),
        str(seconds),
    ]
    try:
        child = subprocess.run(  # noqa: S603 - our own module, no outside word in the command
            command,
            input=pdf_text(html).encode(),
            capture_output=True,
            timeout=seconds,
            check=False,
            cwd=STATIC_DIR.parent,
            env={"PATH": os.environ.get("PATH", ""), "LANG": "C.UTF-8", "HOME": "/nonexistent"},
        )
    except subprocess.TimeoutExpired as error:
        raise PdfFailed(f"took longer than {seconds} s") from error
    pages, separator, content = child.stdout.partition(b"\n")
    if child.returncode or not separator or not content.startswith(b"%PDF"):
        raise PdfFailed(child.stderr.decode(errors="replace")[-2000:] or "the engine gave no PDF")
    return Pdf(content=content, pages=int(pages))


def _lay_out(html: str) -> Pdf:
    from weasyprint import HTML
    from weasyprint.urls import URLFetcher, URLFetcherResponse

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
    target = io.BytesIO()
    document.write_pdf(target, pdf_variant="pdf/ua-1")
    return Pdf(content=target.getvalue(), pages=len(document.pages))


def main() -> None:
    """The child: HTML on standard input, number of pages and the PDF on standard output."""
    memory_bytes, seconds = int(sys.argv[1]), int(sys.argv[2])
    resource.setrlimit(resource.RLIMIT_AS, (memory_bytes, memory_bytes))
    resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds))
    pdf = _lay_out(sys.stdin.buffer.read().decode())
    sys.stdout.buffer.write(f"{pdf.pages}\n".encode() + pdf.content)


if __name__ == "__main__":
    main()
