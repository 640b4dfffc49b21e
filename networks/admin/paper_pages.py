"""The pages of a test: its questions, what it does, what is printed of it, and the analysis."""

from collections import defaultdict
from collections.abc import Callable
from datetime import datetime
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.urls import URLPattern, path
from django.utils import timezone
from django.utils.decorators import method_decorator
from django.utils.translation import get_language, gettext as _, ngettext
from django.views.decorators.csrf import csrf_protect

from networks.actions import papers, sittings
from networks.actions.founding import NetworkError
from networks.imports.scores import ScoresImporter
from networks.models import NetworkProject, Paper, Question, Topic
from networks.policies import may_run
from networks.reports import papers as reports
from networks.selectors.papers import items_as_asked, questions_of, questions_to_choose
from onde_portal.accounts.access import person, reading, writing
from onde_portal.accounts.models import User
from onde_portal.accounts.permissions import Action, may
from onde_portal.documents.printing import qr_image
from onde_portal.exchange.writing import XLSX, to_xlsx
from onde_portal.thai.digits import NumberError, parse_int
from onde_portal.thai.text import thai_key
from onde_portal.ui.case_admin import posted_number

MOST_LISTED = 100
LAST = 10_000
Move = Callable[[HttpRequest, Paper, User, datetime], str]


def _open(request: HttpRequest, paper: Paper, by: User, at: datetime) -> str:
    version = posted_number(request, "version")
    papers.open_paper(paper=paper, version=version, by=by, at=at)
    return _("The test is open. Its questions stand fast now.")


def _close(request: HttpRequest, paper: Paper, by: User, at: datetime) -> str:
    sent = sittings.close_paper(paper=paper, by=by, at=at)
    if not sent:
        return _("The test is closed.")
    return ngettext(
        "The test is closed. %(count)d person had not sent it: those answers count as they stand.",
        "The test is closed. %(count)d people had not sent it: those answers count as they stand.",
        sent,
    ) % {"count": sent}


def _reopen(request: HttpRequest, paper: Paper, by: User, at: datetime) -> str:
    papers.reopen_paper(paper=paper, by=by, at=at)
    return _("The test is open again.")


def _build(request: HttpRequest, paper: Paper, by: User, at: datetime) -> str:
    is_parallel = request.POST.get("items") == "parallel"
    post, again = papers.build_post_test(project=paper.project, parallel=is_parallel, at=at)
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


def workbook(content: bytes, name: str) -> HttpResponse:
    """A spreadsheet to download."""
    answer = HttpResponse(content, content_type=XLSX)
    answer.headers["Content-Disposition"] = f'attachment; filename="{name}.xlsx"'
    return answer


class PaperPages:
    """Adds the pages of a test to the tests' admin."""

    admin_site: Any
    has_view_permission: Any

    def get_urls(self) -> list[URLPattern]:
        wrap = self.admin_site.admin_view
        pages = (
            ("<int:pk>/items/", reading(self.items_page), "items"),
            ("<int:pk>/items/save/", writing(self.save_items), "items_save"),
            ("<int:pk>/qr/", reading(self.qr_page), "qr"),
            ("<int:pk>/print/<slug:kind>/", writing(self.request_print), "print"),
            ("<int:pk>/results.xlsx", reading(self.results_table), "results"),
            ("<int:pk>/do/<slug:move>/", writing(self.paper_move), "move"),
            ("project/<int:project>/analysis/", reading(self.analysis_page), "analysis"),
            ("project/<int:project>/analysis/pdf/", writing(self.request_analysis), "analysis_pdf"),
            (
                "project/<int:project>/analysis/figures.xlsx",
                reading(self.figures_table),
                "figures",
            ),
        )
        own = [path(part, wrap(view), name=f"networks_paper_{name}") for part, view, name in pages]
        return [*own, *super().get_urls()]  # type: ignore[misc]

    def paper_of(self, request: HttpRequest, pk: int, *, changing: bool = False) -> Paper:
        """The test, for those who may look at it, or change things on it."""
        if not self.has_view_permission(request):
            raise PermissionDenied
        rows = Paper.objects.visible_to(request.user).select_related("project__owner")
        paper = get_object_or_404(rows, pk=pk)
        if changing and not may_run(person(request), paper.project):
            raise PermissionDenied
        return paper

    # --- questions

    def items_page(self, request: HttpRequest, pk: int) -> HttpResponse:
        """The questions of a test, and those of the bank to choose from."""
        return self._items(request, self.paper_of(request, pk))

    def _items(
        self, request: HttpRequest, paper: Paper, *, refusal: str = "", status: int = 200
    ) -> HttpResponse:
        items = items_as_asked(paper)
        topic = request.GET.get("topic", "")
        words = request.GET.get("q", "")[:100]
        on_it = [item.question_id for item in items]
        bank = questions_to_choose(
            topic=int(topic) if topic.isascii() and topic.isdigit() else None,
            words=thai_key(words).split(),
        ).exclude(pk__in=on_it)
        may_change = may_run(person(request), paper.project) and paper.state == Paper.State.DRAFT
        context = {
            **self.admin_site.each_context(request),
            "title": paper.title,
            "paper": paper,
            "items": items,
            "paired": sum(item.pair is not None for item in items),
            "has_other": paper.project.papers.exclude(pk=paper.pk).exists(),
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
        return TemplateResponse(request, "networks/paper_items.html", context, status=status)

    @method_decorator(csrf_protect)
    def save_items(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Order, take out and add questions in one go."""
        paper = self.paper_of(request, pk, changing=True)
        version = posted_number(request, "version")
        try:
            papers.choose_items(
                paper=paper, questions=self._chosen(request, paper), version=version
            )
        except NetworkError as refusal:
            return self._items(
                request, self.paper_of(request, pk), refusal=str(refusal), status=409
            )
        messages.success(request, _("The questions are kept."))
        query = request.META.get("QUERY_STRING", "")
        page = redirect("admin:networks_paper_items", pk=pk)
        page["Location"] += f"?{query}" if query else ""
        return page

    def _chosen(self, request: HttpRequest, paper: Paper) -> list[Question]:
        """The kept questions by their numbers, then those that were added."""
        out = set(request.POST.getlist("remove"))
        kept = [item.question for item in items_as_asked(paper) if str(item.question_id) not in out]
        kept.sort(key=lambda one: _position(request.POST.get(f"position-{one.pk}", "")))
        keys = [key for key in request.POST.getlist("add") if key.isascii() and key.isdigit()]
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
        except NetworkError as refusal:
            messages.error(request, str(refusal))
        else:
            messages.success(request, said)
        return redirect("admin:networks_networkproject_tests", pk=paper.project_id)

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
        return TemplateResponse(request, "networks/paper_qr.html", context)

    def results_table(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Everybody's answers as a spreadsheet that can be imported again."""
        paper = self.paper_of(request, pk)
        if not may(request.user, Action.READ_PERSONAL_DATA):
            raise PermissionDenied
        importer = ScoresImporter({"paper": str(paper.pk)})
        header, rows = importer.table()
        return workbook(to_xlsx(paper.get_kind_display(), header, rows), f"{paper.kind}-test-{pk}")

    # --- analysis

    def _project(self, request: HttpRequest, pk: int) -> NetworkProject:
        if not self.has_view_permission(request):
            raise PermissionDenied
        return get_object_or_404(NetworkProject.objects.visible_to(request.user), pk=pk)

    def analysis_page(self, request: HttpRequest, project: int) -> HttpResponse:
        """What the two tests tell."""
        case = self._project(request, project)
        context = {
            **self.admin_site.each_context(request),
            "title": _("Analysis of pre-test and post-test"),
            "project": case,
            "result": reports.analysis_of(case),
            "papers": questions_of(case),
            "may_print": may(request.user, Action.RUN_CASE),
        }
        return TemplateResponse(request, "networks/paper_analysis.html", context)

    @method_decorator(csrf_protect)
    def request_analysis(self, request: HttpRequest, project: int) -> HttpResponse:
        """Have the analysis made as a paper."""
        case = self._project(request, project)
        if not may(request.user, Action.RUN_CASE):
            raise PermissionDenied
        if reports.analysis_of(case) is None:
            raise Http404
        document = reports.request_analysis(
            case, language=get_language() or "th", by=person(request), at=timezone.now()
        )
        return redirect("document", pk=document.pk)

    def figures_table(self, request: HttpRequest, project: int) -> HttpResponse:
        """The figures as a spreadsheet."""
        case = self._project(request, project)
        result = reports.analysis_of(case)
        if result is None:
            raise Http404
        header = [_("Figure"), _("Value"), _("Shown as"), _("Note")]
        rows = [(one.label, one.value, one.shown, one.note) for one in result.figures]
        return workbook(to_xlsx(_("Figures"), header, rows), f"figures-{project}")


def _position(text: str) -> int:
    """A typed number of a question; what is none comes last."""
    try:
        return parse_int(text)
    except NumberError:
        return LAST
