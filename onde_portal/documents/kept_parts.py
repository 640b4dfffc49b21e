"""Parts of a long paper that were laid out, kept so that work which was broken off goes on.

A part is known by the SHA-256 of its HTML: what changed meanwhile is laid out again. A file that a
killed worker left half written does not bear its own sum and counts for nothing.
"""

import hashlib
import json
from dataclasses import astuple

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage

from onde_portal.documents.engine import HeadingPlace, Pdf
from onde_portal.documents.models import StoredDocument


class KeptParts:
    """The parts of one document."""

    def __init__(self, document: StoredDocument) -> None:
        self._folder = f"documents/parts/{document.pk}"

    def get(self, html: str) -> Pdf | None:
        """The part laid out from this very HTML, whole."""
        name = self._name(html)
        if not default_storage.exists(name):
            return None
        with default_storage.open(name, "rb") as stream:
            head, _newline, content = stream.read().partition(b"\n")
        try:
            told = json.loads(head)
        except ValueError:
            told = {}
        if told.get("sha256") != hashlib.sha256(content).hexdigest():
            default_storage.delete(name)
            return None
        places = tuple(HeadingPlace(*place) for place in told["headings"])
        return Pdf(content=content, pages=told["pages"], headings=places)

    def put(self, html: str, pdf: Pdf) -> None:
        """Keep a part."""
        told = {
            "sha256": hashlib.sha256(pdf.content).hexdigest(),
            "pages": pdf.pages,
            "headings": [astuple(place) for place in pdf.headings],
        }
        content = json.dumps(told).encode() + b"\n" + pdf.content
        default_storage.save(self._name(html), ContentFile(content))

    def forget(self) -> None:
        """Delete all parts, once they are joined or no more wanted."""
        if not default_storage.exists(self._folder):
            return
        _folders, files = default_storage.listdir(self._folder)
        for name in files:
            default_storage.delete(f"{self._folder}/{name}")
        default_storage.delete(self._folder)

    def _name(self, html: str) -> str:
        return f"{self._folder}/{hashlib.sha256(html.encode()).hexdigest()}"
