"""From a document's source to HTML ready for the engine."""

import segno
from django.conf import settings
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import translation

from onde_portal.documents.kinds import kind_of
from onde_portal.documents.models import StoredDocument


def check_address(code: str) -> str:
    """The public address that tells whether a document is genuine."""
    return f"{settings.BASE_URL}{reverse('document-check', args=[code])}"


def qr_image(address: str) -> str:
    """A QR code of the address as a ``data:`` image."""
    return segno.make(address, error="m").svg_data_uri(border=0, dark="#1b2430")


def qr_picture(address: str) -> str:
    """The same as a PNG, for files that take no vector images, such as Word's."""
    return segno.make(address, error="m").png_data_uri(border=0, scale=6)


def print_html(document: StoredDocument) -> str:
    """The document's HTML in its own language, with office, check code and QR code."""
    with translation.override(document.language):
        source = kind_of(document.kind).build(document.about, document.language)
        address = check_address(document.check_code)
        return render_to_string(
            source.template,
            {
                "title": source.title,
                "document": document,
                "office": settings.OFFICE,
                "check_address": address,
                "check_qr": qr_image(address),
                "language": document.language,
                **source.context,
            },
        )
