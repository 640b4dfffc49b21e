"""Names of people and places as Thai offices write them, and phone numbers."""

import re
from dataclasses import dataclass

from onde_portal.thai.digits import to_ascii

# Prefixes written onto the first name without a space; ranks and foreign titles keep one.
JOINED_PREFIXES = (
    "นาย", "นางสาว", "นาง", "น.ส.", "เด็กชาย", "เด็กหญิง", "ด.ช.", "ด.ญ.", "พระ", "หม่อมหลวง",
    "หม่อมราชวงศ์", "ม.ล.", "ม.ร.ว.",
)  # fmt: skip
SPACED_PREFIXES = (
    "ดร.", "ผศ.", "รศ.", "ศ.", "ผศ.ดร.", "รศ.ดร.", "ศ.ดร.", "ว่าที่ร้อยตรี", "ว่าที่ ร.ต.", "พ.ต.ท.",
    "พ.ต.อ.", "พล.ต.", "Mr.", "Mrs.", "Ms.", "Miss", "Dr.",
)  # fmt: skip
PREFIXES = JOINED_PREFIXES + SPACED_PREFIXES


def full_name(prefix: str, first_name: str, last_name: str) -> str:
    """The whole name: "นางสาวกานดา ใจดี", "ดร. กานดา ใจดี"."""
    prefix, first_name, last_name = prefix.strip(), first_name.strip(), last_name.strip()
    joint = "" if prefix in JOINED_PREFIXES else " "
    first = f"{prefix}{joint}{first_name}" if prefix else first_name
    return f"{first} {last_name}".strip()


def split_name(text: str) -> tuple[str, str, str]:
    """Prefix, first and last name of a whole name; what cannot be told stays empty."""
    text = " ".join(text.split())
    prefix = next(
        (item for item in sorted(PREFIXES, key=len, reverse=True) if text.startswith(item)), ""
    )
    rest = text[len(prefix) :].strip()
    first, _space, last = rest.partition(" ")
    return prefix, first, last


@dataclass(frozen=True, slots=True)
class Phone:
    """A number in E.164 with its extension, if any."""

    e164: str
    extension: str = ""


class PhoneError(ValueError):
    """The text is no Thai or international phone number."""


_EXTENSION = re.compile(r"(?:ต่อ|ext\.?|x|#)\s*(\d{1,6})\s*$", re.IGNORECASE)


def parse_phone(text: str) -> Phone:
    """Read "02 123 4567 ต่อ 12", "081-234-5678", "+66 2 123 4567"; ``PhoneError`` otherwise."""
    text = to_ascii(text).strip()[:60]
    found = _EXTENSION.search(text)
    extension = found.group(1) if found else ""
    number = re.sub(r"[\s().-]", "", text[: found.start()] if found else text)
    if re.fullmatch(r"0[2-7]\d{7}|0[689]\d{8}", number):
        return Phone(f"+66{number[1:]}", extension)
    if re.fullmatch(r"\+[1-9]\d{6,14}", number):
        return Phone(number, extension)
    raise PhoneError(text)


def format_phone(e164: str, extension: str = "") -> str:
    """A Thai number as people read it ("0 2123 4567 ต่อ 12"); others unchanged."""
    number = e164
    if e164.startswith("+66"):
        local = "0" + e164[3:]
        middle = 2 if len(local) == 9 else 3
        number = f"{local[:middle]} {local[middle:-4]} {local[-4:]}"
    return f"{number} ต่อ {extension}" if extension else number


def place_name(
    *, type_abbr: str, name: str, district: str = "", province: str = "", bangkok: bool = False
) -> str:
    """A name with its place: "อบต.หนองบัว · อ.เมือง จ.อุดรธานี"; never a bare name."""
    own = f"{type_abbr}{name}"
    if bangkok:
        parts = [f"เขต{district}"] if district else []
    else:
        parts = [f"อ.{district}"] if district else []
        parts += [f"จ.{province}"] if province else []
    return f"{own} · {' '.join(parts)}" if parts else own
