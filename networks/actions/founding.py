"""Opening network projects and founding citizen networks. The only writers of both."""

from collections.abc import Collection
from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from networks.models import CitizenNetwork, Hearing, NetworkProject, ProjectVerb
from onde_portal.accounts.models import User
from onde_portal.registry.models import District, Province
from onde_portal.thai.calendar import fiscal_year
from onde_portal.thai.text import clean_text, thai_key
from onde_portal.thai.working_time import BANGKOK
from onde_portal.workflow.actions import open_case

FIRST_DAY = date(1999, 11, 18)  # the decentralisation act of B.E. 2542 came into force


class NetworkError(Exception):
    """A change that cannot be made. ``message`` is for the person who tried."""

    message = _("This cannot be done now.")

    def __str__(self) -> str:
        return str(self.message)


class FoundedInFuture(NetworkError):
    message = _("The date lies in the future. Give the day on which it happened.")


class FoundedTooEarly(NetworkError):
    message = _("The date lies before networks could be founded. See whether the year is right.")


class NameNeeded(NetworkError):
    message = _("Give the network a name.")


class FoundedBeforeHearing(NetworkError):
    message = _("The network was founded at the hearing, so not before it was held.")


def open_project(
    *, title: str, year: int, province: Province | None, owner: User, by: User, at: datetime
) -> NetworkProject:
    """Open a network project (manual 8.1) of a fiscal year (B.E.)."""
    return open_case(
        model=NetworkProject,
        title=clean_text(title).strip()[:250],
        fiscal_year=year,
        province=province,
        owner=owner,
        by=by,
        at=at,
    )


@transaction.atomic
def found_network(
    *,
    name: str,
    province: Province,
    founded_on: date,
    area: str = "",
    aim: str = "",
    districts: Collection[District] = (),
    project: NetworkProject | None = None,
    hearing: Hearing | None = None,
    by: User | None,
    at: datetime,
) -> CitizenNetwork:
    """Found a citizen network (manual 8.1 (5)); it counts in the fiscal year of that day.

    A network founded at a hearing belongs to the hearing's project.
    """
    name = clean_text(name).strip()[:250]
    if not name:
        raise NameNeeded
    check_founding_day(founded_on, hearing, at)
    if hearing is not None:
        project = hearing.project
    network = CitizenNetwork.objects.create(
        name=name,
        search_key=thai_key(f"{name} {province.name_th} {province.name_en}")[:300],
        province=province,
        area=clean_text(area).strip()[:250],
        aim=clean_text(aim).strip(),
        hearing=hearing,
        founded_on=founded_on,
        fiscal_year=fiscal_year(founded_on),
        project=project,
    )
    network.districts.set(district for district in districts if district.province == province)
    if project is not None:
        project.events.create(verb=ProjectVerb.NETWORK_FOUNDED, by=by, at=at, reason=name)
    return network


def check_founding_day(founded_on: date, hearing: Hearing | None, at: datetime) -> None:
    """Not in the future, not before the act, not before the hearing at which it was founded."""
    if founded_on > at.astimezone(BANGKOK).date():
        raise FoundedInFuture
    if founded_on < FIRST_DAY:
        raise FoundedTooEarly
    if hearing is not None and founded_on < hearing.held_on:
        raise FoundedBeforeHearing
