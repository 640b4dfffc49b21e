"""Names in both languages, and the LAOs that a report is about."""

from functools import cache
from typing import Any

from django.db.models import QuerySet
from django.utils import translation

from monitoring.content import Label
from monitoring.selectors.board import Scope
from onde_portal.registry.models import Lao, Province, Region
from onde_portal.ui.templatetags.ui import place

COUNTRY = Label("ทั้งประเทศ", "The whole country")


def both(text: Any) -> Label:
    """A translated text as it reads in Thai and in English."""
    with translation.override("th"):
        thai = str(text)
    with translation.override("en"):
        return Label(thai, str(text))


@cache
def region_name(region: str) -> Label:
    """A region with the word region before it, as it stands in a title."""
    found = both(Region(region).label)
    return Label(f"ภาค{found.th.removeprefix('ภาค')}", f"{found.en} region")


def area_name(scope: Scope) -> Label:
    """The LAOs that a report is about, as its title names them."""
    if scope.province:
        found = Province.objects.get(pk=scope.province)
        return Label(f"จังหวัด{found.name_th}", f"{found.name_en} province")
    return region_name(scope.region) if scope.region else COUNTRY


def place_name(lao: Lao) -> Label:
    """Where an LAO lies, in both languages; its district and province are read already."""
    with translation.override("th"):
        # Of the capital nothing is said but its name.
        thai = place(lao) or lao.province.name_th
    with translation.override("en"):
        return Label(thai, place(lao))


def within(rows: QuerySet[Any], path: str, scope: Scope) -> QuerySet[Any]:
    """The rows whose LAO, found by ``path``, lies in the scope."""
    wanted = {
        f"{path}__province__region": scope.region,
        f"{path}__province": scope.province,
        f"{path}__type": scope.lao_type,
    }
    return rows.filter(**{name: value for name, value in wanted.items() if value})
