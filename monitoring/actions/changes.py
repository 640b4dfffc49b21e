"""How a follow-up changes: one guarded update, one line of history, one event."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.db import models
from django.db.models import F
from django.utils.translation import gettext_lazy as _

from monitoring.errors import StaleFollowUp
from monitoring.models import FollowUp, FollowUpEvent
from onde_portal.accounts.models import User


class Verb(models.TextChoices):
    """What can happen to a follow-up."""

    OPENED = "opened", _("Opened the follow-up")
    EXPECTATION_CORRECTED = "expectation_corrected", _("Corrected why the report is expected")
    NOT_EXPECTED = "not_expected", _("Found outside the life of the hub")
    STARTED = "started", _("Began the report")
    FILE_ADDED = "file_added", _("Added a file")
    FILE_REMOVED = "file_removed", _("Removed a file")
    LAID_BEFORE = "laid_before", _("Laid the report before the certifier")
    CERTIFIED = "certified", _("Certified the report")
    SENT_BACK = "sent_back", _("Gave the report back to the reporter")
    CALLED_BACK = "called_back", _("Called the report back")
    LET_THROUGH = "let_through", _("Let the report through without certification")
    SUBMITTED = "submitted", _("Sent the report")
    ACCEPTED = "accepted", _("Accepted the report")
    UNDONE = "undone", _("Took the acceptance back")
    RETURNED = "returned", _("Returned the report")
    EXTENDED = "extended", _("Gave more time")
    DUE_MOVED = "due_moved", _("Moved the due date of the round")
    WAIVED = "waived", _("Waived the report")
    TIME_ASKED = "time_asked", _("Asked for more time")
    TIME_WITHDRAWN = "time_withdrawn", _("Took back the request for more time")
    TIME_REFUSED = "time_refused", _("Gave no more time")


def lock_follow_up(follow_up: FollowUp) -> FollowUp:
    """The follow-up as it is now, held until the transaction ends, with its round and hub."""
    return FollowUp.objects.select_for_update(of=("self",)).with_place().get(pk=follow_up.pk)


def lock_visible(pk: int, by: User) -> FollowUp:
    """The same by its key. Raises FollowUp.DoesNotExist where this person may not know of it."""
    rows = FollowUp.objects.visible_to(by).select_for_update(of=("self",)).with_place()
    return rows.get(pk=pk)


def change_follow_up(
    *,
    follow_up: FollowUp,
    states: Iterable[str],
    verb: Verb,
    by: User | None,
    at: datetime,
    reason: str = "",
    **changes: Any,
) -> None:
    """Write ``changes`` if the follow-up still has the version it was read with and such a state.

    Raises StaleFollowUp when it does not. Brings ``follow_up`` itself up to date.
    """
    before = follow_up.state
    rows = FollowUp.objects.filter(
        pk=follow_up.pk, version=follow_up.version, state__in=list(states)
    )
    if rows.update(version=F("version") + 1, **changes) != 1:
        raise StaleFollowUp
    follow_up.version += 1
    for name, value in changes.items():
        setattr(follow_up, name, value)
    FollowUp.history.bulk_history_create([follow_up], update=True, default_user=by, default_date=at)
    record(follow_up, verb, by=by, at=at, from_state=before, reason=reason)


def record(
    follow_up: FollowUp,
    verb: Verb,
    *,
    by: User | None,
    at: datetime,
    from_state: str = "",
    reason: str = "",
) -> None:
    """Append one event."""
    FollowUpEvent.objects.create(
        follow_up=follow_up,
        verb=verb,
        from_state=from_state or follow_up.state,
        to_state=follow_up.state,
        reason=reason,
        at=at,
        by=by,
    )
