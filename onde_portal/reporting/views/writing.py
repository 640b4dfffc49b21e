"""Writing a report: its words, with what somebody else saved beside them, and its end."""

from collections.abc import Callable
from dataclasses import dataclass, field
from functools import wraps
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from onde_portal.accounts.access import allowed, person, reading, writing
from onde_portal.accounts.permissions import Action, may
from onde_portal.reporting.actions import drop_draft, write_words
from onde_portal.reporting.errors import ReportError, ReportIsFinal, WordsConflict
from onde_portal.reporting.forms import WordsForm
from onde_portal.reporting.models import Report
from onde_portal.reporting.policies import may_write
from onde_portal.reporting.reports.papers import issue_report
from onde_portal.reporting.views.page import report_of
from onde_portal.ui.interrupted import forget_words, surviving_sign_in, waiting_words
from onde_portal.ui.posted import posted_version


@dataclass
class Typed:
    """What stands in the page's form: as kept, or as it was typed and refused."""

    form: WordsForm
    version: int
    refusal: str = ""
    theirs: list[Any] = field(default_factory=list)


class _Final(Exception):
    """The report was made final meanwhile, or by going back and doing it again."""


def _draft(request: HttpRequest, pk: int) -> Report:
    """A draft that this person may write; else 403, and 404 for what is not there."""
    found = report_of(request, pk)
    if found.is_final and may(person(request), Action.WRITE_OFFICE_REPORT):
        raise _Final(found.number_text)
    if not may_write(person(request), found):
        raise PermissionDenied
    return found


def _of_drafts(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Leads from what is done with drafts to the report once it is final."""

    @wraps(view)
    def answered(request: HttpRequest, pk: int) -> HttpResponse:
        try:
            return view(request, pk)
        except _Final as final:
            messages.info(request, _("This report is final already: no. %s.") % final)
            return redirect("office-report", pk=pk)

    return answered


@allowed(Action.WRITE_OFFICE_REPORT)
@reading
@_of_drafts
def write_report(request: HttpRequest, pk: int) -> HttpResponse:
    """Introduction and conclusions as they are kept, or as they wait since the session ended."""
    found = _draft(request, pk)
    return _show(request, found, _as_waiting(request) or _as_kept(found))


def _as_kept(found: Report) -> Typed:
    kept = {"introduction": found.introduction, "conclusions": found.conclusions}
    return Typed(WordsForm(initial=kept), found.version)


def _as_waiting(request: HttpRequest) -> Typed | None:
    words = waiting_words(request)
    if words is None:
        return None
    said = _("You were signed out. What you typed stands below and is not kept yet: keep it now.")
    return Typed(WordsForm(words), posted_version(words), said)


@allowed(Action.WRITE_OFFICE_REPORT)
@writing
def _keep(request: HttpRequest, pk: int) -> HttpResponse:
    """Keep the words; what is refused is said, nothing cleared."""
    typed = Typed(WordsForm(request.POST), posted_version(request.POST))
    try:
        found = _draft(request, pk)
    except _Final:
        typed.refusal = str(ReportIsFinal())
        return _show(request, report_of(request, pk), typed, status=409)
    if not typed.form.is_valid():
        typed.refusal = _("Nothing is kept yet: put right what is marked below.")
        return _show(request, found, typed, status=400)
    try:
        write_words(
            report=found, words=typed.form.words(), version=typed.version, by=person(request),
            at=timezone.now(),
        )  # fmt: skip
    except WordsConflict as conflict:
        typed.refusal = str(conflict)
        _set_beside(typed, report_of(request, pk))
        return _show(request, found, typed, status=409)
    except ReportError as refusal:
        typed.refusal = str(refusal)
        return _show(request, found, typed, status=409)
    forget_words(request)
    messages.success(request, _("Introduction and conclusions are kept."))
    return redirect("office-report", pk=pk)


keep_words = surviving_sign_in(_keep, page="office-report-write")


def _set_beside(typed: Typed, kept: Report) -> None:
    """Beside what was typed stands what somebody else has kept, where the two differ."""
    typed.version, mine = kept.version, typed.form.words()
    typed.theirs = [
        (bound.label, getattr(kept, bound.name))
        for bound in typed.form
        if getattr(mine, bound.name) != getattr(kept, bound.name)
    ]


def _show(request: HttpRequest, found: Report, typed: Typed, status: int = 200) -> HttpResponse:
    context = {"report": found, "typed": typed}
    return render(request, "reporting/write.html", context, status=status)


@allowed(Action.WRITE_OFFICE_REPORT)
@reading
@_of_drafts
def confirm_final(request: HttpRequest, pk: int) -> HttpResponse:
    """What making it final means, before it is done."""
    return _confirm(request, _draft(request, pk))


def _confirm(
    request: HttpRequest, found: Report, refusal: str = "", status: int = 200
) -> HttpResponse:
    before = Report.objects.filter(subject=found.subject).in_force().light()
    context = {
        "report": found,
        "refusal": refusal,
        "before": before.order_by("-pk").first(),
        "as_of": timezone.now(),
    }
    return render(request, "reporting/final.html", context, status=status)


@allowed(Action.WRITE_OFFICE_REPORT)
@writing
@_of_drafts
def make_final(request: HttpRequest, pk: int) -> HttpResponse:
    """Number the report and keep it as it is from now on."""
    found = _draft(request, pk)
    try:
        final = issue_report(
            report=found, version=posted_version(request.POST), by=person(request),
            at=timezone.now(),
        )  # fmt: skip
    except ReportError as refusal:
        return _confirm(request, report_of(request, pk), str(refusal), status=409)
    said = _("The report is final: no. %(number)s. It is kept as it is, and its PDF is being made.")
    messages.success(request, said % {"number": final.number_text})
    return redirect("office-report", pk=pk)


@allowed(Action.WRITE_OFFICE_REPORT)
@writing
@_of_drafts
def drop_report(request: HttpRequest, pk: int) -> HttpResponse:
    """Take the draft back."""
    found = _draft(request, pk)
    try:
        drop_draft(report=found, by=person(request), at=timezone.now())
    except ReportError as refusal:
        messages.error(request, str(refusal))
        return redirect("office-report", pk=pk)
    messages.success(request, _("The draft is taken back."))
    return redirect("office-reports")
