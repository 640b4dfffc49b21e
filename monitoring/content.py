"""What a report says, checked and frozen: all that its printed form needs, in both languages."""

from collections.abc import Mapping
from dataclasses import MISSING, dataclass, fields, is_dataclass
from datetime import date, datetime
from decimal import Decimal
from types import UnionType
from typing import Any, TypeVar, get_args, get_origin, get_type_hints

_T = TypeVar("_T")


@dataclass(frozen=True, slots=True)
class Label:
    """A short text in Thai and English."""

    th: str
    en: str

    def in_language(self, language: str) -> str:
        """The text in ``language``, or the other one where this one is missing."""
        return (self.en or self.th) if language.startswith("en") else (self.th or self.en)


@dataclass(frozen=True, slots=True)
class Header:
    """Hub, LAO and round as they were when the report was sent; period and due date included."""

    hub: str
    lao: Label
    lao_code: str
    lao_type: Label
    district: Label
    province: Label
    region: str
    established_on: date | None
    fiscal_year: int
    half: int
    round: Label
    starts_on: date
    ends_on: date
    due_on: date
    expected_because: str
    edition: int


@dataclass(frozen=True, slots=True)
class TextEntry:
    """A question answered in words."""

    key: str
    label: Label
    text: str


@dataclass(frozen=True, slots=True)
class ActivityEntry:
    name: str
    planned: str
    done: str


@dataclass(frozen=True, slots=True)
class IndicatorEntry:
    """A figure with last round's beside it. ``value`` None: not applicable, ``note`` says why.

    A share keeps its ``part`` and ``whole``; its ``value`` is per cent, None where the whole is 0.
    ``level`` is a ResultLevel, ``value_type`` a ValueType; a yes is 1, a no is 0.
    """

    code: str
    level: str
    dimension: Label
    label: Label
    unit: Label
    value_type: str
    value: Decimal | None
    note: str
    last_value: Decimal | None
    target: str
    part: Decimal | None = None
    whole: Decimal | None = None


@dataclass(frozen=True, slots=True)
class Budget:
    """Baht in the half-year."""

    received: Decimal
    spent: Decimal
    note: str


@dataclass(frozen=True, slots=True)
class ProblemEntry:
    """``position`` is the row it stands in, from 1: a problem keeps it from edition to edition."""

    position: int
    category_code: str
    category: Label
    description: str
    severity: str
    severity_label: Label
    measure: str
    cause: str = ""
    owner: str = ""
    due_on: date | None = None


@dataclass(frozen=True, slots=True)
class EarlierProblemEntry:
    """What became of a problem named in an earlier round; ``problem`` is its primary key."""

    problem: int
    category: Label
    description: str
    named_in: Label
    state: str
    state_label: Label


@dataclass(frozen=True, slots=True)
class RemarkEntry:
    """What the Office asked about a field, and the LAO's answer; ``remark`` is its primary key."""

    remark: int
    key: str
    label: Label
    text: str
    answer: str


@dataclass(frozen=True, slots=True)
class FileEntry:
    """A piece of evidence: the sender's name for it, its size in bytes, its SHA-256."""

    name: str
    size: int
    sha256: str


@dataclass(frozen=True, slots=True)
class ReportContent:
    """A six-monthly report (manual, section 10). Survives the way through JSON unchanged."""

    header: Header
    general: tuple[TextEntry, ...]
    activities: tuple[ActivityEntry, ...]
    indicators: tuple[IndicatorEntry, ...]
    budget: Budget
    earlier_problems: tuple[EarlierProblemEntry, ...]
    problems: tuple[ProblemEntry, ...]
    texts: tuple[TextEntry, ...]
    files: tuple[FileEntry, ...]
    remarks: tuple[RemarkEntry, ...] = ()

    def to_json(self) -> dict[str, Any]:
        """Plain JSON values: dates as ISO 8601, decimals as strings."""
        return {field.name: as_json(getattr(self, field.name)) for field in fields(self)}

    @classmethod
    def from_json(cls, stored: Mapping[str, Any]) -> "ReportContent":
        """The content that ``to_json`` gave; ``KeyError`` when a part is missing.

        Fields with a default were added later: what was stored before them lacks them.
        """
        return from_stored(cls, stored)


def as_json(value: object) -> Any:
    """Frozen content as plain JSON values: dates as ISO 8601, decimals as strings."""
    if is_dataclass(value):
        return {field.name: as_json(getattr(value, field.name)) for field in fields(value)}
    if isinstance(value, tuple):
        return [as_json(item) for item in value]
    if isinstance(value, date):
        return value.isoformat()
    return str(value) if isinstance(value, Decimal) else value


def from_stored(kind: type[_T], stored: Mapping[str, Any]) -> _T:
    """The content of which ``as_json`` made ``stored``; ``KeyError`` when a part is missing."""
    later = {field.name for field in fields(kind) if field.default is not MISSING}  # type: ignore[arg-type]
    return kind(
        **{
            name: _decode(hint, stored[name])
            for name, hint in get_type_hints(kind).items()
            if name in stored or name not in later
        }
    )


def _decode(hint: Any, stored: Any) -> Any:
    if stored is None:
        return None
    if isinstance(hint, UnionType):
        hint = next(kind for kind in get_args(hint) if kind is not type(None))
    if get_origin(hint) is tuple:
        return tuple(_decode(get_args(hint)[0], item) for item in stored)
    if is_dataclass(hint):
        return from_stored(hint, stored)  # type: ignore[arg-type]
    if hint in {date, datetime}:
        return hint.fromisoformat(stored)
    return Decimal(stored) if hint is Decimal else stored
