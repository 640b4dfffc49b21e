"""Hubs in the staff's site: their list, and each one's life on a page of its own."""

from collections import defaultdict
from collections.abc import Callable
from datetime import date, datetime
from typing import Any

from django import forms
from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.db.models import F, QuerySet
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse
from django.utils import timezone
from django.utils.decorators import method_decorator
from django.utils.translation import get_language, gettext, gettext_lazy as _
from django.views.decorators.csrf import csrf_protect

from hubs.actions import life as actions
from hubs.admin.filters import CountedOnFilter, EstablishedInFilter, LivingFilter
from hubs.errors import HubError, OnItsPath
from hubs.imports.hubs import HubImporter
from hubs.models import (
    LIVING_STATES,
    Establishment,
    Hub,
    HubContact,
    HubDocument,
    HubProgramme,
    HubState,
)
from onde_portal.accounts.access import person, reading, writing
from onde_portal.accounts.permissions import Action, may
from onde_portal.exchange.resources import Column
from onde_portal.registry.models import Lao
from onde_portal.thai.dates import DateError, parse_date
from onde_portal.thai.text import thai_key
from onde_portal.ui.admin import PortalModelAdmin, date_column, own_page
from onde_portal.ui.case_admin import MoveRefused
from onde_portal.ui.fields import ThaiCharField, in_language
from onde_portal.ui.filters import RelatedFilter
from onde_portal.ui.import_admin import ImportingAdmin
from onde_portal.ui.panels import panels_for
from onde_portal.ui.posted import posted_number, posted_version
from onde_portal.ui.templatetags.ui import chip, place
from onde_portal.workflow.downloads import serve_file
from onde_portal.workflow.selectors import timeline
from onde_portal.workflow.uploads import ACCEPT_ATTRIBUTE, UploadRefused

TONES = {
    HubState.ESTABLISHED: "good",
    HubState.OPERATING: "good",
    HubState.SUSPENDED: "warn",
    HubState.CLOSED: "bad",
}


class RegisterForm(forms.ModelForm):  # type: ignore[type-arg]
    """What registers a hub: the LAO, and a name if it has one of its own."""

    name = ThaiCharField(
        label=_("Name"), max_length=250, required=False,
        help_text=_("Left empty, the hub takes the name of its LAO."),
    )  # fmt: skip

    class Meta:
        model = Hub
        fields = ["lao", "name", "programme"]

    def clean_lao(self) -> Any:
        lao = self.cleaned_data["lao"]
        if Hub.objects.filter(lao=lao).exclude(state=HubState.CLOSED).exists():
            raise forms.ValidationError(_("This LAO has a hub already."))
        return lao


HubMove = Callable[["HubAdmin", HttpRequest, Hub, datetime], str]


def _day(request: HttpRequest) -> date:
    try:
        return parse_date(request.POST.get("on", ""))
    except DateError as error:
        raise MoveRefused(in_language(error)) from error


def _establish(self: "HubAdmin", request: HttpRequest, hub: Hub, at: datetime) -> str:
    if Establishment.objects.filter(hub=hub).exclude(state="confirmed").exists():
        raise OnItsPath
    actions.establish_hub(
        hub=hub, on=_day(request), announcement_number=request.POST.get("number", ""),
        announcement=request.FILES.get("file"), version=posted_version(request.POST),
        by=person(request), at=at,
    )  # fmt: skip
    return gettext("The hub is established. Its follow-up opens by itself.")


def _operate(self: "HubAdmin", request: HttpRequest, hub: Hub, at: datetime) -> str:
    actions.start_operating(
        hub=hub, version=posted_version(request.POST), by=person(request), at=at
    )
    return gettext("The hub operates.")


def _suspend(self: "HubAdmin", request: HttpRequest, hub: Hub, at: datetime) -> str:
    reason = request.POST.get("reason", "")
    actions.suspend_hub(
        hub=hub,
        reason=reason,
        version=posted_version(request.POST),
        by=person(request),
        at=at,
    )
    return gettext("The hub is suspended.")


def _resume(self: "HubAdmin", request: HttpRequest, hub: Hub, at: datetime) -> str:
    actions.resume_hub(hub=hub, version=posted_version(request.POST), by=person(request), at=at)
    return gettext("The hub operates again.")


def _close(self: "HubAdmin", request: HttpRequest, hub: Hub, at: datetime) -> str:
    chosen = request.POST.get("successor", "")
    successor = get_object_or_404(_neighbours(hub), pk=posted_number(request, "successor")) if (
        chosen
    ) else None  # fmt: skip
    actions.close_hub(
        hub=hub, on=_day(request), reason=request.POST.get("reason", ""), successor=successor,
        version=posted_version(request.POST), by=person(request), at=at,
    )  # fmt: skip
    return gettext("The hub is closed.")


def _neighbours(hub: Hub) -> QuerySet[Hub]:
    """Hubs of the same province that may go on with the work of one that closes."""
    living = Hub.objects.filter(state__in=LIVING_STATES, lao__province=hub.lao.province_id)
    return living.exclude(pk=hub.pk).order_by("name")


def _free_laos(hub: Hub) -> QuerySet[Lao]:
    """LAOs of the same province without a hub, to which one may be handed over."""
    taken = Hub.objects.exclude(state=HubState.CLOSED).values("lao")
    laos = Lao.objects.existing().filter(province=hub.lao.province_id)
    return laos.exclude(pk__in=taken).order_by("sort_key", "pk")


def _hand_over(self: "HubAdmin", request: HttpRequest, hub: Hub, at: datetime) -> str:
    actions.hand_over_hub(
        hub=hub, lao=get_object_or_404(_free_laos(hub), pk=posted_number(request, "lao")),
        reason=request.POST.get("reason", ""), version=posted_version(request.POST),
        by=person(request), at=at,
    )  # fmt: skip
    return gettext("The hub goes on at the other LAO.")


def _correct(self: "HubAdmin", request: HttpRequest, hub: Hub, at: datetime) -> str:
    actions.correct_announcement(
        hub=hub, on=_day(request), announcement_number=request.POST.get("number", ""),
        reason=request.POST.get("reason", ""), version=posted_version(request.POST),
        by=person(request), at=at,
    )  # fmt: skip
    return gettext("The announcement is corrected.")


def _contacts(self: "HubAdmin", request: HttpRequest, hub: Hub, at: datetime) -> str:
    names = ("name", "position", "phone", "email")
    columns = [request.POST.getlist(name)[:20] for name in names]
    rows = [dict(zip(names, values, strict=True)) for values in zip(*columns, strict=False)]
    contacts = [row for row in rows if row["name"].strip()]
    for row in contacts:
        email = row["email"].strip()
        if email:
            try:
                forms.EmailField().clean(email)
            except forms.ValidationError as error:
                raise MoveRefused(f"{email}: {error.messages[0]}") from error
    actions.set_contacts(hub=hub, contacts=contacts, by=person(request), at=at)
    return gettext("The contact people are kept.")


MOVES: dict[str, HubMove] = {
    "establish": _establish,
    "operate": _operate,
    "suspend": _suspend,
    "resume": _resume,
    "close": _close,
    "hand-over": _hand_over,
    "correct": _correct,
    "contacts": _contacts,
}


@admin.register(Hub)
class HubAdmin(ImportingAdmin, PortalModelAdmin):
    """Lists hubs and shows each one's life on a page of its own."""

    section = "8.2 (5)"
    importer = HubImporter
    import_action = Action.REGISTER_HUB
    refusals = (HubError,)
    form = RegisterForm
    add_action = Action.REGISTER_HUB
    key_field = "search_key"
    autocomplete_fields = ["lao"]
    list_display = ["name", "where", "standing", "established", "established_year", "closed"]
    list_filter = [
        "state",
        LivingFilter,
        EstablishedInFilter,
        CountedOnFilter,
        "lao__province__region",
        "lao__type",
        ("lao__province", RelatedFilter),
    ]
    search_help_text = _("Name of the hub, the LAO, the district or the province")
    ordering = ["-established_on", "name"]
    established = date_column("established_on", _("announced on"))
    closed = date_column("closed_on", _("closed from"))

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        return (
            super()
            .get_queryset(request)
            .select_related("lao__type", "lao__province", "lao__district")
        )

    @admin.display(description=_("place"), ordering="lao__province__sort_key")
    def where(self, hub: Hub) -> str:
        return place(hub.lao)

    @admin.display(description=_("state"), ordering="state")
    def standing(self, hub: Hub) -> str:
        return chip(hub.get_state_display(), TONES.get(HubState(hub.state), ""))

    def export_columns(self, request: HttpRequest) -> list[Column]:
        """What the list shows, and then what makes the file one that can be imported again."""
        shown = PortalModelAdmin.export_columns(self, request)
        if not self.has_import_permission(request):
            return shown
        read = {thai_key(header) for one in self.importer().columns for header in one.headers}
        named = ImportingAdmin.export_columns(self, request)
        return [*(column for column in shown if thai_key(column[0]) not in read), *named]

    def get_urls(self) -> list[URLPattern]:
        wrap = self.admin_site.admin_view
        return [
            path("<int:pk>/life/", wrap(reading(self.life_page)), name="hubs_hub_life"),
            path("<int:pk>/life/<slug:move>/", wrap(writing(self.life_move)), name="hubs_hub_move"),
            path(
                "<int:pk>/document/<int:document>/",
                wrap(reading(self.document)),
                name="hubs_hub_document",
            ),
            *super().get_urls(),
        ]

    def formfield_for_foreignkey(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        if db_field.name == "programme":
            kwargs["queryset"] = (
                HubProgramme.objects.visible_to(request.user).running().order_by("-fiscal_year")
            )
        return super().formfield_for_foreignkey(db_field, request, **kwargs)

    def save_model(self, request: HttpRequest, obj: Hub, form: Any, change: Any) -> None:
        """Register the hub through its action; the form's object only carried the input."""
        hub = actions.register_hub(
            lao=obj.lao,
            programme=obj.programme,
            name=obj.name,
            by=person(request),
            at=timezone.now(),
        )
        obj.pk, obj.name = hub.pk, hub.name

    def save_related(self, request: HttpRequest, form: Any, formsets: Any, change: Any) -> None:
        """Nothing hangs on a new hub."""

    def change_view(
        self, request: HttpRequest, object_id: str, *args: Any, **kwargs: Any
    ) -> HttpResponse:
        return own_page("admin:hubs_hub_life", object_id)

    def response_add(
        self, request: HttpRequest, obj: Any, post_url_continue: str | None = None
    ) -> HttpResponse:
        messages.success(
            request, gettext("The hub is registered. Establish it when it was announced.")
        )
        return redirect("admin:hubs_hub_life", pk=obj.pk)

    def _hub(self, request: HttpRequest, pk: int) -> Hub:
        if not self.has_view_permission(request):
            raise PermissionDenied
        return get_object_or_404(self.get_queryset(request), pk=pk)  # type: ignore[no-any-return]

    def life_page(self, request: HttpRequest, pk: int) -> HttpResponse:
        """The hub, its life so far and the moves that are possible now."""
        return self._show_life(request, self._hub(request, pk))

    @method_decorator(csrf_protect)
    def life_move(self, request: HttpRequest, pk: int, move: str) -> HttpResponse:
        """Make one move; what is refused is said on the page, nothing cleared."""
        hub = self._hub(request, pk)
        if move not in MOVES:
            raise Http404
        if not may(request.user, Action.REGISTER_HUB):
            raise PermissionDenied
        try:
            said = MOVES[move](self, request, hub, timezone.now())
        except (HubError, UploadRefused, MoveRefused) as error:
            return self._show_life(
                request, self._hub(request, pk), refusal=str(error), move=move, status=409
            )
        messages.success(request, said)
        return redirect("admin:hubs_hub_life", pk=pk)

    def document(self, request: HttpRequest, pk: int, document: int) -> HttpResponseBase:
        """A paper of the hub, to whoever may see the hub."""
        hub = self._hub(request, pk)
        return serve_file(get_object_or_404(HubDocument, pk=document, hub=hub))

    def _show_life(
        self,
        request: HttpRequest,
        hub: Hub,
        *,
        refusal: str = "",
        move: str = "",
        status: int = 200,
    ) -> HttpResponse:
        events = list(hub.events.select_related("by").order_by("at", "pk"))
        context = {
            **self.admin_site.each_context(request),
            "opts": self.opts,
            "title": hub.name,
            "hub": hub,
            "tone": TONES.get(HubState(hub.state), ""),
            "contacts": [*hub.contacts.order_by("pk"), HubContact()],
            "papers": hub.documents.filter(removed_at=None).order_by("-uploaded_at"),
            "events": timeline(
                events, {value: str(label) for value, label in HubState.choices}, actions.Verb
            ),
            "may_change": may(request.user, Action.REGISTER_HUB) and hub.state != HubState.CLOSED,
            "may_read_people": may(request.user, Action.READ_PERSONAL_DATA),
            "refusal": refusal,
            "move": move,
            "posted": defaultdict(str, request.POST.items()),
            "accept": ACCEPT_ATTRIBUTE,
            "language": get_language(),
            "committee": hub.committee.filter(until=None).order_by("position", "pk"),
            "former": hub.committee.exclude(until=None).order_by("-until", "position", "pk"),
            "units": hub.units.order_by(F("until").desc(nulls_first=True), "position", "pk"),
            "plan": hub.plan.order_by("-fiscal_year", "position", "pk"),
            "channels": hub.channels.order_by("pk"),
            "path": Establishment.objects.filter(hub=hub).first(),
            "neighbours": _neighbours(hub),
            "free_laos": _free_laos(hub),
            "panels": panels_for("hub", request, hub),
            "page_url": reverse("admin:hubs_hub_life", args=[hub.pk]),
            "list_url": reverse("admin:hubs_hub_changelist"),
        }
        return TemplateResponse(request, "workbench/hub.html", context, status=status)
