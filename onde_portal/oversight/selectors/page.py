"""A year's page: figures kept ready while nothing changes, frozen where the year is."""

from dataclasses import asdict, dataclass
from datetime import date, datetime
from typing import Any

from django.utils import timezone
from django.utils.dateparse import parse_date, parse_datetime

from monitoring.selectors.follow_ups import YearCount
from onde_portal.oversight.models import FrozenYear
from onde_portal.oversight.selectors.corrections import Correction
from onde_portal.oversight.selectors.figures import figures_of
from onde_portal.oversight.selectors.stamp import kept
from onde_portal.oversight.selectors.years import YearFigures, all_year_figures, year_figures


@dataclass(frozen=True, slots=True)
class Page:
    """What the page of ``year`` shows. ``years``: from 2559 to it, oldest first.

    ``figures`` is as ``figures_of`` gives it: frozen where the year is, and then ``now`` is what
    the records say today, else None.
    """

    year: YearFigures
    years: tuple[YearFigures, ...]
    figures: dict[str, Any]
    now: dict[str, Any] | None


def page_json(year: int, now: datetime) -> dict[str, Any]:
    """All figures of a year's page, from the records."""
    today = timezone.localtime(now).date()
    years = [item for item in all_year_figures(today) if item.year <= year]
    this = year_figures(year, today)
    live = figures_of(this, now)
    frozen = FrozenYear.objects.filter(fiscal_year=year).first() if this.is_frozen else None
    return {
        "years": [_year_json(item) for item in (*years[:-1], this)],
        "figures": frozen.figures if frozen else live,
        "now": live if frozen else None,
    }


def read_page(found: dict[str, Any]) -> Page:
    """The page from its JSON."""
    years = tuple(_year(item) for item in found["years"])
    return Page(years[-1], years, found["figures"], found["now"])


def kept_page(year: int, stamp: str) -> dict[str, Any] | None:
    """The page's JSON kept under this stamp, None when it must be made anew."""
    row = kept(year)
    return row.figures if row is not None and row.stamp == stamp else None


def _year_json(year: YearFigures) -> dict[str, Any]:
    found = asdict(year)
    found["as_of"] = year.as_of.isoformat()
    found["frozen_at"] = year.frozen_at.isoformat() if year.frozen_at else None
    for item in found["corrections"]:
        item["at"] = item["at"].isoformat() if item["at"] else None
    return found


def _year(found: dict[str, Any]) -> YearFigures:
    corrections = (
        Correction(**{**item, "figures": tuple(item["figures"]), "at": moment(item["at"])})
        for item in found["corrections"]
    )
    return YearFigures(
        year=found["year"],
        as_of=day(found["as_of"]),
        is_running=found["is_running"],
        count=YearCount(**found["count"]),
        now=YearCount(**found["now"]),
        frozen_at=moment(found["frozen_at"]),
        frozen_by=found["frozen_by"],
        corrections=tuple(corrections),
    )


def day(text: str) -> date:
    """A day as JSON has it."""
    found = parse_date(text)
    if found is None:
        raise ValueError(text)
    return found


def moment(text: str | None) -> datetime | None:
    """A moment as JSON has it, in Bangkok time."""
    found = parse_datetime(text) if text else None
    return timezone.localtime(found) if found else None
