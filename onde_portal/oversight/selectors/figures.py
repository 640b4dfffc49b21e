"""All figures of the director's page for one fiscal year, as plain JSON: what is kept ready, what
is frozen, and what screen and paper show.
"""

from collections.abc import Mapping
from dataclasses import asdict
from datetime import date, datetime
from typing import Any

from django.db.models import Count
from django.utils import timezone

from hubs.actions.life import Verb
from hubs.models import Hub, HubEvent
from monitoring.models import Round
from monitoring.selectors.board import Cell, tallies_of
from monitoring.tally import Tally
from onde_portal.oversight.selectors.cases import running_cases
from onde_portal.oversight.selectors.evidence import Basis, end_of
from onde_portal.oversight.selectors.problems import (
    open_problems_by_province,
    problems_by_category,
    rounds_until,
)
from onde_portal.oversight.selectors.success import success_of
from onde_portal.oversight.selectors.years import YearFigures
from onde_portal.thai.calendar import fiscal_year_start


def figures_of(year: YearFigures, now: datetime) -> dict[str, Any]:
    """The figures of a year from the records as they are, apart from its ``YearCount``."""
    today = timezone.localtime(now).date()
    day = year.as_of
    round_ = round_to_watch(day)
    cells = tallies_of([round_], today)[round_.pk] if round_ else {}
    tally = sum(cells.values(), Tally())
    is_own = round_ is not None and round_.fiscal_year == year.year
    rounds = rounds_until(day)
    problems = problems_by_category(rounds, day)
    basis = Basis(
        year=year.year,
        day=day,
        count=year.now,
        # Success is that of the year: until its first round receives there is none to measure.
        round=round_ if is_own else None,
        tally=tally if is_own else Tally(),
        problems_open=sum(row["open"] for row in problems),
        problems_solved=sum(row["solved"] for row in problems),
    )
    return {
        "round": _round(round_, tally, today),
        "rounds": [item.pk for item in rounds],
        "problems": problems,
        "success": success_of(basis),
        "closed": _closed(year.year, day),
        "cases": running_cases(min(now, end_of(day))),
        "provinces": _provinces(day, cells),
    }


def round_to_watch(day: date) -> Round | None:
    """The round whose reports were received on a day or last before it; else the newest begun."""
    opened = Round.objects.filter(opened_at__isnull=False)
    receiving = opened.filter(opens_on__lte=day).order_by("-opens_on").first()
    return receiving or opened.filter(starts_on__lte=day).order_by("-starts_on").first()


def _round(round_: Round | None, tally: Tally, today: date) -> dict[str, Any] | None:
    """A round's counts, as of its closing or of today."""
    if round_ is None:
        return None
    closed_on = timezone.localtime(round_.closed_at).date() if round_.closed_at else None
    return {
        "pk": round_.pk,
        "as_of": (closed_on or today).isoformat(),
        "is_closed": closed_on is not None,
        "tally": asdict(tally),
    }


def _closed(year: int, day: date) -> list[dict[str, Any]]:
    """Hubs that were closed in the year, with the reason given for it."""
    rows = Hub.objects.lived().filter(closed_on__range=(fiscal_year_start(year), day))
    closed = list(rows.order_by("closed_on", "pk").values_list("pk", "closed_on"))
    events = HubEvent.objects.filter(hub__in=[pk for pk, _on in closed], verb=Verb.CLOSED)
    reasons = dict(events.order_by("at", "pk").values_list("hub", "reason"))
    return [
        {"pk": pk, "on": on.isoformat(), "reason": reasons.get(pk, "")}
        for pk, on in closed
        if on is not None
    ]


def _provinces(day: date, cells: Mapping[Cell, Tally]) -> dict[str, dict[str, int]]:
    """Hubs on the day, the round's reports and open problems by province; those with any."""
    hubs = Hub.objects.established_by(day).order_by().values("lao__province")
    counted = hubs.annotate(number=Count("pk")).order_by("lao__province")
    found: dict[str, dict[str, int]] = {}

    def of(code: str) -> dict[str, int]:
        return found.setdefault(code, {"hubs": 0, "expected": 0, "received": 0, "problems": 0})

    for code, number in counted.values_list("lao__province", "number"):
        of(code)["hubs"] = number
    for (code, _kind), tally in cells.items():
        of(code)["expected"] += tally.expected
        of(code)["received"] += tally.received
    for code, number in open_problems_by_province(day).items():
        of(code)["problems"] = number
    return found
