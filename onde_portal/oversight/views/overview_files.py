"""The tables of the director's page as files: the figures of the same year, as kept or frozen."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.utils import timezone
from django.utils.translation import gettext as _, gettext_lazy, pgettext_lazy

from onde_portal.accounts.access import allowed, reading
from onde_portal.accounts.permissions import Action
from onde_portal.accounts.views.asked import Address, file_of_page, leave_out
from onde_portal.oversight.selectors.page import Page
from onde_portal.oversight.selectors.stamp import stamp_at
from onde_portal.oversight.shown.cases import CaseShown, cases_shown
from onde_portal.oversight.shown.problems import ProblemShown, problems_shown
from onde_portal.oversight.shown.provinces import ORDERS, ProvinceShown, map_shown
from onde_portal.oversight.views.listing import Column, file_of
from onde_portal.oversight.views.overview import asked_year, page_of
from onde_portal.ui.figures import Shown


def _page(request: HttpRequest) -> Page:
    """The page of the year in the address; of one that is none, the director's page says so."""
    now = timezone.now()
    asked = asked_year(request, now)
    if asked.wrong:
        leave_out(request, "year", asked.wrong)
    return page_of(asked.year, stamp_at(now), now)


def _title(words: str, page: Page) -> str:
    return f"{words} {page.year.year}"


def _province_columns() -> list[Column[ProvinceShown]]:
    return [
        Column("name", gettext_lazy("Province"), lambda row: row.name),
        Column("hubs", gettext_lazy("Hubs"), lambda row: row.hubs, Shown.COUNT),
        Column("received", pgettext_lazy("reports", "Received"), lambda row: row.received,
               Shown.COUNT),
        Column("expected", pgettext_lazy("reports", "Expected"), lambda row: row.expected,
               Shown.COUNT),
        Column("rate", gettext_lazy("Received in per cent"), lambda row: row.rate, Shown.SHARE),
        Column("problems", gettext_lazy("Open problems"), lambda row: row.problems, Shown.COUNT),
    ]  # fmt: skip


@allowed(Action.READ_DASHBOARD)
@reading
@file_of_page("overview")
def provinces_file(request: HttpRequest, ending: str) -> HttpResponseBase:
    """All provinces in the order of the same address."""
    page = _page(request)
    rows = map_shown(page, "", Address(request).one_of("sort", ORDERS)).rows
    return file_of(ending, _title(_("Figures of the provinces"), page), _province_columns(), rows)


@dataclass(frozen=True, slots=True)
class CaseRow:
    """A case in words, with its working hours as kept."""

    shown: CaseShown
    kept: Mapping[str, Any]

    def hours(self, name: str) -> Decimal:
        return Decimal(self.kept[name])


def _case_columns() -> list[Column[CaseRow]]:
    return [
        Column("case", gettext_lazy("Case"), lambda row: row.shown.title),
        Column("section", gettext_lazy("Section"), lambda row: row.shown.section),
        Column("current", gettext_lazy("Current step"), lambda row: row.shown.current),
        Column("used", gettext_lazy("Working hours used"), lambda row: row.hours("used"),
               Shown.NUMBER),
        Column("budget", gettext_lazy("Standard time, hours"), lambda row: row.hours("budget"),
               Shown.NUMBER),
        Column("left", gettext_lazy("Working hours left"), lambda row: row.hours("left"),
               Shown.NUMBER),
        Column("state", gettext_lazy("State"), lambda row: row.shown.state),
        Column("slowest", gettext_lazy("Where the time went"), lambda row: row.shown.slowest),
        Column("holder", gettext_lazy("Held by"), lambda row: row.shown.holder),
        Column("held", gettext_lazy("Note"), lambda row: row.shown.held),
        Column("forecast", gettext_lazy("Forecast"), lambda row: row.shown.forecast, Shown.DAY),
    ]  # fmt: skip


@allowed(Action.READ_DASHBOARD)
@reading
@file_of_page("overview")
def cases_file(request: HttpRequest, ending: str) -> HttpResponseBase:
    """The running cases against their standard time, the latest first; fewer than none is late."""
    page = _page(request)
    shown = cases_shown(page).rows
    rows = [CaseRow(*pair) for pair in zip(shown, page.figures["cases"], strict=True)]
    title = _title(_("Cases against their standard time"), page)
    return file_of(ending, title, _case_columns(), rows)


def _problem_columns(rounds: tuple[str, ...]) -> list[Column[ProblemShown]]:
    """``rounds`` are the labels of the rounds, each a column with how often it named the problem.

    Against the round before there is nothing to say of a first round.
    """
    has_before = len(rounds) > 1
    return [
        Column("problem", gettext_lazy("Problem"), lambda row: row.name),
        Column("named", gettext_lazy("Named in the latest round"), lambda row: row.named,
               Shown.COUNT),
        Column("trend", gettext_lazy("Against the round before"),
               lambda row: row.named - row.before if has_before else None, Shown.COUNT),
        Column("open", gettext_lazy("Not solved"), lambda row: row.open, Shown.COUNT),
        Column("solved", gettext_lazy("Solved"), lambda row: row.solved, Shown.COUNT),
        *(_of_round(label, at) for at, label in enumerate(rounds)),
    ]  # fmt: skip


def _of_round(label: str, at: int) -> Column[ProblemShown]:
    return Column(f"round{at}", label, lambda row: row.by_round[at][0], Shown.COUNT)


@allowed(Action.READ_DASHBOARD)
@reading
@file_of_page("overview")
def problems_file(request: HttpRequest, ending: str) -> HttpResponseBase:
    """Every category of problem that was named, the most named first, round by round."""
    page = _page(request)
    found = problems_shown(page, most=None)
    title = _title(_("Problems most named"), page)
    return file_of(ending, title, _problem_columns(found.rounds), found.rows)
