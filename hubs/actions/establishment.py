"""An LAO establishes its hub (manual 8.2 (5)): part by part, sent, then confirmed or returned.

The LAO works on five parts; the Office may work on them for an LAO that writes by letter. Once it
is confirmed, the hub is established from the day of its announcement and so enters monitoring.
"""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from hubs import errors
from hubs.actions.life import establish_hub, register_hub
from hubs.actions.path_parts import DOCUMENT_OF, WORKABLE, NotWorkable
from hubs.actions.programmes import note
from hubs.errors import HubError, StaleRecord
from hubs.models import (
    Candidate,
    CandidateState,
    Establishment,
    EstablishmentState,
    Hub,
    HubState,
)
from hubs.notices import tell_establishment
from hubs.parts import EstablishmentVerb, Part
from hubs.selectors.structure import template_for
from onde_portal.accounts.models import User
from onde_portal.accounts.permissions import Action, may
from onde_portal.thai.calendar import fiscal_year
from onde_portal.thai.text import clean_text
from onde_portal.thai.working_time import BANGKOK


class NotApproved(HubError):
    message = _("Only LAOs that an approved memo names establish a hub in the programme.")


class PartsMissing(HubError):
    """What is still missing, part by part, in the reader's language."""

    def __init__(self, missing: Sequence[str]) -> None:
        super().__init__()
        self.missing = tuple(missing)
        self.message = _("Something is still missing: %(parts)s") % {"parts": ", ".join(missing)}  # type: ignore[assignment]


class NothingWaits(HubError):
    message = _("The LAO has not sent this, so there is nothing to answer.")


class RemarksNeeded(HubError):
    message = _("Say at one part at least what should be put right.")


class OwnWork(HubError):
    message = _("Nobody confirms what he or she sent.")


@transaction.atomic
def begin_establishment(*, candidate: Candidate, by: User, at: datetime) -> Establishment:
    """Register the hub that an approved LAO prepares, and open its path.

    Begun twice, it is the same. Raises ``NotApproved``, ``LaoHasHub``.
    """
    begun = Establishment.objects.filter(candidate=candidate).first()
    if begun is not None:
        return begun
    if candidate.state != CandidateState.CHOSEN or candidate.approved_at is None:
        raise NotApproved
    if not candidate.programme.is_running:
        raise errors.ProgrammeEnded
    hub = Hub.objects.filter(lao=candidate.lao, state=HubState.PREPARING).first()
    if hub is None:
        hub = register_hub(lao=candidate.lao, programme=candidate.programme, by=by, at=at)
    elif hub.programme_id is None:
        Hub.objects.filter(pk=hub.pk).update(programme=candidate.programme)
        hub.programme = candidate.programme
    begun = Establishment.objects.create(
        hub=hub, candidate=candidate, template=template_for(candidate.lao), begun_at=at,
        plan_year=fiscal_year(at.astimezone(BANGKOK).date()),
    )  # fmt: skip
    begun.events.create(verb=EstablishmentVerb.BEGUN, by=by, at=at)
    return begun


def part_is_done(establishment: Establishment, part: Part) -> bool:
    """Whether a part has what is needed before the path can be sent."""
    hub = establishment.hub
    papers = hub.documents.filter(removed_at=None, kind=DOCUMENT_OF[part])
    if part == Part.ANNOUNCEMENT:
        return bool(establishment.announcement_number and establishment.announced_on) and (
            papers.exists()
        )
    if part == Part.ORDER:
        return bool(establishment.order_number and establishment.ordered_on) and papers.exists()
    found: Mapping[Part, Any] = {
        Part.COMMITTEE: hub.committee.filter(until=None),
        Part.PLAN: hub.plan,
        Part.CHANNELS: hub.channels,
    }
    return bool(found[part].exists())


def missing_parts(establishment: Establishment) -> list[Part]:
    """The parts that stand against sending: what pages and guard both use."""
    return [part for part in Part if not part_is_done(establishment, part)]


def seats_short(establishment: Establishment) -> int:
    """How many members fewer than usual the committee has: a warning, never a refusal."""
    if establishment.template is None:
        return 0
    there = establishment.hub.committee.filter(until=None).count()
    return max(0, establishment.template.fewest_members - there)


@transaction.atomic
def send_establishment(
    *, establishment: Establishment, version: int | None = None, by: User, at: datetime
) -> None:
    """Send the finished path to the Office. Raises ``PartsMissing``."""
    if establishment.state not in WORKABLE:
        raise NotWorkable
    missing = missing_parts(establishment)
    if missing:
        raise PartsMissing([str(part.label) for part in missing])
    _move(
        establishment, EstablishmentVerb.SENT, WORKABLE, EstablishmentState.SENT,
        version=version, by=by, at=at, sent_at=at, sent_by=by,
    )  # fmt: skip
    tell_establishment(establishment, "sent", at=at)


def _move(
    establishment: Establishment,
    verb: EstablishmentVerb,
    sources: Iterable[str],
    target: str,
    *,
    version: int | None,
    by: User,
    at: datetime,
    reason: str = "",
    **values: Any,
) -> None:
    read = establishment.version if version is None else version
    rows = Establishment.objects.filter(pk=establishment.pk, version=read, state__in=list(sources))
    if rows.update(version=read + 1, state=target, **values) != 1:
        raise StaleRecord
    before = establishment.state
    establishment.refresh_from_db()
    establishment.events.create(
        verb=verb, from_state=before, to_state=target, reason=reason, by=by, at=at
    )


def _require_waiting(establishment: Establishment, by: User) -> None:
    if establishment.state != EstablishmentState.SENT:
        raise NothingWaits
    if establishment.sent_by_id == by.pk:
        raise OwnWork
    if not may(by, Action.REGISTER_HUB):
        raise NothingWaits


@transaction.atomic
def return_establishment(
    *,
    establishment: Establishment,
    remarks: Mapping[str, str],
    version: int | None = None,
    by: User,
    at: datetime,
) -> None:
    """Return a path with what should be put right, by part."""
    _require_waiting(establishment, by)
    said = {
        part: clean_text(text).strip()
        for part, text in remarks.items()
        if part in Part.values and clean_text(text).strip()
    }
    if not said:
        raise RemarksNeeded
    _move(
        establishment, EstablishmentVerb.RETURNED, [EstablishmentState.SENT],
        EstablishmentState.RETURNED, version=version, by=by, at=at,
        reason="; ".join(said.values())[:1000], remarks=said, answered_at=at, answered_by=by,
    )  # fmt: skip
    tell_establishment(establishment, "returned", at=at)


@transaction.atomic
def confirm_establishment(
    *, establishment: Establishment, version: int | None = None, by: User, at: datetime
) -> None:
    """Confirm a path: the hub is established from the day of its announcement."""
    _require_waiting(establishment, by)
    _move(
        establishment, EstablishmentVerb.CONFIRMED, [EstablishmentState.SENT],
        EstablishmentState.CONFIRMED, version=version, by=by, at=at, remarks={},
        answered_at=at, answered_by=by,
    )  # fmt: skip
    hub, announced = establishment.hub, establishment.announced_on
    if announced is None:
        raise PartsMissing([str(Part.ANNOUNCEMENT.label)])
    hub.refresh_from_db()
    establish_hub(
        hub=hub, on=announced, announcement_number=establishment.announcement_number, by=by, at=at
    )
    since = establishment.ordered_on or announced
    hub.committee.filter(since=None).update(since=since)
    hub.units.filter(since=None).update(since=since)
    if establishment.candidate is not None:
        note(establishment.candidate.programme, f"ยืนยันการจัดตั้ง{hub.name}"[:500], by=by, at=at)
    tell_establishment(establishment, "confirmed", at=at)
