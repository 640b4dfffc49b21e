"""Fields of the report as a page shows them, and how the text typed into them is read."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from django.utils.translation import get_language, gettext as _

from monitoring.content import Label
from monitoring.questions.sections import Kind, Question
from onde_portal.thai.dates import DateError, parse_date
from onde_portal.thai.digits import NumberError, parse_decimal, parse_int
from onde_portal.thai.text import thai_key

NO_FIGURE = frozenset({thai_key(word) for word in ("-", "–", "—", "ไม่มีข้อมูล", "n/a")})
HUNDRED = Decimal(100)
LOWEST_SCORE, HIGHEST_SCORE = Decimal(1), Decimal(5)
LARGEST = Decimal(10) ** 15


class UnreadableAnswer(ValueError):
    """What was typed is no answer; the text says what is wrong and what would be right."""


@dataclass(frozen=True, slots=True)
class ReportField:
    """One field with what was typed, what is wrong with it, and what helps to fill it in.

    ``group`` names the row or dimension it belongs to; ``last_value`` is last round's figure.
    ``result`` is what its two counts make of a share.
    ``version`` is the stored answer's, None where nothing was saved: a save sends it back.
    ``remark`` is what the Office asks, ``about`` the key of the field that a remark is about.
    ``errors`` forbid sending, ``warnings`` never do.
    """

    key: str
    label: str
    kind: Kind
    raw: str = ""
    version: int | None = None
    help: str = ""
    unit: str = ""
    required: bool = False
    max_length: int = 0
    last_value: str = ""
    target: str = ""
    result: str = ""
    remark: str = ""
    about: str = ""
    group: str = ""
    group_label: str = ""
    choices: Sequence[tuple[str, str]] = ()
    errors: Sequence[str] = field(default=())
    warnings: Sequence[str] = field(default=())

    @property
    def is_blank(self) -> bool:
        return not self.raw.strip()

    @property
    def draft_errors(self) -> Sequence[str]:
        """What to show while somebody still writes: nothing at fields not yet reached."""
        return () if self.is_blank else self.errors


def words(label: Label) -> str:
    """The label in the language of the screen."""
    return label.in_language(get_language() or "th")


def is_no_figure(text: str) -> bool:
    """Whether the text says that there is no figure ("-", "ไม่มีข้อมูล")."""
    return thai_key(text) in NO_FIGURE


def read_number(kind: str, text: str) -> Decimal | None:
    """The figure that was typed, None for "no figure".

    ``kind`` is int, decimal, percent (0 to 100), score (1 to 5) or bool (yes 1, no 0).
    Raises UnreadableAnswer.
    """
    if is_no_figure(text):
        return None
    if kind == "bool":
        return _read_bool(text)
    try:
        value = _parse(kind, text)
    except NumberError as error:
        raise UnreadableAnswer(error.message(get_language() or "th")) from error
    _check_range(kind, value)
    return value


def read_day(text: str) -> date | None:
    """The day that was typed, None where none was. Raises UnreadableAnswer."""
    if not text.strip():
        return None
    try:
        return parse_date(text)
    except DateError as error:
        raise UnreadableAnswer(error.message(get_language() or "th")) from error


def _parse(kind: str, text: str) -> Decimal:
    if kind == "int":
        return Decimal(parse_int(text))
    if kind == "percent":
        text = text.strip().removesuffix("%")
    return parse_decimal(text)


def _check_range(kind: str, value: Decimal) -> None:
    if value < 0:
        raise UnreadableAnswer(_("This cannot be less than 0."))
    if value >= LARGEST:
        raise UnreadableAnswer(
            _("This figure is too large; see whether a digit was typed too many.")
        )
    if value != round(value, 2):
        raise UnreadableAnswer(
            _("At most two decimal places, such as %(value)s.") % {"value": round(value, 2)}
        )
    if kind == "percent" and value > HUNDRED:
        raise UnreadableAnswer(_("A percentage lies between 0 and 100."))
    if kind == "score" and not LOWEST_SCORE <= value <= HIGHEST_SCORE:
        raise UnreadableAnswer(_("A score lies between 1 and 5, such as 4.25."))


def _read_bool(text: str) -> Decimal:
    known = {"yes": 1, "มี": 1, "no": 0, "ไม่มี": 0}
    answer = known.get(thai_key(text))
    if answer is None:
        raise UnreadableAnswer(_("Choose yes, no or “no figure”."))
    return Decimal(answer)


def text_errors(question: Question, raw: str) -> list[str]:
    """What is wrong with an answer in words: missing where required, or too long."""
    if question.required and not raw.strip():
        return [_("Please fill this in.")]
    if len(raw) > question.max_length:
        return [
            _("This is %(length)d characters long; at most %(limit)d fit.")
            % {"length": len(raw), "limit": question.max_length}
        ]
    return []
