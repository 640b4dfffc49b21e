"""Reading the environment: a wrong value stops the start with a sentence that names it."""

from collections.abc import Callable
from typing import Any

import environ
from django.core.exceptions import ImproperlyConfigured

env = environ.Env()
TRUE = frozenset({"1", "true", "yes", "on"})
FALSE = frozenset({"0", "false", "no", "off"})
SHORTEST_KEY = 50


def text(name: str, default: str = "") -> str:
    """A text, or the default where nothing is set."""
    return str(env.str(name, default=default))


def typed(read: Callable[..., Any], name: str, default: Any, what: str) -> Any:
    """A value that ``read`` understands; ``what`` says in a sentence what that would be."""
    try:
        return read(name, default=default)
    except (ValueError, ImproperlyConfigured) as error:
        raise ImproperlyConfigured(f"{name}={text(name)!r} is not {what}.") from error


def flag(name: str, *, default: bool = False) -> bool:
    """True or false, in the usual spellings."""
    value = text(name, str(default)).strip().lower()
    if value not in TRUE | FALSE:
        raise ImproperlyConfigured(f"{name}={value!r} is neither true nor false.")
    return value in TRUE


def number(name: str, default: int, low: int, high: int) -> int:
    """A whole number between two bounds, both included."""
    value = int(typed(env.int, name, default, "a whole number"))
    if not low <= value <= high:
        raise ImproperlyConfigured(f"{name}={value} must lie between {low} and {high}.")
    return value


def require(*, truth: bool, sentence: str) -> None:
    """Stop the start with the sentence unless it holds."""
    if not truth:
        raise ImproperlyConfigured(sentence)


def check_secret_key(key: str, demo_key: str, *, is_demo: bool) -> None:
    """A key must be there, be one's own outside the demo, and be long enough."""
    require(truth=bool(key), sentence="SECRET_KEY is not set. Set 50 or more random characters.")
    require(
        truth=is_demo or key != demo_key,
        sentence="SECRET_KEY is the demo's. Set one of your own, or DEMO=true.",
    )
    require(
        truth=len(key) >= SHORTEST_KEY,
        sentence="SECRET_KEY is too short. Set 50 or more random characters.",
    )
