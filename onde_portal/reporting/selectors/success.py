"""The success level of a year as the director's page has it (manual 5)."""

from collections.abc import Mapping
from datetime import datetime
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext_lazy as _

from monitoring.content import Label
from onde_portal.oversight.models import FrozenYear
from onde_portal.oversight.selectors.figures import figures_of
from onde_portal.oversight.selectors.years import YearFigures
from onde_portal.reporting.content import SuccessLine
from onde_portal.reporting.selectors.areas import both


def success_of_year(
    year: YearFigures, at: datetime
) -> tuple[tuple[SuccessLine, ...], Decimal | None]:
    """Each rubric's level and the weighted mean: of a frozen year as it was frozen."""
    frozen = FrozenYear.objects.filter(fiscal_year=year.year).order_by("pk").first()
    found = (frozen.figures if frozen else figures_of(year, at))["success"]
    mean = None if found["mean"] is None else Decimal(found["mean"])
    return tuple(map(_line, found["rubrics"])), mean


def _line(rubric: Mapping[str, Any]) -> SuccessLine:
    return SuccessLine(
        name=Label(rubric["name_th"], rubric["name_en"]),
        weight=Decimal(rubric["weight"]),
        level=None if rubric["level"] is None else Decimal(rubric["level"]),
        reached=_reached(rubric),
    )


def _reached(rubric: Mapping[str, Any]) -> Label:
    """What the level that is reached asks for."""
    if rubric["level"] is None:
        return both(_("cannot be worked out yet"))
    if not rubric["reached"]:
        return both(_("below what level 1 asks for"))
    level = int(Decimal(rubric["level"]))
    found = next(item for item in rubric["levels"] if item["level"] == level)
    return Label(found["text_th"], found["text_en"])
