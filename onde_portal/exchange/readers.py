"""Ready readers of cells: each reads what people type and writes it so that it reads the same.

A reader is called with a cell's text, trimmed and never empty; it raises ``CellRefused`` or an
``UnreadableError`` with a sentence. ``cell(value)`` gives what an export writes.
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db.models import Choices
from django.utils.translation import gettext as _, gettext_lazy, override

from onde_portal.exchange.importing import CellRefused
from onde_portal.registry.models import Province
from onde_portal.thai.dates import parse_date
from onde_portal.thai.digits import parse_decimal, parse_int, to_ascii
from onde_portal.thai.names import BANGKOK_NAMES, format_phone, parse_phone
from onde_portal.thai.text import clean_text, thai_key

SHOWN = 40
BANGKOK = "10"
# A number cell has lost its leading zero: mobile numbers are nine digits then, others eight.
_WITHOUT_ZERO = re.compile(r"[2-7]\d{7}|[689]\d{8}", re.ASCII)
_PROVINCE_WORD = re.compile(r"^(?:จังหวัด|จ\.|province of )\s*|\s+province$", re.IGNORECASE)
YES = ("ใช่", "มี", "yes", "y", "true", "1", "✓", "✔", "x")
NO = ("ไม่ใช่", "ไม่", "ไม่มี", "no", "n", "false", "0", "-", "–")


def shortened(text: str) -> str:
    """What was typed, cut so that a sentence stays readable."""
    return f"{text[:SHOWN]}…" if len(text) > SHOWN else text


@dataclass(frozen=True, slots=True)
class Text:
    """Text of at most ``longest`` characters, in one line unless ``lines``."""

    longest: int = 250
    lines: bool = False

    def __call__(self, text: str) -> str:
        kept = clean_text(text).strip()
        if not self.lines:
            kept = " ".join(kept.split())
        if len(kept) > self.longest:
            raise CellRefused(
                _("The text has %(length)d characters; at most %(most)d fit here.")
                % {"length": len(kept), "most": self.longest}
            )
        return kept

    def cell(self, value: str) -> str:
        return value


def _between(value: Any, least: Any, most: Any) -> None:
    if least is not None and value < least:
        raise CellRefused(
            _("%(given)s is too small; the least is %(least)s.") % {"given": value, "least": least}
        )
    if most is not None and value > most:
        raise CellRefused(
            _("%(given)s is too large; the most is %(most)s.") % {"given": value, "most": most}
        )


@dataclass(frozen=True, slots=True)
class Whole:
    """A whole number in Thai or ASCII digits."""

    least: int | None = 0
    most: int | None = None

    def __call__(self, text: str) -> int:
        value = parse_int(text)
        _between(value, self.least, self.most)
        return value

    def cell(self, value: int) -> int:
        return value


@dataclass(frozen=True, slots=True)
class Number:
    """A decimal number with at most ``places`` digits behind the point; money has two."""

    places: int = 2
    least: Decimal | int | None = 0
    most: Decimal | int | None = None

    def __call__(self, text: str) -> Decimal:
        value = parse_decimal(text)
        exact = value.quantize(Decimal(1).scaleb(-self.places))
        if exact != value:
            raise CellRefused(
                _("%(given)s has more than %(places)d decimals.")
                % {"given": text[:SHOWN], "places": self.places}
            )
        _between(value, self.least, self.most)
        return exact

    def cell(self, value: Decimal) -> Decimal:
        return value


@dataclass(frozen=True, slots=True)
class Day:
    """A date as Thai people write it; years from 2400 on are of the Buddhist era."""

    earliest: date | None = None
    latest: date | None = None

    def __call__(self, text: str) -> date:
        value = parse_date(text)
        if self.earliest is not None and value < self.earliest:
            raise CellRefused(_("“%(given)s” is too long ago.") % {"given": text[:SHOWN]})
        if self.latest is not None and value > self.latest:
            raise CellRefused(_("“%(given)s” lies too far ahead.") % {"given": text[:SHOWN]})
        return value

    def cell(self, value: date) -> date:
        return value


@dataclass(frozen=True, slots=True)
class OneOf:
    """One of a few values, named by any of its spellings.

    ``names`` are the spellings of each value, the one that exports write first.
    """

    names: Mapping[Any, tuple[str, ...]]
    shown: int = 12
    _known: dict[str, Any] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        known = {thai_key(name): value for value, all_ in self.names.items() for name in all_}
        object.__setattr__(self, "_known", known)

    def __call__(self, text: str) -> Any:
        key = thai_key(text)
        if key in self._known:
            return self._known[key]
        named = [all_[0] for all_ in self.names.values()]
        more = ", …" if len(named) > self.shown else ""
        raise CellRefused(
            _("“%(given)s” is not known here. Known are: %(known)s.")
            % {"given": shortened(text), "known": ", ".join(named[: self.shown]) + more}
        )

    def cell(self, value: Any) -> str:
        return self.names[value][0] if value in self.names else str(value)


def _in_both(label: Any) -> tuple[str, ...]:
    """A lazy text in the reader's language first, then in the others."""
    here = str(label)
    spoken = []
    for language in ("th", "en"):
        with override(language):
            spoken.append(str(label))
    return tuple(dict.fromkeys((here, *spoken)))


def choice(choices: type[Choices]) -> OneOf:
    """A ``TextChoices`` by its label in either language or by its key."""
    return OneOf(
        {value: tuple(dict.fromkeys((*_in_both(label), str(value)))) for value, label in
         choices.choices}
    )  # fmt: skip


def one_of_records(rows: Iterable[Any], *names: str) -> OneOf:
    """One of a few records, such as roles, by any of these attributes; the first is exported."""
    return OneOf(
        {row: tuple(dict.fromkeys(filter(None, (getattr(row, name) for name in names))))
         for row in rows}
    )  # fmt: skip


def yes_no() -> OneOf:
    """Yes or no as people write it."""
    return OneOf({True: (str(gettext_lazy("yes")), *YES), False: (str(gettext_lazy("no")), *NO)})


@dataclass(frozen=True, slots=True)
class PhoneNumber:
    """One phone number, written as Thai offices do; the zero that Excel eats is put back."""

    def __call__(self, text: str) -> str:
        typed = to_ascii(text).strip()
        phone = parse_phone(f"0{typed}" if _WITHOUT_ZERO.fullmatch(typed) else text)
        return format_phone(phone.e164, phone.extension)

    def cell(self, value: str) -> str:
        return value


@dataclass(frozen=True, slots=True)
class Email:
    """An e-mail address; its letters are kept, only the domain's case is not."""

    def __call__(self, text: str) -> str:
        name, _at, domain = clean_text(text).strip().rpartition("@")
        address = f"{name}@{domain.lower()}"
        try:
            validate_email(address)
        except ValidationError as error:
            raise CellRefused(
                _("“%(given)s” is no e-mail address.") % {"given": shortened(text)}
            ) from error
        return address

    def cell(self, value: str) -> str:
        return value


class ProvinceName:
    """A province by its code or its name in Thai or English, with จังหวัด before it or not."""

    def __init__(self) -> None:
        self._known: dict[str, Province] = {}
        for province in Province.objects.order_by("code"):
            for name in (province.code, province.name_th, province.name_en):
                self._known[thai_key(name)] = province
            if province.code == BANGKOK:
                self._known |= {thai_key(name): province for name in BANGKOK_NAMES}

    def __call__(self, text: str) -> Province:
        key = thai_key(text)
        bare = thai_key(_PROVINCE_WORD.sub("", key))
        province = self._known.get(key) or self._known.get(bare)
        if province is None:
            raise CellRefused(
                _("There is no province “%(given)s”. Write its name or its two-digit code.")
                % {"given": shortened(text)}
            )
        return province

    def cell(self, value: Province) -> str:
        return str(value)
