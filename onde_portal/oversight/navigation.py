"""What oversight adds to the navigation, and to a hub's own page."""

from collections.abc import Iterable

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _, pgettext

from hubs.models import Hub
from onde_portal.accounts.permissions import Action, may
from onde_portal.ui.nav import NavItem
from onde_portal.ui.panels import Panel


def entries(request: HttpRequest) -> Iterable[NavItem]:
    """The overview for those who read it, and the way down to places and hubs."""
    if may(request.user, Action.READ_DASHBOARD):
        url = reverse("overview")
        yield NavItem(_("Overview"), url, 5, current=request.path == url)
    if may(request.user, Action.READ_DASHBOARD) or may(request.user, Action.READ_OFFICE):
        url = reverse("drill-regions")
        yield NavItem(
            pgettext("map", "Places"), url, 6, current=request.path.startswith(_drill_paths())
        )


def _drill_paths() -> tuple[str, ...]:
    return (
        reverse("drill-regions"), "/provinces/", "/laos/", "/hub-files/",
        reverse("drill-compare"), reverse("drill-indicators"),
    )  # fmt: skip


def hub_file_panel(request: HttpRequest, hub: object) -> Panel | None:
    """The way from a hub's own page to its file."""
    if not isinstance(hub, Hub):
        return None
    return Panel("oversight/drill/hub_panel.html", {"hub": hub}, position=5)
