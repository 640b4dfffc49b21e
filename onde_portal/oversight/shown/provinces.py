"""The map of the provinces with its tiles and table: the same figures three times."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import get_language, gettext as _, gettext_lazy, ngettext

from monitoring.tally import Tally
from onde_portal.oversight.maps import (
    SHARE_CLASSES,
    TILE,
    Class,
    Country,
    Outline,
    count_classes,
    country,
    tone_of,
)
from onde_portal.oversight.selectors.page import Page
from onde_portal.oversight.shown.addresses import overview_url, province_url
from onde_portal.registry.models import Province

SHOWS: dict[str, Any] = {
    "hubs": gettext_lazy("Hubs"),
    "completeness": gettext_lazy("Reports received"),
    "problems": gettext_lazy("Open problems"),
}
SORTS = ("name", "hubs", "completeness", "problems")
ORDERS = (*SORTS, *(f"-{key}" for key in SORTS))
NOTHING = {"hubs": 0, "expected": 0, "received": 0, "problems": 0}


@dataclass(frozen=True, slots=True)
class ProvinceShown:
    """A province: its figures, its tone by the figure chosen, and where it is drawn."""

    code: str
    name: str
    url: str
    outline: Outline
    hubs: int
    expected: int
    received: int
    problems: int
    tone: int
    figure: str
    title: str
    short: str
    tile_x: int
    tile_y: int

    @property
    def rate(self) -> int | None:
        """Reports received in whole per cent of those expected; None without any."""
        return Tally(expected=self.expected, received=self.received).whole_rate


@dataclass(frozen=True, slots=True)
class Key:
    """A line of the legend."""

    tone: int
    label: str


@dataclass(frozen=True, slots=True)
class Choice:
    """A link that shows or sorts otherwise; ``order`` is as ``aria-sort`` wants it."""

    key: str
    label: str
    url: str
    chosen: bool
    order: str = ""


@dataclass(frozen=True, slots=True)
class MapShown:
    """What the map shows, and the same as tiles and as a table of all 77."""

    what: str
    title: str
    country: Country
    provinces: tuple[ProvinceShown, ...]
    rows: tuple[ProvinceShown, ...]
    legend: tuple[Key, ...]
    choices: tuple[Choice, ...]
    heads: tuple[Choice, ...]
    tile: int = TILE

    @property
    def tiles_width(self) -> int:
        return self.country.columns * TILE

    @property
    def tiles_height(self) -> int:
        return self.country.rows * TILE


def map_shown(page: Page, what: str, sort: str) -> MapShown:
    """The map by what the address asks for; what it does not know is hubs, by name."""
    what = what if what in SHOWS else "hubs"
    sort = sort if sort.removeprefix("-") in SORTS else "name"
    figures = page.figures["provinces"]
    values = [_value(what, figures.get(code, NOTHING)) for code in figures]
    is_share = what == "completeness"
    classes = SHARE_CLASSES if is_share else count_classes(item or 0 for item in values)
    outlines = country().provinces
    shown = tuple(
        _province(item, outlines[item.map_id], figures.get(item.pk, NOTHING), what, classes)
        for item in Province.objects.order_by("sort_key")
        if item.map_id in outlines
    )
    return MapShown(
        what=what,
        title=str(SHOWS[what]),
        country=country(),
        provinces=shown,
        rows=_sorted(shown, sort),
        legend=tuple(_legend(classes, is_share=is_share)),
        choices=tuple(
            Choice(key, str(label), _address(page, key, sort), key == what)
            for key, label in SHOWS.items()
        ),
        heads=tuple(_head(page, key, what, sort) for key in SORTS),
    )


def _value(what: str, figures: dict[str, int]) -> int | None:
    if what == "completeness":
        whole = figures["expected"]
        return 100 * figures["received"] // whole if whole else None
    return figures[what]


def _province(
    item: Province, outline: Outline, figures: dict[str, int], what: str, classes: Sequence[Class]
) -> ProvinceShown:
    value = _value(what, figures)
    figure = "–" if value is None else f"{value}%" if what == "completeness" else f"{value:,}"
    english = (get_language() or "th").startswith("en")
    return ProvinceShown(
        code=item.pk,
        name=str(item),
        url=province_url(item.pk),
        outline=outline,
        hubs=figures["hubs"],
        expected=figures["expected"],
        received=figures["received"],
        problems=figures["problems"],
        tone=tone_of(value, classes),
        figure=figure,
        title=_title(str(item), figures),
        short=outline.id.upper() if english else outline.short,
        tile_x=outline.tile[0] * TILE,
        tile_y=outline.tile[1] * TILE,
    )


def _title(name: str, figures: dict[str, int]) -> str:
    hubs = ngettext("%(count)s hub", "%(count)s hubs", figures["hubs"]) % {"count": figures["hubs"]}
    reports = _("%(received)s of %(expected)s reports received") % figures
    problems = ngettext("%(count)s open problem", "%(count)s open problems", figures["problems"])
    return f"{name}: {hubs} · {reports} · {problems % {'count': figures['problems']}}"


def _sorted(shown: Sequence[ProvinceShown], sort: str) -> tuple[ProvinceShown, ...]:
    """By the column asked for; equal ones by name, which is the order they come in."""
    key = sort.removeprefix("-")
    if key == "name":
        return tuple(reversed(shown)) if sort.startswith("-") else tuple(shown)
    return tuple(sorted(shown, key=lambda item: _rank(item, key), reverse=sort.startswith("-")))


def _rank(item: ProvinceShown, key: str) -> int:
    if key == "completeness":
        return -1 if item.rate is None else item.rate
    return int(getattr(item, key))


def _legend(classes: Sequence[Class], *, is_share: bool) -> list[Key]:
    if is_share:
        words = [
            Key(item.tone, f"{item.low}%" if item.low == item.high else f"{item.low}–{item.high}%")
            for item in classes
        ]
        return [Key(0, _("nothing expected")), *words]
    return [
        Key(item.tone, str(item.low) if item.low == item.high else f"{item.low}–{item.high}")
        for item in classes
    ]


def _address(page: Page, what: str, sort: str) -> str:
    chosen = {"map": what} | ({"sort": sort} if sort != "name" else {})
    return overview_url(page.year.year, **chosen) + "#map"


def _head(page: Page, key: str, what: str, sort: str) -> Choice:
    """A column's heading: another click turns the order round; figures begin with the highest."""
    label = _("Province") if key == "name" else str(SHOWS[key])
    first, other = (key, f"-{key}") if key == "name" else (f"-{key}", key)
    chosen = sort.removeprefix("-") == key
    order = ("descending" if sort.startswith("-") else "ascending") if chosen else "none"
    wanted = other if sort == first else first
    return Choice(key, label, _address(page, what, wanted), chosen, order)
