"""What is open and how to read it, in words; and the directory of hubs."""

from dataclasses import dataclass
from datetime import date

from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _

from hubs.models import HubQuerySet
from onde_portal.accounts.access import public, reading
from onde_portal.accounts.views.asked import Address, file_of_page, understood
from onde_portal.exchange.pieces import in_pieces
from onde_portal.opendata.dictionary import TABLES
from onde_portal.opendata.package import GUARD, LICENCE
from onde_portal.opendata.selectors.hubs import public_hubs
from onde_portal.opendata.selectors.stamp import current_stamp
from onde_portal.opendata.writing import FORMATS, PACKAGE, file_sizes
from onde_portal.registry.models import Province
from onde_portal.thai.text import thai_key
from onde_portal.ui.exports import table_answer
from onde_portal.ui.templatetags.ui import place

PER_PAGE = 30
LONGEST_SEARCH = 100


@public
@reading
def open_data(request: HttpRequest) -> HttpResponse:
    """What there is, how large and new, what one may do with it, what every column means."""
    today = timezone.localdate()
    stamp = current_stamp(today)
    sizes = file_sizes(today, stamp)
    tables = [
        (
            table,
            [(ending.upper(), f"{table.name}.{ending}", sizes[f"{table.name}.{ending}"])
             for ending in FORMATS],
        )
        for table in TABLES.values()
    ]  # fmt: skip
    context = {
        "tables": tables,
        "package": (PACKAGE, sizes[PACKAGE]),
        "changed_at": stamp.at,
        "licence": LICENCE,
        "guard": GUARD,
    }
    return render(request, "opendata/open_data.html", context)


@dataclass(frozen=True, slots=True)
class Wanted:
    """What is looked for: words of name or place, the code of a province, without closed hubs."""

    search: str
    province: str
    is_open: bool

    @classmethod
    def of(cls, request: HttpRequest) -> "Wanted":
        address = Address(request)
        provinces = Province.objects.values_list("pk", flat=True)
        return cls(
            search=request.GET.get("q", "")[:LONGEST_SEARCH],
            province=address.one_of("province", list(provinces)),
            is_open=address.one_of("open", ("0", "1")) == "1",
        )

    def hubs(self, today: date) -> HubQuerySet:
        """The hubs that fit, province by province; words fit in any spelling."""
        found = public_hubs(today)
        if self.is_open:
            found = found.established_by(today)
        for word in thai_key(self.search).split():
            found = found.filter(search_key__contains=word)
        if self.province:
            found = found.filter(lao__province=self.province)
        return found.with_place().order_by("lao__province__sort_key", "lao__sort_key", "pk")


@public
@reading
def hub_directory(request: HttpRequest) -> HttpResponse:
    """All announced hubs; found by name or place in any spelling, and by province."""
    today = timezone.localdate()
    wanted = Wanted.of(request)
    everywhere = public_hubs(today)
    here = Q(pk__in=everywhere.values("lao__province")) | Q(pk=wanted.province)
    context = {
        "page": Address(request).page(wanted.hubs(today), PER_PAGE),
        "open_now": everywhere.established_by(today).count(),
        "today": today,
        "wanted": wanted,
        "longest": LONGEST_SEARCH,
        "kept": understood(request, but=("page",)).urlencode(),
        "provinces": Province.objects.filter(here).order_by("sort_key"),
    }
    return render(request, "opendata/hubs.html", context)


@public
@reading
@file_of_page("hub-directory")
def hub_directory_file(request: HttpRequest) -> HttpResponseBase:
    """Exactly the hubs of the same address, as XLSX."""
    header = [_("Hub"), _("LAO"), _("Place"), _("State"), _("Announced on"), _("Closed on")]
    found = in_pieces(Wanted.of(request).hubs(timezone.localdate()))
    rows = (
        (
            hub.name, str(hub.lao), place(hub.lao), hub.get_state_display(), hub.established_on,
            hub.closed_on,
        )
        for hub in found
    )  # fmt: skip
    return table_answer("xlsx", _("Participation hubs"), header, rows)
