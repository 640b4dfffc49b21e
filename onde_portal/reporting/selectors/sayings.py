"""What the reports of a round say in words: the same words once, with the hubs that use them."""

import json
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date

from django.db.models.fields.json import KT
from django.utils import timezone

from monitoring.models import Learning, Round, Submission
from monitoring.selectors.board import Scope
from onde_portal.oversight.selectors.indicators import RECEIVED
from onde_portal.reporting.content import SaidLine, Sayings
from onde_portal.reporting.selectors.areas import within
from onde_portal.thai.text import thai_key

MOST_LINES, MOST_NAMES = 60, 3
# What stands for "nothing" where somebody had to fill something in.
BLANK = " \n\t-–—."


@dataclass(frozen=True, slots=True)
class Said:
    """Words of one hub, and the Office's answer where there is one."""

    hub: str
    text: str
    answer: str = ""
    answered_on: date | None = None


def gather(said: Iterable[Said]) -> Sayings:
    """The same words together, those of most hubs first, at most ``MOST_LINES``."""
    groups: dict[str, list[Said]] = defaultdict(list)
    for one in said:
        if one.text.strip(BLANK):
            groups[thai_key(one.text)].append(one)
    # Sorting is stable: of words that are as frequent, those read first stand first.
    found = sorted(groups.values(), key=lambda group: -len(group))
    return Sayings(
        lines=tuple(_line(group) for group in found[:MOST_LINES]),
        different=len(found),
        reports=sum(len(group) for group in found),
        answered=sum(1 for group in found for one in group if one.answer),
    )


def _line(group: list[Said]) -> SaidLine:
    answers = dict.fromkeys(one.answer for one in group if one.answer)
    days = [one.answered_on for one in group if one.answered_on]
    return SaidLine(
        text=group[0].text.strip(),
        hubs=len(group),
        names=tuple(one.hub for one in group[:MOST_NAMES]),
        answers=tuple(answers),
        answered_on=max(days, default=None),
    )


def learnings(round_: Round, scope: Scope, kind: str) -> Sayings:
    """Lessons, or recommendations with the Office's answers. One query."""
    rows = Learning.objects.filter(
        follow_up__round=round_, follow_up__state__in=RECEIVED, kind=kind
    ).select_related("hub")
    inside = within(rows, "hub__lao", scope).order_by("said_at", "pk")
    return gather(
        Said(
            row.hub.name,
            row.text,
            row.answer,
            timezone.localtime(row.answered_at).date() if row.answered_at else None,
        )
        for row in inside
    )


def said_of(round_: Round, scope: Scope) -> dict[str, list[Said]]:
    """The texts of each hub's newest report of the round, by question. One query."""
    rows = Submission.objects.filter(follow_up__round=round_)
    rows = within(rows, "follow_up__hub__lao", scope).annotate(said=KT("content__texts"))
    newest: dict[int, tuple[str, str, str | None]] = {
        follow_up: (state, hub, said)
        for follow_up, state, hub, said in rows.order_by("number", "pk").values_list(
            "follow_up", "follow_up__state", "follow_up__hub__name", "said"
        )
    }
    texts: dict[str, list[Said]] = defaultdict(list)
    for state, hub, said in newest.values():
        if state in RECEIVED:
            for key, text in _texts(said):
                texts[key].append(Said(hub, text))
    return texts


def _texts(stored: str | None) -> Iterator[tuple[str, str]]:
    for entry in json.loads(stored or "[]"):
        yield entry["key"], entry["text"]
