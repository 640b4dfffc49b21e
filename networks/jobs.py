"""What the worker does for network projects. Idempotent; losing the queue loses nothing."""

from datetime import date, datetime, timedelta

import structlog
from django.db import transaction
from django.utils import timezone

from networks.models import CitizenNetwork, Resolution
from networks.notices import remind_of_resolution, remind_of_silence
from networks.selectors.founded import networks_without_news, silent_since
from networks.selectors.meetings import last_heard_of, resolutions_to_remind
from onde_portal.accounts.ladder import Rung, reached
from onde_portal.thai.calendar import MONTHS_PER_YEAR, add_months

log = structlog.get_logger(__name__)

LADDER = (Rung(7, "after-7"), Rung(1, "after-1"), Rung(-1, "before-1"), Rung(-7, "before-7"))


def remind(at: datetime) -> int:
    """Queue the reminders that are due by a moment; how many were. A second call queues none."""
    today = timezone.localtime(at).date()
    first = today + timedelta(days=7)
    queued = 0
    for resolution in resolutions_to_remind().filter(due_on__lte=first).order_by("pk"):
        queued += _one_resolution(resolution, today=today, at=at)
    for network in networks_without_news(today):
        queued += _one_network(network, today=today, at=at)
    return queued


def rung_of(due_on: date, today: date) -> str:
    """The rung reached by a day, named with the due date: another date begins a new ladder."""
    rung = reached(LADDER, due_on, today)
    return rung.key(due_on) if rung else ""


def month_of(began_on: date, today: date) -> int:
    """Which month of silence a day lies in, from 0, counted from the day on which it began."""
    months = (today.year - began_on.year) * MONTHS_PER_YEAR + today.month - began_on.month
    return months - (add_months(began_on, months) > today)


def _one_resolution(resolution: Resolution, *, today: date, at: datetime) -> int:
    rung = rung_of(resolution.due_on, today)
    try:
        with transaction.atomic():
            return remind_of_resolution(resolution, rung=rung, today=today, at=at)
    except Exception:
        # One bad row must not keep the others waiting.
        log.exception("reminder_failed", resolution=resolution.pk)
        return 0


def _one_network(network: CitizenNetwork, *, today: date, at: datetime) -> int:
    try:
        began_on = silent_since(last_heard_of(network))
        rung = f"{began_on.isoformat()} {month_of(began_on, today)}"
        with transaction.atomic():
            return remind_of_silence(network, rung=rung, at=at)
    except Exception:
        log.exception("reminder_failed", network=network.pk)
        return 0
