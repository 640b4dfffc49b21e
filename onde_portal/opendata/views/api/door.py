"""The door of the API: whose key it is, how often it may ask, and what every answer carries."""

from collections.abc import Callable
from functools import wraps
from hashlib import sha256
from typing import Any

from django.core.cache import cache
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.utils import timezone
from django.utils.cache import get_conditional_response
from django.utils.http import quote_etag
from ninja import Schema
from ninja.errors import ValidationError
from ninja.security import HttpBearer
from ninja.throttling import BaseThrottle

from onde_portal.accounts.access import public, reading
from onde_portal.accounts.models import User
from onde_portal.opendata.actions import note_use
from onde_portal.opendata.models import SystemKey
from onde_portal.opendata.selectors.keys import opening_key
from onde_portal.opendata.views.api.refusals import refusal

MINUTE = 60
REQUESTS_A_MINUTE = 600
View = Callable[..., HttpResponseBase]


class KeyOfSystem(HttpBearer):
    """``Authorization: Bearer …`` with a key of a system; a session opens nothing here."""

    def authenticate(self, request: HttpRequest, token: str) -> SystemKey | None:
        return opening_key(token, timezone.now())


class PerKey(BaseThrottle):
    """So many requests of one key in a minute of the clock."""

    def allow_request(self, request: HttpRequest) -> bool:
        counted = f"api-{key_of(request).pk}-{_now() // MINUTE}"
        cache.add(counted, 0, 2 * MINUTE)
        return bool(cache.incr(counted) <= REQUESTS_A_MINUTE)

    def wait(self) -> float:
        """Seconds until the next minute begins."""
        return float(MINUTE - _now() % MINUTE)


def _now() -> int:
    return int(timezone.now().timestamp())


def key_of(request: HttpRequest) -> SystemKey:
    """The key that opened this request."""
    key: SystemKey = request.auth  # type: ignore[attr-defined] # set by the library
    return key


def owner_of(request: HttpRequest) -> User:
    """On whose behalf the system reads."""
    return key_of(request).owner


def known_parameters_only(view: Callable[..., Any]) -> Callable[..., Any]:
    """Refuse parameters that the endpoint does not know, and what is asked twice.

    A typing error must not widen a list.
    """

    @wraps(view)
    def checked(request: HttpRequest, *args: Any, **values: Any) -> Any:
        shapes = [type(value) for value in values.values() if isinstance(value, Schema)]
        known = {name for shape in shapes for name in shape.model_fields}
        wrong = [("unknown", name) for name in sorted(set(request.GET) - known)]
        wrong += [("repeated", name) for name, said in request.GET.lists() if len(said) > 1]
        if wrong:
            raise ValidationError([{"type": kind, "loc": ("query", name)} for kind, name in wrong])
        return view(request, *args, **values)

    return checked


def through_the_door(view: View) -> View:
    """A view of the API: reads only, is kept by nobody, has an ETag, and writes down the use."""
    read = reading(_head_as_get(view))

    @public
    @wraps(read)
    def answered(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if request.method not in {"GET", "HEAD"}:
            answer: HttpResponseBase = refusal(405, Allow="GET, HEAD")
        else:
            answer = _with_mark(request, read(request, *args, **kwargs))
            if getattr(request, "auth", None) is not None:
                note_use(key=key_of(request), at=timezone.now())
        answer.headers["Cache-Control"] = "no-store"
        return answer

    return answered


def _head_as_get(view: View) -> View:
    """The library knows GET only; the server leaves the body of an answer to HEAD away."""

    @wraps(view)
    def asked(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        method, request.method = request.method, "GET"
        try:
            return view(request, *args, **kwargs)
        finally:
            request.method = method

    return asked


def _with_mark(request: HttpRequest, answer: HttpResponseBase) -> HttpResponseBase:
    """The answer with its ETag, or 304 for who has it already."""
    if not isinstance(answer, HttpResponse) or answer.status_code != 200:  # noqa: PLR2004
        return answer
    mark = quote_etag(sha256(answer.content).hexdigest()[:32])
    answer.headers["ETag"] = mark
    return get_conditional_response(request, etag=mark, response=answer) or answer
