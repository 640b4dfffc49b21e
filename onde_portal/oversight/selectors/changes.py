"""What happened since a moment: what a returning reader of the director's page is told."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Count

from hubs.actions.life import Verb as HubVerb
from hubs.models import HubEvent, MemoEvent, ProgrammeEvent
from monitoring.actions import Verb as ReportVerb
from monitoring.models import AnnualFigure, FollowUpEvent
from networks.models import CitizenNetwork, ProjectEvent
from onde_portal.oversight.models import FrozenYear, Rubric
from onde_portal.workflow.actions import Verb as CaseVerb

NAMED = 3
HUBS = (HubVerb.ESTABLISHED, HubVerb.CLOSED, HubVerb.CORRECTED)
CASES = (
    CaseVerb.OPENED, CaseVerb.STEP_DONE, CaseVerb.STEPPED_BACK, CaseVerb.UNSTUCK,
    CaseVerb.PAUSED, CaseVerb.RESUMED, CaseVerb.COMPLETED, CaseVerb.CANCELLED,
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Change:
    """A kind of change: how many, and the latest of them by name with their keys."""

    what: str
    count: int
    named: tuple[tuple[str, int], ...] = ()


def changes_since(moment: datetime) -> list[Change]:
    """Every kind of change with at least one, in the order of the page; ten queries at most."""
    found = [
        *_hubs(moment), *_networks(moment), *_cases(moment), *_memos(moment), *_reports(moment),
        *_figures(moment),
    ]  # fmt: skip
    return [change for change in found if change.count]


def _hubs(moment: datetime) -> Iterator[Change]:
    events = HubEvent.objects.filter(at__gt=moment, verb__in=HUBS).order_by("-pk")
    rows = list(events.values_list("verb", "hub__name", "hub"))
    for verb in HUBS:
        names = [(name, pk) for found, name, pk in rows if found == verb]
        yield Change(f"hub_{verb}", len(names), tuple(names[:NAMED]))


def _networks(moment: datetime) -> Iterator[Change]:
    rows = CitizenNetwork.history.filter(history_type="+", history_date__gt=moment)
    names = list(rows.order_by("-history_id").values_list("name", "id"))
    yield Change("network_founded", len(names), tuple(names[:NAMED]))


def _cases(moment: datetime) -> Iterator[Change]:
    kinds: tuple[tuple[str, Any], ...] = (("programme", ProgrammeEvent), ("project", ProjectEvent))
    for kind, model in kinds:
        events = model.objects.filter(at__gt=moment, verb__in=CASES).order_by("-pk")
        names = list(dict.fromkeys(events.values_list("case__title", "case")))
        yield Change(f"{kind}_moved", len(names), tuple(names[:NAMED]))


def _memos(moment: datetime) -> Iterator[Change]:
    events = MemoEvent.objects.filter(at__gt=moment).order_by("-pk")
    names = list(dict.fromkeys(events.values_list("memo__subject", "memo")))
    yield Change("memo_moved", len(names), tuple(names[:NAMED]))


def _reports(moment: datetime) -> Iterator[Change]:
    verbs = (ReportVerb.SUBMITTED, ReportVerb.ACCEPTED, ReportVerb.RETURNED)
    events = FollowUpEvent.objects.filter(at__gt=moment, verb__in=verbs).order_by()
    counts = dict(events.values("verb").annotate(count=Count("pk")).values_list("verb", "count"))
    for verb in verbs:
        yield Change(f"report_{verb}", counts.get(verb, 0))


def _figures(moment: datetime) -> Iterator[Change]:
    figures = AnnualFigure.history.filter(history_date__gt=moment)
    yield Change("plan_edited", len(set(figures.values_list("id", flat=True))))
    rubrics = Rubric.history.filter(history_date__gt=moment)
    yield Change("rubric_edited", len(set(rubrics.values_list("id", flat=True))))
    years = FrozenYear.objects.filter(frozen_at__gt=moment).order_by("fiscal_year")
    named = [(str(year), year) for year in years.values_list("fiscal_year", flat=True)]
    yield Change("year_frozen", len(named), tuple(named))
