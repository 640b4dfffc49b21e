"""Rounds, follow-ups with their review page, and the catalogues in the staff's site."""

from collections import defaultdict
from copy import copy
from functools import lru_cache
from typing import Any

from django.contrib import admin, messages
from django.contrib.admin.options import IncorrectLookupParameters
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase, QueryDict
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse
from django.utils import timezone
from django.utils.decorators import method_decorator
from django.utils.translation import get_language, gettext, gettext_lazy as _
from django.views.decorators.csrf import csrf_protect

from hubs.models import Hub
from monitoring.actions import (
    MonitoringError,
    Verb,
)
from monitoring.admin.bulk import bulk_urls
from monitoring.admin.filters import KEPT, OfHubsFilter, StandingFilter, kept_filters
from monitoring.admin.moves import MOVES, may_move
from monitoring.marks import RULES, Mark
from monitoring.models import (
    AnnualFigure,
    Expectation,
    FollowUp,
    FollowUpState,
    Indicator,
    ProblemCategory,
    ReportFile,
    Round,
    TimeRequest,
)
from monitoring.models.followups import OWED_STATES
from monitoring.policies import may_review
from monitoring.reports.hub_report import content_for, print_for
from monitoring.selectors.certifying import certification_of, waiting_of
from monitoring.selectors.follow_ups import (
    follow_up_timeline,
    neighbours,
    review_queue,
)
from monitoring.selectors.records import support_of
from monitoring.selectors.review import reading_of
from monitoring.tones import TONES
from onde_portal.accounts.access import person, reading, writing
from onde_portal.accounts.models import User
from onde_portal.accounts.permissions import Action, may
from onde_portal.ui.admin import (
    PortalHistoryAdmin,
    PortalModelAdmin,
    date_column,
    moment_column,
)
from onde_portal.ui.case_admin import MoveRefused
from onde_portal.ui.templatetags.ui import chip, place
from onde_portal.workflow.downloads import serve_file
from onde_portal.workflow.selectors import timeline

# The opening's reason is stored as a key.
_REASONS: dict[str, Any] = dict(Expectation.choices)


def _is_overdue(follow_up: FollowUp) -> bool:
    return follow_up.state in OWED_STATES and follow_up.is_overdue(timezone.localdate())


@lru_cache
def _standing_words(state: str, is_overdue: bool, _language: str) -> str:  # noqa: FBT001
    """The state in words; there are few, and long lists ask for each many times."""
    label = str(FollowUpState(state).label)
    return f"{label} · {gettext('overdue')}" if is_overdue else label


@admin.register(FollowUp)
class FollowUpAdmin(PortalModelAdmin):
    """Lists follow-ups and shows each report for review."""

    section = "10"
    change_list_template = "admin/monitoring/follow_up_list.html"
    key_field = "hub__search_key"
    # Counting all follow-ups of all years takes longer than listing those asked for.
    show_full_result_count = False
    in_files = {"standing": "standing_words"}
    same_for = {"hub_name": "hub", "where": "hub"}
    list_display = ["hub_name", "where", "round", "standing", "due", "submitted"]
    list_filter = [
        "round",
        "state",
        StandingFilter,
        "expected_because",
        "hub__lao__province__region",
        "hub__lao__type",
        ("hub__lao__province", OfHubsFilter),
        ("hub__programme", OfHubsFilter),
    ]
    search_help_text = _("Name of the hub, the LAO, the district or the province")
    ordering = ["-round__starts_on", "due_on", "pk"]
    due = date_column("due_on", _("due"))
    submitted = moment_column("submitted_at", _("submitted"))

    def changelist_view(
        self, request: HttpRequest, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        context = {
            "may_review": may(request.user, Action.REVIEW_REPORT),
            "kept": self.get_preserved_filters(request),
        }
        return super().changelist_view(request, context | (extra_context or {}))

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        return super().get_queryset(request).with_place()  # type: ignore[attr-defined, no-any-return]

    def export_rows(self, rows: QuerySet[Any]) -> QuerySet[Any]:
        """What the columns read, no more."""
        return rows.select_related(None).only("round", "hub", "state", "due_on", "submitted_at")

    def export_shared(self) -> dict[str, QuerySet[Any]]:
        """Every hub has a follow-up in every round."""
        places = ("lao__province", "lao__district")
        hubs = Hub.objects.select_related("lao").only("name", *places).prefetch_related(*places)
        return {"hub": hubs, "round": Round.objects.all()}

    @admin.display(description=_("hub"), ordering="hub__name")
    def hub_name(self, follow_up: FollowUp) -> str:
        return follow_up.hub.name

    @admin.display(description=_("place"), ordering="hub__lao__province__sort_key")
    def where(self, follow_up: FollowUp) -> str:
        return place(follow_up.hub.lao)

    @admin.display(description=_("state"), ordering="state")
    def standing(self, follow_up: FollowUp) -> str:
        tone = "bad" if _is_overdue(follow_up) else TONES.get(follow_up.state, "")
        return chip(self.standing_words(follow_up), tone)

    def standing_words(self, follow_up: FollowUp) -> str:
        is_overdue = _is_overdue(follow_up)
        return _standing_words(follow_up.state, is_overdue, get_language() or "th")

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
            *bulk_urls(self.admin_site, self._queue),
            *super().get_urls(),
        ]

    def change_view(
        self, request: HttpRequest, object_id: str, *args: Any, **kwargs: Any
    ) -> HttpResponse:
        return self._to_review(request, object_id)

    def _to_review(self, request: HttpRequest, pk: int | str) -> HttpResponse:
        """To the page of a report, in the queue of the list that it was opened from."""
        return redirect(
            reverse("admin:monitoring_followup_review", args=[pk]) + kept_filters(request)
        )

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
        if not may_move(person(request), follow_up, move):
            raise PermissionDenied
        try:
            said = MOVES[move](request, follow_up, timezone.now())
        except (MonitoringError, MoveRefused) as error:
            follow_up = self._follow_up(request, pk)
            return self._show(request, follow_up, refusal=str(error), refused=move, status=409)
        messages.success(request, said)
        return self._to_review(request, pk)

    def file(self, request: HttpRequest, pk: int, file: int) -> HttpResponseBase:
        """A piece of evidence, to whoever may see the report."""
        follow_up = self._follow_up(request, pk)
        return serve_file(get_object_or_404(ReportFile, pk=file, follow_up=follow_up))

    def _queue(self, request: HttpRequest) -> QuerySet[FollowUp]:
        """What waits for review within the filters of the list that the report was opened from."""
        waiting = review_queue(person(request))
        filters = request.GET.get(KEPT, "")
        if not filters:
            return waiting
        seen = copy(request)
        seen.GET = QueryDict(filters)
        try:
            listed = self.get_changelist_instance(seen).get_queryset(seen)
        except IncorrectLookupParameters:
            return waiting
        return waiting.filter(pk__in=listed.order_by().values("pk"))

    def _show(
        self,
        request: HttpRequest,
        follow_up: FollowUp,
        *,
        refusal: str = "",
        refused: str = "",
        status: int = 200,
    ) -> HttpResponse:
        user = person(request)
        queue = list(self._queue(request).values_list("pk", flat=True))
        context = {
            **self.admin_site.each_context(request),
            **_sent(user, follow_up),
            **_around(user, follow_up),
            "opts": self.opts,
            "title": follow_up.hub.name,
            "follow_up": follow_up,
            "tone": TONES.get(follow_up.state, ""),
            "overdue": follow_up.is_overdue(timezone.localdate()),
            "queue": neighbours(queue, follow_up.pk),
            "refusal": refusal,
            "refused": refused,
            "posted": defaultdict(str, request.POST.items()),
            "kept": kept_filters(request),
            "listed": f"?{request.GET.get(KEPT, '')}",
            "page_url": reverse("admin:monitoring_followup_review", args=[follow_up.pk]),
            "list_url": reverse("admin:monitoring_followup_changelist"),
        }
        return TemplateResponse(request, "workbench/review.html", context, status=status)


def _sent(user: User, follow_up: FollowUp) -> dict[str, Any]:
    """What was sent last, as this person may read it, with its papers."""
    submission = follow_up.submissions.order_by("-number").first()
    content = content_for(user, submission)
    language = get_language() or "th"
    return {
        "submission": submission,
        "content": content,
        "reading": reading_of(follow_up, submission, content, language)
        if submission and content
        else None,
        "rules": [(mark.label, RULES[mark]) for mark in Mark],
        "print": print_for(user, submission),
        "files": follow_up.files.filter(removed_at=None).order_by("uploaded_at"),
        "certification": certification_of(submission),
    }


def _around(user: User, follow_up: FollowUp) -> dict[str, Any]:
    """What happened to the report, what waits around it, and what this person may do."""
    events = list(follow_up_timeline(follow_up))
    for event in events:
        event.reason = str(_REASONS.get(event.reason, event.reason))
    may_review_any = may(user, Action.REVIEW_REPORT)
    return {
        "may_decide": follow_up.state == FollowUpState.SUBMITTED and may_review(user, follow_up),
        "events": timeline(
            events, {value: str(label) for value, label in FollowUpState.choices}, Verb
        ),
        "asked": TimeRequest.objects.open().filter(follow_up=follow_up).first(),
        "laid": waiting_of([follow_up]).get(follow_up.pk),
        "support": support_of(follow_up.hub),
        "may_promise": may_review_any,
        "may_except": follow_up.state in OWED_STATES and may_review_any,
    }


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
