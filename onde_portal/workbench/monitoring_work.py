"""What waits for whom in the six-monthly monitoring (manual, section 10)."""

from collections.abc import Iterable
from datetime import datetime

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from monitoring.selectors.records import support_owed_by
from onde_portal.accounts.models import User
from onde_portal.ui.templatetags.ui import place, thai_date_short
from onde_portal.workbench.work import SHOWN, WorkGroup, WorkItem


def promised_support(user: User, at: datetime) -> Iterable[WorkGroup]:
    """What this person promised hubs and did not give yet."""
    today, owed = timezone.localtime(at).date(), support_owed_by(user)
    items = tuple(
        WorkItem(
            title=support.what,
            detail=f"{support.hub.name} · {place(support.hub.lao)} · "
            + _("due %(day)s") % {"day": thai_date_short(support.due_on)},
            url=reverse("admin:monitoring_support_page", args=[support.pk]),
            tone="bad" if support.due_on < today else "warn",
            state=_("Overdue") if support.due_on < today else _("Promised"),
        )
        for support in owed[:SHOWN]
    )
    mine = f"?standing=open&owner__id__exact={user.pk}"
    url = reverse("admin:monitoring_support_changelist") + mine
    yield WorkGroup(_("Support you promised"), "10", owed.count(), items, url)
