"""What the API takes and gives. Descriptions are shown on its page in the reader's language."""

from datetime import date
from typing import Annotated, Any

from django.utils.translation import gettext_noop as _
from ninja import Field, Schema
from pydantic import ConfigDict
from pydantic.json_schema import SkipJsonSchema

from hubs.models import HubState
from monitoring.models import FollowUpState
from onde_portal.registry.models import Region

MOST_ROWS = 500
LAST_PAGE = 100_000
PROVINCE = r"^([0-9]{2})?$"
YEAR = {"ge": 2400, "le": 2800}
Number = Annotated[int, Field(ge=1, le=2**63 - 1)]
# Left out when it is not asked for: the description knows no "null" in an address.
State = HubState | SkipJsonSchema[None]
ReportState = FollowUpState | SkipJsonSchema[None]
AnyRegion = Region | SkipJsonSchema[None]
AnyYear = Annotated[int, Field(**YEAR)] | SkipJsonSchema[None]
AnyNumber = Number | SkipJsonSchema[None]


def _plain(schema: dict[str, Any]) -> None:
    """A parameter that may be left out has no default in the description."""
    for column in schema.get("properties", {}).values():
        if column.get("default", "") is None:
            del column["default"]


class Asked(Schema):
    """Parameters of an address."""

    model_config = ConfigDict(json_schema_extra=_plain)


class Page(Asked):
    page: int = Field(1, ge=1, le=LAST_PAGE, description=_("Page, from 1"))
    size: int = Field(100, ge=1, le=MOST_ROWS, description=_("Rows on a page, at most 500"))


class HubsAsked(Page):
    q: str = Field("", max_length=100, description=_("Words of the hub's name or place"))
    province: str = Field("", pattern=PROVINCE, description=_("Province, two digits"))
    region: AnyRegion = Field(None, description=_("Region"))
    state: State = Field(None, description=_("State of the hub"))
    established_year: AnyYear = Field(None, description=_("Fiscal year of the announcement (B.E.)"))


class RoundsAsked(Page):
    fiscal_year: AnyYear = Field(None, description=_("Fiscal year (B.E.)"))


class FollowUpsAsked(Page):
    state: ReportState = Field(None, description=_("State of the report"))
    province: str = Field("", pattern=PROVINCE, description=_("Province, two digits"))


class NetworksAsked(Page):
    province: str = Field("", pattern=PROVINCE, description=_("Province, two digits"))
    fiscal_year: AnyYear = Field(None, description=_("Fiscal year of the founding (B.E.)"))


class ProblemsAsked(Asked):
    round: AnyNumber = Field(None, description=_("Number of the round; all rounds without it"))


class Message(Schema):
    th: str
    en: str


class Detail(Schema):
    parameter: str
    message: Message


class Refusal(Schema):
    """Why there is no answer, in Thai and English."""

    code: int
    message: Message
    details: list[Detail]


class Listed(Schema):
    count: int = Field(description=_("Number of rows on all pages"))
    page: int
    size: int
    next: str | None = Field(description=_("Address of the next page, null on the last one"))


class Lao(Schema):
    code: str | None
    name_th: str
    name_en: str
    type: str
    district: str | None
    province: str
    region: Region


class Hub(Schema):
    id: int
    name: str
    lao: Lao
    state: HubState
    established_on: date | None
    established_fiscal_year: int | None
    closed_on: date | None


class Hubs(Listed):
    items: list[Hub]


class Round(Schema):
    id: int
    label: Message
    fiscal_year: int
    half: int
    starts_on: date
    ends_on: date
    opens_on: date
    due_on: date
    is_open: bool = Field(description=_("Opened and not closed"))
    is_closed: bool


class Rounds(Listed):
    items: list[Round]


class FollowUp(Schema):
    id: int
    hub: int
    state: FollowUpState
    due_on: date
    first_sent_on: date | None
    is_on_time: bool | None = Field(
        description=_("First sent by the round's due date; null while nothing was sent")
    )


class FollowUps(Listed):
    items: list[FollowUp]


class Indicator(Schema):
    code: str
    dimension: str
    level: str
    name: Message
    unit: Message
    reports: int = Field(description=_("Reports that gave a value"))
    not_applicable: int = Field(description=_("Reports that said that there is none"))
    value: float | None = Field(
        description=_("Sum; the mean where is_average is true, per cent where is_share is true")
    )
    is_average: bool
    is_share: bool


class Indicators(Schema):
    round: int
    items: list[Indicator]


class Year(Schema):
    fiscal_year: int
    hubs_established: int
    hubs_total: int
    hubs_planned: int | None
    hubs_growth: int | None
    networks_founded: int
    networks_planned: int | None
    source: str
    frozen_on: date | None
    hubs_established_corrected: int | None
    hubs_total_corrected: int | None
    networks_founded_corrected: int | None


class Years(Schema):
    items: list[Year]


class Network(Schema):
    id: int
    name: str
    province: str
    area: str
    founded_on: date
    fiscal_year: int
    ended_on: date | None


class Networks(Listed):
    items: list[Network]


class Province(Schema):
    code: str
    iso: str
    name: Message
    region: Region
    hubs: int = Field(description=_("Hubs established and not closed today"))


class Provinces(Schema):
    items: list[Province]


class Problem(Schema):
    category: str
    name: Message
    total: int
    unsolved: int
    hubs: int = Field(description=_("Hubs that named it"))


class Problems(Schema):
    items: list[Problem]
