"""The success level of a fiscal year by its rubrics, with the evidence of each level."""

from decimal import Decimal
from typing import Any

from onde_portal.oversight.levels import LevelRule, Scored, score, weighted_mean
from onde_portal.oversight.models import Rubric, RubricLevel, Shape
from onde_portal.oversight.selectors.evidence import MEASURES, Basis, Evidence


def success_of(basis: Basis) -> dict[str, Any]:
    """Mean level, rubrics with their levels, and the evidence by measure; as JSON.

    ``mean`` is None when no rubric gives a level. Names and descriptions are kept in both
    languages, so that a frozen year shows the rubrics of its time.
    """
    rubrics = list(
        Rubric.objects.valid_in(basis.year).prefetch_related("levels").order_by("position", "pk")
    )
    asked = {key for rubric in rubrics for key in _measures(rubric)}
    evidence = {key: MEASURES[key](basis) for key in sorted(asked) if key in MEASURES}
    scored = [(rubric, _score(rubric, evidence)) for rubric in rubrics]
    mean = weighted_mean([(rubric.weight, found.level) for rubric, found in scored])
    return {
        "mean": None if mean is None else str(mean),
        "rubrics": [_as_json(rubric, found) for rubric, found in scored],
        "evidence": {key: found.to_json() for key, found in evidence.items()},
    }


def _levels(rubric: Rubric) -> list[RubricLevel]:
    return sorted(rubric.levels.all(), key=lambda item: item.level)


def _measure(rubric: Rubric, level: RubricLevel) -> str:
    return rubric.measure if rubric.shape == Shape.TARGET else level.measure


def _measures(rubric: Rubric) -> set[str]:
    return {key for level in _levels(rubric) if (key := _measure(rubric, level))}


def _score(rubric: Rubric, evidence: dict[str, Evidence]) -> Scored:
    return score(
        is_target=rubric.shape == Shape.TARGET,
        weight=rubric.weight,
        rules=[
            LevelRule(level.level, _measure(rubric, level), level.threshold)
            for level in _levels(rubric)
        ],
        values={key: found.value for key, found in evidence.items()},
    )


def _as_json(rubric: Rubric, scored: Scored) -> dict[str, Any]:
    levels = _levels(rubric)
    met: dict[int, bool | None] = dict(
        zip((item.level for item in levels), scored.met, strict=True)
    )
    return {
        "key": rubric.key,
        "name_th": rubric.name_th,
        "name_en": rubric.name_en,
        "shape": rubric.shape,
        "weight": str(Decimal(rubric.weight).normalize()),
        "level": None if scored.level is None else str(scored.level),
        "fault": scored.fault.value,
        "reached": scored.reached,
        "levels": [
            {
                "level": item.level,
                "text_th": item.description_th,
                "text_en": item.description_en,
                "measure": _measure(rubric, item),
                "threshold": str(item.threshold),
                "met": met[item.level],
            }
            for item in levels
        ],
    }
