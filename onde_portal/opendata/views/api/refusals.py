"""What the API says when it gives nothing: one shape, in both languages."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.utils.translation import gettext_lazy as _
from ninja.errors import AuthenticationError, Throttled, ValidationError

from onde_portal.opendata.words import both

MESSAGES = {
    400: _("The address has a sign in it that no address has."),
    401: _("Send a key of the read API that is known, not expired and not revoked."),
    403: _("The person responsible for this key may not read the Office's figures."),
    404: _("There is nothing at this address."),
    405: _("The API reads only: ask with GET."),
    422: _("Some parameters are not right."),
    429: _("Too many requests with this key. Wait a little and ask again."),
    503: _("The portal cannot read its data at the moment. Ask again in a moment."),
}
RETRY_AFTER = 10  # seconds
# What is wrong with a parameter, by the kind of error that the library finds.
REASONS: dict[str, Any] = {
    "int_parsing": _("must be a whole number"),
    "greater_than_equal": _("must be at least %(ge)s"),
    "less_than_equal": _("must be at most %(le)s"),
    "string_too_long": _("must have at most %(max_length)s characters"),
    "string_pattern_mismatch": _("must have the form %(pattern)s"),
    "enum": _("must be one of: %(expected)s"),
    "unknown": _("is not a parameter of this address"),
    "repeated": _("can be given only once"),
}
OTHERWISE = _("is not valid")


class NotForThisKey(Exception):
    """The key's owner may not read this kind of figures."""


def refusal(
    status: int, *, details: list[dict[str, Any]] | None = None, **headers: str
) -> HttpResponse:
    """The answer of a status; ``headers`` with underscores for dashes."""
    body = {"code": status, "message": both(MESSAGES[status]), "details": details or []}
    answer = JsonResponse(body, status=status, json_dumps_params={"ensure_ascii": False})
    for name, value in headers.items():
        answer.headers[name.replace("_", "-")] = value
    return answer


def unknown_key(_request: HttpRequest, _error: AuthenticationError) -> HttpResponse:
    """The same answer for every key that does not open, and for none."""
    return refusal(401, WWW_Authenticate="Bearer")


def not_for_this_key(_request: HttpRequest, _error: NotForThisKey) -> HttpResponse:
    return refusal(403)


def not_there(_request: HttpRequest, _error: Http404) -> HttpResponse:
    return refusal(404)


def too_often(_request: HttpRequest, error: Throttled) -> HttpResponse:
    return refusal(429, Retry_After=str(error.wait or 1))


def no_database(_request: HttpRequest, _error: Exception) -> HttpResponse:
    return refusal(503, Retry_After=str(RETRY_AFTER))


def wrong_parameters(_request: HttpRequest, error: ValidationError) -> HttpResponse:
    """Everything that is wrong at once, each parameter with the first thing wrong about it."""
    details: dict[str, dict[str, Any]] = {}
    for item in error.errors:
        name = _parameter(item["loc"])
        details.setdefault(name, {"parameter": name, "message": _reason(item)})
    return refusal(422, details=list(details.values()))


def _parameter(where: tuple[Any, ...]) -> str:
    """The library says: the part of the request, how the view calls all parameters, which one."""
    return str(next((part for part in where[1:] if part != "asked"), where[-1]))


def _reason(item: dict[str, Any]) -> dict[str, str]:
    facts = {name: str(value) for name, value in (item.get("ctx") or {}).items()}
    if "expected" in facts:
        facts["expected"] = facts["expected"].replace("'", "").replace(" or ", ", ")
    said = both(REASONS.get(item["type"], OTHERWISE))
    return {language: _filled(text, facts) for language, text in said.items()}


def _filled(text: str, facts: dict[str, str]) -> str:
    for name, value in facts.items():
        text = text.replace(f"%({name})s", value)
    return text
