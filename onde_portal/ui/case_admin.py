"""The page of a case in the staff's site: where it stands, what is missing, and the next move."""

from collections import defaultdict
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse
from django.utils import timezone
from django.utils.decorators import method_decorator
from django.utils.translation import get_language, gettext as _, gettext_lazy
from django.views.decorators.csrf import csrf_protect

from onde_portal.accounts import policies
from onde_portal.accounts.access import person, reading, writing
from onde_portal.accounts.models import User
from onde_portal.accounts.permissions import PERMISSIONS, Action, may
from onde_portal.accounts.policies import acts_for
from onde_portal.thai.calendar import fiscal_year
from onde_portal.thai.dates import DateError, parse_date
from onde_portal.thai.working_time import HOURS_PER_DAY
from onde_portal.ui.admin import PortalModelAdmin, moment_column, own_page
from onde_portal.ui.fields import ThaiCharField, in_language
from onde_portal.ui.filters import RelatedFilter
from onde_portal.ui.posted import posted_number, posted_version
from onde_portal.workflow import actions
from onde_portal.workflow.downloads import serve_file
from onde_portal.workflow.errors import ReasonNeeded, RequirementsMissing, WorkflowError
from onde_portal.workflow.kernel import Step
from onde_portal.workflow.models import Case, Pause, StepRecord
from onde_portal.workflow.selectors import CaseOverview, StepView, case_overview
from onde_portal.workflow.uploads import ACCEPT_ATTRIBUTE, UploadRefused


@dataclass(frozen=True, slots=True)
class StepWork:
    """The part of a case's page where the content of a step is worked on."""

    template: str
    context: Mapping[str, Any]


Move = Callable[["CaseAdmin", HttpRequest, Any, datetime], str]


class MoveRefused(Exception):
    """What was sent with a move cannot be used; the text says what would be right."""


def may_decide(user: User, at: datetime) -> bool:
    """Whether the person decides by role, or stands in today for somebody who does."""
    if may(user, Action.DECIDE):
        return True
    today = timezone.localtime(at).date()
    deciders = User.objects.filter(role__in=PERMISSIONS[Action.DECIDE], is_active=True)
    return user.is_office and any(acts_for(user, person, today) for person in deciders)


def _step(request: HttpRequest, case: Case) -> StepRecord:
    number = posted_number(request, "step")
    return get_object_or_404(case.steps, number=number)  # type: ignore[attr-defined, no-any-return]


def _requirement(request: HttpRequest, step: StepRecord) -> str:
    key = request.POST.get("requirement", "")
    if key not in {item.key for item in step.definition.requirements}:
        raise Http404
    return key


def _attach(self: "CaseAdmin", request: HttpRequest, case: Case, at: datetime) -> str:
    step = _step(request, case)
    key = _requirement(request, step)
    upload = request.FILES.get("file")
    if upload is None:
        raise MoveRefused(_("Choose a file first."))
    kept = actions.attach_evidence(
        step=step, requirement=key, upload=upload, by=person(request), at=at
    )
    return _("“%(name)s” is kept.") % {"name": kept.name}


def _remove(self: "CaseAdmin", request: HttpRequest, case: Case, at: datetime) -> str:
    step = _step(request, case)
    files = step.evidence.filter(removed_at=None)  # type: ignore[attr-defined]
    evidence = get_object_or_404(files, pk=posted_number(request, "evidence"))
    actions.remove_evidence(evidence=evidence, by=person(request), at=at)
    return _("“%(name)s” was taken out.") % {"name": evidence.name}


def _set_date(self: "CaseAdmin", request: HttpRequest, case: Case, at: datetime) -> str:
    step = _step(request, case)
    key = _requirement(request, step)
    try:
        on = parse_date(request.POST.get("on", ""))
    except DateError as error:
        raise MoveRefused(in_language(error)) from error
    actions.set_date(step=step, requirement=key, on=on, by=person(request), at=at)
    return _("The date is noted.")


def _ask(self: "CaseAdmin", request: HttpRequest, case: Case, at: datetime) -> str:
    step = _step(request, case)
    actions.ask_decision(
        step=step, requirement=_requirement(request, step), by=person(request), at=at
    )
    return _("The superior sees the question in “My work”.")


def _decide(self: "CaseAdmin", request: HttpRequest, case: Case, at: datetime) -> str:
    step = _step(request, case)
    decision = get_object_or_404(step.decisions, pk=posted_number(request, "decision"))  # type: ignore[attr-defined]
    is_own = decision.asked_by_id == request.user.pk
    today = timezone.localtime(at).date()
    if not is_own and not policies.may_decide(
        person(request), asked_by=decision.asked_by, on=today
    ):
        raise PermissionDenied
    approve = request.POST.get("answer") == "approve"
    remarks = request.POST.get("remarks", "")
    actions.decide(decision=decision, approve=approve, remarks=remarks, by=person(request), at=at)
    return _("Approved.") if approve else _("Returned with your remarks.")


def _complete(self: "CaseAdmin", request: HttpRequest, case: Case, at: datetime) -> str:
    actions.complete_step(
        case=case, by=person(request), at=at, version=posted_version(request.POST)
    )
    return _("The step is complete.")


def _back(self: "CaseAdmin", request: HttpRequest, case: Case, at: datetime) -> str:
    actions.step_back(
        case=case, reason=request.POST.get("reason", ""), by=person(request), at=at,
        version=posted_version(request.POST),
    )  # fmt: skip
    return _("The case went back one step.")


def _unstick(self: "CaseAdmin", request: HttpRequest, case: Case, at: datetime) -> str:
    if not may(request.user, Action.DECIDE):
        raise PermissionDenied
    actions.unstick(
        case=case, reason=request.POST.get("reason", ""), by=person(request), at=at,
        version=posted_version(request.POST),
    )  # fmt: skip
    return _("The case moved on. What is missing stays on record.")


def _pause(self: "CaseAdmin", request: HttpRequest, case: Case, at: datetime) -> str:
    reason = request.POST.get("reason", "")
    remarks = request.POST.get("remarks", "")
    actions.pause(case=case, reason=reason, remarks=remarks, by=person(request), at=at)
    return _("The clock stands still.")


def _resume(self: "CaseAdmin", request: HttpRequest, case: Case, at: datetime) -> str:
    actions.resume(case=case, by=person(request), at=at)
    return _("The clock runs again.")


def _reassign(self: "CaseAdmin", request: HttpRequest, case: Case, at: datetime) -> str:
    officers = User.objects.visible_to(request.user).filter(is_active=True)
    owner = get_object_or_404(
        officers, pk=posted_number(request, "owner"), role__in=PERMISSIONS[Action.RUN_CASE]
    )
    actions.reassign(case=case, owner=owner, by=person(request), at=at)
    return _("The case is now with %(name)s.") % {"name": owner}


def _cancel(self: "CaseAdmin", request: HttpRequest, case: Case, at: datetime) -> str:
    actions.cancel_case(case=case, reason=request.POST.get("reason", ""), by=person(request), at=at)
    return _("The case is cancelled.")


MOVES: dict[str, Move] = {
    "attach": _attach,
    "remove": _remove,
    "date": _set_date,
    "ask": _ask,
    "decide": _decide,
    "complete": _complete,
    "back": _back,
    "unstick": _unstick,
    "pause": _pause,
    "resume": _resume,
    "reassign": _reassign,
    "cancel": _cancel,
}


class CaseForm(forms.ModelForm):  # type: ignore[type-arg]
    """What opens a case; officers and heads may be in charge of one."""

    title = ThaiCharField(label=gettext_lazy("Title"), max_length=250)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if "owner" in self.fields:
            self.fields["owner"].queryset = possible_owners()  # type: ignore[attr-defined]


def possible_owners() -> "QuerySet[User]":
    """Those who may be in charge of a case, by name."""
    people = User.objects.filter(role__in=PERMISSIONS[Action.RUN_CASE], is_active=True)
    return people.order_by("first_name", "pk")


class CaseAdmin(PortalModelAdmin):
    """Lists cases and shows each on a page of its own; concrete admins add what opens one."""

    add_action = Action.RUN_CASE
    case_template = "workbench/case.html"
    list_display = ["title", "fiscal_year", "step_number", "state", "owner", "opened"]
    list_filter = [
        "state",
        "step_number",
        "fiscal_year",
        ("owner", RelatedFilter),
    ]
    search_fields = ["title"]
    list_select_related = ["owner"]
    ordering = ["-fiscal_year", "title"]
    opened = moment_column("opened_at", gettext_lazy("opened"))

    def get_changeform_initial_data(self, request: HttpRequest) -> dict[str, Any]:
        usual = {"fiscal_year": fiscal_year(timezone.localdate()), "owner": request.user.pk}
        return usual | super().get_changeform_initial_data(request)

    def save_related(self, request: HttpRequest, form: Any, formsets: Any, change: Any) -> None:
        """Nothing hangs on a new case."""

    def get_urls(self) -> list[URLPattern]:
        wrap = self.admin_site.admin_view
        name = f"{self.opts.app_label}_{self.opts.model_name}"
        pages = [
            path(
                f"<int:pk>/{step.page}/",
                wrap(reading(self.case_page)),
                {"number": step.number},
                name=f"{name}_{step.page}",
            )
            for step in self.model.procedure.steps
            if step.page
        ]
        return [
            *pages,
            path("<int:pk>/case/", wrap(reading(self.case_page)), name=f"{name}_case"),
            path("<int:pk>/case/<slug:move>/", wrap(writing(self.case_move)), name=f"{name}_move"),
            path("<int:pk>/file/<int:file>/", wrap(reading(self.case_file)), name=f"{name}_file"),
            *super().get_urls(),
        ]

    def _case(self, request: HttpRequest, pk: int) -> Case:
        if not self.has_view_permission(request):
            raise PermissionDenied
        return get_object_or_404(self.get_queryset(request).select_related("owner"), pk=pk)  # type: ignore[no-any-return]

    def change_view(
        self, request: HttpRequest, object_id: str, *args: Any, **kwargs: Any
    ) -> HttpResponse:
        """The case's own page is where everything happens."""
        return own_page(f"admin:{self.opts.app_label}_{self.opts.model_name}_case", object_id)

    def response_add(
        self, request: HttpRequest, obj: Any, post_url_continue: str | None = None
    ) -> HttpResponse:
        return redirect(f"admin:{self.opts.app_label}_{self.opts.model_name}_case", pk=obj.pk)

    def case_page(self, request: HttpRequest, pk: int, number: int = 0) -> HttpResponse:
        """Where the case stands, and the work of one step: the current one unless asked."""
        return self._show(request, self._case(request, pk), number=number)

    def work_on_step(self, request: HttpRequest, case: Case, step: Step) -> StepWork | None:
        """What the page shows to work on a step's content; ``None`` where there is none."""
        return None

    def case_links(self, case: Case) -> list[tuple[str, str]]:
        """Pages about the whole case, as label and address; concrete admins add theirs."""
        return []

    @method_decorator(csrf_protect)
    def case_move(self, request: HttpRequest, pk: int, move: str) -> HttpResponse:
        """Make one move and go back to the page; what is refused is said there, nothing cleared."""
        case = self._case(request, pk)
        if move not in MOVES:
            raise Http404
        at = timezone.now()
        if move == "decide" and not may_decide(person(request), at):
            raise PermissionDenied
        if move != "decide" and not may(request.user, Action.RUN_CASE):
            raise PermissionDenied
        try:
            said = MOVES[move](self, request, case, at)
        except (WorkflowError, UploadRefused, MoveRefused) as error:
            return self._refused(request, pk, move, error)
        messages.success(request, said)
        return redirect(f"admin:{self.opts.app_label}_{self.opts.model_name}_case", pk=pk)

    def _refused(self, request: HttpRequest, pk: int, move: str, error: Exception) -> HttpResponse:
        said = str(error)
        if isinstance(error, ReasonNeeded):
            said = _("Say why, in a few words.")
        missing = error.missing if isinstance(error, RequirementsMissing) else ()
        return self._show(
            request,
            self._case(request, pk),
            refusal=said,
            missing=missing,
            refused=move,
            status=409,
        )

    def case_file(self, request: HttpRequest, pk: int, file: int) -> HttpResponseBase:
        """A document of the case, to whoever may see the case."""
        case = self._case(request, pk)
        model = case.steps.model._meta.get_field("evidence").related_model  # type: ignore[attr-defined]
        return serve_file(get_object_or_404(model, pk=file, step__case=case))

    def _show(
        self,
        request: HttpRequest,
        case: Case,
        *,
        number: int = 0,
        refusal: str = "",
        missing: Any = (),
        refused: str = "",
        status: int = 200,
    ) -> HttpResponse:
        now = timezone.now()
        overview = case_overview(case, now, language=get_language() or "th")
        shown = _shown_step(request, overview, number)
        context = {
            **self.admin_site.each_context(request),
            **self._addresses(case),
            "opts": self.opts,
            "title": case.title,
            "overview": overview,
            "case": case,
            "days_left": int(overview.clock.left_hours // HOURS_PER_DAY),
            "shown": shown,
            "work": self.work_on_step(request, case, shown.record.definition),
            "refusal": refusal,
            "refused": refused,
            "missing": missing,
            "posted": defaultdict(str, request.POST.items()),
            "may_run": may(request.user, Action.RUN_CASE) and case.is_running,
            "may_decide": may_decide(person(request), now),
            "may_unstick": may(request.user, Action.DECIDE) and bool(overview.current.missing),
            "pause_reasons": Pause.Reason.choices,
            "officers": possible_owners(),
            "accept": ACCEPT_ATTRIBUTE,
        }
        return TemplateResponse(request, self.case_template, context, status=status)

    def _addresses(self, case: Case) -> dict[str, Any]:
        """The addresses of a case's page and of what hangs on it."""
        model = f"admin:{self.opts.app_label}_{self.opts.model_name}"
        page_url = reverse(f"{model}_case", args=[case.pk])
        return {
            "links": self.case_links(case),
            "list_url": reverse(f"{model}_changelist"),
            "page_url": page_url,
            "base_url": page_url.removesuffix("case/"),
        }


def _shown_step(request: HttpRequest, overview: CaseOverview, number: int) -> StepView:
    """The step that the address asks for, else the one that the case is at."""
    asked = str(number or request.POST.get("step") or request.GET.get("step", ""))
    steps = {str(step.record.number): step for step in overview.steps}
    return steps.get(asked, overview.current)
