"""A round's submission window: when reports are accepted, and until when (manual, section 10)."""

from datetime import date, datetime

from django.db import transaction
from django.db.models import F

from monitoring.actions.changes import Verb
from monitoring.errors import NotAllowed, RoundClosed, WindowDisordered
from monitoring.models import OWED_STATES, FollowUp, FollowUpEvent, Round
from onde_portal.accounts.models import User
from onde_portal.accounts.permissions import Action, may

BATCH = 500


@transaction.atomic
def change_window(*, round_: Round, opens_on: date, due_on: date, by: User, at: datetime) -> int:
    """Move the window of a round. Returns how many follow-ups have a new due date.

    Those still owed that were due with the round move with it; one that was given its own due
    date keeps it. Raises NotAllowed, RoundClosed, WindowDisordered.
    """
    if not may(by, Action.OPEN_ROUND):
        raise NotAllowed
    locked = Round.objects.select_for_update().get(pk=round_.pk)
    if locked.closed_at:
        raise RoundClosed
    if not (locked.starts_on <= opens_on <= due_on and due_on >= locked.ends_on):
        raise WindowDisordered
    before = locked.due_on
    locked.opens_on, locked.due_on = opens_on, due_on
    locked._history_user = by  # type: ignore[attr-defined]  # noqa: SLF001 - the history reads it
    locked._history_date = at  # type: ignore[attr-defined]  # noqa: SLF001
    locked.save(update_fields=["opens_on", "due_on"])
    return 0 if before == due_on else _move_due_dates(locked, before, by, at)


def _move_due_dates(round_: Round, before: date, by: User, at: datetime) -> int:
    due_with_it = FollowUp.objects.filter(round=round_, state__in=OWED_STATES, due_on=before)
    moved = list(due_with_it.select_for_update(of=("self",)).order_by("pk"))
    due_with_it.update(due_on=round_.due_on, version=F("version") + 1)
    for follow_up in moved:
        follow_up.due_on = round_.due_on
        follow_up.version += 1
    FollowUp.history.bulk_history_create(
        moved, batch_size=BATCH, update=True, default_user=by, default_date=at
    )
    FollowUpEvent.objects.bulk_create(
        [
            FollowUpEvent(
                follow_up=follow_up,
                verb=Verb.DUE_MOVED,
                from_state=follow_up.state,
                to_state=follow_up.state,
                reason=round_.due_on.isoformat(),
                at=at,
                by=by,
            )
            for follow_up in moved
        ],
        batch_size=BATCH,
    )
    return len(moved)
