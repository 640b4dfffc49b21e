"""Filters of the lists of follow-ups and problems."""

from typing import Any
from urllib.parse import urlencode

from django.contrib import admin
from django.db.models import F, QuerySet
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from hubs.models import Hub
from monitoring.models import FollowUpState, Problem, Round
from monitoring.models.followups import APART_STATES, OWED_STATES
from onde_portal.ui.filters import RelatedFilter

# Django's own name for the list's filters in the address of a page opened from it.
KEPT = "_changelist_filters"


def kept_filters(request: HttpRequest) -> str:
    """The query that carries the list's filters on, empty where there are none."""
    filters = request.GET.get(KEPT, "")
    return f"?{urlencode({KEPT: filters})}" if filters else ""


class StandingFilter(admin.SimpleListFilter):
    """What is derived from the facts and today: owed, overdue, extended, late."""

    title = _("standing")
    parameter_name = "standing"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:
        return [
            ("expected", _("Report expected")),
            ("received", _("Report received")),
            ("on_time", _("Received on time")),
            ("owed", _("Still owed")),
            ("in_time", _("Still owed, not overdue")),
            ("overdue", _("Overdue")),
            ("extended", _("Extended")),
            ("late", _("Received late")),
            ("asked", _("More time asked for")),
        ]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        received = [FollowUpState.SUBMITTED, FollowUpState.ACCEPTED]
        today = timezone.localdate()
        rows = {
            "expected": queryset.exclude(state__in=APART_STATES),
            "received": queryset.filter(state__in=received),
            "on_time": queryset.exclude(state__in=APART_STATES).filter(
                first_submitted_at__date__lte=F("round__due_on")
            ),
            "owed": queryset.filter(state__in=OWED_STATES),
            "in_time": queryset.filter(state__in=OWED_STATES, due_on__gte=today),
            "overdue": queryset.filter(state__in=OWED_STATES, due_on__lt=today),
            "extended": queryset.filter(due_on__gt=F("round__due_on")),
            "asked": queryset.filter(
                time_requests__answered_at=None,
                time_requests__withdrawn_at=None,
                time_requests__isnull=False,
            ),
            "late": queryset.filter(first_submitted_at__date__gt=F("round__due_on")),
        }
        return rows.get(self.value() or "", queryset)


class OfHubsFilter(RelatedFilter):
    """Offers what hubs have. As every hub reports, its follow-ups need not be looked through."""

    def field_choices(
        self, field: Any, request: HttpRequest, model_admin: Any
    ) -> list[tuple[str, Any]]:
        of_hubs = Hub.objects.values(self.field_path.removeprefix("hub__"))
        choices: list[tuple[str, Any]] = field.get_choices(
            include_blank=False,
            ordering=self.field_admin_ordering(field, request, model_admin),
            limit_choices_to={"pk__in": of_hubs},
        )
        return choices


class NamedInFilter(admin.SimpleListFilter):
    """Problems that the reports of a round name, for the first time or again."""

    title = _("named in the reports of")
    parameter_name = "named_in"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:
        opened = Round.objects.exclude(opened_at=None).order_by("-starts_on")
        return [(str(item.pk), item) for item in opened]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        value = self.value() or ""
        known = {key for key, _item in self.lookup_choices}
        if value not in known:
            return queryset
        return queryset.filter(pk__in=Problem.objects.named_in(int(value)).values("pk"))


class ReleasedFilter(admin.SimpleListFilter):
    """Whether every LAO may read what was learnt."""

    title = _("for every LAO")
    parameter_name = "released"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:
        return [("yes", _("Released")), ("no", _("Not released"))]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        if self.value() == "yes":
            return queryset.exclude(released_at=None)
        return queryset.filter(released_at=None) if self.value() == "no" else queryset


class GivenFilter(admin.SimpleListFilter):
    """What became of promises by today."""

    title = _("state")
    parameter_name = "standing"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:
        return [
            ("open", _("Promised")),
            ("overdue", _("Overdue")),
            ("given", _("Was given")),
            ("dropped", _("Taken back")),
        ]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        still_open = {"given_on": None, "dropped_at": None}
        rows = {
            "open": queryset.filter(**still_open),
            "overdue": queryset.filter(**still_open, due_on__lt=timezone.localdate()),
            "given": queryset.exclude(given_on=None),
            "dropped": queryset.exclude(dropped_at=None),
        }
        return rows.get(self.value() or "", queryset)
