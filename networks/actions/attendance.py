"""People in a project and at its events: enrolled, invited, registered, signed in."""

from collections.abc import Collection, Mapping
from datetime import date, datetime
from enum import StrEnum

from django.db import IntegrityError, transaction
from django.utils.translation import gettext_lazy as _

from networks.actions.founding import NetworkError
from networks.actions.people import PersonFacts, save_person
from networks.actions.study import require_running
from networks.models import (
    Activity,
    Attendance,
    NetworkProject,
    Participant,
    Person,
    SignIn,
    TargetGroup,
)
from networks.selectors.people import same_name
from onde_portal.accounts.models import User
from onde_portal.assessments.actions.takers import find_by_code
from onde_portal.thai.names import PhoneError, parse_phone
from onde_portal.thai.working_time import BANGKOK


class SignInClosed(NetworkError):
    message = _("People can sign in on the days of the event only.")


class EventOff(NetworkError):
    message = _("The event was cancelled.")


class NoWalkIns(NetworkError):
    message = _("This event takes registered people only. Please ask the staff.")


class NamesNeeded(NetworkError):
    message = _("Give your first name, last name and phone number.")


class GroupOfAnotherProject(NetworkError):
    message = _("The target group belongs to another project.")


@transaction.atomic
def enrol(
    *,
    project: NetworkProject,
    person: Person,
    group: TargetGroup | None = None,
    source: str = Participant.Source.HAND,
    at: datetime,
) -> Participant:
    """Let a person take part in a project; once is enough, and who withdrew may come back."""
    require_running(project)
    if group is not None and group.project_id != project.pk:
        raise GroupOfAnotherProject
    participant, made = Participant.objects.get_or_create(
        project=project,
        person=person,
        defaults={"target_group": group, "source": source, "enrolled_at": at},
    )
    if not made and (participant.withdrawn_at or (group and participant.target_group is None)):
        participant.withdrawn_at = None
        participant.target_group = participant.target_group or group
        participant.save(update_fields=["withdrawn_at", "target_group"])
    return participant


def withdraw(*, participant: Participant, at: datetime) -> None:
    """Note that a person no longer takes part; what was done so far stays on record."""
    require_running(participant.project)
    Participant.objects.filter(pk=participant.pk, withdrawn_at=None).update(withdrawn_at=at)


def ensure_attendance(activity: Activity, participant: Participant) -> Attendance:
    """The participant's row at the event, made if it is not there."""
    return Attendance.objects.get_or_create(activity=activity, participant=participant)[0]


@transaction.atomic
def invite(*, activity: Activity, participants: Collection[Participant], at: datetime) -> int:
    """Note who was invited; returns how many were not before."""
    require_running(activity.project)
    invited = 0
    for participant in participants:
        there = ensure_attendance(activity, participant)
        rows = Attendance.objects.filter(pk=there.pk, invited_at=None)
        invited += rows.update(invited_at=at)
    return invited


@transaction.atomic
def register(*, activity: Activity, participant: Participant, at: datetime) -> Attendance:
    """Note that a participant said to come."""
    require_running(activity.project)
    there = ensure_attendance(activity, participant)
    Attendance.objects.filter(pk=there.pk, registered_at=None).update(
        registered_at=at, declined_at=None
    )
    there.refresh_from_db()
    return there


class Answer(StrEnum):
    """What somebody said to an invitation."""

    NONE = ""
    COMES = "comes"
    DECLINES = "declines"


@transaction.atomic
def note_answers(
    *, activity: Activity, seen: Mapping[int, str], marked: Mapping[int, str], at: datetime
) -> int:
    """Note who said to come or not, where that differs from what was seen on the page.

    Both map participants' keys to an ``Answer``; who registered by phone meanwhile stays
    registered. Returns how many answers were noted.
    """
    require_running(activity.project)
    changed = {key: text for key, text in marked.items() if seen.get(key, Answer.NONE) != text}
    for participant in activity.project.participants.filter(pk__in=changed).order_by("pk"):
        answer = changed[participant.pk]
        there = ensure_attendance(activity, participant)
        there.registered_at = at if answer == Answer.COMES else None
        there.declined_at = at if answer == Answer.DECLINES else None
        there.save(update_fields=["registered_at", "declined_at"])
    return len(changed)


def _sign(there: Attendance, on: date, how: str, by: User | None, at: datetime) -> bool:
    """One sign-in a day; whether this was the first of the day."""
    try:
        with transaction.atomic():
            there.sign_ins.create(on=on, at=at, how=how, by=by)
    except IntegrityError:
        return False
    return True


def require_sign_in_day(activity: Activity, at: datetime) -> date:
    """Today, if it is a day of the event and the event is on."""
    today = at.astimezone(BANGKOK).date()
    if activity.state == Activity.State.CANCELLED:
        raise EventOff
    if not activity.starts_on <= today <= activity.ends_on or not activity.project.is_running:
        raise SignInClosed
    return today


def sign_in_by_code(*, activity: Activity, code: str, at: datetime) -> Participant:
    """Sign a person in by the own phone and the code of the own card."""
    today = require_sign_in_day(activity, at)
    participant: Participant = find_by_code(host=activity.project, code=code)
    _sign(ensure_attendance(activity, participant), today, SignIn.How.PHONE, None, at)
    return participant


@transaction.atomic
def sign_in_by_name(
    *, activity: Activity, facts: PersonFacts, group: TargetGroup | None, at: datetime
) -> tuple[Participant, bool]:
    """Sign a person in by name and phone; whoever is not registered yet is registered.

    The second value tells whether the phone may be remembered as this person's: not once there
    are answers to a test, which a name and a phone number do not open. Somebody known by name and
    phone keeps the own record as it is: nothing is shown and nothing is overwritten. The event's
    row is locked, so that a form sent twice at once enters one person.
    """
    Activity.objects.select_for_update().get(pk=activity.pk)
    today = require_sign_in_day(activity, at)
    if not activity.walk_ins:
        raise NoWalkIns
    if not (facts.first_name.strip() and facts.last_name.strip() and facts.phone.strip()):
        raise NamesNeeded
    person = _known_person(facts) or save_person(facts=facts, by=None, at=at)
    participant = enrol(
        project=activity.project, person=person, group=group,
        source=Participant.Source.WALK_IN, at=at,
    )  # fmt: skip
    there = register(activity=activity, participant=participant, at=at)
    _sign(there, today, SignIn.How.PHONE, None, at)
    return participant, not participant.sittings.exists()


def _known_person(facts: PersonFacts) -> Person | None:
    """Somebody of the register with this name and this phone."""
    try:
        phone = parse_phone(facts.phone).e164
    except PhoneError:
        return None
    namesakes = same_name(facts.first_name, facts.last_name).filter(phone_key=phone)
    return namesakes.order_by("pk").first()


Days = Mapping[int, Collection[date]]


@transaction.atomic
def mark_sign_ins(
    *, activity: Activity, seen: Days, marked: Days, by: User, at: datetime
) -> tuple[int, int]:
    """Enter the signed sheet: what differs between the page as it was seen and as it was marked.

    Both map participants' keys to days; who signed in by phone meanwhile stays signed in. Days
    that the event does not have, and people of other projects, are left out. Returns how many
    sign-ins were added and removed.
    """
    require_running(activity.project)
    if activity.state == Activity.State.CANCELLED:
        raise EventOff
    keys = [key for key in {*seen, *marked} if set(seen.get(key, ())) != set(marked.get(key, ()))]
    added = removed = 0
    for participant in activity.project.participants.filter(pk__in=keys).order_by("pk"):
        before, after = (
            _days_of(activity, days.get(participant.pk, ())) for days in (seen, marked)
        )
        if after - before:
            there = ensure_attendance(activity, participant)
            added += sum(
                _sign(there, day, SignIn.How.SHEET, by, at) for day in sorted(after - before)
            )
        if before - after:
            rows = SignIn.objects.filter(
                attendance__activity=activity, attendance__participant=participant
            )
            removed += rows.filter(on__in=before - after).delete()[0]
    return added, removed


def _days_of(activity: Activity, days: Collection[date]) -> set[date]:
    return {day for day in days if activity.starts_on <= day <= activity.ends_on}
