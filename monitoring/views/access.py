"""Which follow-up a page is about: foreign ones do not exist for whoever asks."""

from collections.abc import Callable
from functools import wraps

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect

from monitoring.models import FollowUp, FollowUpState
from monitoring.selectors.certifying import WAS_LAID_BEFORE
from onde_portal.accounts.permissions import Action, may

View = Callable[[HttpRequest, int], HttpResponse]


def visible_follow_up(request: HttpRequest, pk: int) -> FollowUp:
    """The follow-up with round and hub; ``Http404`` where this person may not know of it."""
    rows = FollowUp.objects.visible_to(request.user).with_place()
    rows = rows.annotate(was_laid_before=WAS_LAID_BEFORE)
    return get_object_or_404(rows, pk=pk)


def own_follow_up(request: HttpRequest, pk: int) -> FollowUp:
    """The follow-up for a writer; those who may only look at it get ``PermissionDenied``."""
    follow_up = visible_follow_up(request, pk)
    if not may(request.user, Action.WRITE_REPORT):
        raise PermissionDenied
    return follow_up


def to_what_was_sent(request: HttpRequest, follow_up: FollowUp) -> HttpResponse:
    """Lead whoever cannot write now to where the report is: at the certifier, or sent."""
    waits = follow_up.state == FollowUpState.WITH_CERTIFIER and may(
        request.user, Action.WRITE_REPORT
    )
    return redirect(f"monitoring:report-{'certify' if waits else 'view'}", pk=follow_up.pk)


def visits_lead_to(name: str) -> Callable[[View], View]:
    """Lead a visit to an address that takes forms to its page.

    A refused form is shown at such an address; reloading it or changing the language visits it.
    """

    def decorate(view: View) -> View:
        @wraps(view)
        def led(request: HttpRequest, pk: int) -> HttpResponse:
            if request.method in {"GET", "HEAD"}:
                return redirect(f"monitoring:{name}", pk=pk)
            return view(request, pk)

        return led

    return decorate
