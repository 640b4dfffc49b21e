"""What the worker does for monitoring. Idempotent; losing the queue loses nothing."""

from django.utils import timezone

from monitoring.actions import Opened, ensure_rounds


def open_due_rounds() -> Opened:
    """Open the rounds and follow-ups that are due by now."""
    now = timezone.now()
    return ensure_rounds(today=timezone.localdate(now), at=now)
