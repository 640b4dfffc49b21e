"""A page sent after the session ended: kept until the person has signed in again."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse, QueryDict
from django.urls import reverse

from onde_portal.accounts.access import public

SESSION_KEY = "interrupted_words"
MOST_CHARACTERS = 400_000
View = Callable[..., HttpResponse]


def surviving_sign_in(view: View, *, page: str) -> View:
    """Take what was typed on ``page`` from whoever has just been signed out, too.

    It waits in the visitor's session, which signing in keeps; nothing is read or written before.
    """

    @wraps(view)
    def checked(request: HttpRequest, pk: int, **names: Any) -> HttpResponse:
        if request.user.is_authenticated:
            return view(request, pk, **names)
        address = reverse(page, args=[pk])
        words = {name: texts for name, texts in request.POST.lists() if "csrf" not in name}
        if (
            words
            and sum(len(text) for texts in words.values() for text in texts) <= MOST_CHARACTERS
        ):
            request.session[SESSION_KEY] = {"page": address, "words": words}
        return redirect_to_login(address)

    return public(checked)


def waiting_words(request: HttpRequest) -> QueryDict | None:
    """What waits for this very page, as it was sent, if anything does."""
    waiting = request.session.get(SESSION_KEY)
    if not waiting or waiting["page"] != request.path:
        return None
    words = QueryDict(mutable=True)
    for name, texts in waiting["words"].items():
        words.setlist(name, texts)
    return words


def forget_words(request: HttpRequest) -> None:
    """The page has been kept: nothing waits any more."""
    request.session.pop(SESSION_KEY, None)
