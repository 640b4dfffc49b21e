"""Closing a round: its numbers are frozen with the list behind them (manual, section 10)."""

from datetime import datetime

from django.db import transaction
from django.db.models import F, Q, Sum
from django.db.models.functions import Coalesce
from django.utils import timezone

from monitoring.errors import NotAllowed, ReasonNeeded, RoundNotDue, RoundNotOpen
from monitoring.models import FollowUp, FollowUpState, FrozenCount, FrozenLine, Round
from monitoring.tally import counting, days_late, measure
from onde_portal.accounts.models import User
from onde_portal.accounts.permissions import Action, may
from onde_portal.thai.text import clean_text

BATCH = 500
DECIDED = (FollowUpState.ACCEPTED, FollowUpState.NOTHING, FollowUpState.WAIVED)


@transaction.atomic
def close_round(*, round_: Round, reason: str, by: User, at: datetime) -> int:
    """Freeze the round's numbers; how many lines there are. Its reports may still be corrected:
    what changes later is seen beside the frozen numbers.

    Raises NotAllowed, RoundNotOpen, RoundNotDue, and ReasonNeeded when reports are still owed.
    """
    if not may(by, Action.OPEN_ROUND):
        raise NotAllowed
    locked = Round.objects.select_for_update(of=("self",)).get(pk=round_.pk)
    if locked.opened_at is None or locked.closed_at is not None:
        raise RoundNotOpen
    if timezone.localtime(at).date() <= locked.due_on:
        raise RoundNotDue
    because = clean_text(reason).strip()
    if not because and FollowUp.objects.filter(round=locked).owed().exists():
        raise ReasonNeeded
    lines = _freeze_lines(locked)
    _freeze_counts(locked, at)
    locked.closed_at, locked.closed_by, locked.closing_reason = at, by, because
    locked._history_user = by  # type: ignore[attr-defined]  # noqa: SLF001 - the history reads it
    locked._history_date = at  # type: ignore[attr-defined]  # noqa: SLF001
    locked.save(update_fields=["closed_at", "closed_by", "closing_reason"])
    round_.refresh_from_db()
    return lines


def _freeze_lines(round_: Round) -> int:
    rows = FollowUp.objects.filter(round=round_).select_for_update(of=("self",)).order_by("pk")
    lines = [
        FrozenLine(
            round=round_,
            follow_up=row,
            hub_id=row.hub_id,
            province_id=row.province,  # type: ignore[attr-defined]
            lao_type_id=row.lao_type,  # type: ignore[attr-defined]
            state=row.state,
            due_on=row.due_on,
            first_submitted_at=row.first_submitted_at,
            accepted_at=row.decided_at if row.state in DECIDED else None,
            days_late=days_late(round_, row.first_submitted_at) if row.first_submitted_at else None,
        )
        for row in rows.annotate(province=F("hub__lao__province"), lao_type=F("hub__lao__type"))
    ]
    FrozenLine.objects.bulk_create(lines, batch_size=BATCH)
    return len(lines)


def _freeze_counts(round_: Round, at: datetime) -> None:
    """The sums of the lines, by province and type of LAO."""
    today = timezone.localtime(at).date()
    rows = FrozenLine.objects.filter(round=round_).values("province", "lao_type")
    late = Sum("days_late", filter=measure("late", round_, today) & Q(days_late__gt=0))
    counts = rows.annotate(**counting(round_, today), delay=Coalesce(late, 0)).order_by("province")
    FrozenCount.objects.bulk_create(
        FrozenCount(
            round=round_,
            province_id=row.pop("province"),
            lao_type_id=row.pop("lao_type"),
            days_late=row.pop("delay"),
            **row,
        )
        for row in counts
    )
