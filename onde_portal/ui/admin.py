"""What every list and form of the staff's site has in common."""

from collections.abc import Callable
from datetime import date, datetime
from operator import attrgetter
from typing import Any, cast

from django.contrib import admin, messages
from django.core.exceptions import FieldDoesNotExist, PermissionDenied
from django.db.models import DateField, DateTimeField, Model, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from simple_history.admin import SimpleHistoryAdmin
from simple_history.template_utils import HistoricalRecordContextHelper

from onde_portal.accounts.permissions import Action, may
from onde_portal.thai.text import thai_key
from onde_portal.ui.exports import ListExport
from onde_portal.ui.fields import ThaiDateField, ThaiDateInput
from onde_portal.ui.posted import key_or_404
from onde_portal.ui.templatetags.ui import thai_date_short, thai_datetime


def own_page(name: str, object_id: str) -> HttpResponse:
    """On from the admin's form to the record's own page; what is no number is no record."""
    return redirect(name, pk=key_or_404(object_id))


class PortalModelAdmin(ListExport):
    """Lists through ``visible_to``, search by spelling-proof key, rights from the one table.

    ``view_action`` and ``change_action`` name the permissions; nothing is deleted here.
    ``section`` is the manual's section that the list serves. Dates are read and shown in the
    Buddhist era.
    """

    section = ""
    # What the actions behind a form may refuse; the sentence is shown and the form kept.
    refusals: tuple[type[Exception], ...] = ()
    formfield_overrides = {DateField: {"form_class": ThaiDateField, "widget": ThaiDateInput}}

    view_action: Action = Action.READ_OFFICE
    change_action: Action | None = None
    add_action: Action | None = None
    key_field = ""
    list_per_page = 50
    show_full_result_count = True

    def __init__(self, model: type[Model], admin_site: admin.AdminSite) -> None:
        if self.key_field:
            self.search_fields = (self.key_field,)  # type: ignore[misc] # one an admin
        super().__init__(model, admin_site)

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        rows = super().get_queryset(request)
        visible = getattr(rows, "visible_to", None)
        return visible(request.user) if visible else rows

    def get_search_results(
        self, request: HttpRequest, queryset: QuerySet[Any], search_term: str
    ) -> tuple[QuerySet[Any], bool]:
        """Every word of the search, however it is spelt, is in the key."""
        if not self.key_field:
            return super().get_search_results(request, queryset, search_term)
        for word in thai_key(search_term[:200]).split():
            queryset = queryset.filter(**{f"{self.key_field}__contains": word})
        return queryset, False

    def changelist_view(
        self, request: HttpRequest, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        named = {
            "title": str(self.opts.verbose_name_plural),
            "section_number": self.section,
        }
        return super().changelist_view(request, named | (extra_context or {}))

    def changeform_view(
        self,
        request: HttpRequest,
        object_id: str | None = None,
        form_url: str = "",
        extra_context: dict[str, Any] | None = None,
    ) -> Any:
        """What an action refuses is said, and what was typed stands in the form again."""
        try:
            return super().changeform_view(request, object_id, form_url, extra_context)
        except self.refusals as refusal:
            messages.error(request, str(refusal))
            kept = {
                name: str(text)
                for name, text in request.POST.items()
                if name != "csrfmiddlewaretoken" and not name.startswith("_")
            }
            return redirect(f"{request.path}?{urlencode(kept)}")

    def formfield_for_dbfield(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        """Other records are not made, changed or looked at in passing, in a second window."""
        field = super().formfield_for_dbfield(db_field, request, **kwargs)
        widget = getattr(field, "widget", None)
        for way in ("can_add_related", "can_change_related", "can_view_related"):
            if hasattr(widget, way):
                setattr(widget, way, False)
        return field

    def get_fieldsets(self, request: HttpRequest, obj: Any = None) -> Any:
        """To those who may only read, dates come in the Buddhist era too."""
        sets = super().get_fieldsets(request, obj)
        if obj is None or self.has_change_permission(request, obj):
            return sets
        return [
            (title, {**options, "fields": [self._readable(name) for name in options["fields"]]})
            for title, options in sets
        ]

    def _readable(self, name: Any) -> Any:
        try:
            field = self.opts.get_field(name)
        except FieldDoesNotExist:
            return name
        return _in_thai(field) if isinstance(field, DateField) else name

    def has_module_permission(self, request: HttpRequest) -> bool:
        return may(request.user, self.view_action)

    def has_view_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return may(request.user, self.view_action)

    def has_add_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return self.add_action is not None and may(request.user, self.add_action)

    def has_change_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return self.change_action is not None and may(request.user, self.change_action)

    def has_delete_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return False


class PortalHistoryAdmin(PortalModelAdmin, SimpleHistoryAdmin):  # type: ignore[misc]
    """Keeps every earlier state to be read; nothing is turned back behind the actions' back."""

    def revert_disabled(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return True

    def history_form_view(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """An earlier state as a form, to be read only; every reader has the list of changes."""
        if request.method == "POST" or not self.has_change_permission(request):
            raise PermissionDenied
        return cast(HttpResponse, super().history_form_view(request, *args, **kwargs))

    def history_view_title(self, request: HttpRequest, obj: Model | None) -> str:
        return _("Earlier states of %(name)s") % {"name": obj}

    def get_historical_record_context_helper(
        self, request: HttpRequest, historical_record: Any
    ) -> HistoricalRecordContextHelper:
        return _ChangesInThai(self.model, historical_record)


class _ChangesInThai(HistoricalRecordContextHelper):  # type: ignore[misc]
    """What a change changed: choices by name, dates in the Buddhist era, nothing as a dash."""

    def prepare_delta_change_value(self, change: Any, value: Any) -> Any:
        prepared = super().prepare_delta_change_value(change, value)
        if isinstance(prepared, datetime):
            return thai_datetime(prepared)
        if isinstance(prepared, date):
            return thai_date_short(prepared)
        if prepared is None or prepared == "":
            return "–"
        choices = dict(self.model._meta.get_field(change.field).flatchoices)
        return choices.get(prepared, prepared) if choices else prepared


def _in_thai(field: "DateField[Any, Any]") -> Callable[[Model], str]:
    """A form's read-only row of a date or a moment."""
    show = thai_datetime if isinstance(field, DateTimeField) else thai_date_short

    @admin.display(description=field.verbose_name)
    def shown(row: Model) -> str:
        return show(getattr(row, field.name)) or "–"

    shown.__name__ = f"thai_{field.name}"
    return shown


def date_column(field: str, label: Any) -> Any:
    """A list column of a date in the Buddhist era that sorts by the date itself.

    ``value_of`` reads that date, for files.
    """

    @admin.display(description=label, ordering=field)
    def column(self: PortalModelAdmin, row: Model) -> str:
        return thai_date_short(getattr(row, field)) or "–"

    column.value_of = attrgetter(field)  # type: ignore[attr-defined]
    return column


def moment_column(field: str, label: Any) -> Any:
    """A list column of a moment in Bangkok time and the Buddhist era; ``value_of`` reads it."""

    @admin.display(description=label, ordering=field)
    def column(self: PortalModelAdmin, row: Model) -> str:
        return thai_datetime(getattr(row, field)) or "–"

    column.value_of = attrgetter(field)  # type: ignore[attr-defined]
    return column
