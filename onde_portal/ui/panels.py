"""Panels that an upper app shows on a lower app's page."""

from collections import defaultdict
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest


@dataclass(frozen=True, slots=True)
class Panel:
    """A template with its context, shown as a card."""

    template: str
    context: Mapping[str, Any]
    position: int = 50


Provider = Callable[[HttpRequest, Any], Panel | None]
_providers: dict[str, list[Provider]] = defaultdict(list)


def register(place: str, provider: Provider) -> None:
    """Contribute to a place such as ``hub``; called once at start."""
    _providers[place].append(provider)


def panels_for(place: str, request: HttpRequest, subject: object) -> list[Panel]:
    """The panels of a place for this subject, in order."""
    panels = [provider(request, subject) for provider in _providers[place]]
    return sorted((panel for panel in panels if panel), key=lambda panel: panel.position)
