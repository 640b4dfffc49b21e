"""What is open and how to read it, in words; and the directory of hubs."""

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from onde_portal.accounts.access import public, reading
from onde_portal.opendata.dictionary import TABLES
from onde_portal.opendata.package import GUARD, LICENCE
from onde_portal.opendata.selectors.hubs import public_hubs
from onde_portal.opendata.selectors.stamp import current_stamp
from onde_portal.opendata.writing import FORMATS, PACKAGE, file_sizes
from onde_portal.registry.models import Province
from onde_portal.thai.text import thai_key

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


@public
@reading
def hub_directory(request: HttpRequest) -> HttpResponse:
    """All announced hubs; found by name or place in any spelling, and by province."""
    today = timezone.localdate()
    search = request.GET.get("q", "")[:LONGEST_SEARCH]
    province = request.GET.get("province", "")[:2]
    everywhere = public_hubs(today)
    found = everywhere
    for word in thai_key(search).split():
        found = found.filter(search_key__contains=word)
    if province:
        found = found.filter(lao__province=province)
    ordered = found.with_place().order_by("lao__province__sort_key", "lao__sort_key", "pk")
    context = {
        "page": Paginator(ordered, PER_PAGE).get_page(request.GET.get("page")),
        "open_now": everywhere.established_by(today).count(),
        "today": today,
        "search": search,
        "province": province,
        "provinces": Province.objects.filter(pk__in=everywhere.values("lao__province")).order_by(
            "sort_key"
        ),
    }
    return render(request, "opendata/hubs.html", context)
