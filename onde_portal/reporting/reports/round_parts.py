"""The consolidated report of a round, chapter by chapter (manual 10)."""

from collections.abc import Iterator

from django.urls import reverse
from django.utils.translation import gettext as _, pgettext

from monitoring.models import ResultLevel
from onde_portal.reporting.content import HubLine, IndicatorLine, PlaceTally, RoundContent
from onde_portal.reporting.reports.common import (
    COUNT,
    DAY,
    LEVELS,
    VALUE,
    Teller,
    conclusions,
    introduction,
    nothing_there,
    rate_chart,
    tally_table,
)
from onde_portal.reporting.reports.drawings import Group, Measure, bars
from onde_portal.reporting.reports.round_words import word_parts
from onde_portal.ui.figures import Column, FigureTable, Numbers
from onde_portal.ui.parts import Part, PartBlock, Sheet


def round_parts(content: RoundContent, numbers: Numbers) -> tuple[Part, ...]:
    """The report in the active language, in the digits of ``numbers``."""
    teller = Teller(numbers)
    return (
        *introduction(content.words, teller),
        Part("completeness", _("Completeness and timeliness"), tuple(_reach(content, teller))),
        *(_level(content, level, teller) for level in LEVELS),
        *word_parts(content, teller),
        *conclusions(content.words, teller),
        Part("hubs", _("Hubs and their reports"), tuple(_hubs(content, teller))),
    )


def _reach(content: RoundContent, teller: Teller) -> Iterator[PartBlock]:
    tally = content.tally
    if tally.expected + tally.nothing + tally.waived == 0:
        yield from nothing_there(_("No hub was asked for a report here."), teller)
    else:
        yield teller.say(
            _(
                "Received of %(expected)s reports expected: %(received)s; still open: %(owed)s;"
                " first sent on time, returned ones among them: %(on_time)s. Apart from these, hubs"
                " with nothing to report: %(nothing)s; not asked: %(waived)s."
            ),
            received=tally.received, expected=tally.expected, on_time=tally.on_time,
            owed=tally.owed, nothing=tally.nothing, waived=tally.waived,
        )  # fmt: skip
    if content.closed_on:
        said = _("The round was closed on %(day)s: its completeness stands as on that day.")
        yield teller.say(said, day=teller.numbers.day(content.closed_on))
    all_of_it = [(teller.name(content.area), tally)]
    yield Sheet(tally_table("total", _("All reports of the round"), _("Area"), all_of_it))
    for kind, title, first in _place_kinds():
        rows = [(teller.name(item.place), item.tally) for item in _of_kind(content.places, kind)]
        if rows:
            yield Sheet(tally_table(f"by-{kind}", title, first, rows))
    marks = [(item.mark, item.tally) for item in content.trend]
    title = _("Received of expected in per cent: this round, dark, against the rounds before")
    yield rate_chart(title, marks, teller.numbers)
    rows = [(teller.name(item.round), item.tally) for item in content.trend]
    yield Sheet(tally_table("trend", _("This round and the rounds before"), _("Round"), rows))
    yield teller.say(
        _(
            "How it is counted: expected leaves out nothing to report and waived. Received is sent"
            " and not returned. On time is first sent by the round's due date, whatever came later."
        )
    )


def _place_kinds() -> tuple[tuple[str, str, str], ...]:
    return (
        ("region", _("By region"), _("Region")),
        ("province", _("By province"), _("Province")),
        ("type", _("By type of LAO"), _("Type of LAO")),
    )


def _of_kind(places: tuple[PlaceTally, ...], kind: str) -> list[PlaceTally]:
    return [item for item in places if item.kind == kind]


def _level(content: RoundContent, level: ResultLevel, teller: Teller) -> Part:
    """Outputs, outcomes or impacts: the table, then a chart for each dimension."""
    titles = {
        ResultLevel.OUTPUT: _("Outputs"),
        ResultLevel.OUTCOME: _("Outcomes"),
        ResultLevel.IMPACT: _("Impacts"),
    }
    lines = [line for line in content.indicators if line.level == level]
    title = titles[level]
    if not lines:
        nothing = nothing_there(_("The round asks nothing of this kind."), teller)
        return Part(f"{level}s", title, nothing)
    blocks: list[PartBlock] = [
        teller.say(
            _(
                "Numbers are summed over the reports received, scores and per cents averaged,"
                " shares taken of the sums of their parts and wholes."
            )
        ),
        Sheet(_indicator_table(content, level, title, lines, teller)),
    ]
    for dimension in dict.fromkeys(teller.name(line.dimension) for line in lines):
        of_it = [line for line in lines if teller.name(line.dimension) == dimension]
        said = _("%(dimension)s: this round, dark, against the rounds before")
        chart_title = said % {"dimension": dimension}
        blocks += bars(chart_title, [_group(content, line, teller) for line in of_it])
    return Part(f"{level}s", title, tuple(blocks))


def _indicator_table(
    content: RoundContent, level: str, title: str, lines: list[IndicatorLine], teller: Teller
) -> FigureTable:
    *before, _this = content.marks
    marks = tuple(Column(mark, VALUE) for mark in before)
    head = (
        Column(_("Indicator")), Column(_("Dimension")), *marks,
        Column(_("This round"), VALUE), Column(_("Reports with a figure"), COUNT),
    )  # fmt: skip
    rows = tuple(
        (
            _name(line, teller), teller.name(line.dimension), *line.before, line.value,
            line.reports,
        )
        for line in lines
    )  # fmt: skip
    return FigureTable(level, title, head, rows)


def _name(line: IndicatorLine, teller: Teller) -> str:
    return f"{line.code} {teller.name(line.name)} ({teller.name(line.unit)})"


def _group(content: RoundContent, line: IndicatorLine, teller: Teller) -> Group:
    numbers = teller.numbers
    values = (*line.before, line.value)
    return Group(
        name=numbers.words(_name(line, teller)),
        measures=tuple(
            Measure(
                label=numbers.words(mark),
                value=value,
                shown="–" if value is None else numbers.value(value),
                is_now=at == len(values) - 1,
            )
            for at, (mark, value) in enumerate(zip(content.marks, values, strict=True))
        ),
    )


def _hubs(content: RoundContent, teller: Teller) -> Iterator[PartBlock]:
    if not content.hubs:
        yield from nothing_there(_("No hub was asked for a report here."), teller)
        return
    head = (
        Column(_("Hub")), Column(_("Place")), Column(_("State of the report")),
        Column(_("First sent"), DAY), Column(pgettext("reports", "Days late"), COUNT),
        Column(_("Receipt no.")),
    )  # fmt: skip
    rows = tuple(
        (
            line.hub, teller.name(line.place), _state(line, teller), line.sent_on,
            line.days_late, line.number,
        )
        for line in content.hubs
    )  # fmt: skip
    table = FigureTable("hubs", _("Hubs and their reports"), head, rows)
    yield Sheet(table, tuple(_address(line) for line in content.hubs))


def _state(line: HubLine, teller: Teller) -> str:
    state = teller.name(line.state)
    if line.closed_on is None:
        return state
    closed = _("hub closed on %(day)s") % {"day": teller.numbers.short_day(line.closed_on)}
    return f"{state} · {closed}"


def _address(line: HubLine) -> str:
    if line.follow_up is None:
        return ""
    return reverse("admin:monitoring_followup_review", args=[line.follow_up])
