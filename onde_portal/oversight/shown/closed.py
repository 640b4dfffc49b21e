"""Hubs that were closed in the year: what a year without growth must explain (manual, 9.2)."""

from dataclasses import dataclass
from datetime import date

from hubs.models import Hub
from onde_portal.oversight.selectors.page import Page, day
from onde_portal.oversight.shown.addresses import hub_url
from onde_portal.ui.templatetags.ui import place


@dataclass(frozen=True, slots=True)
class ClosedShown:
    """A hub with its place, the first day on which it was closed, and why."""

    name: str
    place: str
    on: date
    reason: str
    url: str


def closed_shown(page: Page) -> list[ClosedShown]:
    """The hubs closed in the year, in one query."""
    found = page.figures["closed"]
    hubs = Hub.objects.with_place().in_bulk([item["pk"] for item in found])
    return [
        ClosedShown(
            name=hubs[item["pk"]].name,
            place=place(hubs[item["pk"]].lao),
            on=day(item["on"]),
            reason=item["reason"],
            url=hub_url(item["pk"]),
        )
        for item in found
        if item["pk"] in hubs
    ]
