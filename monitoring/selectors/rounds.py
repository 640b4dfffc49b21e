"""What the page of a round shows: its questions, exceptions, and what changed after its closing."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import F, Q, QuerySet

from monitoring.actions.changes import Verb
from monitoring.models import (
    Expectation,
    FollowUp,
    FollowUpEvent,
    FrozenLine,
    Indicator,
    Round,
    RoundIndicator,
)

EXCEPTIONS = (Verb.EXTENDED, Verb.WAIVED)
# What an indicator asks; its place in the form is no difference.
ASKED = (
    "name_th", "name_en", "unit_th", "unit_en", "level", "value_type", "rollup", "target",
    "part_th", "part_en", "whole_th", "whole_en",
    "evidence_th", "required",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Question:
    """An indicator that a round asks. ``news`` is "new", "changed" or empty against the round
    before; ``changes`` names what it asked differently then."""

    indicator: RoundIndicator | Indicator
    news: str
    changes: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Questions:
    """A round's questions, and what the round before asked beside them."""

    asked: tuple[Question, ...]
    dropped: tuple[RoundIndicator, ...]
    before: Round | None


@dataclass(frozen=True, slots=True)
class Correction:
    """A duty that changed after its round was closed: then, now, and its latest event."""

    line: FrozenLine | None
    follow_up: FollowUp | None
    event: FollowUpEvent | None

    @property
    def hub(self) -> Any:
        found = self.follow_up or self.line
        return found.hub if found else None

    @property
    def because(self) -> str:
        """What the event says for a reason; of an opening, why the hub is expected."""
        said = self.event.reason if self.event else ""
        return str(dict(Expectation.choices).get(said, said))


def questions_of(round_: Round) -> Questions:
    """As frozen at the opening; of a planned round as they would be frozen today."""
    before = Round.objects.filter(starts_on__lt=round_.starts_on, opened_at__isnull=False)
    last = before.order_by("-starts_on").first()
    asked: Iterable[RoundIndicator | Indicator]
    if round_.is_planned:
        asked = Indicator.objects.filter(is_active=True).order_by("position", "code")
    else:
        asked = round_.indicators.order_by("position", "code")
    known = {item.code: item for item in last.indicators.order_by("position")} if last else {}
    questions = tuple(_question(item, known.pop(item.code, None), last) for item in asked)
    return Questions(questions, tuple(known.values()), last)


def _question(
    indicator: RoundIndicator | Indicator, earlier: RoundIndicator | None, before: Round | None
) -> Question:
    if earlier is None:
        return Question(indicator, "new" if before else "", ())
    names = [name for name in ASKED if getattr(indicator, name) != getattr(earlier, name)]
    labels = tuple(str(RoundIndicator._meta.get_field(name).verbose_name) for name in names)  # type: ignore[union-attr]
    return Question(indicator, "changed" if labels else "", labels)


def exceptions_of(round_: Round) -> QuerySet[FollowUpEvent]:
    """Each extension and waiver with its reason, who gave it and when; the latest first."""
    events = FollowUpEvent.objects.filter(follow_up__round=round_, verb__in=EXCEPTIONS)
    return events.select_related(
        "by", "follow_up__round", "follow_up__hub__lao__province", "follow_up__hub__lao__district"
    ).order_by("-at", "-pk")


def corrections_of(round_: Round) -> list[Correction]:
    """Every duty of a closed round that is not as it was frozen, with what happened to it last."""
    if round_.closed_at is None:
        return []
    place = ("hub__lao__province", "hub__lao__district")
    same = Q(state=F("follow_up__state"), due_on=F("follow_up__due_on"))
    sent_later = Q(first_submitted_at=None, follow_up__first_submitted_at__isnull=False)
    lines = FrozenLine.objects.filter(round=round_).exclude(same & ~sent_later)
    changed = list(lines.select_related("follow_up__hub", *place).order_by("pk"))
    late = FollowUp.objects.filter(round=round_, frozen_line=None).select_related("round", *place)
    pairs: list[tuple[FrozenLine | None, FollowUp | None]] = [
        *((line, line.follow_up) for line in changed),
        *((None, follow_up) for follow_up in late.order_by("pk")),
    ]
    found = FollowUpEvent.objects.filter(
        follow_up__in=[follow_up.pk for _line, follow_up in pairs if follow_up],
        at__gt=round_.closed_at,
    )
    events = {
        event.follow_up_id: event for event in found.select_related("by").order_by("at", "pk")
    }
    return [
        Correction(line, follow_up, events.get(follow_up.pk) if follow_up else None)
        for line, follow_up in pairs
    ]
