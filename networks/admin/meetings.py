"""Meetings with their minutes in the staff's site: written on one page, then made final."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import Count, QuerySet
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse
from django.utils import timezone
from django.utils.decorators import method_decorator
from django.utils.translation import gettext, gettext_lazy as _
from django.views.decorators.csrf import csrf_protect

from networks.actions import meetings as actions
from networks.actions.founding import NetworkError
from networks.actions.resolutions import add_resolution
from networks.admin import minutes_form as shapes
from networks.models import Meeting, MinutesItem
from networks.policies import may_run
from networks.reports.minutes import minutes_print, minutes_title, minutes_word, request_minutes
from onde_portal.accounts.access import person, reading, writing
from onde_portal.accounts.permissions import Action, may
from onde_portal.ui.admin import PortalHistoryAdmin, date_column, own_page
from onde_portal.ui.filters import RelatedFilter
from onde_portal.ui.interrupted import forget_words, surviving_sign_in, waiting_words
from onde_portal.ui.papers import LANGUAGES, asked_language, word_answer
from onde_portal.ui.posted import posted_version
from onde_portal.ui.templatetags.ui import chip


class FinalFilter(admin.SimpleListFilter):
    """Final minutes and drafts."""

    title = _("state")
    parameter_name = "final"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:
        return [("1", _("Final")), ("0", _("Draft"))]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        if self.value() not in {"0", "1"}:
            return queryset
        return queryset.filter(final_at__isnull=self.value() == "0")


@dataclass
class Typed:
    """What stands in the page's form: as kept, or as it was typed and refused."""

    form: shapes.MeetingForm
    items: list[dict[str, Any]]
    resolution: shapes.NewResolutionForm
    version: int
    refusal: str = ""
    theirs: list[Any] = field(default_factory=list)

    def is_valid(self) -> bool:
        parts = [self.form.is_valid(), self.resolution.is_valid()]
        return all(parts) and not any(row["error"] for row in self.items)


def as_kept(meeting: Meeting) -> Typed:
    """The form with what is in the database, and one empty item below."""
    items = [
        {"pk": item.pk, "heading": item.heading, "text": item.text, "error": ""}
        for item in meeting.items.order_by("position")
    ]
    empty = {"pk": None, "heading": "", "text": "", "error": ""}
    return Typed(
        form=shapes.MeetingForm(initial=shapes.facts_of(meeting)),
        items=[*items, empty],
        resolution=shapes.NewResolutionForm(prefix="new", count=len(items)),
        version=meeting.version,
    )


def as_typed(words: QueryDict, version: int) -> Typed:
    """The form with what was sent."""
    items = shapes.typed_items(words)
    return Typed(
        form=shapes.MeetingForm(words),
        items=items,
        resolution=shapes.NewResolutionForm(words, prefix="new", count=len(items)),
        version=version,
    )


def as_waiting(request: HttpRequest, meeting: Meeting) -> Typed | None:
    """The form with what was sent after the session had ended, if anything was."""
    words = waiting_words(request)
    if words is None or meeting.final_at is not None or "item-text" not in words:
        return None
    typed = as_typed(words, posted_version(words))
    typed.refusal = gettext(
        "You were signed out. What you typed stands below and is not kept yet: keep it now."
    )
    return typed


Move = Callable[["MeetingAdmin", HttpRequest, Meeting, datetime], HttpResponse]


@admin.register(Meeting)
class MeetingAdmin(PortalHistoryAdmin):
    """Lists meetings and shows each one's minutes on a page of its own."""

    section = "8.1 (6)"
    add_action = Action.RUN_CASE
    list_display = ["title", "count", "project", "held", "place", "standing", "resolved"]
    list_filter = [FinalFilter, ("project", RelatedFilter)]
    list_select_related = ["project"]
    search_fields = ["title", "number", "place", "project__title"]
    search_help_text = _("Name of the meeting, its place or the project")
    ordering = ["-held_on", "-pk"]
    held = date_column("held_on", _("day"))

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        rows: QuerySet[Any] = super().get_queryset(request)
        counted: QuerySet[Any] = rows.annotate(resolved_count=Count("resolutions"))
        return counted

    @admin.display(description=_("Number of the meeting"), ordering="number")
    def count(self, meeting: Meeting) -> str:
        return meeting.number

    @admin.display(description=_("state"), ordering="final_at")
    def standing(self, meeting: Meeting) -> str:
        return chip(gettext("Final"), "good") if meeting.final_at else chip(gettext("Draft"))

    @admin.display(description=_("resolutions"), ordering="resolved_count")
    def resolved(self, meeting: Any) -> int:
        return int(meeting.resolved_count)

    def get_urls(self) -> list[URLPattern]:
        wrap, name = self.admin_site.admin_view, "networks_meeting"
        moves = surviving_sign_in(wrap(writing(self.move)), page=f"admin:{name}_minutes")
        return [
            path("<int:pk>/minutes/", wrap(reading(self.page)), name=f"{name}_minutes"),
            path("<int:pk>/minutes/<slug:move>/", moves, name=f"{name}_move"),
            path("<int:pk>/word/", wrap(reading(self.word)), name=f"{name}_word"),
            *super().get_urls(),
        ]

    def add_view(
        self, request: HttpRequest, form_url: str = "", extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        """Begin the minutes of a meeting; the five standard items are there at once."""
        if not self.has_add_permission(request):
            raise PermissionDenied
        user, posted = person(request), request.POST if request.method == "POST" else None
        form = shapes.NewMeetingForm(
            posted, user=user, initial={"project": request.GET.get("project", "")[:11]}
        )
        if posted is not None and form.is_valid():
            return self._open(request, form)
        context = {
            **self.admin_site.each_context(request),
            "opts": self.opts,
            "title": gettext("Minutes of a meeting"),
            "form": form,
            "list_url": reverse("admin:networks_meeting_changelist"),
        }
        return TemplateResponse(request, "networks/meeting_new.html", context)

    def _open(self, request: HttpRequest, form: shapes.NewMeetingForm) -> HttpResponse:
        meeting = actions.open_meeting(
            project=form.cleaned_data["project"], facts=form.facts(), by=person(request),
            at=timezone.now(),
        )  # fmt: skip
        messages.success(request, gettext("The minutes are begun. Write what was said."))
        return redirect("admin:networks_meeting_minutes", pk=meeting.pk)

    def change_view(
        self, request: HttpRequest, object_id: str, *args: Any, **kwargs: Any
    ) -> HttpResponse:
        return own_page("admin:networks_meeting_minutes", object_id)

    def _meeting(self, request: HttpRequest, pk: int) -> Meeting:
        if not self.has_view_permission(request):
            raise PermissionDenied
        rows = self.get_queryset(request).select_related("project", "province", "final_by")
        return get_object_or_404(rows, pk=pk)  # type: ignore[no-any-return]

    def page(self, request: HttpRequest, pk: int) -> HttpResponse:
        """The minutes: a form while they are a draft, the text once they are final."""
        meeting = self._meeting(request, pk)
        return self._show(request, meeting, as_waiting(request, meeting) or as_kept(meeting))

    def word(self, request: HttpRequest, pk: int) -> HttpResponse:
        """The minutes as a Word file, in the words of the PDF."""
        meeting = self._meeting(request, pk)
        content = minutes_word(meeting, language=asked_language(request), at=timezone.now())
        return word_answer(content, minutes_title(meeting))

    @method_decorator(csrf_protect)
    def move(self, request: HttpRequest, pk: int, move: str) -> HttpResponse:
        """Make one move; what is refused is said on the page, nothing cleared."""
        meeting = self._meeting(request, pk)
        if move not in MOVES:
            raise Http404
        if not may(request.user, Action.RUN_CASE):
            raise PermissionDenied
        return MOVES[move](self, request, meeting, timezone.now())

    def back(self, request: HttpRequest, meeting: Meeting, said: str) -> HttpResponse:
        messages.success(request, said)
        return redirect("admin:networks_meeting_minutes", pk=meeting.pk)

    def refused(self, request: HttpRequest, meeting: Meeting, typed: Typed) -> HttpResponse:
        return self._show(request, self._meeting(request, meeting.pk), typed, status=409)

    def _show(
        self, request: HttpRequest, meeting: Meeting, typed: Typed, *, status: int = 200
    ) -> HttpResponse:
        project = meeting.project
        context = {
            **self.admin_site.each_context(request),
            "opts": self.opts,
            "title": str(meeting),
            "meeting": meeting,
            "project": project,
            "typed": typed,
            "missing": actions.missing_of(meeting),
            "items": meeting.items.prefetch_related("resolutions__owner").order_by("position"),
            "resolutions": meeting.resolutions.select_related("owner", "item").order_by("pk"),
            "today": timezone.localdate(),
            "may_write": may_run(person(request), project) and meeting.final_at is None,
            "may_reopen": may_run(person(request), project) and meeting.final_at is not None,
            "papers": [(code, minutes_print(meeting, code)) for code in LANGUAGES],
            "reason": request.POST.get("reason", ""),
            "page_url": reverse("admin:networks_meeting_minutes", args=[meeting.pk]),
        }
        return TemplateResponse(request, "networks/meeting.html", context, status=status)


def _save(self: MeetingAdmin, request: HttpRequest, meeting: Meeting, at: datetime) -> HttpResponse:
    """Keep the draft, with the resolution that was typed; make it final where that was asked."""
    typed = as_typed(request.POST, posted_version(request.POST))
    if not typed.is_valid():
        typed.refusal = gettext("Nothing is kept yet: put right what is marked below.")
        return self.refused(request, meeting, typed)
    try:
        _keep(typed, meeting, request, at)
    except actions.MinutesConflict as error:
        return _conflict(self, request, meeting, typed, error)
    except NetworkError as error:
        typed.refusal = str(error)
        return self.refused(request, meeting, typed)
    forget_words(request)
    if request.POST.get("then") == "final":
        return _finalise(self, request, meeting, at)
    return self.back(request, meeting, gettext("The minutes are kept."))


@transaction.atomic
def _keep(typed: Typed, meeting: Meeting, request: HttpRequest, at: datetime) -> None:
    by = person(request)
    actions.save_minutes(
        meeting=meeting, facts=typed.form.facts(), items=shapes.item_texts(typed.items),
        version=typed.version, by=by, at=at,
    )  # fmt: skip
    if typed.resolution.wanted:
        found = typed.resolution.cleaned_data
        add_resolution(
            meeting=meeting, item=_chosen_item(typed, meeting, found["item"]), text=found["text"],
            owner=found["owner"], due_on=found["due_on"], by=by, at=at,
        )  # fmt: skip


def _chosen_item(typed: Typed, meeting: Meeting, number: int | None) -> MinutesItem | None:
    """The item that stands at this number on the page, where empty ones are counted too."""
    if number is None:
        return None
    is_kept = [bool(row["heading"].strip() or row["text"].strip()) for row in typed.items]
    if not is_kept[number - 1]:
        return None
    return meeting.items.get(position=sum(is_kept[:number]))


def _conflict(
    self: MeetingAdmin, request: HttpRequest, meeting: Meeting, typed: Typed, error: NetworkError
) -> HttpResponse:
    """Both texts: what was typed in the form, what somebody else kept beside it."""
    current = self._meeting(request, meeting.pk)
    typed.refusal, typed.version = str(error), current.version
    typed.theirs = shapes.saved_by_others(current, typed.form, typed.items)
    return self.refused(request, meeting, typed)


def _finalise(
    self: MeetingAdmin, request: HttpRequest, meeting: Meeting, at: datetime
) -> HttpResponse:
    by = person(request)
    try:
        actions.finalise_minutes(meeting=meeting, version=meeting.version, by=by, at=at)
    except NetworkError as error:
        fresh = self._meeting(request, meeting.pk)
        typed = as_kept(fresh)
        typed.refusal = str(error)
        return self.refused(request, fresh, typed)
    request_minutes(meeting, language="th", by=by, at=at)
    return self.back(request, meeting, gettext("The minutes are final. Their PDF is being made."))


def _reopen(
    self: MeetingAdmin, request: HttpRequest, meeting: Meeting, at: datetime
) -> HttpResponse:
    try:
        actions.reopen_minutes(
            meeting=meeting, version=posted_version(request.POST),
            reason=request.POST.get("reason", ""), by=person(request), at=at,
        )  # fmt: skip
    except NetworkError as error:
        fresh = self._meeting(request, meeting.pk)
        typed = as_kept(fresh)
        typed.refusal = str(error)
        return self.refused(request, fresh, typed)
    return self.back(request, meeting, gettext("The minutes are a draft again."))


def _pdf(self: MeetingAdmin, request: HttpRequest, meeting: Meeting, at: datetime) -> HttpResponse:
    """Ask for the PDF of final minutes; a draft has none."""
    if meeting.final_at is None:
        raise Http404
    language = asked_language(request)
    request_minutes(meeting, language=language, by=person(request), at=at)
    return self.back(request, meeting, gettext("The PDF is being made."))


MOVES: dict[str, Move] = {"save": _save, "reopen": _reopen, "pdf": _pdf}
