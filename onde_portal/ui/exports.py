"""Lists as files: exactly the rows shown, sent while they are read from disk."""

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from html import unescape
from operator import attrgetter
from types import MappingProxyType
from typing import Any, TypeVar

from django.contrib.admin import ModelAdmin
from django.contrib.admin.utils import label_for_field
from django.core.exceptions import FieldDoesNotExist, PermissionDenied
from django.db.models import Model, QuerySet
from django.http import FileResponse, Http404, HttpRequest
from django.http.response import HttpResponseBase
from django.urls import URLPattern, path
from django.utils.safestring import SafeString

from onde_portal.exchange.pieces import in_pieces
from onde_portal.exchange.resources import Column, ListResource
from onde_portal.exchange.writing import CONTENT_TYPES, table_file

_MARKS = re.compile(r'<span aria-hidden="true">[^<]*</span>\s*|<[^>]*>')
MOST_KNOWN = 10_000
Row = TypeVar("Row")
_NOT_IN_NAMES = re.compile(r'[\\/:*?"<>|\x00-\x1f]+')


def table_answer(
    ending: str, title: str, header: Sequence[str], rows: Iterable[Sequence[Any]]
) -> FileResponse:
    """A table as a download named after its title, in the reader's language."""
    name = _NOT_IN_NAMES.sub(" ", title).strip() or "table"
    return FileResponse(
        table_file(ending, title, header, rows),
        as_attachment=True,
        filename=f"{name}.{ending}",
        content_type=CONTENT_TYPES[ending],
    )


class ListExport(ModelAdmin):  # type: ignore[type-arg]
    """A list of the staff's site with a file of exactly what its address shows.

    Search, filters and order are the list's own; so are the columns, with dates and numbers as
    such. For admins that have ``change_list_template`` of their own: let it extend
    ``admin/portal_change_list.html``.
    """

    change_list_template = "admin/portal_change_list.html"
    # Columns that are marked up on the screen, with what gives their words in a file.
    in_files: Mapping[str, str] = MappingProxyType({})
    # Columns that say the same for all rows that point to the same record, with the foreign key.
    same_for: Mapping[str, str] = MappingProxyType({})

    def get_urls(self) -> list[URLPattern]:
        name = f"{self.opts.app_label}_{self.opts.model_name}_export"
        view = self.admin_site.admin_view(self.export)
        return [path("export/<slug:ending>/", view, name=name), *super().get_urls()]

    def export(self, request: HttpRequest, ending: str) -> HttpResponseBase:
        """The list of the same address as XLSX or CSV."""
        if not self.has_view_permission(request):
            raise PermissionDenied
        if ending not in CONTENT_TYPES:
            raise Http404
        shown = self.get_changelist_instance(request)
        rows = self.export_rows(shown.get_queryset(request))
        table = ListResource(self.export_columns(request))
        title = str(self.opts.verbose_name_plural)
        cells = table.cells(in_pieces(rows, shared=self.export_shared()))
        return table_answer(ending, title, table.header, cells)

    def export_rows(self, rows: QuerySet[Any]) -> QuerySet[Any]:
        """The rows with all that their columns read."""
        return rows

    def export_shared(self) -> dict[str, QuerySet[Any]]:
        """What many rows of a long list share, by foreign key, and where it comes from."""
        return {}

    def export_columns(self, request: HttpRequest) -> list[Column]:
        """What an export has: the columns that this reader's list has."""
        return [
            (str(label_for_field(name, self.opts.model, self)), self._reader(name))
            for name in self.get_list_display(request)
        ]

    def _reader(self, name: Any) -> Callable[[Model], Any]:
        read = column_reader(self, self.in_files.get(str(name), name))
        key = self.same_for.get(str(name))
        return once_for(f"{key}_id", read) if key else read


def column_reader(admin: Any, name: Any) -> Callable[[Model], Any]:
    """How a row's value in a list's column is read: what it shows, but of a day the day itself."""
    if callable(name):
        return lambda row: _words(name(row))
    value_of: Callable[[Model], Any] | None = getattr(
        getattr(admin, str(name), None), "value_of", None
    )
    return value_of or _shown(admin, name)


def _shown(admin: Any, name: Any) -> Callable[[Model], Any]:
    """What the column shows, as text without marks where it is marked up."""
    try:
        field = admin.opts.get_field(name)
    except FieldDoesNotExist:
        of_admin = getattr(admin, name, None)
        return lambda row: _words(of_admin(row) if of_admin else _of_row(row, name))
    read = attrgetter(field.name)
    if field.is_relation:
        return once_for(field.attname, lambda row: _named(read(row)))
    if not field.choices:
        return read
    labels = {value: str(label) for value, label in field.flatchoices}
    return lambda row: labels.get(read(row), read(row))


def _named(found: Model | None) -> str | None:
    return None if found is None else str(found)


def once_for(key: str, read: Callable[[Row], Any]) -> Callable[[Row], Any]:
    """Reads once for all rows that have the same key (``hub.pk``), of which a file has few."""
    key_of = attrgetter(key)
    known: dict[Any, Any] = {}

    def remembered(row: Row) -> Any:
        found = key_of(row)
        if found not in known:
            if len(known) >= MOST_KNOWN:
                known.clear()
            known[found] = read(row)
        return known[found]

    return remembered


def _of_row(row: Model, name: str) -> Any:
    value = getattr(row, name)
    return value() if callable(value) else value


def _words(value: Any) -> Any:
    """Markup made here as its words, without signs that only the eye needs; all else as it is."""
    return unescape(_MARKS.sub("", value)) if isinstance(value, SafeString) else value
