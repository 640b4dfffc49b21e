"""The file of a hub: its whole story on one page, and as a paper (manual, 8.2 and 10)."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.gzip import gzip_page

from hubs.models import Hub
from onde_portal.accounts.access import allowed, person, reading, writing
from onde_portal.accounts.permissions import Action, may
from onde_portal.oversight.reports.hub_file import file_print, hub_parts, request_file
from onde_portal.oversight.reports.pieces import reader_of
from onde_portal.oversight.screen import OnScreen
from onde_portal.oversight.selectors.hub_file import read_hub
from onde_portal.registry.models import Region
from onde_portal.ui.papers import asked_language
from onde_portal.ui.templatetags.ui import localized

READERS = (Action.READ_DASHBOARD, Action.READ_OFFICE, Action.WRITE_REPORT)
# Auditors read and leave no trace; they print the page.
ASKERS = (Action.READ_PERSONAL_DATA, Action.WRITE_REPORT)


def _hub(request: HttpRequest, pk: int) -> Hub:
    rows = Hub.objects.visible_to(request.user).with_place()
    return get_object_or_404(rows.select_related("programme", "successor__lao"), pk=pk)


@allowed(*READERS)
@reading
@gzip_page
def hub_file(request: HttpRequest, pk: int) -> HttpResponse:
    """The hub's story; an LAO's people read that of their own hubs, a foreign one is 404."""
    hub, user, today = _hub(request, pk), person(request), timezone.localdate()
    reader = reader_of(user)
    papers = [file_print(hub, reader, language) for language in ("th", "en")]
    context = {
        "hub": hub,
        "title": hub.name,
        "today": today,
        "parts": hub_parts(read_hub(hub), OnScreen(), reader, today),
        "papers": [paper for paper in papers if paper],
        "is_lao": reader.is_lao,
        "may_ask": any(may(user, action) for action in ASKERS),
        "crumbs": [] if reader.is_lao else _crumbs(hub),
    }
    return render(request, "oversight/drill/hub.html", context)


def _crumbs(hub: Hub) -> list[tuple[str, str]]:
    lao = hub.lao
    region = Region(lao.province.region)
    return [
        (_("The whole country"), reverse("drill-regions")),
        (str(region.label), reverse("drill-region", args=[region.value])),
        (str(lao.province), reverse("drill-province", args=[lao.province_id])),
        (localized(lao, "full_name"), reverse("drill-lao", args=[lao.pk])),
    ]


@allowed(*ASKERS)
@writing
def hub_file_paper(request: HttpRequest, pk: int) -> HttpResponse:
    """Ask for the file as PDF, with what is known now."""
    paper = request_file(
        _hub(request, pk),
        language=asked_language(request),
        by=person(request),
        at=timezone.now(),
    )
    return redirect("document", pk=paper.pk)
