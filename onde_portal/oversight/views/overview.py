"""The director's page: one fiscal year in three minutes (manual, 5, 9, 10, 13 and 14)."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.translation import get_language

from onde_portal.accounts.access import allowed, person, reading
from onde_portal.accounts.models import User
from onde_portal.accounts.permissions import Action, may
from onde_portal.accounts.views.asked import Address
from onde_portal.accounts.views.revalidation import answer_if_changed
from onde_portal.oversight.actions.keeping import keep_figures, keep_page, note_visit
from onde_portal.oversight.models import FrozenYear
from onde_portal.oversight.selectors.changes import changes_since
from onde_portal.oversight.selectors.page import Page, kept_page, moment, page_json, read_page
from onde_portal.oversight.selectors.stamp import kept_parts, stamp_at
from onde_portal.oversight.selectors.waiting import anything_asked, approvals
from onde_portal.oversight.selectors.years import known_years, nearest_year
from onde_portal.oversight.shown import sentences
from onde_portal.oversight.shown.cases import cases_shown
from onde_portal.oversight.shown.closed import closed_shown
from onde_portal.oversight.shown.corrections import corrections_shown
from onde_portal.oversight.shown.differences import differences_shown
from onde_portal.oversight.shown.news import news_of, waiting_shown
from onde_portal.oversight.shown.problems import problems_shown
from onde_portal.oversight.shown.provinces import ORDERS, SHOWS, map_shown
from onde_portal.oversight.shown.rounds import round_shown
from onde_portal.oversight.shown.success import success_shown
from onde_portal.oversight.shown.years import charts, year_rows
from onde_portal.oversight.views.listing import files_named
from onde_portal.thai.digits import to_ascii

VISIT = "overview_visit"
# The parts of the page that are the same for everyone, in the order in which they stand.
PARTS = {
    "standing": "oversight/parts/standing.html",
    "kpis": "oversight/parts/kpis.html",
    "figures": "oversight/parts/figures.html",
}

# Kept with them: whether anything waits for a superior; where nothing does, nobody is asked.
ASKED = "asked"


@dataclass(frozen=True, slots=True)
class AskedYear:
    """The year to show, and what the address said instead where that is no year we know."""

    year: int
    wrong: str = ""


def asked_year(request: HttpRequest, now: datetime) -> AskedYear:
    """The year of the address, in Thai or Arabic digits; else the nearest one, or the running."""
    today = timezone.localtime(now).date()
    years, said = known_years(today), Address(request).last("year").strip()
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
    before = _visit(request, now)
    stamp = stamp_at(now)
    return answer_if_changed(
        request, seen=f"{stamp} {before}", make=lambda: _page(request, stamp, before, now)
    )


def _visit(request: HttpRequest, now: datetime) -> datetime | None:
    """When the person's visit before this one ended; kept in the session from minute to minute."""
    minute = int(now.timestamp() // 60)
    known = request.session.get(VISIT)
    if known is None or known[0] != minute:
        before = note_visit(user=person(request), at=now)
        known = [minute, before.isoformat() if before else ""]
        request.session[VISIT] = known
    return moment(known[1])


def _page(request: HttpRequest, stamp: str, before: datetime | None, now: datetime) -> HttpResponse:
    asked = asked_year(request, now)
    me, today = person(request), timezone.localtime(now).date()
    parts = _parts(request, asked.year, stamp, now)
    years = known_years(today)
    # What waits, waits today: it is no matter of a year gone by.
    is_asked = parts[ASKED] and asked.year == years[-1]
    waiting = waiting_shown(approvals(me, today)) if is_asked else []
    context = {
        "asked": asked,
        "year": asked.year,
        "years": list(reversed(years)),
        "year_before": asked.year - 1 if asked.year > years[0] else None,
        "year_after": asked.year + 1 if asked.year < years[-1] else None,
        "visited_before": before,
        "news": news_of(changes_since(before)) if before else [],
        "waiting": waiting,
        "is_now": asked.year == years[-1],
        "waiting_mine": sum(item.mine for item in waiting),
        "may_freeze": asked.year != years[-1] and _may_freeze(me, asked.year),
        "may_ask": may(me, Action.READ_PERSONAL_DATA),
        "parts": parts,
    }
    return render(request, "oversight/overview.html", context)


def _may_freeze(user: User, year: int) -> bool:
    return may(user, Action.FREEZE_YEAR) and not (
        FrozenYear.objects.visible_to(user).filter(fiscal_year=year).exists()
    )


def _parts(request: HttpRequest, year: int, stamp: str, now: datetime) -> Mapping[str, str]:
    """What the page says to everybody: made once for as long as nothing changes."""
    address = Address(request)
    what, sort = address.one_of("map", SHOWS) or "hubs", address.one_of("sort", ORDERS)
    language = get_language() or "th"
    is_plain = sort in {"", "name"}
    found = kept_parts(year, language, what, stamp) if is_plain else None
    if found is None:
        context = _shown(page_of(year, stamp, now), what, sort)
        made = {name: render_to_string(template, context) for name, template in PARTS.items()}
        found = {**made, ASKED: "yes" if anything_asked() else ""}
        if is_plain:
            keep_page(year=year, language=language, shown=what, stamp=stamp, parts=found)
    return found


def _shown(page: Page, what: str, sort: str) -> dict[str, Any]:
    rows = year_rows(page)
    return {
        "year": page.year,
        "row": rows[-1],
        "rows": rows,
        "before": rows[-2] if len(rows) > 1 else None,
        "charts": charts(rows),
        "sentence": sentences.standing(page),
        "growth_word": sentences.growth_word(page.year.count.growth),
        "counting_rule": sentences.counting_rule(),
        "closed": closed_shown(page),
        "corrections": corrections_shown(page.year.corrections),
        "differences": differences_shown(page),
        "success": success_shown(page),
        "cases": cases_shown(page),
        "round": round_shown(page),
        "problems": problems_shown(page),
        "map": map_shown(page, what, sort),
        "files": _files(page.year.year, sort),
    }


def _files(year: int, sort: str) -> dict[str, tuple[tuple[str, str], ...]]:
    """The addresses of the page's tables as files, those of the provinces in the asked order."""
    asked = {"year": str(year)}
    return {
        "provinces": files_named("overview-provinces-file", asked={**asked, "sort": sort}),
        "cases": files_named("overview-cases-file", asked=asked),
        "problems": files_named("overview-problems-file", asked=asked),
    }
