"""The guideline in the staff's site: written chapter by chapter, then published for good."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, ClassVar

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase, QueryDict
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.urls import URLPattern, path
from django.utils import timezone
from django.utils.decorators import method_decorator
from django.utils.translation import gettext, gettext_lazy as _, ngettext
from django.views.decorators.csrf import csrf_protect

from hubs.actions import guidelines as actions
from hubs.actions.guidelines import ChapterText
from hubs.errors import HubError
from hubs.models import Cohort, GuidelineFile, GuidelineVersion, HubProgramme
from hubs.policies import may_run
from hubs.reports.guidelines import (
    guideline_print,
    guideline_title,
    guideline_word,
    request_guideline,
)
from hubs.selectors.guidelines import chapter_changes, files_of, shown_chapters
from onde_portal.accounts.access import person, reading, writing
from onde_portal.accounts.models import User
from onde_portal.ui.admin import PortalModelAdmin, moment_column, own_page
from onde_portal.ui.filters import RelatedFilter
from onde_portal.ui.interrupted import forget_words, surviving_sign_in, waiting_words
from onde_portal.ui.moving import Move, MovingPage
from onde_portal.ui.papers import asked_language, word_answer
from onde_portal.ui.posted import posted_keys, posted_number, posted_version
from onde_portal.ui.templatetags.ui import chip
from onde_portal.workflow.downloads import serve_file
from onde_portal.workflow.uploads import ACCEPT_ATTRIBUTE

LONGEST_TEXT = 100_000
EMPTY_CHAPTERS = 1
PAGE = "admin:hubs_guidelineversion_page"


class FileNeeded(HubError):
    message = _("Choose a file first.")


class TextTooLong(HubError):
    message = _("A chapter is too long. Make two of it.")


@dataclass(frozen=True, slots=True)
class Typed:
    """The draft's form as it stands on the page: as kept, or as somebody sent it."""

    title: str
    changes: str
    chapters: Sequence[ChapterText]
    version: int

    @property
    def rows(self) -> list[ChapterText]:
        """The chapters, and an empty one to be added."""
        return [*self.chapters, *[ChapterText("", "")] * EMPTY_CHAPTERS]


def as_kept(guideline: GuidelineVersion) -> Typed:
    """The form of a draft as it is stored."""
    chapters = [ChapterText(row.heading, row.text) for row in guideline.chapters.all()]
    return Typed(guideline.title, guideline.changes, chapters, guideline.version)


def as_sent(posted: QueryDict, version: int) -> Typed:
    """The form as it was sent; chapters are put in the order that their numbers say."""
    headings, texts = posted.getlist("chapter-heading"), posted.getlist("chapter-text")
    places = posted.getlist("chapter-place")
    if not len(headings) == len(texts) == len(places):
        raise Http404
    rows = [ChapterText(*row) for row in zip(headings, texts, strict=True)]
    order = sorted(range(len(rows)), key=lambda number: (_place(places[number]), number))
    chapters = [rows[number] for number in order if rows[number].heading or rows[number].text]
    return Typed(posted.get("title", ""), posted.get("changes", ""), chapters, version)


def _place(text: str) -> float:
    """Where a chapter is wanted; a place that is no number is the end."""
    try:
        return float(text[:10])
    except ValueError:
        return float("inf")


def _save(request: HttpRequest, guideline: Any, by: User, at: datetime) -> str:
    typed = as_sent(request.POST, posted_version(request.POST))
    if any(len(chapter.text) > LONGEST_TEXT for chapter in typed.chapters):
        raise TextTooLong
    actions.save_draft(
        guideline=guideline, title=typed.title, changes=typed.changes, chapters=typed.chapters,
        version=typed.version, by=by, at=at,
    )  # fmt: skip
    forget_words(request)
    return gettext("The draft is kept.")


def _attach(request: HttpRequest, guideline: Any, by: User, at: datetime) -> str:
    upload = request.FILES.get("file")
    if upload is None:
        raise FileNeeded
    kept = actions.attach_guideline_file(guideline=guideline, upload=upload, by=by, at=at)
    return gettext("“%(name)s” is kept.") % {"name": kept.name}


def _remove(request: HttpRequest, guideline: Any, by: User, at: datetime) -> str:
    files = guideline.files.filter(removed_at=None)
    file = get_object_or_404(files, pk=posted_number(request, "file"))
    actions.remove_guideline_file(file=file, at=at)
    return gettext("“%(name)s” was taken out.") % {"name": file.name}


def _audience(request: HttpRequest, guideline: GuidelineVersion) -> dict[str, Any]:
    """For whom, as chosen on the page."""
    cohorts = Cohort.objects.filter(
        programme=guideline.programme, pk__in=posted_keys(request, "cohorts")
    )
    return {"for_all": request.POST.get("audience") == "all", "cohorts": list(cohorts)}


def _publish(request: HttpRequest, guideline: Any, by: User, at: datetime) -> str:
    version = posted_version(request.POST)
    told = actions.publish_guideline(
        guideline=guideline, version=version, by=by, at=at, **_audience(request, guideline)
    )
    request_guideline(guideline, language="th", by=by, at=at)
    return gettext("Version %(number)s is published.") % {"number": guideline.number} + _said(told)


def _widen(request: HttpRequest, guideline: Any, by: User, at: datetime) -> str:
    version = posted_version(request.POST)
    told = actions.widen_audience(
        guideline=guideline, version=version, by=by, at=at, **_audience(request, guideline)
    )
    return gettext("It is published to more LAOs.") + _said(told)


def _remind(request: HttpRequest, guideline: Any, by: User, at: datetime) -> str:
    told = actions.remind_readers(guideline=guideline, by=by, at=at)
    if not told:
        return gettext("Nobody is left to be reminded today.")
    return _said(told).strip()


def _said(told: int) -> str:
    sentence = ngettext("%(count)d mail is being sent.", "%(count)d mails are being sent.", told)
    return " " + sentence % {"count": told}


def _pdf(request: HttpRequest, guideline: Any, by: User, at: datetime) -> str:
    if guideline.published_at is None:
        raise actions.NotPublished
    request_guideline(guideline, language=asked_language(request), by=by, at=at)
    return gettext("The PDF is being made.")


@admin.register(GuidelineVersion)
class GuidelineVersionAdmin(MovingPage, PortalModelAdmin):
    """Versions of the guideline; each has a page of its own."""

    section = "8.2 (4)"
    refusals = (HubError,)
    moves: ClassVar[Mapping[str, Move]] = {
        "save": _save, "attach": _attach, "remove": _remove, "publish": _publish,
        "widen": _widen, "remind": _remind, "pdf": _pdf,
    }  # fmt: skip
    page_name = PAGE
    list_display = ["title", "programme", "number", "published", "state"]
    list_filter = [("programme", RelatedFilter)]
    list_select_related = ["programme"]
    search_fields = ["title"]
    ordering = ["-programme__fiscal_year", "-number"]
    published = moment_column("published_at", _("published"))

    @admin.display(description=_("state"))
    def state(self, guideline: GuidelineVersion) -> str:
        if guideline.published_at:
            return chip(gettext("Published"), "good")
        return chip(gettext("Draft"))

    def get_urls(self) -> list[URLPattern]:
        wrap, name = self.admin_site.admin_view, "hubs_guidelineversion"
        moves = surviving_sign_in(wrap(writing(self.record_move)), page=PAGE)
        return [
            path("begin/<int:pk>/", wrap(writing(self.begin)), name=f"{name}_begin"),
            path("<int:pk>/guideline/", wrap(reading(self.record_page)), name=f"{name}_page"),
            path(
                "<int:pk>/guideline/discard/", wrap(writing(self.discard)), name=f"{name}_discard"
            ),
            path("<int:pk>/guideline/<slug:move>/", moves, name=f"{name}_move"),
            path("<int:pk>/word/", wrap(reading(self.word)), name=f"{name}_word"),
            path("file/<int:file>/", wrap(reading(self.file)), name=f"{name}_file"),
            *super().get_urls(),
        ]

    def change_view(
        self, request: HttpRequest, object_id: str, *args: Any, **kwargs: Any
    ) -> HttpResponse:
        return own_page(PAGE, object_id)

    def found(self, request: HttpRequest, pk: int) -> GuidelineVersion:
        if not self.has_view_permission(request):
            raise PermissionDenied
        rows = self.get_queryset(request).select_related("programme", "published_by", "written_by")
        return get_object_or_404(rows, pk=pk)  # type: ignore[no-any-return]

    def may_move(self, user: User, record: GuidelineVersion) -> bool:
        return may_run(user, record.programme)

    @method_decorator(csrf_protect)
    def begin(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Begin the next draft of a programme, and go on to write it."""
        programmes = HubProgramme.objects.visible_to(request.user)
        programme = get_object_or_404(programmes, pk=pk)
        if not may_run(person(request), programme):
            raise PermissionDenied
        try:
            draft = actions.begin_draft(programme=programme, by=person(request), at=timezone.now())
        except HubError as refusal:
            messages.error(request, str(refusal))
            return redirect("admin:hubs_hubprogramme_guideline", pk=pk)
        return redirect(PAGE, pk=draft.pk)

    @method_decorator(csrf_protect)
    def discard(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Throw a draft away, and go back to the programme."""
        guideline = self.found(request, pk)
        if not self.may_move(person(request), guideline):
            raise PermissionDenied
        try:
            actions.discard_draft(guideline=guideline, by=person(request), at=timezone.now())
        except HubError as refusal:
            return self.show(request, self.found(request, pk), str(refusal), status=409)
        messages.success(request, gettext("The draft is thrown away."))
        return redirect("admin:hubs_hubprogramme_guideline", pk=guideline.programme_id)

    def word(self, request: HttpRequest, pk: int) -> HttpResponse:
        """The version as a Word file, in the words of the PDF."""
        guideline = self.found(request, pk)
        content = guideline_word(guideline, language=asked_language(request), at=timezone.now())
        return word_answer(content, guideline_title(guideline))

    def file(self, request: HttpRequest, file: int) -> HttpResponseBase:
        """A file of a version, to whoever may see versions."""
        if not self.has_view_permission(request):
            raise PermissionDenied
        return serve_file(get_object_or_404(GuidelineFile, pk=file, removed_at=None))

    def show(
        self, request: HttpRequest, record: GuidelineVersion, refusal: str = "", status: int = 200
    ) -> HttpResponse:
        """A draft to write, with everything typed; a published version to read."""
        typed = _typed(request, record)
        audience = request.POST.get("audience", "" if record.for_all else "cohorts") or "all"
        context = {
            **self.admin_site.each_context(request),
            "opts": self.opts,
            "title": record.title,
            "guideline": record,
            "programme": record.programme,
            "typed": typed,
            "refusal": refusal,
            "chapters": shown_chapters(record),
            "changed": chapter_changes(record),
            "files": files_of(record),
            "paper": guideline_print(record),
            "cohorts": record.programme.cohorts.order_by("number"),
            "chosen": set(record.cohorts.values_list("pk", flat=True)),
            "audience": audience,
            "may_write": self.may_move(person(request), record),
            "accept": ACCEPT_ATTRIBUTE,
        }
        return TemplateResponse(request, "hubs/guideline_page.html", context, status=status)


def _typed(request: HttpRequest, guideline: GuidelineVersion) -> Typed:
    """What was sent and refused, what waited for signing in, else the draft as it is kept."""
    if request.method == "POST" and "chapter-place" in request.POST:
        return as_sent(request.POST, guideline.version)
    waiting = waiting_words(request)
    if waiting is not None and "chapter-place" in waiting:
        return as_sent(waiting, posted_version(waiting))
    return as_kept(guideline)
