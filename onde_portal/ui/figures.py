"""Figures once for screen, PDF, Word and Excel: words for readers, raw values for sheets."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from onde_portal.documents.blocks import Table, paper_digits
from onde_portal.thai.dates import DateStyle, format_date, format_datetime
from onde_portal.ui.templatetags.ui import thai_number

NO_BREAK = "\N{NO-BREAK SPACE}"


class Numbers:
    """Figures, days and words as a paper of this language shows them.

    ``on_screen`` keeps the digits of the screen, where a paper in Thai has Thai ones.
    """

    def __init__(self, language: str, *, on_screen: bool = False) -> None:
        self.language, self.on_screen = language, on_screen

    def words(self, text: object) -> str:
        return str(text) if self.on_screen else paper_digits(str(text), self.language)

    def figure(self, number: Decimal | float, places: int = 0) -> str:
        shown = f"{number:,.{places}f}" if places else thai_number(round(Decimal(number), 0))
        return self.words(shown)

    def value(self, number: Decimal | float) -> str:
        """With the places it has, two at most; a whole number without a point."""
        return self.words(thai_number(round(Decimal(number), 2)))

    def baht(self, amount: Decimal) -> str:
        return self.figure(amount, 2) + " " + _("baht")

    def share(self, share: float | Decimal | None) -> str:
        """Per cent without places; a dash where there is nothing to be a share of."""
        return "–" if share is None else self.figure(Decimal(share)) + " %"

    def day(self, day: date | datetime | None, style: DateStyle = "official") -> str:
        """A day, written out where no other style is asked for, in the paper's digits."""
        if day is None:
            return "–"
        local = timezone.localtime(day).date() if isinstance(day, datetime) else day
        return self.words(format_date(local, self._style(style), self.language))

    def short_day(self, day: date | datetime | None) -> str:
        """A day for a narrow column of a table, on one line."""
        return self.day(day, "short").replace(" ", NO_BREAK)

    def moment(self, at: datetime) -> str:
        local = timezone.localtime(at)
        return self.words(format_datetime(local, self._style("official"), self.language))

    def _style(self, style: DateStyle) -> DateStyle:
        return "long" if self.on_screen and style == "official" else style


class Shown(StrEnum):
    """How a column of figures is written. A number has one place, a value as many as it needs up
    to two, a share is in per cent."""

    WORDS = "words"
    COUNT = "count"
    NUMBER = "number"
    VALUE = "value"
    SHARE = "share"
    DAY = "day"


@dataclass(frozen=True, slots=True)
class Column:
    """A column: its heading, and how its values are written."""

    label: str
    shown: Shown = Shown.WORDS


@dataclass(frozen=True, slots=True)
class FigureTable:
    """A table of raw values; None is "nothing there". ``key`` names it within its report."""

    key: str
    title: str
    columns: tuple[Column, ...]
    rows: tuple[tuple[Any, ...], ...]

    @property
    def header(self) -> tuple[str, ...]:
        return tuple(column.label for column in self.columns)

    def block(self, numbers: Numbers) -> Table:
        """The same table for screen, PDF and Word, in the digits of their language."""
        right = {at for at, item in enumerate(self.columns) if item.shown not in _TO_THE_LEFT}
        return Table(
            head=tuple(numbers.words(label) for label in self.header),
            rows=tuple(self._written(row, numbers) for row in self.rows),
            numeric=frozenset(right),
        )

    def _written(self, row: Sequence[Any], numbers: Numbers) -> tuple[str, ...]:
        cells = zip(row, self.columns, strict=True)
        return tuple(written(value, column.shown, numbers) for value, column in cells)


_TO_THE_LEFT = {Shown.WORDS, Shown.DAY}


def written(value: Any, shown: Shown, numbers: Numbers) -> str:
    """A raw value as a paper shows it."""
    if value is None or value == "":
        return "–"
    if shown is Shown.NUMBER:
        return numbers.figure(value, 1)
    write: dict[Shown, Callable[[Any], str]] = {
        Shown.WORDS: numbers.words,
        Shown.COUNT: numbers.figure,
        Shown.VALUE: numbers.value,
        Shown.SHARE: numbers.share,
        Shown.DAY: numbers.short_day,
    }
    return write[shown](value)
