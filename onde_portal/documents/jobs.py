"""What the worker does for documents: one claimed document a call."""

import logging

from django.utils import timezone

from onde_portal.documents.actions import claim_document, fail_document, store_document
from onde_portal.documents.engine import PdfFailed
from onde_portal.documents.printing import make_paper

log = logging.getLogger(__name__)


def make_next_document() -> bool:
    """Make one waiting document. Returns whether there was one; a bad one is set aside."""
    document = claim_document(at=timezone.now())
    if document is None:
        return False
    try:
        pdf = make_paper(document)
    except Exception as error:
        # Whatever one document does wrong must not keep the others waiting.
        reason = str(error) if isinstance(error, PdfFailed) else repr(error)
        fail_document(document=document, error=reason)
        log.exception("document_failed", extra={"document": document.pk})
        return True
    store_document(document=document, pdf=pdf, at=timezone.now())
    return True
