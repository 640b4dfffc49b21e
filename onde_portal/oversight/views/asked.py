"""What the addresses of indicators and comparison ask for, said once for page and file."""

from typing import Any

from django.http import HttpRequest

from monitoring.models import Round
from monitoring.selectors.board import Scope, latest_rounds, opened_rounds, places
from onde_portal.accounts.views.asked import Address
from onde_portal.registry.models import Region


def scope_of(request: HttpRequest) -> Scope:
    """The part of the country that the address names."""
    provinces, kinds = places()
    address = Address(request)
    return Scope(
        region=address.one_of("region", Region.values),
        province=address.one_of("province", [item.pk for item in provinces]),
        lao_type=address.one_of("type", [item.pk for item in kinds]),
    )


def rounds_shown() -> list[Round]:
    """The opened rounds of the latest six fiscal years, the oldest first."""
    return latest_rounds(opened_rounds())


def scope_choices(scope: Scope) -> dict[str, Any]:
    """The choices of the three filters, with what is chosen."""
    provinces, kinds = places()
    return {"scope": scope, "regions": Region.choices, "provinces": provinces, "types": kinds}
