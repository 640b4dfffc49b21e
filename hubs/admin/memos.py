"""The memo in the staff's site: written beside its official form, then decided on."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, ClassVar

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse
from django.utils import timezone
from django.utils.decorators import method_decorator
from django.utils.translation import gettext, gettext_lazy as _, override
from django.views.decorators.csrf import csrf_protect

from hubs.actions import memos as actions
from hubs.actions.memos import WITH_SUPERIOR, WRITABLE, MemoVerb, named_laos
from hubs.errors import HubError, StaleRecord
from hubs.forms.memos import MemoForm
from hubs.models import Memo, MemoState
from hubs.policies import may_approve_memo, may_endorse_memo, may_run
from hubs.reports.memos import memo_blocks, memo_number, memo_print, memo_word, request_memo
from hubs.selectors.memos import tone_of
from onde_portal.accounts.access import person, reading, writing
from onde_portal.accounts.models import User
from onde_portal.ui.admin import PortalModelAdmin, moment_column, own_page
from onde_portal.ui.filters import RelatedFilter
from onde_portal.ui.interrupted import forget_words, surviving_sign_in, waiting_words
from onde_portal.ui.papers import LANGUAGES, asked_language, word_answer
from onde_portal.ui.posted import posted_version
from onde_portal.ui.templatetags.ui import chip
from onde_portal.workflow.selectors import timeline

PAGE = "admin:hubs_memo_page"
Move = Callable[[HttpRequest, Memo, User, datetime], str]


@dataclass
class Typed:
    """What stands in the page's form: as kept, or as it was typed; and what is to be said of it.

    ``theirs`` are label and text of the parts that somebody else has kept meanwhile.
    """

    texts: dict[str, str]
    version: int
    refusal: str = ""
    note: str = ""
    theirs: list[tuple[Any, str]] = field(default_factory=list)


def _as_kept(memo: Memo) -> Typed:
    return Typed({name: getattr(memo, name) for name in MemoForm.base_fields}, memo.version)


def _as_waiting(request: HttpRequest, memo: Memo) -> Typed:
    """What was sent after the session had ended, if anything was; else the memo as kept."""
    words = waiting_words(request)
    if words is None or "subject" not in words:
        return _as_kept(memo)
    said = gettext(
        "You were signed out. What you typed stands below and is not kept yet: keep it now."
    )
    texts = {name: words.get(name, "") for name in MemoForm.base_fields}
    return Typed(texts, posted_version(words), note=said)


def _as_refused(request: HttpRequest, memo: Memo, refusal: HubError) -> Typed:
    """What was typed beside what is kept, where somebody else has changed that meanwhile."""
    kept = _as_kept(memo)
    if "subject" not in request.POST:
        kept.refusal = str(refusal)
        return kept
    typed = Typed(_texts(request), memo.version, str(refusal))
    if isinstance(refusal, StaleRecord):
        typed.theirs = [
            (part.label, kept.texts[name])
            for name, part in MemoForm.base_fields.items()
            if kept.texts[name].split() != typed.texts[name].split()
        ]
    return typed


def _texts(request: HttpRequest) -> dict[str, str]:
    return {name: request.POST.get(name, "") for name in MemoForm.base_fields}


def _save(request: HttpRequest, memo: Memo, by: User, at: datetime) -> str:
    actions.save_memo(
        memo=memo, texts=_texts(request), version=posted_version(request.POST), by=by, at=at
    )
    forget_words(request)
    return gettext("The memo is kept.")


def _send(request: HttpRequest, memo: Memo, by: User, at: datetime) -> str:
    """Keep what stands in the form, then send it; nothing typed is lost where it is refused."""
    version = posted_version(request.POST)
    actions.save_memo(memo=memo, texts=_texts(request), version=version, by=by, at=at)
    forget_words(request)
    actions.send_memo(memo=memo, version=memo.version, by=by, at=at)
    return gettext("The memo is with the superior.")


def _endorse(request: HttpRequest, memo: Memo, by: User, at: datetime) -> str:
    actions.endorse_memo(
        memo=memo, remarks=request.POST.get("remarks", ""),
        version=posted_version(request.POST), by=by, at=at,
    )  # fmt: skip
    return gettext("The memo is endorsed and goes on to the director.")


def _approve(request: HttpRequest, memo: Memo, by: User, at: datetime) -> str:
    actions.approve_memo(
        memo=memo, remarks=request.POST.get("remarks", ""),
        version=posted_version(request.POST), by=by, at=at,
    )  # fmt: skip
    return gettext("The memo is approved as no. %(number)s.") % {"number": memo_number(memo)}


def _return(request: HttpRequest, memo: Memo, by: User, at: datetime) -> str:
    actions.return_memo(
        memo=memo, remarks=request.POST.get("remarks", ""),
        version=posted_version(request.POST), by=by, at=at,
    )  # fmt: skip
    return gettext("The memo is returned with your remarks.")


def _take_back(request: HttpRequest, memo: Memo, by: User, at: datetime) -> str:
    actions.take_memo_back(
        memo=memo, why=gettext("taken back by its writer"),
        version=posted_version(request.POST), by=by, at=at,
    )  # fmt: skip
    return gettext("The memo is a draft again.")


def _pdf(request: HttpRequest, memo: Memo, by: User, at: datetime) -> str:
    request_memo(memo, language=asked_language(request), by=by, at=at)
    return gettext("The PDF is being made.")


WRITING = {"save": _save, "send": _send, "back": _take_back}
DECIDING = {"endorse": _endorse, "approve": _approve, "return": _return}


@admin.register(Memo)
class MemoAdmin(PortalModelAdmin):
    """Memos by programme; each is written, sent and decided on its own page."""

    section = "8.2 (2)"
    list_display = ["subject", "programme", "standing", "numbered", "sent", "approved"]
    list_filter = ["state", "number_year", ("programme", RelatedFilter)]
    list_select_related = ["programme"]
    search_fields = ["subject", "purpose"]
    ordering = ["-written_at", "pk"]
    sent = moment_column("sent_at", _("sent"))
    approved = moment_column("approved_at", _("approved"))
    moves: ClassVar[Mapping[str, Move]] = {**WRITING, **DECIDING, "pdf": _pdf}

    @admin.display(description=_("state"), ordering="state")
    def standing(self, memo: Memo) -> str:
        return chip(memo.get_state_display(), tone_of(memo))

    @admin.display(description=_("number"), ordering="number")
    def numbered(self, memo: Memo) -> str:
        return memo_number(memo)

    def get_urls(self) -> list[URLPattern]:
        wrap = self.admin_site.admin_view
        moves = surviving_sign_in(wrap(writing(self.move)), page=PAGE)
        return [
            path("<int:pk>/page/", wrap(reading(self.page)), name="hubs_memo_page"),
            path("<int:pk>/word/", wrap(reading(self.word)), name="hubs_memo_word"),
            path("<int:pk>/preview/", wrap(writing(self.preview)), name="hubs_memo_preview"),
            path("<int:pk>/do/<slug:move>/", moves, name="hubs_memo_move"),
            *super().get_urls(),
        ]

    def change_view(
        self, request: HttpRequest, object_id: str, *args: Any, **kwargs: Any
    ) -> HttpResponse:
        return own_page(PAGE, object_id)

    def _memo(self, request: HttpRequest, pk: int) -> Memo:
        if not self.has_view_permission(request):
            raise PermissionDenied
        rows = Memo.objects.visible_to(request.user).select_related("programme", "sent_by")
        return get_object_or_404(rows, pk=pk)

    def page(self, request: HttpRequest, pk: int) -> HttpResponse:
        """The memo as it is kept: its form beside the paper."""
        memo = self._memo(request, pk)
        writes = memo.state in WRITABLE and may_run(person(request), memo.programme)
        return self._show(request, memo, _as_waiting(request, memo) if writes else _as_kept(memo))

    def word(self, request: HttpRequest, pk: int) -> HttpResponse:
        """The memo as a Word file."""
        memo, now = self._memo(request, pk), timezone.now()
        content = memo_word(memo, language=asked_language(request), at=now)
        return word_answer(content, memo.subject or gettext("Memorandum"))

    @method_decorator(csrf_protect)
    def preview(self, request: HttpRequest, pk: int) -> HttpResponse:
        """The paper with the words of the form as it stands, nothing kept.

        The paper alone for the page's script; the whole page for the button of those without one.
        """
        memo = self._memo(request, pk)
        if "whole" in request.POST:
            said = gettext("This is the preview of what you typed. Nothing is kept yet.")
            version = posted_version(request.POST)
            return self._show(request, memo, Typed(_texts(request), version, note=said))
        if memo.state in WRITABLE:
            _take_texts(memo, _texts(request))
        return TemplateResponse(request, "hubs/memo_preview.html", {"blocks": _paper(memo)})

    @method_decorator(csrf_protect)
    def move(self, request: HttpRequest, pk: int, move: str) -> HttpResponse:
        """Make one move; what is refused is said on the page, where all that was typed stands."""
        memo = self._memo(request, pk)
        if move not in self.moves:
            raise Http404
        by, at = person(request), timezone.now()
        if move in WRITING and not may_run(by, memo.programme):
            raise PermissionDenied
        if move in DECIDING and memo.sent_by_id != by.pk and not _decides(by, memo, at):
            raise PermissionDenied
        try:
            said = self.moves[move](request, memo, by, at)
        except HubError as refusal:
            memo = self._memo(request, pk)
            return self._show(request, memo, _as_refused(request, memo, refusal), status=409)
        messages.success(request, said)
        return redirect(PAGE, pk=pk)

    def _show(
        self, request: HttpRequest, memo: Memo, typed: Typed, status: int = 200
    ) -> HttpResponse:
        by, now = person(request), timezone.now()
        if memo.state in WRITABLE:
            _take_texts(memo, typed.texts)
        today = timezone.localtime(now).date()
        is_waiting = memo.state in WITH_SUPERIOR
        states = {value: str(label) for value, label in MemoState.choices}
        events = list(memo.events.select_related("by").order_by("at", "pk"))
        context = {
            **self.admin_site.each_context(request),
            "opts": self.opts,
            "title": memo.subject or gettext("Memorandum"),
            "memo": memo,
            "tone": tone_of(memo),
            "number": memo_number(memo),
            "form": MemoForm(initial=typed.texts),
            "typed": typed,
            "blocks": _paper(memo),
            "may_write": may_run(by, memo.programme) and memo.state in WRITABLE,
            "may_take_back": may_run(by, memo.programme) and is_waiting,
            "may_endorse": memo.state == MemoState.SENT and may_endorse_memo(by, memo, today),
            "may_approve": is_waiting and may_approve_memo(by, memo, today),
            "is_own": is_waiting and memo.sent_by_id == by.pk,
            "remarks": request.POST.get("remarks", ""),
            "papers": [(code, memo_print(memo, code)) for code in LANGUAGES],
            "events": timeline(events, states, MemoVerb),
            "page_url": reverse(PAGE, args=[memo.pk]).removesuffix("page/"),
        }
        return TemplateResponse(request, "hubs/memo.html", context, status=status)


def _decides(user: User, memo: Memo, at: datetime) -> bool:
    today = timezone.localtime(at).date()
    return may_endorse_memo(user, memo, today) or may_approve_memo(user, memo, today)


def _take_texts(memo: Memo, texts: Mapping[str, str]) -> None:
    """Put typed words on the paper without keeping them."""
    for name, text in texts.items():
        setattr(memo, name, text)


def _paper(memo: Memo) -> list[Any]:
    """The blocks of the paper; a memo is written in Thai."""
    with override("th"):
        return memo_blocks(memo, named_laos(memo), "th")
