"""A phone that somebody has used remembers for a day whose it is: in a signed cookie."""

from typing import Any

from django.conf import settings
from django.core import signing
from django.db.models import Model
from django.http import HttpRequest, HttpResponse

from onde_portal.assessments.models import Host

COOKIE = "participant"
LASTS = 24 * 60 * 60


def _salt(people: type[Model]) -> str:
    """A number of one table is never taken for the same number of another."""
    return people._meta.label_lower


def remember_participant(response: HttpResponse, participant: Model) -> None:
    """Let this phone take the tests of the same work today without typing the code again."""
    response.set_cookie(
        COOKIE,
        signing.dumps(participant.pk, salt=_salt(type(participant))),
        max_age=LASTS,
        secure=settings.SESSION_COOKIE_SECURE,
        httponly=True,
        samesite="Lax",
    )


def forget_participant(response: HttpResponse) -> None:
    """Let the next person use this phone."""
    response.delete_cookie(COOKIE, samesite="Lax")


def remembered(request: HttpRequest, host: Host) -> Any | None:
    """Whose phone this is, if that person takes part in the host's work; else ``None``."""
    people = host.participants.taking_part().in_order()
    try:
        key = signing.loads(
            request.COOKIES.get(COOKIE, ""), salt=_salt(people.model), max_age=LASTS
        )
    except signing.BadSignature:
        return None
    return people.filter(pk=key).first()
