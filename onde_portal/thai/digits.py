"""Numbers as people type them: Thai or full-width digits, commas, spaces. Stored as ASCII.

Reading takes time linear in the length of the text: everything over a short limit is refused
before it is looked at.
"""

import re
from collections.abc import Iterable
from decimal import Decimal
from typing import Final

from onde_portal.thai.errors import UnreadableError, quoted
from onde_portal.thai.text import strip_invisible

THAI_DIGITS: Final = "๐๑๒๓๔๕๖๗๘๙"
MAX_INTEGER_DIGITS: Final = 15
MAX_DECIMAL_PLACES: Final = 15
MAX_KEY_DIGITS: Final = 11
_LONGEST: Final = 60

_TO_THAI: Final = str.maketrans("0123456789", THAI_DIGITS)
_TO_ASCII: Final = str.maketrans(
    THAI_DIGITS + "０１２３４５６７８９，．－＋−", "0123456789" * 2 + ",.-+-"
)
_WHOLE: Final = r"(?:\d+|\d{1,3}(?:,\d{3})+|\d{1,3}(?: \d{3})+)"
_NUMBER: Final = re.compile(rf"(?P<sign>[+-]?) ?(?P<whole>{_WHOLE})?(?:\.(?P<part>\d+))?")
_DIGITS_AND_COMMAS: Final = re.compile(r"([+-]?) ?(\d[\d, ]*(?:\.\d+)?)", re.ASCII)
_COMMA_AS_POINT: Final = re.compile(r"(\d+),(\d{1,2})", re.ASCII)
# What a sheet puts between cells that are copied together.
_CELLS: Final = re.compile(r"[\t\r\n\v\f]")

_WORDS: Final = ("", "หนึ่ง", "สอง", "สาม", "สี่", "ห้า", "หก", "เจ็ด", "แปด", "เก้า")
_PLACES: Final = ("", "สิบ", "ร้อย", "พัน", "หมื่น", "แสน")
_MILLION: Final = 1_000_000


class NumberError(UnreadableError):
    """Text that is not a number that is taken here.

    Codes: ``empty``, ``format``, ``commas`` (separators in the wrong places), ``whole`` (a
    fraction where a whole number is asked for), ``several`` (cells), ``size`` (too many digits).
    """


def read_key(text: str) -> int | None:
    """A key, version or page as the portal wrote it into an address or form: ASCII digits alone.

    ``None`` for all else, such as what somebody put there by hand, and for more than 11 digits.
    """
    fits = text.isascii() and text.isdigit() and len(text) <= MAX_KEY_DIGITS
    return int(text) if fits else None


def read_keys(texts: Iterable[str]) -> list[int]:
    """Those of the texts that are such numbers, in their order."""
    return [number for text in texts if (number := read_key(text)) is not None]


def to_ascii(text: str) -> str:
    """Thai and full-width digits, commas, points and signs as ASCII; the rest unchanged."""
    return text.translate(_TO_ASCII)


def to_thai(text: str) -> str:
    """ASCII digits as Thai digits; the rest unchanged."""
    return text.translate(_TO_THAI)


def _spell_group(number: int, *, follows: bool) -> str:
    """Thai words of 1 to 999999; ``follows``: something larger was spoken before."""
    words = ""
    for place in range(5, -1, -1):
        digit = number // 10**place % 10
        if digit == 0:
            continue
        word = _WORDS[digit]
        if place == 1 and digit in {1, 2}:
            word = "" if digit == 1 else "ยี่"
        elif place == 0 and digit == 1 and (words or follows):
            word = "เอ็ด"
        words += word + _PLACES[place]
    return words


def spell_int(number: int) -> str:
    """A whole number in Thai words: 12000 is ``หนึ่งหมื่นสองพัน``, 21 is ``ยี่สิบเอ็ด``."""
    if number < 0:
        return f"ลบ{spell_int(-number)}"
    if number == 0:
        return "ศูนย์"
    millions, rest = divmod(number, _MILLION)
    larger = f"{spell_int(millions)}ล้าน" if millions else ""
    return larger + _spell_group(rest, follows=bool(larger))


def _not_a_number(text: str) -> NumberError:
    return NumberError(
        "format",
        f"อ่าน {quoted(text)} เป็นตัวเลขไม่ได้ ให้พิมพ์เฉพาะตัวเลข เช่น 12000 หรือ 12,000",
        f"Cannot read {quoted(text)} as a number. Type digits only, such as 12000 or 12,000.",
    )


def _several(text: str) -> NumberError:
    return NumberError(
        "several",
        f"{quoted(text)} มีมากกว่าหนึ่งช่อง กรุณากรอกทีละตัวเลข",
        f"{quoted(text)} is more than one cell. Enter one number.",
    )


def _misplaced(text: str, sign: str, digits: str) -> NumberError:
    """Separators in the wrong places: say which number the digits alone make."""
    sign = sign.strip("+")
    meant = f"{sign}{digits}"
    words = f" {meant} " if sign or "." in digits else spell_int(int(digits))
    message_th = f"อ่าน {quoted(text)} ไม่ได้ ถ้าหมายถึง{words}ให้พิมพ์ {meant}"
    message_en = f"Cannot read {quoted(text)}. If you mean {meant}, type {meant}"
    if point := _COMMA_AS_POINT.fullmatch(to_ascii(text).strip().lstrip("+-")):
        fraction = f"{sign}{point[1]}.{point[2]}"
        message_th += f" ถ้าหมายถึงทศนิยมให้พิมพ์ {fraction}"
        message_en += f"; if you mean a fraction, type {fraction}"
    return NumberError("commas", message_th, f"{message_en}.")


def _too_big(text: str) -> NumberError:
    return NumberError(
        "size",
        f"ตัวเลข {quoted(text)} ยาวเกินไป ใช้ได้ไม่เกิน {MAX_INTEGER_DIGITS} หลัก "
        f"และทศนิยมไม่เกิน {MAX_DECIMAL_PLACES} ตำแหน่ง",
        f"The number {quoted(text)} is too long: at most {MAX_INTEGER_DIGITS} digits and "
        f"{MAX_DECIMAL_PLACES} decimal places.",
    )


def _canonical(text: str) -> str:
    """What was typed as ``-?digits[.digits]``, without leading zeros; raises ``NumberError``."""
    if len(text) > _LONGEST:
        raise _too_big(text) if to_ascii(text[:_LONGEST]).isdigit() else _not_a_number(text)
    visible = to_ascii(strip_invisible(text)).strip()
    if _CELLS.search(visible):
        raise _several(text)
    typed = " ".join(visible.split())
    if not typed:
        raise NumberError("empty", "กรุณากรอกตัวเลข", "Enter a number.")
    match = _NUMBER.fullmatch(typed) if typed.isascii() else None
    if match is None or not (match["whole"] or match["part"]):
        raise _unreadable(text, typed)
    whole = re.sub("[, ]", "", match["whole"] or "0").lstrip("0") or "0"
    part = match["part"] or ""
    if len(whole) > MAX_INTEGER_DIGITS or len(part) > MAX_DECIMAL_PLACES:
        raise _too_big(text)
    return f"{match['sign'].strip('+')}{whole}" + (f".{part}" if part else "")


def _unreadable(text: str, typed: str) -> NumberError:
    loose = _DIGITS_AND_COMMAS.fullmatch(typed)
    if loose is None:
        return _not_a_number(text)
    digits = re.sub("[, ]", "", loose[2])
    too_long = len(digits.partition(".")[0]) > MAX_INTEGER_DIGITS
    return _too_big(text) if too_long else _misplaced(text, loose[1], digits)


def parse_decimal(text: str) -> Decimal:
    """A number of at most 15 digits before and 15 after the point. Raises ``NumberError``.

    No exponent, no NaN, no infinity; commas or spaces only between thousands.
    """
    return Decimal(_canonical(text))


def parse_int(text: str) -> int:
    """A whole number of at most 15 digits; ``12.0`` is whole, too. Raises ``NumberError``."""
    whole, _, part = _canonical(text).partition(".")
    if part.strip("0"):
        raise NumberError(
            "whole",
            f"{quoted(text)} มีทศนิยม ช่องนี้รับเฉพาะจำนวนเต็ม เช่น {whole}",
            f"{quoted(text)} has a fraction; a whole number is needed here, such as {whole}.",
        )
    return int(whole)
