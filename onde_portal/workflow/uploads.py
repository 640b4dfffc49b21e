"""Files from people: looked at before anything keeps them, and never trusted by their name."""

import hashlib
import re
from dataclasses import dataclass
from datetime import datetime
from typing import Any, TypeVar

from django.conf import settings
from django.core.files.base import ContentFile
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext as _

from onde_portal.thai.text import clean_text
from onde_portal.workflow.models import StoredFile
from onde_portal.workflow.sandbox import Refused, SandboxFailed, run_limited

CHECKS = "onde_portal.workflow.filechecks"
CONTENT_TYPES = {
    "pdf": "application/pdf",
    "jpg": "image/jpeg",
    "png": "image/png",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "csv": "text/csv",
    "txt": "text/plain",
}
PICTURES = ("jpg", "jpeg", "png", "webp")
ACCEPTED = ("pdf", *PICTURES, "docx", "xlsx", "csv", "txt")
ACCEPT_ATTRIBUTE = ",".join(f".{ending}" for ending in ACCEPTED)
SIGNATURES = {
    "pdf": (b"%PDF-",),
    "jpg": (b"\xff\xd8\xff",),
    "jpeg": (b"\xff\xd8\xff",),
    "png": (b"\x89PNG\r\n\x1a\n",),
    "webp": (b"RIFF",),
    "docx": (b"PK\x03\x04",),
    "xlsx": (b"PK\x03\x04",),
}
OLD_OFFICE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"  # also what Word and Excel encrypt into
MAX_NAME = 150
_ENDS = re.compile(r"^[.\s]+|[.\s]+$")
_TAIL = re.compile(r"[.\s]+$")
_UNFIT = re.compile(r'[<>:"|?*\t]')
_NOT_AN_ENDING = re.compile(r"[^A-Za-z0-9]")

AnyFile = TypeVar("AnyFile", bound=StoredFile)


class UploadRefused(Exception):
    """The file is not kept. ``code`` names the reason; the text says what would be right."""

    def __init__(self, code: str, message: str) -> None:
        super().__init__(message)
        self.code = code


@dataclass(frozen=True, slots=True)
class CheckedFile:
    """A file that was looked at: content as it will be kept, the sender's name for display."""

    content: bytes
    name: str
    ending: str
    content_type: str
    sha256: str


def _refusal(code: str) -> UploadRefused:
    sentences = {
        "empty": _("The file is empty. Choose it again."),
        "too_large": _("The file is larger than %(limit)d MB. Send a smaller one, or in parts.")
        % {"limit": settings.UPLOAD_MAX_BYTES // 1024**2},
        "ending": _(
            "Files of this kind are not accepted. "
            "Send a PDF, a picture (JPG, PNG), Word, Excel, CSV or TXT."
        ),
        "iphone": _("Pictures in HEIC are not accepted. Save or send the picture as JPG."),
        "old_office": _(
            "The file has a password or an old format. Save it as DOCX or XLSX without a password."
        ),
        "not_what_it_says": _(
            "The content of the file is not what its name says. Save it anew and send that."
        ),
        "broken": _("The file cannot be opened. Save it anew and send that."),
        "password": _("The file has a password. Send one without."),
        "pdf_active": _(
            "The PDF contains scripts or other files. Print it to a new PDF and send that."
        ),
        "macros": _(
            "The file contains macros or other programs. Save it without them and send that."
        ),
        "bomb": _("The file unpacks to far more than its size. Save it anew and send that."),
        "picture_too_large": _("The picture has too many pixels. Make it smaller and send that."),
    }
    return UploadRefused(code, sentences.get(code, sentences["broken"]))


def shown_name(name: str) -> str:
    """The sender's file name, fit to be shown and downloaded: no path, no control characters."""
    name = clean_text(name.replace("\\", "/").rsplit("/", 1)[-1]).replace("\n", " ").strip()
    name = _TAIL.sub("", name)
    stem, dot, ending = name.rpartition(".")
    ending = _NOT_AN_ENDING.sub("", ending) if dot else ""
    stem = _ENDS.sub("", _UNFIT.sub("_", stem if ending else name))[:MAX_NAME]
    stem = _ENDS.sub("", stem) or "file"
    return f"{stem}.{ending[:10]}" if ending else stem


def _ending_of(name: str) -> str:
    return name.rsplit(".", 1)[-1].lower() if "." in name else ""


def check_announced(name: str, size: int) -> None:
    """What can be said of a file before it arrives. Raises ``UploadRefused``."""
    _check_outside(_ending_of(shown_name(name)), size)


def _check_outside(ending: str, size: int | None) -> None:
    """What can be said without opening the file."""
    if ending in {"heic", "heif"}:
        raise _refusal("iphone")
    if ending in {"doc", "xls"}:
        raise _refusal("old_office")
    if ending not in ACCEPTED:
        raise _refusal("ending")
    if not size:
        raise _refusal("empty")
    if size > settings.UPLOAD_MAX_BYTES:
        raise _refusal("too_large")


def _check_signature(ending: str, content: bytes) -> None:
    if ending in {"docx", "xlsx"} and content.startswith(OLD_OFFICE):
        raise _refusal("old_office")
    if ending in SIGNATURES and not content.startswith(SIGNATURES[ending]):
        raise _refusal("not_what_it_says")


def _checked(ending: str, content: bytes) -> tuple[dict[str, Any], bytes]:
    if ending == "pdf":
        return run_limited(f"{CHECKS}:check_pdf", content)
    if ending in PICTURES:
        return run_limited(f"{CHECKS}:check_picture", content, memory_mb=1024)
    check = "check_office" if ending in {"docx", "xlsx"} else "check_text"
    return run_limited(f"{CHECKS}:{check}", content, options={"ending": ending})


def check_upload(upload: UploadedFile) -> CheckedFile:
    """Look at an uploaded file: size, ending, content, and what hides in it.

    Raises ``UploadRefused`` with a sentence for the sender.
    """
    name = shown_name(upload.name or "")
    ending = _ending_of(name)
    _check_outside(ending, upload.size)
    upload.seek(0)
    content = upload.read()
    _check_signature(ending, content)
    try:
        facts, kept = _checked(ending, content)
    except Refused as error:
        raise _refusal(error.code) from error
    except SandboxFailed as error:
        raise _refusal("broken") from error
    real = str(facts.get("ending"))
    if real not in CONTENT_TYPES:
        raise _refusal("broken")
    return CheckedFile(
        content=kept,
        name=name if ending == real else f"{name.rsplit('.', 1)[0]}.{real}",
        ending=real,
        content_type=CONTENT_TYPES[real],
        sha256=hashlib.sha256(kept).hexdigest(),
    )


def store_upload(
    model: type[AnyFile], *, upload: UploadedFile, by: Any, at: datetime, **fields: Any
) -> AnyFile:
    """Check a file and keep it as a row of ``model`` under a random name.

    The file is written before its row: a crash between leaves a file without a row, never a row
    without its file.
    """
    checked = check_upload(upload)
    row = model(
        name=checked.name,
        content_type=checked.content_type,
        size=len(checked.content),
        sha256=checked.sha256,
        uploaded_by=by,
        uploaded_at=at,
        **fields,
    )
    row.file.save(f"upload.{checked.ending}", ContentFile(checked.content), save=False)
    try:
        row.save()
    except BaseException:
        row.file.storage.delete(row.file.name)
        raise
    return row
