"""The Office's emblem (ตราครุฑ) as papers print it: what was uploaded last, else a blank space."""

import base64

from onde_portal.documents.models import Emblem


def emblem_image() -> str:
    """The emblem as a ``data:`` image; empty where none was uploaded."""
    emblem = Emblem.objects.filter(removed_at=None).order_by("-uploaded_at", "-pk").first()
    if emblem is None:
        return ""
    with emblem.file.open("rb") as stream:
        content = base64.b64encode(stream.read()).decode("ascii")
    return f"data:{emblem.content_type};base64,{content}"
