"""Establishments in the staff's site: what an LAO sent, confirmed or returned part by part."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any, ClassVar

from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse
from django.utils import timezone
from django.utils.translation import gettext, gettext_lazy as _

from hubs.actions import establishment as actions
from hubs.errors import HubError
from hubs.models import Establishment, EstablishmentState
from hubs.parts import EstablishmentVerb, Part
from hubs.policies import may_prepare
from hubs.selectors.establishment import TONES, read_parts
from onde_portal.accounts.access import person, reading, writing
from onde_portal.accounts.models import User
from onde_portal.accounts.permissions import Action, may
from onde_portal.ui.admin import PortalModelAdmin, date_column, moment_column, own_page
from onde_portal.ui.filters import RelatedFilter
from onde_portal.ui.moving import Move, MovingPage
from onde_portal.ui.posted import posted_version
from onde_portal.ui.templatetags.ui import chip, place
from onde_portal.workflow.selectors import timeline

PAGE = "admin:hubs_establishment_page"


def _confirm(request: HttpRequest, path: Establishment, by: User, at: datetime) -> str:
    actions.confirm_establishment(
        establishment=path, version=posted_version(request.POST), by=by, at=at
    )
    return gettext("The hub is established. Its follow-up opens by itself.")


def _return(request: HttpRequest, path: Establishment, by: User, at: datetime) -> str:
    remarks = {part.value: request.POST.get(f"remark-{part.value}", "") for part in Part}
    actions.return_establishment(
        establishment=path, remarks=remarks, version=posted_version(request.POST), by=by, at=at
    )
    return gettext("Returned to the LAO with your remarks.")


@admin.register(Establishment)
class EstablishmentAdmin(MovingPage, PortalModelAdmin):
    """What LAOs sent about their hubs; each is answered on a page of its own."""

    section = "8.2 (5)"
    refusals = (HubError,)
    page_name = PAGE
    key_field = "hub__search_key"
    list_display = ["hub", "where", "standing", "announced", "sent", "answered"]
    list_filter = [
        "state", ("hub__programme", RelatedFilter),
        "hub__lao__province__region",
    ]  # fmt: skip
    list_select_related = ["hub__lao__type", "hub__lao__province", "hub__lao__district"]
    ordering = ["-begun_at", "pk"]
    announced = date_column("announced_on", _("announced on"))
    sent = moment_column("sent_at", _("sent"))
    answered = moment_column("answered_at", _("answered"))
    moves: ClassVar[Mapping[str, Move]] = {"confirm": _confirm, "return": _return}

    @admin.display(description=_("place"))
    def where(self, path: Establishment) -> str:
        return place(path.hub.lao)

    @admin.display(description=_("state"), ordering="state")
    def standing(self, path: Establishment) -> str:
        return chip(path.get_state_display(), TONES.get(EstablishmentState(path.state), ""))

    def get_urls(self) -> list[URLPattern]:
        wrap = self.admin_site.admin_view
        return [
            path("<int:pk>/page/", wrap(reading(self.record_page)), name="hubs_establishment_page"),
            path(
                "<int:pk>/do/<slug:move>/",
                wrap(writing(self.record_move)),
                name="hubs_establishment_move",
            ),
            *super().get_urls(),
        ]

    def change_view(
        self, request: HttpRequest, object_id: str, *args: Any, **kwargs: Any
    ) -> HttpResponse:
        return own_page(PAGE, object_id)

    def found(self, request: HttpRequest, pk: int) -> Establishment:
        if not self.has_view_permission(request):
            raise PermissionDenied
        rows = Establishment.objects.visible_to(request.user).select_related(
            "hub__lao__type", "hub__lao__province", "hub__programme", "template", "candidate",
            "sent_by", "answered_by",
        )  # fmt: skip
        return get_object_or_404(rows, pk=pk)

    def may_move(self, user: User, record: Any) -> bool:
        return may(user, Action.REGISTER_HUB)

    def show(
        self, request: HttpRequest, record: Any, refusal: str = "", status: int = 200
    ) -> HttpResponse:
        hub = record.hub
        parts = read_parts(record)
        states = {value: str(label) for value, label in EstablishmentState.choices}
        events = list(record.events.select_related("by").order_by("at", "pk"))
        context = {
            **self.admin_site.each_context(request),
            "opts": self.opts,
            "title": hub.name,
            "path": record,
            "hub": hub,
            "tone": TONES.get(EstablishmentState(record.state), ""),
            "parts": [(part, request.POST.get(f"remark-{part.part.value}", "")) for part in parts],
            "committee": hub.committee.filter(until=None).order_by("position", "pk"),
            "units": hub.units.filter(until=None).order_by("position", "pk"),
            "plan": hub.plan.order_by("fiscal_year", "position", "pk"),
            "channels": hub.channels.order_by("pk"),
            "short": actions.seats_short(record),
            "may_answer": record.state == EstablishmentState.SENT
            and may(request.user, Action.REGISTER_HUB)
            and record.sent_by_id != person(request).pk,
            "is_own": record.state == EstablishmentState.SENT
            and record.sent_by_id == person(request).pk,
            "may_work": may_prepare(person(request), record),
            "events": timeline(events, states, EstablishmentVerb),
            "refusal": refusal,
            "page_url": reverse(PAGE, args=[record.pk]).removesuffix("page/"),
            "now": timezone.now(),
        }
        return TemplateResponse(request, "hubs/establishment_page.html", context, status=status)
