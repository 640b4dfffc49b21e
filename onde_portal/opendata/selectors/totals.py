"""Totals by fiscal year and by province, as the director's page counts them."""

from collections import Counter
from datetime import date
from typing import Any

from django.db.models import Count, QuerySet

from monitoring.selectors.follow_ups import annual_counts
from networks.models import CitizenNetwork
from onde_portal.opendata.selectors.hubs import Row, public_hubs
from onde_portal.registry.models import Province


def year_rows(today: date) -> list[Row]:
    """The rows of the totals by fiscal year, oldest first: the figures of the director's page."""
    return [
        (
            year.fiscal_year, year.hubs_established, year.hubs_total, year.hubs_planned,
            year.growth, year.networks_founded, year.networks_planned, year.source,
        )
        for year in annual_counts(today)
    ]  # fmt: skip


def province_rows(today: date) -> list[Row]:
    """The rows of the totals by province, by code; every province has one."""
    announced = _by_province(public_hubs(today).values_list("lao__province"))
    open_now = _by_province(public_hubs(today).established_by(today).values_list("lao__province"))
    founded = Counter(
        CitizenNetwork.objects.filter(founded_on__lte=today).values_list("province", flat=True)
    )
    provinces = Province.objects.order_by("code").values_list(
        "code", "name_th", "name_en", "iso_code", "region"
    )
    return [
        (*row, open_now.get(row[0], 0), announced.get(row[0], 0), founded[row[0]])
        for row in provinces
    ]


def _by_province(hubs: "QuerySet[Any, Any]") -> dict[str, int]:
    return dict(hubs.annotate(count=Count("pk")).order_by("lao__province"))
