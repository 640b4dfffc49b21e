"""The hubs and networks behind a year's figures, as the records have them now."""

from datetime import date

from django.db.models import Q

from hubs.models import Hub, HubQuerySet
from networks.models import CitizenNetwork
from onde_portal.accounts.querysets import OfficeQuerySet
from onde_portal.thai.calendar import fiscal_year_end, fiscal_year_start


def hubs_behind(year: int, day: date) -> HubQuerySet:
    """Hubs established in the year, or counted on its day; one that never lived is neither."""
    lived = Hub.objects.lived().filter(established_on__lte=day)
    is_counted = Q(closed_on=None) | Q(closed_on__gt=day)
    return lived.filter(is_counted | Q(established_on__gte=fiscal_year_start(year)))


def is_new(established_on: date, year: int) -> bool:
    """Established in the fiscal year."""
    return fiscal_year_start(year) <= established_on <= fiscal_year_end(year)


def is_counted(closed_on: date | None, day: date) -> bool:
    """Of a hub established by the day: not closed on it."""
    return closed_on is None or closed_on > day


def networks_behind(year: int, day: date) -> OfficeQuerySet[CitizenNetwork]:
    """Networks founded in the year up to its day."""
    return CitizenNetwork.objects.filter(founded_on__range=(fiscal_year_start(year), day))
