"""Hubs side by side over the rounds, one small chart a hub, all on one scale (section 10)."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.core.paginator import Page
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.utils.translation import gettext as _, gettext_lazy, pgettext_lazy
from django.views.decorators.gzip import gzip_page

from hubs.models import Cohort, Hub, HubProgramme, HubQuerySet
from monitoring.models import Dimension, Indicator, Round
from onde_portal.accounts.access import allowed, person, reading
from onde_portal.accounts.permissions import Action
from onde_portal.accounts.views.asked import Address, file_of_page, understood
from onde_portal.oversight.selectors.compared import (
    MOST_HUBS,
    Comparison,
    Group,
    compare as compare_hubs,
    compare_all,
    find_hubs,
    groups_to_choose,
    hubs_compared,
    in_order,
)
from onde_portal.oversight.views.asked import rounds_shown, scope_choices, scope_of
from onde_portal.oversight.views.compare_parts import ComparedSet, Figure, figures, shown_set
from onde_portal.oversight.views.listing import Column, file_of, page_of
from onde_portal.ui.exports import once_for
from onde_portal.ui.figures import Shown
from onde_portal.ui.templatetags.ui import localized, place

READERS = (Action.READ_DASHBOARD, Action.READ_OFFICE)
MOST_INDICATORS = 6
SORTS = {
    "": pgettext_lazy("order", "Place"),
    "name": gettext_lazy("Name"),
    "-latest": gettext_lazy("Latest value, highest first"),
    "latest": gettext_lazy("Latest value, lowest first"),
    "-change": gettext_lazy("Change, most growth first"),
    "change": gettext_lazy("Change, least growth first"),
}


@dataclass(frozen=True, slots=True)
class Asked:
    """What the address asks for."""

    group: Group
    indicators: tuple[Indicator, ...]
    left_out: tuple[Indicator, ...]
    dimension: str
    sort: str
    by: str
    find: str
    rounds: tuple[Round, ...]

    def hubs(self, request: HttpRequest) -> HubQuerySet:
        """All hubs of the comparison, in the asked order."""
        return in_order(
            hubs_compared(self.group, person(request)), self.sort.removeprefix("-"), self.by,
            self.rounds, down=self.sort.startswith("-"),
        )  # fmt: skip

    def page(self, request: HttpRequest) -> Page[Hub]:
        """The hubs of one page, in the asked order."""
        return page_of(request, self.hubs(request), MOST_HUBS)


def _asked(request: HttpRequest) -> Asked:
    address = Address(request)
    catalogue = list(Indicator.objects.select_related("dimension").order_by("position", "code"))
    every = [item.code for item in catalogue]
    codes = address.several("what", every)
    dimension = address.one_of("dimension", {item.dimension_id for item in catalogue})
    by_hand = [item for item in catalogue if item.code in codes]
    chosen = by_hand or [item for item in catalogue if item.dimension_id == dimension]
    chosen, left_out = chosen[:MOST_INDICATORS], chosen[MOST_INDICATORS:]
    # An indicator that is not chosen any more is no mistake: the form still asks by it.
    by = address.one_of("by", every)
    known = [item.code for item in chosen]
    return Asked(
        group=_group(request),
        indicators=tuple(chosen),
        left_out=tuple(left_out),
        dimension="" if by_hand else dimension,
        sort=address.one_of("sort", SORTS),
        by=by if by in known else next(iter(known), ""),
        find=request.GET.get("find", "")[:200],
        rounds=tuple(rounds_shown()),
    )


def _group(request: HttpRequest) -> Group:
    address, user = Address(request), person(request)
    programmes, cohorts = (model.objects.visible_to(user) for model in (HubProgramme, Cohort))
    return Group(
        hubs=tuple(address.keys("hub", Hub.objects.visible_to(user), MOST_HUBS)),
        scope=scope_of(request),
        programme=next(iter(address.keys("programme", programmes, 1)), 0),
        cohort=next(iter(address.keys("cohort", cohorts, 1)), 0),
    )


@allowed(*READERS)
@reading
@gzip_page
def compare(request: HttpRequest) -> HttpResponse:
    """Choose indicators and hubs; see their lines side by side with the figures beside."""
    wanted, user = _asked(request), person(request)
    page = wanted.page(request)
    hubs = list(page.object_list)
    sets = _sets(wanted, hubs)
    programmes, cohorts = groups_to_choose(user)
    asked = understood(request).urlencode()
    context = {
        "title": _("Comparison of hubs"),
        "asked": wanted,
        "sets": sets,
        "page": page,
        "picked": _picked(request, wanted, hubs),
        "found": _found(request, wanted),
        "dimensions": _dimensions(wanted),
        "programmes": programmes,
        "cohorts": cohorts,
        "sorts": SORTS.items(),
        "rounds": wanted.rounds,
        "files": [
            (ending.upper(), f"{request.path}list.{ending}?{asked}") for ending in ("xlsx", "csv")
        ],
        "most": MOST_HUBS,
        "most_indicators": MOST_INDICATORS,
        **scope_choices(wanted.group.scope),
    }
    return render(request, "oversight/drill/compare.html", context)


def _sets(wanted: Asked, hubs: Sequence[Hub]) -> list[ComparedSet]:
    return [shown_set(item, wanted.rounds) for item in _compared(wanted, hubs)]


def _compared(wanted: Asked, hubs: Sequence[Hub]) -> list[Comparison]:
    if not hubs or not wanted.rounds:
        return []
    return compare_hubs(hubs, wanted.indicators, wanted.rounds)


def _dimensions(wanted: Asked) -> list[tuple[Dimension, list[tuple[Indicator, bool]]]]:
    """The catalogue by dimension; which indicators are on."""
    on = {item.code for item in wanted.indicators} if not wanted.dimension else set()
    rows = Dimension.objects.prefetch_related("indicators").order_by("position", "pk")
    return [
        (
            dimension,
            [
                (item, item.code in on)
                for item in sorted(dimension.indicators.all(), key=lambda one: one.position)
            ],
        )
        for dimension in rows
    ]


def _picked(request: HttpRequest, wanted: Asked, hubs: Sequence[Hub]) -> list[tuple[Hub, str]]:
    """Hubs picked by hand, each with the address without it."""
    if not wanted.group.hubs:
        return []
    found = []
    for hub in hubs:
        query = understood(request)
        query.setlist("hub", [str(key) for key in wanted.group.hubs if key != hub.pk])
        found.append((hub, f"?{query.urlencode()}"))
    return found


def _found(request: HttpRequest, wanted: Asked) -> list[tuple[Hub, str]]:
    """Hubs that the search found, each with the address that adds it."""
    if len(wanted.group.hubs) >= MOST_HUBS:
        return []
    narrower = ("province", "region", "type", "programme", "cohort", "page")
    rows = []
    for hub in find_hubs(wanted.find, person(request), without=wanted.group.hubs):
        query = understood(request, but=narrower)
        query.setlist("hub", [*(str(key) for key in wanted.group.hubs), str(hub.pk)])
        rows.append((hub, f"?{query.urlencode()}#hubs"))
    return rows


def _columns() -> list[Column[Figure]]:
    """The file's columns; of a country it has half a million rows that share few names."""
    return [
        Column("indicator", gettext_lazy("Indicator"),
               once_for("indicator.pk", lambda row: str(row.indicator))),
        Column("unit", gettext_lazy("Unit"),
               once_for("indicator.pk", lambda row: localized(row.indicator, "unit"))),
        Column("hub", gettext_lazy("Hub"), lambda row: row.hub.name),
        Column("lao", gettext_lazy("LAO"),
               once_for("hub.pk", lambda row: localized(row.hub.lao, "full_name"))),
        Column("type", gettext_lazy("Type of LAO"),
               once_for("hub.pk", lambda row: localized(row.hub.lao.type, "name"))),
        Column("place", gettext_lazy("Place"),
               once_for("hub.pk", lambda row: place(row.hub.lao))),
        Column("round", gettext_lazy("Round"), once_for("round.pk", lambda row: str(row.round))),
        Column("value", pgettext_lazy("indicator", "Value"), lambda row: row.value, Shown.NUMBER),
        Column("silent", gettext_lazy("Not applicable"),
               lambda row: _("Yes") if row.silent else ""),
        Column("median", gettext_lazy("Median of the type of LAO"), lambda row: row.median,
               Shown.NUMBER),
    ]  # fmt: skip


@allowed(*READERS)
@reading
@file_of_page("drill-compare")
def compare_file(request: HttpRequest, ending: str) -> HttpResponseBase:
    """The figures of the same address as a file, a row for each indicator, hub and round.

    It has all hubs of the comparison, of whose charts the page shows some at a time.
    """
    wanted = _asked(request)
    found = compare_all(wanted.hubs(request), wanted.indicators, wanted.rounds)
    rows = (row for item in found for row in figures(item, wanted.rounds))
    return file_of(ending, _("Comparison of hubs"), _columns(), rows)
