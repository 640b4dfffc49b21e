"""What an uploaded file really is: run in the sandbox, plain Python.

Each check takes the bytes and returns ``(facts, bytes)``, or raises ``Refused`` with a code that
onde_portal.workflow.uploads turns into a sentence. Pictures come back re-encoded, without their
metadata (place, camera), so that nothing hidden travels with them.
"""

import io
import re
import zipfile
import zlib
from collections.abc import Iterator
from typing import Any

from onde_portal.workflow.sandbox import Refused

MAX_PIXELS = 60_000_000
MAX_SIDE = 4000
MAX_ENTRIES = 5000
MAX_UNPACKED = 400 * 1024**2
MAX_RATIO = 200
MAX_RELATIONS = 2 * 1024**2
ENCRYPTED = 0x1
BROKEN_ZIP = (
    zipfile.BadZipFile,
    zlib.error,
    ValueError,
    OSError,
    EOFError,
    RuntimeError,
    NotImplementedError,
)

# Keys and values that make a PDF do something, or carry another file, when it is opened.
ACTIVE_KEYS = frozenset({"/JavaScript", "/JS", "/EmbeddedFiles", "/EF", "/RichMedia", "/XFA"})
ACTIVE_VALUES = frozenset(
    {
        "/JavaScript",
        "/Launch",
        "/EmbeddedFile",
        "/RichMedia",
        "/FileAttachment",
        "/SubmitForm",
        "/ImportData",
        "/GoToE",
    }
)

MAIN_PART = {"docx": "word/document.xml", "xlsx": "xl/workbook.xml"}
ACTIVE_PARTS = re.compile(
    r"vbaproject|vbadata|/activex/|/macrosheets/|/embeddings/.*\.bin$", re.IGNORECASE
)
OUTSIDE_TEMPLATE = re.compile(
    rb"<Relationship\b(?=[^>]*(?:attachedTemplate|/oleObject|/frame))(?=[^>]*External)",
    re.IGNORECASE,
)
MARKUP = re.compile(r"\s*<(?:!doctype|\?xml|html|svg|script|head|body|iframe)\b", re.IGNORECASE)
CONTROLS = re.compile(r"[\x00-\x08\x0e-\x1a\x1c-\x1f\x7f]")

Checked = tuple[dict[str, Any], bytes]


def check_picture(content: bytes) -> Checked:
    """JPEG, PNG or WebP: opened, turned upright, made smaller if huge, written anew."""
    from PIL import Image  # noqa: PLC0415 - only the child pays for it

    Image.MAX_IMAGE_PIXELS = MAX_PIXELS
    try:
        return _written_anew(content)
    except Image.DecompressionBombError as error:
        raise Refused("picture_too_large") from error
    except (OSError, ValueError, SyntaxError) as error:
        raise Refused("broken") from error


def _written_anew(content: bytes) -> Checked:
    from PIL import Image, ImageOps  # noqa: PLC0415 - only the child pays for it

    with Image.open(io.BytesIO(content), formats=("JPEG", "PNG", "WEBP")) as opened:
        if opened.width * opened.height > MAX_PIXELS:
            raise Refused("picture_too_large")
        is_png = opened.format == "PNG"
        opened.draft("RGB", (MAX_SIDE, MAX_SIDE))
        picture = ImageOps.exif_transpose(opened)
    if picture.mode == "P":
        picture = picture.convert("RGBA")
    picture.thumbnail((MAX_SIDE, MAX_SIDE))
    if not is_png:
        picture = picture.convert("RGB")
    picture.info.clear()
    target = io.BytesIO()
    picture.save(target, format="PNG" if is_png else "JPEG", quality=88)
    return {"ending": "png" if is_png else "jpg"}, target.getvalue()


def check_pdf(content: bytes) -> Checked:
    """A PDF that opens, without a password, scripts, launch actions or files inside."""
    import pikepdf  # noqa: PLC0415 - only the child pays for it

    try:
        with pikepdf.open(io.BytesIO(content)) as pdf:
            if pdf.is_encrypted:
                raise Refused("password")
            for part in _parts(pdf):
                _refuse_active(part)
            pages = len(pdf.pages)
    except pikepdf.PasswordError as error:
        raise Refused("password") from error
    except pikepdf.PdfError as error:
        raise Refused("broken") from error
    if not pages:
        raise Refused("broken")
    return {"ending": "pdf", "pages": pages}, content


def _parts(pdf: Any) -> Iterator[Any]:
    """Every dictionary of the file, also those that stand inside others."""
    import pikepdf  # noqa: PLC0415 - only the child pays for it

    waiting = [pdf.trailer, *pdf.objects]
    while waiting:
        item = waiting.pop()
        if isinstance(item, pikepdf.Array):
            inside: list[Any] = list(item)
        elif isinstance(item, pikepdf.Dictionary | pikepdf.Stream):
            yield item
            inside = list(dict(item.items()).values())
        else:
            continue
        waiting += [
            value for value in inside if isinstance(value, pikepdf.Object) and not value.is_indirect
        ]


def _refuse_active(item: Any) -> None:
    keys = set(item.keys())
    values = {str(item.get(key)) for key in ("/S", "/Type", "/Subtype") if key in keys}
    if keys & ACTIVE_KEYS or values & ACTIVE_VALUES:
        raise Refused("pdf_active")


def check_office(content: bytes, *, ending: str) -> Checked:
    """A Word or Excel file: a sane ZIP with the right parts, without macros."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            _check_sizes(archive.infolist())
            if archive.testzip() is not None:
                raise Refused("broken")
            _check_parts(archive, ending)
    except BROKEN_ZIP as error:
        raise Refused("broken") from error
    return {"ending": ending}, content


def _check_sizes(entries: list[zipfile.ZipInfo]) -> None:
    """Refuse what unpacks to too much, before anything is unpacked."""
    if len(entries) > MAX_ENTRIES or sum(item.file_size for item in entries) > MAX_UNPACKED:
        raise Refused("bomb")
    if any(item.file_size > MAX_RATIO * max(item.compress_size, 1024) for item in entries):
        raise Refused("bomb")
    if any(item.flag_bits & ENCRYPTED for item in entries):
        raise Refused("password")


def _check_parts(archive: zipfile.ZipFile, ending: str) -> None:
    names = [item.filename for item in archive.infolist()]
    if any(name.startswith(("/", "\\")) or ".." in name or ":" in name for name in names):
        raise Refused("broken")
    if MAIN_PART[ending] not in names or "[Content_Types].xml" not in names:
        raise Refused("not_what_it_says")
    if any(ACTIVE_PARTS.search(name) for name in names):
        raise Refused("macros")
    if b"macroenabled" in _beginning(archive, "[Content_Types].xml").lower():
        raise Refused("macros")
    relations = (name for name in names if name.endswith(".rels"))
    if any(OUTSIDE_TEMPLATE.search(_beginning(archive, name)) for name in relations):
        raise Refused("macros")


def _beginning(archive: zipfile.ZipFile, name: str) -> bytes:
    with archive.open(name) as part:
        return part.read(MAX_RELATIONS)


def check_text(content: bytes, *, ending: str) -> Checked:
    """Plain text in UTF-8, UTF-16 with its mark, or Windows-874, without binary or markup in it."""
    marked = content.startswith((b"\xff\xfe", b"\xfe\xff"))
    for encoding in ("utf-16",) if marked else ("utf-8-sig", "cp874"):
        try:
            text = content.decode(encoding)
        except UnicodeDecodeError:
            continue
        if CONTROLS.search(text) or MARKUP.match(text):
            break
        return {"ending": ending}, content
    raise Refused("not_what_it_says")
