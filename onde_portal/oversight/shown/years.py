"""Annual figures as bars and table: frozen where the year is, with the correction beside."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from onde_portal.oversight.selectors.page import Page
from onde_portal.oversight.selectors.years import YearFigures
from onde_portal.oversight.shown.addresses import (
    frozen_url,
    hubs_in_total,
    hubs_of_year,
    networks_of_year,
    overview_url,
)
from onde_portal.oversight.shown.sources import source_words
from onde_portal.ui.charts import Bar, BarChart, bar_chart
from onde_portal.ui.templatetags.ui import thai_number


@dataclass(frozen=True, slots=True)
class Figure:
    """A count that opens its list; ``now`` is what the records say since it was frozen."""

    value: int | None
    url: str = ""
    now: int | None = None
    differs: bool = False


@dataclass(frozen=True, slots=True)
class YearRow:
    """One fiscal year of the table and the charts."""

    year: YearFigures
    new: Figure
    new_plan: Figure
    growth: Figure
    total: Figure
    networks: Figure
    networks_plan: Figure
    url: str
    frozen_url: str

    @property
    def source(self) -> str:
        return source_words(self.year.count.source)


def year_rows(page: Page) -> list[YearRow]:
    """Every year up to the page's, oldest first."""
    return [_row(item) for item in page.years]


def _row(year: YearFigures) -> YearRow:
    number = year.year

    def figure(name: str, url: str = "") -> Figure:
        value, now = getattr(year.count, name), getattr(year.now, name)
        return Figure(value, url, now, value != now)

    return YearRow(
        year=year,
        new=figure("hubs_established", hubs_of_year(year)),
        new_plan=figure("hubs_planned"),
        growth=figure("growth"),
        total=figure("hubs_total", hubs_in_total(year)),
        networks=figure("networks_founded", networks_of_year(year)),
        networks_plan=figure("networks_planned"),
        url=overview_url(number),
        frozen_url=frozen_url(number) if year.is_frozen else "",
    )


def charts(rows: Sequence[YearRow]) -> dict[str, BarChart]:
    """Hubs in total and established, networks founded, by year against plan."""
    return {
        "total": _chart(rows, _("Hubs in total at the end of the year"), lambda row: row.total),
        "new": _chart(
            rows, _("Hubs established in the year"), lambda row: row.new,
            lambda row: row.new_plan.value,
        ),
        "networks": _chart(
            rows, _("Networks founded in the year"), lambda row: row.networks,
            lambda row: row.networks_plan.value,
        ),
    }  # fmt: skip


def _chart(
    rows: Sequence[YearRow],
    what: str,
    figure: Callable[[YearRow], Figure],
    plan: Callable[[YearRow], int | None] = lambda _row: None,
) -> BarChart:
    bars = [
        Bar(
            label=_label(row, rows),
            value=figure(row).value,
            title=_title(what, row, figure(row), plan(row)),
            plan=plan(row),
            url=figure(row).url,
            is_now=row is rows[-1],
        )
        for row in rows
    ]
    return bar_chart(what, bars)


def _label(row: YearRow, rows: Sequence[YearRow]) -> str:
    number = str(row.year.year)
    return number if row is rows[0] or row is rows[-1] else number[-2:]


def _title(what: str, row: YearRow, figure: Figure, plan: int | None) -> str:
    parts = [
        _("%(what)s, fiscal year %(year)s: %(value)s")
        % {"what": what, "year": row.year.year, "value": thai_number(figure.value)}
    ]
    if plan is not None:
        parts.append(_("plan %(plan)s") % {"plan": thai_number(plan)})
    if row.year.is_frozen:
        parts.append(_("frozen"))
    if figure.differs:
        parts.append(_("corrected since: %(now)s") % {"now": thai_number(figure.now) or "–"})
    return " · ".join(parts)
