"""Problems by category with their measures, and the support that the Office promised."""

from collections import Counter, defaultdict
from datetime import date, datetime, timedelta
from typing import Any

from django.db.models import Q
from django.utils import timezone

from monitoring.content import Label
from monitoring.models import Problem, ProblemCategory, Round, Support
from monitoring.selectors.board import Scope
from onde_portal.oversight.selectors.evidence import end_of
from onde_portal.oversight.selectors.indicators import RECEIVED
from onde_portal.oversight.selectors.problems import state_by
from onde_portal.reporting.content import Example, ProblemLine, SupportLine, SupportPart
from onde_portal.reporting.selectors.areas import place_name, within
from onde_portal.reporting.selectors.sayings import BLANK
from onde_portal.thai.text import thai_key

MOST_MEASURES, MOST_EXAMPLES, MOST_PROMISES = 3, 3, 300


def problem_lines(round_: Round, scope: Scope, at: datetime) -> tuple[ProblemLine, ...]:
    """Problems that the round's reports named, and earlier ones that were not solved before it.

    They stand as the reports up to this round and the Office's words up to its closing, or ``at``,
    say: what later rounds say does not change the report of this one. What most hubs name comes
    first. Two queries.
    """
    day_before = round_.starts_on - timedelta(days=1)
    known = Problem.objects.annotate(
        before=state_by(day_before, end_of(day_before)),
        stood=state_by(round_.starts_on, round_.closed_at or at),
    )
    named = Q(follow_up__round=round_, follow_up__state__in=RECEIVED)
    carried = Q(follow_up__round__starts_on__lt=round_.starts_on)
    open_before = ~Q(before=Problem.State.SOLVED)
    rows = known.filter(named | carried & open_before).select_related("follow_up__hub")
    groups: dict[str, list[Any]] = defaultdict(list)
    for row in within(rows, "follow_up__hub__lao", scope).order_by("-follow_up__round", "pk"):
        groups[row.category_id].append(row)
    categories = ProblemCategory.objects.order_by("code")
    found = [_line(item, groups[item.pk], round_) for item in categories if item.pk in groups]
    return tuple(sorted(found, key=lambda line: (-line.hubs, line.code)))


def _line(category: ProblemCategory, rows: list[Any], round_: Round) -> ProblemLine:
    named = sum(row.follow_up.round_id == round_.pk for row in rows)
    still = sum(row.stood != Problem.State.SOLVED for row in rows)
    return ProblemLine(
        code=category.pk,
        name=Label(category.name_th, category.name_en),
        section=category.section,
        named=named,
        carried=len(rows) - named,
        open=still,
        solved=len(rows) - still,
        hubs=len({row.follow_up.hub_id for row in rows}),
        measure=Label(category.measure_th, category.measure_en),
        taken=_most_said([row.measure for row in rows]),
        examples=_examples(rows),
    )


def _examples(rows: list[Any]) -> tuple[Example, ...]:
    """Different words, the latest first, each with a hub that used them."""
    found: dict[str, Example] = {}
    for row in rows:
        text = row.description.strip()
        found.setdefault(thai_key(text), Example(row.follow_up.hub.name, text))
    return tuple(found.values())[:MOST_EXAMPLES]


def _most_said(texts: list[str]) -> tuple[str, ...]:
    """Different words, those that are said most often first."""
    said = [text.strip() for text in texts if text.strip(BLANK)]
    counted = Counter(map(thai_key, said))
    first = {thai_key(text): text for text in reversed(said)}
    return tuple(first[key] for key, _number in counted.most_common(MOST_MEASURES))


def support_part(round_: Round, scope: Scope, today: date) -> SupportPart:
    """Promises that were open when the period began or were made since, until the closing.

    What is overdue and still owed comes first. One query.
    """
    rows = Support.objects.exclude(given_on__lt=round_.starts_on).exclude(
        dropped_at__date__lt=round_.starts_on
    )
    if round_.closed_at:
        rows = rows.filter(promised_at__lte=round_.closed_at)
    inside = within(rows, "hub__lao", scope).select_related(
        "hub__lao__province", "hub__lao__district", "owner"
    )
    found = sorted(inside, key=lambda row: (not row.is_open, row.due_on, row.pk))
    owed = [row for row in found if row.is_open]
    given = sum(row.given_on is not None for row in found)
    return SupportPart(
        lines=tuple(map(_promise, found[:MOST_PROMISES])),
        promised=len(found),
        given=given,
        owed=len(owed),
        overdue=sum(row.due_on < today for row in owed),
        dropped=len(found) - given - len(owed),
    )


def _promise(row: Support) -> SupportLine:
    return SupportLine(
        hub=row.hub.name,
        place=place_name(row.hub.lao),
        what=row.what.strip(),
        owner=row.owner.get_full_name(),
        promised_on=timezone.localtime(row.promised_at).date(),
        due_on=row.due_on,
        given_on=row.given_on,
        given_note=row.given_note.strip(),
        dropped_on=timezone.localtime(row.dropped_at).date() if row.dropped_at else None,
    )
