"""Who holds a paper checks it; a script that tries codes or sums is held up."""

from allauth.core.internal import ratelimit
from django.http import HttpRequest  # noqa: TID251 - the limiter counts by the visitor's address

# An office shares one address; a true code is never refused for what others try.
_WRONG = {"check": "60/m/ip"}


def is_guessing(request: HttpRequest) -> bool:
    """Count a check that found nothing; whether there were too many from this address lately."""
    used = ratelimit.consume(
        request, app="documents", action="check", config=_WRONG, limit_get=True
    )
    return used is None
