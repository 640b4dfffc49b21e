"""The consolidated report of a round, read from the database as of a moment (manual 10)."""

from datetime import datetime

from django.utils import timezone

from monitoring.models import Learning, Round
from monitoring.selectors.board import Scope, regions_of, tallies_of, total
from onde_portal.reporting.content import RoundContent, Words
from onde_portal.reporting.selectors.areas import area_name
from onde_portal.reporting.selectors.completeness import (
    TREND,
    hub_lines,
    round_label,
    round_mark,
    rounds_until,
    tallies_by_place,
    trend_of,
)
from onde_portal.reporting.selectors.records import problem_lines, support_part
from onde_portal.reporting.selectors.results import indicator_lines
from onde_portal.reporting.selectors.sayings import gather, learnings, said_of

# This round, the one before, and the same half of the year before.
COMPARED = 3


def round_content(
    round_: Round, scope: Scope, at: datetime, words: Words | None = None
) -> RoundContent:
    """All that a round's report says of these LAOs; the number of queries does not grow with them.

    Of a closed round the completeness and the list of hubs are those of its closing; results,
    words and problems are those of the reports received by ``at``.
    """
    today = timezone.localtime(at).date()
    regions = regions_of()
    counts = tallies_of([round_], today)[round_.pk]
    compared = rounds_until(round_, COMPARED)
    said = said_of(round_, scope)
    return RoundContent(
        as_of=at,
        area=area_name(scope),
        round=round_label(round_),
        fiscal_year=round_.fiscal_year,
        half=round_.half,
        starts_on=round_.starts_on,
        ends_on=round_.ends_on,
        due_on=round_.due_on,
        closed_on=timezone.localtime(round_.closed_at).date() if round_.closed_at else None,
        tally=total(counts, scope, regions),
        places=tuple(tallies_by_place(counts, scope, regions)),
        trend=trend_of(rounds_until(round_, TREND), scope, regions, today),
        marks=tuple(map(round_mark, compared)),
        indicators=indicator_lines(compared, scope),
        problems=problem_lines(round_, scope, at),
        lessons=learnings(round_, scope, Learning.Kind.LESSON),
        recommendations=learnings(round_, scope, Learning.Kind.RECOMMENDATION),
        wanted=gather(said["support"]),
        support=support_part(round_, scope, today),
        next_phase=gather(said["next_plan"]),
        hubs=hub_lines(round_, scope),
        words=words or Words(),
    )
