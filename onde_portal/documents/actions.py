"""Asking for documents, entering them in the register, and settling what became of them."""

import hashlib
from datetime import datetime, timedelta
from typing import Any

from django.core.files.base import ContentFile
from django.db import transaction
from django.db.models import F, Q
from django.db.models.functions import Coalesce
from django.utils import translation
from django_q.tasks import async_task

from onde_portal.accounts.models import User
from onde_portal.documents.engine import Pdf
from onde_portal.documents.kept_parts import KeptParts
from onde_portal.documents.kinds import is_out_of_force, known_kinds
from onde_portal.documents.models import DocumentRequest, StoredDocument, document_path
from onde_portal.documents.notices import tell_made
from onde_portal.documents.subjects import named_subject

State = StoredDocument.State
MAX_ATTEMPTS = 3
# A maker renews its claim every few seconds; one that does not for so long is dead.
CLAIM_LASTS = timedelta(minutes=2)


class ClaimLost(Exception):
    """The document was cancelled, or another worker took it over."""


@transaction.atomic
def request_document(
    *,
    kind: str,
    about: str,
    title: str,
    language: str = "th",
    by: User | None,
    at: datetime,
    asked: bool = True,
) -> StoredDocument:
    """The current document of this kind about this subject, queued now if it was never asked for.

    Of a subject that a later edition replaced it is the last one, out of force like the subject.
    The queue is the table itself; the worker is only nudged, so a lost nudge loses nothing.
    ``asked`` is false where it comes about by itself: then ``by`` finds it in its place, but has
    not asked for it and is not told of it.
    """
    document, created = _ensure(
        kind=kind, about=about, title=title, language=language, by=by, at=at, state=State.QUEUED
    )
    document = _locked(document)
    if document.state in {State.RECORDED, State.CANCELLED}:
        document.state, document.requested_by, document.requested_at = State.QUEUED, by, at
        document.attempts = document.parts_done = 0
        document.save(
            update_fields=["state", "requested_by", "requested_at", "attempts", "parts_done"]
        )
        created = True
    if by is not None and asked:
        _note_request(document, by, at)
    if created:
        transaction.on_commit(nudge_worker)
    return document


@transaction.atomic
def request_edition(
    *, kind: str, about: str, title: str, language: str, by: User, at: datetime
) -> StoredDocument:
    """The document as of now: the one that is being made, else a new edition in this language.

    The edition before it in this language is superseded and stays.
    """
    made = StoredDocument.objects.filter(
        kind=kind, about=about, language=language, superseded_at=None
    ).exclude(state__in=[State.QUEUED, State.MAKING])
    made.update(superseded_at=at)
    return request_document(kind=kind, about=about, title=title, language=language, by=by, at=at)


def ask_again(*, document: StoredDocument, by: User, at: datetime) -> StoredDocument:
    """The document that was cancelled, queued anew, or the one that its kind asks for instead."""
    known = known_kinds().get(document.kind)
    if known is not None and known.ask_again is not None:
        return known.ask_again(document, by, at)
    return request_document(
        kind=document.kind, about=document.about, title=document.title,
        language=document.language, by=by, at=at,
    )  # fmt: skip


def _locked(document: StoredDocument) -> StoredDocument:
    """The document as it is kept; whoever asks for it or thinks better of it waits for us."""
    return StoredDocument.objects.select_for_update().get(pk=document.pk)


def record_document(
    *, kind: str, about: str, title: str, language: str = "th", by: User | None, at: datetime
) -> StoredDocument:
    """Enter in the register what was issued just now; its file is made when somebody asks."""
    document, created = _ensure(
        kind=kind, about=about, title=title, language=language, by=by, at=at, state=State.RECORDED
    )
    if created:
        StoredDocument.objects.filter(pk=document.pk).update(issued_at=at)
        document.refresh_from_db()
    return document


def _ensure(
    *, kind: str, about: str, title: str, language: str, by: User | None, at: datetime, state: str
) -> tuple[StoredDocument, bool]:
    known = known_kinds().get(kind)
    with translation.override(language):
        subject = known.subject_of(about) if known else named_subject(about)
    what = {"kind": kind, "about": about, "language": language}
    given = {
        "title": title,
        "number": subject.number[:60],
        "subject": subject.name[:250],
        "own_code": subject.code,
        "is_long": known is not None and known.is_long,
        "state": state,
        "requested_by": by,
        "requested_at": at,
    }
    if not is_out_of_force(subject):
        return StoredDocument.objects.get_or_create(**what, superseded_at=None, defaults=given)
    last = StoredDocument.objects.filter(**what).order_by("-pk").first()
    if last is not None:
        return last, False
    return StoredDocument.objects.create(**what, **given, superseded_at=at), True


def _note_request(document: StoredDocument, by: User, at: datetime) -> None:
    request, created = DocumentRequest.objects.get_or_create(
        document=document, person=by, defaults={"requested_at": at}
    )
    if not created and request.cancelled_at is not None:
        DocumentRequest.objects.filter(pk=request.pk).update(
            requested_at=at, cancelled_at=None, told_at=None
        )


def supersede_documents(*, kind: str, about: str, at: datetime) -> int:
    """Put the current editions about a subject out of force; the next one asked for is new.

    One that waits is still made, out of force from the beginning.
    """
    current = StoredDocument.objects.filter(kind=kind, about=about, superseded_at=None)
    return current.update(superseded_at=at)


def withdraw_documents(*, kind: str, about: str, at: datetime) -> None:
    """The subject is gone: its editions are out of force, and none that waits is made."""
    supersede_documents(kind=kind, about=about, at=at)
    StoredDocument.objects.filter(
        kind=kind, about=about, state__in=[State.QUEUED, State.MAKING]
    ).update(state=State.CANCELLED)


def nudge_worker() -> None:
    async_task("onde_portal.documents.jobs.make_next_document")


def claim_document(*, at: datetime) -> StoredDocument | None:
    """Take a queued document, or one whose maker vanished; ``None`` when none waits.

    Short ones first, then the oldest. What vanished ``MAX_ATTEMPTS`` times is set aside.
    """
    abandoned = Q(state=State.MAKING, claimed_at__lt=at - CLAIM_LASTS)
    for dead in StoredDocument.objects.filter(abandoned, attempts__gte=MAX_ATTEMPTS)[:10]:
        fail_document(document=dead, error="its maker died each time", at=at)
    waiting = StoredDocument.objects.filter(Q(state=State.QUEUED) | abandoned)
    for candidate in waiting.order_by("is_long", "requested_at", "pk")[:10]:
        claimed = StoredDocument.objects.filter(
            pk=candidate.pk, state=candidate.state, claimed_at=candidate.claimed_at
        ).update(state=State.MAKING, claimed_at=at, attempts=F("attempts") + 1, seconds_left=None)
        if claimed:
            candidate.refresh_from_db()
            return candidate
    return None


def renew_claim(
    *, document: StoredDocument, done: int, parts: int, left: int | None = None, at: datetime
) -> None:
    """Say that the work goes on, how far it is and how many seconds are left, if that is known.

    Raises ``ClaimLost`` when it is not ours.
    """
    changes: dict[str, Any] = {
        "claimed_at": at, "parts_done": done, "parts": parts, "seconds_left": left,
    }  # fmt: skip
    if parts > 1:
        changes["is_long"] = True
    if not _held(document).update(**changes):
        raise ClaimLost
    document.claimed_at = at
    document.is_long = document.is_long or parts > 1


def release_document(*, document: StoredDocument) -> None:
    """Put a document back in the queue to go on later; this was no attempt."""
    _held(document).update(state=State.QUEUED, attempts=F("attempts") - 1)


def _held(document: StoredDocument) -> Any:
    """The document's row as long as the claim on it is ours."""
    return StoredDocument.objects.filter(
        pk=document.pk, state=State.MAKING, claimed_at=document.claimed_at
    )


def store_document(*, document: StoredDocument, pdf: Pdf, at: datetime) -> None:
    """Keep the finished file; a maker whose claim was taken over meanwhile keeps nothing."""
    _sweep(document)
    document.file.save("document.pdf", ContentFile(pdf.content), save=False)
    with transaction.atomic():
        kept = _held(document).update(
            state=State.READY,
            file=document.file.name,
            sha256=hashlib.sha256(pdf.content).hexdigest(),
            size=len(pdf.content),
            pages=pdf.pages,
            made_at=at,
            issued_at=None if pdf.is_draft else Coalesce("issued_at", at),
            error="",
        )
        if kept:
            document.refresh_from_db()
            tell_made(document, at=at)
    if not kept:
        _delete_unheld(document, document.file.name)


def _delete_unheld(document: StoredDocument, name: str) -> None:
    """Delete a file, unless whoever took the work over has kept it meanwhile."""
    if not StoredDocument.objects.filter(file=name).exists():
        document.file.storage.delete(name)


def _sweep(document: StoredDocument) -> None:
    """Delete what makers that were killed while they wrote have left behind."""
    storage = document.file.storage
    for attempt in range(1, document.attempts + 1):
        left = document_path(
            StoredDocument(
                pk=document.pk, check_code=document.check_code, attempts=attempt
            ), ""
        )  # fmt: skip
        if storage.exists(left):
            _delete_unheld(document, left)


def fail_document(*, document: StoredDocument, error: str, at: datetime) -> None:
    """Put the document back in the queue, or aside after ``MAX_ATTEMPTS``, with the reason."""
    last = document.attempts >= MAX_ATTEMPTS
    with transaction.atomic():
        failed = _held(document).update(
            state=State.FAILED if last else State.QUEUED, error=error[-2000:]
        )
        if failed and last:
            document.refresh_from_db()
            tell_made(document, at=at)


@transaction.atomic
def retry_document(*, document: StoredDocument) -> None:
    """Try a failed document again, at someone's wish."""
    retried = StoredDocument.objects.filter(pk=document.pk, state=State.FAILED).update(
        state=State.QUEUED, attempts=0, parts_done=0
    )
    if retried:
        document.requests.update(told_at=None)
        transaction.on_commit(nudge_worker)


@transaction.atomic
def cancel_request(*, document: StoredDocument, by: User, at: datetime) -> bool:
    """Take back one's own wish for a document; whether it had been open.

    The document is given up when nobody else waits for it; a maker stops at its next part. One
    that was issued without a file stays on record.
    """
    document = _locked(document)
    own = document.requests.filter(person=by, cancelled_at=None)
    waiting = StoredDocument.objects.filter(pk=document.pk, state__in=[State.QUEUED, State.MAKING])
    if not waiting.exists() or not own.update(cancelled_at=at):
        return False
    came_by_itself = not document.requests.filter(person=document.requested_by_id).exists()
    if not came_by_itself and not document.requests.filter(cancelled_at=None).exists():
        waiting.update(state=State.RECORDED if document.issued_at else State.CANCELLED)
        transaction.on_commit(KeptParts(document).forget)
    return True
