"""What monitoring starts from: the catalogue, the problem categories, the manual's figures."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core import serializers
from django.db import models, transaction

from monitoring.models import AnnualFigure, Dimension, Indicator, ProblemCategory

FOLDER = Path("fixtures") / "reference"
FILES = (
    "dimensions.json",
    "indicators.json",
    "problem_categories.json",
    "annual_figures.json",
)


@transaction.atomic
def load_reference() -> int:
    """Add what is missing and change nothing else: what staff edited stays. Returns the number."""
    return sum(_load(settings.BASE_DIR / FOLDER / name) for name in FILES)


def _load(file: Path) -> int:
    added = 0
    with file.open(encoding="utf-8") as stream:
        for item in serializers.deserialize("json", stream):
            if not _is_there(item.object):
                item.object.save()
                added += 1
    return added


def _is_there(row: Any) -> bool:
    return _SAME[type(row)](row).exists()


_SAME: dict[type[models.Model], Callable[[Any], models.QuerySet[Any]]] = {
    Dimension: lambda row: Dimension.objects.filter(code=row.code),
    Indicator: lambda row: Indicator.objects.filter(code=row.code),
    ProblemCategory: lambda row: ProblemCategory.objects.filter(code=row.code),
    AnnualFigure: lambda row: AnnualFigure.objects.filter(
        product=row.product, fiscal_year=row.fiscal_year
    ),
}
