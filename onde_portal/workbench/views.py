"""The front door: everyone's own first page; and what is said when the portal itself fails."""

import sys

from django.db import InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.template.loader import render_to_string
from django.utils import timezone

from hubs.selectors.hubs import hub_count_on
from networks.models import CitizenNetwork
from onde_portal.accounts.access import public, reading
from onde_portal.accounts.models import Role, User

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


def server_error(request: HttpRequest) -> HttpResponse:
    """500, or 503 with Retry-After when it is the database that does not answer.

    The page stands without database, session and sign-in; the form is one step back.
    """
    if isinstance(sys.exc_info()[1], OperationalError | InterfaceError):
        page = HttpResponse(render_to_string("503.html"), status=503)
        page.headers["Retry-After"] = RETRY_AFTER
        return page
    return HttpResponse(render_to_string("500.html"), status=500)
