"""The official register read row by row: what is new, changed, same, gone or wrong.

Rows are told apart by code; a unit that was upgraded has a new code but the same bare name in the
same district, and stays the same LAO. Where that is not clear, the optional column
``former_code`` says which one it was, or ``-`` for none. Bangkok and Pattaya have no code.
"""

import re
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from django.utils.translation import get_language, gettext as _

from onde_portal.registry.matching import Ambiguous, ReadRow, Register, UnknownFormerCode
from onde_portal.registry.models import District, Lao, LaoSize, LaoType, Province
from onde_portal.registry.naming import full_name_en, full_name_th, search_key_of, sort_key_of
from onde_portal.thai.digits import NumberError, parse_decimal, to_ascii
from onde_portal.thai.text import clean_text, sort_key

NEEDED = ("dla_code", "type", "name_th", "province_code")
READ = (
    *NEEDED, "full_name_th", "name_en", "full_name_en", "district_code", "district_th",
    "district_en", "size_2560", "size", "area_km2", "website", "office_lat", "office_lon",
    "former_code",
)  # fmt: skip
BANGKOK = "10"
WITHOUT_CODE = frozenset({"bma", "pattaya"})
WITHOUT_DISTRICT = frozenset({"bma", "pao"})
COMPARED = (
    "type_id", "province_id", "district_id", "code", "name_th", "name_en", "full_name_th",
    "full_name_en", "size", "area_km2", "website", "latitude", "longitude",
)  # fmt: skip
MAX_NAME, MAX_WEBSITE = 120, 300
_CODE = re.compile(r"[2-6]\d{6}", re.ASCII)
_URL = re.compile(r"https?://[^\s<>\"]+", re.IGNORECASE)
THAILAND = {"office_lat": (5, 21), "office_lon": (97, 106)}


def _clean(text: str) -> str:
    # Most cells are empty or plain ASCII; looking at each of their characters would cost a tenth.
    if text.isascii() and text.isprintable():
        return text.strip()
    return clean_text(text).strip()


@dataclass(frozen=True, slots=True)
class RowError:
    """Something wrong in a row: its number in the file, the column, a sentence."""

    row: int
    column: str
    message: str


@dataclass(slots=True)
class ImportPlan:
    """What an import would do. Nothing is written while ``errors`` or ``ambiguous`` has any.

    ``gone`` are the LAOs of the register that the file lacks. ``ambiguous`` names rows that may
    mean several of them.
    ``warnings`` name facts beside the point (a web address, a place on the map) that are left out
    because they cannot be right; they keep no LAO from being loaded.
    """

    new: list[Lao] = field(default_factory=list)
    changed: list[Lao] = field(default_factory=list)
    recoded: list[Lao] = field(default_factory=list)
    same: int = 0
    gone: list[Lao] = field(default_factory=list)
    districts: list[District] = field(default_factory=list)
    errors: list[RowError] = field(default_factory=list)
    ambiguous: list[RowError] = field(default_factory=list)
    warnings: list[RowError] = field(default_factory=list)
    by_type: Counter[str] = field(default_factory=Counter)

    @property
    def faults(self) -> list[RowError]:
        """All that keeps the file out, in the order of its rows."""
        return sorted([*self.errors, *self.ambiguous], key=lambda fault: fault.row)


class _Reader:
    """Reads one row after the other into LAOs that are not saved, noting every error."""

    def __init__(self, plan: ImportPlan) -> None:
        self.plan = plan
        self.types = LaoType.objects.in_bulk()
        self.provinces = Province.objects.in_bulk()
        self.districts = District.objects.in_bulk()
        self.seen: dict[str, int] = {}

    def error(self, row: int, column: str, message: str) -> None:
        self.plan.errors.append(RowError(row, column, message))

    def warn(self, row: int, column: str, message: str) -> None:
        self.plan.warnings.append(RowError(row, column, message))

    def read(self, number: int, record: Mapping[str, str]) -> ReadRow | None:
        before = len(self.plan.errors)
        values = {key: _clean(record[key]) for key in READ if key in record}
        kind = self._type(number, values)
        province = self._province(number, values)
        code = self._code(number, values, kind)
        name = self._name(number, values)
        district = self._district(number, values, kind, province)
        facts = self._facts(number, values)
        if len(self.plan.errors) > before or kind is None or province is None:
            return None
        name_en = values.get("name_en", "")
        lao = Lao(
            type=kind, province=province, district=district, code=code or None, name_th=name,
            name_en=name_en,
            full_name_th=values.get("full_name_th") or full_name_th(kind, name),
            full_name_en=values.get("full_name_en") or full_name_en(kind, name_en),
            **facts,
        )  # fmt: skip
        lao.search_key = search_key_of(lao, kind, province, district)
        lao.sort_key = sort_key_of(lao)
        self.plan.by_type[kind.key] += 1
        return ReadRow(number, lao, to_ascii(values.get("former_code", "")))

    def _type(self, number: int, values: Mapping[str, str]) -> LaoType | None:
        kind = self.types.get(values["type"])
        if kind is None:
            known = ", ".join(self.types)
            self.error(
                number,
                "type",
                _("“%(given)s” is no type of LAO. Known are: %(known)s.")
                % {"given": values["type"][:40], "known": known},
            )
        return kind

    def _province(self, number: int, values: Mapping[str, str]) -> Province | None:
        province = self.provinces.get(to_ascii(values["province_code"]))
        if province is None:
            self.error(
                number,
                "province_code",
                _(
                    "There is no province with the code “%(given)s”. "
                    "Codes have two digits, such as 41."
                )
                % {"given": values["province_code"][:20]},
            )
        return province

    def _code(self, number: int, values: Mapping[str, str], kind: LaoType | None) -> str:
        code = to_ascii(values["dla_code"])
        if not code and kind is not None and kind.key in WITHOUT_CODE:
            return ""
        if not _CODE.fullmatch(code):
            self.error(
                number,
                "dla_code",
                _("“%(given)s” is no code. A code has seven digits and begins with 2 to 6.")
                % {"given": code[:20]},
            )
        elif kind is not None and code[0] != kind.code_digit:
            self.error(
                number,
                "dla_code",
                _("The code %(code)s begins with %(digit)s, but this type's begin with %(right)s.")
                % {"code": code, "digit": code[0], "right": kind.code_digit or "–"},
            )
        elif code[1:3] != to_ascii(values["province_code"]):
            self.error(
                number,
                "dla_code",
                _(
                    "The code %(code)s belongs to province %(digits)s, "
                    "not to the province of this row."
                )
                % {"code": code, "digits": code[1:3]},
            )
        elif code in self.seen:
            self.error(
                number,
                "dla_code",
                _("The code %(code)s stands in row %(row)s already.")
                % {"code": code, "row": self.seen[code]},
            )
        self.seen.setdefault(code, number)
        return code

    def _name(self, number: int, values: Mapping[str, str]) -> str:
        name = values["name_th"]
        if not name:
            self.error(number, "name_th", _("The Thai name is missing."))
        elif len(name) > MAX_NAME:
            self.error(number, "name_th", _("The name is longer than 120 characters."))
        return name[:MAX_NAME]

    def _district(
        self,
        number: int,
        values: Mapping[str, str],
        kind: LaoType | None,
        province: Province | None,
    ) -> District | None:
        code = to_ascii(values.get("district_code", ""))
        if not code:
            if kind is not None and kind.key not in WITHOUT_DISTRICT:
                self.error(number, "district_code", _("The district is missing."))
            return None
        if not re.fullmatch(r"\d{4}", code, re.ASCII) or (province and code[:2] != province.code):
            self.error(
                number,
                "district_code",
                _(
                    "“%(given)s” is no district of this province. "
                    "Codes have four digits and begin with the province's."
                )
                % {"given": code[:20]},
            )
            return None
        return self.districts.get(code) or self._new_district(number, values, code)

    def _new_district(self, number: int, values: Mapping[str, str], code: str) -> District | None:
        name = values.get("district_th", "")
        if not name:
            self.error(
                number,
                "district_th",
                _("The district %(code)s is new: give its name.") % {"code": code},
            )
            return None
        made = District(
            code=code,
            province_id=code[:2],
            name_th=name[:80],
            name_en=values.get("district_en", "")[:80],
            sort_key=sort_key(name[:80])[:120],
            kind=District.Kind.KHET if code[:2] == BANGKOK else District.Kind.AMPHOE,
        )
        self.districts[code] = made
        self.plan.districts.append(made)
        return made

    def _facts(self, number: int, values: Mapping[str, str]) -> dict[str, Any]:
        size = values.get("size_2560", values.get("size", ""))
        if size and size not in LaoSize.values:
            self.error(
                number,
                "size_2560",
                _("“%(given)s” is no size. Known are large, medium, small.") % {"given": size[:20]},
            )
        website = values.get("website", "")
        if website and (not _URL.fullmatch(website) or len(website) > MAX_WEBSITE):
            self.warn(
                number,
                "website",
                _("“%(given)s” is no web address and is left out.") % {"given": website[:60]},
            )
            website = ""
        return {
            "size": size if size in LaoSize.values else "",
            "website": website[:MAX_WEBSITE],
            "area_km2": self._number(number, values, "area_km2", 2),
            "latitude": self._number(number, values, "office_lat", 5),
            "longitude": self._number(number, values, "office_lon", 5),
        }

    def _number(
        self, number: int, values: Mapping[str, str], column: str, places: int
    ) -> Decimal | None:
        text = values.get(column, "")
        if not text:
            return None
        try:
            value = parse_decimal(text)
        except NumberError as error:
            self.error(number, column, error.message(get_language() or "th"))
            return None
        low, high = THAILAND.get(column, (0, 9_999_999))
        if not low <= value <= high:
            self.warn(
                number,
                column,
                _("%(given)s does not lie between %(low)s and %(high)s and is left out.")
                % {"given": text[:20], "low": low, "high": high},
            )
            return None
        return value.quantize(Decimal(1).scaleb(-places))


def missing_columns(header: Iterable[str]) -> list[str]:
    """Needed columns that the file lacks."""
    there = set(header)
    return [name for name in NEEDED if name not in there]


def plan_import(
    header: Iterable[str], records: Iterable[tuple[int, Mapping[str, str]]]
) -> ImportPlan:
    """What the file would change, with every error at once. Writes nothing."""
    plan = ImportPlan()
    for column in missing_columns(header):
        plan.errors.append(
            RowError(1, column, _("The column “%(name)s” is missing.") % {"name": column})
        )
    if plan.errors:
        return plan
    reader = _Reader(plan)
    rows = [row for number, record in records if (row := reader.read(number, record)) is not None]
    register = Register(rows)
    for row in rows:
        _plan_row(row, register, plan)
    plan.gone = register.missing()
    return plan


def _plan_row(row: ReadRow, register: Register, plan: ImportPlan) -> None:
    dissolved = register.dissolved.get(row.lao.code or "")
    if dissolved is not None:
        message = _("The code %(code)s is that of %(name)s, which was dissolved.") % {
            "code": row.lao.code,
            "name": dissolved.full_name_th,
        }
        plan.errors.append(RowError(row.number, "dla_code", message))
        return
    try:
        match = register.find(row)
    except UnknownFormerCode:
        message = _(
            "No LAO that the file lacks has the former code “%(given)s”. "
            "Give the code it had in the register, or “-” for a new one."
        ) % {"given": row.former_code[:20]}
        plan.errors.append(RowError(row.number, "former_code", message))
    except Ambiguous as error:
        message = _(
            "It is not clear whether %(name)s is a new name of: %(candidates)s. "
            "Put its former code into the column former_code, or “-” if it is new."
        ) % {
            "name": row.lao.full_name_th,
            "candidates": ", ".join(f"{lao.full_name_th} ({lao.code})" for lao in error.candidates),
        }
        plan.ambiguous.append(RowError(row.number, "former_code", message))
    else:
        if match is None:
            plan.new.append(row.lao)
        elif _take_over(match, row.lao, plan):
            plan.changed.append(match)
        else:
            plan.same += 1


def _take_over(lao: Lao, row: Lao, plan: ImportPlan) -> bool:
    """Put the row's facts into the LAO; whether any was another. Empty facts change nothing."""
    was = (lao.code, lao.type_id, lao.size)
    changed = False
    for name in COMPARED:
        value = getattr(row, name)
        if value in (None, "") or getattr(lao, name) == value:
            continue
        setattr(lao, name, value)
        changed = True
    if changed:
        lao.search_key, lao.sort_key = row.search_key, row.sort_key
    code, kind, size = was
    # A size that was unknown is filled in; it is no change in the LAO's life.
    if (lao.code, lao.type_id) != (code, kind) or (size and lao.size != size):
        plan.recoded.append(lao)
    return changed
