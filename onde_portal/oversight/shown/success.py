"""The success level as the page shows it: each level with its evidence (manual, section 5)."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _

from onde_portal.oversight.levels import Fault
from onde_portal.oversight.models import Measure, Shape
from onde_portal.oversight.selectors.page import Page
from onde_portal.oversight.selectors.years import YearFigures
from onde_portal.oversight.shown.addresses import evidence_url
from onde_portal.registry.models import in_language
from onde_portal.ui.templatetags.ui import thai_number


@dataclass(frozen=True, slots=True)
class Level:
    """A level: what it asks for, whether it is met (None: not known), the figure and its list."""

    number: int
    text: str
    asks: str
    met: bool | None
    figure: str
    url: str


@dataclass(frozen=True, slots=True)
class RubricShown:
    """A rubric: its level, or in ``fault`` why it has none; ``weight`` in its own points."""

    key: str
    name: str
    level: str
    share: float
    weight: str
    fault: str
    below: bool
    how: str
    levels: tuple[Level, ...]


@dataclass(frozen=True, slots=True)
class Success:
    """The level of the whole year with its rubrics; ``mean`` is empty when there is none."""

    mean: str
    share: float
    rubrics: tuple[RubricShown, ...]
    counted: int


def success_shown(page: Page) -> Success:
    """The year's success level in words."""
    found = page.figures["success"]
    rubrics = tuple(_rubric(item, found["evidence"], page.year) for item in found["rubrics"])
    return Success(
        mean=_number(found["mean"]),
        share=_of_five(found["mean"]),
        rubrics=rubrics,
        counted=sum(not item.fault for item in rubrics),
    )


def _number(text: str | None) -> str:
    return "" if text is None else thai_number(Decimal(text))


def _of_five(text: str | None) -> float:
    return float(text or 0)


def _rubric(item: Mapping[str, Any], evidence: Mapping[str, Any], year: YearFigures) -> RubricShown:
    return RubricShown(
        key=item["key"],
        name=in_language(item["name_th"], item["name_en"]),
        level=_number(item["level"]),
        share=_of_five(item["level"]),
        weight=thai_number(Decimal(item["weight"])),
        fault=fault_words(item["fault"]),
        below=item["level"] is not None and not item["reached"],
        how=str(Shape(item["shape"]).label),
        levels=tuple(_level(level, evidence, year) for level in item["levels"]),
    )


def _level(item: Mapping[str, Any], evidence: Mapping[str, Any], year: YearFigures) -> Level:
    measure = item["measure"]
    found = evidence.get(measure)
    return Level(
        number=item["level"],
        text=in_language(item["text_th"], item["text_en"]),
        asks=_("from %(value)s") % {"value": with_unit(measure, Decimal(item["threshold"]))},
        met=item["met"],
        figure=figure_words(measure, found) if found else _("not measured"),
        url=evidence_url(measure, year, found["about"]) if found else "",
    )


def fault_words(fault: str) -> str:
    """Why a rubric gives no level; empty where it does."""
    return {
        Fault.NONE.value: "",
        Fault.MISSING_LEVEL.value: _("The rubric lacks one of its five levels."),
        Fault.NOT_RISING.value: _("The levels of the rubric do not rise."),
        Fault.NO_WEIGHT.value: _("The rubric has no weight."),
        Fault.NO_MEASURE.value: _("A level of the rubric names no measure."),
        Fault.NO_VALUE.value: _("There is nothing to measure: no plan, round or case of the year."),
    }[fault]


PER_CENT = {
    Measure.HUBS_OF_PLAN, Measure.NETWORKS_OF_PLAN, Measure.ROUND_RECEIVED,
    Measure.ROUND_ON_TIME, Measure.PROBLEMS_SOLVED,
}  # fmt: skip
STEPS = {Measure.PROGRAMME_STEP, Measure.PROJECT_STEP}


def with_unit(measure: str, value: Decimal) -> str:
    """A value of a measure with what it counts."""
    number = thai_number(value)
    if measure in PER_CENT:
        return _("%(number)s per cent") % {"number": number}
    if measure in STEPS:
        return _("step %(number)s") % {"number": number}
    return number


def figure_words(measure: str, found: Mapping[str, Any]) -> str:
    """What was measured, as a sentence of its own."""
    if found["value"] is None:
        return _nothing(measure)
    value = with_unit(measure, Decimal(found["value"]))
    if found["whole"] is not None:
        return _said(measure) % {
            "part": thai_number(found["part"]), "whole": thai_number(found["whole"]),
            "value": value,
        }  # fmt: skip
    return _said(measure) % {"value": value}


def _said(measure: str) -> str:
    return {
        Measure.HUBS_OF_PLAN: _("hubs established: %(part)s of %(whole)s planned, %(value)s"),
        Measure.NETWORKS_OF_PLAN: _("networks founded: %(part)s of %(whole)s planned, %(value)s"),
        Measure.ROUND_RECEIVED: _("reports received: %(part)s of %(whole)s, %(value)s"),
        Measure.ROUND_ON_TIME: _("reports on time: %(part)s of %(whole)s, %(value)s"),
        Measure.HUBS_ESTABLISHED: _("hubs established in the year: %(value)s"),
        Measure.HUBS_GROWTH: _("growth on the year before: %(value)s"),
        Measure.NETWORKS_FOUNDED: _("networks founded in the year: %(value)s"),
        Measure.PROGRAMME_STEP: _("the year's hub programme has ended %(value)s"),
        Measure.PROJECT_STEP: _("the year's network project has ended %(value)s"),
        Measure.PROBLEMS_SOLVED: _("problems solved: %(part)s of %(whole)s, %(value)s"),
    }[Measure(measure)]


def _nothing(measure: str) -> str:
    if measure in {Measure.HUBS_OF_PLAN, Measure.NETWORKS_OF_PLAN}:
        return _("no plan set for this year")
    if measure in {Measure.ROUND_RECEIVED, Measure.ROUND_ON_TIME}:
        return _("no round with reports expected")
    return _("nothing to measure in this year")
