"""Filters of the lists of people and of appointments."""

from typing import Any

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from networks.models import Appointment, AppointmentRole
from networks.selectors.retention import due_for_review
from onde_portal.ui.templatetags.ui import localized


class OfficeFilter(admin.SimpleListFilter):
    """People in office today, those who were, and those who never were."""

    title = _("in office")
    parameter_name = "office"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:
        return [("now", _("Today")), ("past", _("Formerly")), ("never", _("Never"))]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        current = Appointment.objects.current_on(timezone.localdate()).values("person_id")
        ever = Appointment.objects.values("person_id")
        if self.value() == "now":
            return queryset.filter(pk__in=current)
        if self.value() == "past":
            return queryset.filter(pk__in=ever).exclude(pk__in=current)
        return queryset.exclude(pk__in=ever) if self.value() == "never" else queryset


class RoleFilter(admin.SimpleListFilter):
    """People who hold or held a role."""

    title = _("role")
    parameter_name = "role"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        roles = AppointmentRole.objects.order_by("position", "pk")
        return [(str(role.pk), localized(role, "name")) for role in roles]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        value = self.value()
        if not value or value not in dict(self.lookup_choices):
            return queryset
        held = Appointment.objects.filter(role_id=int(value)).values("person_id")
        return queryset.filter(pk__in=held)


class DueFilter(admin.SimpleListFilter):
    """People whose data is past its day and should be reviewed."""

    title = _("keeping")
    parameter_name = "keeping"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:
        return [("due", _("Past its day: extend or erase"))]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        if self.value() != "due":
            return queryset
        return queryset.filter(pk__in=due_for_review(timezone.localdate()).values("pk"))


class TermFilter(admin.SimpleListFilter):
    """Appointments that are current today, or past."""

    title = _("in office today")
    parameter_name = "in_office"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:
        return [("1", _("Yes")), ("0", _("No"))]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        current = Appointment.objects.current_on(timezone.localdate()).values("pk")
        if self.value() == "1":
            return queryset.filter(pk__in=current)
        return queryset.exclude(pk__in=current) if self.value() == "0" else queryset


class AnsweredFilter(admin.SimpleListFilter):
    """Requests that wait for an answer, or have theirs."""

    title = _("answered")
    parameter_name = "answered"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:
        return [("0", _("No")), ("1", _("Yes"))]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        if self.value() in {"0", "1"}:
            return queryset.filter(answered_at__isnull=self.value() == "0")
        return queryset
