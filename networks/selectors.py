"""Counts of networks that screens, reports and exports share."""

from django.db.models import Count

from networks.models import CitizenNetwork


def founded_by_year() -> dict[int, int]:
    """Networks founded in each fiscal year (B.E.)."""
    rows = CitizenNetwork.objects.values("fiscal_year").annotate(count=Count("pk"))
    return {row["fiscal_year"]: row["count"] for row in rows.order_by("fiscal_year")}
