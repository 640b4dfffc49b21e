"""Every Thai text of the demo, and the words that break fonts, read back from a PDF."""

import html
import json
import shutil
from collections.abc import Iterator

import pytest
from django.conf import settings

from onde_portal.documents.engine import make_pdf
from tests.pdf import text_of

HARD = "น้ำ ทำ สำนัก ก๊วยเตี๋ยว ญี่ปุ่น ฐาน ๒๕๖๒ Hub 6"


def texts(node: object) -> Iterator[str]:
    if isinstance(node, dict):
        for value in node.values():
            yield from texts(value)
    elif isinstance(node, list):
        for value in node:
            yield from texts(value)
    elif isinstance(node, str):
        yield node


@pytest.mark.skipif(not shutil.which("pdftotext"), reason="pdftotext is not installed")
def test_what_is_typed_comes_back_from_the_paper() -> None:
    words = json.loads((settings.BASE_DIR / "fixtures/demo/words.json").read_text("utf-8"))
    typed = [HARD, *texts(words)]
    body = "".join(f"<p>{html.escape(text)}</p>" for text in typed)
    page = (
        '<html lang="th"><head><title>คำ</title><link rel="stylesheet" href="asset:css/paper.css">'
        f"</head><body>{body}</body></html>"
    )
    plain = "".join(text_of(make_pdf(page).content).split())
    lost = [text for text in typed if "".join(text.split()) not in plain]
    assert len(typed) > 80
    # A text that a page break cuts stands around the page's foot; none of these is that long.
    assert not lost
