"""Problems, lessons, recommendations and support across rounds, in the staff's site."""

from collections import defaultdict
from collections.abc import Mapping
from datetime import date, datetime
from typing import Any, ClassVar

from django import forms
from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.urls import URLPattern, path
from django.utils import timezone
from django.utils.translation import gettext, gettext_lazy as _

from monitoring.actions import MonitoringError, records as actions
from monitoring.admin.filters import GivenFilter, NamedInFilter, ReleasedFilter
from monitoring.models import FollowUp, Learning, Problem, Support
from monitoring.selectors.records import givers
from onde_portal.accounts.access import person, reading, writing
from onde_portal.accounts.models import User
from onde_portal.accounts.permissions import Action, may
from onde_portal.thai.dates import DateError, parse_date
from onde_portal.ui.admin import PortalHistoryAdmin, PortalModelAdmin, date_column, own_page
from onde_portal.ui.case_admin import MoveRefused
from onde_portal.ui.fields import ThaiDateField, in_language
from onde_portal.ui.filters import RelatedFilter
from onde_portal.ui.moving import Move, MovingPage
from onde_portal.ui.posted import posted_number, posted_version
from onde_portal.ui.problem_admin import PROBLEM_TONES, SolvedFilter
from onde_portal.ui.templatetags.ui import chip, place

SHOWN_LETTERS = 120


def _short(text: str) -> str:
    line = " ".join(text.split())
    return line if len(line) <= SHOWN_LETTERS else f"{line[:SHOWN_LETTERS]}…"


def _day(request: HttpRequest, name: str) -> date:
    try:
        return parse_date(request.POST.get(name, ""))
    except DateError as error:
        raise MoveRefused(in_language(error)) from error


class RecordPage(MovingPage, PortalModelAdmin):
    """A list whose rows have a page of their own, on which the Office does something about them.

    ``template`` is the page's; ``page_context`` gives what it shows beside ``record``.
    """

    refusals = (MonitoringError, MoveRefused)
    template: ClassVar[str] = ""

    def get_urls(self) -> list[URLPattern]:
        wrap = self.admin_site.admin_view
        name = f"{self.opts.app_label}_{self.opts.model_name}"
        return [
            path("<int:pk>/page/", wrap(reading(self.record_page)), name=f"{name}_page"),
            path(
                "<int:pk>/page/<slug:move>/", wrap(writing(self.record_move)), name=f"{name}_move"
            ),
            *super().get_urls(),
        ]

    def change_view(
        self, request: HttpRequest, object_id: str, *args: Any, **kwargs: Any
    ) -> HttpResponse:
        return own_page(self.page_name, object_id)

    def found(self, request: HttpRequest, pk: int) -> Any:
        if not self.has_view_permission(request):
            raise PermissionDenied
        return get_object_or_404(self.get_queryset(request), pk=pk)

    def may_move(self, user: User, record: Any) -> bool:
        return may(user, Action.REVIEW_REPORT)

    def page_context(self, record: Any) -> dict[str, Any]:
        """What the page shows beside the record itself."""
        return {}

    def show(
        self, request: HttpRequest, record: Any, refusal: str = "", status: int = 200
    ) -> HttpResponse:
        context = {
            **self.admin_site.each_context(request),
            "opts": self.opts,
            "title": _short(str(record)),
            "record": record,
            "may_change": self.may_move(person(request), record),
            "refusal": refusal,
            "posted": defaultdict(str, request.POST.items()),
            "today": timezone.localdate(),
            **self.page_context(record),
        }
        return TemplateResponse(request, self.template, context, status=status)


def _note(request: HttpRequest, record: Problem, by: User, at: datetime) -> str:
    post = request.POST
    actions.note_problem(
        problem=record, text=post.get("text", ""), state=post.get("state", ""), by=by, at=at
    )
    return gettext("The note is kept with the problem.")


@admin.register(Problem)
class ProblemAdmin(RecordPage):
    """Problems of all hubs and rounds, each with what was said of it since."""

    section = "10"
    moves: ClassVar[Mapping[str, Move]] = {"note": _note}
    page_name = "admin:monitoring_problem_page"
    template = "monitoring/problem.html"
    list_display = ["words", "category", "severity", "standing", "until", "hub_name", "round_name"]
    list_filter = [
        SolvedFilter,
        "state",
        "severity",
        "category",
        NamedInFilter,
        "follow_up__round",
        "follow_up__hub__lao__province__region",
        ("follow_up__hub__lao__province", RelatedFilter),
        ("follow_up__hub__programme", RelatedFilter),
    ]
    search_fields = ["description", "cause", "measure", "follow_up__hub__name"]
    ordering = ["-follow_up__round__starts_on", "pk"]
    until = date_column("due_on", _("to be solved by"))

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        rows = super().get_queryset(request)
        return rows.select_related(
            "category", "follow_up__round", "follow_up__hub__lao__province",
            "follow_up__hub__lao__district",
        )  # fmt: skip

    @admin.display(description=_("problem"), ordering="description")
    def words(self, problem: Problem) -> str:
        return _short(problem.description)

    @admin.display(description=_("state"), ordering="state")
    def standing(self, problem: Problem) -> str:
        return chip(problem.get_state_display(), PROBLEM_TONES[problem.state])

    @admin.display(description=_("hub"), ordering="follow_up__hub__name")
    def hub_name(self, problem: Problem) -> str:
        return problem.follow_up.hub.name

    @admin.display(description=_("round"), ordering="follow_up__round__starts_on")
    def round_name(self, problem: Problem) -> str:
        return str(problem.follow_up.round)

    def page_context(self, record: Problem) -> dict[str, Any]:
        notes = record.notes.select_related("by", "follow_up__round").order_by("at", "pk")
        return {
            "tone": PROBLEM_TONES[record.state],
            "notes": [(note, PROBLEM_TONES[note.state]) for note in notes],
            "support": record.support.select_related("owner").order_by("-promised_at", "pk"),
            "states": Problem.State.choices,
        }


def _release(request: HttpRequest, record: Learning, by: User, at: datetime) -> str:
    actions.release_learning(
        learning=record, text=request.POST.get("text", ""),
        version=posted_version(request.POST), by=by, at=at,
    )  # fmt: skip
    return gettext("Every LAO can read it now.")


def _withdraw(request: HttpRequest, record: Learning, by: User, at: datetime) -> str:
    version = posted_version(request.POST)
    actions.withdraw_learning(learning=record, version=version, by=by, at=at)
    return gettext("Only the LAO itself and the Office read it now.")


def _answer(request: HttpRequest, record: Learning, by: User, at: datetime) -> str:
    actions.answer_learning(
        learning=record, answer=request.POST.get("answer", ""),
        version=posted_version(request.POST), by=by, at=at,
    )  # fmt: skip
    return gettext("The answer stands on the LAO's page.")


@admin.register(Learning)
class LearningAdmin(RecordPage, PortalHistoryAdmin):
    """Lessons and recommendations of all reports; the Office releases and answers them."""

    section = "10"
    moves: ClassVar[Mapping[str, Move]] = {
        "release": _release, "withdraw": _withdraw, "answer": _answer,
    }  # fmt: skip
    page_name = "admin:monitoring_learning_page"
    template = "monitoring/learning.html"
    key_field = "search_key"
    list_display = ["words", "kind", "standing", "hub_name", "where", "round_name"]
    list_filter = [
        "kind",
        ReleasedFilter,
        "follow_up__round",
        "hub__lao__province__region",
        "hub__lao__type",
    ]
    search_help_text = _("Words of the lesson or recommendation")
    ordering = ["-said_at", "pk"]

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        rows = super().get_queryset(request)
        return rows.select_related(
            "follow_up__round", "hub__lao__province", "hub__lao__district", "released_by",
            "answered_by",
        )  # fmt: skip

    @admin.display(description=_("text"), ordering="text")
    def words(self, learning: Learning) -> str:
        return _short(learning.text)

    @admin.display(description=_("for every LAO"), ordering="released_at")
    def standing(self, learning: Learning) -> str:
        if learning.released_at is None:
            return chip(gettext("Not released"))
        return chip(gettext("Released"), "good")

    @admin.display(description=_("hub"), ordering="hub__name")
    def hub_name(self, learning: Learning) -> str:
        return learning.hub.name

    @admin.display(description=_("place"), ordering="hub__lao__province__sort_key")
    def where(self, learning: Learning) -> str:
        return place(learning.hub.lao)

    @admin.display(description=_("round"), ordering="follow_up__round__starts_on")
    def round_name(self, learning: Learning) -> str:
        return str(learning.follow_up.round)


def _give(request: HttpRequest, record: Support, by: User, at: datetime) -> str:
    actions.give_support(
        support=record, on=_day(request, "on"), note=request.POST.get("note", ""),
        version=posted_version(request.POST), by=by, at=at,
    )  # fmt: skip
    return gettext("The support is given.")


def _drop(request: HttpRequest, record: Support, by: User, at: datetime) -> str:
    actions.drop_support(
        support=record, reason=request.POST.get("reason", ""),
        version=posted_version(request.POST), by=by, at=at,
    )  # fmt: skip
    return gettext("The promise is taken back; the LAO reads why.")


def _hand_on(request: HttpRequest, record: Support, by: User, at: datetime) -> str:
    owner = get_object_or_404(givers(), pk=posted_number(request, "owner"))
    actions.hand_on_support(
        support=record, owner=owner, due_on=_day(request, "due_on"),
        version=posted_version(request.POST), by=by, at=at,
    )  # fmt: skip
    return gettext("%(name)s gives it now.") % {"name": owner}


class SupportForm(forms.ModelForm):  # type: ignore[type-arg]
    """What is promised to which hub; report and problem come with the address."""

    due_on = ThaiDateField(label=_("To be given by"))

    class Meta:
        model = Support
        fields = ["hub", "what", "owner", "due_on", "follow_up", "problem"]
        widgets = {
            "what": forms.Textarea(attrs={"rows": 3}),
            "follow_up": forms.HiddenInput,
            "problem": forms.HiddenInput,
        }


def standing_of(support: Support, today: date) -> tuple[str, str]:
    """What became of a promise, and its tone."""
    if support.given_on:
        return gettext("Was given"), "good"
    if support.dropped_at:
        return gettext("Taken back"), ""
    if support.due_on < today:
        return gettext("Overdue"), "bad"
    return gettext("Promised"), "warn"


@admin.register(Support)
class SupportAdmin(RecordPage, PortalHistoryAdmin):
    """What the Office promised hubs, and what came of it."""

    section = "10"
    form = SupportForm
    add_action = Action.REVIEW_REPORT
    moves: ClassVar[Mapping[str, Move]] = {"give": _give, "drop": _drop, "hand-on": _hand_on}
    page_name = "admin:monitoring_support_page"
    template = "monitoring/support.html"
    autocomplete_fields = ["hub"]
    list_display = ["words", "hub_name", "where", "owner", "due", "standing", "given"]
    list_filter = [
        GivenFilter,
        ("owner", RelatedFilter),
        "hub__lao__province__region",
    ]
    search_fields = ["what", "hub__name"]
    ordering = ["due_on", "pk"]
    due = date_column("due_on", _("to be given by"))
    given = date_column("given_on", _("given on"))

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        rows = super().get_queryset(request)
        return rows.select_related(
            "hub__lao__province", "hub__lao__district", "owner", "promised_by",
            "follow_up__round", "problem__category",
        )  # fmt: skip

    def formfield_for_foreignkey(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        if db_field.name == "owner":
            kwargs["queryset"] = givers()
            kwargs["initial"] = person(request).pk
        if db_field.name == "follow_up":
            kwargs["queryset"] = FollowUp.objects.visible_to(request.user)
            kwargs["widget"] = forms.HiddenInput
        if db_field.name == "problem":
            kwargs["queryset"] = Problem.objects.visible_to(request.user)
            kwargs["widget"] = forms.HiddenInput
        return super().formfield_for_foreignkey(db_field, request, **kwargs)

    def save_model(self, request: HttpRequest, obj: Support, form: Any, change: Any) -> None:
        """Promise it through its action; the form's object only carried the input."""
        made = actions.promise_support(
            hub=obj.hub, what=obj.what, owner=obj.owner, due_on=obj.due_on,
            follow_up=obj.follow_up, problem=obj.problem, by=person(request), at=timezone.now(),
        )  # fmt: skip
        obj.pk = made.pk

    def response_add(
        self, request: HttpRequest, obj: Any, post_url_continue: str | None = None
    ) -> HttpResponse:
        super().response_add(request, obj, post_url_continue)
        return redirect(self.page_name, pk=obj.pk)

    @admin.display(description=_("support promised"), ordering="what")
    def words(self, support: Support) -> str:
        return _short(support.what)

    @admin.display(description=_("hub"), ordering="hub__name")
    def hub_name(self, support: Support) -> str:
        return support.hub.name

    @admin.display(description=_("place"), ordering="hub__lao__province__sort_key")
    def where(self, support: Support) -> str:
        return place(support.hub.lao)

    @admin.display(description=_("state"), ordering="given_on")
    def standing(self, support: Support) -> str:
        return chip(*standing_of(support, timezone.localdate()))

    def page_context(self, record: Support) -> dict[str, Any]:
        label, tone = standing_of(record, timezone.localdate())
        return {"standing": label, "tone": tone, "givers": givers()}
