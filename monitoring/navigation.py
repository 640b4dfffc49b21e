"""What monitoring adds to the navigation, to a hub's page and to the LAO's first page."""

from collections.abc import Iterable

from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from hubs.models import Hub
from monitoring.models import FollowUp
from monitoring.selectors.records import lao_records, records_of
from onde_portal.accounts.models import User
from onde_portal.accounts.permissions import Action, may
from onde_portal.ui.nav import NavItem
from onde_portal.ui.panels import Panel


def entries(request: HttpRequest) -> Iterable[NavItem]:
    """The home page for LAO people."""
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


def records_panel(request: HttpRequest, hub: object) -> Panel | None:
    """Problems, promised support and lessons of a hub, on its own page."""
    if not isinstance(hub, Hub):
        return None
    context = records_of(hub) | {
        "hub": hub,
        "may_promise": may(request.user, Action.REVIEW_REPORT),
    }
    return Panel("monitoring/hub_records.html", context, position=60)


def lao_records_panel(request: HttpRequest, user: object) -> Panel | None:
    """Promised support, problems to solve and answers of the Office, for the LAO's people."""
    if not isinstance(user, User):
        return None
    records = lao_records(user, timezone.localdate())
    if records.is_empty:
        return None
    return Panel("monitoring/lao_records.html", {"records": records}, position=60)
