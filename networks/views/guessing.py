"""A full hall may register by name within the hour; a script that fills the register may not."""

from allauth.core.internal import ratelimit
from django.http import HttpRequest

_BY_NAME = {"name": "600/h/key"}


def too_many_names(request: HttpRequest, link: str) -> bool:
    """Count a sign-in by name; whether there were too many at this link lately."""
    used = ratelimit.consume(request, app="networks", action="name", config=_BY_NAME, key=link)
    return used is None
