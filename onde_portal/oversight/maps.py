"""The map of the 77 provinces as data, and in which tone a figure is drawn."""

import json
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from math import ceil
from pathlib import Path

DATA = Path(__file__).parent / "data" / "thailand.json"
TILE = 30
# A province shows its figure on the map when a circle of this radius fits into it.
ROOM = 31
TONES = 4


@dataclass(frozen=True, slots=True)
class Outline:
    """A province's outline, its abbreviation in Thai, its tile's column and row, and the point
    deepest inside it with its distance to the border."""

    id: str
    short: str
    tile: tuple[int, int]
    centre: tuple[int, int, int]
    path: str

    @property
    def has_room(self) -> bool:
        return self.centre[2] >= ROOM


@dataclass(frozen=True, slots=True)
class Country:
    """All outlines in their drawing's units, lakes apart, and whom to credit."""

    width: int
    height: int
    columns: int
    rows: int
    provinces: dict[str, Outline]
    water: tuple[str, ...]
    credit: str
    licence: str


@cache
def country() -> Country:
    """The map, read once."""
    found = json.loads(DATA.read_text("utf-8"))
    outlines = (
        Outline(
            item["id"], item["short"], (item["tile"][0], item["tile"][1]),
            (item["centre"][0], item["centre"][1], item["centre"][2]), item["path"],
        )
        for item in found["provinces"]
    )  # fmt: skip
    return Country(
        width=found["width"],
        height=found["height"],
        columns=found["columns"],
        rows=found["rows"],
        provinces={item.id: item for item in outlines},
        water=tuple(item["path"] for item in found["water"]),
        credit=found["credit"],
        licence=found["licence"],
    )


@dataclass(frozen=True, slots=True)
class Class:
    """A tone (0 is none, 4 the darkest) and the values it stands for, both included."""

    tone: int
    low: int
    high: int | None


def count_classes(values: Iterable[int]) -> list[Class]:
    """Nothing, and up to four even classes from one to the highest count, the last the darkest."""
    highest = max([1, *values])
    width = ceil(highest / TONES)
    count = ceil(highest / width)
    classes = [
        Class(TONES - count + place, (place - 1) * width + 1, place * width)
        for place in range(1, count + 1)
    ]
    return [Class(0, 0, 0), *classes]


# Per cent received: nothing expected stands apart from nothing received.
SHARE_CLASSES = [Class(1, 0, 49), Class(2, 50, 79), Class(3, 80, 99), Class(4, 100, 100)]


def tone_of(value: int | None, classes: Iterable[Class]) -> int:
    """The tone of a value; 0 where there is none."""
    if value is None:
        return 0
    for item in classes:
        if item.low <= value and (item.high is None or value <= item.high):
            return item.tone
    return TONES
