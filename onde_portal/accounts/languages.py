"""The language cookie, as the settings describe it."""

from django.conf import settings
from django.http.response import HttpResponseBase


def remember_language(response: HttpResponseBase, language: str) -> None:
    """Let the browser keep the language ("th" or "en")."""
    response.set_cookie(
        settings.LANGUAGE_COOKIE_NAME,
        language,
        max_age=settings.LANGUAGE_COOKIE_AGE,
        path=settings.LANGUAGE_COOKIE_PATH,
        domain=settings.LANGUAGE_COOKIE_DOMAIN,
        secure=settings.LANGUAGE_COOKIE_SECURE,
        httponly=settings.LANGUAGE_COOKIE_HTTPONLY,
        samesite="Lax",
    )
