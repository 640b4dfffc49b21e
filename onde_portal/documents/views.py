"""Documents for whoever may read them, one's own requests, and the public check of papers."""

import re
from dataclasses import dataclass

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import FileResponse, Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from onde_portal.accounts.access import person, public, reading, writing
from onde_portal.accounts.views.asked import Address
from onde_portal.documents import checks
from onde_portal.documents.actions import ask_again, cancel_request, retry_document
from onde_portal.documents.guessing import is_guessing
from onde_portal.documents.kinds import known_kinds
from onde_portal.documents.models import DocumentRequest, StoredDocument
from onde_portal.documents.policies import may_ask
from onde_portal.documents.selectors import documents_ahead, own_requests, readable_among

SHOWN = 20
LONGEST_CODE = 20
_SHA256 = re.compile(r"[0-9a-fA-F]{64}")


@reading
def document(request: HttpRequest, pk: int) -> HttpResponseBase:
    """The file as an attachment; 404 for whoever may not read it, and until it is ready."""
    found = _readable(request, pk)
    if found.state != StoredDocument.State.READY:
        return render(request, "documents/waiting.html", _progress(request, found))
    return FileResponse(
        found.file.open("rb"),
        as_attachment=True,
        filename=f"{found.title}.pdf",
        content_type="application/pdf",
    )


@reading
def progress(request: HttpRequest, pk: int) -> HttpResponse:
    """How far the document is, as a part of the page that waits for it."""
    return render(request, "documents/progress.html", _progress(request, _readable(request, pk)))


@reading
def my_documents(request: HttpRequest) -> HttpResponse:
    """What one asked for, newest first."""
    page = Address(request).page(own_requests(person(request)), SHOWN)
    readable = readable_among(person(request), [asked.document for asked in page])
    rows = [_OwnRow(asked, asked.document_id in readable) for asked in page]
    return render(request, "documents/my_documents.html", {"page": page, "rows": rows})


@writing
def cancel(request: HttpRequest, pk: int) -> HttpResponse:
    """Take one's own wish for a document back while it is not made."""
    found = _readable(request, pk)
    if cancel_request(document=found, by=person(request), at=timezone.now()):
        messages.success(request, _("The request is cancelled."))
    else:
        messages.warning(request, _("There is nothing left to cancel."))
    return redirect("my-documents")


@writing
def again(request: HttpRequest, pk: int) -> HttpResponse:
    """Try once more what failed, or ask again for what was cancelled.

    Whoever never asked for it, such as one who only reads, leaves no trace here.
    """
    found, user = _readable(request, pk), person(request)
    if not may_ask(user) and not found.requests.filter(person=user).exists():
        raise PermissionDenied
    if found.state == StoredDocument.State.FAILED:
        retry_document(document=found)
    elif found.superseded_at is not None:
        messages.warning(request, _("This edition is superseded. Ask for the new one on its page."))
        return redirect("my-documents")
    else:
        found = ask_again(document=found, by=user, at=timezone.now())
    return redirect("document", pk=found.pk)


@public
@reading
def check_form(request: HttpRequest) -> HttpResponse:
    """Where a code without a QR reader is typed in, and a file is checked by its SHA-256."""
    code = request.GET.get("code", "").strip()
    if code:
        return redirect("document-check", code=code[:LONGEST_CODE].replace("/", "") or "-")
    sha256 = request.GET.get("sha256", "").strip()
    if not sha256:
        return _answer(request, None)
    plain = sha256.lower() if _SHA256.fullmatch(sha256) else ""
    return _answer(request, checks.check_file(plain), is_file=True)


@public
@reading
def check(request: HttpRequest, code: str) -> HttpResponse:
    """Genuine, superseded or unknown, and nothing else about the document."""
    return _answer(request, checks.check(code), code=code)


def _answer(
    request: HttpRequest,
    verdict: checks.Verdict | None,
    *,
    code: str = "",
    is_file: bool = False,
) -> HttpResponse:
    """The same page for every answer, so that nothing but the word tells them apart."""
    refused = verdict is checks.Verdict.UNKNOWN and is_guessing(request)
    context = {
        "verdict": None if refused else verdict,
        "too_many": refused,
        "code": code,
        "is_file": is_file,
    }
    return render(request, "documents/check.html", context, status=429 if refused else 200)


@dataclass(frozen=True, slots=True)
class _OwnRow:
    """A line of one's own requests."""

    asked: DocumentRequest
    may_read: bool

    @property
    def is_cancelled(self) -> bool:
        return self.asked.cancelled_at is not None


def _may_read(request: HttpRequest, found: StoredDocument) -> bool:
    kind = known_kinds().get(found.kind)
    return kind is not None and kind.visible_to(person(request), found.about)


def _readable(request: HttpRequest, pk: int) -> StoredDocument:
    found = get_object_or_404(StoredDocument, pk=pk)
    if not _may_read(request, found):
        raise Http404
    return found


def _progress(request: HttpRequest, found: StoredDocument) -> dict[str, object]:
    own = found.requests.filter(person=person(request), cancelled_at=None)
    return {
        "document": found,
        "ahead": documents_ahead(found),
        "may_cancel": found.is_waited_for and own.exists(),
        "subject_address": _subject_address(request, found),
    }


def _subject_address(request: HttpRequest, found: StoredDocument) -> str:
    """The page of what the document is about, for those of the Office, whose pages these are."""
    kind = known_kinds().get(found.kind)
    return kind.address_of(found.about) if kind and person(request).is_office else ""
