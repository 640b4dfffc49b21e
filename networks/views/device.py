"""A phone that a participant has used remembers for a day whose it is: in a signed cookie."""

from django.conf import settings
from django.core import signing
from django.http import HttpRequest, HttpResponse

from networks.models import NetworkProject, Participant

COOKIE = "participant"
LASTS = 24 * 60 * 60
SALT = "networks.participant"


def remember_participant(response: HttpResponse, participant: Participant) -> None:
    """Let this phone take the project's tests today without typing the code again."""
    response.set_cookie(
        COOKIE,
        signing.dumps(participant.pk, salt=SALT),
        max_age=LASTS,
        secure=settings.SESSION_COOKIE_SECURE,
        httponly=True,
        samesite="Lax",
    )


def forget_participant(response: HttpResponse) -> None:
    """Let the next person use this phone."""
    response.delete_cookie(COOKIE, samesite="Lax")


def remembered(request: HttpRequest, project: NetworkProject) -> Participant | None:
    """Whose phone this is, if that person takes part in the project; else ``None``."""
    try:
        key = signing.loads(request.COOKIES.get(COOKIE, ""), salt=SALT, max_age=LASTS)
    except signing.BadSignature:
        return None
    taking_part = project.participants.taking_part().select_related("person")
    return taking_part.filter(pk=key).first()
