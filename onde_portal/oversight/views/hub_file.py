"""The file of a hub: its whole story on one page (manual, 8.2 and 10)."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render

from hubs.models import Hub
from onde_portal.accounts.access import reading


@reading
def hub_file(request: HttpRequest, pk: int) -> HttpResponse:
    """The hub's story; an LAO's people read that of their own hubs, a foreign one is 404."""
    hub = get_object_or_404(Hub.objects.visible_to(request.user).with_place(), pk=pk)
    return render(request, "oversight/drill/hub.html", {"hub": hub})
