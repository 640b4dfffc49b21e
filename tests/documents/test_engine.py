"""The PDF engine keeps the words, tells readers its structure and reaches nothing outside."""

import re
import subprocess
import zlib
from pathlib import Path

import pytest

from onde_portal.documents.engine import PdfFailed, asset_path, make_pdf
from onde_portal.thai.text import from_pdf_text
from tests.pdf import text_of

WORDS = "น้ำ ทำ สำนัก ก๊วยเตี๋ยว ญี่ปุ่น ฐาน ๒๕๖๒ Hub 6"
PAGE = (
    '<!doctype html><html lang="th"><head><meta charset="utf-8"><title>รายงานน้ำ</title>'
    "<style>@font-face{{font-family:S;src:url(asset:fonts/Sarabun-Regular.ttf)}}"
    "body{{font-family:S}}</style></head><body>{body}</body></html>"
)


def unpacked(content: bytes) -> bytes:
    """The PDF's streams as plain bytes."""
    streams = re.findall(rb"stream\r?\n(.*?)\r?\nendstream", content, re.DOTALL)
    return b"".join(zlib.decompressobj().decompress(part) for part in streams if part[:1] == b"x")


def words_of(content: bytes) -> str:
    return " ".join(text_of(content).split())


def test_thai_words_come_out_of_the_pdf_as_they_went_in() -> None:
    pdf = make_pdf(PAGE.format(body=f"<p>{WORDS}</p>"))

    assert pdf.pages == 1
    assert words_of(pdf.content) == WORDS


def test_the_pdf_is_tagged_and_says_its_title_and_language(tmp_path: Path) -> None:
    path = tmp_path / "made.pdf"
    path.write_bytes(make_pdf(PAGE.format(body=f"<h1>{WORDS}</h1>")).content)

    said = subprocess.run(["pdfinfo", str(path)], capture_output=True, check=True).stdout.decode()

    assert "Tagged:          yes" in said
    title = next(line for line in said.splitlines() if line.startswith("Title:"))
    assert from_pdf_text(title).endswith("รายงานน้ำ")
    assert b"/Lang (th)" in unpacked(path.read_bytes())


@pytest.mark.parametrize(
    "name", ["../pyproject.toml", "/etc/passwd", "fonts/../../manage.py", "js/form.js", ""]
)
def test_nothing_outside_the_assets_has_a_path(name: str) -> None:
    with pytest.raises(ValueError, match="not an asset"):
        asset_path(name)


@pytest.mark.parametrize(
    "address", ["file://{file}", "http://127.0.0.1:9/x.svg", "asset:../secret.svg", "{file}"]
)
def test_a_document_cannot_draw_a_file_of_the_machine(tmp_path: Path, address: str) -> None:
    secret = tmp_path / "secret.svg"
    secret.write_text(
        '<svg xmlns="http://www.w3.org/2000/svg" width="90" height="20">'
        '<text y="15">SECRET</text></svg>'
    )
    body = f'<p>Hub 6</p><img alt="" src="{address.format(file=secret)}">'

    pdf = make_pdf(PAGE.format(body=body))

    assert "SECRET" not in words_of(pdf.content)


def test_a_script_is_neither_run_nor_shown() -> None:
    pdf = make_pdf(PAGE.format(body="<script>document.write('RUN')</script><p>Hub 6</p>"))

    assert words_of(pdf.content) == "Hub 6"


def test_a_document_that_takes_too_long_is_given_up() -> None:
    table = "<table>" + "<tr><td>1</td><td>2</td></tr>" * 20_000 + "</table>"

    with pytest.raises(PdfFailed):
        make_pdf(PAGE.format(body=table), seconds=3)


def test_a_document_that_takes_too_much_memory_is_given_up() -> None:
    with pytest.raises(PdfFailed):
        make_pdf(PAGE.format(body="<p>Hub 6</p>"), memory_bytes=80 * 1024**2)
