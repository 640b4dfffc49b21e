"""Handing stored files out: always as an attachment, never shown inside the portal's own origin."""

from django.http import FileResponse, Http404  # noqa: TID251 - views hand this response on
from django.utils.translation import gettext as _

from onde_portal.workflow.models import StoredFile


def serve_file(stored: StoredFile) -> FileResponse:
    """The file as a download under the sender's name. The caller has checked the right to it.

    404 when the storage has lost the file.
    """
    try:
        content = stored.file.open("rb")
    except FileNotFoundError as error:
        raise Http404(_("This file is not in the store.")) from error
    response = FileResponse(
        content,
        as_attachment=True,
        filename=stored.name,
        content_type=stored.content_type,
    )
    response["X-Content-Type-Options"] = "nosniff"
    response["Content-Security-Policy"] = "default-src 'none'; sandbox"
    return response
