"""The yearly report, chapter by chapter (manual 5, 9, 14)."""

from collections.abc import Iterator
from datetime import date
from decimal import Decimal

from django.utils.translation import gettext as _, pgettext

from onde_portal.oversight.shown.sources import source_words
from onde_portal.reporting.content import CaseLine, HubLifeLine, YearContent, YearLine
from onde_portal.reporting.reports.common import (
    COUNT,
    DAY,
    LEVELS,
    VALUE,
    Teller,
    conclusions,
    introduction,
    nothing_there,
    tally_table,
)
from onde_portal.reporting.reports.drawings import Measure, columns
from onde_portal.ui.figures import Column, FigureTable, Numbers
from onde_portal.ui.parts import Part, PartBlock, Sheet


def year_parts(content: YearContent, numbers: Numbers) -> tuple[Part, ...]:
    """The report in the active language, in the digits of ``numbers``."""
    teller = Teller(numbers)
    return (
        *introduction(content.words, teller),
        Part("years", _("Results against plan since 2559"), tuple(_years(content, teller))),
        Part("networks", _("Networks founded in the year"), tuple(_networks(content, teller))),
        Part("hubs", _("Hubs established and closed in the year"), tuple(_hubs(content, teller))),
        Part("rounds", _("Both rounds of the year"), tuple(_rounds(content, teller))),
        Part("success", _("Success level"), tuple(_success(content, teller))),
        Part("cases", _("Cases against standard time"), tuple(_cases(content, teller))),
        *conclusions(content.words, teller),
    )


def _years(content: YearContent, teller: Teller) -> Iterator[PartBlock]:
    now = next((line for line in content.years if line.fiscal_year == content.fiscal_year), None)
    if now is not None:
        yield from _this_year(now, teller)
    numbers = teller.numbers
    yield columns(
        _("Hubs in total at the end of each fiscal year"),
        [_measure(line.fiscal_year, line.total, line is now, numbers) for line in content.years],
    )
    yield Sheet(_hub_table(content.years, teller))
    yield columns(
        _("Networks founded in each fiscal year"),
        [_measure(line.fiscal_year, line.networks, line is now, numbers) for line in content.years],
    )
    yield Sheet(_network_table(content.years, teller))
    yield teller.say(
        _(
            "How it is counted: a hub counts from its announcement until it is closed, suspended or"
            " not; a year's total is that of 30 September, of the current year that of today. Years"
            " that the manual records are shown as it records them."
        )
    )
    frozen = ", ".join(str(line.fiscal_year) for line in content.years if line.is_frozen)
    if frozen:
        yield teller.say(
            _(
                "Frozen are %(years)s: their figures stand as the director froze them; where the"
                " records say something else by now, that figure stands beside it."
            ),
            years=frozen,
        )
    if content.corrections:
        yield Sheet(_corrections(content, teller))


def _this_year(line: YearLine, teller: Teller) -> Iterator[PartBlock]:
    yield teller.say(
        _(
            "In fiscal year %(year)s %(hubs)s hubs were established and %(networks)s networks"
            " founded; %(total)s hubs are established and not closed."
        ),
        year=str(line.fiscal_year), hubs=line.hubs, networks=line.networks, total=line.total,
    )  # fmt: skip
    if line.growth is None:
        return
    sentences = {
        1: _("The number of hubs grew by %(number)s on the year before, as section 9.2 asks."),
        0: _("The number of hubs is that of the year before; section 9.2 asks for growth."),
        -1: _(
            "The number of hubs fell by %(number)s on the year before; section 9.2 asks for growth."
        ),
    }  # fmt: skip
    sign = (line.growth > 0) - (line.growth < 0)
    yield teller.say(sentences[sign], number=abs(line.growth))


def _measure(year: int, value: int, is_now: bool, numbers: Numbers) -> Measure:  # noqa: FBT001
    return Measure(numbers.words(year), Decimal(value), numbers.figure(value), is_now)


def _hub_table(years: tuple[YearLine, ...], teller: Teller) -> FigureTable:
    """Hubs of 14.2 and 14.3, continued, with the growth of 9.2."""
    amended = any(line.hubs_now is not None or line.total_now is not None for line in years)
    now = (
        Column(_("Established, records of now"), COUNT), Column(_("Total, records of now"), COUNT),
    )  # fmt: skip
    head = (
        Column(_("Fiscal year")), Column(_("Plan"), COUNT), Column(_("Hubs established"), COUNT),
        Column(_("Hubs in total"), COUNT), Column(_("Growth on the year before"), COUNT),
        *(now if amended else ()),
        Column(_("Source")),
    )  # fmt: skip
    rows = tuple(
        (
            str(line.fiscal_year), line.hubs_planned, line.hubs, line.total, line.growth,
            *((line.hubs_now, line.total_now) if amended else ()),
            source_words(line.source),
        )
        for line in years
    )  # fmt: skip
    return FigureTable("hub-years", _("Hubs by fiscal year (manual 14.2, 14.3)"), head, rows)


def _network_table(years: tuple[YearLine, ...], teller: Teller) -> FigureTable:
    amended = any(line.networks_now is not None for line in years)
    head = (
        Column(_("Fiscal year")), Column(_("Plan"), COUNT), Column(_("Networks founded"), COUNT),
        *((Column(_("Founded, records of now"), COUNT),) if amended else ()),
        Column(_("Source")),
    )  # fmt: skip
    rows = tuple(
        (
            str(line.fiscal_year), line.networks_planned, line.networks,
            *((line.networks_now,) if amended else ()),
            source_words(line.source),
        )
        for line in years
    )  # fmt: skip
    title = _("Networks by fiscal year (manual 14.2, 14.3)")
    return FigureTable("network-years", title, head, rows)


def _corrections(content: YearContent, teller: Teller) -> FigureTable:
    head = (
        Column(_("Name")), Column(_("Change")), Column(_("Figures")), Column(_("Reason")),
        Column(_("Recorded on"), DAY),
    )  # fmt: skip
    rows = tuple(
        (
            line.name, _("came in") if line.came_in else _("went out"), teller.name(line.figures),
            reason_words(line.reason, teller.numbers), line.on,
        )
        for line in content.corrections
    )  # fmt: skip
    title = _("What was corrected since the year was frozen")
    return FigureTable("corrections", title, head, rows)


def reason_words(reason: str, numbers: Numbers) -> str:
    """A reason as it was given; an establishment gives its day as one."""
    try:
        return numbers.short_day(date.fromisoformat(reason))
    except ValueError:
        return reason


def _networks(content: YearContent, teller: Teller) -> Iterator[PartBlock]:
    if not content.networks:
        yield from nothing_there(_("No network is on record as founded in this year."), teller)
        return
    head = (
        Column(_("Network")), Column(_("Province")), Column(_("Founded on"), DAY),
        Column(_("Members"), COUNT), Column(_("Advisers"), COUNT),
    )  # fmt: skip
    rows = tuple(
        (line.name, teller.name(line.province), line.founded_on, line.members, line.advisers)
        for line in content.networks
    )
    yield Sheet(FigureTable("networks", _("Networks founded in the year"), head, rows))


def _hubs(content: YearContent, teller: Teller) -> Iterator[PartBlock]:
    both = (
        ("established", _("Hubs established in the year"), content.established,
         _("No hub is on record as established in this year.")),
        ("closed", _("Hubs closed in the year"), content.closed,
         _("No hub was closed in this year.")),
    )  # fmt: skip
    for key, title, lines, nothing in both:
        if lines:
            yield Sheet(_lives(key, title, lines, teller))
        else:
            yield from nothing_there(nothing, teller)


def _lives(key: str, title: str, lines: tuple[HubLifeLine, ...], teller: Teller) -> FigureTable:
    head = (
        Column(_("Hub")), Column(_("Place")), Column(_("Announced on"), DAY),
        Column(_("Closed on"), DAY),
    )  # fmt: skip
    rows = tuple(
        (line.name, teller.name(line.place), line.established_on, line.closed_on) for line in lines
    )
    return FigureTable(key, title, head, rows)


def _rounds(content: YearContent, teller: Teller) -> Iterator[PartBlock]:
    if not content.rounds:
        yield from nothing_there(_("No round of this year has been opened."), teller)
        return
    tallies = [(teller.name(item.round), item.tally) for item in content.rounds]
    yield Sheet(tally_table("rounds", _("Completeness and timeliness"), _("Round"), tallies))
    titles = dict(zip(LEVELS, (_("Outputs"), _("Outcomes"), _("Impacts")), strict=True))
    halves = tuple(Column(item.mark, VALUE) for item in content.rounds)
    head = (Column(_("Indicator")), Column(_("Unit")), *halves)
    for level, title in titles.items():
        rows = tuple(
            (f"{line.code} {teller.name(line.name)}", teller.name(line.unit), *line.halves)
            for line in content.indicators
            if line.level == level
        )
        if rows:
            yield Sheet(FigureTable(f"year-{level}", title, head, rows))


def _success(content: YearContent, teller: Teller) -> Iterator[PartBlock]:
    """The level of success from 1 to 5, and what it is made of (manual 5)."""
    if content.success_level is None:
        yield from nothing_there(_("The success level cannot be worked out yet."), teller)
    else:
        said = _("The success level of the year is %(level)s of 5, the mean by weight.")
        yield teller.say(said, level=teller.numbers.value(content.success_level))
    if not content.success:
        return
    head = (
        Column(_("Indicator")), Column(_("Weight"), VALUE), Column(_("Level"), VALUE),
        Column(_("What is reached")),
    )  # fmt: skip
    rows = tuple(
        (teller.name(line.name), line.weight, line.level, teller.name(line.reached))
        for line in content.success
    )
    yield Sheet(FigureTable("success", _("Success level by indicator"), head, rows))


def _cases(content: YearContent, teller: Teller) -> Iterator[PartBlock]:
    if not content.cases:
        yield from nothing_there(_("No case of this year has been opened."), teller)
        return
    late = sum(line.used > line.budget for line in content.cases)
    yield teller.say(
        _("%(late)s of %(cases)s cases have used more than their standard time."),
        late=late, cases=len(content.cases),
    )  # fmt: skip
    head = (
        Column(_("Section")), Column(_("Case")), Column(_("State")),
        Column(_("Standard time, hours"), VALUE), Column(_("Used"), VALUE),
        Column(_("Paused"), VALUE), Column(pgettext("case", "Ended on"), DAY),
    )  # fmt: skip
    rows = tuple(_case(line, teller) for line in content.cases)
    yield Sheet(FigureTable("cases", _("Cases against standard time"), head, rows))


def _case(line: CaseLine, teller: Teller) -> tuple[object, ...]:
    state = teller.name(line.state)
    if line.ended_on is None:
        state = f"{state}: {teller.name(line.step)}"
    return (
        line.section, line.title, state, line.budget, line.used, line.paused, line.ended_on,
    )  # fmt: skip
