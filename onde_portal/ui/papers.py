"""Handing out papers: in which language, and as which file."""

from django.http import HttpRequest, HttpResponse
from django.utils.http import content_disposition_header

from onde_portal.documents.word import DOCX

LANGUAGES = ("th", "en")


def asked_language(request: HttpRequest) -> str:
    """The language of a paper: Thai unless English is asked for."""
    asked = request.POST.get("language") or request.GET.get("language", "")
    return asked if asked in LANGUAGES else "th"


def word_answer(content: bytes, name: str) -> HttpResponse:
    """A Word file as an attachment under a Thai name."""
    answer = HttpResponse(content, content_type=DOCX)
    kept = "".join("-" if sign in '/\\:*?"<>|' else sign for sign in name)[:120]
    named = content_disposition_header(as_attachment=True, filename=f"{kept}.docx")
    answer.headers["Content-Disposition"] = named or "attachment"
    return answer
