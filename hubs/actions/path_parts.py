"""The parts of an LAO's path to its hub (manual 8.2 (5)), each kept by itself."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from hubs import errors
from hubs.actions.life import Verb
from hubs.errors import HubError, StaleRecord
from hubs.models import (
    CommitteeMember,
    Establishment,
    EstablishmentState,
    Hub,
    HubChannel,
    HubDocument,
    HubState,
    HubUnit,
    PlanItem,
    Sector,
)
from hubs.parts import EstablishmentVerb, Part
from onde_portal.accounts.models import User
from onde_portal.thai.calendar import fiscal_year_start
from onde_portal.thai.text import clean_text
from onde_portal.thai.working_time import BANGKOK
from onde_portal.workflow.uploads import store_upload

WORKABLE = (EstablishmentState.WORKING, EstablishmentState.RETURNED)
MOST_ROWS = 100
DOCUMENT_OF = {
    Part.ANNOUNCEMENT: HubDocument.Kind.ANNOUNCEMENT,
    Part.ORDER: HubDocument.Kind.ORDER,
    Part.PLAN: HubDocument.Kind.PLAN,
    Part.COMMITTEE: HubDocument.Kind.OTHER,
    Part.CHANNELS: HubDocument.Kind.OTHER,
}


class NotWorkable(HubError):
    message = _("This is with the Office or confirmed, so it cannot be changed now.")


class NumberNeeded(HubError):
    message = _("Give number and date.")


class RowUnfinished(HubError):
    message = _(
        "A line needs its first fields: who for the committee, what for units, plan and channels."
    )


class UnitTwice(HubError):
    message = _("Two units have the same name.")


class TooManyRows(HubError):
    message = _("At most a hundred lines fit here.")


@dataclass(frozen=True, slots=True)
class MemberFacts:
    """Somebody on the committee. ``pk`` is the member who is there already, 0 for a new one."""

    name: str
    office: str
    represents: str = ""
    sector: str = Sector.STATE
    outside: bool = False
    pk: int = 0


@dataclass(frozen=True, slots=True)
class UnitFacts:
    """A unit of the hub and what it does."""

    name: str
    duties: str = ""


@dataclass(frozen=True, slots=True)
class PlanFacts:
    """An activity of the plan; the budget is in baht."""

    activity: str
    when: str = ""
    target: str = ""
    budget: Decimal | None = None


@dataclass(frozen=True, slots=True)
class ChannelFacts:
    """A way in which citizens reach the hub."""

    kind: str
    detail: str


def _clean(text: str, most: int) -> str:
    return " ".join(clean_text(text).split())[:most]


def _keep(
    establishment: Establishment, part: Part, *, version: int | None, by: User, at: datetime,
    **values: Any,
) -> None:  # fmt: skip
    """Change the path as it was read, or not at all, and note which part was kept."""
    if establishment.state not in WORKABLE:
        raise NotWorkable
    read = establishment.version if version is None else version
    rows = Establishment.objects.filter(pk=establishment.pk, version=read, state__in=WORKABLE)
    if rows.update(version=read + 1, **values) != 1:
        raise StaleRecord
    establishment.refresh_from_db()
    establishment.events.create(verb=EstablishmentVerb.SAVED, reason=part, by=by, at=at)


def _check_day(establishment: Establishment, on: date, at: datetime) -> None:
    """A paper lies neither ahead nor before the fiscal year of the hub's programme."""
    if on > at.astimezone(BANGKOK).date():
        raise errors.DateInFuture
    programme = establishment.hub.programme
    if programme is not None and on < fiscal_year_start(programme.fiscal_year):
        raise errors.DateTooEarly


@transaction.atomic
def save_paper(
    *,
    establishment: Establishment,
    part: Part,
    number: str,
    on: date | None,
    version: int | None = None,
    by: User,
    at: datetime,
) -> None:
    """Keep number and date of the announcement or the appointment order."""
    number = _clean(number, 60)
    if not number or on is None:
        raise NumberNeeded
    _check_day(establishment, on, at)
    names = {
        Part.ANNOUNCEMENT: ("announcement_number", "announced_on"),
        Part.ORDER: ("order_number", "ordered_on"),
    }[part]
    values = dict(zip(names, (number, on), strict=True))
    _keep(establishment, part, version=version, by=by, at=at, **values)


def attach_paper(
    *, establishment: Establishment, part: Part, upload: UploadedFile, by: User, at: datetime
) -> HubDocument:
    """Keep a checked paper with a part; ``UploadRefused`` says what is wrong with it."""
    if establishment.state not in WORKABLE:
        raise NotWorkable
    return store_upload(
        HubDocument, upload=upload, by=by, at=at, hub=establishment.hub, kind=DOCUMENT_OF[part]
    )


def remove_paper(*, establishment: Establishment, document: HubDocument, at: datetime) -> None:
    """Take a paper out; the file stays on record."""
    if establishment.state not in WORKABLE:
        raise NotWorkable
    HubDocument.objects.filter(pk=document.pk, hub=establishment.hub, removed_at=None).update(
        removed_at=at
    )


@transaction.atomic
def save_committee(
    *,
    establishment: Establishment,
    members: Sequence[MemberFacts],
    units: Sequence[UnitFacts] = (),
    version: int | None = None,
    by: User,
    at: datetime,
) -> None:
    """Keep committee and units; while the hub is prepared they are simply what was typed."""
    _keep(establishment, Part.COMMITTEE, version=version, by=by, at=at)
    hub = establishment.hub
    rows = [_member(hub, place, facts) for place, facts in enumerate(_limited(members), start=1)]
    hub.committee.all().delete()
    CommitteeMember.objects.bulk_create(rows)
    hub.units.all().delete()
    HubUnit.objects.bulk_create(_units(hub, units))


def _member(hub: Hub, place: int, facts: MemberFacts) -> CommitteeMember:
    name, office = _clean(facts.name, 160), _clean(facts.office, 150)
    if not name or not office or facts.sector not in Sector.values:
        raise RowUnfinished
    return CommitteeMember(
        hub=hub, position=place, name=name, office=office, sector=facts.sector,
        represents=_clean(facts.represents, 250), outside=facts.outside,
    )  # fmt: skip


def _units(hub: Hub, units: Sequence[UnitFacts]) -> list[HubUnit]:
    """Units as they would be kept; each has a name of its own."""
    rows = [
        HubUnit(
            hub=hub, position=place, name=_clean(facts.name, 150),
            duties=clean_text(facts.duties).strip(),
        )
        for place, facts in enumerate(_limited(units), start=1)
    ]  # fmt: skip
    names = [row.name for row in rows]
    if not all(names):
        raise RowUnfinished
    if len(set(names)) < len(names):
        raise UnitTwice
    return rows


def _limited(rows: Sequence[Any]) -> Sequence[Any]:
    if len(rows) > MOST_ROWS:
        raise TooManyRows
    return rows


@transaction.atomic
def change_committee(
    *,
    hub: Hub,
    members: Sequence[MemberFacts],
    units: Sequence[UnitFacts] = (),
    on: date,
    by: User,
    at: datetime,
) -> None:
    """Change the committee and units of a hub that is established, from a day on.

    Members and units that are no longer named end on that day; the file keeps them.
    """
    if hub.state in {HubState.PREPARING, HubState.CLOSED}:
        raise errors.WrongState
    if on > at.astimezone(BANGKOK).date():
        raise errors.DateInFuture
    current = {one.pk: one for one in hub.committee.filter(until=None)}
    kept: set[int] = set()
    for place, facts in enumerate(_limited(members), start=1):
        new = _member(hub, place, facts)
        old = current.get(facts.pk)
        if old is not None and (old.name, old.office) == (new.name, new.office):
            kept.add(old.pk)
            old.position, old.represents = place, new.represents
            old.sector, old.outside = new.sector, new.outside
            old.save()
        else:
            new.since = on
            new.save()
    for pk, old in current.items():
        if pk not in kept:
            _end(old, on)
    _change_units(hub, units, on)
    hub.events.create(verb=Verb.COMMITTEE, reason=on.isoformat(), by=by, at=at)


def _change_units(hub: Hub, units: Sequence[UnitFacts], on: date) -> None:
    current = {unit.name: unit for unit in hub.units.filter(until=None)}
    for new in _units(hub, units):
        old = current.pop(new.name, None)
        if old is None:
            new.since = on
            new.save()
        else:
            old.position, old.duties = new.position, new.duties
            old.save()
    for gone in current.values():
        _end(gone, on)


def _end(row: CommitteeMember | HubUnit, on: date) -> None:
    """Nobody leaves before he or she came."""
    row.until = max(on, row.since) if row.since else on
    row.save()


@transaction.atomic
def save_plan(
    *,
    establishment: Establishment,
    year: int,
    items: Sequence[PlanFacts],
    version: int | None = None,
    by: User,
    at: datetime,
) -> None:
    """Keep the work plan of a fiscal year (B.E.)."""
    _keep(establishment, Part.PLAN, version=version, by=by, at=at, plan_year=year)
    hub = establishment.hub
    rows = []
    for place, facts in enumerate(_limited(items), start=1):
        activity = _clean(facts.activity, 300)
        if not activity:
            raise RowUnfinished
        rows.append(
            PlanItem(
                hub=hub, fiscal_year=year, position=place, activity=activity,
                when=_clean(facts.when, 120), target=_clean(facts.target, 200),
                budget=facts.budget,
            )
        )  # fmt: skip
    hub.plan.all().delete()
    PlanItem.objects.bulk_create(rows)


@transaction.atomic
def save_channels(
    *,
    establishment: Establishment,
    channels: Sequence[ChannelFacts],
    version: int | None = None,
    by: User,
    at: datetime,
) -> None:
    """Keep how citizens reach the hub."""
    _keep(establishment, Part.CHANNELS, version=version, by=by, at=at)
    hub = establishment.hub
    rows = []
    for facts in _limited(channels):
        detail = _clean(facts.detail, 250)
        if not detail or facts.kind not in HubChannel.Kind.values:
            raise RowUnfinished
        rows.append(HubChannel(hub=hub, kind=facts.kind, detail=detail))
    hub.channels.all().delete()
    HubChannel.objects.bulk_create(rows)
