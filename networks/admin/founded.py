"""Citizen networks in the staff's site: founding one, and its own page."""

from collections import defaultdict
from datetime import datetime
from typing import Any

from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.urls import URLPattern, path
from django.utils import timezone
from django.utils.translation import gettext, gettext_lazy as _

from networks.actions import members as actions
from networks.actions.founding import NetworkError, found_network
from networks.admin.founding_form import (
    FoundingMembers,
    NetworkForm,
    WordsForm,
    add_founding_members,
)
from networks.admin.problems import (
    PostRefused,
    name_posted,
    posted_day,
    problems_of,
    say_posted,
)
from networks.imports.founded import NetworkImporter
from networks.models import (
    CitizenNetwork,
    Hearing,
    NetworkDocument,
    NetworkMember,
    NetworkOffice,
    NetworkProblem,
    NetworkProject,
    Person,
)
from networks.policies import may_found
from networks.selectors.founded import networks_without_news, with_standing
from networks.selectors.people import find_people
from onde_portal.accounts.access import person, reading, writing
from onde_portal.accounts.models import User
from onde_portal.accounts.permissions import Action
from onde_portal.thai.digits import NumberError, parse_int, read_key
from onde_portal.ui.admin import PortalHistoryAdmin, date_column
from onde_portal.ui.fields import in_language
from onde_portal.ui.filters import RelatedFilter
from onde_portal.ui.import_admin import ImportingAdmin
from onde_portal.ui.moving import Move, MovingPage
from onde_portal.ui.posted import posted_number
from onde_portal.workflow.downloads import serve_file
from onde_portal.workflow.models import CaseState
from onde_portal.workflow.uploads import ACCEPT_ATTRIBUTE, UploadRefused

FOUND_AT_MOST = 12
ADDED = ("name", "province", "districts", "area", "founded_on", "aim", "hearing", "project",
         "document")  # fmt: skip


class NewsFilter(admin.SimpleListFilter):
    """Networks that were not heard of for six months."""

    title = _("news")
    parameter_name = "news"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:
        return [("none", _("none for six months"))]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        if self.value() != "none":
            return queryset
        silent = networks_without_news(timezone.localdate())
        return queryset.filter(pk__in=[network.pk for network in silent])


class GoingOnFilter(admin.SimpleListFilter):
    """Whether a network goes on or has ended."""

    title = _("state")
    parameter_name = "goes_on"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:
        return [("yes", _("Goes on")), ("no", _("Has ended"))]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        if self.value() not in {"yes", "no"}:
            return queryset
        return queryset.filter(ended_on__isnull=self.value() == "yes")


def _member(request: HttpRequest, network: CitizenNetwork, by: User, at: datetime) -> str:
    people = Person.objects.visible_to(request.user).current()
    chosen = get_object_or_404(people, pk=posted_number(request, "person"))
    office = get_object_or_404(NetworkOffice, pk=posted_number(request, "office"))
    on = posted_day(request, "on") if request.POST.get("on") else network.founded_on
    actions.add_member(network=network, person=chosen, office=office, on=on, at=at)
    return gettext("%(name)s belongs to the network.") % {"name": chosen}


def _end_member(request: HttpRequest, network: CitizenNetwork, by: User, at: datetime) -> str:
    rows = network.members.select_related("network", "person")
    member = get_object_or_404(rows, pk=posted_number(request, "member"), ends_on=None)
    actions.end_membership(member=member, on=posted_day(request, "on"), at=at)
    return gettext("The office of %(name)s has ended.") % {"name": member.person}


def _news(request: HttpRequest, network: CitizenNetwork, by: User, at: datetime) -> str:
    typed = request.POST.get("members", "").strip()
    try:
        count = parse_int(typed) if typed else None
    except NumberError as error:
        raise PostRefused(in_language(error)) from error
    actions.add_progress_note(
        network=network, noted_on=posted_day(request, "noted_on"), members=count,
        text=request.POST.get("text", ""), support=request.POST.get("support", ""), by=by, at=at,
    )  # fmt: skip
    return gettext("The progress is noted.")


def _document(request: HttpRequest, network: CitizenNetwork, by: User, at: datetime) -> str:
    upload = request.FILES.get("file")
    if upload is None:
        raise PostRefused(gettext("Choose a file first."))
    kept = actions.attach_network_document(network=network, upload=upload, by=by, at=at)
    return gettext("“%(name)s” is kept.") % {"name": kept.name}


def _remove_document(request: HttpRequest, network: CitizenNetwork, by: User, at: datetime) -> str:
    document = get_object_or_404(network.documents, pk=posted_number(request, "document"))
    actions.remove_network_document(document=document, at=at)
    return gettext("“%(name)s” was taken out.") % {"name": document.name}


def _end(request: HttpRequest, network: CitizenNetwork, by: User, at: datetime) -> str:
    actions.end_network(network=network, on=posted_day(request, "on"), at=at)
    return gettext("The network has ended.")


MOVES: dict[str, Move] = {
    "member": _member,
    "end-member": _end_member,
    "news": _news,
    "problem": name_posted,
    "problem-word": say_posted,
    "document": _document,
    "remove-document": _remove_document,
    "end": _end,
}


@admin.register(CitizenNetwork)
class CitizenNetworkAdmin(MovingPage, ImportingAdmin, PortalHistoryAdmin):
    """Networks; everything about one is on its own page."""

    moves = MOVES
    page_name = "admin:networks_citizennetwork_page"
    importer = NetworkImporter
    import_action = Action.RUN_CASE

    section = "8.1 (5)"
    refusals = (NetworkError, UploadRefused)
    form = NetworkForm
    add_action = change_action = Action.RUN_CASE
    key_field = "search_key"
    autocomplete_fields = ["districts"]
    list_display = ["name", "province", "founded", "fiscal_year", "ended"]
    list_filter = [
        "fiscal_year",
        GoingOnFilter,
        NewsFilter,
        "province__region",
        ("province", RelatedFilter),
    ]
    list_select_related = ["province"]
    ordering = ["-founded_on", "name"]
    founded = date_column("founded_on", _("founded on"))
    ended = date_column("ended_on", _("ended on"))

    def get_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        """Where and when a network was founded is not rewritten later; its words are."""
        return ADDED if obj is None else ("area", "aim", "is_public")

    def get_inlines(self, request: HttpRequest, obj: Any) -> Any:
        return [FoundingMembers] if obj is None else []

    def get_urls(self) -> list[URLPattern]:
        wrap = self.admin_site.admin_view
        name = "networks_citizennetwork"
        return [
            path("<int:pk>/page/", wrap(reading(self.record_page)), name=f"{name}_page"),
            path(
                "<int:pk>/page/<slug:move>/", wrap(writing(self.record_move)), name=f"{name}_move"
            ),
            path("<int:pk>/file/<int:file>/", wrap(reading(self.file)), name=f"{name}_file"),
            *super().get_urls(),
        ]

    def get_form(
        self,
        request: HttpRequest,
        obj: Any = None,
        change: Any = None,
        **kwargs: Any,
    ) -> Any:
        if obj is not None:
            kwargs["form"] = WordsForm
        return super().get_form(request, obj, bool(change), **kwargs)

    def formfield_for_foreignkey(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        if db_field.name == "project":
            kwargs["queryset"] = (
                NetworkProject.objects.visible_to(request.user)
                .exclude(state=CaseState.CANCELLED)
                .order_by("-fiscal_year", "title")
            )
        if db_field.name == "hearing":
            kwargs["queryset"] = Hearing.objects.visible_to(request.user).order_by("-held_on", "pk")
        return super().formfield_for_foreignkey(db_field, request, **kwargs)

    def get_changeform_initial_data(self, request: HttpRequest) -> dict[str, Any]:
        """From a hearing's page: its day, province and project."""
        given = super().get_changeform_initial_data(request)
        key = read_key(str(given.get("hearing", ""))) or 0
        hearing = Hearing.objects.visible_to(request.user).filter(pk=key).first()
        if hearing is None:
            return given
        usual = {"province": hearing.province_id, "founded_on": hearing.held_on,
                 "project": hearing.project_id}  # fmt: skip
        return {**usual, **given}

    def save_model(self, request: HttpRequest, obj: CitizenNetwork, form: Any, change: Any) -> None:
        """Found the network through its action; the form's object only carried the input."""
        if change:
            obj.save(update_fields=["area", "aim", "is_public"])
            return
        by, at, given = person(request), timezone.now(), form.cleaned_data
        founded = found_network(
            name=obj.name, province=obj.province, founded_on=obj.founded_on, area=obj.area,
            aim=obj.aim, districts=list(given["districts"]), project=obj.project,
            hearing=obj.hearing, by=by, at=at,
        )  # fmt: skip
        obj.pk = founded.pk
        if upload := given.get("document"):
            actions.attach_network_document(network=founded, upload=upload, by=by, at=at)

    def save_related(self, request: HttpRequest, form: Any, formsets: Any, change: Any) -> None:
        """The action has set the districts; whoever was named belongs to the network now."""
        for formset in formsets:
            add_founding_members(formset, form.instance)

    def response_add(
        self, request: HttpRequest, obj: Any, post_url_continue: str | None = None
    ) -> HttpResponse:
        super().response_add(request, obj, post_url_continue)
        return redirect("admin:networks_citizennetwork_page", pk=obj.pk)

    def response_change(self, request: HttpRequest, obj: Any) -> HttpResponse:
        super().response_change(request, obj)
        return redirect("admin:networks_citizennetwork_page", pk=obj.pk)

    def found(self, request: HttpRequest, pk: int) -> CitizenNetwork:
        if not self.has_view_permission(request):
            raise PermissionDenied
        rows = CitizenNetwork.objects.visible_to(request.user)
        return get_object_or_404(rows.select_related("province", "project", "hearing"), pk=pk)

    def may_move(self, user: User, record: CitizenNetwork) -> bool:
        return may_found(user)

    def show(
        self, request: HttpRequest, record: CitizenNetwork, refusal: str = "", status: int = 200
    ) -> HttpResponse:
        """Facts, members, papers and news of a network."""
        network = record
        wanted = (request.GET.get("find") or request.POST.get("find", ""))[:100]
        [standing] = with_standing(
            CitizenNetwork.objects.filter(pk=network.pk), timezone.localdate()
        )
        members = network.members.select_related("person", "office").order_by(
            "office__position", "starts_on", "pk"
        )
        context = {
            **self.admin_site.each_context(request),
            "title": network.name,
            "network": network,
            "standing": standing,
            "current": [row for row in members if row.ends_on is None],
            "past": [row for row in members if row.ends_on is not None],
            "documents": network.documents.filter(removed_at=None).order_by("pk"),
            "notes": network.notes.select_related("noted_by").order_by("-noted_on", "-pk"),
            "problems": problems_of(network),
            "severities": NetworkProblem.Severity.choices,
            "states": NetworkProblem.State.choices,
            "offices": NetworkOffice.objects.order_by("position", "pk"),
            "wanted": wanted,
            "found": find_people(wanted, user=request.user, limit=FOUND_AT_MOST) if wanted else (),
            "may_change": may_found(person(request)) and network.ended_on is None,
            "accept": ACCEPT_ATTRIBUTE,
            "refusal": refusal,
            "posted": defaultdict(str, request.POST.items()),
            "today": timezone.localdate(),
        }
        return TemplateResponse(request, "networks/network.html", context, status=status)

    def file(self, request: HttpRequest, pk: int, file: int) -> HttpResponseBase:
        """A document of the network, to whoever may see the network."""
        network = self.found(request, pk)
        documents = NetworkDocument.objects.filter(network=network, removed_at=None)
        return serve_file(get_object_or_404(documents, pk=file))


@admin.register(NetworkMember)
class NetworkMemberAdmin(PortalHistoryAdmin):
    """Who belongs to which network, over all networks."""

    section = "8.1 (5)"
    list_display = ["person", "office", "network", "since", "until"]
    list_filter = ["office", "network__province__region"]
    list_select_related = ["person", "office", "network"]
    key_field = "person__search_key"
    ordering = ["network_id", "office__position", "pk"]
    since = date_column("starts_on", _("from"))
    until = date_column("ends_on", _("to"))
