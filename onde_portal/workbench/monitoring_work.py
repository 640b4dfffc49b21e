"""What waits for whom in the six-monthly monitoring (manual, section 10)."""

from collections.abc import Iterable
from datetime import datetime

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from monitoring.models import TimeRequest
from monitoring.selectors.records import support_owed_by
from onde_portal.accounts.models import User
from onde_portal.accounts.permissions import Action, may
from onde_portal.ui.templatetags.ui import place, thai_date_short
from onde_portal.workbench.work import SHOWN, WorkGroup, WorkItem, count_of


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
    yield WorkGroup(_("Support you promised"), "10", count_of(owed, items), items, url)


def time_requests(user: User, at: datetime) -> Iterable[WorkGroup]:
    """LAOs that ask for more time, those whose date comes first on top."""
    if not may(user, Action.REVIEW_REPORT):
        return
    today = timezone.localtime(at).date()
    rows = TimeRequest.objects.visible_to(user).open().order_by("follow_up__due_on", "pk")
    place_of = (
        "follow_up__round",
        "follow_up__hub__lao__province",
        "follow_up__hub__lao__district",
    )
    items = tuple(
        WorkItem(
            title=asked.follow_up.hub.name,
            detail=f"{place(asked.follow_up.hub.lao)} · {asked.follow_up.round} · "
            + _("due %(day)s") % {"day": thai_date_short(asked.follow_up.due_on)},
            url=reverse("admin:monitoring_followup_review", args=[asked.follow_up_id]) + "#asked",
            tone="bad" if asked.follow_up.due_on < today else "warn",
            state=_("Wishes %(day)s") % {"day": thai_date_short(asked.wished_on)},
        )
        for asked in rows.select_related(*place_of)[:SHOWN]
    )
    url = reverse("admin:monitoring_followup_changelist") + "?standing=asked"
    yield WorkGroup(_("LAOs that ask for more time"), "10", count_of(rows, items), items, url)
