"""What a list must say about itself to be imported: its columns, who is who, and how it is written.

An app subclasses ``Importer`` (or ``ModelImporter`` where one row is one record of one model) in
``<app>/imports/<list>.py``; its admin takes ``onde_portal.ui.import_admin.ImportingAdmin``. An
importer is made anew for every request, so it may keep what it has looked up.
"""

from collections.abc import Callable, Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from functools import cached_property
from typing import Any, ClassVar

from django.utils.functional import Promise
from django.utils.translation import get_language

from onde_portal.accounts.models import User
from onde_portal.thai.text import thai_key

Record = Mapping[str, Any]
"""A row that was read: the value by the column's key, ``None`` where the cell is empty."""


class CellRefused(ValueError):
    """A cell cannot be read; the text is a sentence that says what would be right."""


class ImportRefused(Exception):
    """The import as a whole cannot go ahead; the text says why."""


class UndoRefused(ImportRefused):
    """What was imported has been changed or is used since; the text names it."""


class Kind(StrEnum):
    """What a row is to the list: nowhere in it, in it just so, in it otherwise, or not clear."""

    NEW = "new"
    SAME = "same"
    CHANGED = "changed"
    UNSURE = "unsure"


@dataclass(frozen=True, slots=True)
class Candidate:
    """A record that the row may mean: its key and how a person tells it from others."""

    pk: str
    label: str


@dataclass(frozen=True, slots=True)
class Change:
    """What a row would change in a record: the column's name, what stands there, what comes."""

    label: str
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class Verdict:
    """What a row is to the list. ``pk`` is the record of SAME and CHANGED, else empty."""

    kind: Kind
    pk: str = ""
    changes: tuple[Change, ...] = ()
    candidates: tuple[Candidate, ...] = ()
    why: str = ""
    can_be_new: bool = True

    @classmethod
    def new(cls) -> "Verdict":
        return cls(Kind.NEW)

    @classmethod
    def same(cls, pk: object) -> "Verdict":
        return cls(Kind.SAME, str(pk))

    @classmethod
    def changed(cls, pk: object, changes: Iterable[Change]) -> "Verdict":
        """CHANGED, or SAME when there is no change."""
        listed = tuple(changes)
        return cls(Kind.CHANGED, str(pk), listed) if listed else cls.same(pk)

    @classmethod
    def unsure(
        cls, candidates: Iterable[Candidate], why: str = "", *, can_be_new: bool = True
    ) -> "Verdict":
        """A person chooses among the candidates, or says that the row is new, or leaves it out.

        ``why`` is a short sentence: what speaks for the candidates. Where the row must be one of
        them, ``can_be_new`` is false.
        """
        return cls(Kind.UNSURE, candidates=tuple(candidates), why=why, can_be_new=can_be_new)


@dataclass(frozen=True, slots=True)
class ImportColumn:
    """A column. ``headers`` are its names: Thai, English, then others that files are known to use.

    ``read`` turns a cell's text (never empty, trimmed) into a value; it raises ``CellRefused``
    (its text by gettext) or an ``UnreadableError`` of onde_portal.thai. Ready readers are in
    ``onde_portal.exchange.readers``; theirs also write values for exports.
    ``example`` fills the template's example row, which is left out when it comes back; ``help``
    fills its second sheet.
    """

    key: str
    headers: tuple[str, ...]
    read: Callable[[str], Any]
    needed: bool = False
    example: str = ""
    help: "str | Promise" = ""

    @property
    def label(self) -> str:
        """The header in the reader's language."""
        is_english = (get_language() or "th").startswith("en")
        return self.headers[1] if is_english and len(self.headers) > 1 else self.headers[0]

    @property
    def keys(self) -> tuple[str, ...]:
        """All its names, spelling-proof."""
        return tuple(map(thai_key, (*self.headers, self.key)))

    def cell(self, value: Any) -> Any:
        """The value as an export writes it, so that ``read`` reads the same."""
        write = getattr(self.read, "cell", None)
        return write(value) if write is not None and value is not None else value


@dataclass(frozen=True, slots=True)
class Given:
    """A row without an error: its number in the file and what it says."""

    number: int
    record: Record


@dataclass(frozen=True, slots=True)
class Problem:
    """What is wrong with a row: the key of the column to look at, and a sentence."""

    column: str
    message: str


@dataclass(frozen=True, slots=True)
class Taken:
    """A row to be written: into the record ``pk``, or as a new record where that is empty."""

    number: int
    record: Record
    pk: str = ""


@dataclass(frozen=True, slots=True)
class Affected:
    """What writing a row did, as it is kept for the undo; all of it must go into JSON.

    ``model`` is the label ("networks.person"), ``what`` "created" or "changed", ``mark`` tells
    whether the record was changed since, ``before`` is what to put back.
    """

    row: int
    model: str
    pk: str
    what: str
    mark: str = ""
    before: Mapping[str, Any] | None = None
    label: str = ""


class Importer:
    """How one list is imported. ``context`` names what the rows belong to, such as a project.

    Subclasses give ``key`` (stable, kept with every import), ``title``, ``build_columns`` and
    ``match``, ``write``, ``undo``. All texts that they give are for the reader, by gettext.
    """

    key: ClassVar[str] = ""
    title: "ClassVar[str | Promise]" = ""
    context_keys: ClassVar[tuple[str, ...]] = ()

    def __init__(self, context: Mapping[str, str] | None = None) -> None:
        self.context: Mapping[str, str] = dict(context or {})

    def build_columns(self) -> Sequence[ImportColumn]:
        """The columns in the template's order; may look up provinces, roles and so on."""
        raise NotImplementedError

    @cached_property
    def columns(self) -> tuple[ImportColumn, ...]:
        return tuple(self.build_columns())

    def column(self, key: str) -> ImportColumn:
        return next(column for column in self.columns if column.key == key)

    def check_context(self, by: User) -> None:
        """Raise ``ImportRefused`` when nothing may be imported here, such as to an ended project.

        Raise ObjectDoesNotExist when there is no such thing for this person: the page answers 404.
        """

    def return_url(self) -> str:
        """The page to go back to afterwards; empty is the list."""
        return ""

    def label_of(self, record: Record) -> str:
        """How the preview names a row: the texts of the first two columns unless told better."""
        values = (column.cell(record.get(column.key)) for column in self.columns[:2])
        return " ".join(str(value) for value in values if value not in (None, ""))

    def identity(self, record: Record) -> Hashable | None:
        """Two rows of one file with the same identity are an error; ``None`` is never the same."""
        return None

    def check(self, record: Record) -> Iterable[Problem]:
        """What is wrong across columns; called only where every single cell is right."""
        return ()

    def match(self, rows: Sequence[Given]) -> Sequence[Verdict]:
        """A verdict for each row, in their order, with few queries for all of them."""
        raise NotImplementedError

    def write(self, rows: Sequence[Taken], *, by: User, at: datetime) -> list[Affected]:
        """Create and change records, inside the transaction that the caller has opened."""
        raise NotImplementedError

    def undo(self, affected: Sequence[Affected], *, by: User, at: datetime) -> None:
        """Take back what ``write`` did, or raise ``UndoRefused`` and nothing is taken back."""
        raise NotImplementedError

    def with_values(self, rows: Any) -> Any:
        """A query set with all that ``values_of`` reads fetched at once."""
        return rows

    def values_of(self, row: Any) -> Record:
        """What a record has in each column: for exports that can be imported again unchanged."""
        raise NotImplementedError
