"""Thai and ASCII digits, and numbers as people type them."""

import re
from decimal import Decimal

THAI_DIGITS = "๐๑๒๓๔๕๖๗๘๙"
_TO_ASCII = str.maketrans(
    {**dict(zip(THAI_DIGITS, "0123456789", strict=True)),
     **dict(zip("０１２３４５６７８９", "0123456789", strict=True)),
     "，": ",", "．": ".", "−": "-", "－": "-"}
)  # fmt: skip
_TO_THAI = str.maketrans("0123456789", THAI_DIGITS)
MAX_DIGITS = 15
_LOOSE = re.compile(r"[+-]?[\d,]*\.?\d*", re.ASCII)
_GROUPED = re.compile(r"[+-]?\d{1,3}(?:,\d{3})+(?:\.\d+)?", re.ASCII)
_PLAIN = re.compile(r"[+-]?\d+(?:\.\d+)?", re.ASCII)


class NumberError(ValueError):
    """The text is no number. ``message_th`` and ``message_en`` say what would be right."""

    def __init__(self, code: str, message_th: str, message_en: str) -> None:
        super().__init__(message_en)
        self.code = code
        self.message_th = message_th
        self.message_en = message_en


def to_ascii(text: str) -> str:
    """The text with Thai and full-width digits as 0-9."""
    return text.translate(_TO_ASCII)


def to_thai(text: object) -> str:
    """The text with 0-9 as Thai digits."""
    return str(text).translate(_TO_THAI)


def _refuse(text: str, plain: str) -> NumberError:
    shown = text if len(text) <= 40 else f"{text[:40]}…"
    if plain and _LOOSE.fullmatch(plain) and any(sign.isdigit() for sign in plain):
        right = plain.replace(",", "")
        return NumberError(
            "commas",
            f"อ่าน “{shown}” ไม่ได้ เพราะจุลภาคไม่อยู่ทุกสามหลัก ถ้าหมายถึง {right} ให้พิมพ์ {right}",
            f"“{shown}” cannot be read: the commas do not stand at every third digit. "
            f"If you mean {right}, type {right}.",
        )
    return NumberError(
        "format",
        f"“{shown}” ไม่ใช่ตัวเลข ให้พิมพ์ตัวเลขอย่างเดียว เช่น 1200 หรือ ๑,๒๐๐",
        f"“{shown}” is not a number. Type digits only, such as 1200 or 1,200.",
    )


def parse_decimal(text: str) -> Decimal:
    """Read a decimal number: Thai digits, commas at thousands, spaces around it.

    Raises ``NumberError`` for anything else, and for more than 15 digits before the point.
    """
    plain = to_ascii(text[:200]).strip().replace(" ", "").replace("\u00a0", "")
    if not plain:
        raise NumberError("empty", "ยังไม่ได้กรอกตัวเลข", "No number was given.")
    if not (_PLAIN.fullmatch(plain) or _GROUPED.fullmatch(plain)):
        raise _refuse(text.strip(), plain)
    digits = plain.replace(",", "").lstrip("+-")
    if len(digits.partition(".")[0].lstrip("0")) > MAX_DIGITS or len(text) > 200:
        raise NumberError(
            "large",
            f"ตัวเลขยาวเกิน {MAX_DIGITS} หลัก ตรวจดูว่าพิมพ์เกินหรือไม่",
            f"The number has more than {MAX_DIGITS} digits. See whether one was typed too many.",
        )
    return Decimal(plain.replace(",", ""))


def parse_int(text: str) -> int:
    """Read a whole number; ``NumberError`` also for one with a fraction."""
    value = parse_decimal(text)
    if value != value.to_integral_value():
        raise NumberError(
            "fraction",
            f"ต้องเป็นจำนวนเต็ม เช่น {value.to_integral_value()}",
            f"This must be a whole number, such as {value.to_integral_value()}.",
        )
    return int(value)
