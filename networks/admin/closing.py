"""The closing report of a project in the staff's site: its words, its figures, its papers."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django import forms
from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse
from django.utils import timezone
from django.utils.decorators import method_decorator
from django.utils.translation import gettext, gettext_lazy as _
from django.views.decorators.csrf import csrf_protect

from networks.actions.closing import ClosingConflict, ClosingWords, write_closing
from networks.actions.founding import NetworkError
from networks.admin.minutes_form import long_text
from networks.models import ClosingReport, NetworkProject
from networks.policies import may_run
from networks.reports.closing import (
    closing_figures,
    closing_file,
    closing_print,
    closing_title,
    request_closing,
)
from onde_portal.accounts.access import person, reading, writing
from onde_portal.accounts.permissions import Action, may
from onde_portal.ui.admin import PortalHistoryAdmin, moment_column
from onde_portal.ui.interrupted import forget_words, surviving_sign_in, waiting_words
from onde_portal.ui.papers import LANGUAGES, asked_language, excel_answer, word_answer
from onde_portal.ui.posted import key_or_404, posted_version
from onde_portal.ui.templatetags.ui import chip


class ClosingForm(forms.Form):
    """What people write in the closing report."""

    results = long_text(
        _("Results"), rows=8, help_text=_("What came of the project, against what it set out to do")
    )
    problems = long_text(_("Problems and obstacles"), rows=5)
    lessons = long_text(
        _("Lessons"), rows=6, help_text=_("What the next project should do again, and what not")
    )
    recommendations = long_text(_("Recommendations"), rows=5)

    def words(self) -> ClosingWords:
        """What was typed, once ``is_valid``."""
        return ClosingWords(**self.cleaned_data)


@dataclass
class Typed:
    """What stands in the page's form: as kept, or as it was typed and refused."""

    form: ClosingForm
    version: int
    refusal: str = ""
    theirs: list[Any] = field(default_factory=list)


def _as_kept(report: ClosingReport | None) -> Typed:
    kept = {name: getattr(report, name) for name in ClosingForm.base_fields} if report else {}
    return Typed(ClosingForm(initial=kept), report.version if report else 0)


def _as_waiting(request: HttpRequest) -> Typed | None:
    """What was sent after the session had ended, if anything was."""
    words = waiting_words(request)
    if words is None or "results" not in words:
        return None
    said = gettext(
        "You were signed out. What you typed stands below and is not kept yet: keep it now."
    )
    return Typed(ClosingForm(words), posted_version(words), said)


def _report_of(project: NetworkProject) -> ClosingReport | None:
    rows = ClosingReport.objects.select_related("changed_by").filter(project=project)
    return rows.order_by("pk").first()


@admin.register(ClosingReport)
class ClosingReportAdmin(PortalHistoryAdmin):
    """Lists closing reports; each is written on a page that is named by its project."""

    section = "8.1 (6)"
    list_display = ["project", "year", "standing", "changed", "changed_by"]
    list_filter = ["project__fiscal_year", "project__state"]
    list_select_related = ["project", "changed_by"]
    search_fields = ["project__title", "results", "lessons"]
    ordering = ["-changed_at", "pk"]
    changed = moment_column("changed_at", _("last changed"))

    @admin.display(description=_("fiscal year (B.E.)"), ordering="project__fiscal_year")
    def year(self, report: ClosingReport) -> int:
        return report.project.fiscal_year

    @admin.display(description=_("state"))
    def standing(self, report: ClosingReport) -> str:
        if report.results and report.lessons:
            return chip(gettext("Written"), "good")
        return chip(gettext("Being written"), "warn")

    def get_urls(self) -> list[URLPattern]:
        wrap, name = self.admin_site.admin_view, "networks_closingreport"
        moves = surviving_sign_in(wrap(writing(self.move)), page=f"admin:{name}_page")
        return [
            path("project/<int:pk>/", wrap(reading(self.page)), name=f"{name}_page"),
            path("project/<int:pk>/word/", wrap(reading(self.word)), name=f"{name}_word"),
            path("project/<int:pk>/excel/", wrap(reading(self.excel)), name=f"{name}_excel"),
            path("project/<int:pk>/do/<slug:move>/", moves, name=f"{name}_move"),
            *super().get_urls(),
        ]

    def change_view(
        self, request: HttpRequest, object_id: str, *args: Any, **kwargs: Any
    ) -> HttpResponse:
        report = get_object_or_404(self.get_queryset(request), pk=key_or_404(object_id))
        return redirect("admin:networks_closingreport_page", pk=report.project_id)

    def _project(self, request: HttpRequest, pk: int) -> NetworkProject:
        if not self.has_view_permission(request):
            raise PermissionDenied
        return get_object_or_404(NetworkProject.objects.visible_to(request.user), pk=pk)

    def page(self, request: HttpRequest, pk: int) -> HttpResponse:
        """The report as it is kept, beside the figures of now."""
        project = self._project(request, pk)
        typed = _as_waiting(request) if may_run(person(request), project) else None
        return self._show(request, project, typed or _as_kept(_report_of(project)))

    def word(self, request: HttpRequest, pk: int) -> HttpResponse:
        """The report as a Word file with the figures of now."""
        return word_answer(*self._file(request, pk, "docx"))

    def excel(self, request: HttpRequest, pk: int) -> HttpResponse:
        """The tables of the report with the figures of now."""
        return excel_answer(*self._file(request, pk, "xlsx"))

    def _file(self, request: HttpRequest, pk: int, ending: str) -> tuple[bytes, str]:
        project, language = self._project(request, pk), asked_language(request)
        content = closing_file(project, ending=ending, language=language, at=timezone.now())
        return content, closing_title(project, language)

    @method_decorator(csrf_protect)
    def move(self, request: HttpRequest, pk: int, move: str) -> HttpResponse:
        """Keep the words, or ask for the PDF; what is refused is said, nothing cleared."""
        project = self._project(request, pk)
        if move not in {"save", "pdf"}:
            raise Http404
        if not may(request.user, Action.RUN_CASE):
            raise PermissionDenied
        at = timezone.now()
        if move == "save":
            return self._save(request, project, at)
        request_closing(project, language=asked_language(request), by=person(request), at=at)
        messages.success(request, gettext("The PDF is being made."))
        return redirect("admin:networks_closingreport_page", pk=pk)

    def _save(self, request: HttpRequest, project: NetworkProject, at: datetime) -> HttpResponse:
        typed = Typed(ClosingForm(request.POST), posted_version(request.POST))
        if not typed.form.is_valid():
            typed.refusal = gettext("Nothing is kept yet: put right what is marked below.")
            return self._show(request, project, typed, status=409)
        try:
            write_closing(
                project=project, words=typed.form.words(), version=typed.version,
                by=person(request), at=at,
            )  # fmt: skip
        except ClosingConflict as error:
            _set_beside(typed, _report_of(project))
            typed.refusal = str(error)
        except NetworkError as error:
            typed.refusal = str(error)
        if typed.refusal:
            return self._show(request, project, typed, status=409)
        forget_words(request)
        messages.success(request, gettext("The closing report is kept."))
        return redirect("admin:networks_closingreport_page", pk=project.pk)

    def _show(
        self, request: HttpRequest, project: NetworkProject, typed: Typed, *, status: int = 200
    ) -> HttpResponse:
        now = timezone.now()
        context = {
            **self.admin_site.each_context(request),
            "opts": self.opts,
            "title": gettext("Closing report"),
            "project": project,
            "report": _report_of(project),
            "typed": typed,
            "figures": closing_figures(project, now),
            "may_write": may_run(person(request), project),
            "may_print": may(request.user, Action.RUN_CASE),
            "papers": [(code, closing_print(project, code)) for code in LANGUAGES],
            "page_url": reverse("admin:networks_closingreport_page", args=[project.pk]),
        }
        return TemplateResponse(request, "networks/closing.html", context, status=status)


def _set_beside(typed: Typed, report: ClosingReport | None) -> None:
    """Beside what was typed stands what somebody else has kept, where the two differ."""
    if report is None:
        return
    typed.version = report.version
    typed.theirs = [
        (bound.label, getattr(report, bound.name))
        for bound in typed.form
        if typed.form.cleaned_data[bound.name] != getattr(report, bound.name)
    ]
