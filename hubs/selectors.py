"""Counts of hubs that screens, reports and exports share."""

from collections import Counter
from collections.abc import Sequence
from datetime import date

from hubs.models import Hub


def hub_count_on(day: date) -> int:
    """Hubs established and not closed on a day."""
    return Hub.objects.established_by(day).count()


def established_by_year() -> dict[int, int]:
    """Hubs established in each fiscal year (B.E.), closed meanwhile or not."""
    years = Hub.objects.exclude(established_year=None).values_list("established_year", flat=True)
    return dict(Counter(year for year in years if year is not None))


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
