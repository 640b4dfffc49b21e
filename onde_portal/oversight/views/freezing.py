"""Freezing a closed fiscal year, and what was frozen (manual, 9.2 and 14)."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from onde_portal.accounts.access import allowed, person, reading, writing
from onde_portal.accounts.permissions import Action
from onde_portal.oversight.actions import freeze_year
from onde_portal.oversight.actions.freezing import seen_counts
from onde_portal.oversight.errors import OversightError
from onde_portal.oversight.models import FrozenYear
from onde_portal.oversight.selectors.behind import hubs_behind, networks_behind
from onde_portal.oversight.selectors.figures import figures_of
from onde_portal.oversight.selectors.years import known_years, year_figures
from onde_portal.oversight.shown.addresses import overview_url
from onde_portal.oversight.shown.corrections import corrections_shown, figure_name

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


@allowed(Action.READ_DASHBOARD)
@reading
def frozen(request: HttpRequest, year: int) -> HttpResponse:
    """A frozen year: its figures, the hubs and networks behind them, what was corrected since."""
    kept = get_object_or_404(FrozenYear.objects.visible_to(request.user), fiscal_year=year)
    found = year_figures(_known(year), timezone.localdate())
    hubs = kept.hubs.select_related("province", "hub__lao__province", "hub__lao__district")
    which = request.GET.get("which", "")
    if which in {"is_new", "is_counted"}:
        hubs = hubs.filter(**{which: True})
    ordered = hubs.order_by("province__sort_key", "name", "pk")
    networks = kept.networks.select_related("province").order_by("founded_on", "pk")
    names = ("hubs_established", "hubs_total", "hubs_planned", "growth",
             "networks_founded", "networks_planned")  # fmt: skip
    context = {
        "year": found,
        "kept": kept,
        "figures": [
            (figure_name(name), getattr(found.count, name), getattr(found.now, name))
            for name in names
        ],
        "page": Paginator(ordered, A_PAGE).get_page(request.GET.get("page")),
        "which": which,
        "networks": networks,
        "corrections": corrections_shown(found.corrections),
        "back": overview_url(year),
    }
    return render(request, "oversight/frozen.html", context)
