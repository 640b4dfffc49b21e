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
    th: str = Field(description=_("In Thai"))
    en: str = Field(description=_("In English"))


class Detail(Schema):
    parameter: str = Field(description=_("The parameter that is refused"))
    message: Message = Field(description=_("What is wrong with it"))


class Refusal(Schema):
    """Why there is no answer, in Thai and English."""

    code: int = Field(description=_("Status of the answer"))
    message: Message = Field(description=_("Why there is no answer"))
    details: list[Detail] = Field(description=_("What is wrong with each parameter"))


class Listed(Schema):
    count: int = Field(description=_("Number of rows on all pages"))
    page: int = Field(description=_("This page, from 1"))
    size: int = Field(description=_("Rows on a page"))
    next: str | None = Field(description=_("Address of the next page, null on the last one"))


class Lao(Schema):
    code: str | None = Field(
        description=_(
            "Code of seven digits of the Department of Local Administration, null while unknown"
        )
    )
    name_th: str = Field(description=_("Full name in Thai"))
    name_en: str = Field(description=_("Name in English, empty while unknown"))
    type: str = Field(description=_("Key of the type of LAO"))
    district: str | None = Field(
        description=_("Code of the district, four digits, null where there is none")
    )
    province: str = Field(description=_("Code of the province, two digits"))
    region: Region = Field(description=_("Region of the province"))


class Hub(Schema):
    id: int = Field(description=_("Number of the hub, which never changes"))
    name: str = Field(description=_("Name in Thai"))
    lao: Lao = Field(description=_("The LAO that runs it"))
    state: HubState = Field(description=_("State of the hub now"))
    established_on: date | None = Field(description=_("Day of its announcement, null before"))
    established_fiscal_year: int | None = Field(
        description=_("Fiscal year (B.E.) of the announcement, null before")
    )
    closed_on: date | None = Field(
        description=_("First day on which it no longer counts, null while it lives")
    )


class Hubs(Listed):
    items: list[Hub] = Field(description=_("The hubs of this page"))


class Round(Schema):
    id: int = Field(description=_("Number of the round"))
    label: Message = Field(description=_("What the round is called"))
    fiscal_year: int = Field(description=_("Fiscal year (B.E.)"))
    half: int = Field(description=_("First (1) or second (2) half of the fiscal year"))
    starts_on: date = Field(description=_("First day that is reported on"))
    ends_on: date = Field(description=_("Last day that is reported on"))
    opens_on: date = Field(description=_("First day on which reports can be sent"))
    due_on: date = Field(description=_("Last day on which a report is on time"))
    is_open: bool = Field(description=_("Opened and not closed"))
    is_closed: bool = Field(
        description=_(
            "Closed: the board's numbers are frozen; late reports and corrections still show here"
        )
    )


class Rounds(Listed):
    items: list[Round] = Field(description=_("The rounds of this page"))


class FollowUp(Schema):
    id: int = Field(description=_("Number of the follow-up"))
    hub: int = Field(description=_("Number of the hub"))
    state: FollowUpState = Field(description=_("State of the report now"))
    due_on: date = Field(description=_("Last day for this hub, extensions included"))
    first_sent_on: date | None = Field(
        description=_("Day on which a report was sent first, null while none was")
    )
    is_on_time: bool | None = Field(
        description=_("First sent by the round's due date; null while nothing was sent")
    )


class FollowUps(Listed):
    items: list[FollowUp] = Field(description=_("The follow-ups of this page"))


class Indicator(Schema):
    code: str = Field(description=_("Code of the indicator, the same in all rounds"))
    dimension: str = Field(description=_("Code of the dimension"))
    level: str = Field(description=_("Output, outcome or impact"))
    name: Message = Field(description=_("What is measured"))
    unit: Message = Field(description=_("Unit of the value"))
    reports: int = Field(description=_("Reports that gave a value"))
    not_applicable: int = Field(description=_("Reports that said that there is none"))
    value: float | None = Field(
        description=_("Sum; the mean where is_average is true, per cent where is_share is true")
    )
    is_average: bool = Field(description=_("The value is a mean"))
    is_share: bool = Field(description=_("The value is in per cent"))


class Indicators(Schema):
    round: int = Field(description=_("Number of the round"))
    items: list[Indicator] = Field(
        description=_("The indicators of the round's form, in its order")
    )


class Year(Schema):
    fiscal_year: int = Field(description=_("Fiscal year (B.E.)"))
    hubs_established: int = Field(
        description=_("Hubs announced in the year; the manual's figure where it gives one")
    )
    hubs_total: int = Field(
        description=_(
            "Hubs established and not closed on 30 September, or today in the year that runs"
        )
    )
    hubs_planned: int | None = Field(
        description=_("Hubs that the year's plan asks for, null without a plan")
    )
    hubs_growth: int | None = Field(
        description=_("Total against that of the year before, null for the first year")
    )
    networks_founded: int = Field(
        description=_(
            "Citizen networks founded in the year; the manual's figure where it gives one"
        )
    )
    networks_planned: int | None = Field(
        description=_("Networks that the year's plan asks for, null without a plan")
    )
    source: str = Field(
        description=_("Where a figure comes from that was not counted from the portal's records")
    )
    frozen_on: date | None = Field(
        description=_("Day on which the director froze the year, null while it is not")
    )
    hubs_established_corrected: int | None = Field(
        description=_("What the records say today of a frozen year, null where it is the same")
    )
    hubs_total_corrected: int | None = Field(
        description=_("What the records say today of a frozen year, null where it is the same")
    )
    hubs_growth_corrected: int | None = Field(
        description=_("What the records say today of a frozen year, null where it is the same")
    )
    networks_founded_corrected: int | None = Field(
        description=_("What the records say today of a frozen year, null where it is the same")
    )


class Years(Schema):
    items: list[Year] = Field(description=_("The years, the first one first"))


class Network(Schema):
    id: int = Field(description=_("Number of the network, which never changes"))
    name: str = Field(description=_("Name in Thai"))
    province: str = Field(description=_("Code of the province, two digits"))
    area: str = Field(description=_("The area it works in, in its own words"))
    founded_on: date = Field(description=_("Day of its founding"))
    fiscal_year: int = Field(description=_("Fiscal year (B.E.) of the founding"))
    ended_on: date | None = Field(description=_("Day on which it ended, null while it goes on"))


class Networks(Listed):
    items: list[Network] = Field(description=_("The networks of this page"))


class Province(Schema):
    code: str = Field(description=_("Code of the province, two digits"))
    iso: str = Field(description=_("Code of ISO 3166-2"))
    name: Message = Field(description=_("Name of the province"))
    region: Region = Field(description=_("Region of the province"))
    hubs: int = Field(description=_("Hubs established and not closed today"))


class Provinces(Schema):
    items: list[Province] = Field(description=_("All 77 provinces"))


class Problem(Schema):
    category: str = Field(description=_("Code of the category"))
    name: Message = Field(description=_("What the category is called"))
    total: int = Field(description=_("Problems first named in the round, or in any round"))
    unsolved: int = Field(description=_("Problems that are not solved"))
    hubs: int = Field(description=_("Hubs that named it"))


class Problems(Schema):
    items: list[Problem] = Field(description=_("The categories that were named"))
