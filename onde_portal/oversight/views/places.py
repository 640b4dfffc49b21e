"""From the country down: regions, provinces, LAOs, hubs (manual, 8.2 and 10)."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _, gettext_lazy, pgettext_lazy
from django.views.decorators.gzip import gzip_page

from hubs.models import Hub, HubState
from monitoring.models.followups import APART_STATES, OWED_STATES
from monitoring.selectors.board import places
from monitoring.tally import Tally
from onde_portal.accounts.access import allowed, person, reading
from onde_portal.accounts.permissions import Action, may
from onde_portal.accounts.views.asked import Address, file_of_page
from onde_portal.oversight.selectors.places import (
    Area,
    LaoLine,
    Standing,
    Wanted,
    duties_of,
    hubs_of,
    lao_lines,
    laos_of,
    standings,
    whole,
)
from onde_portal.oversight.views.listing import (
    Column,
    file_of,
    files_named,
    in_order,
    listing,
    order_of,
    page_of,
    sorting_of,
)
from onde_portal.oversight.views.place_parts import (
    Rounds,
    common_context,
    figures_context,
    read_rounds,
)
from onde_portal.registry.models import Lao, Province, Region
from onde_portal.ui.figures import Shown
from onde_portal.ui.templatetags.ui import localized

READERS = (Action.READ_DASHBOARD, Action.READ_OFFICE)
A_PAGE = 50


@dataclass(frozen=True, slots=True)
class PlaceRow:
    """A region or a province in the list of what it belongs to."""

    name: str
    sort_key: str
    url: str
    standing: Standing


def _place_columns(label: Any) -> list[Column[PlaceRow]]:
    def number(key: str, title: Any, of: Any) -> Column[PlaceRow]:
        return Column(key, title, of, Shown.COUNT, rank=of)

    return [
        Column("name", label, lambda row: row.name, rank=lambda row: row.sort_key),
        number("laos", pgettext_lazy("count", "LAOs"), lambda row: row.standing.laos),
        number("hubs", gettext_lazy("Hubs"), lambda row: row.standing.alive),
        number("new", gettext_lazy("New this year"), lambda row: row.standing.new),
        number("preparing", gettext_lazy("Preparing"), lambda row: row.standing.preparing),
        number("expected", pgettext_lazy("reports", "Expected"),
               lambda row: row.standing.tally.expected),
        number("received", pgettext_lazy("reports", "Received"),
               lambda row: row.standing.tally.received),
        Column("rate", gettext_lazy("Received in per cent"),
               lambda row: row.standing.tally.whole_rate, Shown.SHARE,
               rank=lambda row: row.standing.tally.rate),
        number("overdue", gettext_lazy("Overdue"), lambda row: row.standing.tally.overdue),
        number("problems", gettext_lazy("Open problems"), lambda row: row.standing.problems),
        number("networks", gettext_lazy("Networks"), lambda row: row.standing.networks),
    ]  # fmt: skip


def _regions(request: HttpRequest, rounds: Rounds) -> list[PlaceRow]:
    found = standings(Area(), "region", person(request), rounds.today, rounds.now)
    return [
        PlaceRow(
            str(name), str(place), reverse("drill-region", args=[key]), found.get(key, Standing())
        )
        for place, (key, name) in enumerate(Region.choices)
    ]


@allowed(*READERS)
@reading
@gzip_page
def regions(request: HttpRequest) -> HttpResponse:
    """The country by its regions."""
    rounds = read_rounds()
    rows = _regions(request, rounds)
    context = {
        **common_context(request, Area(), whole(row.standing for row in rows), rounds),
        **_below(request, _place_columns(_("Region")), rows, _("Regions")),
        "title": _("The whole country"),
        "crumbs": [],
    }
    return render(request, "oversight/drill/place.html", context)


@allowed(*READERS)
@reading
@file_of_page("drill-regions")
def regions_file(request: HttpRequest, ending: str) -> HttpResponseBase:
    """The regions as a file, in the order of the address."""
    columns = _place_columns(_("Region"))
    rows = in_order(_regions(request, read_rounds()), columns, sorting_of(request, columns))
    return file_of(ending, _("Regions"), columns, rows)


def region_of(key: str) -> Region:
    """The region of this key; 404 where there is none."""
    if key not in Region.values:
        raise Http404
    return Region(key)


def _provinces(request: HttpRequest, region: Region, rounds: Rounds) -> list[PlaceRow]:
    area = Area(region=region.value)
    found = standings(area, "province", person(request), rounds.today, rounds.now)
    provinces = Province.objects.filter(region=region.value).order_by("sort_key", "pk")
    return [
        PlaceRow(str(one), one.sort_key, reverse("drill-province", args=[one.pk]), found[one.pk])
        for one in provinces
    ]


@allowed(*READERS)
@reading
@gzip_page
def region(request: HttpRequest, key: str) -> HttpResponse:
    """A region by its provinces, those without any hub too."""
    found, rounds = region_of(key), read_rounds()
    rows = _provinces(request, found, rounds)
    standing = whole(row.standing for row in rows)
    context = {
        **common_context(request, Area(region=found.value), standing, rounds),
        **_below(request, _place_columns(_("Province")), rows, _("Provinces")),
        "title": found.label,
        "crumbs": [_country()],
    }
    return render(request, "oversight/drill/place.html", context)


@allowed(*READERS)
@reading
@file_of_page("drill-region")
def region_file(request: HttpRequest, key: str, ending: str) -> HttpResponseBase:
    """The provinces of a region as a file, in the order of the address."""
    found, columns = region_of(key), _place_columns(_("Province"))
    rows = in_order(
        _provinces(request, found, read_rounds()), columns, sorting_of(request, columns)
    )
    return file_of(ending, str(found.label), columns, rows)


def _below(
    request: HttpRequest, columns: Sequence[Column[PlaceRow]], rows: list[PlaceRow], title: str
) -> dict[str, Any]:
    """The list of the next level down."""
    ordered = in_order(rows, columns, sorting_of(request, columns))
    shown = listing(request, columns, ordered, url_of=lambda row: row.url, file_url=request.path)
    return {"listing": shown, "below_title": title}


def _country() -> tuple[str, str]:
    return _("The whole country"), reverse("drill-regions")


def _lao_columns() -> list[Column[LaoLine]]:
    return [
        Column("name", gettext_lazy("LAO"), lambda row: localized(row.lao, "full_name"),
               order=("sort_key",)),
        Column("district", gettext_lazy("District"),
               lambda row: localized(row.lao.district, "name"), order=("district__sort_key",)),
        Column("province", gettext_lazy("Province"),
               lambda row: localized(row.lao.province, "name"), only_file=True),
        Column("type", gettext_lazy("Type of LAO"), lambda row: localized(row.lao.type, "name"),
               order=("type__position",)),
        Column("code", gettext_lazy("Code"), lambda row: row.lao.code or "", only_file=True),
        Column("hub", gettext_lazy("Hub"), lambda row: row.hub.name if row.hub else "",
               order=("hubs_here",),
               leads=lambda row: reverse("drill-hub", args=[row.hub.pk]) if row.hub else ""),
        Column("state", gettext_lazy("State"),
               lambda row: row.hub.get_state_display() if row.hub else ""),
        Column("announced", gettext_lazy("Announced on"),
               lambda row: row.hub.established_on if row.hub else None, Shown.DAY,
               order=("announced",)),
        Column("report", gettext_lazy("Report of the round"),
               lambda row: row.follow_up.get_state_display() if row.follow_up else ""),
        Column("problems", gettext_lazy("Open problems"),
               lambda row: row.problems if row.hub else None, Shown.COUNT),
    ]  # fmt: skip


def _wanted(request: HttpRequest) -> Wanted:
    """What the address looks for."""
    address, kinds = Address(request), [item.pk for item in places()[1]]
    return Wanted(
        text=request.GET.get("q", "")[:200],
        lao_type=address.one_of("type", kinds),
        with_hub=address.one_of("hub", ("yes", "no")),
    )


def _laos(request: HttpRequest, found: Province) -> Any:
    """The LAOs that the address asks for; those with hubs first where it asks for no order."""
    columns = _lao_columns()
    usual = ["-hubs_here", "-hubs_ever", "sort_key", "pk"]
    rows = laos_of(found, _wanted(request), person(request))
    return rows.order_by(*order_of(columns, sorting_of(request, columns), usual))


@allowed(*READERS)
@reading
@gzip_page
def province(request: HttpRequest, code: str) -> HttpResponse:
    """A province by its LAOs, those with hubs first."""
    found, rounds, user = get_object_or_404(Province, pk=code), read_rounds(), person(request)
    area = Area(region=found.region, province=found.pk)
    standing = standings(area, "province", user, rounds.today, rounds.now)[found.pk]
    page = page_of(request, _laos(request, found), A_PAGE)
    lines = lao_lines(page.object_list, rounds.watched, user)
    context = {
        **common_context(request, area, standing, rounds),
        "listing": listing(
            request, _lao_columns(), lines, file_url=request.path, page=page,
            url_of=lambda row: reverse("drill-lao", args=[row.lao.pk]),
        ),
        "below_title": _("LAOs"),
        "wanted": _wanted(request),
        "types": places()[1],
        "sort": sorting_of(request, _lao_columns()).address,
        "title": str(found),
        "crumbs": [_country(), _region_crumb(found.region)],
    }  # fmt: skip
    return render(request, "oversight/drill/place.html", context)


@allowed(*READERS)
@reading
@file_of_page("drill-province")
def province_file(request: HttpRequest, code: str, ending: str) -> HttpResponseBase:
    """Exactly the LAOs of the same address, on all its pages, as a file."""
    found, user = get_object_or_404(Province, pk=code), person(request)
    lines = lao_lines(_laos(request, found), read_rounds().watched, user)
    return file_of(ending, str(found), _lao_columns(), lines)


def _region_crumb(key: str) -> tuple[str, str]:
    return str(Region(key).label), reverse("drill-region", args=[key])


def _hub_columns() -> list[Column[Any]]:
    return [
        Column("name", gettext_lazy("Hub"), lambda hub: hub.name, rank=lambda hub: hub.search_key),
        Column("state", gettext_lazy("State"), lambda hub: hub.get_state_display(),
               rank=lambda hub: HubState.values.index(hub.state)),
        Column("announced", gettext_lazy("Announced on"), lambda hub: hub.established_on,
               Shown.DAY, rank=lambda hub: hub.established_on),
        Column("closed", gettext_lazy("Closed from"), lambda hub: hub.closed_on, Shown.DAY,
               rank=lambda hub: hub.closed_on),
        Column("rounds", gettext_lazy("Rounds"), lambda hub: hub.reports, Shown.COUNT,
               rank=lambda hub: hub.reports),
    ]  # fmt: skip


def lao_of(request: HttpRequest, pk: int) -> Lao:
    """The LAO, if this person may see it; else 404."""
    return get_object_or_404(Lao.objects.visible_to(request.user).with_place(), pk=pk)


def _lao_hubs(request: HttpRequest, lao: Lao) -> list[Hub]:
    columns = _hub_columns()
    return in_order(hubs_of(lao, person(request)), columns, sorting_of(request, columns))


@allowed(*READERS)
@reading
@gzip_page
def lao(request: HttpRequest, pk: int) -> HttpResponse:
    """An LAO by its hubs, with their reports of all rounds."""
    found, rounds, user = lao_of(request, pk), read_rounds(), person(request)
    area = Area(found.province.region, found.province_id, found.pk)
    duties = list(duties_of(found, user))
    standing = _standing_of_lao(found, area, duties, request, rounds)
    context = {
        **figures_context(request, area, standing, rounds),
        "listing": listing(
            request, _hub_columns(), _lao_hubs(request, found), file_url=request.path,
            url_of=lambda hub: reverse("drill-hub", args=[hub.pk]),
        ),
        "below_title": _("Hubs"),
        "lao": found,
        "duties": duties,
        "duty_files": files_named("drill-lao-reports-file", found.pk, asked={}),
        "may_run": may(user, Action.REGISTER_HUB),
        "title": localized(found, "full_name"),
        "crumbs": [
            _country(),
            _region_crumb(found.province.region),
            (str(found.province), reverse("drill-province", args=[found.province_id])),
        ],
    }  # fmt: skip
    return render(request, "oversight/drill/place.html", context)


def _standing_of_lao(
    lao: Lao, area: Area, duties: Sequence[Any], request: HttpRequest, rounds: Rounds
) -> Standing:
    """The LAO's own standing; its reports are counted as they are now."""
    counted = standings(area, "province", person(request), rounds.today, {})
    found = counted[lao.province_id]
    asked = [item for item in duties if item.round_id == getattr(rounds.watched, "pk", None)]
    asked = [item for item in asked if item.state not in APART_STATES]
    owed = [item for item in asked if item.state in OWED_STATES]
    tally = Tally(expected=len(asked), received=len(asked) - len(owed), owed=len(owed),
                  overdue=sum(item.is_overdue(rounds.today) for item in owed))  # fmt: skip
    return Standing(
        found.laos, found.alive, found.new, found.preparing, found.problems, found.networks, tally
    )


@allowed(*READERS)
@reading
@file_of_page("drill-lao")
def lao_file(request: HttpRequest, pk: int, ending: str) -> HttpResponseBase:
    """The hubs of an LAO as a file."""
    found = lao_of(request, pk)
    rows = _lao_hubs(request, found)
    return file_of(ending, str(found), _hub_columns(), rows)
