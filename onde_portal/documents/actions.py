"""Asking for documents and settling what became of them."""

import hashlib
from datetime import datetime, timedelta

from django.core.files.base import ContentFile
from django.db import transaction
from django.db.models import F, Q
from django_q.tasks import async_task

from onde_portal.accounts.models import User
from onde_portal.documents.engine import Pdf
from onde_portal.documents.models import StoredDocument

MAX_ATTEMPTS = 3
CLAIM_LASTS = timedelta(minutes=10)


def request_document(
    *, kind: str, about: str, title: str, language: str = "th", by: User | None, at: datetime
) -> StoredDocument:
    """The current document of this kind about this subject, queued now if it was never asked for.

    The queue is the table itself; the worker is only nudged, so a lost nudge loses nothing.
    """
    document, created = StoredDocument.objects.get_or_create(
        kind=kind,
        about=about,
        language=language,
        superseded_at=None,
        defaults={"title": title, "requested_by": by, "requested_at": at},
    )
    if created:
        transaction.on_commit(nudge_worker)
    return document


def supersede_documents(*, kind: str, about: str, at: datetime) -> int:
    """Put the current editions about a subject out of force; the next one asked for is new."""
    current = StoredDocument.objects.filter(kind=kind, about=about, superseded_at=None)
    return current.update(superseded_at=at)


def nudge_worker() -> None:
    async_task("onde_portal.documents.jobs.make_next_document")


def claim_document(*, at: datetime) -> StoredDocument | None:
    """Take the oldest queued document, or one whose maker vanished; ``None`` when none waits."""
    abandoned = Q(state=StoredDocument.State.MAKING, claimed_at__lt=at - CLAIM_LASTS)
    waiting = StoredDocument.objects.filter(Q(state=StoredDocument.State.QUEUED) | abandoned)
    for candidate in waiting.order_by("requested_at", "pk")[:10]:
        claimed = StoredDocument.objects.filter(
            pk=candidate.pk, state=candidate.state, claimed_at=candidate.claimed_at
        ).update(state=StoredDocument.State.MAKING, claimed_at=at, attempts=F("attempts") + 1)
        if claimed:
            candidate.refresh_from_db()
            return candidate
    return None


def store_document(*, document: StoredDocument, pdf: Pdf, at: datetime) -> None:
    """Keep the finished file; a maker whose claim was taken over meanwhile keeps nothing."""
    document.file.save("document.pdf", ContentFile(pdf.content), save=False)
    kept = StoredDocument.objects.filter(
        pk=document.pk, state=StoredDocument.State.MAKING, claimed_at=document.claimed_at
    ).update(
        state=StoredDocument.State.READY,
        file=document.file.name,
        sha256=hashlib.sha256(pdf.content).hexdigest(),
        size=len(pdf.content),
        pages=pdf.pages,
        made_at=at,
        error="",
    )
    if not kept:
        document.file.storage.delete(document.file.name)


def fail_document(*, document: StoredDocument, error: str) -> None:
    """Put the document back in the queue, or aside after ``MAX_ATTEMPTS``, with the reason."""
    last = document.attempts >= MAX_ATTEMPTS
    StoredDocument.objects.filter(
        pk=document.pk, state=StoredDocument.State.MAKING, claimed_at=document.claimed_at
    ).update(
        state=StoredDocument.State.FAILED if last else StoredDocument.State.QUEUED,
        error=error[-2000:],
    )


def retry_document(*, document: StoredDocument) -> None:
    """Try a failed document again, at someone's wish."""
    retried = StoredDocument.objects.filter(
        pk=document.pk, state=StoredDocument.State.FAILED
    ).update(state=StoredDocument.State.QUEUED, attempts=0)
    if retried:
        transaction.on_commit(nudge_worker)
