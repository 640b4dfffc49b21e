"""The register of what the Office issued: every paper with its number, code, sum and edition."""

from collections.abc import Sequence
from datetime import datetime, time
from types import MappingProxyType
from typing import Any

from django.contrib import admin
from django.contrib.admin.views.main import ChangeList
from django.db.models import Max, Min, QuerySet
from django.http import HttpRequest, HttpResponse
from django.template.defaultfilters import filesizeformat
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext, gettext_lazy as _, ngettext, pgettext_lazy

from onde_portal.accounts.access import person
from onde_portal.documents.kinds import known_kinds
from onde_portal.documents.models import StoredDocument
from onde_portal.documents.selectors import pages_among, readable_among
from onde_portal.exchange.resources import Column
from onde_portal.thai.calendar import fiscal_year, fiscal_year_end, fiscal_year_start
from onde_portal.thai.working_time import BANGKOK
from onde_portal.ui.admin import PortalModelAdmin, moment_column
from onde_portal.ui.templatetags.ui import thai_date_short

SHOWN_OF_SUM = 8
NOTHING = "–"
State = StoredDocument.State


class KindFilter(admin.SimpleListFilter):
    """By kind of paper, in words."""

    title = _("kind")
    parameter_name = "kind"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        names = [(key, str(kind.label or key)) for key, kind in known_kinds().items()]
        return sorted(names, key=lambda pair: pair[1])

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        return queryset.filter(kind=self.value()) if self.value() else queryset


class IssuedFilter(admin.SimpleListFilter):
    """By the fiscal year (B.E.) in which it was issued."""

    title = _("fiscal year")
    parameter_name = "year"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        ends = StoredDocument.objects.aggregate(first=Min("issued_at"), last=Max("issued_at"))
        if ends["first"] is None:
            return []
        first, last = (fiscal_year(ends[end].astimezone(BANGKOK).date()) for end in ends)
        return [(str(year), str(year)) for year in range(last, first - 1, -1)]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        year = self.value()
        if not year or year not in dict(self.lookup_choices):
            return queryset
        begins = datetime.combine(fiscal_year_start(int(year)), time.min, BANGKOK)
        ends = datetime.combine(fiscal_year_end(int(year)), time.max, BANGKOK)
        return queryset.filter(issued_at__range=(begins, ends))


class StandingFilter(admin.SimpleListFilter):
    """In force, superseded, or not made (yet)."""

    title = _("state")
    parameter_name = "standing"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:
        return [
            ("in_force", _("In force")),
            ("superseded", _("Superseded")),
            ("waiting", _("Being made")),
            ("failed", pgettext_lazy("document", "Failed")),
            ("cancelled", _("Cancelled")),
        ]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        match self.value():
            case "in_force":
                return queryset.filter(issued_at__isnull=False, superseded_at=None)
            case "superseded":
                return queryset.filter(superseded_at__isnull=False)
            case "waiting":
                return queryset.filter(state__in=[State.QUEUED, State.MAKING])
            case "failed" | "cancelled" as state:
                return queryset.filter(state=state)
        return queryset


def _look_up(documents: Sequence[StoredDocument], request: HttpRequest) -> None:
    """Note on each row whether this person may read its file, and where its subject's page is."""
    there = [document for document in documents if document.state == State.READY]
    readable, pages = readable_among(person(request), there), pages_among(documents)
    for document in documents:
        vars(document).update(
            may_be_read=document.pk in readable, subject_page=pages.get(document.pk, "")
        )


class _Page(ChangeList):
    """A page of the register, which asks for all its rows at once."""

    def get_results(self, request: HttpRequest) -> None:
        super().get_results(request)
        self.result_list = list(self.result_list)
        _look_up(self.result_list, request)


@admin.register(StoredDocument)
class StoredDocumentAdmin(PortalModelAdmin):
    """To read, to search and to export. Earlier editions stay, and stay as they were."""

    list_display = [
        "shown_number", "kind_name", "about_what", "code", "issued", "standing", "sum",
        "asked_by", "pdf",
    ]  # fmt: skip
    list_display_links = ["kind_name"]
    list_filter = [KindFilter, IssuedFilter, StandingFilter]
    search_help_text = _("Number, check code, title or SHA-256")
    search_fields = ["number", "title", "subject", "check_code", "own_code", "sha256__istartswith"]
    list_select_related = ["requested_by"]
    ordering = ["-requested_at", "-pk"]
    fields = [
        "kind_name", "shown_number", "about_what", "title", "standing", "code", "sha256", "extent",
        "asked_by", "requested_at", "issued_at", "made_at", "superseded_at", "error",
    ]  # fmt: skip
    readonly_fields = [
        "kind_name", "shown_number", "about_what", "standing", "code", "extent", "asked_by", "pdf",
    ]  # fmt: skip
    # The link's address is nothing for a file, and would be asked for row by row.
    in_files = MappingProxyType({"about_what": "about_name"})
    issued = moment_column("issued_at", pgettext_lazy("document", "issued"))

    def export_columns(self, request: HttpRequest) -> list[Column]:
        """The list's columns with the whole sum, and without the links."""
        columns = [
            column
            for column, name in zip(
                super().export_columns(request), self.get_list_display(request), strict=True
            )
            if name not in {"sum", "pdf"}
        ]
        return [
            *columns,
            (str(_("superseded")), lambda row: row.superseded_at),
            (str(_("number of pages")), lambda row: row.pages),
            (str(_("size in bytes")), lambda row: row.size),
            ("SHA-256", lambda row: row.sha256),
            (str(_("title")), str),
        ]

    def get_changelist(self, request: HttpRequest, **kwargs: Any) -> type[ChangeList]:
        return _Page

    def get_object(self, request: HttpRequest, *args: Any, **kwargs: Any) -> StoredDocument | None:
        found: StoredDocument | None = super().get_object(request, *args, **kwargs)
        if found is not None:
            _look_up([found], request)
        return found

    def changelist_view(
        self, request: HttpRequest, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        named = {"list_title": gettext("Register of documents")}
        return super().changelist_view(request, named | (extra_context or {}))

    @admin.display(description=pgettext_lazy("document", "number"), ordering="number")
    def shown_number(self, document: StoredDocument) -> str:
        return document.number or "–"

    @admin.display(description=_("kind"), ordering="kind")
    def kind_name(self, document: StoredDocument) -> str:
        kind = known_kinds().get(document.kind)
        return str(kind.label or document.kind) if kind else document.kind

    @admin.display(description=_("case or subject"), ordering="subject")
    def about_what(self, document: StoredDocument) -> str:
        address, name = vars(document)["subject_page"], self.about_name(document)
        return format_html('<a href="{}">{}</a>', address, name) if address else name

    @admin.display(description=_("case or subject"))
    def about_name(self, document: StoredDocument) -> str:
        return document.subject or document.title

    @admin.display(description=_("check code"), ordering="check_code")
    def code(self, document: StoredDocument) -> str:
        """The file's code, and the one that its subject has of its own; a paper has either.

        A draft bears none.
        """
        if document.is_draft:
            return NOTHING
        return " · ".join(code for code in (document.check_code, document.own_code) if code)

    @admin.display(description=_("state"), ordering="state")
    def standing(self, document: StoredDocument) -> str:
        """In force, or since when no longer."""
        if document.superseded_at is None:
            return str(_("Draft") if document.is_draft else document.get_state_display())
        return f"{_('Superseded')} {thai_date_short(document.superseded_at)}"

    @admin.display(description=_("pages and size"), ordering="size")
    def extent(self, document: StoredDocument) -> str:
        if not document.size:
            return "–"
        pages = ngettext("%(count)d page", "%(count)d pages", document.pages)
        return f"{pages % {'count': document.pages}} · {filesizeformat(document.size)}"

    @admin.display(description="SHA-256", ordering="sha256")
    def sum(self, document: StoredDocument) -> str:
        return f"{document.sha256[:SHOWN_OF_SUM]}…" if document.sha256 else "–"

    @admin.display(description=_("requested by"), ordering="requested_by")
    def asked_by(self, document: StoredDocument) -> str:
        return str(document.requested_by or "–")

    def get_fields(self, request: HttpRequest, obj: Any = None) -> list[Any]:
        readable = obj is not None and vars(obj)["may_be_read"]
        return [*super().get_fields(request, obj), *(["pdf"] if readable else [])]

    @admin.display(description=_("file"))
    def pdf(self, document: StoredDocument) -> str:
        """The file, if it is there and this person may read it."""
        if not vars(document)["may_be_read"]:
            return NOTHING
        return format_html('<a href="{}">PDF</a>', reverse("document", args=[document.pk]))
