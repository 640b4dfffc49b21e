"""Tables and paragraphs that both reports of the Office have."""

from collections.abc import Iterator, Sequence
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _, pgettext

from monitoring.content import Label
from monitoring.models import ResultLevel
from monitoring.tally import Tally
from onde_portal.documents.blocks import Block, Paragraph, paragraphs
from onde_portal.reporting.content import Words
from onde_portal.reporting.reports.drawings import Measure, columns
from onde_portal.ui.figures import Column, FigureTable, Numbers, Shown
from onde_portal.ui.parts import Part, PartBlock

COUNT, SHARE, DAY, VALUE = Shown.COUNT, Shown.SHARE, Shown.DAY, Shown.VALUE
LEVELS = (ResultLevel.OUTPUT, ResultLevel.OUTCOME, ResultLevel.IMPACT)


class Teller:
    """What every chapter needs: the digits of its medium and names in its language."""

    def __init__(self, numbers: Numbers) -> None:
        self.numbers = numbers

    def name(self, label: Label) -> str:
        return label.in_language(self.numbers.language)

    def say(self, text: str, **facts: Any) -> Paragraph:
        """A sentence with figures: numbers with commas, all in the medium's digits."""
        shown = {
            key: f"{value:,}" if isinstance(value, int) else value for key, value in facts.items()
        }
        return Paragraph(self.numbers.words(text % shown if facts else text))

    def written(self, text: str) -> list[Paragraph]:
        """What somebody typed, paragraph by paragraph, in the medium's digits."""
        if not self.numbers.on_screen:
            return paragraphs(text, self.numbers.language)
        lines = (line.strip() for line in text.split("\n"))
        return [Paragraph(line) for line in lines if line]


def introduction(words: Words, teller: Teller) -> Iterator[Part]:
    if words.introduction.strip():
        yield Part("introduction", _("Introduction"), tuple(teller.written(words.introduction)))


def conclusions(words: Words, teller: Teller) -> Iterator[Part]:
    if words.conclusions.strip():
        yield Part("conclusions", _("Conclusions"), tuple(teller.written(words.conclusions)))


def tally_columns(first: str) -> tuple[Column, ...]:
    """The measures of completeness behind a first column of words."""
    return (
        Column(first),
        Column(pgettext("reports", "Expected"), COUNT),
        Column(pgettext("reports", "Received"), COUNT),
        Column(_("On time"), COUNT),
        Column(pgettext("reports", "Late"), COUNT),
        Column(pgettext("reports", "Still open"), COUNT),
        Column(_("Nothing to report"), COUNT),
        Column(_("Waived"), COUNT),
        Column(_("Received in per cent"), SHARE),
    )


def tally_row(name: str, tally: Tally) -> tuple[Any, ...]:
    return (
        name, tally.expected, tally.received, tally.on_time, tally.late, tally.owed,
        tally.nothing, tally.waived, tally.whole_rate,
    )  # fmt: skip


def tally_table(key: str, title: str, first: str, rows: Sequence[tuple[str, Tally]]) -> FigureTable:
    return FigureTable(
        key, title, tally_columns(first), tuple(tally_row(name, tally) for name, tally in rows)
    )


def rate_chart(title: str, rows: Sequence[tuple[str, Tally]], numbers: Numbers) -> Block:
    """Received of expected in per cent, one column a round; the last one counts now."""
    return columns(
        title,
        [
            Measure(
                label=numbers.words(label),
                value=None if tally.whole_rate is None else Decimal(tally.whole_rate),
                shown=numbers.share(tally.whole_rate),
                is_now=at == len(rows) - 1,
            )
            for at, (label, tally) in enumerate(rows)
        ],
    )


def nothing_there(text: str, teller: Teller) -> tuple[PartBlock, ...]:
    """A chapter whose subject does not occur says so."""
    return (teller.say(text),)
