"""Documents in the browser: waiting for one, one's own list, the register, and checking a file."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from django.utils import timezone

from onde_portal.accounts.models import User
from onde_portal.documents import kinds
from onde_portal.documents.actions import (
    claim_document,
    renew_claim,
    request_document,
    store_document,
    supersede_documents,
)
from onde_portal.documents.engine import Pdf
from onde_portal.documents.models import StoredDocument
from onde_portal.documents.subjects import Subject
from tests.e2e.conftest import Visitor, axe_finds_nothing

pytestmark = pytest.mark.django_db(transaction=True)
PDF = Pdf(b"%PDF-1.7 issued", 316)
TITLE = "รายงานสรุปผลการดำเนินงานศูนย์ส่งเสริมการมีส่วนร่วมของประชาชน รอบ ๖ เดือนแรก ปีงบประมาณ พ.ศ. ๒๕๖๙"


def build(about: str, language: str) -> kinds.DocumentSource:
    raise LookupError(about + language)


@pytest.fixture(autouse=True)
def thick() -> Iterator[None]:
    kinds.register(
        "thick", build, lambda user, about: True, label="รายงานรอบ", is_long=True,
        subject_of=lambda about: Subject("รอบ 6 เดือนแรก ปีงบประมาณ 2569", f"{about[-1]}/2569"),
    )  # fmt: skip
    yield
    kinds._kinds.pop("thick")


def ask(by: User, about: str = "x:1") -> StoredDocument:
    return request_document(kind="thick", about=about, title=TITLE, by=by, at=timezone.now())


def begin() -> StoredDocument:
    claimed = claim_document(at=timezone.now())
    assert claimed is not None
    return claimed


def finish(claimed: StoredDocument) -> None:
    store_document(document=claimed, pdf=PDF, at=timezone.now())


@pytest.mark.parametrize("width", [360, 1440])
def test_who_waits_sees_how_far_it_is_and_then_the_file(
    visitor: Callable[..., Visitor], people: dict[str, User], width: int
) -> None:
    document = ask(people["reporter"])
    claimed = begin()
    renew_claim(document=claimed, done=5, parts=12, at=timezone.now())
    reporter = visitor(width=width)
    reporter.signs_in("reporter@lao.example")
    page = reporter.goes(f"/documents/{document.pk}/")
    assert "5" in page.inner_text("[data-progress]")
    reporter.finds_the_page_accessible()
    renew_claim(document=claimed, done=11, parts=12, at=timezone.now())
    page.locator("[data-progress]", has_text="11").wait_for()
    finish(claimed)
    page.wait_for_selector("[data-progress] a.btn")
    reporter.finds_the_page_accessible()
    with page.expect_download() as download:
        page.click("[data-progress] a.btn")
    assert Path(download.value.path()).read_bytes() == PDF.content


@pytest.mark.parametrize("width", [360, 1440])
def test_ones_own_documents_in_all_their_states(
    visitor: Callable[..., Visitor], people: dict[str, User], width: int
) -> None:
    reporter = visitor(width=width)
    reporter.signs_in("reporter@lao.example")
    page = reporter.goes("/documents/")
    assert page.locator(".empty").count() == 1
    reporter.finds_the_page_accessible()
    for about in ("x:1", "x:2", "x:3", "x:4"):
        ask(people["reporter"], about)
    finish(begin())
    supersede_documents(kind="thick", about="x:1", at=timezone.now())
    StoredDocument.objects.filter(about="x:3").update(state="failed")
    renew_claim(document=begin(), done=5, parts=12, at=timezone.now())
    page = reporter.goes("/documents/")
    reporter.finds_the_page_accessible()
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    page.locator("article", has=page.locator("form[action$='/again/']")).locator("button").click()
    page.wait_for_url("**/documents/*/")
    page.click("form[action$='/cancel/'] button")
    page.wait_for_url("**/documents/")
    assert StoredDocument.objects.get(about="x:3").state == "cancelled"


@pytest.mark.parametrize("width", [360, 1440])
def test_a_file_is_checked_without_leaving_the_browser(
    visitor: Callable[..., Visitor], people: dict[str, User], width: int, tmp_path: Path
) -> None:
    ask(people["officer"])
    finish(begin())
    (tmp_path / "own.pdf").write_bytes(PDF.content)
    (tmp_path / "forged.pdf").write_bytes(PDF.content + b" ")
    anybody = visitor(width=width)
    sent: list[str] = []
    anybody.page.on("request", lambda request: sent.append(request.post_data or ""))
    for name, verdict in (("own.pdf", "good"), ("forged.pdf", "bad")):
        page = anybody.goes("/check/")
        page.set_input_files("#check-file", tmp_path / name)
        page.wait_for_url("**/check/?sha256=*")
        assert page.locator(f".chip.{verdict}").count() == 1
        anybody.finds_the_page_accessible()
    assert not any(sent)


def test_the_office_reads_the_register(
    visitor: Callable[..., Visitor], people: dict[str, User]
) -> None:
    for about in ("x:1", "x:2"):
        ask(people["reporter"], about)
    finish(begin())
    officer = visitor(width=1440)
    officer.signs_in("officer@onde.example")
    page = officer.goes("/staff/documents/storeddocument/")
    assert "1/2569" in page.inner_text("#result_list")
    officer.finds_the_page_accessible()
    page.click("#result_list tbody a")
    # By itself the page is silent; axe at work on it is refused a style of its own.
    axe_finds_nothing(page)
