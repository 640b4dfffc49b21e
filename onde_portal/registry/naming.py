"""An LAO's full names, and the keys under which it is found and sorted."""

from onde_portal.registry.models import District, Lao, LaoType, Province
from onde_portal.thai.text import sort_key, thai_key


def full_name_th(kind: LaoType, name: str) -> str:
    """The name with its type before it; Bangkok is its own type."""
    return name if name.startswith(kind.name_th) else f"{kind.name_th}{name}"


def full_name_en(kind: LaoType, name: str) -> str:
    """The name with its type behind it; empty when there is no English name."""
    if not name or (
        name.endswith((kind.name_en, "Administration", "City")) and kind.key != "city_municipality"
    ):
        return name
    return name if kind.key == "pattaya" else f"{name} {kind.name_en}"


def search_key_of(lao: Lao, kind: LaoType, province: Province, district: District | None) -> str:
    """One key of everything by which people look for an LAO."""
    parts = [
        lao.full_name_th, f"{kind.abbr_th}{lao.name_th}", kind.abbr_th, lao.full_name_en,
        district.name_th if district else "", district.name_en if district else "",
        province.name_th, province.name_en, lao.code or "",
    ]  # fmt: skip
    return thai_key(" ".join(part for part in parts if part))[:500]


def sort_key_of(lao: Lao) -> str:
    """Dictionary order of the bare name."""
    return sort_key(lao.name_th)[:250]
