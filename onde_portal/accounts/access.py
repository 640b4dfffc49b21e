"""How a view declares what it does: ``@reading``, ``@writing``, ``@public``, ``@allowed(...)``.

All work on function views and, through ``method_decorator(..., name="dispatch")``, on class views.
"""

import re
from collections.abc import Callable
from functools import wraps
from typing import Any, TypeVar

from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import PermissionDenied
from django.db import connection
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.views.decorators.http import require_POST, require_safe

from onde_portal.accounts.models import User
from onde_portal.accounts.permissions import Action, may

View = TypeVar("View", bound=Callable[..., HttpResponseBase])

CHANGING_SQL = re.compile(
    r"\s*(?:INSERT|UPDATE|DELETE|REPLACE|MERGE|TRUNCATE|CREATE|ALTER|DROP)\b[^\"`]*[\"`]?(\w*)",
    re.IGNORECASE,
)
# What a look may touch: an expired cache entry is deleted by reading it, a session by its age, and
# a look at personal data or at a guideline is itself written down.
BOOKKEEPING_TABLES = frozenset(
    {"django_session", "portal_cache", "networks_personaccess", "hubs_guidelineopening"}
    # The director's page: who looked when, and figures kept ready as long as nothing changes.
    | {"oversight_visit", "oversight_keptfigures", "oversight_keptpage"}
)


class WriteInReadingView(RuntimeError):
    """A view that declared to read tried to change the database."""


def _refuse_changes(
    execute: Callable[..., Any],
    sql: str,
    params: Any,
    many: bool,  # noqa: FBT001 - Django's signature
    context: dict[str, Any],
) -> Any:
    found = CHANGING_SQL.match(sql)
    if found and found[1] not in BOOKKEEPING_TABLES:
        raise WriteInReadingView(f"A reading view must not change {found[1] or 'the database'}.")
    return execute(sql, params, many, context)


def reading(view: View) -> View:
    """Answer GET and HEAD only (else 405), and raise WriteInReadingView at any change of data."""

    @wraps(view)
    def read_only(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        with connection.execute_wrapper(_refuse_changes):
            return view(request, *args, **kwargs)

    guarded: View = require_safe(read_only)  # type: ignore[assignment]
    guarded.access = "reading"  # type: ignore[attr-defined]
    return guarded


def writing(view: View) -> View:
    """Answer POST only (else 405)."""
    guarded = require_POST(view)
    guarded.access = "writing"  # type: ignore[attr-defined]
    return guarded


def public(view: View) -> View:
    """Open the view to visitors who have not signed in."""
    return login_not_required(view)


def allowed(*actions: Action) -> Callable[[View], View]:
    """Answer 403 unless the person's role allows one of these actions."""

    def decorate(view: View) -> View:
        @wraps(view)
        def checked(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
            if not any(may(request.user, action) for action in actions):
                raise PermissionDenied
            return view(request, *args, **kwargs)

        checked.actions = actions  # type: ignore[attr-defined]
        return checked  # type: ignore[return-value]

    return decorate


def person(request: HttpRequest) -> User:
    """Who asks, behind a door that lets nobody in without signing in; else PermissionDenied."""
    if not isinstance(request.user, User):
        raise PermissionDenied
    return request.user
