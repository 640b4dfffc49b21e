"""The yearly report of the Office, read from the database as of a moment (manual 5, 9, 14)."""

from collections.abc import Iterator
from datetime import date, datetime

from django.db.models import F
from django.utils import timezone

from hubs.models import Hub
from hubs.selectors.hubs import established_in
from monitoring.content import Label
from monitoring.models import Round
from monitoring.selectors.board import Scope, regions_of
from networks.selectors.counts import founded_in
from networks.selectors.founded import with_standing
from onde_portal.oversight.selectors.years import YearFigures, all_year_figures, year_figures
from onde_portal.reporting.content import (
    CorrectionLine,
    HubLifeLine,
    NetworkLine,
    Words,
    YearContent,
    YearLine,
)
from onde_portal.reporting.selectors.areas import both, place_name
from onde_portal.reporting.selectors.cases import case_lines
from onde_portal.reporting.selectors.completeness import trend_of
from onde_portal.reporting.selectors.names import FIGURES
from onde_portal.reporting.selectors.results import year_indicators
from onde_portal.reporting.selectors.success import success_of_year
from onde_portal.thai.calendar import fiscal_year_end, fiscal_year_start
from onde_portal.thai.text import sort_key


def year_content(year: int, at: datetime, words: Words | None = None) -> YearContent:
    """All that the report of a fiscal year (B.E.) says; years run on to that of the moment.

    Raises ``KeyError`` for a year that is not known.
    """
    today = timezone.localtime(at).date()
    rounds = list(
        Round.objects.filter(fiscal_year=year, opened_at__isnull=False).order_by("starts_on")
    )
    figures = all_year_figures(today)
    success, level = success_of_year({item.year: item for item in figures}[year], at)
    return YearContent(
        as_of=at,
        fiscal_year=year,
        ends_on=fiscal_year_end(year),
        years=tuple(map(_year_line, figures)),
        corrections=tuple(_corrections(year, today)),
        networks=tuple(_networks(year, today)),
        established=tuple(_established(year, today)),
        closed=tuple(_closed(year, today)),
        rounds=trend_of(rounds, Scope(), regions_of(), today) if rounds else (),
        indicators=year_indicators(rounds),
        cases=case_lines(year, at),
        success=success,
        success_level=level,
        words=words or Words(),
    )


def _year_line(figures: YearFigures) -> YearLine:
    shown, now, changed = figures.count, figures.now, figures.changed
    return YearLine(
        fiscal_year=figures.year,
        networks_planned=shown.networks_planned,
        networks=shown.networks_founded,
        hubs_planned=shown.hubs_planned,
        hubs=shown.hubs_established,
        total=shown.hubs_total,
        growth=shown.growth,
        source=shown.source,
        is_running=figures.is_running,
        is_frozen=figures.is_frozen,
        networks_now=now.networks_founded if "networks_founded" in changed else None,
        hubs_now=now.hubs_established if "hubs_established" in changed else None,
        total_now=now.hubs_total if "hubs_total" in changed else None,
    )


def _corrections(year: int, today: date) -> Iterator[CorrectionLine]:
    for found in year_figures(year, today).corrections:
        labels = [both(FIGURES[name]) for name in found.figures if name in FIGURES]
        yield CorrectionLine(
            name=found.name,
            came_in=found.came_in,
            figures=Label(
                ", ".join(label.th for label in labels), ", ".join(label.en for label in labels)
            ),
            reason=found.reason,
            on=timezone.localtime(found.at).date() if found.at else None,
        )


def _networks(year: int, today: date) -> Iterator[NetworkLine]:
    rows = founded_in(year).filter(founded_on__lte=today)
    in_time = sorted(
        with_standing(rows, today),
        key=lambda found: (found.network.founded_on, sort_key(found.network.name)),
    )
    for found in in_time:
        network = found.network
        yield NetworkLine(
            name=network.name,
            province=Label(network.province.name_th, network.province.name_en),
            founded_on=network.founded_on,
            members=found.members,
            advisers=found.advisers,
        )


def _established(year: int, today: date) -> Iterator[HubLifeLine]:
    rows = established_in(year).filter(established_on__lte=today).with_place()
    for hub in rows.order_by("lao__province__sort_key", "lao__sort_key", "pk"):
        yield _life(hub)


def _closed(year: int, today: date) -> Iterator[HubLifeLine]:
    """Hubs that lived and whose first closed day lies in the year."""
    last = min(fiscal_year_end(year), today)
    rows = Hub.objects.filter(
        closed_on__gte=fiscal_year_start(year),
        closed_on__lte=last,
        established_on__lt=F("closed_on"),
    ).with_place()
    for hub in rows.order_by("closed_on", "lao__sort_key", "pk"):
        yield _life(hub)


def _life(hub: Hub) -> HubLifeLine:
    return HubLifeLine(hub.name, place_name(hub.lao), hub.established_on, hub.closed_on)
