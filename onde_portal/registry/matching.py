"""Which LAO of the register a row of a file means: found by code, else by name and district."""

from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from onde_portal.registry.models import Lao
from onde_portal.thai.text import thai_key

NEW_UNIT = "-"
Place = tuple[str, str, str]


@dataclass(frozen=True, slots=True)
class ReadRow:
    """A row as an LAO not saved: its number in the file and the former code it names, if any.

    The former code ``-`` says that the row is a unit that was not there before.
    """

    number: int
    lao: Lao
    former_code: str = ""


class Ambiguous(Exception):
    """Several LAOs may be meant, or several rows may mean the same. ``candidates`` are they."""

    def __init__(self, candidates: list[Lao]) -> None:
        super().__init__()
        self.candidates = candidates


class UnknownFormerCode(Exception):
    """No LAO has the former code, or another row of the file still has it."""


def _place_of(lao: Lao) -> Place:
    # A PAO shares its name with the city; a unit is never upgraded to or from one.
    kind = "pao" if lao.type_id == "pao" else "local"
    return (thai_key(lao.name_th), str(lao.district_id or lao.province_id), kind)


class Register:
    """The LAOs there are, for the rows of one file. An LAO whose code is in it is no other's."""

    def __init__(self, rows: Iterable[ReadRow]) -> None:
        every = list(Lao.objects.all())
        self.existing = [lao for lao in every if lao.gone_on is None]
        self.dissolved = {lao.code: lao for lao in every if lao.code and lao.gone_on}
        self.by_code = {lao.code: lao for lao in self.existing if lao.code}
        rows = list(rows)
        self.codes = {row.lao.code for row in rows if row.lao.code}
        taken = self.codes | {row.former_code for row in rows}
        self.by_place: dict[Place, list[Lao]] = defaultdict(list)
        for lao in self.existing:
            if lao.code not in taken:
                self.by_place[_place_of(lao)].append(lao)
        self.claims = Counter(
            place
            for row in rows
            if row.lao.code not in self.by_code
            and not row.former_code
            and (place := _place_of(row.lao)) in self.by_place
        )
        self.found: set[int] = set()

    def find(self, row: ReadRow) -> Lao | None:
        """The LAO that the row means; none when it is new.

        Raises ``Ambiguous`` and ``UnknownFormerCode``.
        """
        match = self.by_code.get(row.lao.code or "") or self._find_former(row)
        if match is not None:
            self.found.add(match.pk)
        return match

    def missing(self) -> list[Lao]:
        """The existing LAOs that no row meant."""
        return [lao for lao in self.existing if lao.pk not in self.found]

    def _find_former(self, row: ReadRow) -> Lao | None:
        if row.former_code == NEW_UNIT:
            return None
        if row.former_code:
            match = self.by_code.get(row.former_code)
            if match is None or row.former_code in self.codes or match.pk in self.found:
                raise UnknownFormerCode
            return match
        if not self.claims:
            return None
        place = _place_of(row.lao)
        candidates = self.by_place.get(place, [])
        if candidates and (len(candidates) > 1 or self.claims[place] > 1):
            raise Ambiguous(candidates)
        return candidates[0] if candidates else None
