"""Guessing at personal codes is slowed down; a hall full of people at one address is not.

Only wrong codes count: sixty in ten minutes at one link from one address, three hundred in an hour
at one link from anywhere. With 28 signs in eight places a guess hits once in 10^8 hours.
"""

from allauth.core.internal import ratelimit
from django.http import HttpRequest

_HERE, _EVERYWHERE = {"code": "60/10m/key"}, {"code": "300/h/key"}


def is_guessing(request: HttpRequest, link: str) -> bool:
    """Whether too many wrong codes were typed at this link lately."""
    return not all(_count(request, link, dry_run=True))


def note_wrong_code(request: HttpRequest, link: str) -> None:
    """Count a wrong code."""
    _count(request, link, dry_run=False)


def _count(request: HttpRequest, link: str, *, dry_run: bool) -> tuple[object, object]:
    here = f"{link} {ratelimit.get_ip(request)}"
    return (
        ratelimit.consume(
            request, app="assessments", action="code", config=_HERE, key=here, dry_run=dry_run
        ),
        ratelimit.consume(
            request, app="assessments", action="code", config=_EVERYWHERE, key=link, dry_run=dry_run
        ),
    )
