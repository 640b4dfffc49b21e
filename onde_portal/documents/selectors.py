"""Reads of stored documents that pages and checks share."""

from collections.abc import Callable, Collection, Iterable, Mapping

from django.db.models import F, Q, QuerySet

from onde_portal.accounts.models import User
from onde_portal.documents.at_once import FoundAtOnce, SeenAtOnce
from onde_portal.documents.checks import Verdict
from onde_portal.documents.kinds import is_out_of_force, known_kinds
from onde_portal.documents.models import DocumentRequest, StoredDocument


def current_document(*, kind: str, about: str, language: str = "th") -> StoredDocument | None:
    """The current edition about a subject, if somebody asked for it and did not think better.

    Of a subject that is itself out of force, its last edition.
    """
    found = (
        StoredDocument.objects.filter(kind=kind, about=about, language=language)
        .exclude(state__in=[StoredDocument.State.RECORDED, StoredDocument.State.CANCELLED])
        .order_by(F("superseded_at").desc(nulls_first=True), "-pk")
        .first()
    )
    if found is None or found.superseded_at is None:
        return found
    known = known_kinds().get(kind)
    return found if known and is_out_of_force(known.subject_of(about)) else None


def short_document_waits() -> bool:
    """Whether a document that is soon made waits to be made."""
    return StoredDocument.objects.filter(state=StoredDocument.State.QUEUED, is_long=False).exists()


def documents_ahead(document: StoredDocument) -> int:
    """How many documents are made before this one, if nobody asks for a shorter one."""
    if document.state != StoredDocument.State.QUEUED:
        return 0
    waiting = StoredDocument.objects.filter(
        state__in=[StoredDocument.State.QUEUED, StoredDocument.State.MAKING]
    )
    earlier = Q(is_long=document.is_long, requested_at__lt=document.requested_at)
    shorter = Q(is_long=False) if document.is_long else Q(pk=None)
    return waiting.filter(earlier | shorter).count()


def own_requests(person: User) -> QuerySet[DocumentRequest]:
    """What a person asked for, newest first."""
    return (
        DocumentRequest.objects.filter(person=person)
        .select_related("document")
        .order_by("-requested_at", "-pk")
    )


def readable_among(user: User, documents: Iterable[StoredDocument]) -> set[int]:
    """The keys of those documents that a person may read; each kind is asked once for all."""
    keys: set[int] = set()
    for kind, by_subject in _by_kind(documents).items():
        known = known_kinds().get(kind)
        seen = _seen(known.visible_to, user, by_subject) if known else ()
        keys.update(key for about in seen for key in by_subject[about])
    return keys


def _seen(
    visible_to: Callable[[User, str], bool], user: User, subjects: Collection[str]
) -> Collection[str]:
    if isinstance(visible_to, SeenAtOnce):
        return visible_to.among(user, subjects)
    return [about for about in subjects if visible_to(user, about)]


def pages_among(documents: Iterable[StoredDocument]) -> dict[int, str]:
    """Where the pages of what documents are about are, by the documents' keys, asked as above."""
    pages: dict[int, str] = {}
    for kind, by_subject in _by_kind(documents).items():
        known = known_kinds().get(kind)
        found = _pages(known.address_of, by_subject) if known else {}
        pages.update((key, page) for about, page in found.items() for key in by_subject[about])
    return pages


def _pages(address_of: Callable[[str], str], subjects: Collection[str]) -> Mapping[str, str]:
    if isinstance(address_of, FoundAtOnce):
        return address_of.among(subjects)
    return {about: address_of(about) for about in subjects}


def _by_kind(documents: Iterable[StoredDocument]) -> dict[str, dict[str, list[int]]]:
    """The keys of documents by kind and subject."""
    found: dict[str, dict[str, list[int]]] = {}
    for document in documents:
        found.setdefault(document.kind, {}).setdefault(document.about, []).append(document.pk)
    return found


def look_up_hash(sha256: str) -> Verdict | None:
    """The verdict on a file by its SHA-256 as lowercase hexadecimal; ``None`` for unknown ones."""
    found = _issued_papers().filter(sha256=sha256, sha256__gt="")
    return _verdict_on(found.order_by(F("superseded_at").desc(nulls_first=True), "pk").first())


def look_up_code(code: str) -> Verdict | None:
    """The verdict on a document's check code; ``None`` when no document has it."""
    return _verdict_on(_issued_papers().filter(check_code=code).order_by("pk").first())


def _issued_papers() -> QuerySet[StoredDocument]:
    """Finished papers that stand for something; a draft is none."""
    ready = StoredDocument.objects.filter(state=StoredDocument.State.READY)
    return ready.filter(issued_at__isnull=False)


def _verdict_on(document: StoredDocument | None) -> Verdict | None:
    if document is None:
        return None
    return Verdict.SUPERSEDED if document.superseded_at else Verdict.GENUINE
