"""The director's page: one fiscal year in three minutes (manual, 5, 9, 10, 13 and 14)."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from onde_portal.accounts.access import allowed, person, reading
from onde_portal.accounts.permissions import Action, may
from onde_portal.accounts.views.revalidation import answer_if_changed
from onde_portal.oversight.actions.keeping import keep_figures, note_visit
from onde_portal.oversight.selectors.changes import changes_since
from onde_portal.oversight.selectors.page import Page, kept_page, page_json, read_page
from onde_portal.oversight.selectors.stamp import stamp_at
from onde_portal.oversight.selectors.waiting import approvals
from onde_portal.oversight.selectors.years import known_years, nearest_year
from onde_portal.oversight.shown import sentences
from onde_portal.oversight.shown.cases import cases_shown
from onde_portal.oversight.shown.closed import closed_shown
from onde_portal.oversight.shown.corrections import corrections_shown
from onde_portal.oversight.shown.news import news_of, waiting_shown
from onde_portal.oversight.shown.problems import problems_shown
from onde_portal.oversight.shown.provinces import map_shown
from onde_portal.oversight.shown.rounds import round_shown
from onde_portal.oversight.shown.success import success_shown
from onde_portal.oversight.shown.years import charts, year_rows
from onde_portal.thai.digits import to_ascii


@dataclass(frozen=True, slots=True)
class AskedYear:
    """The year to show, and what the address said instead where that is no year we know."""

    year: int
    wrong: str = ""


def asked_year(request: HttpRequest, now: datetime) -> AskedYear:
    """The year of the address, in Thai or Arabic digits; else the nearest one, or the running."""
    today = timezone.localtime(now).date()
    years, said = known_years(today), request.GET.get("year", "").strip()
    if not said:
        return AskedYear(years[-1])
    digits = to_ascii(said)
    if not (digits.isascii() and digits.isdigit()):
        return AskedYear(years[-1], said[:12])
    year = nearest_year(int(digits[:6]), today)
    return AskedYear(year, "" if str(year) == digits else said[:12])


def page_of(year: int, stamp: str, now: datetime) -> Page:
    """The year's page as kept ready, or made anew because something changed."""
    found = kept_page(year, stamp)
    if found is None:
        found = page_json(year, now)
        keep_figures(year=year, stamp=stamp, figures=found)
    return read_page(found)


@allowed(Action.READ_DASHBOARD)
@reading
def overview(request: HttpRequest) -> HttpResponse:
    """One page for three minutes; every figure leads to its list."""
    now = timezone.now()
    before = note_visit(user=person(request), at=now)
    stamp = stamp_at(now)
    return answer_if_changed(
        request, seen=f"{stamp} {before}", make=lambda: _page(request, stamp, before, now)
    )


def _page(request: HttpRequest, stamp: str, before: datetime | None, now: datetime) -> HttpResponse:
    asked = asked_year(request, now)
    page = page_of(asked.year, stamp, now)
    return render(
        request,
        "oversight/overview.html",
        {
            "asked": asked,
            **_years(page, now),
            **_personal(request, before, now),
            "sentence": sentences.standing(page),
            "growth_word": sentences.growth_word(page.year.count.growth),
            "counting_rule": sentences.counting_rule(),
            "closed": closed_shown(page),
            "corrections": corrections_shown(page.year.corrections),
            "success": success_shown(page),
            "cases": cases_shown(page),
            "round": round_shown(page),
            "problems": problems_shown(page),
            "map": map_shown(page, request.GET.get("map", ""), request.GET.get("sort", "")),
        },
    )


def _years(page: Page, now: datetime) -> dict[str, Any]:
    rows = year_rows(page)
    years = known_years(timezone.localtime(now).date())
    year = page.year.year
    return {
        "year": page.year,
        "row": rows[-1],
        "rows": rows,
        "before": rows[-2] if len(rows) > 1 else None,
        "charts": charts(rows),
        "years": list(reversed(years)),
        "year_before": year - 1 if year > years[0] else None,
        "year_after": year + 1 if year < years[-1] else None,
    }


def _personal(request: HttpRequest, before: datetime | None, now: datetime) -> dict[str, Any]:
    me = person(request)
    waiting = waiting_shown(approvals(me, timezone.localtime(now).date()))
    return {
        "visited_before": before,
        "news": news_of(changes_since(before)) if before else [],
        "waiting": waiting,
        "waiting_mine": sum(item.mine for item in waiting),
        "may_freeze": may(me, Action.FREEZE_YEAR),
    }
