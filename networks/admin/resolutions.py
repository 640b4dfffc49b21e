"""Resolutions in the staff's site: the list, and the page on which one is settled."""

from collections import defaultdict
from collections.abc import Callable
from datetime import date, datetime
from typing import Any

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse
from django.utils import timezone
from django.utils.decorators import method_decorator
from django.utils.translation import gettext, gettext_lazy as _
from django.views.decorators.csrf import csrf_protect

from networks.actions import resolutions as actions
from networks.actions.founding import NetworkError
from networks.imports.resolutions import ResolutionImporter
from networks.models import Resolution
from networks.policies import may_run, may_settle
from networks.selectors.meetings import owners
from onde_portal.accounts.access import person, reading, writing
from onde_portal.accounts.models import User
from onde_portal.accounts.permissions import Action, may
from onde_portal.exchange.resources import Column
from onde_portal.thai.dates import DateError, parse_date
from onde_portal.thai.text import thai_key
from onde_portal.ui.admin import PortalHistoryAdmin, date_column, own_page
from onde_portal.ui.case_admin import MoveRefused
from onde_portal.ui.fields import in_language
from onde_portal.ui.filters import RelatedFilter
from onde_portal.ui.import_admin import ImportingAdmin
from onde_portal.ui.posted import posted_number
from onde_portal.ui.templatetags.ui import chip

Move = Callable[[HttpRequest, Resolution, datetime], str]
SHOWN_LETTERS = 120


class StandingFilter(admin.SimpleListFilter):
    """What became of resolutions by today."""

    title = _("state")
    parameter_name = "standing"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:
        return [
            ("open", _("In progress")),
            ("overdue", _("Overdue")),
            ("done", _("Carried out")),
            ("dropped", _("Dropped")),
        ]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        rows: dict[str, QuerySet[Any]] = {
            "open": queryset.open(),  # type: ignore[attr-defined]
            "overdue": queryset.overdue(timezone.localdate()),  # type: ignore[attr-defined]
            "done": queryset.exclude(done_on=None),
            "dropped": queryset.exclude(dropped_on=None),
        }
        return rows.get(self.value() or "", queryset)


def _day(request: HttpRequest, name: str) -> date:
    try:
        return parse_date(request.POST.get(name, ""))
    except DateError as error:
        raise MoveRefused(in_language(error)) from error


def _owner(request: HttpRequest) -> User:
    return get_object_or_404(owners(), pk=posted_number(request, "owner"))


def _complete(request: HttpRequest, resolution: Resolution, at: datetime) -> str:
    actions.complete_resolution(
        resolution=resolution, outcome=request.POST.get("outcome", ""), on=_day(request, "on"),
        by=person(request), at=at,
    )  # fmt: skip
    return gettext("The resolution is done.")


def _drop(request: HttpRequest, resolution: Resolution, at: datetime) -> str:
    reason = request.POST.get("reason", "")
    actions.drop_resolution(resolution=resolution, reason=reason, by=person(request), at=at)
    return gettext("The resolution is dropped.")


def _take_up(request: HttpRequest, resolution: Resolution, at: datetime) -> str:
    reason = request.POST.get("reason", "")
    actions.take_up_resolution(resolution=resolution, reason=reason, by=person(request), at=at)
    return gettext("The resolution is open again.")


def _move_due(request: HttpRequest, resolution: Resolution, at: datetime) -> str:
    actions.move_due_date(
        resolution=resolution, due_on=_day(request, "due_on"),
        reason=request.POST.get("reason", ""), by=person(request), at=at,
    )  # fmt: skip
    return gettext("The due date is changed.")


def _hand_over(request: HttpRequest, resolution: Resolution, at: datetime) -> str:
    owner = _owner(request)
    actions.hand_over_resolution(resolution=resolution, owner=owner, by=person(request), at=at)
    return gettext("%(name)s is in charge now.") % {"name": owner}


def _rewrite(request: HttpRequest, resolution: Resolution, at: datetime) -> str:
    actions.rewrite_resolution(
        resolution=resolution, text=request.POST.get("text", ""), owner=_owner(request),
        due_on=_day(request, "due_on"), by=person(request), at=at,
    )  # fmt: skip
    return gettext("The resolution is kept.")


MOVES: dict[str, Move] = {
    "done": _complete,
    "drop": _drop,
    "again": _take_up,
    "due": _move_due,
    "owner": _hand_over,
    "rewrite": _rewrite,
}
# What changes the minutes' own words belongs to those who run the project.
RUNNERS_ONLY = frozenset({"rewrite", "remove"})


@admin.register(Resolution)
class ResolutionAdmin(ImportingAdmin, PortalHistoryAdmin):
    """Lists what meetings resolved and settles each on a page of its own."""

    section = "8.1 (6)"
    importer = ResolutionImporter
    import_action = Action.RUN_CASE
    list_display = ["words", "standing", "owner", "due", "done", "meeting", "project", "came_of_it"]
    list_filter = [
        StandingFilter,
        ("owner", RelatedFilter),
        ("meeting__project", RelatedFilter),
    ]
    list_select_related = ["owner", "meeting__project"]
    search_fields = ["text", "outcome", "meeting__title", "meeting__project__title"]
    search_help_text = _("Words of the resolution, the meeting or the project")
    ordering = ["due_on", "pk"]
    due = date_column("due_on", _("to be done by"))
    done = date_column("done_on", _("done on"))

    @admin.display(description=_("resolution"), ordering="text")
    def words(self, resolution: Resolution) -> str:
        text = resolution.text
        return text if len(text) <= SHOWN_LETTERS else f"{text[:SHOWN_LETTERS]}…"

    @admin.display(description=_("project"), ordering="meeting__project__title")
    def project(self, resolution: Resolution) -> str:
        return resolution.meeting.project.title

    @admin.display(description=_("what came of it"))
    def came_of_it(self, resolution: Resolution) -> str:
        return resolution.outcome[:SHOWN_LETTERS]

    @admin.display(description=_("state"), ordering="due_on")
    def standing(self, resolution: Resolution) -> str:
        if resolution.done_on:
            return chip(gettext("Carried out"), "good")
        if resolution.dropped_on:
            return chip(gettext("Dropped"))
        if resolution.due_on < timezone.localdate():
            return chip(gettext("Overdue"), "bad")
        return chip(gettext("In progress"), "warn")

    def export_columns(self, request: HttpRequest) -> list[Column]:
        """What can be imported again, and then what became of it."""
        shown = PortalHistoryAdmin.export_columns(self, request)
        if not self.has_import_permission(request):
            return shown
        named = ImportingAdmin.export_columns(self, request)
        known = {thai_key(label) for label, _cell in named}
        return [*named, *(column for column in shown if thai_key(column[0]) not in known)]

    def get_urls(self) -> list[URLPattern]:
        wrap, name = self.admin_site.admin_view, "networks_resolution"
        return [
            path("<int:pk>/page/", wrap(reading(self.page)), name=f"{name}_page"),
            path("<int:pk>/page/<slug:move>/", wrap(writing(self.move)), name=f"{name}_move"),
            *super().get_urls(),
        ]

    def change_view(
        self, request: HttpRequest, object_id: str, *args: Any, **kwargs: Any
    ) -> HttpResponse:
        return own_page("admin:networks_resolution_page", object_id)

    def _resolution(self, request: HttpRequest, pk: int) -> Resolution:
        if not self.has_view_permission(request):
            raise PermissionDenied
        rows = self.get_queryset(request).select_related("owner", "item", "meeting__project")
        return get_object_or_404(rows, pk=pk)  # type: ignore[no-any-return]

    def page(self, request: HttpRequest, pk: int) -> HttpResponse:
        """The resolution, and what can be done with it now."""
        return self._resolution_page(request, self._resolution(request, pk))

    @method_decorator(csrf_protect)
    def move(self, request: HttpRequest, pk: int, move: str) -> HttpResponse:
        """Make one move; what is refused is said on the page, nothing cleared."""
        resolution = self._resolution(request, pk)
        if move != "remove" and move not in MOVES:
            raise Http404
        user = person(request)
        runs = may(user, Action.RUN_CASE)
        if not (runs if move in RUNNERS_ONLY else may_settle(user, resolution)):
            raise PermissionDenied
        try:
            if move == "remove":
                return self._remove(request, resolution)
            said = MOVES[move](request, resolution, timezone.now())
        except (NetworkError, MoveRefused) as error:
            fresh = self._resolution(request, pk)
            return self._resolution_page(request, fresh, refusal=str(error), move=move, status=409)
        messages.success(request, said)
        return redirect("admin:networks_resolution_page", pk=pk)

    def _remove(self, request: HttpRequest, resolution: Resolution) -> HttpResponse:
        meeting = resolution.meeting_id
        actions.remove_resolution(resolution=resolution, by=person(request), at=timezone.now())
        messages.success(request, gettext("The resolution is taken out of the minutes."))
        return redirect("admin:networks_meeting_minutes", pk=meeting)

    def _resolution_page(
        self, request: HttpRequest, resolution: Resolution, *,
        refusal: str = "", move: str = "", status: int = 200,
    ) -> HttpResponse:  # fmt: skip
        user, meeting = person(request), resolution.meeting
        context = {
            **self.admin_site.each_context(request),
            "opts": self.opts,
            "title": gettext("Resolution"),
            "resolution": resolution,
            "meeting": meeting,
            "today": timezone.localdate(),
            "is_open": actions.is_open(resolution),
            "may_settle": may_settle(user, resolution),
            "may_rewrite": may_run(user, meeting.project) and meeting.final_at is None,
            "owners": owners(),
            "refusal": refusal,
            "move": move,
            "posted": defaultdict(str, request.POST.items()),
            "page_url": reverse("admin:networks_resolution_page", args=[resolution.pk]),
            "list_url": reverse("admin:networks_resolution_changelist"),
        }
        return TemplateResponse(request, "networks/meeting_resolution.html", context, status=status)
