"""Rows of a register to import, as the official file has them."""

from collections.abc import Iterable
from datetime import date

from onde_portal.registry.actions import apply_import
from onde_portal.registry.imports import ImportPlan, plan_import
from tests.world import NOW

UPGRADE_DAY = date(2026, 4, 1)


def row(**changes: str) -> dict[str, str]:
    """The SAO Na Kha in Mueang Udon Thani, with changes."""
    return {
        "dla_code": "6410105",
        "type": "sao",
        "name_th": "นาข่า",
        "name_en": "Na Kha",
        "province_code": "41",
        "district_code": "4101",
        "district_th": "เมืองอุดรธานี",
        "district_en": "Mueang Udon Thani",
        "size_2560": "medium",
        "area_km2": "62.5",
        "office_lat": "17.5",
        "office_lon": "102.8",
        "website": "http://nakha.example",
    } | changes


def plan(*rows: dict[str, str]) -> ImportPlan:
    """The plan of these rows, which begin in row 2 of their file."""
    header: Iterable[str] = rows[0] if rows else row()
    return plan_import(header, enumerate(rows, 2))


def load(*rows: dict[str, str], on: date = UPGRADE_DAY) -> ImportPlan:
    made = plan(*rows)
    assert not made.errors, made.errors
    apply_import(plan=made, on=on, at=NOW)
    return made
