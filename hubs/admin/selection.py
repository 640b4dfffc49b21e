"""Selection in the staff's site: criteria, candidates, readiness; worked on from step 2's page."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

from django import forms
from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.urls import URLPattern, path
from django.utils import timezone
from django.utils.decorators import method_decorator
from django.utils.translation import gettext, gettext_lazy as _, ngettext
from django.views.decorators.csrf import csrf_protect

from hubs.actions import selection as actions
from hubs.actions.memos import start_memo
from hubs.actions.readiness import answer_readiness, ask_readiness
from hubs.admin.working import WorkingRecordAdmin
from hubs.errors import HubError
from hubs.forms.selection import CriteriaForm, ReadinessForm
from hubs.models import (
    Candidate,
    HubProgramme,
    Readiness,
    SelectionCriteria,
)
from hubs.policies import may_run
from hubs.reports.memo_words import memo_words
from hubs.selectors.selection import TONES
from onde_portal.accounts.access import person, reading, writing
from onde_portal.accounts.models import User
from onde_portal.thai.dates import DateError, parse_date
from onde_portal.thai.digits import read_key
from onde_portal.ui.fields import in_language
from onde_portal.ui.filters import RelatedFilter
from onde_portal.ui.posted import posted_keys
from onde_portal.ui.templatetags.ui import chip, localized, place

PAGE = "admin:hubs_hubprogramme_selection"
SHOWN_REFUSALS = 5
MOST_MARKED = 1000


def _as_saved(programme: HubProgramme) -> CriteriaForm:
    saved = SelectionCriteria.objects.filter(programme=programme).first()
    if saved is None:
        return CriteriaForm(initial={"no_hub_yet": True, "wanted": 10})
    initial = {
        "award_years": ", ".join(map(str, saved.award_years)),
        "categories": saved.categories.all(),
        "types": saved.types.all(),
        "sizes": saved.sizes,
        "regions": saved.regions,
        "no_hub_yet": saved.no_hub_yet,
        "must_be_ready": saved.must_be_ready,
        "wanted": saved.wanted,
    }
    return CriteriaForm(initial=initial)


Move = Callable[[HttpRequest, HubProgramme, User, datetime], str]
Change = Callable[[Candidate, int | None], None]


def _propose(request: HttpRequest, programme: HubProgramme, by: User, at: datetime) -> str:
    count = actions.propose_candidates(programme=programme, by=by, at=at)
    return ngettext("%(count)d LAO is proposed.", "%(count)d LAOs are proposed.", count) % {
        "count": count
    }


def _marked(request: HttpRequest, programme: HubProgramme) -> list[Candidate]:
    keys = posted_keys(request, "candidate")[:MOST_MARKED]
    rows = programme.candidates.filter(pk__in=keys).select_related("programme", "lao__province")
    return list(rows.order_by("pk"))


class NothingMarked(HubError):
    message = _("Mark at least one LAO first.")


class SomeRefused(HubError):
    """What was done and what was refused, LAO by LAO."""

    def __init__(self, sentence: str) -> None:
        super().__init__(sentence)
        self.message = sentence  # type: ignore[assignment]


def _each(request: HttpRequest, programme: HubProgramme, change: Change) -> str:
    """Change every marked candidate; those refused are named with the reason."""
    marked = _marked(request, programme)
    if not marked:
        raise NothingMarked
    done, refused = 0, []
    for candidate in marked:
        try:
            change(candidate, _version(request, candidate))
            done += 1
        except HubError as refusal:
            refused.append(f"{localized(candidate.lao, 'full_name')}: {refusal}")
    said = ngettext("%(count)d LAO was changed.", "%(count)d LAOs were changed.", done)
    sentence = said % {"count": done}
    if refused:
        more = " …" if len(refused) > SHOWN_REFUSALS else ""
        raise SomeRefused(f"{sentence} {' '.join(refused[:SHOWN_REFUSALS])}{more}")
    return sentence


def _version(request: HttpRequest, candidate: Candidate) -> int | None:
    return read_key(request.POST.get(f"version-{candidate.pk}", ""))


def _choose(request: HttpRequest, programme: HubProgramme, by: User, at: datetime) -> str:
    return _each(
        request, programme,
        lambda one, version: actions.choose_candidate(candidate=one, version=version, by=by, at=at),
    )  # fmt: skip


def _take_back(request: HttpRequest, programme: HubProgramme, by: User, at: datetime) -> str:
    return _each(
        request, programme,
        lambda one, version: actions.take_choice_back(candidate=one, version=version, by=by, at=at),
    )  # fmt: skip


def _exclude(request: HttpRequest, programme: HubProgramme, by: User, at: datetime) -> str:
    reason = request.POST.get("reason", "")
    return _each(
        request, programme,
        lambda one, version: actions.exclude_candidate(
            candidate=one, reason=reason, version=version, by=by, at=at
        ),
    )  # fmt: skip


def _withdraw(request: HttpRequest, programme: HubProgramme, by: User, at: datetime) -> str:
    reason = request.POST.get("reason", "")
    return _each(
        request, programme,
        lambda one, version: actions.withdraw_candidate(
            candidate=one, reason=reason, version=version, by=by, at=at
        ),
    )  # fmt: skip


def _ask(request: HttpRequest, programme: HubProgramme, by: User, at: datetime) -> str:
    try:
        due_on = parse_date(request.POST.get("due_on", ""))
    except DateError as error:
        raise SomeRefused(in_language(error)) from error
    marked = _marked(request, programme)
    if not marked:
        raise NothingMarked
    count = ask_readiness(programme=programme, candidates=marked, due_on=due_on, by=by, at=at)
    return ngettext("%(count)d LAO is asked.", "%(count)d LAOs are asked.", count) % {
        "count": count
    }


def _memo(request: HttpRequest, programme: HubProgramme, by: User, at: datetime) -> str:
    start_memo(programme=programme, texts=memo_words(programme), by=by, at=at)
    return gettext("The memo is begun. Its list is the LAOs that are chosen.")


MOVES: dict[str, Move] = {
    "propose": _propose,
    "choose": _choose,
    "back": _take_back,
    "exclude": _exclude,
    "withdraw": _withdraw,
    "ask": _ask,
    "memo": _memo,
}


class CandidateForm(forms.ModelForm):  # type: ignore[type-arg]
    """An LAO proposed by hand."""

    class Meta:
        model = Candidate
        fields = ["programme", "lao", "email"]


@admin.register(Candidate)
class CandidateAdmin(WorkingRecordAdmin):
    """Candidates; they are chosen and excluded on the page of step 2."""

    section = "8.2 (2)"
    page = "selection"
    form = CandidateForm
    key_field = "lao__search_key"
    autocomplete_fields = ["lao"]
    list_display = ["lao_name", "where", "award", "standing", "reason", "source"]
    list_filter = [
        ("programme", RelatedFilter),
        "state", "source", "lao__type", "lao__province__region",
    ]  # fmt: skip
    list_select_related = [
        "lao__type", "lao__province", "lao__district", "award__lao", "programme",
    ]  # fmt: skip
    ordering = ["-programme__fiscal_year", "lao__sort_key", "pk"]

    @admin.display(description=_("LAO"), ordering="lao__sort_key")
    def lao_name(self, candidate: Candidate) -> str:
        return localized(candidate.lao, "full_name")

    @admin.display(description=_("place"), ordering="lao__province__sort_key")
    def where(self, candidate: Candidate) -> str:
        return place(candidate.lao)

    @admin.display(description=_("state"), ordering="state")
    def standing(self, candidate: Candidate) -> str:
        return chip(candidate.get_state_display(), TONES.get(candidate.state, ""))  # type: ignore[call-overload]

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        fields = super().get_readonly_fields(request, obj)
        return [*fields, "lao"] if obj is not None else fields

    def get_urls(self) -> list[URLPattern]:
        wrap = self.admin_site.admin_view
        return [
            path(
                "programme/<int:pk>/criteria/",
                wrap(self.criteria_page),
                name="hubs_candidate_criteria",
            ),
            path(
                "programme/<int:pk>/do/<slug:move>/",
                wrap(writing(self.programme_move)),
                name="hubs_candidate_move",
            ),
            *super().get_urls(),
        ]

    def save_model(self, request: HttpRequest, obj: Candidate, form: Any, change: Any) -> None:
        if change:
            Candidate.objects.filter(pk=obj.pk).update(email=obj.email)
            return
        added = actions.add_candidate(
            programme=obj.programme, lao=obj.lao, by=person(request), at=timezone.now()
        )
        Candidate.objects.filter(pk=added.pk).update(email=obj.email)
        obj.pk = added.pk

    def _programme(self, request: HttpRequest, pk: int) -> HubProgramme:
        if not self.has_view_permission(request):
            raise PermissionDenied
        programme = get_object_or_404(HubProgramme.objects.visible_to(request.user), pk=pk)
        if not may_run(person(request), programme):
            raise PermissionDenied
        return programme

    @method_decorator(csrf_protect)
    def criteria_page(self, request: HttpRequest, pk: int) -> HttpResponse:
        """The criteria as a form; saved, it goes back to the page of step 2."""
        if request.method == "POST":
            return self._save_criteria(request, pk)
        return self._show_criteria(request, pk)

    @method_decorator(reading)
    def _show_criteria(self, request: HttpRequest, pk: int) -> HttpResponse:
        programme = self._programme(request, pk)
        return self._criteria(request, programme, _as_saved(programme))

    def _save_criteria(self, request: HttpRequest, pk: int) -> HttpResponse:
        programme, refusal = self._programme(request, pk), ""
        form = CriteriaForm(request.POST)
        if form.is_valid():
            try:
                actions.save_criteria(
                    programme=programme, criteria=form.criteria(), by=person(request),
                    at=timezone.now(),
                )  # fmt: skip
            except HubError as error:
                refusal = str(error)
            else:
                messages.success(request, gettext("The criteria are kept."))
                return redirect(PAGE, pk=programme.pk)
        return self._criteria(request, programme, form, refusal, status=409)

    def _criteria(
        self,
        request: HttpRequest,
        programme: HubProgramme,
        form: CriteriaForm,
        refusal: str = "",
        status: int = 200,
    ) -> HttpResponse:
        context = {
            **self.admin_site.each_context(request),
            "opts": self.opts,
            "title": gettext("Criteria of the year"),
            "programme": programme,
            "form": form,
            "refusal": refusal,
        }
        return TemplateResponse(request, "hubs/criteria.html", context, status=status)

    @method_decorator(csrf_protect)
    def programme_move(self, request: HttpRequest, pk: int, move: str) -> HttpResponse:
        """Make one move for the marked candidates and go back; what is refused is said there."""
        if move not in MOVES:
            raise Http404
        programme = self._programme(request, pk)
        try:
            said = MOVES[move](request, programme, person(request), timezone.now())
        except HubError as refusal:
            messages.error(request, str(refusal))
        else:
            messages.success(request, said)
        memo = programme.memos.order_by("-edition").first() if move == "memo" else None
        if memo is not None:
            return redirect("admin:hubs_memo_page", pk=memo.pk)
        return redirect(PAGE, pk=programme.pk)


@admin.register(Readiness)
class ReadinessAdmin(WorkingRecordAdmin):
    """Answers of LAOs, and noting one that came by phone or letter."""

    section = "8.2 (2)"
    page = "selection"
    add_action = None
    form = ReadinessForm
    key_field = "candidate__lao__search_key"
    list_display = ["lao_name", "programme_title", "answer", "coordinator", "phone", "due"]
    list_filter = [("candidate__programme", RelatedFilter), "answer"]
    list_select_related = ["candidate__lao", "candidate__programme"]
    ordering = ["-candidate__programme__fiscal_year", "candidate__lao__sort_key", "pk"]

    def programme_of(self, obj: Any) -> HubProgramme:
        programme: HubProgramme = obj.candidate.programme
        return programme

    @admin.display(description=_("LAO"), ordering="candidate__lao__sort_key")
    def lao_name(self, readiness: Readiness) -> str:
        return localized(readiness.candidate.lao, "full_name")

    @admin.display(description=_("programme"))
    def programme_title(self, readiness: Readiness) -> str:
        return readiness.candidate.programme.title

    @admin.display(description=_("answer by"), ordering="due_on")
    def due(self, readiness: Readiness) -> Any:
        return readiness.due_on

    def save_model(self, request: HttpRequest, obj: Readiness, form: Any, change: Any) -> None:
        answer_readiness(
            readiness=Readiness.objects.select_related("candidate__programme").get(pk=obj.pk),
            facts=form.facts(), by=person(request), at=timezone.now(),
        )  # fmt: skip
