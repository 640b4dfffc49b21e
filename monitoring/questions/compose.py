"""From checked answers to the report's content."""

from decimal import Decimal

from monitoring.content import (
    ActivityEntry,
    Budget,
    EarlierProblemEntry,
    FileEntry,
    Header,
    IndicatorEntry,
    Label,
    ProblemEntry,
    RemarkEntry,
    ReportContent,
    TextEntry,
)
from monitoring.models import FollowUp, Round, RoundIndicator, ValueType
from monitoring.questions import sections as asked
from monitoring.questions.facts import FormFacts, category_label, indicator_label
from monitoring.questions.fields import read_day, read_number
from monitoring.questions.parts import indicator_kind
from monitoring.shares import share_of
from onde_portal.thai.text import clean_text


def compose(facts: FormFacts, edition: int) -> ReportContent:
    """The content of answers without errors; UnreadableAnswer when a figure cannot be read."""
    return ReportContent(
        header=_header(facts.follow_up, edition),
        general=tuple(
            TextEntry(question.key, question.label, _text(facts, question.key))
            for question in asked.GENERAL
        ),
        activities=_activities(facts),
        indicators=_indicators(facts),
        budget=Budget(
            received=_amount(facts, "budget.received"),
            spent=_amount(facts, "budget.spent"),
            note=_text(facts, "budget.note"),
        ),
        earlier_problems=_earlier_problems(facts),
        problems=_problems(facts),
        texts=tuple(
            TextEntry(question.key, question.label, _text(facts, question.key))
            for question in asked.WORDS.values()
        ),
        files=tuple(FileEntry(file.name, file.size, file.sha256) for file in facts.files),
        remarks=_remarks(facts),
    )


def _remarks(facts: FormFacts) -> tuple[RemarkEntry, ...]:
    return tuple(
        RemarkEntry(
            remark=remark.pk,
            key=remark.key,
            label=Label(remark.label_th, remark.label_en),
            text=remark.text,
            answer=_text(facts, f"remark.{remark.pk}"),
        )
        for remark in facts.remarks
    )


def compose_nothing(facts: FormFacts, edition: int, reason: str) -> ReportContent:
    """The content of a report that there is nothing to report, with the reason given."""
    return ReportContent(
        header=_header(facts.follow_up, edition),
        general=tuple(
            TextEntry(question.key, question.label, _text(facts, question.key))
            for question in asked.GENERAL
        ),
        activities=(),
        indicators=(),
        budget=Budget(received=Decimal(0), spent=Decimal(0), note=""),
        earlier_problems=(),
        problems=(),
        texts=(TextEntry(asked.NOTHING.key, asked.NOTHING.label, reason),),
        files=tuple(FileEntry(file.name, file.size, file.sha256) for file in facts.files),
        remarks=_remarks(facts),
    )


def round_label(round_: Round) -> Label:
    half = round_.half_year
    return Label(half.label_th, half.label_en)


def _header(follow_up: FollowUp, edition: int) -> Header:
    hub, round_ = follow_up.hub, follow_up.round
    lao = hub.lao
    district = lao.district
    return Header(
        hub=hub.name,
        lao=Label(lao.full_name_th, lao.full_name_en),
        lao_code=lao.code or "",
        lao_type=Label(lao.type.name_th, lao.type.name_en),
        district=Label(district.name_th, district.name_en) if district else Label("", ""),
        province=Label(lao.province.name_th, lao.province.name_en),
        region=lao.province.region,
        established_on=hub.established_on,
        fiscal_year=round_.fiscal_year,
        half=round_.half,
        round=round_label(round_),
        starts_on=round_.starts_on,
        ends_on=round_.ends_on,
        due_on=follow_up.due_on,
        expected_because=follow_up.expected_because,
        edition=edition,
    )


def _text(facts: FormFacts, key: str) -> str:
    return clean_text(facts.raw.get(key, "")).strip()


def _amount(facts: FormFacts, key: str) -> Decimal:
    return read_number("decimal", facts.raw.get(key, "")) or Decimal(0)


def _activities(facts: FormFacts) -> tuple[ActivityEntry, ...]:
    rows = (f"activity.{row}." for row in range(1, asked.ACTIVITY_ROWS + 1))
    return tuple(
        ActivityEntry(
            name=_text(facts, f"{row}name"),
            planned=_text(facts, f"{row}planned"),
            done=_text(facts, f"{row}done"),
        )
        for row in rows
        if _text(facts, f"{row}name")
    )


def _indicators(facts: FormFacts) -> tuple[IndicatorEntry, ...]:
    entries = []
    for indicator in facts.indicators:
        key = f"indicator.{indicator.code}"
        figures = _figures(facts, indicator, key)
        dimension = indicator.dimension
        entries.append(
            IndicatorEntry(
                code=indicator.code,
                level=indicator.level,
                dimension=Label(dimension.name_th, dimension.name_en),
                label=indicator_label(indicator),
                unit=Label(indicator.unit_th, indicator.unit_en),
                value_type=indicator.value_type,
                note=_text(facts, f"{key}.note"),
                last_value=facts.last_values.get(indicator.indicator_id),
                target=indicator.target,
                **figures,
            )
        )
    return tuple(entries)


def _figures(facts: FormFacts, indicator: RoundIndicator, key: str) -> dict[str, Decimal | None]:
    """The value; of a share its two counts, too."""
    raw = facts.raw.get(key, "")
    value = read_number(indicator_kind(indicator), raw) if raw.strip() else None
    if indicator.value_type != ValueType.RATIO or value is None:
        return {"value": value}
    whole = read_number("int", facts.raw.get(f"{key}.whole", "")) or Decimal(0)
    return {"value": share_of(value, whole), "part": value, "whole": whole}


def _earlier_problems(facts: FormFacts) -> tuple[EarlierProblemEntry, ...]:
    entries = []
    for problem in facts.earlier_problems:
        state = facts.raw.get(f"earlier.{problem.pk}.state", "")
        entries.append(
            EarlierProblemEntry(
                problem=problem.pk,
                category=category_label(problem.category),
                description=problem.description,
                named_in=round_label(problem.follow_up.round),
                state=state,
                state_label=asked.PROBLEM_STATES[state],
            )
        )
    return tuple(entries)


def _problems(facts: FormFacts) -> tuple[ProblemEntry, ...]:
    categories = {category.code: category_label(category) for category in facts.categories}
    entries = []
    for row in range(1, asked.PROBLEM_ROWS + 1):
        code = facts.raw.get(f"problem.{row}.category", "")
        if not code:
            continue
        severity = facts.raw.get(f"problem.{row}.severity", "")
        entries.append(
            ProblemEntry(
                position=row,
                category_code=code,
                category=categories[code],
                description=_text(facts, f"problem.{row}.description"),
                severity=severity,
                severity_label=asked.SEVERITIES[severity],
                measure=_text(facts, f"problem.{row}.measure"),
                cause=_text(facts, f"problem.{row}.cause"),
                owner=_text(facts, f"problem.{row}.owner"),
                due_on=read_day(facts.raw.get(f"problem.{row}.due_on", "")),
            )
        )
    return tuple(entries)
