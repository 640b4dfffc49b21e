"""What the pages of all places have in common: the sentence, the charts, the figures."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode
from django.utils.translation import gettext as _, ngettext

from hubs.models import HubState
from monitoring.boards import LABELS, Asked, Numbers, Row, board_url
from monitoring.models import Round
from monitoring.selectors.board import Cell, latest_rounds, opened_rounds, regions_of, tallies_of
from monitoring.tally import Tally
from onde_portal.accounts.access import person
from onde_portal.accounts.permissions import Action, may
from onde_portal.oversight.selectors.places import (
    Area,
    Standing,
    hubs_by_state,
    hubs_by_year,
    networks_of,
    open_problems_by_category,
    round_to_watch,
)
from onde_portal.oversight.shown.addresses import board_list
from onde_portal.oversight.views.listing import files_named
from onde_portal.thai.calendar import fiscal_year
from onde_portal.ui.charts import Bar, BarChart, Part, bar_chart, stacked_bar
from onde_portal.ui.templatetags.ui import localized, thai_number

Crumb = tuple[str, str]
STATE_TONES = {
    HubState.PREPARING: "warn",
    HubState.ESTABLISHED: "now",
    HubState.OPERATING: "good",
    HubState.SUSPENDED: "bad",
    HubState.CLOSED: "rest",
}
SHOWN = ("expected", "received", "on_time", "overdue", "nothing")
MOST_NETWORKS = 20


@dataclass(frozen=True, slots=True)
class Rounds:
    """The rounds of the latest years with their counts, and the one that is watched now."""

    everything: tuple[Round, ...]
    trend: tuple[Round, ...]
    watched: Round | None
    tallies: dict[int, dict[Cell, Tally]]
    today: date

    @property
    def now(self) -> dict[Cell, Tally]:
        return self.tallies[self.watched.pk] if self.watched else {}


def read_rounds() -> Rounds:
    """All that the pages of places need to know of rounds."""
    today = timezone.localdate()
    everything = tuple(opened_rounds())
    trend = tuple(latest_rounds(everything))
    watched = round_to_watch(everything, today)
    needed = {item.pk: item for item in (*trend, *((watched,) if watched else ()))}
    return Rounds(everything, trend, watched, tallies_of(needed.values(), today), today)


def sentence(area: Area, standing: Standing, watched: Round | None) -> str:
    """How things stand, in a sentence or two."""
    said = [_hubs_said(standing) if area.lao is None else _hub_said(standing)]
    if standing.alive or standing.tally.expected:
        said.append(_reports_said(standing, watched))
    if standing.problems:
        problems = ngettext(
            "%(count)s problem is not solved.", "%(count)s problems are not solved.",
            standing.problems,
        )  # fmt: skip
        said.append(problems % {"count": thai_number(standing.problems)})
    return " ".join(said)


def _hub_said(standing: Standing) -> str:
    """Whether an LAO has its hub."""
    if standing.alive:
        return _("The LAO has a hub that is established and not closed.")
    if standing.preparing:
        return _("The LAO prepares its hub.")
    return _("The LAO has no hub.")


def _hubs_said(standing: Standing) -> str:
    if not standing.alive:
        return _("No hub is established here.")
    said = ngettext(
        "%(count)s hub is established and not closed, among %(laos)s LAOs.",
        "%(count)s hubs are established and not closed, among %(laos)s LAOs.",
        standing.alive,
    )
    return said % {"count": thai_number(standing.alive), "laos": thai_number(standing.laos)}


def _reports_said(standing: Standing, watched: Round | None) -> str:
    if watched is None:
        return _("No round is open yet.")
    if not standing.tally.expected:
        return _("No report is expected in %(round)s.") % {"round": watched}
    return _("Reports received: %(received)s of %(expected)s (%(round)s).") % {
        "received": thai_number(standing.tally.received),
        "expected": thai_number(standing.tally.expected),
        "round": watched,
    }


def hubs_url(area: Area, **more: str) -> str:
    """The list of the place's hubs for which ``more`` holds."""
    return _list_of("admin:hubs_hub_changelist", area, "lao", more)


def _states(area: Area, counts: dict[str, int]) -> list[Part]:
    return [
        Part(
            str(HubState(state).label), count, STATE_TONES[HubState(state)],
            hubs_url(area, state__exact=state),
        )
        for state, count in counts.items()
    ]  # fmt: skip


def years_chart(area: Area, counts: dict[int, int], today: date) -> BarChart:
    """Hubs by the fiscal year of their announcement."""
    said = _("Fiscal year %(year)s: %(count)s hubs announced")
    bars = [
        Bar(
            label=str(year)[-2:],
            value=count,
            title=said % {"year": year, "count": thai_number(count)},
            url=hubs_url(area, established_year=str(year)),
            is_now=year == fiscal_year(today),
        )
        for year, count in counts.items()
    ]
    return bar_chart(_("Hubs by the fiscal year of their announcement"), bars)


def rounds_chart(area: Area, rows: Sequence[tuple[Round, Row]]) -> BarChart:
    """Received of expected in per cent, round by round."""
    said = _("%(round)s: %(received)s of %(expected)s received, %(on_time)s of them on time")
    bars = [
        Bar(
            label=f"{item.half}/{str(item.fiscal_year)[-2:]}",
            value=row.tally.whole_rate,
            title=said % {
                "round": item, "received": row.tally.received, "expected": row.tally.expected,
                "on_time": row.tally.on_time,
            },
            url=board_url({
                "round": str(item.pk),
                **{key: text for key, text in (("region", area.region),
                                               ("province", area.province)) if text},
            }),
            is_now=item.closed_at is None,
        )
        for item, row in rows
    ]  # fmt: skip
    return bar_chart(_("Received of expected, in per cent, by round"), bars)


def round_rows(area: Area, rounds: Rounds) -> list[tuple[Round, Row]]:
    """Each round of the trend with its counts in the place, the oldest first."""
    watched = (rounds.watched,) if rounds.watched else ()
    wanted = Asked(watched, area.scope, "round", "expected", False, rounds.everything)  # noqa: FBT003
    numbers = Numbers(wanted, rounds.tallies, regions_of(), rounds.today)
    found = [(item, numbers.row(str(item), [item], area.scope)) for item in rounds.trend]
    return [(item, row) for item, row in found if row.tally != Tally()]


def board_numbers(row: Row) -> list[Any]:
    """The numbers of a row that the page shows, each with its list."""
    by_name = dict(zip(LABELS, row.numbers, strict=True))
    return [by_name[name] for name in SHOWN]


def common_context(
    request: HttpRequest, area: Area, standing: Standing, rounds: Rounds
) -> dict[str, Any]:
    """Sentence, figures, charts, problems and networks of a region, a province or all of it."""
    user = person(request)
    rows = round_rows(area, rounds)
    return {
        **figures_context(request, area, standing, rounds),
        "rounds_chart": rounds_chart(area, rows),
        "round_rows": [(row, board_numbers(row)) for _item, row in reversed(rows)],
        "labels": [LABELS[name] for name in SHOWN],
        "round_files": _round_files(area),
        "may_run": may(user, Action.REGISTER_HUB),
    }


def _round_files(area: Area) -> tuple[tuple[str, str], ...]:
    """The addresses of the rounds' table as files."""
    if area.province:
        return files_named("drill-province-rounds-file", area.province, asked={})
    if area.region:
        return files_named("drill-region-rounds-file", area.region, asked={})
    return files_named("drill-regions-rounds-file", asked={})


def figures_context(
    request: HttpRequest, area: Area, standing: Standing, rounds: Rounds
) -> dict[str, Any]:
    """What every place shows, one LAO too."""
    user = person(request)
    states = hubs_by_state(area, user)
    years = hubs_by_year(area, user, rounds.today)
    networks = networks_of(area, user)
    parts = _states(area, states)
    return {
        "area": area,
        "today": rounds.today,
        "standing": standing,
        "sentence": sentence(area, standing, rounds.watched),
        "watched": rounds.watched,
        "hubs_list": hubs_url(area, counted_fy=str(fiscal_year(rounds.today))),
        "received_list": received_url(area, rounds.watched),
        "problems_list": problems_url(area),
        "networks_list": networks_url(area),
        "states": parts,
        "states_stack": stacked_bar(_("Hubs by state"), parts),
        "known_hubs": sum(states.values()),
        "years_chart": years_chart(area, years, rounds.today),
        "years": [(year, count, hubs_url(area, established_year=str(year)))
                  for year, count in years.items() if count],
        "problems": [(localized(item, "name"), item.count, problems_url(area, item.code))
                     for item in open_problems_by_category(area, user)],
        "networks": list(networks[:MOST_NETWORKS]),
        "networks_more": max(0, networks.count() - MOST_NETWORKS),
    }  # fmt: skip


def problems_url(area: Area, category: str = "") -> str:
    """The list of the place's problems, or of a category's there, that are not solved."""
    wanted = {"solved": "no", "category__code__exact": category}
    return _list_of("admin:monitoring_problem_changelist", area, "follow_up__hub__lao", wanted)


def networks_url(area: Area) -> str:
    """The list of the place's networks that go on."""
    return _list_of("admin:networks_citizennetwork_changelist", area, "", {"goes_on": "yes"})


def received_url(area: Area, round_: Round | None) -> str:
    """The hubs of the place whose reports of the round are received, as the board lists them."""
    if area.lao is not None or round_ is None:
        return ""
    scope = {"region": area.region, "province": area.province}
    return board_list(
        round_.pk, "received", **{name: value for name, value in scope.items() if value}
    )


def _list_of(name: str, area: Area, path: str, wanted: dict[str, str]) -> str:
    """A list of the staff's site, of a place; ``path`` leads to the LAO or what has a province.

    Empty for an LAO, whose own page lists what it has.
    """
    if area.lao is not None:
        return ""
    place = f"{path}__province" if path else "province"
    of_place = {f"{place}__region__exact": area.region, f"{place}__code__exact": area.province}
    kept = {name: value for name, value in (wanted | of_place).items() if value}
    return f"{reverse(name)}?{urlencode(kept)}"
