"""Counts and lists of hubs that screens, reports and exports share."""

from collections.abc import Sequence
from datetime import date

from hubs.actions.life import Verb
from hubs.models import Hub, HubQuerySet, HubState
from onde_portal.workflow.selectors import TimelineEntry, timeline

# Hubs and networks are counted from this fiscal year on (manual 14.2 and 14.3).
FIRST_YEAR = 2559


def hub_count_on(day: date) -> int:
    """Hubs established and not closed on a day."""
    return Hub.objects.established_by(day).count()


def hub_counts_on(days: Sequence[date]) -> dict[date, int]:
    """Hubs established and not closed on each of the days, in one query."""
    lives = list(
        Hub.objects.exclude(established_on=None).values_list("established_on", "closed_on")
    )
    return {
        day: sum(
            1
            for start, end in lives
            if start is not None and start <= day and (end is None or end > day)
        )
        for day in days
    }


def established_in(fiscal_year: int) -> HubQuerySet:
    """Hubs announced in a fiscal year (B.E.), closed meanwhile or not; they lived for a day."""
    return Hub.objects.lived().filter(established_year=fiscal_year)


def hub_history(hub: Hub) -> tuple[TimelineEntry, ...]:
    """What happened to a hub, in people's words, newest first."""
    events = hub.events.select_related("by").order_by("pk")
    labels = {value: str(label) for value, label in HubState.choices}
    return timeline(list(events), labels, Verb)
