"""Planning and holding the events of a project (manual 8.1 (2))."""

from dataclasses import dataclass, fields
from datetime import date, datetime, time
from decimal import Decimal

from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext_lazy as _

from networks.actions.founding import NetworkError
from networks.actions.study import require_running
from networks.models import Activity, NetworkProject, ProjectVerb
from onde_portal.accounts.models import User
from onde_portal.registry.models import District, Province
from onde_portal.thai.text import clean_text
from onde_portal.thai.working_time import BANGKOK

LONGEST_DAYS = 31
MOST_MONEY = Decimal(1_000_000_000)


class TitleNeeded(NetworkError):
    message = _("Give the event a title and a place.")


class DatesBackwards(NetworkError):
    message = _("The last day must not lie before the first.")


class TooManyDays(NetworkError):
    message = _("An event lasts at most 31 days. Enter several events for a longer one.")


class TimesBackwards(NetworkError):
    message = _("An event of one day ends after it begins.")


class MoneyOutOfRange(NetworkError):
    message = _("Money is zero or more, and less than a billion baht.")


class DistrictOutside(NetworkError):
    message = _("The district lies in another province.")


class StaleActivity(NetworkError):
    message = _("Somebody else has just changed this event. Look at it again, then save.")


class NotYetHeld(NetworkError):
    message = _("The event has not begun. Note that it was held once it has.")


class NotPlanned(NetworkError):
    message = _("The event was held or cancelled already.")


class ReasonMissing(NetworkError):
    message = _("Say why, in a few words.")


@dataclass(frozen=True, slots=True)
class ActivityFacts:
    """What is known of an event. Money in baht; times in Bangkok."""

    title: str
    place: str
    province: Province
    starts_on: date
    ends_on: date
    kind: str = Activity.Kind.TRAINING
    starts_at: time | None = None
    ends_at: time | None = None
    district: District | None = None
    capacity: int | None = None
    budget_planned: Decimal = Decimal(0)
    budget_spent: Decimal | None = None
    summary: str = ""
    walk_ins: bool = True


def _check(facts: ActivityFacts) -> None:
    if not facts.title.strip() or not facts.place.strip():
        raise TitleNeeded
    if facts.ends_on < facts.starts_on:
        raise DatesBackwards
    if (facts.ends_on - facts.starts_on).days >= LONGEST_DAYS:
        raise TooManyDays
    _check_times(facts)
    for money in (facts.budget_planned, facts.budget_spent):
        if money is not None and not 0 <= money < MOST_MONEY:
            raise MoneyOutOfRange
    if facts.district and facts.district.province_id != facts.province.pk:
        raise DistrictOutside


def _check_times(facts: ActivityFacts) -> None:
    is_one_day = facts.starts_on == facts.ends_on
    if is_one_day and facts.starts_at and facts.ends_at and facts.ends_at <= facts.starts_at:
        raise TimesBackwards


def _values(facts: ActivityFacts) -> dict[str, object]:
    values = {field.name: getattr(facts, field.name) for field in fields(facts)}
    values["title"] = clean_text(facts.title).strip()[:250]
    values["place"] = clean_text(facts.place).strip()[:250]
    values["summary"] = clean_text(facts.summary).strip()
    return values


@transaction.atomic
def plan_activity(
    *, project: NetworkProject, facts: ActivityFacts, by: User, at: datetime
) -> Activity:
    """Plan an event of a running project."""
    require_running(project)
    _check(facts)
    activity = Activity.objects.create(project=project, **_values(facts))
    _note(activity, "วางแผนแล้ว", by, at)
    return activity


@transaction.atomic
def change_activity(*, activity: Activity, facts: ActivityFacts, version: int) -> None:
    """Correct an event as it was read; ``StaleActivity`` if it changed meanwhile."""
    require_running(activity.project)
    _check(facts)
    rows = Activity.objects.filter(pk=activity.pk, version=version)
    if rows.update(version=version + 1, **_values(facts)) != 1:
        raise StaleActivity
    activity.refresh_from_db()


@transaction.atomic
def hold_activity(*, activity: Activity, by: User, at: datetime) -> None:
    """Note that the event took place; not before its first day."""
    require_running(activity.project)
    if at.astimezone(BANGKOK).date() < activity.starts_on:
        raise NotYetHeld
    _move(activity, Activity.State.HELD)
    _note(activity, "จัดแล้ว", by, at)


@transaction.atomic
def cancel_activity(*, activity: Activity, reason: str, by: User, at: datetime) -> None:
    """Note that the event will not take place, and why."""
    require_running(activity.project)
    said = clean_text(reason).strip()
    if not said:
        raise ReasonMissing
    _move(activity, Activity.State.CANCELLED)
    _note(activity, f"ยกเลิก: {said}", by, at)


def _move(activity: Activity, state: str) -> None:
    planned = Activity.objects.filter(pk=activity.pk, state=Activity.State.PLANNED)
    if planned.update(state=state, version=F("version") + 1) != 1:
        raise NotPlanned
    activity.refresh_from_db()


def _note(activity: Activity, what: str, by: User, at: datetime) -> None:
    activity.project.events.create(
        verb=ProjectVerb.CONTENT_CHANGED, reason=f"{activity.title} ({what})", by=by, at=at
    )
