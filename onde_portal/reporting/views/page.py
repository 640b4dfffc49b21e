"""A report on the screen, and as PDF, Word and Excel: the same figures everywhere."""

from itertools import islice
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import get_language

from onde_portal.accounts.access import allowed, person, reading, writing
from onde_portal.accounts.permissions import Action, may
from onde_portal.accounts.views.asked import Address
from onde_portal.documents.printing import check_address
from onde_portal.reporting.content import Content
from onde_portal.reporting.errors import ReportError
from onde_portal.reporting.models import Report
from onde_portal.reporting.policies import may_ask_paper, may_write
from onde_portal.reporting.reports.differences import Difference, differences
from onde_portal.reporting.reports.papers import (
    excel_file,
    file_title,
    name_of,
    paper_of,
    parts_of,
    request_paper,
    word_file,
)
from onde_portal.reporting.selectors.contents import live_content, shown_content
from onde_portal.reporting.views.screen import shown_parts, shown_table, table_of
from onde_portal.ui.figures import Numbers
from onde_portal.ui.papers import LANGUAGES, asked_language, excel_answer, word_answer
from onde_portal.ui.parts import Part

A_PAGE = 100
SHOWN_DIFFERENCES = 30


def report_of(request: HttpRequest, pk: int) -> Report:
    """The report that this person may see; else 404."""
    rows = Report.objects.visible_to(request.user).select_related(
        "round", "province", "opened_by", "changed_by", "finished_by"
    )
    return get_object_or_404(rows, pk=pk)


def screen_numbers() -> Numbers:
    return Numbers(get_language() or "th", on_screen=True)


@allowed(Action.READ_OFFICE)
@reading
def report(request: HttpRequest, pk: int) -> HttpResponse:
    """The whole report with a rail of its chapters; of a final one, what the records say now."""
    found, now, numbers = report_of(request, pk), timezone.now(), screen_numbers()
    content = shown_content(found, now)
    parts = parts_of(content, numbers)
    user = person(request)
    context = {
        "report": found,
        "name": name_of(content).in_language(numbers.language),
        "content": content,
        "parts": shown_parts(parts, numbers),
        "papers": [(code, paper_of(found, code)) for code in LANGUAGES],
        "may_write": may_write(user, found),
        "may_begin": may(user, Action.WRITE_OFFICE_REPORT),
        "may_ask": may_ask_paper(user, found),
        "editions": _editions(found),
        "history": found.history.select_related("history_user").order_by("-history_id")[:20],
        **_since(found, parts, numbers),
    }
    if found.is_final:
        context["check_address"] = check_address(found.check_code)
    return render(request, "reporting/report.html", context)


def _editions(found: Report) -> Any:
    """The other editions of the same report, the newest first."""
    same = Report.objects.filter(subject=found.subject).exclude(pk=found.pk)
    return same.light().order_by("-edition", "-pk")


def _since(found: Report, parts: tuple[Part, ...], numbers: Numbers) -> dict[str, Any]:
    """What the records say otherwise by now than a final report in force."""
    if not found.is_final or found.superseded_at:
        return {"differences": None}
    now = parts_of(live_content(found, timezone.now()), numbers)
    changed = differences(parts, now, numbers)
    first: list[Difference] = list(islice(changed, SHOWN_DIFFERENCES))
    return {"differences": first, "more_differences": sum(1 for _one in changed)}


@allowed(Action.READ_OFFICE)
@reading
def report_table(request: HttpRequest, pk: int, key: str) -> HttpResponse:
    """One table of the report, page by page."""
    found, numbers = report_of(request, pk), screen_numbers()
    content = shown_content(found, timezone.now())
    sheet = table_of(parts_of(content, numbers), key)
    if sheet is None:
        raise Http404
    page = Address(request).page(range(len(sheet.table.rows)), A_PAGE)
    first = max(0, page.start_index() - 1)
    context = {
        "report": found,
        "name": name_of(content).in_language(numbers.language),
        "page": page,
        "table": shown_table(sheet, numbers, first + A_PAGE, first),
    }
    return render(request, "reporting/table.html", context)


@allowed(Action.WRITE_OFFICE_REPORT, Action.READ_PERSONAL_DATA)
@writing
def report_pdf(request: HttpRequest, pk: int) -> HttpResponse:
    """Ask for the PDF: of a draft with the figures of now, of a final report as it was kept."""
    found = report_of(request, pk)
    if not may_ask_paper(person(request), found):
        raise PermissionDenied
    try:
        paper = request_paper(
            found, language=asked_language(request), by=person(request), at=timezone.now()
        )
    except ReportError as refusal:
        messages.error(request, str(refusal))
        return redirect("office-report", pk=pk)
    return redirect("document", pk=paper.pk)


def _content(request: HttpRequest, pk: int) -> tuple[Report, Content]:
    found = report_of(request, pk)
    return found, shown_content(found, timezone.now())


@allowed(Action.READ_OFFICE)
@reading
def report_word(request: HttpRequest, pk: int) -> HttpResponse:
    """The report as a Word file: of a draft with the figures of now."""
    found, content = _content(request, pk)
    language = asked_language(request)
    return word_answer(word_file(found, content, language), file_title(found, content, language))


@allowed(Action.READ_OFFICE)
@reading
def report_excel(request: HttpRequest, pk: int) -> HttpResponse:
    """Every table of the report as a sheet: of a draft with the figures of now."""
    found, content = _content(request, pk)
    language = asked_language(request)
    name = file_title(found, content, language)
    return excel_answer(excel_file(found, content, language), name)
