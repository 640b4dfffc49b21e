"""The life of a hub: registered, established, operating, suspended, closed. The only writers.

Each action is one transaction, changes the hub by an update that must touch exactly the row that
was read (else ``StaleHub``), and appends one event.
"""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any

from django.core.files.uploadedfile import UploadedFile
from django.db import IntegrityError, models, transaction
from django.utils.translation import gettext_lazy as _
from simple_history.utils import bulk_update_with_history

from hubs import errors
from hubs.models import LIVING_STATES, Hub, HubContact, HubDocument, HubProgramme, HubState
from onde_portal.accounts.models import User
from onde_portal.registry.models import Lao
from onde_portal.thai.calendar import fiscal_year, fiscal_year_start
from onde_portal.thai.text import clean_text, thai_key
from onde_portal.thai.working_time import BANGKOK
from onde_portal.workflow.uploads import store_upload

FIRST_DAY = date(1999, 11, 18)  # the decentralisation act of B.E. 2542 came into force


class Verb(models.TextChoices):
    """What can happen to a hub."""

    REGISTERED = "registered", _("Registered the hub")
    ESTABLISHED = "established", _("Established the hub")
    OPERATING = "operating", _("The hub began to operate")
    SUSPENDED = "suspended", _("Suspended the hub")
    RESUMED = "resumed", _("Resumed the hub")
    CLOSED = "closed", _("Closed the hub")
    CONTACTS = "contacts", _("Changed the contact people")
    CORRECTED = "corrected", _("Corrected the announcement")
    COMMITTEE = "committee", _("Changed the committee")
    HANDED_OVER = "handed_over", _("Handed the hub over to another LAO")


def _record(hub: Hub, verb: Verb, *, by: User | None, at: datetime, **facts: str) -> None:
    hub.events.create(verb=verb, by=by, at=at, **facts)


def _sign(hub: Hub, *, by: User | None, at: datetime) -> None:
    """Say whose change the hub's next row of history is; outside a request nobody else knows."""
    hub._history_user = by  # type: ignore[attr-defined]  # noqa: SLF001 - the library's way
    hub._history_date = at  # type: ignore[attr-defined]  # noqa: SLF001


def _change(hub: Hub, *, version: int | None, by: User | None, at: datetime, **values: Any) -> None:
    """Change the hub as it was read, or not at all; the change goes into its history."""
    read = hub.version if version is None else version
    rows = Hub.objects.filter(pk=hub.pk, version=read, state=hub.state)
    if rows.update(version=read + 1) != 1:
        raise errors.StaleHub
    hub.version = read + 1
    for name, value in values.items():
        setattr(hub, name, value)
    fields = [*values, "version"]
    _sign(hub, by=by, at=at)
    bulk_update_with_history([hub], Hub, fields, batch_size=1)


def search_key_of(name: str, lao: Lao) -> str:
    """Under what a hub is found: its name, its LAO's name and place."""
    return thai_key(f"{name} {lao.search_key}")[:600]


@transaction.atomic
def register_hub(
    *,
    lao: Lao,
    programme: HubProgramme | None = None,
    name: str = "",
    by: User | None,
    at: datetime,
) -> Hub:
    """Register a hub that its LAO prepares (manual 8.2 (5)). Raises ``LaoHasHub``."""
    if lao.gone_on is not None:
        raise errors.LaoGone
    name = clean_text(name).strip() or f"ศูนย์ส่งเสริมการมีส่วนร่วมของประชาชน {lao.full_name_th}"
    hub = Hub(
        lao=lao,
        programme=programme,
        name=name[:250],
        search_key=search_key_of(name, lao),
        registered_at=at,
    )
    _sign(hub, by=by, at=at)
    try:
        with transaction.atomic():
            hub.save(force_insert=True)
    except IntegrityError as error:
        raise errors.LaoHasHub from error
    _record(hub, Verb.REGISTERED, by=by, at=at, to_state=HubState.PREPARING)
    return hub


def _require_reason(reason: str) -> str:
    said = clean_text(reason).strip()
    if not said:
        raise errors.ReasonNeeded
    return said


def _check_day(on: date, at: datetime) -> None:
    if on > at.astimezone(BANGKOK).date():
        raise errors.DateInFuture
    if on < FIRST_DAY:
        raise errors.DateTooEarly


def _check_announcement(hub: Hub, on: date, at: datetime) -> None:
    """An announcement lies neither ahead nor before the fiscal year of the hub's programme."""
    _check_day(on, at)
    if hub.programme is not None and on < fiscal_year_start(hub.programme.fiscal_year):
        raise errors.DateTooEarly
    if hub.closed_on is not None and on > hub.closed_on:
        raise errors.ClosedBeforeAnnounced


def establish_hub(
    *,
    hub: Hub,
    on: date,
    announcement_number: str = "",
    announcement: UploadedFile | None = None,
    version: int | None = None,
    by: User | None,
    at: datetime,
) -> None:
    """Establish a hub from the day of its announcement; then it counts and is followed up.

    The announcement is looked at and kept before the transaction, as that takes its time: until
    then its row counts as removed.
    """
    if hub.state != HubState.PREPARING:
        raise errors.WrongState
    _check_announcement(hub, on, at)
    paper = None if announcement is None else _keep_announcement(hub, announcement, by=by, at=at)
    with transaction.atomic():
        _move(
            hub, Verb.ESTABLISHED, [HubState.PREPARING], HubState.ESTABLISHED,
            reason=on.isoformat(), version=version, by=by, at=at,
            established_on=on, established_year=fiscal_year(on),
            announcement_number=clean_text(announcement_number).strip()[:60],
        )  # fmt: skip
        if paper is not None:
            paper.removed_at = None
            paper.save(update_fields=["removed_at"])


def _keep_announcement(
    hub: Hub, upload: UploadedFile, *, by: User | None, at: datetime
) -> HubDocument:
    kind = HubDocument.Kind.ANNOUNCEMENT
    return store_upload(HubDocument, upload=upload, by=by, at=at, hub=hub, kind=kind, removed_at=at)


def _move(
    hub: Hub,
    verb: Verb,
    sources: Sequence[str],
    target: str,
    *,
    reason: str = "",
    version: int | None,
    by: User | None,
    at: datetime,
    **values: Any,
) -> None:
    if hub.state not in sources:
        raise errors.WrongState
    before = hub.state
    _change(hub, version=version, by=by, at=at, state=target, **values)
    _record(hub, verb, by=by, at=at, from_state=before, to_state=target, reason=reason)


@transaction.atomic
def start_operating(*, hub: Hub, version: int | None = None, by: User | None, at: datetime) -> None:
    """Note that an established hub has begun to work."""
    _move(
        hub,
        Verb.OPERATING,
        [HubState.ESTABLISHED],
        HubState.OPERATING,
        version=version,
        by=by,
        at=at,
    )


@transaction.atomic
def suspend_hub(
    *, hub: Hub, reason: str, version: int | None = None, by: User | None, at: datetime
) -> None:
    """Suspend a hub with a reason; it still counts and still reports."""
    sources = [HubState.ESTABLISHED, HubState.OPERATING]
    _move(
        hub, Verb.SUSPENDED, sources, HubState.SUSPENDED,
        reason=_require_reason(reason), version=version, by=by, at=at,
    )  # fmt: skip


@transaction.atomic
def resume_hub(*, hub: Hub, version: int | None = None, by: User | None, at: datetime) -> None:
    """Let a suspended hub operate again."""
    _move(
        hub, Verb.RESUMED, [HubState.SUSPENDED], HubState.OPERATING, version=version, by=by, at=at
    )


@transaction.atomic
def close_hub(
    *,
    hub: Hub,
    on: date,
    reason: str,
    successor: Hub | None = None,
    version: int | None = None,
    by: User | None,
    at: datetime,
) -> None:
    """Close a hub with a reason; ``on`` is the first day on which it no longer counts.

    ``successor`` is the living hub that goes on with its work, as when LAOs merge.
    """
    said = _require_reason(reason)
    _check_day(on, at)
    if successor is not None and (successor.pk == hub.pk or successor.state not in LIVING_STATES):
        raise errors.NoSuccessor
    if hub.established_on and on < hub.established_on:
        raise errors.ClosedBeforeAnnounced
    _move(
        hub, Verb.CLOSED, [HubState.PREPARING, *LIVING_STATES], HubState.CLOSED,
        reason=said, version=version, by=by, at=at, closed_on=on, successor=successor,
    )  # fmt: skip


@transaction.atomic
def hand_over_hub(
    *, hub: Hub, lao: Lao, reason: str, version: int | None = None, by: User | None, at: datetime
) -> None:
    """Let a hub go on at the LAO that took its own LAO over, by merger or upgrade.

    It stays the same hub with its history, reports and announcement. Raises ``LaoHasHub``.
    """
    said = _require_reason(reason)
    if hub.state == HubState.CLOSED:
        raise errors.WrongState
    if lao.gone_on is not None:
        raise errors.LaoGone
    if lao.pk == hub.lao_id or Hub.objects.filter(lao=lao).exclude(state=HubState.CLOSED).exists():
        raise errors.LaoHasHub
    before = hub.lao.full_name_th
    _change(hub, version=version, by=by, at=at, lao=lao, search_key=search_key_of(hub.name, lao))
    _record(
        hub, Verb.HANDED_OVER, by=by, at=at,
        reason=f"{before} → {lao.full_name_th}: {said}",
    )  # fmt: skip


@transaction.atomic
def correct_announcement(
    *,
    hub: Hub,
    on: date,
    announcement_number: str,
    reason: str,
    version: int | None = None,
    by: User | None,
    at: datetime,
) -> None:
    """Put the date or number of an announcement right, with the reason why."""
    if hub.established_on is None:
        raise errors.WrongState
    said = _require_reason(reason)
    _check_announcement(hub, on, at)
    before = hub.established_on.isoformat()
    _change(
        hub,
        version=version,
        by=by,
        at=at,
        established_on=on,
        established_year=fiscal_year(on),
        announcement_number=clean_text(announcement_number).strip()[:60],
    )
    _record(
        hub, Verb.CORRECTED, by=by, at=at,
        from_state=before, to_state=on.isoformat(), reason=said,
    )  # fmt: skip


@transaction.atomic
def set_contacts(
    *,
    hub: Hub,
    contacts: Sequence[Mapping[str, str]],
    version: int | None = None,
    by: User | None,
    at: datetime,
) -> None:
    """Replace the contact people by these: name, position, phone, email.

    Those without a name are left out.
    """
    _change(hub, version=version, by=by, at=at)
    hub.contacts.all().delete()
    HubContact.objects.bulk_create(
        HubContact(
            hub=hub,
            name=clean_text(contact["name"]).strip()[:160],
            position=clean_text(contact.get("position", ""))[:150],
            phone=clean_text(contact.get("phone", ""))[:40],
            email=clean_text(contact.get("email", "")).strip(),
        )
        for contact in contacts
        if clean_text(contact["name"]).strip()
    )
    _record(hub, Verb.CONTACTS, by=by, at=at)
