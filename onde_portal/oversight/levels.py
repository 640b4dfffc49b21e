"""The rules of the success level from 1 to 5 (manual, section 5), plain Python.

Both shapes are those of the government's performance agreements. *Milestone*: level n is reached
when levels 1 to n are met. *Target*: the per cent of the target lies between the levels' own
(60, 70, 80, 90, 100) in proportion. What does not reach level 1 counts 1, the scale's lowest.
The level of the whole is the mean by weight. A rubric that cannot be worked out says why and is
left out of the mean: nothing is guessed.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from itertools import pairwise

LOWEST, HIGHEST = Decimal(1), Decimal(5)
LEVELS = (1, 2, 3, 4, 5)
PLACES = Decimal("0.01")


class Fault(StrEnum):
    """Why a rubric gives no level."""

    NONE = ""
    MISSING_LEVEL = "missing_level"
    NOT_RISING = "not_rising"
    NO_WEIGHT = "no_weight"
    NO_MEASURE = "no_measure"
    NO_VALUE = "no_value"


@dataclass(frozen=True, slots=True)
class LevelRule:
    """What a level asks for: the least value of a measure, by the measure's key."""

    level: int
    measure: str
    threshold: Decimal


@dataclass(frozen=True, slots=True)
class Scored:
    """What a rubric gives. ``level`` is None with a ``fault``; ``met`` in the order of the levels,
    None where the measure has no value. ``reached`` is False below level 1."""

    level: Decimal | None
    fault: Fault
    met: tuple[bool | None, ...] = ()
    reached: bool = False


def milestone_level(met: Sequence[bool]) -> int:
    """How many levels are met from the first on without a gap; 0 when the first is not."""
    for number, is_met in enumerate(met):
        if not is_met:
            return number
    return len(met)


def target_level(value: Decimal, thresholds: Sequence[Decimal]) -> Decimal | None:
    """Where a value lies between the rising thresholds of levels 1 to 5; None below the first."""
    if value < thresholds[0]:
        return None
    for number, (low, high) in enumerate(pairwise(thresholds), start=1):
        if value < high:
            return (number + (value - low) / (high - low)).quantize(PLACES)
    return Decimal(len(thresholds))


def score(
    *,
    is_target: bool,
    weight: Decimal,
    rules: Sequence[LevelRule],
    values: Mapping[str, Decimal | None],
) -> Scored:
    """A rubric's level by the values of its measures; ``rules`` in any order."""
    ordered = sorted(rules, key=lambda rule: rule.level)
    met = tuple(_is_met(rule, values) for rule in ordered)
    fault = _fault(is_target=is_target, weight=weight, rules=ordered)
    fault = fault or _missing(met=met, is_target=is_target)
    if fault:
        return Scored(None, fault, met)
    if is_target:
        value = values[ordered[0].measure] or Decimal(0)
        level = target_level(value, [rule.threshold for rule in ordered])
        return Scored(level or LOWEST, Fault.NONE, met, reached=level is not None)
    reached = milestone_level([bool(item) for item in met])
    return Scored(max(LOWEST, Decimal(reached)), Fault.NONE, met, reached=reached > 0)


def _is_met(rule: LevelRule, values: Mapping[str, Decimal | None]) -> bool | None:
    value = values.get(rule.measure)
    return None if value is None else value >= rule.threshold


def _fault(*, is_target: bool, weight: Decimal, rules: Sequence[LevelRule]) -> Fault:
    """What is wrong with the rubric itself."""
    if tuple(rule.level for rule in rules) != LEVELS:
        return Fault.MISSING_LEVEL
    if weight <= 0:
        return Fault.NO_WEIGHT
    if not all(rule.measure for rule in rules):
        return Fault.NO_MEASURE
    rising = all(low.threshold < high.threshold for low, high in pairwise(rules))
    return Fault.NONE if rising or not is_target else Fault.NOT_RISING


def _missing(*, met: Sequence[bool | None], is_target: bool) -> Fault:
    """A value that is not known matters unless a level below it is missed anyway."""
    for is_met in met:
        if is_met is None:
            return Fault.NO_VALUE
        if not is_met and not is_target:
            return Fault.NONE
    return Fault.NONE


def weighted_mean(scores: Sequence[tuple[Decimal, Decimal | None]]) -> Decimal | None:
    """The mean level of (weight, level); those without a level are left out, None without any."""
    counted = [(weight, level) for weight, level in scores if level is not None and weight > 0]
    total = sum(weight for weight, _level in counted)
    if not total:
        return None
    mean = sum(weight * level for weight, level in counted) / total
    return Decimal(mean).quantize(PLACES)
