"""Hearings and opinions in the staff's site."""

from collections import defaultdict
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django import forms
from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.urls import URLPattern, path
from django.utils import timezone
from django.utils.decorators import method_decorator
from django.utils.translation import get_language, gettext, gettext_lazy as _
from django.views.decorators.csrf import csrf_protect

from networks.actions import hearings as actions
from networks.actions.founding import NetworkError
from networks.actions.hearings import Headcount, HearingFacts
from networks.admin.working import WorkingRecordAdmin
from networks.imports.opinions import OpinionImporter
from networks.imports.project import HearingImporter
from networks.models import Hearing, NetworkOffice, Opinion, OpinionTopic, Sector
from networks.policies import may_run
from networks.reports.hearings import request_hearing
from networks.selectors.founded import with_standing
from networks.selectors.hearings import alike, attendance_of, opinions_by_topic
from onde_portal.accounts.access import person, reading, writing
from onde_portal.accounts.models import User
from onde_portal.accounts.permissions import Action, may
from onde_portal.thai.digits import NumberError, parse_int
from onde_portal.ui.admin import PortalModelAdmin, date_column
from onde_portal.ui.fields import (
    ThaiCharField,
    ThaiDateField,
    ThaiTimeField,
    in_language,
)
from onde_portal.ui.filters import RelatedFilter
from onde_portal.ui.import_admin import ImportingAdmin
from onde_portal.ui.moving import Move, MovingPage
from onde_portal.ui.posted import key_or_404, posted_keys, posted_number
from onde_portal.ui.templatetags.ui import localized

FACTS = (
    "title", "held_on", "starts_at", "ends_at", "place", "province", "district", "chair", "summary",
)  # fmt: skip
SHOWN_PAIRS = 8
LONGEST_SUMMARY = 20_000
PARTS = (("women", _("Women")), ("men", _("Men")), ("unsaid", _("Not said")))


class NumberRefused(NetworkError):
    """A number of people that cannot be read; the text says what would be right."""


class HearingForm(forms.ModelForm):  # type: ignore[type-arg]
    """Where and when a hearing is held."""

    title = ThaiCharField(label=_("Title"), max_length=250)
    held_on = ThaiDateField(label=_("Day"))
    starts_at = ThaiTimeField(label=_("Begins"), required=False)
    ends_at = ThaiTimeField(label=_("Ends"), required=False)
    place = ThaiCharField(label=_("Place"), max_length=250)
    chair = ThaiCharField(label=_("Chair"), max_length=200, required=False)
    summary = ThaiCharField(
        label=_("Summary"), required=False, max_length=LONGEST_SUMMARY,
        widget=forms.Textarea(attrs={"rows": 5}),
    )  # fmt: skip

    class Meta:
        model = Hearing
        fields = ["project", *FACTS]

    def clean(self) -> dict[str, Any]:
        """What the action would refuse is said here, so that nothing typed is lost."""
        given: dict[str, Any] = super().clean() or self.cleaned_data
        if not self.errors:
            try:
                actions.check_hearing(HearingFacts(**{name: given[name] for name in FACTS}))
            except NetworkError as refusal:
                raise forms.ValidationError(str(refusal)) from refusal
        return given


def _count(request: HttpRequest, name: str) -> int:
    text = request.POST.get(name, "").strip()
    if not text:
        return 0
    try:
        return parse_int(text)
    except NumberError as error:
        raise NumberRefused(in_language(error)) from error


def _grid(hearing: Hearing, posted: Mapping[str, str]) -> list[tuple[str, list[Any], int]]:
    """Rows of the form: kind of people, (name, label, number) of each part, total; as typed."""
    rows = []
    for sector, label, *counts, total in attendance_of(hearing, with_empty=True).rows:
        names = [(f"{sector}-{part}", said) for part, said in PARTS]
        cells = [
            (name, said, posted.get(name, count))
            for (name, said), count in zip(names, counts, strict=True)
        ]
        rows.append((label, cells, total))
    return rows


def _attendance(request: HttpRequest, hearing: Hearing, by: User, at: datetime) -> str:
    counts = {
        sector: Headcount(*(_count(request, f"{sector}-{part}") for part, _label in PARTS))
        for sector in Sector.values
    }
    actions.count_attendance(hearing=hearing, counts=counts, at=at)
    return gettext("The attendance is saved.")


def _opinion(request: HttpRequest, hearing: Hearing) -> Opinion:
    return get_object_or_404(
        hearing.opinions.select_related("hearing__project", "merged_into"),
        pk=posted_number(request, "opinion"),
    )


def _note(request: HttpRequest, hearing: Hearing, by: User, at: datetime) -> str:
    topic = get_object_or_404(OpinionTopic, pk=posted_number(request, "topic"))
    actions.note_opinion(
        hearing=hearing, topic=topic, text=request.POST.get("text", ""),
        times=_count(request, "times") or 1,
    )  # fmt: skip
    return gettext("The opinion is noted.")


def _answer(request: HttpRequest, hearing: Hearing, by: User, at: datetime) -> str:
    actions.answer_opinion(
        opinion=_opinion(request, hearing), state=request.POST.get("state", ""),
        answer=request.POST.get("answer", ""), by=by, at=at,
    )  # fmt: skip
    return gettext("The answer is saved.")


def _merge(request: HttpRequest, hearing: Hearing, by: User, at: datetime) -> str:
    keys = posted_keys(request, "merge")
    chosen = list(hearing.opinions.own().filter(pk__in=keys).select_related("hearing__project"))
    actions.merge_opinions(opinions=chosen)
    return gettext("The opinions are put together. They can be taken apart again.")


def _part(request: HttpRequest, hearing: Hearing, by: User, at: datetime) -> str:
    actions.part_opinion(opinion=_opinion(request, hearing))
    return gettext("The opinion stands alone again.")


def _remove(request: HttpRequest, hearing: Hearing, by: User, at: datetime) -> str:
    actions.remove_opinion(opinion=_opinion(request, hearing))
    return gettext("The opinion is taken out.")


MOVES: dict[str, Move] = {
    "attendance": _attendance,
    "note": _note,
    "answer": _answer,
    "merge": _merge,
    "part": _part,
    "remove": _remove,
}


@admin.register(Hearing)
class HearingAdmin(MovingPage, ImportingAdmin, WorkingRecordAdmin):
    """Hearings; everything about one is on its own page."""

    moves = MOVES
    page_name = "admin:networks_hearing_page"
    importer = HearingImporter
    import_action = Action.RUN_CASE

    section = "8.1 (5)"
    page = "hearing"
    form = HearingForm
    fields = ["project", *FACTS]
    autocomplete_fields = ["district"]
    list_display = ["title", "day", "place", "province", "project"]
    list_filter = ["province__region", *WorkingRecordAdmin.list_filter]
    list_select_related = ["project", "province"]
    search_fields = ["title", "place"]
    ordering = ["-held_on", "pk"]
    day = date_column("held_on", _("day"))

    def get_urls(self) -> list[URLPattern]:
        wrap = self.admin_site.admin_view
        return [
            path("<int:pk>/page/", wrap(reading(self.record_page)), name="networks_hearing_page"),
            path("<int:pk>/paper/", wrap(writing(self.paper)), name="networks_hearing_paper"),
            path(
                "<int:pk>/page/<slug:move>/",
                wrap(writing(self.record_move)),
                name="networks_hearing_move",
            ),
            *super().get_urls(),
        ]

    def save_model(self, request: HttpRequest, obj: Hearing, form: Any, change: Any) -> None:
        given = form.cleaned_data
        facts = HearingFacts(**{name: given[name] for name in FACTS})
        saved = actions.save_hearing(
            project=obj.project, facts=facts, hearing=obj if change else None,
            by=person(request), at=timezone.now(),
        )  # fmt: skip
        obj.pk = saved.pk

    def _back(self, obj: Any) -> HttpResponseRedirect:
        return redirect("admin:networks_hearing_page", pk=obj.pk)

    def found(self, request: HttpRequest, pk: int) -> Hearing:
        if not self.has_view_permission(request):
            raise PermissionDenied
        rows = Hearing.objects.visible_to(request.user)
        return get_object_or_404(
            rows.select_related("project__owner", "province", "district"), pk=pk
        )

    def may_move(self, user: User, record: Hearing) -> bool:
        return may_run(user, record.project)

    def show(
        self, request: HttpRequest, record: Hearing, refusal: str = "", status: int = 200
    ) -> HttpResponse:
        """Attendance, opinions with their answers, and the networks founded there."""
        hearing = record
        topics = opinions_by_topic(hearing)
        today = timezone.localdate()
        context = {
            **self.admin_site.each_context(request),
            "title": hearing.title,
            "hearing": hearing,
            "attendance": attendance_of(hearing),
            "grid": _grid(hearing, request.POST),
            "topics": topics,
            "alike": alike([one for _topic, group in topics for one in group])[:SHOWN_PAIRS],
            "all_topics": OpinionTopic.objects.order_by("position", "pk"),
            "states": Opinion.State.choices,
            "networks": with_standing(hearing.networks.all(), today),
            "may_run": may_run(person(request), hearing.project),
            "may_print": may(request.user, Action.RUN_CASE),
            "is_past": hearing.held_on <= today,
            "refusal": refusal,
            "posted": defaultdict(str, request.POST.items()),
        }
        return TemplateResponse(request, "networks/hearing.html", context, status=status)

    @method_decorator(csrf_protect)
    def paper(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Have the record of the hearing made as it stands now."""
        hearing = self.found(request, pk)
        if not may(request.user, Action.RUN_CASE):
            raise PermissionDenied
        document = request_hearing(
            hearing, language=get_language() or "th", by=person(request), at=timezone.now()
        )
        return redirect("document", pk=document.pk)


@admin.register(Opinion)
class OpinionAdmin(ImportingAdmin):
    """Opinions of all hearings; they are answered on the page of their hearing."""

    section = "8.1 (5)"
    importer = OpinionImporter
    import_action = Action.RUN_CASE
    list_display = ["text", "topic_name", "times", "state", "answer", "hearing"]
    list_filter = ["state", "topic", ("hearing__project", RelatedFilter)]
    list_select_related = ["topic", "hearing"]
    search_fields = ["text", "answer"]
    ordering = ["hearing_id", "topic_id", "-times", "pk"]

    def get_queryset(self, request: HttpRequest) -> Any:
        return super().get_queryset(request).filter(merged_into=None)

    @admin.display(description=_("topic"), ordering="topic__position")
    def topic_name(self, opinion: Opinion) -> str:
        return localized(opinion.topic, "name")

    def change_view(
        self, request: HttpRequest, object_id: str, *args: Any, **kwargs: Any
    ) -> HttpResponse:
        if not self.has_view_permission(request):
            raise PermissionDenied
        opinions = Opinion.objects.visible_to(request.user)
        opinion = get_object_or_404(opinions, pk=key_or_404(object_id))
        return redirect("admin:networks_hearing_page", pk=opinion.hearing_id)


class EditableListAdmin(PortalModelAdmin):
    """Short lists of the Office's own words: officers and heads add to them and change them."""

    add_action = change_action = Action.RUN_CASE
    ordering = ["position", "pk"]


@admin.register(OpinionTopic)
class OpinionTopicAdmin(EditableListAdmin):
    section = "8.1 (5)"
    list_display = ["name_th", "name_en", "position"]
    search_fields = ["name_th", "name_en"]


@admin.register(NetworkOffice)
class NetworkOfficeAdmin(EditableListAdmin):
    section = "8.1 (5)"
    list_display = ["name_th", "name_en", "is_adviser", "position"]
    search_fields = ["name_th", "name_en"]
