"""Networks as anybody may see them: names, places, days and numbers, nothing about people."""

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone

from networks.selectors.founded import public_networks, with_standing
from onde_portal.accounts.access import public, reading
from onde_portal.registry.models import Province
from onde_portal.thai.text import thai_key

PER_PAGE = 30


@public
@reading
def network_list(request: HttpRequest) -> HttpResponse:
    """All networks with a public page; found by name or province in any spelling."""
    search = request.GET.get("q", "")[:100]
    province = request.GET.get("province", "")[:2]
    networks = public_networks()
    for word in thai_key(search).split():
        networks = networks.filter(search_key__contains=word)
    if province:
        networks = networks.filter(province=province)
    page = Paginator(networks.order_by("-founded_on", "name", "pk"), PER_PAGE).get_page(
        request.GET.get("page")
    )
    shown = public_networks().filter(pk__in=[network.pk for network in page])
    context = {
        "page": page,
        "standings": with_standing(shown, timezone.localdate()),
        "search": search,
        "province": province,
        "provinces": Province.objects.filter(pk__in=public_networks().values("province")).order_by(
            "sort_key"
        ),
    }
    return render(request, "networks/directory.html", context)


@public
@reading
def network_page(request: HttpRequest, pk: int) -> HttpResponse:
    """One network: what it wants, where, since when, how many belong to it."""
    network = get_object_or_404(public_networks(), pk=pk)
    [standing] = with_standing(public_networks().filter(pk=network.pk), timezone.localdate())
    context = {"network": standing.network, "standing": standing,
               "districts": network.districts.order_by("code")}  # fmt: skip
    return render(request, "networks/directory_network.html", context)
