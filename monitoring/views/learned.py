"""What hubs learnt, for everyone who signs in: searched by words, kind and year (section 10)."""

from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from monitoring.models import Learning, Round
from monitoring.selectors.records import Wanted, find_released
from onde_portal.accounts.access import allowed, reading
from onde_portal.accounts.permissions import Action
from onde_portal.accounts.views.asked import Address, file_of_page
from onde_portal.exchange.pieces import in_pieces
from onde_portal.ui.exports import table_answer
from onde_portal.ui.templatetags.ui import localized, place

ON_A_PAGE = 20
LONGEST = 200


@allowed(Action.WRITE_REPORT, Action.READ_OFFICE)
@reading
def learned(request: HttpRequest) -> HttpResponse:
    """Released lessons and recommendations, newest first."""
    wanted = _wanted(request)
    years = Learning.objects.released().values_list("follow_up__round__fiscal_year", flat=True)
    asked = {"q": wanted.text, "kind": wanted.kind, "year": wanted.year}
    address = urlencode({name: value for name, value in asked.items() if value})
    context = {
        "wanted": wanted,
        "kinds": Learning.Kind.choices,
        "years": sorted({*years, *filter(None, [wanted.year])}, reverse=True),
        "page": Address(request).page(find_released(wanted), ON_A_PAGE),
        "address": f"{address}&",
        "file_url": reverse("learned-file") + (f"?{address}" if address else ""),
    }
    return render(request, "monitoring/learned.html", context)


@allowed(Action.WRITE_REPORT, Action.READ_OFFICE)
@reading
@file_of_page("learned")
def learned_file(request: HttpRequest) -> HttpResponseBase:
    """Exactly the lessons and recommendations of the same address, as XLSX."""
    header = [_("Kind"), _("Text"), _("LAO"), _("Place"), _("Round")]
    rows = (_cells(item) for item in in_pieces(find_released(_wanted(request))))
    return table_answer("xlsx", _("Lessons and recommendations of hubs"), header, rows)


def _cells(item: Learning) -> list[Any]:
    lao = item.hub.lao
    return [
        item.get_kind_display(), item.released_text, localized(lao, "full_name"), place(lao),
        str(item.follow_up.round),
    ]  # fmt: skip


def _wanted(request: HttpRequest) -> Wanted:
    address = Address(request)
    years = Round.objects.values_list("fiscal_year", flat=True).distinct()
    year = address.one_of("year", [str(year) for year in years])
    return Wanted(
        text=request.GET.get("q", "").replace("\x00", "")[:LONGEST],
        kind=address.one_of("kind", Learning.Kind.values),
        year=int(year) if year else None,
    )
