"""Dates as Thai people write them: read in many forms, printed in the Buddhist era."""

import calendar
import re
from datetime import date, datetime
from typing import Literal

from onde_portal.thai.calendar import BE_OFFSET
from onde_portal.thai.digits import to_ascii, to_thai
from onde_portal.thai.text import thai_key

Style = Literal["long", "short", "numeric", "official", "month"]

MONTHS_TH = (
    "มกราคม", "กุมภาพันธ์", "มีนาคม", "เมษายน", "พฤษภาคม", "มิถุนายน",
    "กรกฎาคม", "สิงหาคม", "กันยายน", "ตุลาคม", "พฤศจิกายน", "ธันวาคม",
)  # fmt: skip
MONTHS_TH_SHORT = (
    "ม.ค.", "ก.พ.", "มี.ค.", "เม.ย.", "พ.ค.", "มิ.ย.", "ก.ค.", "ส.ค.", "ก.ย.", "ต.ค.", "พ.ย.", "ธ.ค.",
)  # fmt: skip
MONTHS_EN = tuple(calendar.month_name)[1:]
FIRST_BE_YEAR = 2400
TWO_DIGIT_BASE = 2500


class DateError(ValueError):
    """The text is no date. ``message_th`` and ``message_en`` say what would be right."""

    def __init__(self, code: str, message_th: str, message_en: str) -> None:
        super().__init__(message_en)
        self.code = code
        self.message_th = message_th
        self.message_en = message_en


def _month_key(name: str) -> str:
    return thai_key(name).replace(".", "").replace(" ", "")


_MONTHS = {
    _month_key(name): number
    for names in (
        MONTHS_TH, MONTHS_TH_SHORT, MONTHS_EN, tuple(name[:3] for name in MONTHS_EN), ("",) * 8 + ("Sept",),
    )
    for number, name in enumerate(names, start=1)
    if name
}  # fmt: skip
_ISO = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})", re.ASCII)
_NUMERIC = re.compile(r"(\d{1,2})[/.\-](\d{1,2})[/.\-](\d{4}|\d{2})", re.ASCII)
_NAMED = re.compile(r"(\d{1,2})\s*([^\d\s][^\d]{0,24}?)\s*(\d{4}|\d{2})", re.ASCII)
_ERA = re.compile(r"พ\.?\s*ศ\.?|b\.?\s?e\.?(?=\s|\d)", re.IGNORECASE)


def parse_date(text: str) -> date:
    """Read ``31/8/2562``, ``๓๑/๘/๒๕๖๒``, ``31 ส.ค. 62``, ``31 สิงหาคม 2562`` or ``2019-08-31``.

    A year over 2400 is B.E., one of two digits B.E. 25xx, any other C.E. Raises ``DateError``.
    """
    plain = thai_key(to_ascii(text[:80]))
    if not plain:
        raise DateError("empty", "ยังไม่ได้กรอกวันที่", "No date was given.")
    if found := _ISO.fullmatch(plain):
        return _date(int(found[3]), int(found[2]), _christian_year(found[1]))
    if found := _NUMERIC.fullmatch(plain):
        return _date(int(found[1]), int(found[2]), _christian_year(found[3]))
    found = _NAMED.fullmatch(_ERA.sub(" ", plain))
    month = _MONTHS.get(_month_key(found[2])) if found else None
    if not found or not month:
        shown = text.strip()[:40]
        raise DateError(
            "format",
            f"อ่านวันที่ “{shown}” ไม่ได้ ให้พิมพ์แบบ 31/8/2562 หรือ 31 ส.ค. 62",
            f"The date “{shown}” cannot be read. Type it like 31/8/2562 or 31 Aug 2562.",
        )
    return _date(int(found[1]), month, _christian_year(found[3]))


def _christian_year(digits: str) -> int:
    year = int(digits)
    if len(digits) == 2:
        year += TWO_DIGIT_BASE
    return year - BE_OFFSET if year > FIRST_BE_YEAR else year


def _date(day: int, month: int, year: int) -> date:
    if not 1 <= month <= 12:
        raise DateError(
            "month",
            f"ไม่มีเดือนที่ {month} เดือนต้องอยู่ระหว่าง 1 ถึง 12",
            f"There is no month {month}; months go from 1 to 12.",
        )
    if not 1800 <= year <= 2400:
        raise DateError(
            "year",
            f"ปี พ.ศ. {year + BE_OFFSET} ไม่น่าถูกต้อง ตรวจดูปีอีกครั้ง",
            f"The year B.E. {year + BE_OFFSET} looks wrong. See whether it is right.",
        )
    last = calendar.monthrange(year, month)[1]
    if not 1 <= day <= last:
        name_th, name_en = f"{MONTHS_TH[month - 1]} {year + BE_OFFSET}", f"{MONTHS_EN[month - 1]} {year + BE_OFFSET}"
        raise DateError(
            "day",
            f"ไม่มีวันที่ {day} ใน{name_th} เดือนนี้มีถึงวันที่ {last}",
            f"There is no day {day} in {name_en}; that month ends on day {last}.",
        )
    return date(year, month, day)


def format_date(day: date, style: Style = "long", language: str = "th") -> str:
    """Print a date in B.E.: ``31 มีนาคม 2569``, ``31 มี.ค. 69``, ``31/3/2569``, ``๓๑ มีนาคม ๒๕๖๙``."""
    year = day.year + BE_OFFSET
    if style == "numeric":
        return f"{day.day}/{day.month}/{year}"
    thai = not language.startswith("en")
    name = (MONTHS_TH if thai else MONTHS_EN)[day.month - 1]
    if style == "month":
        return f"{name} {year}"
    if style == "short":
        if thai:
            return f"{day.day} {MONTHS_TH_SHORT[day.month - 1]} {year % 100:02d}"
        return f"{day.day} {name[:3]} {year}"
    written = f"{day.day} {name} {year}"
    return to_thai(written) if style == "official" and thai else written


def format_datetime(moment: datetime, style: Style = "short", language: str = "th") -> str:
    """Print a local moment: ``31 มี.ค. 69 14:03 น.``."""
    written = f"{format_date(moment.date(), style, language)} {moment:%H:%M}"
    if language.startswith("en"):
        return written
    return to_thai(f"{written} น.") if style == "official" else f"{written} น."


def format_range(start: date, end: date, language: str = "th") -> str:
    """Print a period with what both ends share once: ``1 เม.ย. – 30 ก.ย. 2569``."""
    names = MONTHS_EN if language.startswith("en") else MONTHS_TH_SHORT
    cut = 3 if language.startswith("en") else None

    def short(day: date) -> str:
        return f"{day.day} {names[day.month - 1][:cut]}"

    end_year = end.year + BE_OFFSET
    if start == end:
        return f"{short(start)} {end_year}"
    if start.year != end.year:
        return f"{short(start)} {start.year + BE_OFFSET} – {short(end)} {end_year}"
    if start.month == end.month:
        return f"{start.day}–{short(end)} {end_year}"
    return f"{short(start)} – {short(end)} {end_year}"
