"""The data dictionary as a Frictionless Data Package (specs.frictionlessdata.io, version 1).

``title`` and ``description`` are Thai, as the data is; ``titles`` and ``descriptions`` have both
languages by their codes, ``enumLabels`` the words for values.
"""

from datetime import date, datetime, time
from typing import Any

from django.conf import settings
from django.utils.translation import gettext_lazy as _

from onde_portal.opendata.dictionary import TABLES, Field, Table
from onde_portal.opendata.words import both
from onde_portal.registry.models import LaoType
from onde_portal.thai.working_time import BANGKOK

TITLE = _("Citizen participation: hubs and networks")
DESCRIPTION = _(
    "Participation hubs of local administrative organisations and citizen decentralisation "
    "networks in Thailand, with totals by fiscal year and province."
)
LICENCE_NAME = "Attribution"
LICENCE = _("Free to use, to change and to pass on, when the Office is named as the source.")
GUARD = _(
    "In CSV files, text that a spreadsheet would take for a formula (it begins with = + - @, a "
    "tab or a line break) has an apostrophe (') before it. JSON files have the text as it is."
)


def descriptor(today: date) -> dict[str, Any]:
    """The package: who publishes it, what one may do with it, and every file with its schema."""
    address = f"{settings.BASE_URL}/open-data/"
    types = {item.key: {"th": item.name_th, "en": item.name_en} for item in _types()}
    return {
        "profile": "data-package",
        "name": "onde-portal",
        **_named(TITLE, DESCRIPTION),
        "homepage": address,
        "created": datetime.combine(today, time(), BANGKOK).isoformat(),
        "licenses": [{"name": LICENCE_NAME, "title": both(LICENCE)["th"], "path": address}],
        "licenseTitles": both(LICENCE),
        "notes": both(GUARD),
        "contributors": [{"title": settings.OFFICE["name_th"], "role": "publisher"}],
        "resources": [
            _resource(table, ending, types)
            for table in TABLES.values()
            for ending in ("csv", "json")
        ],
    }


def _types() -> list[LaoType]:
    return list(LaoType.objects.order_by("position", "key"))


def _named(title: Any, description: Any) -> dict[str, Any]:
    titles, descriptions = both(title), both(description)
    return {
        "title": titles["th"],
        "titles": titles,
        "description": descriptions["th"],
        "descriptions": descriptions,
    }


def _resource(table: Table, ending: str, types: dict[str, dict[str, str]]) -> dict[str, Any]:
    format_ = {"csv": {"format": "csv", "mediatype": "text/csv"},
               "json": {"format": "json", "mediatype": "application/json"}}[ending]  # fmt: skip
    return {
        "name": f"{table.name}-{ending}",
        "path": f"{table.name}.{ending}",
        "profile": "tabular-data-resource",
        "encoding": "utf-8",
        **format_,
        **_named(table.title, table.description),
        "schema": {
            "fields": [_column(column, types) for column in table.fields],
            "primaryKey": [table.key],
            "missingValues": [""],
        },
    }


def _column(column: Field, types: dict[str, dict[str, str]]) -> dict[str, Any]:
    constraints = dict(column.constraints)
    labels = {value: both(label) for value, label in column.labels.items()}
    if column.name == "lao_type" and types:
        constraints["enum"], labels = list(types), types
    said: dict[str, Any] = {
        "name": column.name, "type": column.type, **_named(column.title, column.description)
    }  # fmt: skip
    return said | _if_any("constraints", constraints) | _if_any("enumLabels", labels)


def _if_any(name: str, values: dict[str, Any]) -> dict[str, Any]:
    return {name: values} if values else {}
