"""What oversight adds to the navigation."""

from collections.abc import Iterable

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _

from onde_portal.accounts.permissions import Action, may
from onde_portal.ui.nav import NavItem


def entries(request: HttpRequest) -> Iterable[NavItem]:
    """The overview for those who read it."""
    if may(request.user, Action.READ_DASHBOARD):
        url = reverse("overview")
        yield NavItem(_("Overview"), url, 5, current=request.path == url)
