"""The front door: everyone's own first page, one's own documents as a file; and what is said when
the portal itself fails."""

import sys
from typing import Any

from django.db import InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.views import defaults

from hubs.selectors.hubs import hub_count_on
from networks.models import CitizenNetwork
from onde_portal.accounts.access import person, public, reading
from onde_portal.accounts.models import Role, User
from onde_portal.documents.models import DocumentRequest, StoredDocument
from onde_portal.documents.selectors import own_requests
from onde_portal.exchange.pieces import in_pieces
from onde_portal.opendata.views.api.refusals import refusal
from onde_portal.ui.exports import table_answer

RETRY_AFTER = "10"  # seconds
FIRST_PAGES = {Role.LAO: "lao-home", Role.DIRECTOR: "overview"}


@public
@reading
def home(request: HttpRequest) -> HttpResponse:
    """Visitors learn what the portal is; people of the Office and of LAOs go to their work."""
    user = request.user
    if isinstance(user, User):
        return redirect(FIRST_PAGES.get(Role(user.role), "admin:index"))
    today = timezone.localdate()
    return render(
        request,
        "workbench/front.html",
        {
            "hubs": hub_count_on(today),
            "networks": CitizenNetwork.objects.count(),
            "today": today,
        },
    )


@reading
def my_documents_file(request: HttpRequest) -> HttpResponseBase:
    """All documents that one asked for, newest first, as XLSX.

    It stands here because documents themselves know of no spreadsheets.
    """
    header = [
        _("Document"), capfirst(_("language")), capfirst(_("requested")), _("State"),
        capfirst(_("number of pages")), capfirst(_("size in bytes")), capfirst(_("superseded")),
    ]  # fmt: skip
    rows = (_cells(asked) for asked in in_pieces(own_requests(person(request))))
    return table_answer("xlsx", _("My documents"), header, rows)


def _cells(asked: DocumentRequest) -> list[Any]:
    """A request as its page shows it; a document that is not made has neither pages nor size."""
    found = asked.document
    is_made = found.state == StoredDocument.State.READY
    return [
        found.title,
        _("In English") if found.language == "en" else _("In Thai"),
        asked.requested_at,
        _("Cancelled") if asked.cancelled_at else found.get_state_display(),
        found.pages if is_made else None,
        found.size if is_made else None,
        found.superseded_at,
    ]


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    """400 for an address that nobody types, such as one with a NUL; in JSON to systems."""
    if request.path.startswith("/api/"):
        return refusal(400)
    return defaults.bad_request(request, exception)


def server_error(request: HttpRequest) -> HttpResponse:
    """500, or 503 with Retry-After when it is the database that does not answer.

    The page stands without database, session and sign-in; the form is one step back.
    """
    if isinstance(sys.exc_info()[1], OperationalError | InterfaceError):
        page = HttpResponse(render_to_string("503.html"), status=503)
        page.headers["Retry-After"] = RETRY_AFTER
        return page
    return HttpResponse(render_to_string("500.html"), status=500)
