"""What hub programmes add to the first page of an LAO's people."""

from django.http import HttpRequest
from django.utils import timezone

from hubs.selectors.duties import lao_duties, with_the_office
from onde_portal.accounts.models import User
from onde_portal.ui.panels import Panel


def lao_home_panel(request: HttpRequest, user: object) -> Panel | None:
    """What waits for the LAO along the programme: readiness, invitation, guideline, papers."""
    if not isinstance(user, User):
        return None
    duties = lao_duties(user, timezone.localdate())
    waiting = with_the_office(user)
    if not duties and not waiting:
        return None
    return Panel("hubs/lao_duties.html", {"duties": duties, "waiting": waiting}, position=10)
