"""Papers measured with a ruler: the sizes and places of the rules on official papers (thai.md)."""

import io
import itertools
import re
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple

import pikepdf
import pytest
from PIL import Image

from onde_portal.documents.blocks import Chart
from onde_portal.documents.engine import make_pdf
from onde_portal.thai.text import from_pdf_text
from onde_portal.ui.charts import Part, stacked_bar
from tests.documents.papers import report
from tests.documents.test_chapters import made
from tests.documents.test_official import EMBLEM, letter, memo, printed
from tests.pdf import text_of

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(not shutil.which("pdftotext"), reason="pdftotext is not installed"),
]
CM = 72 / 2.54
# The rules' sizes are those of TH Sarabun, which is drawn smaller: 16, 20 and 29 pt.
BODY, LABEL, TITLE = 11.0, 13.8, 20.0


def sizes_of(content: bytes, page: int = 0) -> set[float]:
    """The sizes of type on a page, in points."""
    with pikepdf.open(io.BytesIO(content)) as pdf:
        return {
            round(float(operands[1]) * abs(matrix.d), 1)
            for operator, operands, matrix in _drawn(pdf.pages[page])
            if operator == "Tf"
        }


class Line(NamedTuple):
    """A line of a page: its edges in cm from the page's left and top, and its words."""

    left: float
    right: float
    top: float
    words: str


class Picture(NamedTuple):
    """A picture of a page: its place in cm from the page's left and bottom, and its size."""

    left: float
    bottom: float
    width: float
    height: float


def lines_of(content: bytes, page: int = 1) -> list[Line]:
    """The lines of a page as a reader finds them."""
    done = subprocess.run(
        ["pdftotext", "-bbox-layout", "-f", str(page), "-l", str(page), "-", "-"],
        input=content, capture_output=True, check=True,
    )  # fmt: skip
    found = []
    for line in re.findall(r"<line (.*?)>(.*?)</line>", done.stdout.decode(), re.DOTALL):
        edges = dict(re.findall(r'(\w+)="([\d.]+)"', line[0]))
        left, right, top = (float(edges[edge]) / CM for edge in ("xMin", "xMax", "yMin"))
        words = " ".join(re.findall(r">([^<]+)</word>", line[1]))
        found.append(Line(left, right, top, from_pdf_text(words)))
    return found


def pictures_of(content: bytes) -> list[Picture]:
    """The pictures on the first page, the lowest first."""
    with pikepdf.open(io.BytesIO(content)) as pdf:
        return sorted(_pictures(pdf.pages[0]), key=lambda picture: picture.bottom)


def heights_of(content: bytes) -> list[float]:
    """The heights of the pictures on the first page, in cm."""
    return sorted(round(picture.height, 1) for picture in pictures_of(content))


def _pictures(page: Any) -> Iterator[Picture]:
    """Each picture fills a square of one unit in the matrix that stands when it is drawn."""
    for operator, _operands, now in _drawn(page):
        if operator == "Do":
            left, bottom = min(now.e, now.e + now.a), min(now.f, now.f + now.d)
            yield Picture(left / CM, bottom / CM, abs(now.a) / CM, abs(now.d) / CM)


def _drawn(page: Any) -> Iterator[tuple[str, Any, pikepdf.Matrix]]:
    """What a page draws, each with the matrix that stands then."""
    stack: list[pikepdf.Matrix] = []
    now = pikepdf.Matrix()
    for instruction in pikepdf.parse_content_stream(page):
        operands: Any = instruction.operands
        operator = str(instruction.operator)
        if operator == "q":
            stack.append(now)
        elif operator == "Q":
            now = stack.pop()
        elif operator == "cm":
            now = pikepdf.Matrix(*(float(number) for number in operands)) @ now
        yield operator, operands, now


def stays_within_the_margins(lines: list[Line]) -> None:
    """Three cm are free at the left and two at the right."""
    for line in lines:
        assert line.left >= 2.9, line
        assert line.right <= 19.15, line


def keeps_the_rules_page(content: bytes) -> None:
    """A paper of many pages, each within the margins, with body text of the rules' size."""
    pages = text_of(content).count("\f")
    sizes = set[float]()
    for page in range(1, pages + 1):
        stays_within_the_margins(lines_of(content, page))
        sizes |= sizes_of(content, page - 1)
    assert pages > 5
    assert BODY in sizes
    # Tables are smaller, as on a typist's paper; nothing is too small to be read.
    assert min(sizes) >= 8


@pytest.mark.parametrize("blocks", [memo(), letter()])
def test_papers_are_a4_with_three_cm_left_and_two_right(blocks: list[Any]) -> None:
    content = printed(blocks)
    with pikepdf.open(io.BytesIO(content)) as pdf:
        assert [round(float(edge) / CM, 1) for edge in pdf.pages[0].mediabox] == [0, 0, 21, 29.7]
    lines = lines_of(content)
    assert min(line.left for line in lines) == pytest.approx(3, abs=0.1)
    assert max(line.right for line in lines) <= 19.05


@pytest.mark.parametrize("blocks", [memo(), letter()])
def test_a_paragraph_begins_two_and_a_half_cm_in(blocks: list[Any]) -> None:
    lines = lines_of(printed(blocks))
    first = next(line.left for line in lines if line.words.startswith("ด้วย"))
    assert first == pytest.approx(3 + 2.5, abs=0.1)


def test_a_memo_has_the_sizes_of_the_rules_and_its_emblem_of_one_and_a_half_cm() -> None:
    content = printed(memo())
    assert {BODY, LABEL, TITLE} <= sizes_of(content)
    assert 1.5 in heights_of(content)


def test_a_letter_has_its_emblem_of_three_cm_in_the_middle() -> None:
    content = printed(letter())
    assert BODY in sizes_of(content)
    assert heights_of(content) == [3.0]


def test_a_long_report_keeps_the_margins_and_the_body_size(db: None) -> None:
    content = made(report(chapters=1, rows=30)).content
    assert BODY in sizes_of(content, 2)
    for page in (1, 2, 3, 4):
        stays_within_the_margins(lines_of(content, page))
    indented = next(line.left for line in lines_of(content, 3) if "คำนึง" in line.words)
    assert indented == pytest.approx(3 + 2.5, abs=0.1)


TONES = ("good", "warn", "bad", "rest")
PAGE = (
    '<!doctype html><html lang="th"><head><title>ก</title><style>@page {{ margin: 0 }} '
    "body {{ margin: 0 }} svg {{ width: 20cm; display: block }}</style></head>"
    "<body>{body}</body></html>"
)


@pytest.mark.skipif(not shutil.which("pdftoppm"), reason="pdftoppm is not installed")
def test_a_chart_can_be_read_in_grey(tmp_path: Path) -> None:
    stack = stacked_bar("รายงาน", [Part(tone, 1, tone) for tone in TONES])
    bars = "".join(
        f'<rect class="mark {mark.part.tone}" x="{mark.x}" width="{mark.width}" height="20"/>'
        for mark in stack.marks
    )
    bars += '<rect class="mark now" x="100" width="25" height="20"/>'
    chart = Chart("รายงาน", f'<svg viewBox="0 0 125 20">{bars}</svg>', ())
    (tmp_path / "chart.pdf").write_bytes(make_pdf(PAGE.format(body=chart.described)).content)
    subprocess.run(
        ["pdftoppm", "-gray", "-r", "50", "-png", "-singlefile", "chart.pdf", "grey"],
        cwd=tmp_path, check=True,
    )  # fmt: skip
    picture = Image.open(tmp_path / "grey.png").convert("L")
    a_bar = 20 / 5 * 50 / 2.54
    tones = [int(picture.getpixel((int(a_bar * (at + 0.5)), 20))) for at in range(5)]  # type: ignore[arg-type]
    beside = itertools.pairwise(tones)
    assert all(abs(one - other) >= 40 for one, other in beside), tones
    assert min(tones) < 70
    assert max(tones) > 200


def test_a_memo_without_emblem_has_no_picture_but_the_check() -> None:
    assert EMBLEM
    assert 1.5 not in heights_of(printed(memo(emblem="")))
