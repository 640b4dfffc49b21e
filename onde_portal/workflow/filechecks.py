"""What an uploaded file really is: run in the sandbox, plain Python.

Each check takes the bytes and returns ``(facts, bytes)``, or raises ``Refused`` with a code that
onde_portal.workflow.uploads turns into a sentence. Pictures come back re-encoded, without their
metadata (place, camera), so that nothing hidden travels with them.
"""

import io
import zipfile
from typing import Any

from onde_portal.workflow.sandbox import Refused

MAX_PIXELS = 60_000_000
MAX_SIDE = 4000
MAX_ENTRIES = 5000
MAX_UNPACKED = 400 * 1024**2
MAX_RATIO = 200
ACTIVE_NAMES = ("/JavaScript", "/JS", "/Launch", "/EmbeddedFile", "/RichMedia", "/XFA")

Checked = tuple[dict[str, Any], bytes]


def check_picture(content: bytes) -> Checked:
    """JPEG, PNG or WebP: opened, turned upright, made smaller if huge, written anew."""
    from PIL import Image, ImageOps

    Image.MAX_IMAGE_PIXELS = MAX_PIXELS
    try:
        with Image.open(io.BytesIO(content), formats=("JPEG", "PNG", "WEBP")) as opened:
            kind = opened.format or ""
            if opened.width * opened.height > MAX_PIXELS:
                raise Refused("picture_too_large")
            picture = ImageOps.exif_transpose(opened)
            picture.thumbnail((MAX_SIDE, MAX_SIDE))
            if kind != "PNG":
                picture = picture.convert("RGB")
            target = io.BytesIO()
            picture.save(target, format="PNG" if kind == "PNG" else "JPEG", quality=88)
    except Image.DecompressionBombError as error:
        raise Refused("picture_too_large") from error
    except (OSError, ValueError, SyntaxError) as error:
        raise Refused("broken") from error
    return {"ending": "png" if kind == "PNG" else "jpg"}, target.getvalue()


def check_pdf(content: bytes) -> Checked:
    """A PDF that opens, without a password, scripts, launch actions or files inside."""
    import pikepdf

    try:
        with pikepdf.open(io.BytesIO(content)) as pdf:
            for item in pdf.objects:
                if isinstance(item, pikepdf.Dictionary | pikepdf.Stream):
                    _refuse_active(item)
            return {"ending": "pdf", "pages": len(pdf.pages)}, content
    except pikepdf.PasswordError as error:
        raise Refused("password") from error
    except pikepdf.PdfError as error:
        raise Refused("broken") from error


def _refuse_active(item: Any) -> None:
    keys = set(item.keys())
    values = {str(item.get(key)) for key in ("/S", "/Type", "/Subtype") if key in keys}
    if keys.intersection(ACTIVE_NAMES) or values.intersection(ACTIVE_NAMES):
        raise Refused("pdf_active")


def check_office(content: bytes, *, ending: str) -> Checked:
    """A Word or Excel file: a sane ZIP with the right parts, without macros."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            entries = archive.infolist()
    except (zipfile.BadZipFile, ValueError, OSError) as error:
        raise Refused("broken") from error
    if len(entries) > MAX_ENTRIES or sum(item.file_size for item in entries) > MAX_UNPACKED:
        raise Refused("bomb")
    if any(item.file_size > MAX_RATIO * max(item.compress_size, 1024) for item in entries):
        raise Refused("bomb")
    names = {item.filename for item in entries}
    if any("vbaproject" in name.lower() or name.lower().endswith(".bin") for name in names):
        raise Refused("macros")
    if {"docx": "word/document.xml", "xlsx": "xl/workbook.xml"}[ending] not in names:
        raise Refused("not_what_it_says")
    return {"ending": ending}, content


def check_text(content: bytes, *, ending: str) -> Checked:
    """Plain text in UTF-8 or Windows-874, without binary in it."""
    if b"\x00" in content:
        raise Refused("not_what_it_says")
    for encoding in ("utf-8-sig", "cp874"):
        try:
            content.decode(encoding)
        except UnicodeDecodeError:
            continue
        return {"ending": ending}, content
    raise Refused("not_what_it_says")
