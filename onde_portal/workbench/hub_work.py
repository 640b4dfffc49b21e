"""What waits for whom along the hub programme (manual 8.2)."""

from collections.abc import Iterable
from datetime import datetime

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from hubs.models import Memo
from hubs.selectors.duties import memos_to_decide, memos_to_put_right, paths_to_answer
from onde_portal.accounts.models import User
from onde_portal.ui.templatetags.ui import place, thai_date_short
from onde_portal.workbench.work import SHOWN, WorkGroup, WorkItem


def _memo_items(memos: list[Memo], tone: str, state: str) -> tuple[WorkItem, ...]:
    return tuple(
        WorkItem(
            title=memo.subject,
            detail=f"{memo.programme.title} · {memo.sender_name} · {thai_date_short(memo.sent_at)}",
            url=reverse("admin:hubs_memo_page", args=[memo.pk]),
            tone=tone,
            state=state,
        )
        for memo in memos[:SHOWN]
    )


def memos(user: User, at: datetime) -> Iterable[WorkGroup]:
    """Memos to decide on, and those that came back."""
    waiting = memos_to_decide(user, timezone.localtime(at).date())
    yield WorkGroup(
        _("Memos that wait for you"), "8.2 (2)", len(waiting),
        _memo_items(waiting, "warn", _("Waits for your decision")),
        f"{reverse('admin:hubs_memo_changelist')}",
    )  # fmt: skip
    back = memos_to_put_right(user)
    yield WorkGroup(
        _("Memos returned to you"), "8.2 (2)", len(back),
        _memo_items(back, "bad", _("Returned")),
        f"{reverse('admin:hubs_memo_changelist')}?state__exact=returned",
    )  # fmt: skip


def paths(user: User, at: datetime) -> Iterable[WorkGroup]:
    """What LAOs sent about their hubs, to confirm or return."""
    waiting = paths_to_answer(user, at)
    items = tuple(
        WorkItem(
            title=path.hub.name,
            detail=f"{place(path.hub.lao)} · "
            + _("sent %(day)s") % {"day": thai_date_short(path.sent_at)},
            url=reverse("admin:hubs_establishment_page", args=[path.pk]),
            tone="warn",
            state=_("To confirm"),
        )
        for path in waiting[:SHOWN]
    )
    yield WorkGroup(
        _("Hubs to confirm"), "8.2 (5)", len(waiting), items,
        f"{reverse('admin:hubs_establishment_changelist')}?state__exact=sent",
    )  # fmt: skip
