"""Workshops in the staff's site: cohorts, each with its LAOs, letters, answers and attendance."""

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any, ClassVar

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.db.models import Model
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse
from django.utils import timezone
from django.utils.decorators import method_decorator
from django.utils.translation import gettext, gettext_lazy as _, ngettext
from django.views.decorators.csrf import csrf_protect

from hubs.actions import workshops as actions
from hubs.actions.feedback import open_evaluation
from hubs.actions.workshops import DelegateFacts
from hubs.admin.working import WorkingRecordAdmin
from hubs.errors import HubError
from hubs.forms.workshops import CohortForm, delegates_in
from hubs.models import Candidate, Cohort, Delegate, HubProgramme, Invitee
from hubs.policies import may_run
from hubs.reports.letters import (
    ALL_LETTERS,
    CARDS,
    SHEET,
    cohort_print,
    letter_number,
    request_cohort_paper,
    request_letter,
)
from hubs.selectors.workshops import cohort_view, evaluation_summary, invitee_rows
from onde_portal.accounts.access import person, reading, writing
from onde_portal.accounts.models import User
from onde_portal.accounts.permissions import Action, may
from onde_portal.assessments.selectors.papers import tests_of
from onde_portal.documents.printing import qr_image
from onde_portal.ui.admin import PortalModelAdmin, date_column, own_page
from onde_portal.ui.filters import RelatedFilter
from onde_portal.ui.moving import Move, MovingPage
from onde_portal.ui.posted import key_or_404, posted_keys
from onde_portal.ui.templatetags.ui import localized, place

PAGE = "admin:hubs_cohort_page"
STEP = "admin:hubs_hubprogramme_workshops"


def _invitee(request: HttpRequest, cohort: Cohort) -> Invitee:
    keys = posted_keys(request, "invitee")
    rows = cohort.invitees.select_related("cohort__programme", "candidate__lao")
    return get_object_or_404(rows, pk=keys[0] if keys else 0)


def _letters(request: HttpRequest, cohort: Cohort, by: User, at: datetime) -> str:
    issued = actions.issue_letters(cohort=cohort, by=by, at=at)
    for invitee in issued:
        request_letter(invitee, by=by, at=at)
    said = ngettext(
        "%(count)d letter is numbered; it is mailed as soon as its PDF is made.",
        "%(count)d letters are numbered; they are mailed as soon as their PDFs are made.",
        len(issued),
    )
    return said % {"count": len(issued)}


def _all_letters(request: HttpRequest, cohort: Cohort, by: User, at: datetime) -> str:
    request_cohort_paper(cohort, ALL_LETTERS, by=by, at=at)
    return gettext("The PDF is being made.")


def _sheet(request: HttpRequest, cohort: Cohort, by: User, at: datetime) -> str:
    request_cohort_paper(cohort, SHEET, by=by, at=at)
    return gettext("The PDF is being made.")


def _cards(request: HttpRequest, cohort: Cohort, by: User, at: datetime) -> str:
    request_cohort_paper(cohort, CARDS, by=by, at=at)
    return gettext("The PDF is being made.")


def _take_out(request: HttpRequest, cohort: Cohort, by: User, at: datetime) -> str:
    actions.take_out(invitee=_invitee(request, cohort), by=by, at=at)
    return gettext("The LAO is out of the cohort.")


def _answer(request: HttpRequest, cohort: Cohort, by: User, at: datetime) -> str:
    actions.answer_invitation(
        invitee=_invitee(request, cohort), answer=request.POST.get("answer", ""),
        reason=request.POST.get("reason", ""), delegates=delegates_in(request.POST), by=by, at=at,
    )  # fmt: skip
    return gettext("The answer is noted.")


def _attendance(request: HttpRequest, cohort: Cohort, by: User, at: datetime) -> str:
    came = actions.note_attendance(cohort=cohort, came=posted_keys(request, "came"), by=by, at=at)
    return ngettext("%(count)d person came.", "%(count)d people came.", came) % {"count": came}


def _walk_in(request: HttpRequest, cohort: Cohort, by: User, at: datetime) -> str:
    facts = DelegateFacts(
        request.POST.get("name", ""), request.POST.get("position", ""),
        request.POST.get("phone", ""),
    )  # fmt: skip
    added = actions.add_walk_in(invitee=_invitee(request, cohort), facts=facts, by=by, at=at)
    return gettext("%(name)s is noted as present.") % {"name": added.name}


def _close(request: HttpRequest, cohort: Cohort, by: User, at: datetime) -> str:
    actions.close_attendance(cohort=cohort, by=by, at=at)
    return gettext("The attendance is closed.")


def _reopen(request: HttpRequest, cohort: Cohort, by: User, at: datetime) -> str:
    actions.reopen_attendance(cohort=cohort, by=by, at=at)
    return gettext("The attendance is open again.")


def _open_form(request: HttpRequest, cohort: Cohort, by: User, at: datetime) -> str:
    open_evaluation(cohort=cohort, is_open=True)
    return gettext("The evaluation form is open. Show its QR code.")


def _close_form(request: HttpRequest, cohort: Cohort, by: User, at: datetime) -> str:
    open_evaluation(cohort=cohort, is_open=False)
    return gettext("The evaluation form is closed.")


@admin.register(Cohort)
class CohortAdmin(MovingPage, WorkingRecordAdmin):
    """Cohorts; everything about one is on its own page."""

    section = "8.2 (3)"
    page = "workshops"
    page_name = PAGE
    form = CohortForm
    add_action = None
    list_display = ["title", "programme", "first_day", "place", "capacity"]
    list_select_related = ["programme"]
    ordering = ["-programme__fiscal_year", "number"]
    first_day = date_column("starts_on", _("from"))
    moves: ClassVar[Mapping[str, Move]] = {
        "letters": _letters,
        "all-letters": _all_letters,
        "sheet": _sheet,
        "cards": _cards,
        "out": _take_out,
        "answer": _answer,
        "attendance": _attendance,
        "walk-in": _walk_in,
        "close": _close,
        "reopen": _reopen,
        "open-form": _open_form,
        "close-form": _close_form,
    }

    def get_urls(self) -> list[URLPattern]:
        wrap = self.admin_site.admin_view
        return [
            path("<int:pk>/page/", wrap(reading(self.record_page)), name="hubs_cohort_page"),
            path("<int:pk>/qr/", wrap(reading(self.qr_page)), name="hubs_cohort_qr"),
            path(
                "<int:pk>/do/<slug:move>/", wrap(writing(self.record_move)), name="hubs_cohort_move"
            ),
            path(
                "programme/<int:pk>/do/<slug:move>/",
                wrap(writing(self.programme_move)),
                name="hubs_cohort_programme_move",
            ),
            *super().get_urls(),
        ]

    def save_model(self, request: HttpRequest, obj: Cohort, form: Any, change: Any) -> None:
        actions.save_cohort(cohort=obj, by=person(request), at=timezone.now())

    def response_change(self, request: HttpRequest, obj: Any) -> HttpResponse:
        messages.success(request, gettext("The cohort is kept."))
        return redirect(PAGE, pk=obj.pk)

    def found(self, request: HttpRequest, pk: int) -> Cohort:
        if not self.has_view_permission(request):
            raise PermissionDenied
        rows = Cohort.objects.visible_to(request.user).select_related("programme", "province")
        return get_object_or_404(rows, pk=pk)

    def may_move(self, user: User, record: Any) -> bool:
        return may_run(user, record.programme)

    def show(
        self, request: HttpRequest, record: Any, refusal: str = "", status: int = 200
    ) -> HttpResponse:
        cohort, now = record, timezone.now()
        context = {
            **self.admin_site.each_context(request),
            "opts": self.opts,
            "title": cohort.title,
            "cohort": cohort,
            "view": cohort_view(cohort),
            "rows": [(row, letter_number(row.invitee)) for row in invitee_rows(cohort)],
            "lines": range(cohort.people_per_lao),
            "evaluation": evaluation_summary(cohort),
            "tests": tests_of(cohort),
            "letters_paper": cohort_print(cohort, ALL_LETTERS),
            "sheet_paper": cohort_print(cohort, SHEET),
            "cards_paper": cohort_print(cohort, CARDS),
            "may_run": may_run(person(request), cohort.programme),
            "may_read_people": may(request.user, Action.READ_PERSONAL_DATA),
            "has_begun": bool(cohort.starts_on) and cohort.starts_on <= timezone.localdate(now),
            "refusal": refusal,
            "posted": request.POST,
            "page_url": reverse(PAGE, args=[cohort.pk]).removesuffix("page/"),
        }
        return TemplateResponse(request, "hubs/cohort.html", context, status=status)

    def qr_page(self, request: HttpRequest, pk: int) -> HttpResponse:
        """The QR code of the anonymous evaluation form, to show on the wall."""
        cohort = self.found(request, pk)
        address = request.build_absolute_uri(reverse("hubs:feedback", args=[cohort.token]))
        context = {
            **self.admin_site.each_context(request),
            "title": cohort.title,
            "cohort": cohort,
            "address": address,
            "qr": qr_image(address),
        }
        return TemplateResponse(request, "hubs/cohort_qr.html", context)

    @method_decorator(csrf_protect)
    def programme_move(self, request: HttpRequest, pk: int, move: str) -> HttpResponse:
        """Plan cohorts and put LAOs into them, from the page of step 3."""
        if not self.has_view_permission(request):
            raise PermissionDenied
        programme = get_object_or_404(HubProgramme.objects.visible_to(request.user), pk=pk)
        if move not in PROGRAMME_MOVES:
            raise Http404
        if not may_run(person(request), programme):
            raise PermissionDenied
        try:
            said = PROGRAMME_MOVES[move](request, programme, person(request), timezone.now())
        except HubError as refusal:
            messages.error(request, str(refusal))
        else:
            messages.success(request, said)
        return redirect(STEP, pk=pk)


ProgrammeMove = Callable[[HttpRequest, HubProgramme, User, datetime], str]


def _plan(request: HttpRequest, programme: HubProgramme, by: User, at: datetime) -> str:
    planned = actions.plan_cohorts(programme=programme, by=by, at=at)
    return ngettext(
        "%(count)d cohort is planned.", "%(count)d cohorts are planned.", len(planned)
    ) % {"count": len(planned)}


def _by_region(request: HttpRequest, programme: HubProgramme, by: User, at: datetime) -> str:
    count = actions.assign_by_region(programme=programme, by=by, at=at)
    return ngettext(
        "%(count)d LAO is put into a cohort.", "%(count)d LAOs are put into cohorts.", count
    ) % {"count": count}


def _assign(request: HttpRequest, programme: HubProgramme, by: User, at: datetime) -> str:
    keys = posted_keys(request, "cohort")
    cohort = get_object_or_404(programme.cohorts, pk=keys[0] if keys else 0)
    rows = Candidate.objects.filter(programme=programme, pk__in=posted_keys(request, "candidate"))
    count = 0
    for candidate in rows.order_by("pk"):
        actions.assign_lao(candidate=candidate, cohort=cohort, by=by, at=at)
        count += 1
    return ngettext(
        "%(count)d LAO is put into a cohort.", "%(count)d LAOs are put into cohorts.", count
    ) % {"count": count}


PROGRAMME_MOVES: dict[str, ProgrammeMove] = {
    "plan": _plan,
    "region": _by_region,
    "assign": _assign,
}


@admin.register(Invitee)
class InviteeAdmin(PortalModelAdmin):
    """Invited LAOs with their answers: the list to filter and export."""

    section = "8.2 (3)"
    key_field = "candidate__lao__search_key"
    list_display = ["lao_name", "where", "cohort", "number", "answer", "reason", "mailed_to"]
    list_filter = [
        ("cohort__programme", RelatedFilter),
        ("cohort", RelatedFilter), "answer",
    ]  # fmt: skip
    list_select_related = [
        "candidate__lao__type", "candidate__lao__province", "candidate__lao__district", "cohort",
    ]  # fmt: skip
    ordering = ["-cohort__programme__fiscal_year", "cohort__number", "candidate__lao__sort_key"]

    @admin.display(description=_("LAO"), ordering="candidate__lao__sort_key")
    def lao_name(self, invitee: Invitee) -> str:
        return localized(invitee.candidate.lao, "full_name")

    @admin.display(description=_("place"))
    def where(self, invitee: Invitee) -> str:
        return place(invitee.candidate.lao)

    @admin.display(description=_("letter no."), ordering="letter_number")
    def number(self, invitee: Invitee) -> str:
        return letter_number(invitee)

    def change_view(
        self, request: HttpRequest, object_id: str, *args: Any, **kwargs: Any
    ) -> HttpResponse:
        invitee = get_object_or_404(self.get_queryset(request), pk=key_or_404(object_id))
        return own_page(PAGE, str(invitee.cohort_id))


@admin.register(Delegate)
class DelegateAdmin(PortalModelAdmin):
    """People who come for LAOs: the list to filter and export."""

    section = "8.2 (3)"
    view_action = Action.READ_PERSONAL_DATA
    list_display = ["name", "position", "lao_name", "cohort_title", "phone", "came", "walk_in"]
    list_filter = [
        ("invitee__cohort", RelatedFilter), "came", "walk_in",
    ]  # fmt: skip
    list_select_related = ["invitee__candidate__lao", "invitee__cohort"]
    search_fields = ["name", "position"]
    ordering = ["-invitee__cohort__programme__fiscal_year", "invitee__cohort__number", "name"]

    @admin.display(description=_("LAO"), ordering="invitee__candidate__lao__sort_key")
    def lao_name(self, delegate: Delegate) -> str:
        return localized(delegate.invitee.candidate.lao, "full_name")

    @admin.display(description=_("cohort"), ordering="invitee__cohort__number")
    def cohort_title(self, delegate: Delegate) -> str:
        return delegate.invitee.cohort.title

    def has_change_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return False
