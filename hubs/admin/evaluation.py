"""The evaluation of a programme in the staff's site, written beside its figures."""

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

from hubs.actions.evaluation import EvaluationConflict, EvaluationWords, write_evaluation
from hubs.errors import HubError
from hubs.models import HubProgramme, ProgrammeEvaluation
from hubs.policies import may_run
from hubs.selectors.followup import evaluation_of, followup_context
from onde_portal.accounts.access import person, reading, writing
from onde_portal.accounts.permissions import Action, may
from onde_portal.ui.admin import PortalModelAdmin, moment_column
from onde_portal.ui.fields import ThaiCharField
from onde_portal.ui.interrupted import forget_words, surviving_sign_in, waiting_words
from onde_portal.ui.panels import panels_for
from onde_portal.ui.posted import key_or_404, posted_version
from onde_portal.ui.templatetags.ui import chip

LONGEST_TEXT = 100_000
PAGE = "admin:hubs_programmeevaluation_page"


def _text(label: Any, rows: int, help_text: Any = "") -> ThaiCharField:
    """Running text of people; what is too long is said, not cut."""
    return ThaiCharField(
        label=label, required=False, max_length=LONGEST_TEXT, help_text=help_text,
        widget=forms.Textarea(attrs={"rows": rows}),
    )  # fmt: skip


class EvaluationForm(forms.Form):
    """One question a field."""

    achievements = _text(
        _("What was achieved"), 7, _("What came of the programme, against what it set out to do")
    )
    problems = _text(_("Problems and obstacles"), 5)
    lessons = _text(_("Lessons"), 5)
    recommendations = _text(_("Recommendations"), 5)
    next_year = _text(_("Proposals for the next year"), 5)

    def words(self) -> EvaluationWords:
        """What was typed, once ``is_valid``."""
        return EvaluationWords(**self.cleaned_data)


@dataclass
class Typed:
    """What stands in the page's form: as kept, or as it was typed and refused."""

    form: EvaluationForm
    version: int
    refusal: str = ""
    theirs: list[Any] = field(default_factory=list)


def _as_kept(evaluation: ProgrammeEvaluation | None) -> Typed:
    names = EvaluationForm.base_fields
    kept = {name: getattr(evaluation, name) for name in names} if evaluation else {}
    return Typed(EvaluationForm(initial=kept), evaluation.version if evaluation else 0)


def _as_waiting(request: HttpRequest) -> Typed | None:
    """What was sent after the session had ended, if anything was."""
    words = waiting_words(request)
    if words is None or "achievements" not in words:
        return None
    said = gettext(
        "You were signed out. What you typed stands below and is not kept yet: keep it now."
    )
    return Typed(EvaluationForm(words), posted_version(words), said)


@admin.register(ProgrammeEvaluation)
class ProgrammeEvaluationAdmin(PortalModelAdmin):
    """Lists evaluations; each is written on a page that is named by its programme."""

    section = "8.2 (6)"
    list_display = ["programme", "year", "standing", "saved", "saved_by"]
    list_filter = ["programme__fiscal_year"]
    list_select_related = ["programme", "saved_by"]
    search_fields = ["programme__title", "achievements", "recommendations"]
    ordering = ["-programme__fiscal_year", "pk"]
    saved = moment_column("saved_at", _("last changed"))

    @admin.display(description=_("fiscal year (B.E.)"), ordering="programme__fiscal_year")
    def year(self, evaluation: ProgrammeEvaluation) -> int:
        return evaluation.programme.fiscal_year

    @admin.display(description=_("state"))
    def standing(self, evaluation: ProgrammeEvaluation) -> str:
        if evaluation.achievements and evaluation.recommendations:
            return chip(gettext("Written"), "good")
        return chip(gettext("Being written"), "warn")

    def get_urls(self) -> list[URLPattern]:
        wrap, name = self.admin_site.admin_view, "hubs_programmeevaluation"
        moves = surviving_sign_in(wrap(writing(self.move)), page=PAGE)
        return [
            path("programme/<int:pk>/", wrap(reading(self.page)), name=f"{name}_page"),
            path("programme/<int:pk>/do/<slug:move>/", moves, name=f"{name}_move"),
            *super().get_urls(),
        ]

    def change_view(
        self, request: HttpRequest, object_id: str, *args: Any, **kwargs: Any
    ) -> HttpResponse:
        evaluation = get_object_or_404(self.get_queryset(request), pk=key_or_404(object_id))
        return redirect(PAGE, pk=evaluation.programme_id)

    def _programme(self, request: HttpRequest, pk: int) -> HubProgramme:
        if not self.has_view_permission(request):
            raise PermissionDenied
        return get_object_or_404(HubProgramme.objects.visible_to(request.user), pk=pk)

    def page(self, request: HttpRequest, pk: int) -> HttpResponse:
        """The evaluation as it is kept, beside the figures of now."""
        programme = self._programme(request, pk)
        typed = _as_waiting(request) if may_run(person(request), programme) else None
        return self._show(request, programme, typed or _as_kept(evaluation_of(programme)))

    @method_decorator(csrf_protect)
    def move(self, request: HttpRequest, pk: int, move: str) -> HttpResponse:
        """Keep the words; what is refused is said, nothing cleared."""
        programme = self._programme(request, pk)
        if move != "save":
            raise Http404
        if not may(request.user, Action.RUN_CASE):
            raise PermissionDenied
        typed = Typed(EvaluationForm(request.POST), posted_version(request.POST))
        self._keep(request, programme, typed, timezone.now())
        if typed.refusal:
            return self._show(request, programme, typed, status=409)
        forget_words(request)
        messages.success(request, gettext("The evaluation is kept."))
        return redirect(PAGE, pk=pk)

    def _keep(
        self, request: HttpRequest, programme: HubProgramme, typed: Typed, at: datetime
    ) -> None:
        if not typed.form.is_valid():
            typed.refusal = gettext("Nothing is kept yet: put right what is marked below.")
            return
        try:
            write_evaluation(
                programme=programme, words=typed.form.words(), version=typed.version,
                by=person(request), at=at,
            )  # fmt: skip
        except EvaluationConflict as error:
            _set_beside(typed, evaluation_of(programme))
            typed.refusal = str(error)
        except HubError as error:
            typed.refusal = str(error)

    def _show(
        self, request: HttpRequest, programme: HubProgramme, typed: Typed, *, status: int = 200
    ) -> HttpResponse:
        context = {
            **self.admin_site.each_context(request),
            "opts": self.opts,
            "title": gettext("Evaluation of the programme"),
            "programme": programme,
            "work": followup_context(programme, person(request), timezone.now()),
            "panels": panels_for("programme-followup", request, programme),
            "typed": typed,
            "may_write": may_run(person(request), programme),
            "page_url": reverse(PAGE, args=[programme.pk]),
        }
        return TemplateResponse(request, "hubs/evaluation.html", context, status=status)


def _set_beside(typed: Typed, evaluation: ProgrammeEvaluation | None) -> None:
    """Beside what was typed stands what somebody else has kept, where the two differ."""
    if evaluation is None:
        return
    typed.version = evaluation.version
    typed.theirs = [
        (bound.label, getattr(evaluation, bound.name))
        for bound in typed.form
        if typed.form.cleaned_data[bound.name] != getattr(evaluation, bound.name)
    ]
