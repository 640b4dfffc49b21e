"""Networks as anybody may see them: names, places, days and numbers, nothing about people."""

from dataclasses import dataclass

from django.db.models import Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.utils.translation import gettext as _

from networks.models import CitizenNetwork
from networks.selectors.founded import public_networks, with_standing
from onde_portal.accounts.access import public, reading
from onde_portal.accounts.views.asked import Address, file_of_page, understood
from onde_portal.registry.models import Province
from onde_portal.thai.text import thai_key
from onde_portal.ui.exports import table_answer
from onde_portal.ui.templatetags.ui import localized

PER_PAGE = 30
LONGEST_SEARCH = 100


@dataclass(frozen=True, slots=True)
class Wanted:
    """What is looked for: words of name or province, the code of a province."""

    search: str
    province: str

    @classmethod
    def of(cls, request: HttpRequest) -> "Wanted":
        provinces = Province.objects.values_list("pk", flat=True)
        return cls(
            search=request.GET.get("q", "")[:LONGEST_SEARCH],
            province=Address(request).one_of("province", list(provinces)),
        )

    def networks(self) -> QuerySet[CitizenNetwork]:
        """The networks that fit, the youngest first; words fit in any spelling."""
        found = public_networks()
        for word in thai_key(self.search).split():
            found = found.filter(search_key__contains=word)
        if self.province:
            found = found.filter(province=self.province)
        return found.order_by("-founded_on", "name", "pk")


@public
@reading
def network_list(request: HttpRequest) -> HttpResponse:
    """All networks with a public page; found by name or province in any spelling."""
    wanted = Wanted.of(request)
    page = Address(request).page(wanted.networks(), PER_PAGE)
    here = Q(pk__in=public_networks().values("province")) | Q(pk=wanted.province)
    shown = public_networks().filter(pk__in=[network.pk for network in page])
    context = {
        "page": page,
        "standings": with_standing(shown, timezone.localdate()),
        "wanted": wanted,
        "longest": LONGEST_SEARCH,
        "kept": understood(request, but=("page",)).urlencode(),
        "provinces": Province.objects.filter(here).order_by("sort_key"),
    }
    return render(request, "networks/directory.html", context)


@public
@reading
@file_of_page("networks:directory")
def network_list_file(request: HttpRequest) -> HttpResponseBase:
    """Exactly the networks of the same address, as XLSX."""
    header = [_("Network"), _("Province"), _("Area"), _("Founded on"), _("Members")]
    rows = (
        (
            item.network.name, localized(item.network.province, "name"), item.network.area,
            item.network.founded_on, item.members,
        )
        for item in with_standing(Wanted.of(request).networks(), timezone.localdate())
    )  # fmt: skip
    return table_answer("xlsx", _("Citizen networks"), header, rows)


@public
@reading
def network_page(request: HttpRequest, pk: int) -> HttpResponse:
    """One network: what it wants, where, since when, how many belong to it."""
    network = get_object_or_404(public_networks(), pk=pk)
    [standing] = with_standing(public_networks().filter(pk=network.pk), timezone.localdate())
    context = {"network": standing.network, "standing": standing,
               "districts": network.districts.order_by("code")}  # fmt: skip
    return render(request, "networks/directory_network.html", context)
