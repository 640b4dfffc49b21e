"""What hubs learnt, for everyone who signs in: searched by words, kind and year (section 10)."""

from urllib.parse import urlencode

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from monitoring.models import Learning
from monitoring.selectors.records import Wanted, find_released
from onde_portal.accounts.access import allowed, reading
from onde_portal.accounts.permissions import Action

ON_A_PAGE = 20
LONGEST = 200
YEAR_DIGITS = 4


@allowed(Action.WRITE_REPORT, Action.READ_OFFICE)
@reading
def learned(request: HttpRequest) -> HttpResponse:
    """Released lessons and recommendations, newest first."""
    wanted = _wanted(request)
    years = Learning.objects.released().values_list("follow_up__round__fiscal_year", flat=True)
    asked = {"q": wanted.text, "kind": wanted.kind, "year": wanted.year}
    context = {
        "wanted": wanted,
        "kinds": Learning.Kind.choices,
        "years": sorted(set(years), reverse=True),
        "page": Paginator(find_released(wanted), ON_A_PAGE).get_page(request.GET.get("page")),
        "address": urlencode({name: value for name, value in asked.items() if value}) + "&",
    }
    return render(request, "monitoring/learned.html", context)


def _wanted(request: HttpRequest) -> Wanted:
    year = request.GET.get("year", "")
    is_year = year.isascii() and year.isdigit() and len(year) == YEAR_DIGITS
    return Wanted(
        text=request.GET.get("q", "").replace("\x00", "")[:LONGEST],
        kind=request.GET.get("kind", ""),
        year=int(year) if is_year else None,
    )
