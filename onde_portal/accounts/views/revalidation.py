"""Pages that a browser may keep, and must ask about each time: 304 while nothing has changed.

A narrow exception from "nothing is stored": the view answers through ``answer_if_changed``, and
``PrivateCacheMiddleware`` then sends ``no-cache, private`` instead of ``no-store``.
"""

import hashlib
from collections.abc import Callable

from django.contrib.messages import get_messages
from django.contrib.staticfiles.storage import staticfiles_storage
from django.http import HttpRequest, HttpResponse, HttpResponseNotModified
from django.http.response import HttpResponseBase
from django.utils.cache import patch_vary_headers
from django.utils.http import parse_etags
from django.utils.translation import get_language

KEPT = "may_revalidate"


def answer_if_changed(
    request: HttpRequest, *, seen: str, make: Callable[[], HttpResponse]
) -> HttpResponse:
    """The page, or 304 when the browser holds it as it is.

    ``seen`` must differ whenever the page's content may. Whose page it is, its language, address,
    style sheets and the secret of its forms are told apart here. Waiting messages are never lost.
    """
    tag = _tag(request, seen)
    known = parse_etags(request.headers.get("If-None-Match", ""))
    if tag in known and not len(get_messages(request)):
        response: HttpResponse = HttpResponseNotModified()
    else:
        response = make()
    response.headers["ETag"] = tag
    patch_vary_headers(response, ["Cookie"])
    setattr(response, KEPT, True)
    return response


def may_revalidate(response: HttpResponseBase) -> bool:
    """Whether the view declared that browsers may keep the page and ask about it."""
    return bool(getattr(response, KEPT, False))


def _tag(request: HttpRequest, seen: str) -> str:
    parts = (
        seen,
        str(request.user.pk),
        get_language() or "",
        request.get_full_path(),
        str(request.META.get("CSRF_COOKIE", "")),
        str(getattr(staticfiles_storage, "manifest_hash", "")),
    )
    return f'W/"{hashlib.sha256(chr(0).join(parts).encode()).hexdigest()[:40]}"'
