"""What the Office's reports add to the navigation."""

from collections.abc import Iterable

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _

from onde_portal.accounts.permissions import Action, may
from onde_portal.ui.nav import NavItem


def entries(request: HttpRequest) -> Iterable[NavItem]:
    """The list of reports for the Office's people."""
    if may(request.user, Action.READ_OFFICE):
        url = reverse("office-reports")
        yield NavItem(_("Reports"), url, 45, current=request.path.startswith(url))
