"""The fields of each part, with what is wrong in them."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from datetime import date
from decimal import Decimal

from django.utils.translation import get_language, gettext as _

from monitoring.content import Label
from monitoring.models import Indicator, Problem, RoundIndicator, ValueType
from monitoring.questions import sections as asked
from monitoring.questions.facts import FormFacts, category_label, indicator_label
from monitoring.questions.fields import (
    ReportField,
    UnreadableAnswer,
    is_no_figure,
    read_day,
    read_number,
    text_errors,
    words,
)
from monitoring.questions.sections import Part, Question
from monitoring.shares import share_of
from onde_portal.thai.dates import format_date

JUMP = 5
NOTICEABLE = 5
NUMBERS = frozenset({"int", "decimal", "percent", "score", "bool"})
Choices = Sequence[tuple[str, str]]


def fields_of(part: Part, facts: FormFacts) -> list[ReportField]:
    """All fields of a part, in the order in which they are asked."""
    if part.level:
        return list(_indicator_fields(facts, part.level))
    special = _SPECIAL.get(part.key)
    if special:
        return list(special(facts))
    return [make_field(asked.WORDS[part.key], facts)]


def make_field(
    question: Question,
    facts: FormFacts,
    *,
    prefix: str = "",
    choices: dict[str, Label] | None = None,
) -> ReportField:
    """One field with what was typed into it and what is wrong with that."""
    key = f"{prefix}{question.key}"
    raw = facts.raw.get(key, "")
    return ReportField(
        key=key,
        label=words(question.label),
        kind=question.kind,
        raw=raw,
        version=facts.versions.get(key),
        help=words(question.help),
        unit=words(question.unit),
        required=question.required,
        max_length=question.max_length,
        choices=[(value, words(label)) for value, label in (choices or {}).items()],
        errors=answer_errors(question, raw, choices),
    )


def answer_errors(
    question: Question, raw: str, choices: dict[str, Label] | None = None
) -> list[str]:
    """What is wrong with one answer by itself."""
    errors = text_errors(question, raw)
    if errors or not raw.strip():
        return errors
    if question.kind == "choice" and raw not in (choices or {}):
        return [_("Choose one of the answers offered.")]
    try:
        value = _read(question.kind, raw)
    except UnreadableAnswer as error:
        return [str(error)]
    if value is None and question.key in {"budget.received", "budget.spent"}:
        return [_("Type an amount in baht; 0 if there was none.")]
    return []


def _read(kind: str, raw: str) -> Decimal | date | None:
    if kind == "date":
        return read_day(raw)
    return read_number(kind, raw) if kind in NUMBERS else None


def _general_fields(facts: FormFacts) -> Iterator[ReportField]:
    for question in asked.GENERAL:
        yield make_field(question, facts)


def _budget_fields(facts: FormFacts) -> Iterator[ReportField]:
    fields = {question.key: make_field(question, facts) for question in asked.BUDGET}
    spent = fields["budget.spent"]
    if _spent_too_much(fields):
        warning = _("More was spent than received. If that is right, say why in the note.")
        fields["budget.spent"] = replace(spent, warnings=[warning])
    yield from fields.values()


def _spent_too_much(fields: dict[str, ReportField]) -> bool:
    received, spent = fields["budget.received"], fields["budget.spent"]
    if received.errors or spent.errors or not fields["budget.note"].is_blank:
        return False
    return _figure(spent) > _figure(received)


def _figure(field: ReportField) -> Decimal:
    return read_number(field.kind, field.raw) or Decimal(0)


def _activity_fields(facts: FormFacts) -> Iterator[ReportField]:
    for row in range(1, asked.ACTIVITY_ROWS + 1):
        yield from _row(
            asked.ACTIVITY,
            facts,
            prefix=f"activity.{row}.",
            label=_("Activity %(number)d") % {"number": row},
            needed={"name": _("Name the activity that this belongs to.")},
        )


def _remark_fields(facts: FormFacts) -> Iterator[ReportField]:
    for remark in facts.remarks:
        field = make_field(asked.REMARK, facts, prefix=f"remark.{remark.pk}")
        unanswered = [_("Say what was done about it.")] if field.is_blank else []
        yield replace(
            field,
            group=f"remark.{remark.pk}",
            group_label=words(Label(remark.label_th, remark.label_en)),
            remark=remark.text,
            about=remark.key,
            warnings=unanswered,
        )


def _problem_fields(facts: FormFacts) -> Iterator[ReportField]:
    for problem in facts.earlier_problems:
        yield _earlier_field(problem, facts)
    choices = {
        "category": {item.code: category_label(item) for item in facts.categories},
        "severity": asked.SEVERITIES,
    }
    for row in range(1, asked.PROBLEM_ROWS + 1):
        yield from _row(
            asked.PROBLEM,
            facts,
            prefix=f"problem.{row}.",
            label=_("Problem %(number)d") % {"number": row},
            needed={
                "category": _("Choose the category of this problem."),
                "description": _("Say what the problem is."),
                "severity": _("Choose how serious the problem is."),
            },
            choices=choices,
        )


def _earlier_field(problem: Problem, facts: FormFacts) -> ReportField:
    prefix = f"earlier.{problem.pk}."
    field = make_field(asked.EARLIER, facts, prefix=prefix, choices=asked.PROBLEM_STATES)
    return replace(
        field,
        group=prefix.rstrip("."),
        group_label=words(category_label(problem.category)),
        help="\n".join([f"{problem.follow_up.round}: {problem.description}", *_promised(problem)]),
    )


def _promised(problem: Problem) -> list[str]:
    """What the Office promised against a problem and did not give yet, the most urgent."""
    what, due_on = problem.promised, problem.promised_until  # type: ignore[attr-defined]
    if not what:
        return []
    day = format_date(due_on, "long", get_language() or "th")
    return [_("The Office promised: %(what)s, by %(day)s") % {"what": what, "day": day}]


def suggestions_for(part: Part, facts: FormFacts) -> tuple[tuple[str, str], ...]:
    """Measures that the manual suggests against problems (section 13), by category."""
    if part.key != "problems":
        return ()
    return tuple(
        (words(category_label(item)), words(Label(item.measure_th, item.measure_en)))
        for item in facts.categories
        if item.measure_th
    )


def _row(
    questions: Sequence[Question],
    facts: FormFacts,
    *,
    prefix: str,
    label: str,
    needed: dict[str, str],
    choices: dict[str, dict[str, Label]] | None = None,
) -> list[ReportField]:
    """One row: untouched it asks nothing; once begun, the ``needed`` cells must be filled."""
    offered = choices or {}
    fields = [
        replace(
            make_field(question, facts, prefix=prefix, choices=offered.get(question.key)),
            group=prefix.rstrip("."),
            group_label=label,
        )
        for question in questions
    ]
    if all(field.is_blank for field in fields):
        return fields
    return [
        replace(field, errors=[needed[question.key]])
        if field.is_blank and question.key in needed
        else field
        for question, field in zip(questions, fields, strict=True)
    ]


def _indicator_fields(facts: FormFacts, level: str) -> Iterator[ReportField]:
    for indicator in facts.indicators:
        if indicator.level != level:
            continue
        figure = _indicator_field(indicator, facts)
        note = make_field(asked.NOT_APPLICABLE_NOTE, facts, prefix=f"indicator.{indicator.code}.")
        if note.is_blank and is_no_figure(figure.raw):
            note = replace(note, errors=[_("Say why there is no figure.")])
        elif note.is_blank and (jump := _jump_of(figure, facts, indicator)):
            figure = replace(figure, warnings=[jump])
            note = replace(note, errors=[jump])
        if indicator.value_type == ValueType.RATIO:
            figure, whole = _share_fields(indicator, figure, facts)
            yield figure
            yield whole
        else:
            yield figure
        label = f"{note.label}: {figure.label}"
        yield replace(note, label=label, group=figure.group, group_label=figure.group_label)


def _share_fields(
    indicator: RoundIndicator, part: ReportField, facts: FormFacts
) -> tuple[ReportField, ReportField]:
    """The two counts of a share, with what is wrong between them, and the share itself."""
    question = Question(
        key=f"{part.key}.whole",
        label=Label(indicator.whole_th, indicator.whole_en),
        kind="int",
        required=part.required and not is_no_figure(part.raw),
        max_length=60,
    )
    whole = make_field(question, facts)
    whole = replace(whole, group=part.group, group_label=part.group_label)
    named = words(Label(indicator.part_th, indicator.part_en))
    part = replace(part, label=f"{part.label}: {named}", unit="")
    if part.errors or whole.errors or is_no_figure(part.raw) or (part.is_blank and whole.is_blank):
        return part, whole
    if part.is_blank or whole.is_blank:
        missing = [_("Fill in both numbers of the share.")]
        return (
            replace(part, errors=missing) if part.is_blank else part,
            replace(whole, errors=missing) if whole.is_blank else whole,
        )
    return _compared(part, whole)


def _compared(part: ReportField, whole: ReportField) -> tuple[ReportField, ReportField]:
    counted, total = _figure(part), read_number("int", whole.raw)
    if total is None:
        return part, replace(whole, errors=[_("Type a number; 0 if there were none.")])
    if counted > total:
        said = _("This cannot be more than %(whole)s.") % {"whole": plain_number(total)}
        return replace(part, errors=[said]), whole
    share = share_of(counted, total)
    result = _("not applicable: there were none") if share is None else f"= {plain_number(share)}%"
    return part, replace(whole, result=result)


def indicator_kind(indicator: RoundIndicator) -> asked.Kind:
    """How the figure is read: a decimal "1-5" (OC05, IM04) is a score."""
    kinds: dict[str, asked.Kind] = {
        ValueType.INT: "int",
        ValueType.RATIO: "int",
        ValueType.PERCENT: "percent",
        ValueType.BOOL: "bool",
    }
    if indicator.value_type == ValueType.DECIMAL and "1-5" in indicator.unit_en:
        return "score"
    return kinds.get(indicator.value_type, "decimal")


def _indicator_field(indicator: RoundIndicator, facts: FormFacts) -> ReportField:
    kind = indicator_kind(indicator)
    question = Question(
        key=f"indicator.{indicator.code}",
        label=indicator_label(indicator),
        kind=kind,
        help=asked.INDICATOR_HELP,
        required=indicator.required,
        max_length=60,
        unit=Label(indicator.unit_th, indicator.unit_en),
    )
    field = make_field(question, facts, choices=asked.YES_NO if kind == "bool" else None)
    last = facts.last_values.get(indicator.indicator_id)
    dimension = indicator.dimension
    return replace(
        field,
        last_value=_shown(indicator.value_type, last)
        if indicator.indicator_id in facts.last_values
        else "",
        target=target_words(indicator),
        group=dimension.code,
        group_label=words(Label(dimension.name_th, dimension.name_en)),
    )


def target_words(indicator: RoundIndicator | Indicator) -> str:
    """The suggested target; a yes or no in the language of the screen."""
    answer = asked.YES_NO.get(indicator.target)
    return words(answer) if answer else indicator.target


def _shown(kind: str, value: Decimal | None) -> str:
    if kind == "bool":
        answer = "-" if value is None else ("yes" if value else "no")
        return words(asked.YES_NO[answer])
    if value is None:
        return "-"
    return f"{plain_number(value)}%" if kind == ValueType.RATIO else plain_number(value)


def plain_number(value: Decimal) -> str:
    """``1,200`` or ``3.5``: grouped, without needless zeros."""
    text = f"{value:,.2f}"
    return text.rstrip("0").rstrip(".")


def is_jump(value: Decimal, last: Decimal) -> bool:
    """Whether a figure left last round's by more than ``JUMP`` times, up or down, and noticeably.

    Small figures move by a factor easily: less than ``NOTICEABLE`` apart they never jump.
    """
    if last <= 0 or abs(value - last) < NOTICEABLE:
        return False
    return not last <= value * JUMP <= last * JUMP * JUMP


def _jump_of(figure: ReportField, facts: FormFacts, indicator: RoundIndicator) -> str:
    """What to ask where the figure jumps, empty where it does not."""
    last = facts.last_values.get(indicator.indicator_id)
    if indicator.value_type == ValueType.RATIO:
        return ""
    if figure.kind not in {"int", "decimal"} or figure.errors or figure.is_blank or last is None:
        return ""
    value = read_number(figure.kind, figure.raw)
    if value is None or not is_jump(value, last):
        return ""
    return _("Last round it was %(last)s. Say in the note why it changed so much.") % {
        "last": plain_number(last)
    }


_SPECIAL: dict[str, Callable[[FormFacts], Iterator[ReportField]]] = {
    "general": _general_fields,
    "activities": _activity_fields,
    "budget": _budget_fields,
    "problems": _problem_fields,
    "remarks": _remark_fields,
}
