"""Which LAOs a name means, however it was typed: with its type, abbreviated, bare, by code."""

import re
from collections import defaultdict

from onde_portal.registry.models import Lao, LaoType, Province
from onde_portal.thai.digits import to_ascii
from onde_portal.thai.text import thai_key

_DISTRICT_WORD = re.compile(r"^(?:อำเภอ|อ\.|เขต|amphoe|khet)\s*|\s+district$")
_BLANKS = re.compile(r"[\s.]+")


def _plain(text: str) -> str:
    """A key without blanks and dots, so that ``อบต. หนองบัว`` is ``อบตหนองบัว``."""
    return _BLANKS.sub("", thai_key(text))


def _district_key(text: str) -> str:
    return _plain(_DISTRICT_WORD.sub("", thai_key(text)))


class LaoFinder:
    """The existing LAOs by code and by every usual form of their names; made once for a file."""

    def __init__(self) -> None:
        self._types = self._prefixes()
        self._by_code: dict[str, Lao] = {}
        self._by_name: dict[str, list[Lao]] = defaultdict(list)
        for lao in Lao.objects.existing().with_place().order_by("pk"):
            if lao.code:
                self._by_code[lao.code] = lao
            names = {_plain(lao.name_th), _plain(lao.full_name_th)}
            names |= {_plain(name) for name in (lao.name_en, lao.full_name_en) if name}
            for name in names:
                self._by_name[name].append(lao)

    @staticmethod
    def _prefixes() -> list[tuple[str, str]]:
        """What may stand before a bare name, longest first, with the type that it names."""
        known = [
            (_plain(word), kind.pk)
            for kind in LaoType.objects.all()
            for word in (kind.name_th, kind.abbr_th)
            if word
        ]
        return sorted(known, key=lambda item: -len(item[0]))

    def find(
        self, *, name: str, code: str = "", province: Province | None = None, district: str = ""
    ) -> list[Lao]:
        """The LAOs that may be meant: none, one, or several; a known code means just one.

        A code that nobody has finds nothing. Province and district, in Thai or English, narrow.
        """
        digits = to_ascii(code).strip()
        if digits:
            found = self._by_code.get(digits)
            return [found] if found is not None else []
        found_by_name = self._named(name)
        if province is not None:
            found_by_name = [lao for lao in found_by_name if lao.province_id == province.pk]
        if district.strip():
            found_by_name = [lao for lao in found_by_name if _lies_in(lao, district)]
        return found_by_name

    def _named(self, name: str) -> list[Lao]:
        key = _plain(name)
        if not key:
            return []
        exact = self._by_name.get(key, [])
        for prefix, kind in self._types:
            bare = key.removeprefix(prefix)
            if bare and bare != key:
                typed = [lao for lao in self._by_name.get(bare, []) if lao.type_id == kind]
                if typed:
                    return typed
        return exact


def _lies_in(lao: Lao, district: str) -> bool:
    if lao.district is None:
        return False
    wanted = _district_key(district)
    return wanted in {_district_key(lao.district.name_th), _district_key(lao.district.name_en)}


def told_apart(lao: Lao) -> str:
    """An LAO with where it lies, as names repeat across the country."""
    where = [lao.full_name_th]
    if lao.district is not None:
        where.append(f"อ.{lao.district.name_th}")
    if lao.type_id != "bma":
        where.append(f"จ.{lao.province.name_th}")
    return " ".join(where) + (f" ({lao.code})" if lao.code else "")
