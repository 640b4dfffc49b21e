"""Downloading a document through the permission check, and the public check of its code."""

from django.http import FileResponse, Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render

from onde_portal.accounts.access import public, reading
from onde_portal.documents import checks
from onde_portal.documents.kinds import kind_of
from onde_portal.documents.models import StoredDocument


@reading
def document(request: HttpRequest, pk: int) -> HttpResponseBase:
    """The file as an attachment; 404 for whoever may not read it, and until it is ready."""
    found = get_object_or_404(StoredDocument, pk=pk)
    if not kind_of(found.kind).visible_to(request.user, found.about):  # type: ignore[arg-type]
        raise Http404
    if found.state != StoredDocument.State.READY:
        return render(request, "documents/waiting.html", {"document": found})
    return FileResponse(
        found.file.open("rb"),
        as_attachment=True,
        filename=f"{found.title}.pdf",
        content_type="application/pdf",
    )


@public
@reading
def check_form(request: HttpRequest) -> HttpResponse:
    """Where a code without a QR reader is typed in."""
    code = request.GET.get("code", "").strip()
    if code:
        return redirect("document-check", code=code[:20].replace("/", ""))
    return render(request, "documents/check.html", {"result": None, "code": ""})


@public
@reading
def check(request: HttpRequest, code: str) -> HttpResponse:
    """Genuine, superseded or unknown, and nothing else about the document."""
    result = checks.check(code)
    status = 404 if result.verdict == checks.Verdict.UNKNOWN else 200
    return render(request, "documents/check.html", {"result": result, "code": code}, status=status)
