"""The main navigation, filled in by the apps that own the pages."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from django.http import HttpRequest


@dataclass(frozen=True, slots=True)
class NavItem:
    """One entry; ``count`` of what waits there, ``position`` from left to right."""

    label: str
    url: str
    position: int = 50
    count: int = 0
    current: bool = False


Provider = Callable[[HttpRequest], Iterable[NavItem]]
_providers: list[Provider] = []


def register(provider: Provider) -> None:
    """Add a provider of entries; called once at start."""
    _providers.append(provider)


def items_for(request: HttpRequest) -> list[NavItem]:
    """The entries that this visitor has, in order; none before sign-in is known."""
    if not hasattr(request, "user"):
        return []
    items = [item for provider in _providers for item in provider(request)]
    return sorted(items, key=lambda item: item.position)
