"""What is checked around every request: health, the session's limits, MFA of staff, no caching."""

from collections.abc import Callable
from http import HTTPStatus
from urllib.parse import urlsplit

from django.conf import settings
from django.contrib.auth import logout
from django.contrib.auth.middleware import LoginRequiredMiddleware
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import BadRequest
from django.db import Error, connection
from django.db.migrations.executor import MigrationExecutor
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.middleware.locale import LocaleMiddleware
from django.shortcuts import redirect
from django.utils import timezone, translation
from django.utils.http import url_has_allowed_host_and_scheme

from onde_portal.accounts.models import User
from onde_portal.accounts.policies import lacks_second_factor
from onde_portal.accounts.views.revalidation import may_revalidate

SAFE_METHODS = frozenset({"GET", "HEAD", "OPTIONS"})
Next = Callable[[HttpRequest], HttpResponseBase]


class ChosenLanguageMiddleware(LocaleMiddleware):
    """Thai until somebody chooses English: what the browser prefers says little about its user."""

    def process_request(self, request: HttpRequest) -> None:
        """Activate the language of the cookie, else the portal's first."""
        chosen = request.COOKIES.get(settings.LANGUAGE_COOKIE_NAME, "")
        known = chosen in dict(settings.LANGUAGES)
        translation.activate(chosen if known else settings.LANGUAGE_CODE)
        request.LANGUAGE_CODE = translation.get_language()


class NoNulMiddleware:
    """Refuse an address with a NUL in it: PostgreSQL stores no such text, and nobody types one."""

    def __init__(self, get_response: Next) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        if "\x00" in request.path or "%00" in request.META.get("QUERY_STRING", ""):
            raise BadRequest("NUL in the address")
        return self.get_response(request)


class HealthMiddleware:
    """Answer ``/livez`` and ``/readyz`` before hosts, sessions and sign-in come into play."""

    def __init__(self, get_response: Next) -> None:
        self.get_response = get_response
        self.migrated = False

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        if request.path == "/livez":
            return _plain("ok", HTTPStatus.OK)
        if request.path == "/readyz":
            return self._readiness()
        return self.get_response(request)

    def _readiness(self) -> HttpResponse:
        try:
            with connection.cursor() as cursor:
                cursor.execute("SELECT 1")
            # Reading the migrations from disk is slow; what has been applied stays applied.
            self.migrated = self.migrated or not _unapplied_migrations()
        except Error:
            return _plain("database unavailable", HTTPStatus.SERVICE_UNAVAILABLE)
        if not self.migrated:
            return _plain("migrations missing", HTTPStatus.SERVICE_UNAVAILABLE)
        return _plain("ok", HTTPStatus.OK)


def _unapplied_migrations() -> bool:
    executor = MigrationExecutor(connection)
    return bool(executor.migration_plan(executor.loader.graph.leaf_nodes()))


def _plain(text: str, status: HTTPStatus) -> HttpResponse:
    headers = {"Cache-Control": "no-store"}
    if status == HTTPStatus.SERVICE_UNAVAILABLE:
        headers["Retry-After"] = "5"
    return HttpResponse(text, status=status, content_type="text/plain", headers=headers)


class SignInFirstMiddleware(LoginRequiredMiddleware):
    """Login required by default (``@public`` opens a view).

    Somebody whose session ended on sending a form returns to the page of the form, as the form's
    own address takes no visits.
    """

    def handle_no_permission(  # type: ignore[override]
        self, request: HttpRequest, view_func: Callable[..., HttpResponseBase]
    ) -> HttpResponseBase:
        if request.method in SAFE_METHODS:
            return super().handle_no_permission(request, view_func)
        return redirect_to_login(_page_of_the_form(request))


def _page_of_the_form(request: HttpRequest) -> str:
    """Path and query of the page that the request came from; the first page when not ours."""
    came_from = request.headers.get("Referer", "")
    if not url_has_allowed_host_and_scheme(
        came_from, allowed_hosts={request.get_host()}, require_https=request.is_secure()
    ):
        return "/"
    parts = urlsplit(came_from)
    if parts.path in {"", request.path} or parts.path.startswith("//"):
        return "/"
    return f"{parts.path}?{parts.query}" if parts.query else parts.path


class SessionLimitsMiddleware:
    """End a session that has been idle or alive too long (SESSION_IDLE_ and _ABSOLUTE_SECONDS).

    The last moment of use is kept in whole minutes, so that a request seldom writes the session.
    """

    GRAIN_SECONDS = 60
    BEGAN, SEEN = "began_at", "seen_at"

    def __init__(self, get_response: Next) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        if request.user.is_authenticated:
            now = int(timezone.now().timestamp())
            if self._is_over(request, now):
                logout(request)
                response = self.get_response(request)
                response.headers["Clear-Site-Data"] = '"cache"'
                return response
            self._touch(request, now)
        return self.get_response(request)

    def _is_over(self, request: HttpRequest, now: int) -> bool:
        session = request.session
        began, seen = session.get(self.BEGAN, now), session.get(self.SEEN, now)
        return bool(
            now - began >= settings.SESSION_ABSOLUTE_SECONDS
            or now - seen >= settings.SESSION_IDLE_SECONDS
        )

    def _touch(self, request: HttpRequest, now: int) -> None:
        session = request.session
        if self.BEGAN not in session:
            session[self.BEGAN] = now
        if now - session.get(self.SEEN, 0) >= self.GRAIN_SECONDS:
            session[self.SEEN] = now


class StaffMfaMiddleware:
    """Until a staff member has set up a second factor, only doing so and leaving are open."""

    OPEN = frozenset({"account_logout", "account_reauthenticate", "set-language"})

    def __init__(self, get_response: Next) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        return self.get_response(request)

    def process_view(
        self, request: HttpRequest, _view: object, _args: object, _kwargs: object
    ) -> HttpResponseBase | None:
        user = request.user
        if not (settings.STAFF_MFA_REQUIRED and isinstance(user, User) and user.is_office):
            return None
        name = (request.resolver_match.url_name or "") if request.resolver_match else ""
        if name in self.OPEN or name.startswith("mfa_") or not lacks_second_factor(user):
            return None
        return redirect("mfa_index")


class PrivateCacheMiddleware:
    """Nothing a signed-in person sees is stored by browsers or proxies, or embedded elsewhere.

    The one exception declares itself (``accounts.views.revalidation``): the browser may keep such
    a page but must ask each time whether it still holds. At sign-out it drops all it kept.
    """

    def __init__(self, get_response: Next) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        was_signed_in = request.user.is_authenticated
        response = self.get_response(request)
        response.headers.setdefault("Cross-Origin-Resource-Policy", "same-origin")
        if request.user.is_authenticated:
            kept = "no-cache" if may_revalidate(response) else "no-store"
            response.headers["Cache-Control"] = f"{kept}, private"
        elif was_signed_in:
            response.headers["Clear-Site-Data"] = '"cache"'
        return response
