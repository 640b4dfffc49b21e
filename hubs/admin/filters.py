"""Filters of the list of hubs."""

from typing import Any

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from hubs.models import Hub
from hubs.selectors.hubs import FIRST_YEAR, established_in
from onde_portal.thai.calendar import fiscal_year, fiscal_year_end


class LivingFilter(admin.SimpleListFilter):
    """Hubs that count today: established and not closed."""

    title = _("counted today")
    parameter_name = "living"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:
        return [("1", _("Yes")), ("0", _("No"))]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        today = timezone.localdate()
        counted = Hub.objects.established_by(today)
        if self.value() == "1":
            return queryset.filter(pk__in=counted)
        return queryset.exclude(pk__in=counted) if self.value() == "0" else queryset


class YearFilter(admin.SimpleListFilter):
    """Hubs that count in a fiscal year, by one of the ways in which the director's page counts."""

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        """The fiscal years that are counted, the running one first."""
        years = range(fiscal_year(timezone.localdate()), FIRST_YEAR - 1, -1)
        return [(str(year), str(year)) for year in years]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        value = self.value() or ""
        if value not in dict(self.lookup_choices):
            return queryset
        return queryset.filter(pk__in=self.hubs_of(int(value)).values("pk"))

    def hubs_of(self, year: int) -> QuerySet[Hub]:
        raise NotImplementedError


class EstablishedInFilter(YearFilter):
    """Hubs announced in a fiscal year."""

    title = _("fiscal year of the announcement")
    parameter_name = "established_year"

    def hubs_of(self, year: int) -> QuerySet[Hub]:
        return established_in(year)


class CountedOnFilter(YearFilter):
    """Hubs counted on the last day of a fiscal year."""

    title = _("counted at the end of fiscal year")
    parameter_name = "counted_fy"

    def hubs_of(self, year: int) -> QuerySet[Hub]:
        return Hub.objects.established_by(min(fiscal_year_end(year), timezone.localdate()))
