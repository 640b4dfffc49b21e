"""Reads of stored documents that pages and checks share."""

from onde_portal.documents.checks import Checked, Verdict
from onde_portal.documents.models import StoredDocument


def current_document(*, kind: str, about: str, language: str = "th") -> StoredDocument | None:
    """The current edition about a subject, if it was ever asked for."""
    return (
        StoredDocument.objects.filter(kind=kind, about=about, language=language, superseded_at=None)
        .order_by("-pk")
        .first()
    )


def look_up_code(code: str) -> Checked | None:
    """The verdict on a document's check code; ``None`` when no document has it."""
    found = StoredDocument.objects.filter(check_code=code).order_by("pk").first()
    if found is None or found.state != StoredDocument.State.READY:
        return None
    verdict = Verdict.SUPERSEDED if found.superseded_at else Verdict.GENUINE
    return Checked(verdict=verdict, what=found.title, issued_at=found.made_at)
