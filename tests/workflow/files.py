"""Files as people send them, and as attackers do."""

import io
import struct
import zipfile
import zlib
from typing import Any

import pikepdf
from PIL import Image

TYPES = {
    "docx": (
        "word/document.xml",
        "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml",
    ),
    "xlsx": (
        "xl/workbook.xml",
        "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml",
    ),
}


def pdf(**catalogue: Any) -> bytes:
    """A one-page PDF whose catalogue has these entries, too."""
    made = pikepdf.new()
    made.add_blank_page()
    for key, value in catalogue.items():
        made.Root[f"/{key}"] = value
    return saved(made)


def saved(made: pikepdf.Pdf, **options: Any) -> bytes:
    target = io.BytesIO()
    made.save(target, **options)
    return target.getvalue()


def pdf_with_attachment() -> bytes:
    made = pikepdf.new()
    made.add_blank_page()
    made.attachments["salary.xlsm"] = b"PK"
    return saved(made)


def pdf_with_page_script() -> bytes:
    """A script that hides in a dictionary inside the page's own."""
    made = pikepdf.new()
    page = made.add_blank_page()
    page.obj.AA = pikepdf.Dictionary(
        O=pikepdf.Dictionary(S=pikepdf.Name.JavaScript, JS="app.alert(1)")
    )
    return saved(made, object_stream_mode=pikepdf.ObjectStreamMode.generate)


def pdf_with_field_script() -> bytes:
    """A script that hides in an array in an array."""
    made = pikepdf.new()
    made.add_blank_page()
    action = pikepdf.Dictionary(S=pikepdf.Name.JavaScript, JS="app.alert(1)")
    made.Root.AcroForm = pikepdf.Dictionary(
        Fields=pikepdf.Array(
            [pikepdf.Dictionary(T="x", Kids=pikepdf.Array([pikepdf.Dictionary(A=action)]))]
        )
    )
    return saved(made)


def locked_pdf(*, user: str = "", owner: str = "secret") -> bytes:
    made = pikepdf.new()
    made.add_blank_page()
    return saved(made, encryption=pikepdf.Encryption(user=user, owner=owner))


def picture(kind: str = "JPEG", size: tuple[int, int] = (40, 30), **options: Any) -> bytes:
    target = io.BytesIO()
    Image.new("RGB", size, "green").save(target, kind, **options)
    return target.getvalue()


def picture_with_place() -> bytes:
    """A phone's picture: lying on its side, with camera and position."""
    exif = Image.Exif()
    exif[0x0112] = 6
    exif[0x010F] = "SecretPhone"
    exif.get_ifd(0x8825).update({1: "N", 2: (17.0, 24.0, 56.0), 3: "E", 4: (102.0, 47.0, 12.0)})
    return picture(exif=exif, comment=b"SecretComment")


def png_bomb(side: int = 30_000) -> bytes:
    """A PNG of a few hundred bytes that claims to be ``side`` × ``side`` pixels."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        return (
            struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))
        )

    header = struct.pack(">IIBBBBB", side, side, 8, 2, 0, 0, 0)
    return (
        b"\x89PNG\r\n\x1a\n"
        + chunk(b"IHDR", header)
        + chunk(b"IDAT", zlib.compress(b"\0" * 99))
        + chunk(b"IEND", b"")
    )


def office(ending: str, parts: dict[str, bytes] | None = None, *, without: str = "") -> bytes:
    """The smallest Word or Excel file, with these parts, too."""
    main, kind = TYPES[ending]
    relations = (
        b'<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"/>'
    )
    content = {
        "[Content_Types].xml": f'<Types><Override ContentType="{kind}"/></Types>'.encode(),
        "_rels/.rels": relations,
        main: b"<document/>",
    } | (parts or {})
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in content.items():
            if name != without:
                archive.writestr(name, data)
    return target.getvalue()


def lying_zip() -> bytes:
    """A Word file whose directory says that a large part is small."""
    whole = office("docx", {"word/media/x.bin2": b"\0" * 5_000_000})
    size = struct.pack("<I", 5_000_000)
    return whole.replace(size, struct.pack("<I", 100))
