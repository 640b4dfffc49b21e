"""The staff's entries in the main navigation."""

from collections.abc import Iterable

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _

from onde_portal.accounts.permissions import Action, may
from onde_portal.ui.nav import NavItem

ENTRIES = (
    ("admin:index", 10),
    ("admin:hubs_hub_changelist", 20),
    ("admin:hubs_hubprogramme_changelist", 25),
    ("admin:networks_networkproject_changelist", 30),
    ("admin:monitoring_followup_changelist", 40),
    ("admin:registry_lao_changelist", 50),
)


def staff_entries(request: HttpRequest) -> Iterable[NavItem]:
    """My work, hubs, programmes, networks, monitoring and the register, for the Office's people."""
    if not may(request.user, Action.READ_OFFICE):
        return
    labels = (
        _("My work"),
        _("Hubs"),
        _("Hub programmes"),
        _("Networks"),
        _("Monitoring"),
        _("LAO register"),
    )
    for (name, position), label in zip(ENTRIES, labels, strict=True):
        url = reverse(name)
        is_here = request.path == url if name == "admin:index" else request.path.startswith(url)
        yield NavItem(label, url, position, current=is_here)
