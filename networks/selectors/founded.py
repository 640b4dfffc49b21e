"""Networks with their members and news, in the staff's site and in public."""

from dataclasses import dataclass
from datetime import date

from django.db.models import Count, Max, Q, QuerySet

from networks.models import CitizenNetwork
from onde_portal.thai.calendar import add_months

SILENT_MONTHS = 6


@dataclass(frozen=True, slots=True)
class Standing:
    """A network with its number of members and advisers, and when it was last heard of."""

    network: CitizenNetwork
    members: int
    advisers: int
    last_news_on: date | None
    is_silent: bool


def silent_since(last_heard: date) -> date:
    """The day from which a network counts as silent: six months after the last news."""
    return add_months(last_heard, SILENT_MONTHS)


def with_standing(networks: "QuerySet[CitizenNetwork]", today: date) -> list[Standing]:
    """Networks with their standing, one query for all."""
    current = Q(members__ends_on=None, members__isnull=False)
    counted = networks.select_related("province", "project").annotate(
        member_count=Count(
            "members__person", current & Q(members__office__is_adviser=False), distinct=True
        ),
        adviser_count=Count(
            "members__person", current & Q(members__office__is_adviser=True), distinct=True
        ),
        heard_on=Max("notes__noted_on"),
    )
    return [
        Standing(
            row,
            row.member_count,
            row.adviser_count,
            row.heard_on,
            is_silent=row.ended_on is None
            and silent_since(row.heard_on or row.founded_on) <= today,
        )
        for row in counted.order_by("-founded_on", "name", "pk")
    ]


def networks_without_news(day: date) -> list[CitizenNetwork]:
    """Networks not heard of for six months by a day, counted from the last news or the founding."""
    earliest = add_months(day, -SILENT_MONTHS + 1)
    alive = CitizenNetwork.objects.filter(ended_on=None, founded_on__lte=earliest)
    return [item.network for item in with_standing(alive, day) if item.is_silent]


def public_networks() -> "QuerySet[CitizenNetwork]":
    """What anybody may see: networks with a public page that have not ended."""
    return CitizenNetwork.objects.filter(is_public=True, ended_on=None)
