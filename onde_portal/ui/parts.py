"""A report as parts: blocks for screen and paper, tables with raw values for sheets."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from django.conf import settings
from django.utils.translation import gettext as _

from onde_portal.documents.blocks import Block, Centred, Chapter, Heading, Title
from onde_portal.documents.emblems import emblem_image
from onde_portal.documents.kinds import ReportSource
from onde_portal.documents.word_chapters import write_chapters
from onde_portal.exchange.workbook import Sheet as FileSheet, to_workbook
from onde_portal.ui.figures import FigureTable, Numbers


@dataclass(frozen=True, slots=True)
class Sheet:
    """A table of a report; ``links`` are the addresses behind its rows, on the screen.

    ``note`` is what a file says below it, where the table stands alone, such as that it is cut.
    """

    table: FigureTable
    links: tuple[str, ...] = ()
    note: str = ""

    def rows(self, first: int, last: int) -> "Sheet":
        """The same table with some of its rows."""
        part = replace(self.table, rows=self.table.rows[first:last])
        return Sheet(part, self.links[first:last])


PartBlock = Block | Sheet


@dataclass(frozen=True, slots=True)
class Part:
    """A chapter of a report. ``key`` is its anchor on the screen."""

    key: str
    title: str
    blocks: tuple[PartBlock, ...]

    @property
    def sheets(self) -> list[Sheet]:
        return [block for block in self.blocks if isinstance(block, Sheet)]


def chapters(parts: Sequence[Part], numbers: Numbers) -> tuple[Chapter, ...]:
    """The parts as chapters of a paper, numbered, in the digits of its language."""
    return tuple(
        Chapter(numbers.words(f"{number}. {part.title}"), tuple(_on_paper(part, numbers)))
        for number, part in enumerate(parts, start=1)
    )


def _on_paper(part: Part, numbers: Numbers) -> Iterator[Block]:
    for block in part.blocks:
        if isinstance(block, Sheet):
            # A table that is the whole chapter has its name already.
            if block.table.title != part.title:
                yield Heading(numbers.words(block.table.title), level=3)
            yield block.table.block(numbers)
        else:
            yield block


def file_sheets(parts: Sequence[Part]) -> list[FileSheet]:
    """Every table as a sheet with raw values, its note below it."""
    return [
        FileSheet(
            sheet.table.title,
            sheet.table.header,
            [*sheet.table.rows, *([(), (sheet.note,)] if sheet.note else [])],
        )
        for part in parts
        for sheet in part.sheets
    ]


def word_paper(source: ReportSource, language: str, made_at: datetime) -> bytes:
    """A paper of the Office as a Word file, in the language that is active."""
    return write_chapters(
        source.cover,
        source.chapters,
        title=source.title,
        contents=_("Contents"),
        author=settings.OFFICE["name_en" if language == "en" else "name_th"],
        emblem=emblem_image(),
        language=language,
        made_at=made_at,
    )


@dataclass(frozen=True, slots=True)
class PartedPaper:
    """A report on one case, in the language of ``numbers``, which must be the active one.

    ``name`` says what kind of report it is, ``lines`` which one, each with its label; the same
    figures as PDF, Word and Excel. It is a draft while the case runs.
    """

    name: str
    lines: tuple[tuple[str, str], ...]
    parts: tuple[Part, ...]
    title: str
    numbers: Numbers
    is_draft: bool

    def source(self) -> ReportSource:
        """For the PDF engine."""
        return ReportSource(
            self.title, self._cover(), chapters(self.parts, self.numbers), is_draft=self.is_draft
        )

    def word(self, made_at: datetime) -> bytes:
        """As a Word file; equal input gives equal bytes."""
        return word_paper(self.source(), self.numbers.language, made_at)

    def excel(self) -> bytes:
        """Which report it is, then every table as a sheet with raw values."""
        rows: list[tuple[Any, ...]] = [(_("Report"), self.name), *self.lines]
        about = FileSheet(_("About this report"), (_("About this report"), ""), rows)
        return to_workbook([about, *file_sheets(self.parts)])

    def _cover(self) -> tuple[Block, ...]:
        words = self.numbers.words
        return (Title(words(self.name)), *(Centred(words(line)) for _label, line in self.lines))
