"""Completeness of the year's round as the page shows it (manual, section 10)."""

from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _, pgettext

from monitoring.models import Round
from monitoring.tally import Tally
from onde_portal.oversight.selectors.page import Page, day
from onde_portal.oversight.shown.addresses import board_list, owed_in_time
from onde_portal.ui.charts import Part, Stack, stacked_bar


@dataclass(frozen=True, slots=True)
class RoundShown:
    """The round with its counts as of its closing, or of the day they were read."""

    round: Round
    tally: Tally
    as_of: date
    is_closed: bool
    rate: int | None
    parts: tuple[Part, ...]
    stack: Stack
    url: str
    on_time_url: str


def round_shown(page: Page) -> RoundShown | None:
    """The round that the year's page watches; None where none was open."""
    found = page.figures["round"]
    round_ = Round.objects.filter(pk=found["pk"]).first() if found else None
    if round_ is None:
        return None
    tally = Tally(**found["tally"])
    parts = _parts(round_, tally)
    title = _("%(received)s of %(expected)s reports received") % {
        "received": tally.received,
        "expected": tally.expected,
    }
    return RoundShown(
        round=round_,
        tally=tally,
        as_of=day(found["as_of"]),
        is_closed=found["is_closed"],
        rate=tally.whole_rate,
        parts=parts,
        stack=stacked_bar(title, parts),
        url=board_list(round_.pk, "received"),
        on_time_url=board_list(round_.pk, "on_time"),
    )


def _parts(round_: Round, tally: Tally) -> tuple[Part, ...]:
    """The round's follow-ups by standing; each part leads to its list on the board."""

    def part(label: str, count: int, tone: str, which: str) -> Part:
        return Part(label, count, tone, board_list(round_.pk, which))

    return (
        part(pgettext("reports", "Received"), tally.received, "good", "received"),
        Part(
            _("Still owed, not overdue"),
            tally.owed - tally.overdue,
            "warn",
            board_list(round_.pk, "owed") if round_.closed_at else owed_in_time(round_.pk),
        ),
        part(_("Overdue"), tally.overdue, "bad", "overdue"),
        part(_("Nothing to report"), tally.nothing, "rest", "nothing"),
        part(_("Waived"), tally.waived, "rest", "waived"),
    )
