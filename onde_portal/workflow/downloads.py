"""Handing stored files out: always as an attachment, never shown inside the portal's own origin."""

from django.http import FileResponse

from onde_portal.workflow.models import StoredFile


def serve_file(stored: StoredFile) -> FileResponse:
    """The file as a download under the sender's name. The caller has checked the right to it."""
    return FileResponse(
        stored.file.open("rb"),
        as_attachment=True,
        filename=stored.name,
        content_type=stored.content_type,
    )
