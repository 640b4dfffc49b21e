"""Freezing a closed fiscal year: its figures with the list behind them (manual, 9.2 and 14)."""

from collections.abc import Mapping
from dataclasses import asdict
from datetime import date, datetime
from typing import Any

from django.db import IntegrityError, transaction
from django.utils import timezone

from onde_portal.accounts.models import User
from onde_portal.accounts.permissions import Action, may
from onde_portal.oversight.errors import (
    FiguresMoved,
    FrozenAlready,
    NotTheDirector,
    UnknownYear,
    YearNotOver,
)
from onde_portal.oversight.models import FrozenHub, FrozenNetwork, FrozenYear
from onde_portal.oversight.selectors.behind import (
    hubs_behind,
    is_counted,
    is_new,
    networks_behind,
)
from onde_portal.oversight.selectors.years import YearFigures, known_years, year_figures
from onde_portal.thai.calendar import fiscal_year_end

BATCH = 500


def seen_counts(figures: YearFigures) -> str:
    """The counts as a page shows them, to be sent back: what is frozen is what was seen."""
    numbers = asdict(figures.now)
    return "|".join(str(numbers[name]) for name in sorted(numbers) if name != "source")


@transaction.atomic
def freeze_year(
    *, year: int, figures: Mapping[str, Any], seen: str | None = None, by: User, at: datetime
) -> FrozenYear:
    """Freeze a fiscal year (B.E.) as of its 30 September, once and for all.

    ``figures`` is what else the page shows of that year, as JSON; ``seen`` the counts that the
    person looked at. Raises NotTheDirector, UnknownYear, YearNotOver, FrozenAlready, FiguresMoved.
    """
    today = timezone.localtime(at).date()
    _check(year, today, by)
    counted = year_figures(year, today)
    if counted.is_frozen:
        raise FrozenAlready
    if seen is not None and seen != seen_counts(counted):
        raise FiguresMoved
    frozen = _keep_counts(counted, figures, by, at)
    _keep_hubs(frozen)
    _keep_networks(frozen)
    if frozen.hubs.filter(is_counted=True).count() != frozen.hubs_total:
        raise FiguresMoved  # between the count and the list; nothing is kept
    return frozen


def _check(year: int, today: date, by: User) -> None:
    if not may(by, Action.FREEZE_YEAR):
        raise NotTheDirector
    if year not in known_years(today):
        raise UnknownYear
    if today <= fiscal_year_end(year):
        raise YearNotOver


def _keep_counts(
    counted: YearFigures, figures: Mapping[str, Any], by: User, at: datetime
) -> FrozenYear:
    numbers = asdict(counted.now)
    frozen = FrozenYear(
        counted_on=counted.as_of, frozen_at=at, frozen_by=by, figures=dict(figures), **numbers
    )
    try:
        with transaction.atomic():
            frozen.save(force_insert=True)
    except IntegrityError as error:
        raise FrozenAlready from error
    return frozen


def _keep_hubs(frozen: FrozenYear) -> None:
    year, day = frozen.fiscal_year, frozen.counted_on
    rows = hubs_behind(year, day).order_by("pk").values_list(
        "pk", "name", "lao__province", "lao__type", "established_on", "closed_on"
    )  # fmt: skip
    FrozenHub.objects.bulk_create(
        (
            FrozenHub(
                year=frozen, hub_id=pk, name=name, province_id=province, lao_type_id=kind,
                established_on=start, closed_on=end,
                is_new=is_new(start, year), is_counted=is_counted(end, day),
            )
            for pk, name, province, kind, start, end in rows
            if start is not None
        ),
        batch_size=BATCH,
    )  # fmt: skip


def _keep_networks(frozen: FrozenYear) -> None:
    rows = networks_behind(frozen.fiscal_year, frozen.counted_on).order_by("pk")
    FrozenNetwork.objects.bulk_create(
        (
            FrozenNetwork(
                year=frozen, network=row, name=row.name, province_id=row.province_id,
                founded_on=row.founded_on,
            )
            for row in rows
        ),
        batch_size=BATCH,
    )  # fmt: skip
