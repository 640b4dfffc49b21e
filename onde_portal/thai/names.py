"""Names of people and places and their phone numbers, as Thai offices write them."""

import re
from dataclasses import dataclass
from enum import StrEnum
from typing import Final, NamedTuple

from onde_portal.thai.digits import to_ascii
from onde_portal.thai.errors import UnreadableError, quoted
from onde_portal.thai.text import strip_invisible, thai_key

LONGEST_NAME_KEY: Final = 200


class PrefixGroup(StrEnum):
    COMMON = "common"
    MINOR = "minor"
    MEDICAL = "medical"
    ACADEMIC = "academic"
    RANK = "rank"
    ROYAL = "royal"
    MONK = "monk"


@dataclass(frozen=True, slots=True)
class Prefix:
    """A title before a name: in full, abbreviated (may be empty) and in English."""

    full: str
    short: str
    english: str
    group: PrefixGroup

    @property
    def spaced(self) -> bool:
        """Ranks stand apart from the first name, other Thai titles touch it."""
        return self.group is PrefixGroup.RANK


def _group(group: PrefixGroup, rows: str) -> tuple[Prefix, ...]:
    cells = (line.split("|") for line in rows.strip().splitlines())
    return tuple(
        Prefix(full.strip(), short.strip(), english.strip(), group)
        for full, short, english in cells
    )


PREFIXES: Final[tuple[Prefix, ...]] = (
    *_group(
        PrefixGroup.COMMON,
        """
        นาย||Mr.
        นาง||Mrs.
        นางสาว|น.ส.|Miss
        คุณ||Khun
        """,
    ),
    *_group(
        PrefixGroup.MINOR,
        """
        เด็กชาย|ด.ช.|Master
        เด็กหญิง|ด.ญ.|Miss
        """,
    ),
    *_group(
        PrefixGroup.MEDICAL,
        """
        นายแพทย์|นพ.|Dr.
        แพทย์หญิง|พญ.|Dr.
        ทันตแพทย์|ทพ.|Dr.
        ทันตแพทย์หญิง|ทพญ.|Dr.
        """,
    ),
    *_group(
        PrefixGroup.ACADEMIC,
        """
        ดอกเตอร์|ดร.|Dr.
        ผู้ช่วยศาสตราจารย์|ผศ.|Asst. Prof.
        รองศาสตราจารย์|รศ.|Assoc. Prof.
        ศาสตราจารย์|ศ.|Prof.
        """,
    ),
    *_group(
        PrefixGroup.ROYAL,
        """
        หม่อมเจ้า|ม.จ.|M.C.
        หม่อมราชวงศ์|ม.ร.ว.|M.R.
        หม่อมหลวง|ม.ล.|M.L.
        คุณหญิง||Khunying
        ท่านผู้หญิง||Than Phuying
        """,
    ),
    *_group(
        PrefixGroup.MONK,
        """
        พระ||Phra
        พระครู||Phra Khru
        พระมหา||Phra Maha
        สามเณร||Samanera
        """,
    ),
    *_group(
        PrefixGroup.RANK,
        """
        ว่าที่ร้อยตรี|ว่าที่ ร.ต.|Acting Sub Lt.
        ว่าที่ร้อยตรีหญิง|ว่าที่ ร.ต.หญิง|Acting Sub Lt.
        ว่าที่ร้อยโท|ว่าที่ ร.ท.|Acting Lt.
        ว่าที่ร้อยเอก|ว่าที่ ร.อ.|Acting Capt.
        พลเอก|พล.อ.|Gen.
        พลโท|พล.ท.|Lt. Gen.
        พลตรี|พล.ต.|Maj. Gen.
        พันเอก|พ.อ.|Col.
        พันโท|พ.ท.|Lt. Col.
        พันตรี|พ.ต.|Maj.
        ร้อยเอก|ร.อ.|Capt.
        ร้อยโท|ร.ท.|Lt.
        ร้อยตรี|ร.ต.|Sub Lt.
        จ่าสิบเอก|จ.ส.อ.|Sgt. Maj. 1st Class
        จ่าสิบโท|จ.ส.ท.|Sgt. Maj. 2nd Class
        จ่าสิบตรี|จ.ส.ต.|Sgt. Maj. 3rd Class
        สิบเอก|ส.อ.|Sgt.
        สิบโท|ส.ท.|Cpl.
        สิบตรี|ส.ต.|Pfc.
        พลทหาร||Pvt.
        นาวาเอก|น.อ.|Capt.
        นาวาโท|น.ท.|Cdr.
        นาวาตรี|น.ต.|Lt. Cdr.
        เรือเอก||Lt.
        เรือโท||Lt. J.G.
        เรือตรี||Sub Lt.
        พันจ่าเอก|พ.จ.อ.|Chief Petty Officer 1st Class
        พันจ่าโท|พ.จ.ท.|Chief Petty Officer 2nd Class
        พันจ่าตรี|พ.จ.ต.|Chief Petty Officer 3rd Class
        จ่าเอก|จ.อ.|Petty Officer 1st Class
        จ่าโท|จ.ท.|Petty Officer 2nd Class
        จ่าตรี|จ.ต.|Petty Officer 3rd Class
        พันจ่าอากาศเอก|พ.อ.อ.|Flight Sgt. 1st Class
        จ่าอากาศเอก|จ.อ.อ.|Sgt.
        พลตำรวจเอก|พล.ต.อ.|Pol. Gen.
        พลตำรวจโท|พล.ต.ท.|Pol. Lt. Gen.
        พลตำรวจตรี|พล.ต.ต.|Pol. Maj. Gen.
        พันตำรวจเอก|พ.ต.อ.|Pol. Col.
        พันตำรวจโท|พ.ต.ท.|Pol. Lt. Col.
        พันตำรวจตรี|พ.ต.ต.|Pol. Maj.
        ร้อยตำรวจเอก|ร.ต.อ.|Pol. Capt.
        ร้อยตำรวจโท|ร.ต.ท.|Pol. Lt.
        ร้อยตำรวจตรี|ร.ต.ต.|Pol. Sub Lt.
        ดาบตำรวจ|ด.ต.|Pol. Sen. Sgt. Maj.
        สิบตำรวจเอก|ส.ต.อ.|Pol. Sgt.
        สิบตำรวจโท|ส.ต.ท.|Pol. Cpl.
        สิบตำรวจตรี|ส.ต.ต.|Pol. L/C
        """,
    ),
)

_BY_WRITING: Final = {
    writing: prefix for prefix in PREFIXES for writing in (prefix.full, prefix.short) if writing
}
_LONGEST_FIRST: Final = sorted(_BY_WRITING, key=len, reverse=True)
_ENGLISH: Final = sorted({prefix.english for prefix in PREFIXES}, key=len, reverse=True)
_MOST_TITLES: Final = 4
_STACKED: Final = frozenset({PrefixGroup.ACADEMIC, PrefixGroup.RANK})
_NEXT: Final = _STACKED | {PrefixGroup.MEDICAL, PrefixGroup.ROYAL}
# No Thai name begins with these; what looks like a prefix before them is part of the name.
_FOLLOWERS: Final = re.compile("[\u0e2f-\u0e3a\u0e45-\u0e4e]")
_THAI_LETTER: Final = re.compile("[\u0e01-\u0e2e\u0e40-\u0e44]")


class PersonName(NamedTuple):
    prefix: str
    first: str
    last: str


def name_key(first_name: str, last_name: str) -> str:
    """First and last name in one, without spaces: equal for the same name however it is typed."""
    return thai_key(f"{first_name}{last_name}").replace(" ", "")[:LONGEST_NAME_KEY]


def find_prefix(text: str) -> Prefix | None:
    """The known prefix written exactly so, in full or abbreviated."""
    return _BY_WRITING.get(text.strip())


def _touches(prefix: str, first: str) -> bool:
    """Whether no space stands between this prefix and this first name."""
    if not (_THAI_LETTER.search(prefix) and _THAI_LETTER.match(first)):
        return False
    known = _BY_WRITING.get(prefix) or _BY_WRITING.get(prefix.rsplit(" ", 1)[-1])
    return known is not None and not known.spaced


def full_name(prefix: str, first: str, last: str) -> str:
    """The name in one line: ``นายสมชาย ใจดี``, ``พันเอก สมชาย ใจดี``, ``Mr. Somchai Jaidee``.

    Common, academic and royal Thai prefixes touch the first name; ranks, unknown prefixes and
    everything in Latin letters stand apart. Empty parts leave no space behind.
    """
    prefix, first, last = prefix.strip(), first.strip(), last.strip()
    gap = "" if not prefix or not first or _touches(prefix, first) else " "
    return f"{prefix}{gap}{first} {last}".strip()


def _thai_prefix(text: str) -> str:
    """The longest known Thai prefix in which a name follows, or nothing."""
    for writing in _LONGEST_FIRST:
        rest = text[len(writing) :].lstrip()
        if text.startswith(writing) and rest and not _FOLLOWERS.match(rest):
            return writing
    return ""


def _english_prefix(text: str) -> str:
    folded = text.casefold()
    for title in _ENGLISH:
        if folded.startswith(f"{title.casefold()} ") or (
            title.endswith(".") and folded.startswith(f"{title[:-1].casefold()} ")
        ):
            return text[: folded.index(" ", len(title) - 1)]
    return ""


def split_name(text: str) -> PersonName:
    """A name in one line taken apart; prefix and last name may come out empty.

    Titles that stand together stay together (``ผศ. ดร.``). The first word is the first name,
    the rest the last name, so ``ณ อยุธยา`` stays whole. A first name that begins like a prefix
    (``พระพาย``) cannot be told from one: show the parts for correction.
    """
    rest = " ".join(strip_invisible(text).split())
    titles: list[str] = []
    while len(titles) < _MOST_TITLES and (title := _thai_prefix(rest)):
        group = _BY_WRITING[title].group
        if titles and group not in _NEXT:
            break
        titles.append(title)
        rest = rest[len(title) :].lstrip()
        if group not in _STACKED:
            break
    if not titles and (title := _english_prefix(rest)):
        titles, rest = [title], rest[len(title) :].lstrip()
    first, _, last = rest.partition(" ")
    return PersonName(" ".join(titles), first, last)


class PhoneError(UnreadableError):
    """A phone number that cannot be read: code ``empty``, ``format`` or ``length``."""


@dataclass(frozen=True, slots=True)
class Phone:
    """A phone number as ``+66…`` (E.164) and the extension's digits, which may be empty."""

    e164: str
    extension: str = ""


_PHONE: Final = re.compile(
    r"(?P<number>[+(]?\d[\d\s().-]*?)"
    r"(?:\s*(?:ต่อ|กด|ext\.?|extension|x|#)\s*(?P<extension>\d{1,6}))?"
)
_LONGEST_PHONE: Final = 60
# Bangkok has the one-digit area code 2, everything else two digits before the number.
_THAI_NUMBER: Final = re.compile(r"\+66(2|[13-9]\d)(\d{3})(\d{3,4})")
_E164: Final = re.compile(r"\+[1-9]\d{7,14}")


def _phone_error(code: str, text: str) -> PhoneError:
    return PhoneError(
        code,
        f"อ่านหมายเลขโทรศัพท์ {quoted(text)} ไม่ได้ ให้พิมพ์ทีละหมายเลข เช่น 02-123-4567 ต่อ 89 "
        "หรือ 081-234-5678",
        f"Cannot read the phone number {quoted(text)}. Type one number, such as "
        "02-123-4567 ext. 89 or 081-234-5678.",
    )


def _to_e164(number: str) -> str:
    """E.164 of digits that were typed in Thailand; no check of the length."""
    digits = re.sub(r"\D", "", number)
    if number.startswith("+"):
        international = digits
    elif digits.startswith("00"):
        international = digits[2:]
    elif digits.startswith("0"):
        international = f"66{digits[1:]}"
    else:
        international = digits
    # "+66 (0)2 …" carries the trunk zero with the country code.
    return "+" + re.sub(r"^660", "66", international)


def parse_phone(text: str) -> Phone:
    """A phone number as typed, Thai digits and extension included. Raises ``PhoneError``.

    Thai numbers have nine digits after the country code when mobile, eight when landline.
    """
    typed = to_ascii(strip_invisible(text)).strip().casefold()
    if not typed:
        raise PhoneError("empty", "กรุณากรอกหมายเลขโทรศัพท์", "Enter a phone number.")
    match = _PHONE.fullmatch(typed) if len(typed) <= _LONGEST_PHONE else None
    if match is None:
        raise _phone_error("format", text)
    e164 = _to_e164(match["number"])
    is_thai = e164.startswith("+66")
    if not (re.fullmatch(r"\+66([689]\d{8}|[2-7]\d{7})", e164) if is_thai else _E164.match(e164)):
        raise _phone_error("length", text)
    if not is_thai and not match["number"].startswith(("+", "00")):
        raise _phone_error("length", text)
    return Phone(e164, match["extension"] or "")


def format_phone(e164: str, extension: str = "", language: str = "th") -> str:
    """``02-123-4567 ต่อ 89``, ``081-234-5678``; numbers of other countries as they are."""
    match = _THAI_NUMBER.fullmatch(e164)
    number = f"0{match[1]}-{match[2]}-{match[3]}" if match else e164
    if not extension:
        return number
    return f"{number} ต่อ {extension}" if language == "th" else f"{number} ext. {extension}"


BANGKOK_NAMES: Final = frozenset({"กรุงเทพมหานคร", "กรุงเทพฯ", "กทม.", "Bangkok"})
_DISTRICT_WORD: Final = re.compile(r"^(?:อำเภอ|กิ่งอำเภอ|อ\.|เขต)\s*")
_PROVINCE_WORD: Final = re.compile(r"^(?:จังหวัด|จ\.)\s*")


def place_name(name: str, district: str = "", province: str = "", language: str = "th") -> str:
    """An organisation with where it is: ``อบต. หนองบัว · อ.เมือง จ.อุดรธานี``.

    ``name`` carries its own type. In Bangkok districts are เขต and there is no จ.; in English
    the parts are joined by commas. Empty parts are left out.
    """
    district = _DISTRICT_WORD.sub("", district.strip())
    province = _PROVINCE_WORD.sub("", province.strip())
    if language != "th":
        where = ", ".join(part for part in (district, province) if part)
    elif province in BANGKOK_NAMES:
        where = " ".join(part for part in (district and f"เขต{district}", province) if part)
    else:
        marked = (district and f"อ.{district}", province and f"จ.{province}")
        where = " ".join(part for part in marked if part)
    return " · ".join(part for part in (name.strip(), where) if part)
