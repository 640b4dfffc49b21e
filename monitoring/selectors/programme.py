"""What monitoring knows of a hub programme: rounds, problems, what hubs say (manual 8.2 (6))."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime

from django.utils import timezone

from hubs.models import HubProgramme
from hubs.selectors.standings import (
    LaoStanding,
    ProgrammeFigures,
    lao_standings,
    programme_figures,
)
from hubs.stages import Reports
from monitoring.models import (
    AnnualFigure,
    FollowUp,
    FollowUpState,
    Problem,
    ProblemCategory,
    Round,
    Submission,
)
from monitoring.models.followups import OWED_STATES, FollowUpQuerySet
from monitoring.selectors.follow_ups import Completeness, completeness_columns


@dataclass(frozen=True, slots=True)
class RoundOfProgramme:
    """How the programme's hubs did in one round, with each hub's follow-up."""

    round: Round
    counts: Completeness
    follow_ups: tuple[FollowUp, ...]


@dataclass(frozen=True, slots=True)
class Said:
    """What a hub's newest report says to one question."""

    follow_up: FollowUp
    text: str


@dataclass(frozen=True, slots=True)
class ProgrammeFollowUp:
    """The six-monthly monitoring of a programme's hubs.

    ``open_problems`` are not solved, the most serious first; ``categories`` counts them by kind.
    ``planned`` is the year's plan of hubs, where there is one.
    """

    rounds: tuple[RoundOfProgramme, ...]
    open_problems: tuple[Problem, ...]
    solved: int
    categories: tuple[tuple[ProblemCategory, int], ...]
    recommendations: tuple[Said, ...]
    support: tuple[Said, ...]
    planned: int | None


@dataclass(frozen=True, slots=True)
class WholeProgramme:
    """Standings and figures of a programme with its hubs' reports, as of a moment."""

    as_of: datetime
    standings: tuple[LaoStanding, ...]
    figures: ProgrammeFigures
    follow_up: ProgrammeFollowUp


SEVERITIES = (Problem.Severity.HIGH, Problem.Severity.MEDIUM, Problem.Severity.LOW)


def whole_programme(programme: HubProgramme, at: datetime) -> WholeProgramme:
    """All figures of a programme: its page, the board and the closing report read this."""
    standings = programme_standings(programme, at)
    return WholeProgramme(
        as_of=at,
        standings=standings,
        figures=programme_figures(programme, standings),
        follow_up=programme_follow_up(programme, timezone.localtime(at).date()),
    )


def programme_standings(programme: HubProgramme, at: datetime) -> tuple[LaoStanding, ...]:
    """Where each LAO of a programme stands, its reports known."""
    return lao_standings(programme, at, report_facts(programme, timezone.localtime(at).date()))


def report_facts(programme: HubProgramme, today: date) -> dict[int, Reports]:
    """What is known of the reports of each of the programme's hubs, in one query."""
    facts: dict[int, Reports] = {}
    for follow_up in _follow_ups(programme).select_related("round"):
        known = facts.get(follow_up.hub_id, Reports())
        sent = [at for at in (known.first_sent_at, follow_up.first_submitted_at) if at]
        owed = follow_up.state in OWED_STATES and follow_up.round.opens_on <= today
        facts[follow_up.hub_id] = Reports(
            first_sent_at=min(sent, default=None),
            owed=known.owed or owed,
            to_review=known.to_review or follow_up.state == FollowUpState.SUBMITTED,
        )
    return facts


def programme_follow_up(programme: HubProgramme, today: date) -> ProgrammeFollowUp:
    """The programme's rounds, newest first, with its hubs' problems, wishes and proposals."""
    problems = Problem.objects.filter(follow_up__hub__programme=programme)
    still = problems.exclude(state=Problem.State.SOLVED).select_related(
        "category", "follow_up__hub", "follow_up__round"
    )
    found = sorted(still, key=lambda item: (SEVERITIES.index(_severity(item)), item.pk))
    counts = Counter(item.category for item in found)
    said = list(_latest_words(programme))
    plan = AnnualFigure.objects.filter(
        product=AnnualFigure.Product.HUBS, fiscal_year=programme.fiscal_year
    ).first()
    return ProgrammeFollowUp(
        rounds=_rounds(programme, today),
        open_problems=tuple(found),
        solved=problems.filter(state=Problem.State.SOLVED).count(),
        categories=tuple(sorted(counts.items(), key=lambda item: (-item[1], item[0].pk))),
        recommendations=tuple(Said(of, text) for of, key, text in said if key == "recommendations"),
        support=tuple(Said(of, text) for of, key, text in said if key == "support"),
        planned=plan.planned if plan else None,
    )


def _severity(problem: Problem) -> Problem.Severity:
    return Problem.Severity(problem.severity)


def _follow_ups(programme: HubProgramme) -> FollowUpQuerySet:
    return FollowUp.objects.filter(hub__programme=programme).order_by("pk")


def _rounds(programme: HubProgramme, today: date) -> tuple[RoundOfProgramme, ...]:
    counted = _follow_ups(programme).order_by().values("round")
    rows = {
        row.pop("round"): Completeness(**row)
        for row in counted.annotate(**completeness_columns(today)).order_by("round")
    }
    shown: dict[int, list[FollowUp]] = {pk: [] for pk in rows}
    for follow_up in _follow_ups(programme).with_place().order_by("hub__lao__sort_key", "pk"):
        shown[follow_up.round_id].append(follow_up)
    return tuple(
        RoundOfProgramme(round_, rows[round_.pk], tuple(shown[round_.pk]))
        for round_ in Round.objects.filter(pk__in=rows).order_by("-starts_on")
    )


def _latest_words(programme: HubProgramme) -> Iterator[tuple[FollowUp, str, str]]:
    """What the newest report of each hub says in words: follow-up, question, text."""
    sent = Submission.objects.filter(
        follow_up__hub__programme=programme, nothing_to_report=False
    ).select_related("follow_up__hub__lao", "follow_up__round")
    newest = {
        item.follow_up.hub_id: item
        for item in sent.order_by("follow_up__round__starts_on", "number")
    }
    for item in sorted(newest.values(), key=lambda row: row.follow_up.hub.lao.sort_key):
        for entry in item.content.get("texts", []):
            if entry["text"].strip(" \n-–"):
                yield item.follow_up, entry["key"], entry["text"].strip()
