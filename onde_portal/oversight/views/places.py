"""From the country down: regions, provinces, LAOs (manual, 8.2 and 10)."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _

from hubs.models import Hub
from onde_portal.accounts.access import allowed, reading
from onde_portal.accounts.permissions import Action
from onde_portal.registry.models import Lao, Province, Region

READERS = (Action.READ_DASHBOARD, Action.READ_OFFICE)


@allowed(*READERS)
@reading
def regions(request: HttpRequest) -> HttpResponse:
    """The country by its regions."""
    below = [(name, reverse("drill-region", args=[key])) for key, name in Region.choices]
    return _show(request, _("Regions"), below)


@allowed(*READERS)
@reading
def region(request: HttpRequest, key: str) -> HttpResponse:
    """A region by its provinces."""
    if key not in Region.values:
        raise Http404
    provinces = Province.objects.filter(region=key).order_by("sort_key")
    below = [(str(one), reverse("drill-province", args=[one.pk])) for one in provinces]
    return _show(request, str(Region(key).label), below)


@allowed(*READERS)
@reading
def province(request: HttpRequest, code: str) -> HttpResponse:
    """A province by its LAOs."""
    found = get_object_or_404(Province, pk=code)
    laos = Lao.objects.visible_to(request.user).filter(province=found).order_by("sort_key")
    below = [(str(one), reverse("drill-lao", args=[one.pk])) for one in laos]
    return _show(request, str(found), below)


@allowed(*READERS)
@reading
def lao(request: HttpRequest, pk: int) -> HttpResponse:
    """An LAO by its hubs."""
    found = get_object_or_404(Lao.objects.visible_to(request.user), pk=pk)
    hubs = Hub.objects.visible_to(request.user).filter(lao=found).order_by("-established_on", "pk")
    below = [(one.name, reverse("drill-hub", args=[one.pk])) for one in hubs]
    return _show(request, str(found), below)


def _show(request: HttpRequest, title: object, below: list[tuple[object, str]]) -> HttpResponse:
    return render(request, "oversight/drill/place.html", {"title": title, "below": below})
