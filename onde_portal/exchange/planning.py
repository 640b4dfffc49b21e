"""What a file would do to a list: every row judged, every wrong cell named. Writes nothing."""

import hashlib
import json
from collections import Counter
from collections.abc import Hashable, Iterable, Mapping
from dataclasses import dataclass, field
from functools import cached_property

from django.utils.translation import get_language, gettext as _

from onde_portal.exchange.cells import CellError, column_letter
from onde_portal.exchange.importing import (
    CellRefused,
    Given,
    ImportColumn,
    Importer,
    ImportRefused,
    Kind,
    Problem,
    Record,
    Taken,
    Verdict,
)
from onde_portal.exchange.reading import Row, Table
from onde_portal.thai.errors import UnreadableError
from onde_portal.thai.text import clean_text, thai_key

HEADER_ROW = 1
AS_NEW, LEAVE_OUT, USE = "new", "skip", "use:"

Choices = Mapping[str, str]
"""What a person chose for rows: by the row's number ``new``, ``skip`` or ``use:<pk>``."""


@dataclass(frozen=True, slots=True)
class PlannedRow:
    """A row without errors, how a person recognises it, and what it is to the list."""

    number: int
    record: Record
    label: str
    verdict: Verdict


@dataclass
class Plan:
    """All of a file: rows without errors, errors and warnings in the order of the file.

    ``wrong`` are the numbers of rows that have an error. A ``blocked`` file lacks a column.
    """

    sheet: str = ""
    total: int = 0
    rows: list[PlannedRow] = field(default_factory=list)
    errors: list[CellError] = field(default_factory=list)
    warnings: list[CellError] = field(default_factory=list)
    wrong: set[int] = field(default_factory=set)
    blocked: bool = False

    def of(self, kind: Kind) -> list[PlannedRow]:
        return [row for row in self.rows if row.verdict.kind is kind]

    @cached_property
    def counts(self) -> dict[str, int]:
        """How many rows are of each kind, and ``wrong`` ones."""
        counted = Counter(row.verdict.kind.value for row in self.rows)
        return {kind.value: counted[kind.value] for kind in Kind} | {"wrong": len(self.wrong)}

    @cached_property
    def digest(self) -> str:
        """Changes when any row would be judged otherwise: what was looked at is what is taken."""
        judged = [
            (row.number, row.verdict.kind, row.verdict.pk, [c.pk for c in row.verdict.candidates])
            for row in self.rows
        ]
        wrong = [(error.row, error.letter) for error in self.errors]
        return hashlib.sha256(json.dumps([judged, wrong]).encode()).hexdigest()

    def undecided(self, choices: Choices) -> list[PlannedRow]:
        """Unsure rows that nobody has chosen for, or whose choice is no candidate any more."""
        return [row for row in self.of(Kind.UNSURE) if not _is_choice(row, choices)]

    def taken(self, choices: Choices) -> list[Taken]:
        """The rows to be written. Raises ``ImportRefused`` when two mean the same record."""
        rows = [taken for row in self.rows if (taken := _taken(row, choices)) is not None]
        first: dict[str, int] = {}
        for row in rows:
            if row.pk and first.setdefault(row.pk, row.number) != row.number:
                raise ImportRefused(
                    _("Rows %(first)d and %(second)d are both to go into the same record.")
                    % {"first": first[row.pk], "second": row.number}
                )
        return rows


def _is_choice(row: PlannedRow, choices: Choices) -> bool:
    chosen = choices.get(str(row.number), "")
    offered = {LEAVE_OUT, *(f"{USE}{one.pk}" for one in row.verdict.candidates)}
    return chosen in (offered | {AS_NEW} if row.verdict.can_be_new else offered)


def _taken(row: PlannedRow, choices: Choices) -> Taken | None:
    kind, chosen = row.verdict.kind, choices.get(str(row.number), "")
    if kind is Kind.SAME or chosen == LEAVE_OUT:
        return None
    if kind is not Kind.UNSURE:
        return Taken(row.number, row.record, row.verdict.pk)
    if not _is_choice(row, choices):
        return None
    pk = chosen.removeprefix(USE) if chosen.startswith(USE) else ""
    return Taken(row.number, row.record, pk)


@dataclass(frozen=True, slots=True)
class _Place:
    """A column of the importer as it stands in the file."""

    column: ImportColumn
    index: int
    header: str


class _Reader:
    """Reads a table's rows by an importer's columns and notes what is wrong where."""

    def __init__(self, importer: Importer, table: Table) -> None:
        self.importer = importer
        self.plan = Plan(sheet=table.sheet, total=len(table.rows))
        self.places = self._find(table.header)
        self.by_key = {place.column.key: place for place in self.places}

    def _find(self, header: tuple[str, ...]) -> list[_Place]:
        named = {key: column for column in self.importer.columns for key in column.keys}
        places: dict[str, _Place] = {}
        for index, text in enumerate(header):
            column = named.get(thai_key(text))
            if column is None:
                self._warn(index, text, _("This column is not known here and is left out."))
            elif column.key in places:
                self._error_in_header(index, text, _("This column stands here twice."))
            else:
                places[column.key] = _Place(column, index, text)
        for column in self.importer.columns:
            if column.needed and column.key not in places:
                message = _("The column “%(name)s” is missing.") % {"name": column.label}
                self.plan.errors.append(CellError(HEADER_ROW, column.label, "–", message))
                self.plan.blocked = True
        return list(places.values())

    def _warn(self, index: int, text: str, message: str) -> None:
        if text:
            self.plan.warnings.append(CellError(HEADER_ROW, text, column_letter(index), message))

    def _error_in_header(self, index: int, text: str, message: str) -> None:
        self.plan.errors.append(CellError(HEADER_ROW, text, column_letter(index), message))
        self.plan.blocked = True

    def error(self, number: int, problem: Problem) -> None:
        place = self.by_key.get(problem.column)
        column = self.importer.column(problem.column).label if place is None else place.header
        letter = "–" if place is None else column_letter(place.index)
        self.plan.errors.append(CellError(number, column, letter, problem.message))
        self.plan.wrong.add(number)

    def is_example(self, row: Row) -> bool:
        """Whether it is the template's own example, which nobody has taken out."""
        there = [_trimmed(row.values[place.index]) for place in self.places]
        is_it = any(there) and there == [place.column.example for place in self.places]
        if is_it:
            place = self.places[0]
            message = _("This row is the template's example. It is left out.")
            cell = CellError(row.number, place.header, column_letter(place.index), message)
            self.plan.warnings.append(cell)
        return is_it

    def read(self, row: Row) -> Given | None:
        record: dict[str, object] = dict.fromkeys(self._keys)
        for place in self.places:
            text = _trimmed(row.values[place.index])
            if text:
                self._read_cell(row.number, place.column, text, record)
            elif place.column.needed:
                self.error(row.number, Problem(place.column.key, _("This cell must be filled in.")))
        if row.number in self.plan.wrong:
            return None
        for problem in self.importer.check(record):
            self.error(row.number, problem)
        return None if row.number in self.plan.wrong else Given(row.number, record)

    @cached_property
    def _keys(self) -> list[str]:
        return [column.key for column in self.importer.columns]

    def _read_cell(
        self, number: int, column: ImportColumn, text: str, record: dict[str, object]
    ) -> None:
        try:
            record[column.key] = column.read(text)
        except UnreadableError as error:
            message = error.message(get_language() or "th")
            self.error(number, Problem(column.key, message))
        except CellRefused as error:
            self.error(number, Problem(column.key, str(error)))


def _trimmed(text: str) -> str:
    # Most cells are empty or plain ASCII; looking at each of their characters would cost a tenth.
    if text.isascii() and text.isprintable():
        return text.strip()
    return clean_text(text).strip()


def make_plan(importer: Importer, table: Table) -> Plan:
    """What the file would do, with every error at once. Writes nothing."""
    reader = _Reader(importer, table)
    plan = reader.plan
    if plan.blocked:
        return plan
    rows_of_theirs = [row for row in table.rows if not reader.is_example(row)]
    plan.total = len(rows_of_theirs)
    read = [given for row in rows_of_theirs if (given := reader.read(row)) is not None]
    rows = list(_once_each(reader, read))
    for given, verdict in zip(rows, importer.match(rows), strict=True):
        label = importer.label_of(given.record)
        plan.rows.append(PlannedRow(given.number, given.record, label, verdict))
    _refuse_shared_records(reader)
    plan.errors.sort(key=lambda error: error.row)
    return plan


def _once_each(reader: _Reader, rows: Iterable[Given]) -> Iterable[Given]:
    """The rows whose identity did not stand in the file before; the others are errors."""
    first: dict[Hashable, int] = {}
    for row in rows:
        identity = reader.importer.identity(row.record)
        if identity is not None and first.setdefault(identity, row.number) != row.number:
            reader.error(row.number, _already(reader, first[identity]))
        else:
            yield row


def _refuse_shared_records(reader: _Reader) -> None:
    """Two rows that are one record of the list: the second is an error."""
    first: dict[str, int] = {}
    for row in reader.plan.rows:
        pk = row.verdict.pk
        if pk and first.setdefault(pk, row.number) != row.number:
            reader.error(row.number, _already(reader, first[pk]))
    wrong = reader.plan.wrong
    reader.plan.rows = [row for row in reader.plan.rows if row.number not in wrong]


def _already(reader: _Reader, number: int) -> Problem:
    message = _("The same stands in row %(row)d already.") % {"row": number}
    return Problem(reader.importer.columns[0].key, message)
