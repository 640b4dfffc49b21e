"""Cases against their standard time as the page shows them (manual, 9.1)."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _

from hubs.models import HubProgramme
from networks.models import NetworkProject
from onde_portal.oversight.selectors.page import Page, day, moment
from onde_portal.oversight.shown.addresses import case_url
from onde_portal.thai.working_time import HOURS_PER_DAY
from onde_portal.ui.templatetags.ui import localized, thai_date_short, thai_number
from onde_portal.workflow.models import Pause

MODELS: dict[str, Any] = {"programme": HubProgramme, "project": NetworkProject}
# The last tenth of the standard time is close to its end.
SOON = Decimal("0.1")


@dataclass(frozen=True, slots=True)
class CaseShown:
    """A case: hours, where the time went, when it will end, who holds it; worst cases first."""

    title: str
    url: str
    section: str
    used: str
    left: str
    budget: str
    share: float
    tone: str
    state: str
    current: str
    slowest: str
    forecast: date | None
    holder: str
    held: str


@dataclass(frozen=True, slots=True)
class Cases:
    """All running cases, and how many of them are late or close to it."""

    rows: tuple[CaseShown, ...]
    late: int
    soon: int
    paused: int


def cases_shown(page: Page) -> Cases:
    """The running cases in words."""
    rows = tuple(_case(item) for item in page.figures["cases"])
    return Cases(
        rows=rows,
        late=sum(row.tone == "bad" for row in rows),
        soon=sum(row.tone == "warn" for row in rows),
        paused=sum(item["holder"]["by"] == "pause" for item in page.figures["cases"]),
    )


def _case(item: Mapping[str, Any]) -> CaseShown:
    left, budget = Decimal(item["left"]), Decimal(item["budget"])
    procedure = MODELS[item["kind"]].procedure
    slowest = procedure.step(item["step"])
    holder, held = holder_words(item["holder"])
    tone, state = state_of(left, budget)
    return CaseShown(
        title=item["title"],
        url=case_url(item["kind"], item["pk"]),
        section="8.1" if item["kind"] == "project" else "8.2",
        used=hours(Decimal(item["used"])),
        left=hours(abs(left)),
        budget=thai_number(budget),
        share=float(min(Decimal(1), Decimal(item["used"]) / budget)),
        tone=tone,
        state=state,
        current=_step(procedure.step(item["current"])),
        slowest=_("%(step)s took %(hours)s h")
        % {"step": _step(slowest), "hours": hours(Decimal(item["step_hours"]))},
        forecast=day(item["forecast"]) if item["forecast"] and left >= 0 else None,
        holder=holder,
        held=held,
    )


def hours(number: Decimal) -> str:
    """Working hours without places."""
    return thai_number(_whole(number))


def _whole(number: Decimal) -> Decimal:
    return number.quantize(Decimal(1))


def _step(step: Any) -> str:
    return f"{step.number}. {localized(step, 'title')}"


def state_of(left: Decimal, budget: Decimal) -> tuple[str, str]:
    """Tone and words of the working hours left of a budget; below nothing it is late."""
    days = int(_whole(abs(left)) // HOURS_PER_DAY)
    shown = {"hours": hours(abs(left)), "days": thai_number(days)}
    if left < 0:
        return "bad", _("%(hours)s h over (%(days)s working days)") % shown
    tone = "warn" if left <= budget * SOON else "good"
    return tone, _("%(hours)s h left (%(days)s working days)") % shown


def holder_words(holder: Mapping[str, Any]) -> tuple[str, str]:
    """Who holds a case, and since when or why."""
    since = moment(holder["since"])
    when = _("since %(day)s") % {"day": thai_date_short(since)} if since else ""
    if holder["by"] == "pause":
        why = " · ".join(part for part in (str(Pause.Reason(holder["reason"]).label), when) if part)
        return _("Paused: %(who)s") % {"who": holder["who"]}, why
    if holder["by"] == "owner":
        return holder["who"], _("officer in charge")
    what = _("memo") if holder["about"] == "memo" else _("decision")
    return waits_for(holder["by"]), " · ".join(part for part in (what, when) if part)


def waits_for(whom: str) -> str:
    """The office that is asked."""
    return {
        "head": _("Section head"),
        "director": _("Director"),
        "superior": _("Section head or director"),
    }[whom]
