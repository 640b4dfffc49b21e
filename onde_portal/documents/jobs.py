"""What the worker does for documents: one claimed document a call."""

import logging
import time

from django.utils import timezone

from onde_portal.documents.actions import (
    ClaimLost,
    claim_document,
    fail_document,
    nudge_worker,
    release_document,
    renew_claim,
    store_document,
)
from onde_portal.documents.engine import PdfFailed
from onde_portal.documents.kept_parts import KeptParts
from onde_portal.documents.models import StoredDocument
from onde_portal.documents.pace import Pace
from onde_portal.documents.printing import make_paper
from onde_portal.documents.selectors import short_document_waits

# A long document rests after so many seconds, so that mail and others have their turn.
TURN_SECONDS = 90.0

log = logging.getLogger(__name__)


class Rested(Exception):
    """A long document lets others go first; its parts are kept."""


def make_next_document() -> bool:
    """Make one waiting document, or go on with it. Returns whether there was one.

    A bad one is set aside. A long one rests where a shorter one waits, and goes on afterwards.
    """
    document = claim_document(at=timezone.now())
    if document is None:
        return False
    kept = KeptParts(document)
    try:
        pdf = make_paper(document, told=_Ear(document), keep=kept)
    except Rested:
        release_document(document=document)
        nudge_worker()
        return True
    except ClaimLost:
        document.refresh_from_db()
        if document.state == StoredDocument.State.CANCELLED:
            kept.forget()
        return True
    except Exception as error:
        # Whatever one document does wrong must not keep the others waiting.
        reason = str(error) if isinstance(error, PdfFailed) else repr(error)
        fail_document(document=document, error=reason, at=timezone.now())
        log.exception("document_failed", extra={"document": document.pk})
        return True
    store_document(document=document, pdf=pdf, at=timezone.now())
    kept.forget()
    return True


class _Ear:
    """Hears how far a document is: keeps the claim alive, and sends the maker to rest in time."""

    def __init__(self, document: StoredDocument) -> None:
        self._document = document
        self._rests_at = time.monotonic() + TURN_SECONDS
        self._pace = Pace(document.parts_done)

    def __call__(self, done: int, of: int) -> None:
        renew_claim(
            document=self._document,
            done=done,
            parts=of,
            left=self._pace.seconds_left(done, of, time.monotonic()),
            at=timezone.now(),
        )
        if done < of and of > 1 and (self._is_late() or short_document_waits()):
            raise Rested

    def _is_late(self) -> bool:
        return time.monotonic() > self._rests_at
