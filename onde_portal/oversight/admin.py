"""Rubrics of the success level in the staff's settings, and the frozen years to be read."""

from typing import Any

from django.contrib import admin
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from onde_portal.accounts.permissions import Action, may
from onde_portal.oversight.models import Rubric, RubricLevel
from onde_portal.ui.admin import PortalHistoryAdmin


class LevelInline(admin.TabularInline):  # type: ignore[type-arg]
    """The five levels in the rubric's own form."""

    model = RubricLevel
    extra = 0
    min_num = 5
    max_num = 5
    fields = ("level", "description_th", "description_en", "measure", "threshold")
    ordering = ("level",)

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return may(request.user, Action.READ_OFFICE)

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return may(request.user, Action.EDIT_SETTINGS)

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return may(request.user, Action.EDIT_SETTINGS)

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False


@admin.register(Rubric)
class RubricAdmin(PortalHistoryAdmin):
    section = "5"
    change_action = add_action = Action.EDIT_SETTINGS
    list_display = ["named", "shape", "weight", "valid_from", "valid_until", "is_active"]
    list_filter = ["is_active", "shape"]
    search_fields = ["name_th", "name_en", "key"]
    ordering = ["position", "pk"]
    inlines = (LevelInline,)

    @admin.display(description=_("rubric"), ordering="position")
    def named(self, row: Rubric) -> str:
        return str(row)
