"""What the addresses of indicators and comparison ask for, said once for page and file."""

from typing import Any

from django.http import HttpRequest

from monitoring.models import Round
from monitoring.selectors.board import Scope, latest_rounds, opened_rounds, places
from onde_portal.registry.models import Region
from onde_portal.thai.digits import read_keys


def scope_of(request: HttpRequest) -> Scope:
    """The part of the country that the address names; what it does not know it leaves out."""
    provinces, kinds = places()
    get = request.GET
    return Scope(
        region=_known(get.get("region", ""), Region.values),
        province=_known(get.get("province", ""), [item.pk for item in provinces]),
        lao_type=_known(get.get("type", ""), [item.pk for item in kinds]),
    )


def _known(asked: str, values: list[str]) -> str:
    return asked if asked in values else ""


def rounds_shown() -> list[Round]:
    """The opened rounds of the latest six fiscal years, the oldest first."""
    return latest_rounds(opened_rounds())


def numbers_of(request: HttpRequest, name: str, most: int) -> list[int]:
    """The primary keys in the address, each once, no more than ``most``."""
    return list(dict.fromkeys(read_keys(request.GET.getlist(name))))[:most]


def scope_choices(scope: Scope) -> dict[str, Any]:
    """The choices of the three filters, with what is chosen."""
    provinces, kinds = places()
    return {"scope": scope, "regions": Region.choices, "provinces": provinces, "types": kinds}
