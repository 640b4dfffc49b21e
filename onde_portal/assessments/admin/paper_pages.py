"""The pages of a test: its questions, what it does, what is printed of it, and the analysis."""

from collections import defaultdict
from collections.abc import Callable
from datetime import datetime
from typing import Any, ClassVar

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db.models import Model
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.urls import URLPattern, path
from django.utils import timezone
from django.utils.decorators import method_decorator
from django.utils.translation import get_language, gettext as _, ngettext
from django.views.decorators.csrf import csrf_protect

from onde_portal.accounts.access import person, reading, writing
from onde_portal.accounts.models import User
from onde_portal.accounts.permissions import Action, may
from onde_portal.assessments.actions import papers, sittings
from onde_portal.assessments.errors import AssessmentError
from onde_portal.assessments.imports.scores import ScoresImporter
from onde_portal.assessments.models import BasePaper, Host, Question, Topic
from onde_portal.assessments.reports import papers as reports
from onde_portal.assessments.selectors.papers import (
    items_as_asked,
    questions_of,
    questions_to_choose,
)
from onde_portal.documents.printing import qr_image
from onde_portal.thai.digits import NumberError, parse_int, read_key
from onde_portal.thai.text import thai_key
from onde_portal.ui.exports import table_answer
from onde_portal.ui.posted import posted_keys, posted_version

MOST_LISTED = 100
LAST = 10_000
Move = Callable[[HttpRequest, BasePaper, User, datetime], str]


def _open(request: HttpRequest, paper: BasePaper, by: User, at: datetime) -> str:
    version = posted_version(request.POST)
    papers.open_paper(paper=paper, version=version, by=by, at=at)
    return _("The test is open. Its questions stand fast now.")


def _close(request: HttpRequest, paper: BasePaper, by: User, at: datetime) -> str:
    sent = sittings.close_paper(paper=paper, by=by, at=at)
    if not sent:
        return _("The test is closed.")
    return ngettext(
        "The test is closed. %(count)d person had not sent it: those answers count as they stand.",
        "The test is closed. %(count)d people had not sent it: those answers count as they stand.",
        sent,
    ) % {"count": sent}


def _reopen(request: HttpRequest, paper: BasePaper, by: User, at: datetime) -> str:
    papers.reopen_paper(paper=paper, by=by, at=at)
    return _("The test is open again.")


def _build(request: HttpRequest, paper: BasePaper, by: User, at: datetime) -> str:
    is_parallel = request.POST.get("items") == "parallel"
    post, again = papers.build_post_test(host=paper.host, parallel=is_parallel, at=at)
    count = post.items.count()
    said = ngettext(
        "The post-test has %(count)d question, paired with the pre-test.",
        "The post-test has %(count)d questions, paired with the pre-test.",
        count,
    ) % {"count": count}
    if not again:
        return said
    more = ngettext(
        "%(count)d question has no parallel one and stands there again.",
        "%(count)d questions have no parallel one and stand there again.",
        again,
    ) % {"count": again}
    return f"{said} {more}"


MOVES: dict[str, Move] = {"open": _open, "close": _close, "reopen": _reopen, "build": _build}
PRINTS = {"paper": reports.TEST_PAPER, "key": reports.TEST_KEY}


class PaperPages:
    """Adds the pages of a test to the tests' admin; ``scores`` reads and writes results."""

    scores: ClassVar[type[ScoresImporter]]
    model: type[BasePaper]
    admin_site: Any
    has_view_permission: Any
    may_run_case: Any
    case_of: Any

    def page_name(self, page: str, model: type[Model] | None = None) -> str:
        """The name of an address of these tests."""
        opts = (model or self.model)._meta
        return f"{opts.app_label}_{opts.model_name}_{page}"

    def may_run(self, request: HttpRequest, paper: BasePaper) -> bool:
        """Whether the person may change things on the test now."""
        allowed: bool = self.may_run_case(person(request), self.case_of(paper))
        return allowed

    def get_urls(self) -> list[URLPattern]:
        wrap = self.admin_site.admin_view
        of_host = f"{self.model.host_field}/<int:host>/analysis/"
        pages = (
            ("<int:pk>/items/", reading(self.items_page), "items"),
            ("<int:pk>/items/save/", writing(self.save_items), "items_save"),
            ("<int:pk>/qr/", reading(self.qr_page), "qr"),
            ("<int:pk>/print/<slug:kind>/", writing(self.request_print), "print"),
            ("<int:pk>/results.xlsx", reading(self.results_table), "results"),
            ("<int:pk>/do/<slug:move>/", writing(self.paper_move), "move"),
            (of_host, reading(self.analysis_page), "analysis"),
            (f"{of_host}pdf/", writing(self.request_analysis), "analysis_pdf"),
            (f"{of_host}figures.xlsx", reading(self.figures_table), "figures"),
        )
        own = [path(part, wrap(view), name=self.page_name(name)) for part, view, name in pages]
        return [*own, *super().get_urls()]  # type: ignore[misc]

    def paper_of(self, request: HttpRequest, pk: int, *, changing: bool = False) -> BasePaper:
        """The test, for those who may look at it, or change things on it."""
        if not self.has_view_permission(request):
            raise PermissionDenied
        rows = self.model.objects.visible_to(request.user).select_related(self.model.host_field)
        paper: BasePaper = get_object_or_404(rows, pk=pk)
        if changing and not self.may_run(request, paper):
            raise PermissionDenied
        return paper

    # --- questions

    def items_page(self, request: HttpRequest, pk: int) -> HttpResponse:
        """The questions of a test, and those of the bank to choose from."""
        return self._items(request, self.paper_of(request, pk))

    def _items(
        self, request: HttpRequest, paper: BasePaper, *, refusal: str = "", status: int = 200
    ) -> HttpResponse:
        items = items_as_asked(paper)
        topic = request.GET.get("topic", "")
        words = request.GET.get("q", "")[:100]
        on_it = [item.question_id for item in items]
        bank = questions_to_choose(
            topic=read_key(topic),
            words=thai_key(words).split(),
        ).exclude(pk__in=on_it)
        may_change = self.may_run(request, paper) and paper.state == BasePaper.State.DRAFT
        context = {
            **self.admin_site.each_context(request),
            "title": paper.title,
            "paper": paper,
            "items": items,
            "paired": sum(item.pair is not None for item in items),
            "has_other": paper.host.papers.exclude(pk=paper.pk).exists(),
            "bank": bank[:MOST_LISTED] if may_change else (),
            "bank_count": bank.count() if may_change else 0,
            "topics": Topic.objects.order_by("position", "pk"),
            "topic": topic,
            "words": words,
            "may_change": may_change,
            "may_see_key": may(request.user, Action.RUN_CASE),
            "posted": defaultdict(str, request.POST.items()),
            "refusal": refusal,
        }
        return TemplateResponse(request, "assessments/paper_items.html", context, status=status)

    @method_decorator(csrf_protect)
    def save_items(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Order, take out and add questions in one go."""
        paper = self.paper_of(request, pk, changing=True)
        version = posted_version(request.POST)
        try:
            papers.choose_items(
                paper=paper, questions=self._chosen(request, paper), version=version
            )
        except AssessmentError as refusal:
            return self._items(
                request, self.paper_of(request, pk), refusal=str(refusal), status=409
            )
        messages.success(request, _("The questions are kept."))
        query = request.META.get("QUERY_STRING", "")
        page = redirect(f"admin:{self.page_name('items')}", pk=pk)
        page["Location"] += f"?{query}" if query else ""
        return page

    def _chosen(self, request: HttpRequest, paper: BasePaper) -> list[Question]:
        """The kept questions by their numbers, then those that were added."""
        out = set(request.POST.getlist("remove"))
        kept = [item.question for item in items_as_asked(paper) if str(item.question_id) not in out]
        kept.sort(key=lambda one: _position(request.POST.get(f"position-{one.pk}", "")))
        keys = posted_keys(request, "add")
        added = questions_to_choose(topic=None, words=()).filter(pk__in=keys)
        return [*kept, *added]

    # --- what a test does

    @method_decorator(csrf_protect)
    def paper_move(self, request: HttpRequest, pk: int, move: str) -> HttpResponse:
        """Open, close, open again, or make the post-test; what is refused is said."""
        paper = self.paper_of(request, pk, changing=True)
        if move not in MOVES:
            raise Http404
        try:
            said = MOVES[move](request, paper, person(request), timezone.now())
        except AssessmentError as refusal:
            messages.error(request, str(refusal))
        else:
            messages.success(request, said)
        return redirect(paper.host_page, pk=paper.host_id)

    # --- what is printed and shown

    @method_decorator(csrf_protect)
    def request_print(self, request: HttpRequest, pk: int, kind: str) -> HttpResponse:
        """Have the test or its key made as it reads now."""
        paper = self.paper_of(request, pk)
        if kind not in PRINTS:
            raise Http404
        if not may(request.user, Action.RUN_CASE):
            raise PermissionDenied
        document = reports.request_test_paper(
            PRINTS[kind], paper, language=get_language() or "th", by=person(request),
            at=timezone.now(),
        )  # fmt: skip
        return redirect("document", pk=document.pk)

    def qr_page(self, request: HttpRequest, pk: int) -> HttpResponse:
        """The QR code to show on the wall."""
        paper = self.paper_of(request, pk)
        address = reports.quiz_address(paper)
        context = {
            **self.admin_site.each_context(request),
            "title": paper.title,
            "paper": paper,
            "address": address,
            "qr": qr_image(address),
        }
        return TemplateResponse(request, "assessments/paper_qr.html", context)

    def results_table(self, request: HttpRequest, pk: int) -> HttpResponseBase:
        """Everybody's answers as a spreadsheet that can be imported again."""
        paper = self.paper_of(request, pk)
        if not may(request.user, Action.READ_PERSONAL_DATA):
            raise PermissionDenied
        importer = self.scores({"paper": str(paper.pk)})
        header, rows = importer.table()
        return table_answer("xlsx", paper.title, header, rows)

    # --- analysis

    def _host(self, request: HttpRequest, pk: int) -> Host:
        if not self.has_view_permission(request):
            raise PermissionDenied
        hosts: Any = self.model._meta.get_field(self.model.host_field).related_model
        found: Host = get_object_or_404(hosts.objects.visible_to(request.user), pk=pk)
        return found

    def analysis_page(self, request: HttpRequest, host: int) -> HttpResponse:
        """What the two tests tell."""
        case = self._host(request, host)
        context = {
            **self.admin_site.each_context(request),
            "title": _("Analysis of pre-test and post-test"),
            "host": case,
            "host_page": self.model.host_page,
            "host_section": self.model.section,
            "result": reports.analysis_of(case),
            "papers": questions_of(case),
            "may_print": may(request.user, Action.RUN_CASE),
        }
        return TemplateResponse(request, "assessments/paper_analysis.html", context)

    @method_decorator(csrf_protect)
    def request_analysis(self, request: HttpRequest, host: int) -> HttpResponse:
        """Have the analysis made as a paper."""
        case = self._host(request, host)
        if not may(request.user, Action.RUN_CASE):
            raise PermissionDenied
        if reports.analysis_of(case) is None:
            raise Http404
        document = reports.request_analysis(
            case, language=get_language() or "th", by=person(request), at=timezone.now()
        )
        return redirect("document", pk=document.pk)

    def figures_table(self, request: HttpRequest, host: int) -> HttpResponseBase:
        """The figures as a spreadsheet."""
        case = self._host(request, host)
        result = reports.analysis_of(case)
        if result is None:
            raise Http404
        header = [_("Figure"), _("Value"), _("Shown as"), _("Note")]
        rows = [(one.label, one.value, one.shown, one.note) for one in result.figures]
        return table_answer("xlsx", f"{_('Figures')} {case.title}", header, rows)


def _position(text: str) -> int:
    """A typed number of a question; what is none comes last."""
    try:
        return parse_int(text)
    except NumberError:
        return LAST
