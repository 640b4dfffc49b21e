"""Freezing a closed fiscal year, and what was frozen (manual, 9.2 and 14)."""

from datetime import datetime

from django.contrib import messages
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _, gettext_lazy

from onde_portal.accounts.access import allowed, person, reading, writing
from onde_portal.accounts.permissions import Action
from onde_portal.accounts.views.asked import Address, file_of_page
from onde_portal.exchange.pieces import in_pieces
from onde_portal.oversight.actions import freeze_year
from onde_portal.oversight.actions.freezing import seen_counts
from onde_portal.oversight.errors import OversightError
from onde_portal.oversight.models import FrozenHub, FrozenNetwork, FrozenYear
from onde_portal.oversight.selectors.behind import hubs_behind, networks_behind
from onde_portal.oversight.selectors.figures import figures_of
from onde_portal.oversight.selectors.stamp import stamp_at
from onde_portal.oversight.selectors.years import YearFigures, known_years, year_figures
from onde_portal.oversight.shown.addresses import overview_url
from onde_portal.oversight.shown.corrections import corrections_shown, figure_name
from onde_portal.oversight.shown.differences import Difference, compared
from onde_portal.oversight.views.listing import Column, file_of, files_named
from onde_portal.oversight.views.overview import page_of
from onde_portal.ui.figures import Shown
from onde_portal.ui.templatetags.ui import place, thai_number

A_PAGE = 100


def _known(year: int) -> int:
    """The year, if the portal counts it; else 404."""
    if year not in known_years(timezone.localdate()):
        raise Http404
    return year


@allowed(Action.FREEZE_YEAR)
@reading
def confirm_freeze(request: HttpRequest, year: int) -> HttpResponse:
    """The figures that would be frozen, and what freezing means."""
    found = year_figures(_known(year), timezone.localdate())
    context = {
        "year": found,
        "seen": seen_counts(found),
        "hubs": hubs_behind(year, found.as_of).count(),
        "networks": networks_behind(year, found.as_of).count(),
        "back": overview_url(year),
    }
    return render(request, "oversight/freeze.html", context)


@allowed(Action.FREEZE_YEAR)
@writing
def freeze(request: HttpRequest, year: int) -> HttpResponse:
    """Freeze what the page before showed; what is refused is said there."""
    now = timezone.now()
    found = year_figures(_known(year), timezone.localtime(now).date())
    try:
        freeze_year(
            year=year, figures=figures_of(found, now), seen=request.POST.get("seen", ""),
            by=person(request), at=now,
        )  # fmt: skip
    except OversightError as refusal:
        messages.error(request, str(refusal))
        return redirect(reverse("overview-freeze", args=[year]))
    messages.success(request, _("The figures of %(year)s are frozen.") % {"year": year})
    return redirect(overview_url(year))


def _then_and_now(year: YearFigures, now: datetime) -> list[Difference]:
    """The counts of a frozen year and what else its page showed, each beside that of now."""
    names = ("hubs_established", "hubs_total", "hubs_planned", "growth",
             "networks_founded", "networks_planned")  # fmt: skip
    counts = [
        Difference(figure_name(name), *(_count(getattr(of, name)) for of in (year.count, year.now)))
        for name in names
    ]
    return [*counts, *compared(page_of(year.year, stamp_at(now), now))]


def _count(number: int | None) -> str:
    return "–" if number is None else thai_number(number)


def _frozen_year(request: HttpRequest, year: int) -> FrozenYear:
    return get_object_or_404(FrozenYear.objects.visible_to(request.user), fiscal_year=year)


def _which(request: HttpRequest) -> str:
    """Which hubs of the frozen year the address asks for; empty is all."""
    return Address(request).one_of("which", {"is_new", "is_counted"})


def _hubs(kept: FrozenYear, which: str) -> QuerySet[FrozenHub]:
    """The hubs behind a frozen year's figures, province by province."""
    hubs = kept.hubs.select_related("province", "hub__lao__province", "hub__lao__district")
    if which:
        hubs = hubs.filter(**{which: True})
    return hubs.order_by("province__sort_key", "hub__lao__sort_key", "pk")


def _networks(kept: FrozenYear) -> QuerySet[FrozenNetwork]:
    return kept.networks.select_related("province").order_by("founded_on", "pk")


@allowed(Action.READ_DASHBOARD)
@reading
def frozen(request: HttpRequest, year: int) -> HttpResponse:
    """A frozen year: its figures, the hubs and networks behind them, what was corrected since."""
    kept = _frozen_year(request, year)
    found = year_figures(_known(year), timezone.localdate())
    which = _which(request)
    context = {
        "year": found,
        "kept": kept,
        "figures": _then_and_now(found, timezone.now()),
        "page": Address(request).page(_hubs(kept, which), A_PAGE),
        "which": which,
        "hub_files": files_named("overview-frozen-hubs-file", year, asked={"which": which}),
        "networks": _networks(kept),
        "network_files": files_named("overview-frozen-networks-file", year, asked={}),
        "corrections": corrections_shown(found.corrections),
        "back": overview_url(year),
    }
    return render(request, "oversight/frozen.html", context)


def _hub_columns() -> list[Column[FrozenHub]]:
    return [
        Column("hub", gettext_lazy("Hub"), lambda row: row.name),
        Column("province", gettext_lazy("Province"), lambda row: str(row.province)),
        Column("place", gettext_lazy("Place"), lambda row: place(row.hub.lao)),
        Column("announced", gettext_lazy("Announced on"), lambda row: row.established_on,
               Shown.DAY),
        Column("closed", gettext_lazy("Closed on"), lambda row: row.closed_on, Shown.DAY),
        Column("new", gettext_lazy("Established in the year"),
               lambda row: _("Yes") if row.is_new else ""),
        Column("counted", gettext_lazy("Part of the total"),
               lambda row: _("Yes") if row.is_counted else ""),
    ]  # fmt: skip


@allowed(Action.READ_DASHBOARD)
@reading
@file_of_page("overview-frozen")
def frozen_hubs_file(request: HttpRequest, year: int, ending: str) -> HttpResponseBase:
    """Exactly the frozen hubs of the same address, on all its pages, as a file."""
    rows = in_pieces(_hubs(_frozen_year(request, year), _which(request)))
    return file_of(ending, f"{_('Hubs behind the figures')} {year}", _hub_columns(), rows)


def _network_columns() -> list[Column[FrozenNetwork]]:
    return [
        Column("network", gettext_lazy("Network"), lambda row: row.name),
        Column("province", gettext_lazy("Province"), lambda row: str(row.province)),
        Column("founded", gettext_lazy("Founded on"), lambda row: row.founded_on, Shown.DAY),
    ]


@allowed(Action.READ_DASHBOARD)
@reading
def frozen_networks_file(request: HttpRequest, year: int, ending: str) -> HttpResponseBase:
    """The frozen networks as a file."""
    rows = in_pieces(_networks(_frozen_year(request, year)))
    title = f"{_('Networks behind the figures')} {year}"
    return file_of(ending, title, _network_columns(), rows)
