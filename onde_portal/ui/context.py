"""What every page knows: the Office and the navigation."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.utils.functional import SimpleLazyObject
from django.utils.translation import get_language

from onde_portal.accounts.views.asked import left_out
from onde_portal.ui.nav import items_for


def office() -> dict[str, str]:
    """The Office's names in the language of the page, and both."""
    language = "en" if (get_language() or "th").startswith("en") else "th"
    names = dict(settings.OFFICE)
    for part in ("name", "short", "section"):
        names[part] = names[f"{part}_{language}"]
    return names


def portal(request: HttpRequest) -> dict[str, Any]:
    """Context of every template; the navigation is worked out when a page shows it."""
    return {
        "office": office(),
        "nav_items": SimpleLazyObject(lambda: items_for(request)),
        "is_demo": settings.DEMO,
        "not_understood": left_out(request),
    }
