"""Accepting many reports in one go, and taking that back for ten minutes."""

from collections.abc import Mapping
from datetime import datetime, timedelta

from django.db import transaction

from monitoring import notices
from monitoring.actions.changes import Verb, change_follow_up, lock_follow_up
from monitoring.actions.submissions import accept_report
from monitoring.errors import MonitoringError, NotAllowed, UndoOver
from monitoring.models import BulkAcceptance, BulkAcceptanceLine, FollowUp, FollowUpState
from monitoring.selectors.unmarked import sort_out
from onde_portal.accounts.models import User
from onde_portal.accounts.permissions import Action, may

UNDO_FOR = timedelta(minutes=10)


@transaction.atomic
def accept_many(*, versions: Mapping[int, int], by: User, at: datetime) -> BulkAcceptance | None:
    """Accept the reports among these that still have neither mark nor open remark.

    ``versions`` maps a follow-up's key to the version that was seen. Whatever changed meanwhile
    is left alone; None where nothing was left. The LAOs are told when it can no longer be
    undone. Raises NotAllowed.
    """
    if not may(by, Action.REVIEW_REPORT):
        raise NotAllowed
    queue = FollowUp.objects.visible_to(by).to_review().filter(pk__in=versions).with_place()
    # Held before they are read: a remark pinned meanwhile is either seen or comes too late.
    held = list(queue.select_for_update(of=("self",)).order_by("pk"))
    lines = []
    for follow_up in sort_out(held).plain:
        try:
            with transaction.atomic():
                accept_report(
                    follow_up=follow_up, version=versions[follow_up.pk], by=by, at=at,
                    tell_at=at + UNDO_FOR,
                )  # fmt: skip
        except MonitoringError:
            continue
        lines.append(BulkAcceptanceLine(follow_up=follow_up, version=follow_up.version))
    if not lines:
        return None
    acceptance = BulkAcceptance.objects.create(by=by, at=at)
    for line in lines:
        line.acceptance = acceptance
    BulkAcceptanceLine.objects.bulk_create(lines)
    return acceptance


@transaction.atomic
def undo_acceptance(*, acceptance: BulkAcceptance, by: User, at: datetime) -> int:
    """Put those reports back into the queue that nobody touched since; how many.

    Nobody was told yet. Raises UndoOver after ten minutes or where it is undone, NotAllowed.
    """
    if acceptance.by_id != by.pk or not may(by, Action.REVIEW_REPORT):
        raise NotAllowed
    rows = BulkAcceptance.objects.filter(pk=acceptance.pk, undone_at=None, at__gt=at - UNDO_FOR)
    if not rows.update(undone_at=at):
        raise UndoOver
    undone = 0
    for line in acceptance.lines.select_related("follow_up").order_by("follow_up"):
        locked = lock_follow_up(line.follow_up)
        if locked.version != line.version:
            continue
        notices.untell_accepted(locked)
        change_follow_up(
            follow_up=locked, states=[FollowUpState.ACCEPTED, FollowUpState.NOTHING],
            verb=Verb.UNDONE, by=by, at=at, state=FollowUpState.SUBMITTED, decided_at=None,
        )  # fmt: skip
        undone += 1
    return undone
