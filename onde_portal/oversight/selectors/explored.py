"""One indicator through the rounds: its wordings, its target, and the hubs behind its figures."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from itertools import pairwise

from django.db.models import Count, Exists, F, OrderBy, OuterRef, Q, QuerySet

from monitoring.models import IndicatorValue, Round, RoundIndicator, ValueType
from monitoring.selectors.board import Scope
from onde_portal.oversight.selectors.indicators import (
    RECEIVED,
    IndicatorTotal,
    indicator_trends,
    received_values,
)
from onde_portal.thai.digits import to_ascii
from onde_portal.thai.text import thai_key

# What makes a difference between two rounds' wordings of an indicator.
WORDED = (
    "name_th", "name_en", "unit_th", "unit_en", "level", "value_type", "rollup", "part_th",
    "part_en", "whole_th", "whole_en", "target", "evidence_th", "required",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Change:
    """A part of the wording that a round asked otherwise than the round before."""

    round: Round
    field: str
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class Reached:
    """How many of the hubs that gave a value reach the target, which is a number."""

    target: Decimal
    hubs: int
    answered: int


def editions_of(code: str) -> list[RoundIndicator]:
    """An indicator as each opened round asked it, the oldest first; ``answered`` by anybody."""
    said = IndicatorValue.objects.filter(
        indicator=OuterRef("pk"), follow_up__state__in=RECEIVED, value__isnull=False
    )
    rows = RoundIndicator.objects.filter(code=code, round__opened_at__isnull=False)
    rows = rows.annotate(answered=Exists(said))
    return list(rows.select_related("round", "dimension").order_by("round__starts_on"))


def changes_of(editions: Sequence[RoundIndicator]) -> list[Change]:
    """What was worded otherwise from one round to the next, the latest first."""
    found = [
        Change(after.round, name, str(getattr(before, name)), str(getattr(after, name)))
        for before, after in pairwise(editions)
        for name in WORDED
        if getattr(before, name) != getattr(after, name)
    ]
    return list(reversed(found))


_TARGET = re.compile(r"(?:>=|≥|>|=)?\s*(-?[\d,]{1,15}(?:\.\d{1,4})?)\s*(?:%|ร้อยละ)?")


def target_of(indicator: RoundIndicator) -> Decimal | None:
    """The target where it is a number, such as 80, ≥ 80 or 80%; of yes-or-no, "yes" is 1."""
    said = _said_target(indicator)
    if indicator.value_type == ValueType.BOOL:
        return Decimal(1) if said in {"yes", "มี", "1"} else None
    found = _TARGET.fullmatch(said)
    if found is None:
        return None
    try:
        return Decimal(found[1].replace(",", ""))
    except InvalidOperation:
        return None


def _said_target(indicator: RoundIndicator) -> str:
    return to_ascii(indicator.target).strip().lower()


def reached(indicator: RoundIndicator, scope: Scope) -> Reached | None:
    """How many hubs of a scope reach the target; None where the target is no number."""
    target = target_of(indicator)
    if target is None:
        return None
    rows = received_values([indicator.round], scope).filter(indicator=indicator)
    is_above = re.match(">(?!=)", _said_target(indicator))
    enough = Q(value__gt=target) if is_above else Q(value__gte=target)
    counts = rows.aggregate(answered=Count("value"), hubs=Count("pk", filter=enough))
    return Reached(target, counts["hubs"], counts["answered"])


def trend_of(
    code: str, rounds: Sequence[Round], scope: Scope
) -> list[tuple[Round, IndicatorTotal | None]]:
    """The figure of every round, the oldest first; None where the round did not ask it."""
    found = indicator_trends(rounds, scope, code)
    return [(item, next(iter(found[item.pk]), None)) for item in rounds]


def rows_of(code: str, round_: Round, scope: Scope, text: str) -> QuerySet[IndicatorValue]:
    """Each hub's value in a round, of LAOs of the scope in which every word is found."""
    rows = received_values([round_], scope).filter(indicator__code=code)
    for word in thai_key(text[:200]).split():
        rows = rows.filter(follow_up__hub__search_key__contains=word)
    return rows.select_related(
        "indicator", "follow_up__hub__lao__type", "follow_up__hub__lao__province",
        "follow_up__hub__lao__district",
    )  # fmt: skip


def in_asked_order(
    rows: QuerySet[IndicatorValue], fields: Iterable[str], *, down: bool
) -> QuerySet[IndicatorValue]:
    """Sorted alike by both databases: hubs without a value come last either way."""
    usual = ("follow_up__hub__lao__province__sort_key", "follow_up__hub__lao__sort_key", "pk")
    asked: list[OrderBy] = [
        F(name).desc(nulls_last=True) if down else F(name).asc(nulls_last=True) for name in fields
    ]
    return rows.order_by(*asked, *usual)
