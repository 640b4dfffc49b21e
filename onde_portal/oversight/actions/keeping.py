"""Keeping a year's figures ready, and noting who looked when: a page's bookkeeping."""

from collections.abc import Collection, Mapping
from datetime import datetime, timedelta
from typing import Any

from onde_portal.accounts.models import User
from onde_portal.oversight.models import KeptFigures, KeptPage, SheetFigures, Visit

# Two looks with less than this in between are one visit.
PAUSE = timedelta(minutes=30)
# How exactly the last look is known; so a page that is asked again seldom writes.
GRAIN = timedelta(minutes=1)


def keep_figures(*, year: int, stamp: str, figures: Mapping[str, Any]) -> None:
    """Put a year's figures in the place of those kept before."""
    KeptFigures.objects.bulk_create(
        [KeptFigures(fiscal_year=year, stamp=stamp, figures=dict(figures))],
        update_conflicts=True,
        unique_fields=["fiscal_year"],
        update_fields=["stamp", "figures"],
    )


def keep_page(
    *, year: int, language: str, shown: str, stamp: str, parts: Mapping[str, str]
) -> None:
    """Put the made parts of a page in the place of those kept before."""
    kept = KeptPage(
        fiscal_year=year, language=language, shown=shown, stamp=stamp, parts=dict(parts)
    )
    KeptPage.objects.bulk_create(
        [kept],
        update_conflicts=True,
        unique_fields=["fiscal_year", "language", "shown"],
        update_fields=["stamp", "parts"],
    )


def keep_sheet(*, about: str, figures: Mapping[str, Any], at: datetime) -> None:
    """Put by what a sheet will say; what was kept under its name first stays."""
    kept = SheetFigures(about=about, asked_at=at, figures=dict(figures))
    SheetFigures.objects.bulk_create([kept], ignore_conflicts=True)


def forget_sheets(*, but: Collection[str]) -> None:
    """Throw the figures of sheets away, except of those that are still to be made."""
    SheetFigures.objects.exclude(about__in=but).delete()


def note_visit(*, user: User, at: datetime) -> datetime | None:
    """The person's look at the page; the end of the visit before, None on the first visit."""
    visit = Visit.objects.filter(user=user).first()
    if visit is None:
        _begin(user, at)
        return None
    if at - visit.seen_at >= PAUSE:
        visit.before_at, visit.began_at = visit.seen_at, at
    if at - visit.seen_at >= GRAIN:
        _seen(visit, at)
    return visit.before_at


def _begin(user: User, at: datetime) -> None:
    Visit.objects.bulk_create([Visit(user=user, began_at=at, seen_at=at)], ignore_conflicts=True)


def _seen(visit: Visit, at: datetime) -> None:
    """Unless another look was quicker: of two at once one notes it."""
    unchanged = Visit.objects.filter(pk=visit.pk, seen_at=visit.seen_at)
    unchanged.update(began_at=visit.began_at, seen_at=at, before_at=visit.before_at)
