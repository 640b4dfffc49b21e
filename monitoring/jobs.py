"""What the worker does for monitoring. Idempotent; losing the queue loses nothing."""

from django.utils import timezone

from monitoring.actions import Opened, ensure_rounds, plan_rounds
from monitoring.actions.uploading import forget_unfinished


def open_due_rounds() -> Opened:
    """Open the rounds and follow-ups that are due by now, and plan the next two years."""
    now = timezone.now()
    today = timezone.localdate(now)
    opened = ensure_rounds(today=today, at=now)
    plan_rounds(today=today)
    return opened


def forget_next_unfinished() -> bool:
    """Clear one piece of evidence that never arrived whole. Returns whether there was one."""
    return forget_unfinished(at=timezone.now())
