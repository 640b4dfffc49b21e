"""What the Office's reports add to the navigation."""

from collections.abc import Iterable

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _

from monitoring.models import Round
from onde_portal.accounts.permissions import Action, may
from onde_portal.reporting.models import Report
from onde_portal.ui.nav import NavItem
from onde_portal.ui.panels import Panel


def round_panel(request: HttpRequest, round_: object) -> Panel | None:
    """The Office's reports on a round that was opened, on the round's own page."""
    if not isinstance(round_, Round) or round_.is_planned:
        return None
    rows = Report.objects.visible_to(request.user).light().filter(round=round_)
    context = {
        "round": round_,
        "reports": rows.order_by("region", "province__sort_key", "-pk"),
        "may_write": may(request.user, Action.WRITE_OFFICE_REPORT),
    }
    return Panel("reporting/round_panel.html", context, position=20)


def entries(request: HttpRequest) -> Iterable[NavItem]:
    """The list of reports for the Office's people."""
    if may(request.user, Action.READ_OFFICE):
        url = reverse("office-reports")
        yield NavItem(_("Reports"), url, 45, current=request.path.startswith(url))
