"""The chapters of a round's report that come from words and records of the hubs (manual 10, 13)."""

from collections.abc import Iterator
from decimal import Decimal

from django.utils.translation import gettext as _, pgettext

from onde_portal.documents.blocks import Paragraph
from onde_portal.reporting.content import (
    ProblemLine,
    RoundContent,
    SaidLine,
    Sayings,
    SupportLine,
)
from onde_portal.reporting.reports.common import COUNT, DAY, Teller, nothing_there
from onde_portal.reporting.reports.drawings import Group, Measure, bars
from onde_portal.ui.figures import Column, FigureTable
from onde_portal.ui.parts import Part, PartBlock, Sheet


def word_parts(content: RoundContent, teller: Teller) -> Iterator[Part]:
    """Problems with their measures, lessons, recommendations, support, and the next phase."""
    yield Part("problems", _("Problems and measures"), tuple(_problems(content, teller)))
    lessons = _sayings("lessons", _("Lessons"), content.lessons, teller)
    yield Part("lessons", _("Lessons"), tuple(lessons))
    answered = _recommendations(content.recommendations, teller)
    yield Part("recommendations", _("Recommendations and answers"), tuple(answered))
    yield Part("support", _("Support given and owed"), tuple(_support(content, teller)))
    plans = _sayings("next-phase", _("Plans for the next phase"), content.next_phase, teller)
    yield Part("next-phase", _("The next phase"), tuple(plans))


def _problems(content: RoundContent, teller: Teller) -> Iterator[PartBlock]:
    lines = content.problems
    if not lines:
        yield from nothing_there(_("No problem was named, and none is open from before."), teller)
        return
    yield teller.say(
        _(
            "Problems named for the first time in this round: %(named)s; from earlier rounds:"
            " %(carried)s. Of all these, not solved: %(open)s; solved: %(solved)s."
        ),
        named=sum(line.named for line in lines),
        carried=sum(line.carried for line in lines),
        open=sum(line.open for line in lines),
        solved=sum(line.solved for line in lines),
    )
    yield from bars(
        _("Hubs with a problem, by category: what most hubs name stands first"),
        [_bar(line, teller) for line in lines],
        shared=True,
    )
    yield Sheet(_problem_table(lines, teller))
    yield Sheet(_measure_table(lines, teller))


def _bar(line: ProblemLine, teller: Teller) -> Group:
    shown = teller.numbers.figure(line.hubs)
    return Group(
        teller.numbers.words(f"{line.code} {teller.name(line.name)}"),
        (Measure("", Decimal(line.hubs), shown, is_now=True),),
    )


def _problem_table(lines: tuple[ProblemLine, ...], teller: Teller) -> FigureTable:
    head = (
        Column(_("Problem category")), Column(_("Hubs"), COUNT), Column(_("Named now"), COUNT),
        Column(_("From earlier rounds"), COUNT), Column(_("Not solved"), COUNT),
        Column(_("Solved"), COUNT),
    )  # fmt: skip
    rows = tuple(
        (_category(line, teller), line.hubs, line.named, line.carried, line.open, line.solved)
        for line in lines
    )
    return FigureTable("problems", _("Problems by category"), head, rows)


def _measure_table(lines: tuple[ProblemLine, ...], teller: Teller) -> FigureTable:
    head = (
        Column(_("Problem category")), Column(_("Suggested measure")), Column(_("What LAOs do")),
        Column(_("Examples")),
    )  # fmt: skip
    rows = tuple(
        (
            _category(line, teller),
            teller.name(line.measure),
            " / ".join(map(_one_line, line.taken)),
            " / ".join(f"{_one_line(item.text)} ({item.hub})" for item in line.examples),
        )
        for line in lines
    )
    return FigureTable("measures", _("Measures against the problems"), head, rows)


def _category(line: ProblemLine, teller: Teller) -> str:
    name = f"{line.code} {teller.name(line.name)}"
    if not line.section:
        return name
    section = _("manual, section %(number)s") % {"number": line.section}
    return f"{name} ({section})"


def _one_line(text: str) -> str:
    return " ".join(text.split())


def _sayings(key: str, title: str, said: Sayings, teller: Teller) -> Iterator[PartBlock]:
    """What hubs said, the same words once."""
    if not said.lines:
        yield from nothing_there(_("No report says anything here."), teller)
        return
    how_many = _how_many(said, teller)
    yield how_many
    head = (Column(title), Column(_("Hubs"), COUNT), Column(_("Said by")))
    rows = tuple((_one_line(line.text), line.hubs, _names(line)) for line in said.lines)
    yield Sheet(FigureTable(key, title, head, rows), note=_if_cut(said, how_many))


def _if_cut(said: Sayings, how_many: Paragraph) -> str:
    """What a file says below a table that does not hold all that was said."""
    return how_many.text if said.different > len(said.lines) else ""


def _how_many(said: Sayings, teller: Teller) -> Paragraph:
    if said.different > len(said.lines):
        return teller.say(
            _(
                "Reports that say something: %(reports)s, in different wordings: %(different)s; the"
                " %(shown)s that most hubs use are listed."
            ),
            reports=said.reports, different=said.different, shown=len(said.lines),
        )  # fmt: skip
    return teller.say(
        _("Reports that say something: %(reports)s, in different wordings: %(different)s."),
        reports=said.reports, different=said.different,
    )  # fmt: skip


def _names(line: SaidLine) -> str:
    names = ", ".join(line.names)
    rest = line.hubs - len(line.names)
    if not rest:
        return names
    return _("%(names)s and %(number)s more") % {"names": names, "number": f"{rest:,}"}


def _recommendations(said: Sayings, teller: Teller) -> Iterator[PartBlock]:
    if not said.lines:
        yield from nothing_there(_("No report says anything here."), teller)
        return
    how_many = _how_many(said, teller)
    yield how_many
    yield teller.say(
        _("The Office has answered %(answered)s of %(reports)s."),
        answered=said.answered, reports=said.reports,
    )  # fmt: skip
    head = (
        Column(_("Recommendation")), Column(_("Hubs"), COUNT), Column(_("Said by")),
        Column(_("The Office's answer")), Column(_("Answered on"), DAY),
    )  # fmt: skip
    rows = tuple(
        (
            _one_line(line.text), line.hubs, _names(line),
            " / ".join(map(_one_line, line.answers)), line.answered_on,
        )
        for line in said.lines
    )  # fmt: skip
    table = FigureTable("recommendations", _("Recommendations and answers"), head, rows)
    yield Sheet(table, note=_if_cut(said, how_many))


def _support(content: RoundContent, teller: Teller) -> Iterator[PartBlock]:
    part = content.support
    yield Sheet(
        FigureTable(
            "support-counts",
            _("Support promised by the Office"),
            (
                Column(_("Area")),
                Column(pgettext("support", "Promised"), COUNT),
                Column(pgettext("support", "Given"), COUNT),
                Column(_("Owed"), COUNT), Column(_("of these overdue"), COUNT),
                Column(_("Taken back"), COUNT),
            ),
            (
                (
                    teller.name(content.area), part.promised, part.given, part.owed,
                    part.overdue, part.dropped,
                ),
            ),
        )
    )  # fmt: skip
    yield teller.say(
        _(
            "Counted are promises that were open when the period began or were made since, as they"
            " stand at the moment of this report."
        )
    )
    cut = teller.say(
        _("The first %(shown)s of %(promised)s promises are listed, owed ones first."),
        shown=len(part.lines), promised=part.promised,
    )  # fmt: skip
    is_cut = part.promised > len(part.lines)
    if part.lines:
        yield Sheet(_promises(part.lines, teller), note=cut.text if is_cut else "")
    if is_cut:
        yield cut
    yield from _sayings("wanted", _("Support wanted by the hubs"), content.wanted, teller)


def _promises(lines: tuple[SupportLine, ...], teller: Teller) -> FigureTable:
    head = (
        Column(_("Hub")), Column(_("Support")), Column(_("Who gives it")), Column(_("Due"), DAY),
        Column(_("Given on"), DAY), Column(_("State")),
    )  # fmt: skip
    rows = tuple(
        (
            f"{line.hub} {teller.name(line.place)}".strip(),
            " – ".join(_one_line(text) for text in (line.what, line.given_note) if text),
            line.owner, line.due_on, line.given_on, _standing(line),
        )
        for line in lines
    )  # fmt: skip
    return FigureTable("promises", _("Promises one by one"), head, rows)


def _standing(line: SupportLine) -> str:
    if line.given_on:
        return pgettext("support", "Given")
    return _("Taken back") if line.dropped_on else _("Owed")
