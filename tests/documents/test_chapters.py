"""Long papers: cut into parts, laid out side by side, joined into one document that reads aloud."""

import re
import shutil
import subprocess
from pathlib import Path
from typing import Any

import pikepdf
import pytest
from django.utils import translation

from onde_portal.documents.blocks import Block, Chapter, Heading, Paragraph, Table
from onde_portal.documents.chapters import PART_LINES, parts_of
from onde_portal.documents.engine import Pdf
from onde_portal.documents.kinds import ReportSource
from onde_portal.documents.long_papers import make_long_pdf
from onde_portal.documents.models import StoredDocument
from onde_portal.documents.printing import long_paper
from onde_portal.thai.digits import to_thai
from tests.documents.papers import HARD, PLACE, long_table, report
from tests.pdf import text_of

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(not shutil.which("pdftotext"), reason="pdftotext is not installed"),
]


def made(source: ReportSource, language: str = "th") -> Pdf:
    document = StoredDocument(
        kind="x", about="x:1", title=source.title, language=language, check_code="ABCD2345EFGH"
    )
    with translation.override(language):
        paper = long_paper(source, document)
    return make_long_pdf(paper, told=lambda done, of: None)


@pytest.fixture(scope="module")
def whole(django_db_blocker: Any, django_db_setup: None) -> Pdf:
    """Three chapters with tables of several pages."""
    with django_db_blocker.unblock():
        return made(report())


@pytest.fixture
def opened(whole: Pdf, tmp_path: Path) -> pikepdf.Pdf:
    (tmp_path / "paper.pdf").write_bytes(whole.content)
    return pikepdf.open(tmp_path / "paper.pdf")


def page_texts(content: bytes) -> list[str]:
    return text_of(content, "-raw").split("\f")[:-1]


def squeezed(text: str) -> str:
    return "".join(text.split())


def test_every_word_comes_back_in_its_order(whole: Pdf) -> None:
    text = squeezed(text_of(whole.content))
    for chapter in (1, 2, 3):
        assert squeezed(f"ส่วนที่ {chapter} {HARD}") in text
    rows = re.findall(squeezed(PLACE) + r"(\d+)", text)
    assert rows == [str(row) for row in range(1, 41)] * 3


def test_each_page_but_the_cover_has_its_number_in_thai_digits(whole: Pdf) -> None:
    pages = page_texts(whole.content)
    assert len(pages) == whole.pages
    of = to_thai(str(whole.pages))
    assert "หน้า" not in pages[0]
    for number, page in enumerate(pages[1:], start=2):
        assert squeezed(f"หน้า {to_thai(str(number))} / {of}") in squeezed(page)


def test_the_contents_name_the_page_on_which_each_chapter_stands(
    whole: Pdf, opened: pikepdf.Pdf
) -> None:
    pages = page_texts(whole.content)
    lines = [line for line in pages[1].splitlines() if line.startswith("ส่วนที่")]
    assert len(lines) == 3
    for number, line in enumerate(lines, start=1):
        named = next(
            page for page in range(1, whole.pages + 1) if line.endswith(f" {to_thai(str(page))}")
        )
        assert f"ส่วนที่ {number} " in pages[named - 1]
    links = list(opened.pages[1].obj.Annots)
    targets = {link.Dest[0].objgen for link in links}
    numbers = {page.obj.objgen: at for at, page in enumerate(opened.pages)}
    assert {numbers[target] for target in targets} >= {
        at for at, page in enumerate(pages) if at > 1 and page.lstrip().startswith("ส่วนที่")
    }
    assert all("/A" not in link for link in links)


def test_bookmarks_have_every_heading_below_its_chapter(opened: pikepdf.Pdf) -> None:
    with opened.open_outline() as outline:
        tree = [
            (chapter.title, [(item.title, len(item.children)) for item in chapter.children])
            for chapter in outline.root
        ]
    assert tree == [
        (f"ส่วนที่ {number} {HARD}", [(f"คำนำ {number}", 0), ("ผลการดำเนินงาน", 1)])
        for number in (1, 2, 3)
    ]


def elements(node: Any, parent: Any = None) -> list[Any]:
    """All structure elements below a node; each one's parent must be who holds it."""
    if not isinstance(node, pikepdf.Dictionary) or "/S" not in node:
        return []
    if parent is not None:
        assert node.P.objgen == parent.objgen
    held: Any = node.get("/K", [])
    kids: list[Any] = list(held) if isinstance(held, pikepdf.Array) else [held]
    return [node, *(item for kid in kids for item in elements(kid, node))]


def test_the_structure_is_one_tree_that_each_page_finds_itself_in(opened: pikepdf.Pdf) -> None:
    root = opened.Root.StructTreeRoot
    assert [str(kid.S) for kid in root.K] == ["/Document"]
    tree = elements(root.K[0])
    known = {element.objgen for element in tree}
    parents = pikepdf.NumberTree(root.ParentTree)
    keys = [int(page.obj.StructParents) for page in opened.pages]
    assert len(set(keys)) == len(opened.pages)
    for page, key in zip(opened.pages, keys, strict=True):
        held = [item for item in parents[key] if isinstance(item, pikepdf.Dictionary)]
        assert held
        assert all(item.objgen in known and item.Pg.objgen == page.obj.objgen for item in held)
        for link in page.obj.get("/Annots", []):
            assert parents[int(link.StructParent)].objgen in known
    assert sum(str(element.S) == "/H1" for element in tree) == 5


def test_the_paper_says_title_author_and_language(opened: pikepdf.Pdf) -> None:
    assert str(opened.docinfo.Title) == "รายงานผลรอบน้ำคำ"
    assert str(opened.Root.Lang) == "th"
    assert opened.Root.ViewerPreferences.DisplayDocTitle
    with opened.open_metadata() as said:
        assert said["pdfuaid:part"] == "1"
        assert said["dc:title"] == "รายงานผลรอบน้ำคำ"
        assert said["dc:creator"] == ["สำนักงานคณะกรรมการการกระจายอำนาจให้แก่องค์กรปกครองส่วนท้องถิ่น"]


def test_the_cover_has_office_period_day_and_the_check_code(whole: Pdf) -> None:
    cover = page_texts(whole.content)[0]
    for words in (
        "สำนักงานคณะกรรมการ",
        "รอบ ๖ เดือนแรก",
        "๓๐ เมษายน ๒๕๗๐",
        "ABCD2345EFGH",
        "/check/",
    ):
        assert words in cover


@pytest.mark.skipif(not shutil.which("qpdf"), reason="qpdf is not installed")
def test_another_reader_finds_no_fault_in_the_file(whole: Pdf, tmp_path: Path) -> None:
    path = tmp_path / "paper.pdf"
    path.write_bytes(whole.content)
    subprocess.run(["qpdf", "--check", str(path)], check=True, capture_output=True)


def test_a_paper_in_english_counts_in_arabic_digits(db: None) -> None:
    pages = page_texts(made(report(chapters=1, rows=1), "en").content)
    assert "Page2/3" in squeezed(pages[1])


def test_the_same_words_give_the_same_file(db: None) -> None:
    source = report(chapters=1, rows=3)
    assert made(source).content == made(source).content


def test_a_long_table_is_cut_between_rows_under_the_same_head() -> None:
    chapter = Chapter("ตารางยาว", (Heading("รายแห่ง"), long_table(3000)))
    parts = parts_of([chapter])
    assert len(parts) > 3
    tables = [block for part in parts for piece in part for block in piece.blocks
              if isinstance(block, Table)]  # fmt: skip
    assert {table.head for table in tables} == {tables[0].head}
    assert {table.widths for table in tables} == {tables[0].widths}
    numbers = [row[0] for table in tables for row in table.rows]
    assert numbers == [str(number) for number in range(1, 3001)]
    assert all(sum(piece.lines for piece in part) <= PART_LINES for part in parts)
    assert [piece.title for part in parts for piece in part] == [
        "ตารางยาว",
        *[""] * (len(parts) - 1),
    ]


def test_short_chapters_share_a_part_and_a_heading_never_ends_one() -> None:
    short = [Chapter(str(number), (Paragraph("ก"),)) for number in range(80)]
    assert 2 <= len(parts_of(short)) <= 8
    words: list[Block] = []
    for number in range(200):
        words += [Heading(str(number)), Paragraph("ก" * 900)]
    parts = parts_of([Chapter("ยาว", tuple(words))])
    assert len(parts) > 1
    assert not any(isinstance(part[-1].blocks[-1], Heading) for part in parts)
    assert [block for part in parts for piece in part for block in piece.blocks] == words
