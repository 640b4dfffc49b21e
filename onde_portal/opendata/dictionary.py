"""The data dictionary: every table and column that is published, in both languages.

The page, the data package and the files are made from it, so none of them can say other columns
than the others do.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext_lazy as _, pgettext_lazy

from hubs.models import HubChannel, HubState
from onde_portal.registry.models import Region

YEAR = {"minimum": 2400, "maximum": 2800}
COUNT = {"required": True, "minimum": 0}
CODE_OF_LAO = r"\d{7}"
CODE_OF_PROVINCE = r"\d{2}"
CODE_OF_ISO = r"TH-\d{2}"


@dataclass(frozen=True, slots=True)
class Field:
    """A column: its name in files, its type in Table Schema, what it is called and means.

    ``labels`` are the words for the values of a column that knows a few values only.
    """

    name: str
    type: str
    title: Any
    description: Any
    constraints: Mapping[str, Any] = field(default_factory=dict)
    labels: Mapping[str, Any] = field(default_factory=dict)

    @property
    def is_required(self) -> bool:
        return bool(self.constraints.get("required"))


@dataclass(frozen=True, slots=True)
class Table:
    """A table: its name in addresses, what it holds, its columns and its key."""

    name: str
    title: Any
    description: Any
    fields: tuple[Field, ...]
    key: str

    @property
    def header(self) -> tuple[str, ...]:
        return tuple(column.name for column in self.fields)


def _words(choices: list[tuple[Any, Any]]) -> dict[str, Any]:
    return {str(value): label for value, label in choices}


_PUBLISHED_STATES = [item for item in HubState.choices if item[0] != HubState.PREPARING]
_STATES = _words(_PUBLISHED_STATES)
_REGIONS = _words(Region.choices)
_REQUIRED = {"required": True}
CORRECTED = _(
    "What the records say today, where it is not what was frozen any more; empty where nothing was "
    "corrected"
)

PROVINCE_FIELDS = (
    Field(
        "province_code", "string", _("Province code"),
        _("Official two digits of the province (TIS 1099)"),
        {**_REQUIRED, "pattern": CODE_OF_PROVINCE},
    ),
    Field("province_th", "string", _("Province, in Thai"), _("Name of the province in Thai"),
          _REQUIRED),
    Field("province_en", "string", _("Province, in English"), _("Name of the province in English"),
          _REQUIRED),
    Field("province_iso", "string", "ISO 3166-2", _("Code of the province in ISO 3166-2"),
          {**_REQUIRED, "pattern": CODE_OF_ISO}),
    Field("region", "string", _("Region"),
          _("One of the six geographical regions of the Royal Society"),
          {**_REQUIRED, "enum": list(_REGIONS)}, _REGIONS),
)  # fmt: skip

HUBS = Table(
    "hubs",
    _("Participation hubs"),
    _("Every participation hub of a local administrative organisation (LAO) from its announcement "
      "on, also when it was closed later. Hubs in preparation are not in it."),
    (
        Field("id", "integer", _("Number"), _("The hub's number in the portal; it never changes"),
              {**_REQUIRED, "unique": True, "minimum": 1}),
        Field("name", "string", _("Name of the hub"), _("As announced"), _REQUIRED),
        Field("lao_name_th", "string", _("LAO, in Thai"), _("Full name of the LAO in Thai"),
              _REQUIRED),
        Field("lao_name_en", "string", _("LAO, in English"),
              _("Full name of the LAO in English, where the register has one")),
        Field("lao_code", "string", _("LAO code"),
              _("Seven digits of the Department of Local Administration's register, where known"),
              {"pattern": CODE_OF_LAO}),
        Field("lao_type", "string", _("Type of LAO"), _("Key of the type of LAO"), _REQUIRED),
        Field("lao_type_th", "string", _("Type of LAO, in Thai"), _("The type of LAO in words"),
              _REQUIRED),
        Field("district_code", "string", _("District code"), _("Official four digits of the "
              "district; empty where the LAO is of a whole province"), {"pattern": r"\d{4}"}),
        Field("district_th", "string", _("District, in Thai"), _("Name of the district in Thai")),
        *PROVINCE_FIELDS,
        Field("state", "string", _("State"),
              _("How the hub stands now; a suspended hub counts as established"),
              {**_REQUIRED, "enum": list(_STATES)}, _STATES),
        Field("established_on", "date", _("Announced on"),
              _("Day of the LAO's announcement, Christian era, as year-month-day"), _REQUIRED),
        Field("established_fiscal_year", "integer", _("Fiscal year of the announcement (B.E.)"),
              _("Buddhist era; the year 2570 runs from 1 October 2569 to 30 September 2570"),
              {**_REQUIRED, **YEAR}),
        Field("closed_on", "date", _("Closed on"),
              _("First day on which the hub is closed, Christian era; empty while it is open")),
        Field("channels", "string", _("Channels"),
              _("Ways in which citizens reach the hub, separated by semicolons. Numbers and "
                "addresses are not given, for they may be somebody's own."),
              {}, _words(HubChannel.Kind.choices)),
        Field("website", "string", _("Website"), _("The hub's website, where it has one")),
    ),
    "id",
)  # fmt: skip

TOTALS = Table(
    "totals",
    _("Totals by fiscal year"),
    _("Hubs and citizen networks of every fiscal year since B.E. 2559 against the plan of the work "
      "manual. A hub counts from its announcement until it is closed."),
    (
        Field("fiscal_year", "integer", _("Fiscal year (B.E.)"),
              _("Buddhist era; the year 2570 runs from 1 October 2569 to 30 September 2570"),
              {**_REQUIRED, "unique": True, **YEAR}),
        Field("hubs_established", "integer", _("Hubs established"),
              _("Hubs announced in the year; the manual's figure where it gives one"), COUNT),
        Field("hubs_total", "integer", _("Hubs in total"),
              _("Hubs established and not closed on 30 September, or today in the year that runs"),
              COUNT),
        Field("hubs_planned", "integer", _("Hubs planned"),
              _("Hubs to be established in the year; empty where there is no plan"),
              {"minimum": 0}),
        Field("hubs_growth", "integer", _("Growth of hubs"),
              _("Hubs in total against the year before; empty in the first year")),
        Field("networks_founded", "integer", _("Networks founded"),
              _("Citizen networks founded in the year; the manual's figure where it gives one"),
              COUNT),
        Field("networks_planned", "integer", _("Networks planned"),
              _("Networks to be founded in the year; empty where there is no plan"),
              {"minimum": 0}),
        Field("source", "string", pgettext_lazy("data", "Source"),
              _("Where a figure comes from that was not counted from the portal's records")),
        Field("frozen_on", "date", _("Frozen on"),
              _("Day on which the year's figures were frozen, Christian era; empty while they may "
                "change")),
        Field("hubs_established_corrected", "integer", _("Hubs established, corrected"),
              CORRECTED, {"minimum": 0}),
        Field("hubs_total_corrected", "integer", _("Hubs in total, corrected"),
              CORRECTED, {"minimum": 0}),
        Field("hubs_growth_corrected", "integer", _("Growth of hubs, corrected"), CORRECTED),
        Field("networks_founded_corrected", "integer", _("Networks founded, corrected"),
              CORRECTED, {"minimum": 0}),
    ),
    "fiscal_year",
)  # fmt: skip

PROVINCES = Table(
    "provinces",
    _("Totals by province"),
    _("Hubs and citizen networks of every province today."),
    (
        *PROVINCE_FIELDS,
        Field("hubs_total", "integer", _("Hubs in total"),
              _("Hubs established and not closed today"), COUNT),
        Field("hubs_announced", "integer", _("Hubs ever announced"),
              _("Hubs announced by today, closed meanwhile or not"), COUNT),
        Field("networks_founded", "integer", _("Networks founded"),
              _("Citizen networks in the portal's records that were founded by today"), COUNT),
    ),
    "province_code",
)  # fmt: skip

TABLES = {table.name: table for table in (HUBS, TOTALS, PROVINCES)}
