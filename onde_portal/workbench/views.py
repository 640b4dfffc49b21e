"""The front door: everyone's own first page."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone

from hubs.selectors import hub_count_on
from networks.models import CitizenNetwork
from onde_portal.accounts.access import public, reading
from onde_portal.accounts.models import Role, User

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
