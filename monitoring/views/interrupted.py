"""A page sent after the session ended: kept until the person has signed in again."""

from collections.abc import Callable
from functools import wraps

from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse
from django.urls import reverse

from monitoring.forms import ReportForm
from monitoring.models import FollowUp
from monitoring.views.page import VERSION, posted_texts, posted_versions, typed_form
from onde_portal.accounts.access import person, public, writing

SESSION_KEY = "interrupted_report"
MOST_CHARACTERS = 200_000
View = Callable[[HttpRequest, int], HttpResponse]


def surviving_sign_in(view: View) -> View:
    """Take a report's page from whoever has just been signed out, too.

    What was typed waits in the visitor's session, which signing in keeps; nothing of the report
    is read or written before that.
    """

    @wraps(view)
    def checked(request: HttpRequest, pk: int) -> HttpResponse:
        if request.user.is_authenticated:
            return view(request, pk)
        texts = posted_texts(request.POST, _names(request))
        if sum(map(len, texts.values())) <= MOST_CHARACTERS:
            request.session[SESSION_KEY] = {
                "follow_up": pk,
                "texts": texts,
                "versions": posted_versions(request.POST),
            }
        return redirect_to_login(reverse("monitoring:report", args=[pk]))

    return public(writing(checked))


def _names(request: HttpRequest) -> list[str]:
    """The names of the page's fields; which of them a report has is seen after signing in."""
    apart = {"csrfmiddlewaretoken", "go"}
    return [name for name in request.POST if name not in apart and not name.startswith(VERSION)]


def interrupted_form(request: HttpRequest, follow_up: FollowUp) -> ReportForm | None:
    """The form with what waits in the session for this report, if anything does.

    The versions are those that the person's page showed, so that a colleague's newer text is
    found when the page is kept.
    """
    waiting = request.session.get(SESSION_KEY)
    if not waiting or waiting["follow_up"] != follow_up.pk:
        return None
    return typed_form(follow_up, waiting["texts"], person(request), versions=waiting["versions"])


def forget_interrupted(request: HttpRequest, pk: int) -> None:
    """The page has been kept: nothing of this report waits any more."""
    waiting = request.session.get(SESSION_KEY)
    if waiting and waiting["follow_up"] == pk:
        del request.session[SESSION_KEY]
