"""A report as one list of lines, so that editions and rounds can be laid side by side."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from decimal import Decimal

from monitoring.content import IndicatorEntry, Label, ReportContent
from monitoring.questions.parts import plain_number
from monitoring.questions.sections import ACTIVITY, BUDGET, PARTS, YES_NO
from onde_portal.thai.dates import format_date
from onde_portal.thai.text import thai_key

EVIDENCE = "evidence"
NO_FIGURE = "–"


@dataclass(frozen=True, slots=True)
class Line:
    """One thing a report says. ``key`` is the form field that it was typed into.

    ``value`` is the figure of an indicator or an amount, None where it is words or no figure.
    ``match`` finds the same thing in last round's report, where rows stand in another order.
    """

    key: str
    part: str
    label: Label
    text: str
    value: Decimal | None = None
    unit: Label = field(default=Label("", ""))
    match: str = ""


def lines_of(content: ReportContent, language: str) -> list[Line]:
    """Every line of a report in the order of its form, its own words in ``language``."""
    return [
        *(Line(item.key, "general", item.label, item.text) for item in content.general),
        *_activities(content, language),
        *_indicators(content, language),
        *_budget(content),
        *_problems(content, language),
        *(
            Line(item.key, item.key.partition(".")[0], item.label, item.text)
            for item in content.texts
        ),
        _files(content),
    ]


def _activities(content: ReportContent, language: str) -> Iterator[Line]:
    labels = {question.key: question.label.in_language(language) for question in ACTIVITY}
    for row, item in enumerate(content.activities, start=1):
        told = (("planned", item.planned), ("done", item.done))
        said = [f"{labels[key]}: {text}" for key, text in told if text]
        name = Label(item.name, item.name)
        yield Line(
            f"activity.{row}.done", "activities", name, "\n".join(said),
            match=f"activity {thai_key(item.name)}",
        )  # fmt: skip


def _indicators(content: ReportContent, language: str) -> Iterator[Line]:
    parts = {part.level: part.key for part in PARTS if part.level}
    for item in content.indicators:
        figure = _figure(item, language)
        text = f"{figure}\n{item.note}" if item.note else figure
        unit = Label("", "") if item.value_type == "bool" else item.unit
        yield Line(f"indicator.{item.code}", parts[item.level], item.label, text, item.value, unit)


def _figure(item: IndicatorEntry, language: str) -> str:
    if item.value is None:
        shown = NO_FIGURE
    elif item.value_type == "bool":
        shown = YES_NO["yes" if item.value else "no"].in_language(language)
    else:
        shown = plain_number(item.value)
    if item.part is None or item.whole is None:
        return shown
    return f"{shown} ({plain_number(item.part)}/{plain_number(item.whole)})"


def _budget(content: ReportContent) -> Iterator[Line]:
    budget = content.budget
    for question in BUDGET:
        value = getattr(budget, question.key.partition(".")[2])
        if isinstance(value, Decimal):
            text = f"{value:,.2f}".removesuffix(".00")
            yield Line(question.key, "budget", question.label, text, value, question.unit)
        elif value:
            yield Line(question.key, "budget", question.label, value)


def _problems(content: ReportContent, language: str) -> Iterator[Line]:
    for earlier in content.earlier_problems:
        key = f"earlier.{earlier.problem}.state"
        text = f"{earlier.state_label.in_language(language)}\n{earlier.description}"
        yield Line(key, "problems", earlier.category, text)
    for item in content.problems:
        until = format_date(item.due_on, "long", language) if item.due_on else ""
        said = [
            item.severity_label.in_language(language), item.description, item.cause,
            item.measure, item.owner, until,
        ]  # fmt: skip
        text = "\n".join(part for part in said if part)
        yield Line(
            f"problem.{item.position}.description", "problems", item.category, text,
            match=f"problem {thai_key(item.description)}",
        )  # fmt: skip


def _files(content: ReportContent) -> Line:
    label = next(part.title for part in PARTS if part.key == EVIDENCE)
    return Line("files", EVIDENCE, label, "\n".join(item.name for item in content.files))
