"""Annual figures, frozen or live, with what was corrected since: the one source of all screens,
reports and open data (manual, 9.2, 14.2 and 14.3).

A fiscal year that ended is counted as of 30 September, the running one as of today. Once the
director has frozen a year its frozen figures are shown, and beside them what the records say now.
"""

from dataclasses import dataclass, field, replace
from datetime import date, datetime

from hubs.selectors.hubs import FIRST_YEAR
from monitoring.selectors.follow_ups import YearCount, annual_counts
from onde_portal.oversight.models import FrozenYear
from onde_portal.oversight.selectors.corrections import Correction, corrections_of
from onde_portal.thai.calendar import fiscal_year, fiscal_year_end

COUNTS = (
    "hubs_established", "hubs_total", "hubs_planned", "networks_founded", "networks_planned",
    "growth",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class YearFigures:
    """A fiscal year's figures. ``count`` is to be shown: frozen where the year is, else ``now``.

    ``as_of`` is the day they are counted on. ``corrections`` lists which hubs and networks came in
    or went out since the freezing; only ``year_figures`` fills it.
    """

    year: int
    as_of: date
    is_running: bool
    count: YearCount
    now: YearCount
    frozen_at: datetime | None = None
    frozen_by: str = ""
    corrections: tuple[Correction, ...] = field(default=())

    @property
    def is_frozen(self) -> bool:
        return self.frozen_at is not None

    @property
    def changed(self) -> tuple[str, ...]:
        """The names of the counts that are not what they were when the year was frozen."""
        return tuple(
            name for name in COUNTS if getattr(self.count, name) != getattr(self.now, name)
        )

    @property
    def may_be_frozen(self) -> bool:
        """It is over and not frozen yet."""
        return not self.is_running and not self.is_frozen


def known_years(today: date) -> range:
    """The fiscal years from 2559 to the running one."""
    return range(FIRST_YEAR, fiscal_year(today) + 1)


def nearest_year(asked: int, today: date) -> int:
    """The known year next to one that was asked for."""
    years = known_years(today)
    return min(max(asked, years[0]), years[-1])


def day_of(year: int, today: date) -> date:
    """The day as of which a fiscal year is counted."""
    return min(fiscal_year_end(year), today)


def all_year_figures(today: date) -> list[YearFigures]:
    """Every fiscal year from 2559 to the running one, oldest first, in four queries.

    Growth is measured against the total that is shown of the year before, frozen or not; what the
    records say now of a frozen year, against what they say now of the year before it.
    """
    rows = FrozenYear.objects.select_related("frozen_by").defer("figures")
    frozen = {row.fiscal_year: row for row in rows}
    found: list[YearFigures] = []
    for live in annual_counts(today):
        kept = frozen.get(live.fiscal_year)
        now = replace(live, growth=_growth(live, found[-1] if found else None, kept))
        found.append(_figures(now, kept, today))
    return found


def _growth(live: YearCount, before: YearFigures | None, kept: FrozenYear | None) -> int | None:
    if before is None:
        return None
    return live.hubs_total - (before.now if kept else before.count).hubs_total


def year_figures(year: int, today: date) -> YearFigures:
    """One fiscal year with its corrections. Raises ``KeyError`` for a year that is not known."""
    found = {figures.year: figures for figures in all_year_figures(today)}[year]
    if found.frozen_at is None:
        return found
    return YearFigures(
        year=found.year,
        as_of=found.as_of,
        is_running=found.is_running,
        count=found.count,
        now=found.now,
        frozen_at=found.frozen_at,
        frozen_by=found.frozen_by,
        corrections=tuple(corrections_of(year)),
    )


def _figures(live: YearCount, frozen: FrozenYear | None, today: date) -> YearFigures:
    year = live.fiscal_year
    day, is_running = day_of(year, today), year == fiscal_year(today)
    if frozen is None:
        return YearFigures(year, day, is_running, live, live)
    count = YearCount(
        fiscal_year=year,
        source=frozen.source,
        **{name: getattr(frozen, name) for name in COUNTS},
    )
    return YearFigures(
        year, frozen.counted_on, is_running, count, live, frozen.frozen_at, str(frozen.frozen_by)
    )
