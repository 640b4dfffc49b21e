"""Totals by fiscal year and by province, as the director's page counts them."""

from collections import Counter
from datetime import date
from typing import Any

from django.db.models import Count, QuerySet

from networks.models import CitizenNetwork
from onde_portal.opendata.selectors.hubs import Row, public_hubs
from onde_portal.oversight.selectors.years import YearFigures, all_year_figures
from onde_portal.registry.models import Province
from onde_portal.thai.working_time import BANGKOK

# The counts that corrections of hubs and networks can move (names of ``YearCount``).
CORRECTED = ("hubs_established", "hubs_total", "growth", "networks_founded")


def year_rows(today: date) -> list[Row]:
    """The rows of the totals by fiscal year, oldest first: the figures of the director's page.

    A year that the director has frozen keeps its figures; what the records say since stands beside.
    """
    return [_year_row(figures) for figures in all_year_figures(today)]


def _year_row(figures: YearFigures) -> Row:
    count, frozen_at = figures.count, figures.frozen_at
    return (
        count.fiscal_year, count.hubs_established, count.hubs_total, count.hubs_planned,
        count.growth, count.networks_founded, count.networks_planned, count.source,
        frozen_at.astimezone(BANGKOK).date() if frozen_at else None,
        *(corrected(figures, name) for name in CORRECTED),
    )  # fmt: skip


def corrected(figures: YearFigures, name: str) -> int | None:
    """What the records say today where that is not what was frozen; else None."""
    return getattr(figures.now, name) if name in figures.changed else None


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
