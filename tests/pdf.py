"""A PDF's text as a reader copies it, by a reader that is not ours (poppler)."""

import subprocess

from onde_portal.documents.kinds import DocumentSource, kind_of
from onde_portal.thai.text import from_pdf_text


def text_of(content: bytes, *options: str) -> str:
    """The words of a PDF in the order they are drawn; ``options`` of pdftotext go before."""
    command = ["pdftotext", *(options or ("-raw",)), "-", "-"]
    done = subprocess.run(command, input=content, capture_output=True, check=True)
    return from_pdf_text(done.stdout.decode())


def source_of(kind: str, about: str, language: str = "th") -> DocumentSource:
    """What a short paper is made of."""
    source = kind_of(kind).build(about, language)
    assert isinstance(source, DocumentSource)
    return source
