"""Joining keeps each part's links its own, though parts name their places alike."""

import io

import pikepdf
import pytest

from onde_portal.documents.long_papers import LongPaper, make_long_pdf

PAGE = '<!doctype html><html lang="th"><head><title>ก</title></head><body>{}</body></html>'
SHEET = "<p>x</p>" + "".join(f'<p style="break-before: page">{word}</p>' for word in "p/0123456789")
PART = (
    '<h1>ส่วน</h1><p><a href="#end">ไปท้าย</a> <a href="https://a.example/">ไปนอก</a></p>'
    '<h2 id="end" style="break-before: page">ท้าย</h2>'
)


@pytest.mark.slow
def test_links_inside_a_part_stay_in_it() -> None:
    paper = LongPaper(
        cover=PAGE.format("<h1>ปก</h1>"),
        parts=[PAGE.format(PART)] * 3,
        footer=PAGE.format(SHEET),
        contents=lambda entries: PAGE.format(
            "".join(f'<p><a href="goto:{entry.place}">{entry.text}</a></p>' for entry in entries)
        ),
    )
    content = make_long_pdf(paper, told=lambda done, of: None).content
    with pikepdf.open(io.BytesIO(content)) as pdf:
        numbers = {page.obj.objgen: number for number, page in enumerate(pdf.pages)}
        assert len(numbers) == 2 + 3 * 2
        for first in (2, 4, 6):
            inner, outer = pdf.pages[first].obj.Annots
            assert numbers[inner.Dest[0].objgen] == first + 1
            assert str(outer.A.URI) == "https://a.example/"
        contents = [numbers[link.Dest[0].objgen] for link in pdf.pages[1].obj.Annots]
        assert contents == [2, 3, 4, 5, 6, 7]
        keys = [
            int(link.StructParent) for page in pdf.pages for link in page.obj.get("/Annots", [])
        ]
        assert len(set(keys)) == len(keys) == 12
