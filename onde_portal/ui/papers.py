"""Handing out papers: in which language, and as which file."""

from django.http import HttpRequest, HttpResponse
from django.utils.http import content_disposition_header

from onde_portal.documents.word import DOCX
from onde_portal.exchange.writing import XLSX

LANGUAGES = ("th", "en")


def asked_language(request: HttpRequest) -> str:
    """The language of a paper: Thai unless English is asked for."""
    asked = request.POST.get("language") or request.GET.get("language", "")
    return asked if asked in LANGUAGES else "th"


def word_answer(content: bytes, name: str) -> HttpResponse:
    """A Word file as an attachment under a Thai name."""
    return _attachment(content, DOCX, f"{_plain(name)}.docx")


def excel_answer(content: bytes, name: str) -> HttpResponse:
    """An Excel file as an attachment under a Thai name."""
    return _attachment(content, XLSX, f"{_plain(name)}.xlsx")


def _plain(name: str) -> str:
    return "".join("-" if sign in '/\\:*?"<>|' else sign for sign in name)[:120]


def _attachment(content: bytes, content_type: str, name: str) -> HttpResponse:
    answer = HttpResponse(content, content_type=content_type)
    named = content_disposition_header(as_attachment=True, filename=name)
    answer.headers["Content-Disposition"] = named or "attachment"
    return answer
