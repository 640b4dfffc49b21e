"""Counts and lists of networks that screens, reports and exports share."""

from datetime import date

from django.db.models import Count

from networks.models import CitizenNetwork
from onde_portal.accounts.querysets import OfficeQuerySet


def network_count_on(day: date) -> int:
    """Networks founded up to a day."""
    return CitizenNetwork.objects.filter(founded_on__lte=day).count()


def founded_in(fiscal_year: int) -> OfficeQuerySet[CitizenNetwork]:
    """Networks founded in a fiscal year (B.E.)."""
    return CitizenNetwork.objects.filter(fiscal_year=fiscal_year)


def founded_by_year() -> dict[int, int]:
    """Number of networks founded in each fiscal year (B.E.)."""
    rows = CitizenNetwork.objects.values_list("fiscal_year").annotate(count=Count("pk"))
    return dict(rows.order_by("fiscal_year"))
