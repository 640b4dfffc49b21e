"""The page as one A4 sheet, made by the queue like other papers."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone

from onde_portal.accounts.access import allowed, person, writing
from onde_portal.accounts.permissions import Action
from onde_portal.oversight.reports.page import request_page
from onde_portal.oversight.selectors.stamp import stamp_at
from onde_portal.oversight.selectors.years import known_years
from onde_portal.ui.papers import asked_language


@allowed(Action.READ_DASHBOARD)
@writing
def make_paper(request: HttpRequest, year: int) -> HttpResponse:
    """Ask for the sheet of a year, and go to where it will be."""
    now = timezone.now()
    if year not in known_years(timezone.localtime(now).date()):
        raise Http404
    document = request_page(
        year=year, stamp=stamp_at(now), language=asked_language(request),
        by=person(request), at=now,
    )  # fmt: skip
    return redirect("document", pk=document.pk)
