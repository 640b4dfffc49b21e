"""What every list and form of the staff's site has in common."""

from typing import Any

from django.contrib import admin
from django.db.models import Model, QuerySet
from django.http import HttpRequest

from onde_portal.accounts.permissions import Action, may
from onde_portal.thai.text import thai_key
from onde_portal.ui.templatetags.ui import thai_date_short, thai_datetime


class PortalModelAdmin(admin.ModelAdmin):  # type: ignore[type-arg]
    """Lists through ``visible_to``, search by spelling-proof key, rights from the one table.

    ``view_action`` and ``change_action`` name the permissions; nothing is deleted here.
    """

    view_action: Action = Action.READ_OFFICE
    change_action: Action | None = None
    add_action: Action | None = None
    key_field = ""
    list_per_page = 50
    show_full_result_count = True

    def __init__(self, model: type[Model], admin_site: admin.AdminSite) -> None:
        if self.key_field:
            self.search_fields = (self.key_field,)
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


def date_column(field: str, label: Any) -> Any:
    """A list column of a date in the Buddhist era that sorts by the date itself."""

    @admin.display(description=label, ordering=field)
    def column(self: PortalModelAdmin, row: Model) -> str:  # noqa: ARG001 - the admin's signature
        return thai_date_short(getattr(row, field)) or "–"

    return column


def moment_column(field: str, label: Any) -> Any:
    """A list column of a moment in Bangkok time and the Buddhist era."""

    @admin.display(description=label, ordering=field)
    def column(self: PortalModelAdmin, row: Model) -> str:  # noqa: ARG001 - the admin's signature
        return thai_datetime(getattr(row, field)) or "–"

    return column
