"""The staff's entries in the main navigation, and messages on the first page of LAO people."""

from collections.abc import Iterable

from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from onde_portal.accounts import told
from onde_portal.accounts.access import person
from onde_portal.accounts.models import User
from onde_portal.accounts.permissions import Action, may
from onde_portal.ui.nav import NavItem
from onde_portal.ui.panels import Panel
from onde_portal.workbench.selectors import waiting_count

# Page, position, and the part of the address under which the entry is the current one.
ENTRIES = (
    ("admin:hubs_hub_changelist", 20, "hubs/hub/"),
    ("admin:hubs_hubprogramme_changelist", 25, "hubs/hubprogramme/"),
    ("admin:networks_networkproject_changelist", 30, "networks/"),
    ("admin:monitoring_followup_changelist", 40, "monitoring/"),
    ("admin:registry_lao_changelist", 50, "registry/"),
)


def staff_entries(request: HttpRequest) -> Iterable[NavItem]:
    """My work, the lists, the board of LAOs and the register, for the Office's people."""
    if not may(request.user, Action.READ_OFFICE):
        return
    home = reverse("admin:index")
    yield NavItem(
        _("My work"), home, 10,
        count=waiting_count(person(request), timezone.now()), current=request.path == home,
    )  # fmt: skip
    board = reverse("hub-board-now")
    yield NavItem(_("Board"), board, 27, current=request.path.startswith(board))
    labels = (_("Hubs"), _("Hub programmes"), _("Networks"), _("Monitoring"), _("LAO register"))
    for (name, position, part), label in zip(ENTRIES, labels, strict=True):
        is_here = request.path.startswith(home + part)
        yield NavItem(label, reverse(name), position, current=is_here)


def told_panel(_request: HttpRequest, user: object) -> Panel | None:
    """What was written to the person and is not read yet; nothing where all is."""
    if not isinstance(user, User):
        return None
    newest = told.newest(user, timezone.now())
    return Panel("accounts/told.html", {"told": newest}, position=10) if newest else None
