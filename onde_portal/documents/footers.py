"""The footers of a long paper, written once all pages are counted: name, page, number of pages.

A sheet laid out by the engine brings the shapes: on its first page the paper's name in its place,
on each page after it one word: "Page", "/", then the ten digits.
"""

from dataclasses import dataclass
from typing import Any

import pikepdf
from pikepdf import Array, Dictionary, Name, Operator, Pdf

# Points from the page's edges: 2 cm from the right, in the middle of the lower margin.
RIGHT, BASELINE, SPACE = 56.7, 28.5, 2.0
GREY = 0.267


@dataclass(frozen=True, slots=True)
class _Word:
    """The glyphs of a word as the page shows them, and their width in points."""

    font: str
    size: float
    glyphs: Any
    width: float


class Footer:
    """Puts the footer on pages of ``paper`` as an artifact, which readers pass over."""

    def __init__(self, paper: Pdf, sheet: Pdf) -> None:
        self._paper = paper
        pages = list(sheet.pages)
        self._name = paper.copy_foreign(pages[0].as_form_xobject())
        self._fonts = paper.copy_foreign(_as_indirect(sheet, pages[1].resources.Font))
        page_word, slash, *digits = [_word_of(page) for page in pages[1:]]
        self._page_word, self._slash, self._digits = page_word, slash, digits
        self._done: set[Any] = set()

    def put_on(self, page: Any, number: int, count: int) -> None:
        """Write the footer of page ``number`` of ``count``."""
        resources = page.obj.Resources
        if resources.objgen not in self._done:
            self._done.add(resources.objgen)
            _named(resources, "/XObject").FooterName = self._name
            _named(resources, "/Font")
            for name, font in self._fonts.items():
                resources.Font[f"/Footer{name[1:]}"] = font
        page.contents_add(pikepdf.Stream(self._paper, b"q\n"), prepend=True)
        page.contents_add(pikepdf.Stream(self._paper, self._drawn(page, number, count)))

    def _drawn(self, page: Any, number: int, count: int) -> bytes:
        words = [self._page_word, *self._number(number), self._slash, *self._number(count)]
        gaps = {1, 1 + len(str(number)), 2 + len(str(number))}
        width = sum(word.width for word in words) + SPACE * len(gaps)
        x = float(page.mediabox[2]) - RIGHT - width
        program: list[Any] = [
            ([], Operator("Q")),
            ([Name.Artifact, Dictionary(Type=Name.Pagination)], Operator("BDC")),
            ([], Operator("q")),
            ([Name.FooterName], Operator("Do")),
            ([GREY], Operator("g")),
            ([], Operator("BT")),
        ]
        for at, word in enumerate(words):
            x += SPACE if at in gaps else 0
            program += [
                ([Name(f"/Footer{word.font[1:]}"), word.size], Operator("Tf")),
                ([1, 0, 0, 1, round(x, 2), BASELINE], Operator("Tm")),
                ([word.glyphs], Operator("TJ")),
            ]
            x += word.width
        program += [([], Operator(end)) for end in ("ET", "Q", "EMC")]
        return pikepdf.unparse_content_stream(program)

    def _number(self, number: int) -> list[_Word]:
        return [self._digits[int(digit)] for digit in str(number)]


def _as_indirect(owner: Pdf, item: Any) -> Any:
    return item if item.is_indirect else owner.make_indirect(item)


def _named(resources: Any, key: str) -> Any:
    if key not in resources:
        resources[key] = Dictionary()
    return resources[key]


def _word_of(page: Any) -> _Word:
    """The one word that a page of the sheet shows in its body."""
    font, size, scale = "", 0.0, 1.0
    for instruction in pikepdf.parse_content_stream(page):
        operands: Any = instruction.operands
        operator = instruction.operator
        if str(operator) == "Tf":
            font, size = str(operands[0]), float(operands[1])
        if str(operator) == "TJ":
            glyphs = Array([_kept(item) for item in operands[0]])
            scale = 0.75  # The sheet counts in pixels, pages in points.
            width = _width(page.resources.Font[font], operands[0]) * size * scale
            return _Word(font, round(size * scale, 3), glyphs, width)
    raise ValueError("the sheet shows no word")


def _kept(item: Any) -> Any:
    return pikepdf.String(bytes(item)) if isinstance(item, pikepdf.String) else item


def _width(font: Any, shown: Any) -> float:
    """How far the glyphs reach, in units of the font's size (ISO 32000-1, 9.7.4.3)."""
    descendant = font.DescendantFonts[0]
    default = float(descendant.get("/DW", 1000))
    widths: dict[int, float] = {}
    listed = list(descendant.W)
    while listed:
        start, then = int(listed.pop(0)), listed.pop(0)
        if isinstance(then, Array):
            widths |= {start + at: float(width) for at, width in enumerate(then)}
        else:
            widths |= dict.fromkeys(range(start, int(then) + 1), float(listed.pop(0)))
    total = 0.0
    for item in shown:
        if isinstance(item, pikepdf.String):
            codes = bytes(item)
            pairs = zip(codes[::2], codes[1::2], strict=False)
            total += sum(widths.get(256 * high + low, default) for high, low in pairs)
        else:
            total -= float(item)
    return total / 1000
