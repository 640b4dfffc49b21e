"""Dates in and out in the Buddhist era. Inside the portal every date is a C.E. ``date``.

Django and Babel print Gregorian years in Thai; nothing here does. A year over 2400 is read as
B.E., so what is read back never gains 543 twice.
"""

import re
from calendar import monthrange
from datetime import date, datetime
from typing import Final, Literal

from onde_portal.thai.calendar import BE_OFFSET
from onde_portal.thai.digits import to_thai
from onde_portal.thai.errors import UnreadableError, quoted
from onde_portal.thai.text import thai_key

DateStyle = Literal["long", "short", "numeric", "official", "month"]

THAI_MONTHS: Final = (
    *("มกราคม", "กุมภาพันธ์", "มีนาคม", "เมษายน", "พฤษภาคม", "มิถุนายน"),
    *("กรกฎาคม", "สิงหาคม", "กันยายน", "ตุลาคม", "พฤศจิกายน", "ธันวาคม"),
)
THAI_SHORT_MONTHS: Final = (
    *("ม.ค.", "ก.พ.", "มี.ค.", "เม.ย.", "พ.ค.", "มิ.ย."),
    *("ก.ค.", "ส.ค.", "ก.ย.", "ต.ค.", "พ.ย.", "ธ.ค."),
)
ENGLISH_MONTHS: Final = (
    *("January", "February", "March", "April", "May", "June"),
    *("July", "August", "September", "October", "November", "December"),
)
ENGLISH_SHORT_MONTHS: Final = tuple(name[:3] for name in ENGLISH_MONTHS)
LONGEST_DATE: Final = 60
CENTURY: Final = 2500
LAST_CE_YEAR: Final = 2400
MONTHS: Final = 12
LONGEST_MONTH: Final = 31

_OTHER_SPELLINGS: Final = {"กรกฏาคม": 7, "sept": 9}


def _month_names() -> dict[str, int]:
    names: dict[str, int] = {}
    for row in (THAI_MONTHS, THAI_SHORT_MONTHS, ENGLISH_MONTHS, ENGLISH_SHORT_MONTHS):
        names |= {thai_key(name).replace(".", ""): at for at, name in enumerate(row, start=1)}
    return names | {thai_key(name): month for name, month in _OTHER_SPELLINGS.items()}


_MONTH_NUMBER: Final = _month_names()
_THAI_ERA: Final = "พศ"
_ERA: Final = r"(?P<era>พ\.? ?ศ\.?|ค\.? ?ศ\.?|b\.?e\.?|a\.?d\.?|c\.?e\.?)"
_YEAR: Final = rf"(?:{_ERA} ?)?(?P<year>\d{{1,6}})(?: ?{_ERA.replace('era', 'era_after')})?"
_DAY: Final = r"(?P<day>\d{1,4})"
_NAME: Final = r"(?P<name>[a-zก-๎][a-zก-๎. ]{0,30}?)"
_LEAD: Final = re.compile(r"^(?:(?:วัน)?(?:จันทร์|อังคาร|พุธ|พฤหัสบดี|ศุกร์|เสาร์|อาทิตย์)?ที่ ?)")
_PATTERNS: Final = (
    re.compile(r"(?P<year>\d{4})[-/.](?P<month>\d{1,2})[-/.](?P<day>\d{1,2})"),
    re.compile(rf"{_DAY} ?[-/. ] ?(?P<month>\d{{1,4}}) ?[-/. ] ?{_YEAR}"),
    re.compile(rf"{_DAY}[-/., ]*{_NAME}[-/., ]*{_YEAR}"),
    re.compile(rf"(?P<name>[a-z]{{3,9}})\.? ?{_DAY}(?:,| ) ?{_YEAR}"),
)


class DateError(UnreadableError):
    """Text that is not a date. Codes: ``empty``, ``format``, ``month``, ``day``, ``year``."""


def parse_date(text: str) -> date:
    """The date that was typed. Raises ``DateError``.

    Takes ``31/8/2562``, ``๓๑/๘/๒๕๖๒``, ``31 ส.ค. 62``, ``31 สิงหาคม พ.ศ. 2562``, ``31 Aug 2019``
    and ``2019-08-31``. Day before month, except in ISO dates. Two digits are a year from B.E.
    2500 to 2599; a year over 2400 is B.E.; whether 29 February exists is decided in C.E.
    """
    typed = thai_key(text) if len(text) <= LONGEST_DATE else text
    if not typed:
        raise DateError("empty", "กรุณากรอกวันที่", "Enter a date.")
    parts = _match(typed)
    if parts is None:
        raise _bad_format(text)
    year = _read_year(parts["year"], parts.get("era") or parts.get("era_after") or "")
    month = _read_month(parts, text)
    return _checked(year, month, int(parts["day"]))


def _match(typed: str) -> dict[str, str] | None:
    """The named parts of the first form that fits; parts that are not there are left out."""
    if len(typed) > LONGEST_DATE:
        return None
    bare = _LEAD.sub("", typed)
    for pattern in _PATTERNS:
        if match := pattern.fullmatch(bare):
            return {name: part for name, part in match.groupdict().items() if part is not None}
    return None


def _bad_format(text: str) -> DateError:
    return DateError(
        "format",
        f"อ่านวันที่ {quoted(text)} ไม่ได้ ให้พิมพ์แบบ 31/8/2562 หรือ 31 ส.ค. 62",
        f"Cannot read the date {quoted(text)}. Type it like 31/8/2562 or 31 Aug 2562.",
    )


def _read_year(digits: str, era: str) -> int:
    """The C.E. year of what was typed for the year and the era's name, which may be empty."""
    era = era.replace(".", "").replace(" ", "")
    number = int(digits)
    buddhist = not era or era in {_THAI_ERA, "be"}
    if len(digits) <= 2 and buddhist:  # noqa: PLR2004
        return CENTURY + number - BE_OFFSET
    if LAST_CE_YEAR < number <= LAST_CE_YEAR + BE_OFFSET and buddhist:
        return number - BE_OFFSET
    if LAST_CE_YEAR - BE_OFFSET < number <= LAST_CE_YEAR and era not in {_THAI_ERA, "be"}:
        return number
    raise DateError(
        "year",
        f"ปี {digits} ใช้ไม่ได้ ให้พิมพ์ปี พ.ศ. สี่หลัก เช่น 2569",
        f"The year {digits} cannot be used. Type a four-digit year B.E., such as 2569.",
    )


def _read_month(parts: dict[str, str], text: str) -> int:
    if "month" in parts:
        month = int(parts["month"])
        if 1 <= month <= MONTHS:
            return month
        raise _bad_month(month, int(parts["day"]), parts["year"])
    name = parts["name"].replace(".", "").replace(" ", "")
    if number := _MONTH_NUMBER.get(name):
        return number
    raise DateError(
        "month",
        f"ไม่รู้จักเดือนใน {quoted(text)} ให้พิมพ์ชื่อเดือน เช่น ส.ค. หรือ สิงหาคม",
        f"There is no such month in {quoted(text)}. Type its name, such as Aug or August.",
    )


def _bad_month(month: int, day: int, year: str) -> DateError:
    thai, english = "ให้พิมพ์ วัน/เดือน/ปี เช่น 31/8/2562", "Type day/month/year, like 31/8/2562."
    if 1 <= day <= MONTHS and 1 <= month <= LONGEST_MONTH:
        meant = f"{month}/{day}/{year}"
        thai, english = f"ถ้าหมายถึง {meant} ให้พิมพ์ {meant}", f"If you mean {meant}, type {meant}."
    return DateError(
        "month",
        f"ไม่มีเดือนที่ {month} เดือนมีตั้งแต่ 1 ถึง 12 {thai}",
        f"There is no month {month}; months go from 1 to 12. {english}",
    )


def _checked(year: int, month: int, day: int) -> date:
    last = monthrange(year, month)[1]
    if 1 <= day <= last:
        return date(year, month, day)
    be_year = year + BE_OFFSET
    raise DateError(
        "day",
        f"ไม่มีวันที่ {day} {THAI_MONTHS[month - 1]} {be_year} เดือนนี้ (ค.ศ. {year}) มีวันที่ 1 ถึง {last}",
        f"There is no {day} {ENGLISH_MONTHS[month - 1]} {be_year}: "
        f"that month (C.E. {year}) has the days 1 to {last}.",
    )


def _is_english(language: str) -> bool:
    return language.startswith("en")


def _month_name(day: date, language: str, *, short: bool) -> str:
    if _is_english(language):
        return (ENGLISH_SHORT_MONTHS if short else ENGLISH_MONTHS)[day.month - 1]
    return (THAI_SHORT_MONTHS if short else THAI_MONTHS)[day.month - 1]


def _short_year(day: date, language: str) -> str:
    """Two digits in Thai where they can be read back, else four."""
    be_year = day.year + BE_OFFSET
    in_century = CENTURY <= be_year < CENTURY + 100
    return f"{be_year % 100:02}" if in_century and not _is_english(language) else str(be_year)


def format_date(day: date, style: DateStyle = "long", language: str = "th") -> str:
    """A date in the Buddhist era, in Thai or (``en…``) English.

    ``long`` 31 มีนาคม 2569 / 31 March 2569; ``short`` 31 มี.ค. 69 / 31 Mar 2569; ``numeric``
    31/3/2569; ``official`` ๓๑ มีนาคม ๒๕๖๙ / 31 March 2569; ``month`` มีนาคม 2569 / March 2569.
    All but ``month`` can be read back by ``parse_date``.
    """
    be_year = day.year + BE_OFFSET
    if style == "numeric":
        return f"{day.day}/{day.month}/{be_year}"
    if style == "short":
        name = _month_name(day, language, short=True)
        return f"{day.day} {name} {_short_year(day, language)}"
    month = f"{_month_name(day, language, short=False)} {be_year}"
    if style == "month":
        return month
    long = f"{day.day} {month}"
    return to_thai(long) if style == "official" and not _is_english(language) else long


def format_datetime(moment: datetime, style: DateStyle = "short", language: str = "th") -> str:
    """A moment that is local already: ``31 มี.ค. 69 14:03 น.``, ``31 Mar 2569 14:03``.

    Official Thai writes ``๓๑ มีนาคม ๒๕๖๙ เวลา ๑๔.๐๓ น.``
    """
    day = format_date(moment.date(), style, language)
    if _is_english(language):
        return f"{day} {moment:%H:%M}"
    if style == "official":
        return f"{day} เวลา {to_thai(f'{moment:%H.%M}')} น."
    return f"{day} {moment:%H:%M} น."


def format_range(start: date, end: date, language: str = "th", *, short: bool = True) -> str:
    """First to last day: ``1 เม.ย. – 30 ก.ย. 2569``; what both share is written once.

    Papers have the months in full.
    """
    first, last = (f"{day.day} {_month_name(day, language, short=short)}" for day in (start, end))
    start_year, end_year = start.year + BE_OFFSET, end.year + BE_OFFSET
    if start == end:
        return f"{last} {end_year}"
    if start_year != end_year:
        return f"{first} {start_year} – {last} {end_year}"
    if start.month == end.month:
        return f"{start.day} – {last} {end_year}"
    return f"{first} – {last} {end_year}"
