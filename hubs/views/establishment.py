"""An LAO's path to its hub, part by part (manual 8.2 (5)); officers may work on it for an LAO."""

from collections.abc import Callable, Sequence
from datetime import date, datetime
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from hubs.actions import establishment as actions, path_parts
from hubs.actions.path_parts import MemberFacts, PlanFacts, UnitFacts
from hubs.errors import HubError
from hubs.forms.establishment import (
    channels_in,
    kept_members,
    kept_units,
    members_in,
    plan_in,
    units_in,
    with_open_places,
    with_open_units,
)
from hubs.models import Candidate, Establishment, Hub, HubChannel, HubDocument, Sector
from hubs.parts import EstablishmentVerb, Part
from hubs.policies import may_prepare
from hubs.selectors.establishment import read_parts
from onde_portal.accounts.access import allowed, person, reading, writing
from onde_portal.accounts.models import User
from onde_portal.accounts.permissions import Action
from onde_portal.thai.calendar import fiscal_year
from onde_portal.thai.dates import DateError, format_date, parse_date
from onde_portal.thai.digits import NumberError, parse_int
from onde_portal.ui.fields import in_language
from onde_portal.ui.interrupted import forget_words, waiting_words
from onde_portal.ui.posted import posted_version
from onde_portal.ui.templatetags.ui import thai_number
from onde_portal.workflow.downloads import serve_file
from onde_portal.workflow.uploads import ACCEPT_ATTRIBUTE, UploadRefused

WORKERS = (Action.PREPARE_HUB, Action.REGISTER_HUB)
READERS = (*WORKERS, Action.READ_OFFICE)
EMPTY_LINES = 3
FIRST_YEAR, LAST_YEAR = 2562, 2700


class Refused(Exception):
    """What was typed cannot be read; the text says what would be right."""


def _found(request: HttpRequest, pk: int) -> Establishment:
    rows = Establishment.objects.visible_to(request.user).select_related(
        "hub__lao__type", "hub__lao__province", "hub__programme", "template", "candidate"
    )
    return get_object_or_404(rows, pk=pk)


def _worked_on(request: HttpRequest, pk: int) -> Establishment:
    """The path, for somebody who may change it."""
    found = _found(request, pk)
    if not may_prepare(person(request), found):
        raise PermissionDenied
    return found


@allowed(*WORKERS)
@writing
def begin(request: HttpRequest, candidate: int) -> HttpResponse:
    """Open the path of an approved LAO, or go on with it."""
    row = get_object_or_404(
        Candidate.objects.visible_to(request.user).select_related("lao__type", "programme"),
        pk=candidate,
    )
    try:
        begun = actions.begin_establishment(candidate=row, by=person(request), at=timezone.now())
    except HubError as refusal:
        messages.error(request, str(refusal))
        return redirect("home")
    return redirect("hubs:establishment", pk=begun.pk)


@allowed(*READERS)
@reading
def overview(request: HttpRequest, pk: int) -> HttpResponse:
    """The five parts with what is done and what is missing."""
    return _overview(request, _found(request, pk))


def _overview(
    request: HttpRequest, found: Establishment, refusal: str = "", status: int = 200
) -> HttpResponse:
    context = {
        "path": found,
        "parts": read_parts(found),
        "missing": actions.missing_parts(found),
        "short": actions.seats_short(found),
        "may_work": may_prepare(person(request), found),
        "events": found.events.select_related("by").order_by("-at", "-pk")[:20],
        "verbs": dict(EstablishmentVerb.choices),
        "refusal": refusal,
    }
    return render(request, "hubs/establishment.html", context, status=status)


@allowed(*WORKERS)
@writing
def send(request: HttpRequest, pk: int) -> HttpResponse:
    """Send the path to the Office; what is missing is listed."""
    found = _worked_on(request, pk)
    try:
        actions.send_establishment(
            establishment=found, version=posted_version(request.POST),
            by=person(request), at=timezone.now(),
        )  # fmt: skip
    except HubError as refusal:
        return _overview(request, _found(request, pk), str(refusal), status=409)
    messages.success(request, _("Sent. The Office confirms it or says what to put right."))
    return redirect("hubs:establishment", pk=pk)


@allowed(*WORKERS)
@reading
def part_page(request: HttpRequest, pk: int, part: str) -> HttpResponse:
    """One part as it is kept; what was typed before signing in again stands there too."""
    found = _worked_on(request, pk)
    waiting = waiting_words(request)
    if waiting is not None:
        said = _("You were signed out. What you typed stands below and is not kept yet.")
        return _show_part(request, found, Part(part), waiting, said)
    return _show_part(request, found, Part(part), None)


@allowed(*WORKERS)
@writing
def part_save(request: HttpRequest, pk: int, part: str) -> HttpResponse:
    """Keep one part with its file; what is refused is said and what was typed stays."""
    found, kept = _worked_on(request, pk), Part(part)
    by, at = person(request), timezone.now()
    try:
        SAVERS[kept](request, found, by, at)
        if upload := request.FILES.get("file"):
            path_parts.attach_paper(establishment=found, part=kept, upload=upload, by=by, at=at)
    except (HubError, UploadRefused, Refused) as refusal:
        page = _found(request, pk)
        return _show_part(request, page, kept, request.POST, str(refusal), status=409)
    forget_words(request)
    messages.success(request, _("Kept."))
    if "stay" in request.POST:
        return redirect(f"hubs:establishment-{part}", pk=pk)
    return redirect("hubs:establishment", pk=pk)


@allowed(*WORKERS)
@writing
def paper_remove(request: HttpRequest, pk: int, paper: int) -> HttpResponse:
    """Take a paper out of its part."""
    found = _worked_on(request, pk)
    document = get_object_or_404(HubDocument, pk=paper, hub=found.hub)
    try:
        path_parts.remove_paper(establishment=found, document=document, at=timezone.now())
    except HubError as refusal:
        messages.error(request, str(refusal))
    return redirect("hubs:establishment", pk=pk)


@allowed(*READERS)
@reading
def paper(request: HttpRequest, pk: int, paper: int) -> HttpResponseBase:
    """A paper of the hub, to whoever may see the path."""
    found = _found(request, pk)
    return serve_file(get_object_or_404(HubDocument, pk=paper, hub=found.hub, removed_at=None))


def _day(text: str) -> Any:
    if not text.strip():
        return None
    try:
        return parse_date(text)
    except DateError as error:
        raise Refused(in_language(error)) from error


def _save_paper(part: Part) -> Callable[..., None]:
    def save(request: HttpRequest, found: Establishment, by: User, at: datetime) -> None:
        path_parts.save_paper(
            establishment=found, part=part, number=request.POST.get("number", ""),
            on=_day(request.POST.get("on", "")), version=posted_version(request.POST),
            by=by, at=at,
        )  # fmt: skip

    return save


def _save_committee(request: HttpRequest, found: Establishment, by: User, at: datetime) -> None:
    path_parts.save_committee(
        establishment=found, members=members_in(request.POST), units=units_in(request.POST),
        version=posted_version(request.POST), by=by, at=at,
    )  # fmt: skip


def _save_plan(request: HttpRequest, found: Establishment, by: User, at: datetime) -> None:
    try:
        year = parse_int(request.POST.get("year", ""))
    except NumberError as error:
        raise Refused(in_language(error)) from error
    if not FIRST_YEAR <= year <= LAST_YEAR:
        raise Refused(_("Give the fiscal year in the Buddhist era, such as 2570."))
    path_parts.save_plan(
        establishment=found, year=year, items=plan_in(request.POST),
        version=posted_version(request.POST), by=by, at=at,
    )  # fmt: skip


def _save_channels(request: HttpRequest, found: Establishment, by: User, at: datetime) -> None:
    path_parts.save_channels(
        establishment=found, channels=channels_in(request.POST),
        version=posted_version(request.POST), by=by, at=at,
    )  # fmt: skip


SAVERS: dict[Part, Callable[..., None]] = {
    Part.ANNOUNCEMENT: _save_paper(Part.ANNOUNCEMENT),
    Part.ORDER: _save_paper(Part.ORDER),
    Part.COMMITTEE: _save_committee,
    Part.PLAN: _save_plan,
    Part.CHANNELS: _save_channels,
}


def _show_part(
    request: HttpRequest,
    found: Establishment,
    part: Part,
    typed: QueryDict | None,
    refusal: str = "",
    status: int = 200,
) -> HttpResponse:
    view = next(item for item in read_parts(found) if item.part == part)
    context = {
        "path": found,
        "part": view,
        "refusal": refusal,
        "accept": ACCEPT_ATTRIBUTE,
        "save_url": reverse(f"hubs:establishment-{part.value}-save", args=[found.pk]),
        "with_file": part in {Part.ANNOUNCEMENT, Part.ORDER, Part.PLAN},
        **READERS_OF[part](found, typed),
    }
    return render(request, TEMPLATES[part], context, status=status)


TEMPLATES = {
    Part.ANNOUNCEMENT: "hubs/establishment_paper.html",
    Part.ORDER: "hubs/establishment_paper.html",
    Part.COMMITTEE: "hubs/establishment_committee.html",
    Part.PLAN: "hubs/establishment_plan.html",
    Part.CHANNELS: "hubs/establishment_channels.html",
}


def _read_paper(part: Part) -> Callable[..., dict[str, Any]]:
    def read(found: Establishment, typed: QueryDict | None) -> dict[str, Any]:
        if typed is not None:
            return {"number": typed.get("number", ""), "on": typed.get("on", "")}
        if part == Part.ANNOUNCEMENT:
            number, on = found.announcement_number, found.announced_on
        else:
            number, on = found.order_number, found.ordered_on
        return {"number": number, "on": format_date(on, "numeric") if on else ""}

    return read


def _read_committee(found: Establishment, typed: QueryDict | None) -> dict[str, Any]:
    members = kept_members(found.hub) if typed is None else members_in(typed)
    units = kept_units(found.hub) if typed is None else units_in(typed)
    return {
        "members": with_open_places(members, found.template),
        "units": with_open_units(units, found.template),
        "sectors": Sector.choices,
        "fewest": found.template.fewest_members if found.template else 0,
    }


def _read_plan(found: Establishment, typed: QueryDict | None) -> dict[str, Any]:
    if typed is not None:
        names = ("activity", "when", "target", "budget")
        rows = [
            dict(zip(names, row, strict=True))
            for row in zip(*(typed.getlist(name) for name in names), strict=False)
        ]
        return {"year": typed.get("year", ""), "rows": _with_empty(rows)}
    kept = found.hub.plan.order_by("position", "pk")
    lines = [
        {
            "activity": row.activity, "when": row.when, "target": row.target,
            "budget": thai_number(row.budget),
        }
        for row in kept
    ]  # fmt: skip
    year = found.plan_year or fiscal_year(timezone.localdate())
    return {"year": year, "rows": _with_empty(lines)}


def _with_empty(rows: Sequence[Any]) -> list[Any]:
    return [*rows, *[PlanFacts("")] * EMPTY_LINES]


def _read_channels(found: Establishment, typed: QueryDict | None) -> dict[str, Any]:
    if typed is not None:
        rows = [
            {"kind": kind, "detail": detail}
            for kind, detail in zip(typed.getlist("kind"), typed.getlist("detail"), strict=False)
        ]
    else:
        kept = found.hub.channels.order_by("pk")
        rows = [{"kind": row.kind, "detail": row.detail} for row in kept]
    empty = {"kind": HubChannel.Kind.PHONE, "detail": ""}
    return {"rows": [*rows, *[empty] * EMPTY_LINES], "kinds": HubChannel.Kind.choices}


READERS_OF: dict[Part, Callable[..., dict[str, Any]]] = {
    Part.ANNOUNCEMENT: _read_paper(Part.ANNOUNCEMENT),
    Part.ORDER: _read_paper(Part.ORDER),
    Part.COMMITTEE: _read_committee,
    Part.PLAN: _read_plan,
    Part.CHANNELS: _read_channels,
}


def _hub(request: HttpRequest, pk: int) -> Hub:
    return get_object_or_404(Hub.objects.visible_to(request.user).with_place(), pk=pk)


@allowed(*WORKERS)
@reading
def committee(request: HttpRequest, pk: int) -> HttpResponse:
    """The committee of an established hub, to be changed from a day on."""
    hub = _hub(request, pk)
    return _show_committee(request, hub, kept_members(hub), kept_units(hub))


@allowed(*WORKERS)
@writing
def committee_save(request: HttpRequest, pk: int) -> HttpResponse:
    """Keep who left and who came."""
    hub = _hub(request, pk)
    members, units = members_in(request.POST), units_in(request.POST)
    try:
        path_parts.change_committee(
            hub=hub, members=members, units=units, on=_first_day(request),
            by=person(request), at=timezone.now(),
        )  # fmt: skip
    except (HubError, Refused) as refusal:
        return _show_committee(request, hub, members, units, str(refusal), status=409)
    messages.success(request, _("The committee is kept, with its history."))
    return redirect("hubs:committee", pk=pk)


def _first_day(request: HttpRequest) -> date:
    on: date | None = _day(request.POST.get("on", ""))
    if on is None:
        raise Refused(_("Say from which day on."))
    return on


def _show_committee(
    request: HttpRequest,
    hub: Hub,
    members: Sequence[MemberFacts],
    units: Sequence[UnitFacts],
    refusal: str = "",
    status: int = 200,
) -> HttpResponse:
    if hub.established_on is None:
        raise Http404
    former = hub.committee.exclude(until=None).order_by("-until", "position", "pk")
    context = {
        "hub": hub,
        "members": with_open_places(members, None),
        "units": with_open_units(units, None),
        "former": former,
        "former_units": hub.units.exclude(until=None).order_by("-until", "position", "pk"),
        "sectors": Sector.choices,
        "on": request.POST.get("on", ""),
        "refusal": refusal,
    }
    return render(request, "hubs/committee.html", context, status=status)
