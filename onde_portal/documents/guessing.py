"""A desk may check papers all day; a script that tries codes may not."""

from allauth.core.internal import ratelimit
from django.http import HttpRequest  # noqa: TID251 - the limiter counts by the visitor's address

# An office shares one address.
_BY_ADDRESS = {"check": "600/h/ip"}


def too_many_checks(request: HttpRequest) -> bool:
    """Count a check; whether there were too many from this address lately."""
    used = ratelimit.consume(request, app="documents", action="check", config=_BY_ADDRESS)
    return used is None
