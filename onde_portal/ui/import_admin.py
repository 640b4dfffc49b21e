"""Pages of the staff's site that import a list: send a file, look at it, take it over, undo."""

from collections.abc import Callable
from datetime import datetime
from functools import partial
from typing import Any, ClassVar, cast

from django.contrib import messages
from django.core.exceptions import ObjectDoesNotExist, PermissionDenied
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse
from django.utils import timezone
from django.utils.http import urlencode
from django.utils.translation import gettext as _, ngettext

from onde_portal.accounts.access import person, reading, writing
from onde_portal.accounts.permissions import Action, may
from onde_portal.exchange import actions
from onde_portal.exchange.blanks import blank_workbook
from onde_portal.exchange.importing import ImportColumn, Importer, ImportRefused, Kind
from onde_portal.exchange.models import ImportRun, ImportState
from onde_portal.exchange.planning import AS_NEW, LEAVE_OUT, USE, Plan
from onde_portal.exchange.reading import TableRefused
from onde_portal.exchange.resources import Column
from onde_portal.exchange.writing import XLSX
from onde_portal.ui.admin import PortalModelAdmin
from onde_portal.ui.exports import table_answer
from onde_portal.ui.import_preview import (
    ROWS_A_PAGE,
    WRONG,
    page_of,
    place,
    rows_page,
    shown_part,
    tabs,
    taken_before,
)
from onde_portal.workflow.uploads import UploadRefused

ACCEPT = ".xlsx,.csv,.txt"
EARLIER = 10
FIRST = "first"
LONGEST_CHOICE = 80
TONES = {
    ImportState.PREVIEW: "warn",
    ImportState.APPLIED: "good",
    ImportState.UNDONE: "",
    ImportState.DISCARDED: "",
}

Move = Callable[[HttpRequest, ImportRun, Importer, datetime], str]


def _choose(request: HttpRequest, run: ImportRun, importer: Importer, at: datetime) -> str:
    """The choices of one page, then one choice for all unclear rows that are left, if asked."""
    choices = {
        name.removeprefix("row-"): str(chosen)[:LONGEST_CHOICE]
        for name, chosen in request.POST.items()
        if name.startswith("row-") and name.removeprefix("row-").isdigit()
    }
    rest = request.POST.get("rest", "")
    if rest in {AS_NEW, LEAVE_OUT, FIRST}:
        for row in actions.plan_of(run, importer).undecided({**run.choices, **choices}):
            first = f"{USE}{row.verdict.candidates[0].pk}" if row.verdict.candidates else AS_NEW
            choices[str(row.number)] = first if rest == FIRST else rest
    actions.keep_choices(run=run, choices=choices, by=person(request), at=at)
    return _("The choices are kept. Nothing is written yet.")


def _apply(request: HttpRequest, run: ImportRun, importer: Importer, at: datetime) -> str:
    actions.apply_run(
        run=run, importer=importer, digest=request.POST.get("digest", ""),
        good_rows_only=request.POST.get("good_rows_only") == "1", by=person(request), at=at,
    )  # fmt: skip
    count = len({item["row"] for item in run.result})
    return ngettext("%(count)d row was taken over.", "%(count)d rows were taken over.", count) % {
        "count": count
    }


def _undo(request: HttpRequest, run: ImportRun, importer: Importer, at: datetime) -> str:
    actions.undo_run(run=run, importer=importer, by=person(request), at=at)
    return _("The import is undone. The list is as it was before.")


def _discard(request: HttpRequest, run: ImportRun, importer: Importer, at: datetime) -> str:
    actions.discard_run(run=run, by=person(request), at=at)
    return _("The file is discarded. Nothing was written.")


MOVES: dict[str, Move] = {
    "choose": _choose,
    "apply": _apply,
    "undo": _undo,
    "discard": _discard,
}


class ImportingAdmin(PortalModelAdmin):
    """A list with an importer. ``import_action`` is the permission that importing takes.

    Addresses (names ``<app>_<model>_import…``): ``import/`` to send a file, with the importer's
    ``context_keys`` in the query; ``import/template/``; ``import/<run>/`` with its moves. Who may
    import gets the importer's columns when exporting, so that the file can come back.
    """

    importer: ClassVar[type[Importer]]
    import_action: ClassVar[Action]

    def get_urls(self) -> list[URLPattern]:
        wrap = self.admin_site.admin_view
        name = f"{self.opts.app_label}_{self.opts.model_name}_import"
        return [
            path("import/", wrap(reading(self.import_page)), name=name),
            path("import/send/", wrap(writing(self.import_send)), name=f"{name}_send"),
            path("import/template/", wrap(reading(self.import_blank)), name=f"{name}_template"),
            path("import/<int:run>/", wrap(reading(self.import_run)), name=f"{name}_run"),
            path(
                "import/<int:run>/errors.xlsx",
                wrap(reading(self.import_errors)),
                name=f"{name}_errors",
            ),
            path(
                "import/<int:run>/<slug:move>/",
                wrap(writing(self.import_move)),
                name=f"{name}_move",
            ),
            *super().get_urls(),
        ]

    def has_import_permission(self, request: HttpRequest) -> bool:
        return may(request.user, self.import_action)

    def changelist_view(
        self, request: HttpRequest, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        given: dict[str, Any] = {}
        if self.has_import_permission(request) and not self.importer.context_keys:
            given["import_url"] = self._address("")
        return super().changelist_view(request, given | (extra_context or {}))

    def export_rows(self, rows: QuerySet[Any]) -> QuerySet[Any]:
        """With what the importer's columns read."""
        return cast("QuerySet[Any]", self.importer().with_values(rows))

    def export_columns(self, request: HttpRequest) -> list[Column]:
        """The importer's columns for those who may import, so that the file reads back."""
        given = self.importer.values_of is not Importer.values_of
        if not (given and self.has_import_permission(request)):
            return super().export_columns(request)
        importer = self.importer()
        return [(column.label, partial(_cell, importer, column)) for column in importer.columns]

    # --- pages

    def import_page(self, request: HttpRequest) -> HttpResponse:
        """Where a file is sent from, and what was imported before."""
        importer = self._importer(request, request.GET)
        refusal = ""
        try:
            importer.check_context(person(request))
        except ImportRefused as error:
            refusal = str(error)
        return self._upload_page(request, importer, refusal=refusal, is_closed=bool(refusal))

    def import_send(self, request: HttpRequest) -> HttpResponse:
        """Keep the file and show what it would do; what cannot be read is said at once."""
        importer = self._importer(request, request.POST)
        upload = request.FILES.get("file")
        if upload is None:
            return self._upload_page(request, importer, refusal=_("Choose a file first."))
        try:
            run = actions.upload_import(
                importer=importer, action=self.import_action, upload=upload,
                by=person(request), at=timezone.now(),
            )  # fmt: skip
        except (UploadRefused, TableRefused, ImportRefused) as error:
            return self._upload_page(request, importer, refusal=str(error))
        return redirect(self._address("run", run.pk))

    def import_blank(self, request: HttpRequest) -> HttpResponse:
        """The workbook to fill in."""
        importer = self._importer(request, request.GET)
        return _workbook(blank_workbook(importer), f"{importer.key}-template")

    def import_run(self, request: HttpRequest, run: int) -> HttpResponse:
        """What a file would do, row by row, or what it did."""
        return self._show(request, *self._run(request, run))

    def import_errors(self, request: HttpRequest, run: int) -> HttpResponseBase:
        """Every error of the file as a table, to be worked through beside it."""
        found, importer = self._run(request, run)
        if found.state != ImportState.PREVIEW:
            raise Http404
        plan = self._plan(found, importer)
        header = [_("Sheet"), _("Row"), _("Column"), _("Cell"), _("What is wrong")]
        rows = [
            (plan.sheet or found.name, error.row, error.column, error.cell, error.message)
            for error in plan.errors
        ]
        return table_answer("xlsx", f"{_('Errors')} {found.name}", header, rows)

    def import_move(self, request: HttpRequest, run: int, move: str) -> HttpResponse:
        """Choose, take over, undo or discard; what is refused is said on the page."""
        found, importer = self._run(request, run)
        if move not in MOVES:
            raise Http404
        try:
            said = MOVES[move](request, found, importer, timezone.now())
        except (ImportRefused, TableRefused) as error:
            found.refresh_from_db()
            return self._show(request, found, importer, refusal=str(error), status=409)
        messages.success(request, said)
        if found.state == ImportState.DISCARDED:
            return redirect(self._upload_url(importer))
        return redirect(f"{self._address('run', run)}{place(request)}")

    # --- what they show

    def _importer(self, request: HttpRequest, given: QueryDict) -> Importer:
        context = {key: str(given[key]) for key in self.importer.context_keys if key in given}
        return self._checked(request, self.importer(context))

    def _checked(self, request: HttpRequest, importer: Importer) -> Importer:
        """403 without the permission, 404 where the context is not this person's to see."""
        if not self.has_import_permission(request):
            raise PermissionDenied
        try:
            importer.check_context(person(request))
        except (ObjectDoesNotExist, ValueError) as error:
            raise Http404 from error
        except ImportRefused:
            pass  # said where something would be imported; what was can still be looked at
        return importer

    def _run(self, request: HttpRequest, pk: int) -> tuple[ImportRun, Importer]:
        if not self.has_import_permission(request):
            raise PermissionDenied
        runs = ImportRun.objects.visible_to(request.user).select_related("uploaded_by")
        run = get_object_or_404(runs, pk=pk, importer=self.importer.key)
        return run, self._checked(request, self.importer(run.context))

    def _plan(self, run: ImportRun, importer: Importer) -> Plan:
        try:
            return actions.plan_of(run, importer)
        except FileNotFoundError as error:
            raise Http404(_("This file is not in the store.")) from error

    def _address(self, name: str, *args: Any) -> str:
        base = f"admin:{self.opts.app_label}_{self.opts.model_name}_import"
        return reverse(f"{base}_{name}" if name else base, args=args)

    def _upload_url(self, importer: Importer) -> str:
        return f"{self._address('')}{_query(importer)}"

    def _common(self, request: HttpRequest, importer: Importer) -> dict[str, Any]:
        return {
            **self.admin_site.each_context(request),
            "opts": self.opts,
            "title": _("Import: %(list)s") % {"list": importer.title},
            "importer": importer,
            "list_title": self.opts.verbose_name_plural,
            "list_url": reverse(f"admin:{self.opts.app_label}_{self.opts.model_name}_changelist"),
            "back_url": importer.return_url(),
            "upload_url": self._upload_url(importer),
        }

    def _upload_page(
        self,
        request: HttpRequest,
        importer: Importer,
        *,
        refusal: str = "",
        is_closed: bool = False,
    ) -> HttpResponse:
        runs = ImportRun.objects.visible_to(request.user).filter(
            importer=importer.key, context=dict(importer.context)
        )
        earlier = runs.select_related("uploaded_by").order_by("-uploaded_at", "-pk")[:EARLIER]
        context = self._common(request, importer) | {
            "refusal": refusal,
            "is_closed": is_closed,
            "accept": ACCEPT,
            "send_url": self._address("send"),
            "blank_url": f"{self._address('template')}{_query(importer)}",
            "runs": [
                (run, self._address("run", run.pk), TONES[ImportState(run.state)])
                for run in earlier
            ],
        }
        status = 409 if refusal and request.method == "POST" else 200
        return TemplateResponse(request, "exchange/import_upload.html", context, status=status)

    def _show(
        self,
        request: HttpRequest,
        run: ImportRun,
        importer: Importer,
        *,
        refusal: str = "",
        status: int = 200,
    ) -> HttpResponse:
        page = self._common(request, importer) | {
            "run": run,
            "refusal": refusal,
            "run_url": self._address("run", run.pk),
            "tone": TONES[ImportState(run.state)],
        }
        if run.state == ImportState.PREVIEW:
            page |= self._preview(request, run, importer)
            return TemplateResponse(request, "exchange/import_preview.html", page, status=status)
        rows = [item for item in run.result if item["row"]]
        page["rows"] = page_of(request, rows, ROWS_A_PAGE)
        page |= _done(run)
        return TemplateResponse(request, "exchange/import_result.html", page, status=status)

    def _preview(self, request: HttpRequest, run: ImportRun, importer: Importer) -> dict[str, Any]:
        plan = self._plan(run, importer)
        undecided = plan.undecided(run.choices)
        shown = shown_part(request, plan)
        return {
            "plan": plan,
            "shown": shown,
            "tabs": tabs(plan, shown),
            "rows": rows_page(request, plan, run, importer, shown),
            "columns": importer.columns,
            "undecided": len(undecided),
            **_takable(plan, run),
            "before": taken_before(run),
            "errors_url": self._address("errors", run.pk),
        }


def _cell(importer: Importer, column: ImportColumn, row: Any) -> Any:
    return column.cell(importer.values_of(row).get(column.key))


def _takable(plan: Plan, run: ImportRun) -> dict[str, Any]:
    """How many rows could be written now, and why none can though some might be."""
    try:
        return {"takable": 0 if plan.blocked else len(plan.taken(run.choices)), "clash": ""}
    except ImportRefused as error:
        return {"takable": 0, "clash": str(error)}


def _done(run: ImportRun) -> dict[str, int]:
    """How many rows created, changed or did nothing."""
    created, changed = (run.counts.get(f"{what}_rows", 0) for what in ("created", "changed"))
    asked = sum(run.counts.get(key, 0) for key in (Kind.NEW, Kind.CHANGED, Kind.UNSURE, WRONG))
    return {"created": created, "changed": changed, "left_out": asked - created - changed}


def _query(importer: Importer) -> str:
    return f"?{urlencode(dict(importer.context))}" if importer.context else ""


def _workbook(content: bytes, name: str) -> HttpResponse:
    answer = HttpResponse(content, content_type=XLSX)
    answer.headers["Content-Disposition"] = f'attachment; filename="{name}.xlsx"'
    return answer
