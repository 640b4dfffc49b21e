"""Rounds, follow-ups with their review page, and the catalogues in the staff's site."""

from collections import defaultdict
from datetime import date, datetime
from typing import Any

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse
from django.utils import timezone
from django.utils.decorators import method_decorator
from django.utils.translation import gettext, gettext_lazy as _
from django.views.decorators.csrf import csrf_protect

from monitoring.actions import (
    MonitoringError,
    Verb,
    accept_report,
    extend_due,
    return_report,
    waive_follow_up,
)
from monitoring.actions.certifying import let_through
from monitoring.actions.requests import grant_time, refuse_time
from monitoring.admin.filters import StandingFilter
from monitoring.models import (
    AnnualFigure,
    Expectation,
    FollowUp,
    FollowUpState,
    Indicator,
    ProblemCategory,
    ReportFile,
    Submission,
    TimeRequest,
)
from monitoring.models.followups import OWED_STATES
from monitoring.policies import may_review
from monitoring.reports.hub_report import ReportContent, print_of, without_people
from monitoring.selectors.certifying import certification_of, waiting_of
from monitoring.selectors.follow_ups import (
    follow_up_timeline,
    neighbours,
    previous_follow_up,
    review_queue,
)
from monitoring.selectors.records import support_of
from monitoring.tones import TONES
from onde_portal.accounts.access import person, reading, writing
from onde_portal.accounts.models import User
from onde_portal.accounts.permissions import Action, may
from onde_portal.thai.dates import DateError, parse_date
from onde_portal.ui.admin import (
    PortalHistoryAdmin,
    PortalModelAdmin,
    date_column,
    moment_column,
)
from onde_portal.ui.case_admin import MoveRefused, posted_number
from onde_portal.ui.fields import in_language
from onde_portal.ui.templatetags.ui import chip, place
from onde_portal.workflow.downloads import serve_file
from onde_portal.workflow.selectors import timeline

# The opening's reason is stored as a key.
_REASONS: dict[str, Any] = dict(Expectation.choices)


def _due_date(request: HttpRequest) -> date:
    try:
        return parse_date(request.POST.get("due_on", ""))
    except DateError as error:
        raise MoveRefused(in_language(error)) from error


def _accept(request: HttpRequest, follow_up: FollowUp, at: datetime) -> str:
    version = posted_number(request, "version")
    accept_report(follow_up=follow_up, version=version, by=person(request), at=at)
    return gettext("The report is accepted.")


def _return(request: HttpRequest, follow_up: FollowUp, at: datetime) -> str:
    return_report(
        follow_up=follow_up, reason=request.POST.get("reason", ""), due_on=_due_date(request),
        version=posted_number(request, "version"), by=person(request), at=at,
    )  # fmt: skip
    return gettext("The report is returned; the LAO is told why and by when.")


def _extend(request: HttpRequest, follow_up: FollowUp, at: datetime) -> str:
    extend_due(
        follow_up=follow_up, reason=request.POST.get("reason", ""), due_on=_due_date(request),
        version=posted_number(request, "version"), by=person(request), at=at,
    )  # fmt: skip
    return gettext("The LAO has more time.")


def _waive(request: HttpRequest, follow_up: FollowUp, at: datetime) -> str:
    waive_follow_up(
        follow_up=follow_up, reason=request.POST.get("reason", ""),
        version=posted_number(request, "version"), by=person(request), at=at,
    )  # fmt: skip
    return gettext("No report is asked for in this round.")


def _open_request(follow_up: FollowUp) -> TimeRequest:
    return get_object_or_404(TimeRequest.objects.open(), follow_up=follow_up)


def _grant(request: HttpRequest, follow_up: FollowUp, at: datetime) -> str:
    grant_time(
        request=_open_request(follow_up), due_on=_due_date(request),
        answer=request.POST.get("reason", ""), by=person(request), at=at,
    )  # fmt: skip
    return gettext("The LAO has more time.")


def _refuse(request: HttpRequest, follow_up: FollowUp, at: datetime) -> str:
    refuse_time(
        request=_open_request(follow_up), answer=request.POST.get("reason", ""),
        by=person(request), at=at,
    )  # fmt: skip
    return gettext("The due date stays; the LAO is told why.")


def _let_through(request: HttpRequest, follow_up: FollowUp, at: datetime) -> str:
    let_through(
        follow_up=follow_up, reason=request.POST.get("reason", ""),
        version=posted_number(request, "version"), by=person(request), at=at,
    )  # fmt: skip
    return gettext("The report came in without certification.")


MOVES = {
    "accept": _accept,
    "return": _return,
    "extend": _extend,
    "waive": _waive,
    "grant": _grant,
    "refuse": _refuse,
    "through": _let_through,
}


def _may_move(user: User, follow_up: FollowUp, move: str) -> bool:
    """Nobody decides on what he or she sent; time is given by whoever reviews."""
    if move in {"accept", "return"}:
        return may_review(user, follow_up)
    return may(user, Action.REVIEW_REPORT)


@admin.register(FollowUp)
class FollowUpAdmin(PortalModelAdmin):
    """Lists follow-ups and shows each report for review."""

    section = "10"
    change_list_template = "admin/monitoring/follow_up_list.html"
    key_field = "hub__search_key"
    list_display = ["hub_name", "where", "round", "standing", "due", "submitted"]
    list_filter = [
        "round",
        "state",
        StandingFilter,
        "expected_because",
        "hub__lao__province__region",
        "hub__lao__type",
        ("hub__lao__province", admin.RelatedOnlyFieldListFilter),
        ("hub__programme", admin.RelatedOnlyFieldListFilter),
    ]
    search_help_text = _("Name of the hub, the LAO, the district or the province")
    ordering = ["-round__starts_on", "due_on", "pk"]
    due = date_column("due_on", _("due"))
    submitted = moment_column("submitted_at", _("submitted"))

    def changelist_view(
        self, request: HttpRequest, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        rights = {"may_review": may(request.user, Action.REVIEW_REPORT)}
        return super().changelist_view(request, rights | (extra_context or {}))

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        return super().get_queryset(request).with_place()  # type: ignore[attr-defined, no-any-return]

    @admin.display(description=_("hub"), ordering="hub__name")
    def hub_name(self, follow_up: FollowUp) -> str:
        return follow_up.hub.name

    @admin.display(description=_("place"), ordering="hub__lao__province__sort_key")
    def where(self, follow_up: FollowUp) -> str:
        return place(follow_up.hub.lao)

    @admin.display(description=_("state"), ordering="state")
    def standing(self, follow_up: FollowUp) -> str:
        if follow_up.is_overdue(timezone.localdate()):
            return chip(f"{follow_up.get_state_display()} · {gettext('overdue')}", "bad")
        return chip(follow_up.get_state_display(), TONES.get(follow_up.state, ""))

    def get_urls(self) -> list[URLPattern]:
        wrap = self.admin_site.admin_view
        return [
            path("<int:pk>/review/", wrap(reading(self.review)), name="monitoring_followup_review"),
            path(
                "<int:pk>/review/<slug:move>/",
                wrap(writing(self.decide)),
                name="monitoring_followup_decide",
            ),
            path(
                "<int:pk>/file/<int:file>/",
                wrap(reading(self.file)),
                name="monitoring_followup_file",
            ),
            *super().get_urls(),
        ]

    def change_view(
        self, request: HttpRequest, object_id: str, *args: Any, **kwargs: Any
    ) -> HttpResponse:
        return redirect("admin:monitoring_followup_review", pk=object_id)

    def _follow_up(self, request: HttpRequest, pk: int) -> FollowUp:
        if not self.has_view_permission(request):
            raise PermissionDenied
        return get_object_or_404(self.get_queryset(request), pk=pk)  # type: ignore[no-any-return]

    def review(self, request: HttpRequest, pk: int) -> HttpResponse:
        """The report beside last round's, and the decision on it."""
        return self._show(request, self._follow_up(request, pk))

    @method_decorator(csrf_protect)
    def decide(self, request: HttpRequest, pk: int, move: str) -> HttpResponse:
        """Accept or return what was sent; give more time for, or waive, what is owed."""
        follow_up = self._follow_up(request, pk)
        if move not in MOVES:
            raise Http404
        if not _may_move(person(request), follow_up, move):
            raise PermissionDenied
        try:
            said = MOVES[move](request, follow_up, timezone.now())
        except (MonitoringError, MoveRefused) as error:
            follow_up = self._follow_up(request, pk)
            return self._show(request, follow_up, refusal=str(error), refused=move, status=409)
        messages.success(request, said)
        return redirect("admin:monitoring_followup_review", pk=pk)

    def file(self, request: HttpRequest, pk: int, file: int) -> HttpResponseBase:
        """A piece of evidence, to whoever may see the report."""
        follow_up = self._follow_up(request, pk)
        return serve_file(get_object_or_404(ReportFile, pk=file, follow_up=follow_up))

    def _show(
        self,
        request: HttpRequest,
        follow_up: FollowUp,
        *,
        refusal: str = "",
        refused: str = "",
        status: int = 200,
    ) -> HttpResponse:
        submission = follow_up.submissions.order_by("-number").first()
        queue = list(review_queue(person(request)).values_list("pk", flat=True)[:500])
        events = list(follow_up_timeline(follow_up))
        for event in events:
            event.reason = str(_REASONS.get(event.reason, event.reason))
        context = {
            **self.admin_site.each_context(request),
            "opts": self.opts,
            "title": follow_up.hub.name,
            "follow_up": follow_up,
            "tone": TONES.get(follow_up.state, ""),
            "overdue": follow_up.is_overdue(timezone.localdate()),
            "submission": submission,
            "content": _content_for(person(request), submission),
            "print": print_of(submission) if submission else None,
            "files": follow_up.files.filter(removed_at=None).order_by("uploaded_at"),
            "previous": previous_follow_up(follow_up),
            "may_decide": follow_up.state == FollowUpState.SUBMITTED
            and may_review(person(request), follow_up),
            "queue": neighbours(queue, follow_up.pk),
            "events": timeline(
                events, {value: str(label) for value, label in FollowUpState.choices}, Verb
            ),
            "asked": TimeRequest.objects.open().filter(follow_up=follow_up).first(),
            "laid": waiting_of([follow_up]).get(follow_up.pk),
            "certification": certification_of(submission),
            "support": support_of(follow_up.hub),
            "may_promise": may(person(request), Action.REVIEW_REPORT),
            "may_except": follow_up.state in OWED_STATES
            and may(person(request), Action.REVIEW_REPORT),
            "refusal": refusal,
            "refused": refused,
            "posted": defaultdict(str, request.POST.items()),
            "page_url": reverse("admin:monitoring_followup_review", args=[follow_up.pk]),
            "list_url": reverse("admin:monitoring_followup_changelist"),
        }
        return TemplateResponse(request, "workbench/review.html", context, status=status)


def _content_for(user: User, submission: Submission | None) -> ReportContent | None:
    if submission is None:
        return None
    content = ReportContent.from_json(submission.content)
    return content if may(user, Action.READ_PERSONAL_DATA) else without_people(content)


@admin.register(Indicator)
class IndicatorAdmin(PortalHistoryAdmin):
    section = "10"
    change_action = add_action = Action.EDIT_SETTINGS
    list_display = ["code", "name_th", "level", "dimension", "unit_th", "is_active"]
    list_filter = ["level", "dimension", "is_active"]
    search_fields = ["code", "name_th", "name_en"]
    ordering = ["position", "code"]


@admin.register(ProblemCategory)
class ProblemCategoryAdmin(PortalModelAdmin):
    section = "10"
    change_action = add_action = Action.EDIT_SETTINGS
    list_display = ["code", "name_th", "name_en", "section", "is_active"]
    ordering = ["code"]


@admin.register(AnnualFigure)
class AnnualFigureAdmin(PortalHistoryAdmin):
    section = "9.2"
    change_action = add_action = Action.EDIT_SETTINGS
    list_display = ["fiscal_year", "product", "planned", "recorded", "source"]
    list_filter = ["product"]
    ordering = ["-fiscal_year", "product"]
