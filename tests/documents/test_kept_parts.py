"""Parts that are kept: work goes on where it was broken off, and a half-written part counts not."""

import pytest
from django.core.files.storage import default_storage

from onde_portal.documents.engine import HeadingPlace, Pdf
from onde_portal.documents.kept_parts import KeptParts
from onde_portal.documents.long_papers import LongPaper, make_long_pdf
from onde_portal.documents.models import StoredDocument

PART = Pdf(b"%PDF-1.7\nmade\n", 2, (HeadingPlace(1, "น้ำ", 0, 700.5),))


@pytest.fixture
def kept() -> KeptParts:
    parts = KeptParts(StoredDocument(pk=987654))
    parts.forget()
    return parts


def test_a_part_comes_back_as_it_was_kept_and_only_for_the_same_words(kept: KeptParts) -> None:
    kept.put("<p>ก</p>", PART)
    assert kept.get("<p>ก</p>") == PART
    assert kept.get("<p>ข</p>") is None
    kept.forget()
    assert kept.get("<p>ก</p>") is None


def test_a_part_that_was_half_written_is_laid_out_again(kept: KeptParts) -> None:
    kept.put("<p>ก</p>", PART)
    _folders, (name,) = default_storage.listdir("documents/parts/987654")
    path = default_storage.path(f"documents/parts/987654/{name}")
    with open(path, "r+b") as stream:  # noqa: PTH123 - cut in place
        stream.truncate(60)
    assert kept.get("<p>ก</p>") is None
    kept.put("<p>ก</p>", PART)
    assert kept.get("<p>ก</p>") == PART
    kept.forget()


class Memory:
    """Keeps parts, and counts how many were laid out anew."""

    def __init__(self) -> None:
        self.parts: dict[str, Pdf] = {}
        self.made = 0

    def get(self, html: str) -> Pdf | None:
        return self.parts.get(html)

    def put(self, html: str, pdf: Pdf) -> None:
        self.parts[html] = pdf
        self.made += 1


class Broken(Exception):
    pass


PAGE = '<!doctype html><html lang="th"><head><title>ก</title></head><body>{}</body></html>'


@pytest.mark.slow
def test_what_was_broken_off_goes_on_without_doing_its_parts_again() -> None:
    sheet = "<p>x</p>" + "".join(
        f'<p style="break-before: page">{word}</p>' for word in "p/0123456789"
    )
    paper = LongPaper(
        cover=PAGE.format("<h1>ปก</h1>"),
        parts=[PAGE.format(f"<h1>{number}</h1>") for number in range(4)],
        footer=PAGE.format(sheet),
        contents=lambda entries: PAGE.format(f"<p>{len(entries)}</p>"),
    )
    memory = Memory()

    def break_off(done: int, of: int) -> None:
        if done == 3:
            raise Broken

    with pytest.raises(Broken):
        make_long_pdf(paper, told=break_off, keep=memory)
    before = memory.made
    assert 3 <= before <= 6
    pdf = make_long_pdf(paper, told=lambda done, of: None, keep=memory)
    assert memory.made == 6
    assert pdf.pages == 6
