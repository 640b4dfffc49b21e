"""What the worker does for imports. Idempotent; one import a call."""

from contextlib import suppress
from datetime import timedelta

from django.utils import timezone

from onde_portal.exchange.actions import ImportDecided, forget_run
from onde_portal.exchange.models import ImportRun

KEPT_FOR = timedelta(days=90)


def forget_next_import() -> bool:
    """Clear the oldest import past its time of what names people. Returns whether there was one."""
    now = timezone.now()
    old = ImportRun.objects.filter(removed_at=None, uploaded_at__lt=now - KEPT_FOR)
    run = old.order_by("uploaded_at", "pk").first()
    if run is None:
        return False
    # Somebody may be at it; the next call sees what became of it.
    with suppress(ImportDecided):
        forget_run(run=run, at=now)
    return True
