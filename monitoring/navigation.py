"""What monitoring adds to the navigation and to a hub's page."""

from collections.abc import Iterable

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _

from hubs.models import Hub
from monitoring.models import FollowUp
from onde_portal.accounts.permissions import Action, may
from onde_portal.ui.nav import NavItem
from onde_portal.ui.panels import Panel


def entries(request: HttpRequest) -> Iterable[NavItem]:
    """The overview for those who read it, the home page for LAO people."""
    if may(request.user, Action.READ_DASHBOARD):
        url = reverse("overview")
        yield NavItem(_("Overview"), url, 5, current=request.path == url)
    if may(request.user, Action.WRITE_REPORT):
        url = reverse("lao-home")
        yield NavItem(_("Home"), url, 5, current=request.path == url)


def hub_panel(request: HttpRequest, hub: object) -> Panel | None:
    """The follow-ups of a hub, newest first, on the hub's own page."""
    if not isinstance(hub, Hub):
        return None
    rows = FollowUp.objects.visible_to(request.user).filter(hub=hub).select_related("round")
    return Panel(
        "monitoring/hub_panel.html", {"follow_ups": rows.order_by("-round__starts_on")[:30]}
    )
