"""From a document's source to HTML ready for the engine."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

import segno
from django.conf import settings
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import translation

from onde_portal.documents.blocks import paper_digits
from onde_portal.documents.chapters import parts_of
from onde_portal.documents.emblems import emblem_image
from onde_portal.documents.engine import Pdf
from onde_portal.documents.kinds import DocumentSource, ReportSource, kind_of
from onde_portal.documents.long_papers import (
    Entry,
    Keep,
    LongPaper,
    Told,
    make_long_pdf,
    make_short_pdf,
    unheard,
)
from onde_portal.documents.models import StoredDocument

# As in the footers of static/css/paper.css.
PAGE = {"th": "หน้า", "en": "Page"}


def check_address(code: str) -> str:
    """The public address that tells whether a document is genuine."""
    return f"{settings.BASE_URL}{reverse('document-check', args=[code])}"


def qr_image(address: str) -> str:
    """A QR code of the address as a ``data:`` image."""
    return segno.make(address, error="m").svg_data_uri(border=0, dark="#1b2430")


def qr_picture(address: str) -> str:
    """The same as a PNG, for files that take no vector images, such as Word's."""
    return segno.make(address, error="m").png_data_uri(border=0, scale=6)


def make_paper(document: StoredDocument, *, told: Told = unheard, keep: Keep | None = None) -> Pdf:
    """The document's PDF in its own language, with office, and unless a draft its code and QR code.

    ``told(done, of)`` hears how far it is; what it raises ends the work. Raises ``PdfFailed``.
    """
    with translation.override(document.language):
        source = kind_of(document.kind).build(document.about, document.language)
        paper = (
            long_paper(source, document)
            if isinstance(source, ReportSource)
            else _short_paper(source, document)
        )
    made = (
        make_long_pdf(paper, told=told, keep=keep)
        if isinstance(paper, LongPaper)
        else make_short_pdf(paper, told=told)
    )
    return replace(made, is_draft=source.is_draft)


def _short_paper(source: DocumentSource, document: StoredDocument) -> str:
    context = {**paper_context(document, source), **source.context}
    return render_to_string(source.template, context)


def long_paper(source: ReportSource, document: StoredDocument) -> LongPaper:
    """Cover, chapters, contents and footer of a long paper as HTML."""
    context = paper_context(document, source)
    language = document.language
    digits = [paper_digits(str(digit), language) for digit in range(10)]
    words = [PAGE.get(language, PAGE["en"]), "/", *digits]

    def contents(entries: Sequence[Entry]) -> str:
        lines = [
            {"level": entry.level, "text": entry.text, "place": entry.place,
             "page": paper_digits(str(entry.page), language)}
            for entry in entries
        ]  # fmt: skip
        with translation.override(language):
            return render_to_string("print/contents.html", context | {"entries": lines})

    cover = {"blocks": source.cover, "emblem": emblem_image()}
    return LongPaper(
        cover=render_to_string("print/cover.html", context | cover),
        parts=[
            render_to_string("print/chapters.html", context | {"pieces": part})
            for part in parts_of(source.chapters)
        ],
        footer=render_to_string("print/footer.html", context | {"words": words}),
        contents=contents,
    )


def paper_context(
    document: StoredDocument, source: DocumentSource | ReportSource
) -> dict[str, Any]:
    """What every paper says: its title, the Office, and unless a draft where it is checked."""
    address = "" if source.is_draft else check_address(document.printed_code)
    return {
        "title": source.title,
        "is_draft": source.is_draft,
        "document": document,
        "office": settings.OFFICE,
        "check_address": address,
        "check_qr": qr_image(address) if address else "",
        "language": document.language,
    }
