"""What meetings resolved: written with the minutes, then done, dropped or given more time.

A resolution outlives the project that it comes from: settling it asks for no running project.
"""

from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from networks.actions.founding import NetworkError
from networks.actions.guarded import change_as_read, sign_history
from networks.actions.meetings import ReasonMissing, require_draft
from networks.models import Meeting, MinutesItem, ProjectVerb, Resolution
from networks.policies import may_own_resolution
from onde_portal.accounts.models import User
from onde_portal.thai.dates import format_date
from onde_portal.thai.text import clean_text
from onde_portal.thai.working_time import BANGKOK

LONGEST_REASON = 2000


class ResolutionEmpty(NetworkError):
    message = _("Write what was resolved.")


class OwnerUnfit(NetworkError):
    message = _("Only people of the Office who may write can be in charge of a resolution.")


class DueBeforeMeeting(NetworkError):
    message = _("The due date lies before the meeting.")


class ResolutionSettled(NetworkError):
    message = _("The resolution is settled already.")


class ResolutionOpen(NetworkError):
    message = _("The resolution is still open.")


class OutcomeMissing(NetworkError):
    message = _("Write what came of it.")


class DoneInFuture(NetworkError):
    message = _("The date lies in the future. Give the day on which it happened.")


@transaction.atomic
def add_resolution(
    *,
    meeting: Meeting,
    item: MinutesItem | None,
    text: str,
    owner: User,
    due_on: date,
    by: User,
    at: datetime,
) -> Resolution:
    """Write a resolution into draft minutes. Raises what ``require_draft`` raises, and above."""
    require_draft(meeting)
    values = _checked(meeting, text, owner, due_on)
    if item is not None and item.meeting_id != meeting.pk:
        item = None
    resolution = Resolution(meeting=meeting, item=item, **values)
    sign_history(resolution, by=by, at=at)
    resolution.save()
    return resolution


@transaction.atomic
def rewrite_resolution(
    *, resolution: Resolution, text: str, owner: User, due_on: date, by: User, at: datetime
) -> None:
    """Put a resolution of draft minutes right. Raises what ``add_resolution`` raises."""
    require_draft(resolution.meeting)
    _require_open(resolution)
    values = _checked(resolution.meeting, text, owner, due_on)
    _change(resolution, by=by, at=at, **values)


@transaction.atomic
def remove_resolution(*, resolution: Resolution, by: User, at: datetime) -> None:
    """Take a resolution out of draft minutes; it stays on the project's record."""
    require_draft(resolution.meeting)
    _require_open(resolution)
    _note(resolution, "ลบมติ", by=by, at=at)
    sign_history(resolution, by=by, at=at)
    resolution.delete()


@transaction.atomic
def complete_resolution(
    *, resolution: Resolution, outcome: str, on: date, by: User, at: datetime
) -> None:
    """Settle a resolution as done on a day. Raises ``OutcomeMissing``, ``DoneInFuture``."""
    _require_open(resolution)
    outcome = clean_text(outcome).strip()
    if not outcome:
        raise OutcomeMissing
    if on > _today(at):
        raise DoneInFuture
    _change(resolution, by=by, at=at, done_on=on, outcome=outcome)
    _note(resolution, "ดำเนินการตามมติแล้ว", by=by, at=at)


@transaction.atomic
def drop_resolution(*, resolution: Resolution, reason: str, by: User, at: datetime) -> None:
    """Settle a resolution as not done any more, with the reason."""
    _require_open(resolution)
    reason = _reason(reason)
    _change(resolution, by=by, at=at, dropped_on=_today(at), outcome=reason)
    _note(resolution, f"ยกเลิกมติ ({reason})", by=by, at=at)


@transaction.atomic
def take_up_resolution(*, resolution: Resolution, reason: str, by: User, at: datetime) -> None:
    """Open a settled resolution again, with the reason; what was settled stays in its history."""
    if is_open(resolution):
        raise ResolutionOpen
    reason = _reason(reason)
    _change(resolution, by=by, at=at, done_on=None, dropped_on=None)
    _note(resolution, f"นำมติกลับมาดำเนินการ ({reason})", by=by, at=at)


@transaction.atomic
def move_due_date(
    *, resolution: Resolution, due_on: date, reason: str, by: User, at: datetime
) -> None:
    """Give a resolution another due date, with the reason; its reminders begin anew."""
    _require_open(resolution)
    reason = _reason(reason)
    if due_on < resolution.meeting.held_on:
        raise DueBeforeMeeting
    days = f"{format_date(resolution.due_on, 'short')} → {format_date(due_on, 'short')}"
    _change(resolution, by=by, at=at, due_on=due_on)
    _note(resolution, f"เปลี่ยนกำหนดของมติ {days} ({reason})", by=by, at=at)


@transaction.atomic
def hand_over_resolution(*, resolution: Resolution, owner: User, by: User, at: datetime) -> None:
    """Put somebody else in charge of an open resolution."""
    _require_open(resolution)
    if not may_own_resolution(owner):
        raise OwnerUnfit
    _change(resolution, by=by, at=at, owner=owner)
    _note(resolution, f"มอบหมายมติให้ {owner}", by=by, at=at)


def is_open(resolution: Resolution) -> bool:
    """Whether it is neither done nor dropped."""
    return resolution.done_on is None and resolution.dropped_on is None


def _checked(meeting: Meeting, text: str, owner: User, due_on: date) -> dict[str, Any]:
    text = clean_text(text).strip()
    if not text:
        raise ResolutionEmpty
    if not may_own_resolution(owner):
        raise OwnerUnfit
    if due_on < meeting.held_on:
        raise DueBeforeMeeting
    return {"text": text, "owner": owner, "due_on": due_on}


def _require_open(resolution: Resolution) -> None:
    if not is_open(resolution):
        raise ResolutionSettled


def _reason(text: str) -> str:
    reason = clean_text(text).strip()[:LONGEST_REASON]
    if not reason:
        raise ReasonMissing
    return reason


def _today(at: datetime) -> date:
    return at.astimezone(BANGKOK).date()


def _change(resolution: Resolution, *, by: User, at: datetime, **values: Any) -> None:
    """Only as it was read: settled at once by two people, it is settled once."""
    names = ("done_on", "dropped_on", "due_on", "owner_id")
    read = {name: getattr(resolution, name) for name in names}
    change_as_read(resolution, read=read, by=by, at=at, **values)


def _note(resolution: Resolution, what: str, *, by: User, at: datetime) -> None:
    resolution.meeting.project.events.create(
        verb=ProjectVerb.CONTENT_CHANGED,
        reason=f"{what}: {resolution.text[:200]}"[:1000],
        by=by,
        at=at,
    )
