"""Which follow-up a page is about: foreign ones do not exist for whoever asks."""

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest
from django.shortcuts import get_object_or_404

from monitoring.models import FollowUp
from onde_portal.accounts.models import User
from onde_portal.accounts.permissions import Action, may


def person(request: HttpRequest) -> User:
    """Whoever is signed in."""
    return request.user  # type: ignore[return-value]


def visible_follow_up(request: HttpRequest, pk: int) -> FollowUp:
    """The follow-up with round and hub; ``Http404`` where this person may not know of it."""
    rows = FollowUp.objects.visible_to(request.user).with_place()
    return get_object_or_404(rows, pk=pk)


def own_follow_up(request: HttpRequest, pk: int) -> FollowUp:
    """The follow-up for a writer; those who may only look at it get ``PermissionDenied``."""
    follow_up = visible_follow_up(request, pk)
    if not may(request.user, Action.WRITE_REPORT):
        raise PermissionDenied
    return follow_up
