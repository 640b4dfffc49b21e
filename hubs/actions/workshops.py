"""Workshops (manual 8.2 (3)): cohorts, which LAO is in which, letters, answers, attendance."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import Max, QuerySet
from django.utils.translation import gettext_lazy as _

from hubs.actions.programmes import note, require_running
from hubs.errors import HubError, ReasonNeeded, StaleRecord
from hubs.models import Candidate, Cohort, CohortSitting, Delegate, HubProgramme, Invitee
from onde_portal.accounts.models import User
from onde_portal.documents.numbers import take_number
from onde_portal.thai.calendar import fiscal_year
from onde_portal.thai.text import clean_text
from onde_portal.thai.working_time import BANGKOK

LETTERS = "letter"
USUAL_COHORTS = 2
WORDS = {
    "letter_cause": (
        "ด้วยสำนักงานได้อนุมัติให้องค์กรปกครองส่วนท้องถิ่นของท่านเข้าร่วมโครงการจัดตั้ง"
        "ศูนย์ส่งเสริมการมีส่วนร่วมของประชาชน และกำหนดจัดประชุมเชิงปฏิบัติการเพื่อเตรียมการจัดตั้งศูนย์"
    ),
    "letter_purpose": (
        "จึงขอเชิญท่านมอบหมายผู้บริหารหรือเจ้าหน้าที่ผู้รับผิดชอบเข้าร่วมประชุมตามวัน เวลา และสถานที่ดังกล่าว "
        "และแจ้งรายชื่อผู้เข้าร่วมประชุมผ่านระบบส่งเสริมการมีส่วนร่วมของประชาชน"
    ),
    "letter_conclusion": "จึงเรียนมาเพื่อโปรดพิจารณา",
}


class CohortFull(HubError):
    message = _("The cohort has no place left.")


class InOtherCohort(HubError):
    message = _("This LAO is in another cohort already. Take it out there first.")


class NotApproved(HubError):
    message = _("Only LAOs that an approved memo names are invited.")


class LetterSent(HubError):
    message = _("The letter was issued, so the LAO stays in its cohort.")


class CohortUnfinished(HubError):
    message = _("Give the cohort its days, place and province before letters are issued.")


class TookTest(HubError):
    message = _("Somebody of these took a test of the workshop already, so the name stays.")


class NobodyToInvite(HubError):
    message = _("Every LAO of this cohort has its letter already.")


class NoRoom(HubError):
    message = _("The cohorts have too few places for all LAOs. Raise their capacity first.")


class CapacityTooSmall(HubError):
    message = _("More LAOs are in the cohort than it would take.")


class AnswerMissing(HubError):
    message = _("Say whether somebody comes.")


class NobodyNamed(HubError):
    message = _("Name at least one person who comes.")


class TooManyNamed(HubError):
    message = _("More people are named than there are places for one LAO.")


class WorkshopOver(HubError):
    message = _("The workshop is over; its attendance is closed.")


class TooEarly(HubError):
    message = _("Attendance is noted from the first day of the workshop on.")


class NameMissing(HubError):
    message = _("Give the person's name.")


@dataclass(frozen=True, slots=True)
class DelegateFacts:
    """Somebody who comes for an LAO."""

    name: str
    position: str = ""
    phone: str = ""


@transaction.atomic
def plan_cohorts(*, programme: HubProgramme, by: User, at: datetime) -> list[Cohort]:
    """Plan the two cohorts of the manual, or one more where there are some already."""
    require_running(programme)
    last = programme.cohorts.aggregate(last=Max("number"))["last"] or 0
    count = 1 if last else USUAL_COHORTS
    cohorts = [
        Cohort.objects.create(
            programme=programme, number=number,
            title=f"การประชุมเชิงปฏิบัติการจัดตั้งศูนย์ฯ ปี {programme.fiscal_year} รุ่นที่ {number}", **WORDS,
        )
        for number in range(last + 1, last + 1 + count)
    ]  # fmt: skip
    note(programme, f"กำหนดการประชุมเชิงปฏิบัติการ {count} รุ่น", by=by, at=at)
    return cohorts


@transaction.atomic
def save_cohort(*, cohort: Cohort, by: User, at: datetime) -> None:
    """Keep what was changed about a cohort. Raises ``CapacityTooSmall``."""
    require_running(cohort.programme)
    if cohort.capacity < cohort.invitees.count():
        raise CapacityTooSmall
    cohort.version += 1
    cohort.save()


@transaction.atomic
def assign_lao(*, candidate: Candidate, cohort: Cohort, by: User, at: datetime) -> Invitee:
    """Put an approved LAO into a cohort; one that has no letter yet may move to another.

    Raises ``NotApproved``, ``CohortFull``, ``InOtherCohort``, ``LetterSent``.
    """
    require_running(cohort.programme)
    # Who assigns to this cohort at the same moment waits, so that it does not overflow.
    Cohort.objects.select_for_update().get(pk=cohort.pk)
    approved = cohort.programme.candidates.approved()
    if not approved.filter(pk=candidate.pk).exists():
        raise NotApproved
    placed = Invitee.objects.filter(candidate=candidate).first()
    if placed is not None:
        if placed.cohort_id == cohort.pk:
            return placed
        raise InOtherCohort
    if cohort.invitees.count() >= cohort.capacity:
        raise CohortFull
    try:
        with transaction.atomic():
            return Invitee.objects.create(candidate=candidate, cohort=cohort)
    except IntegrityError as error:
        raise InOtherCohort from error


@transaction.atomic
def take_out(*, invitee: Invitee, by: User, at: datetime) -> None:
    """Take an LAO out of its cohort before its letter is issued."""
    require_running(invitee.cohort.programme)
    if invitee.letter_number is not None:
        raise LetterSent
    _require_untested(invitee.delegates.all())
    invitee.delete()


@transaction.atomic
def assign_by_region(*, programme: HubProgramme, by: User, at: datetime) -> int:
    """Put every approved LAO that has no cohort into one, neighbours together, evenly filled.

    Returns how many. Raises ``NoRoom`` and moves nobody where the places do not suffice.
    """
    require_running(programme)
    waiting = list(
        programme.candidates.approved()
        .filter(invitation=None)
        .order_by("lao__province__region", "lao__province__sort_key", "lao__sort_key")
    )
    cohorts = list(programme.cohorts.filter(held_at=None).order_by("number"))
    room = {cohort.pk: cohort.capacity - cohort.invitees.count() for cohort in cohorts}
    if sum(room.values()) < len(waiting):
        raise NoRoom
    left = len(waiting)
    position = 0
    for place, cohort in enumerate(cohorts):
        later = sum(room[other.pk] for other in cohorts[place + 1 :])
        share = -(-left // (len(cohorts) - place))
        count = min(room[cohort.pk], max(share, left - later))
        for candidate in waiting[position : position + count]:
            assign_lao(candidate=candidate, cohort=cohort, by=by, at=at)
        position += count
        left -= count
    if waiting:
        note(programme, f"จัด อปท. เข้ารุ่นตามภาค {len(waiting)} แห่ง", by=by, at=at)
    return len(waiting)


@transaction.atomic
def issue_letters(*, cohort: Cohort, by: User, at: datetime) -> list[Invitee]:
    """Number the letters of all LAOs of the cohort that have none.

    Raises ``CohortUnfinished``, ``NobodyToInvite``.
    """
    require_running(cohort.programme)
    if not (cohort.starts_on and cohort.ends_on and cohort.place and cohort.province_id):
        raise CohortUnfinished
    waiting = list(
        cohort.invitees.filter(letter_number=None)
        .select_related("candidate__lao")
        .order_by("candidate__lao__province__sort_key", "candidate__lao__sort_key")
    )
    if not waiting:
        raise NobodyToInvite
    year = fiscal_year(at.astimezone(BANGKOK).date())
    for invitee in waiting:
        number = take_number(key=LETTERS, fiscal_year=year)
        _change(
            invitee, version=None, letter_number=number, letter_year=year, invited_at=at,
            invited_by=by,
        )  # fmt: skip
    note(cohort.programme, f"ออกหนังสือเชิญรุ่นที่ {cohort.number} จำนวน {len(waiting)} ฉบับ", by=by, at=at)
    return waiting


def _change(invitee: Invitee, *, version: int | None, **values: Any) -> None:
    """Change the invitation as it was read, or not at all."""
    read = invitee.version if version is None else version
    rows = Invitee.objects.filter(pk=invitee.pk, version=read)
    if rows.update(version=read + 1, **values) != 1:
        raise StaleRecord
    invitee.refresh_from_db()


@transaction.atomic
def answer_invitation(
    *,
    invitee: Invitee,
    answer: str,
    reason: str = "",
    delegates: Sequence[DelegateFacts] = (),
    version: int | None = None,
    by: User,
    at: datetime,
) -> None:
    """Note who comes, or that nobody can and why; it may be changed until attendance is closed."""
    cohort = invitee.cohort
    require_running(cohort.programme)
    if cohort.held_at is not None:
        raise WorkshopOver
    if answer not in Invitee.Answer.values:
        raise AnswerMissing
    said = " ".join(clean_text(reason).split())[:500]
    people = [_cleaned(one) for one in delegates]
    named = [one for one in people if one.name]
    if answer == Invitee.Answer.CANNOT and not said:
        raise ReasonNeeded
    if answer == Invitee.Answer.COMES and not named:
        raise NobodyNamed
    if len(named) > cohort.people_per_lao:
        raise TooManyNamed
    _change(
        invitee, version=version, answer=answer, answered_at=at, answered_by=by,
        reason=said if answer == Invitee.Answer.CANNOT else "",
    )  # fmt: skip
    _name_delegates(invitee, named if answer == Invitee.Answer.COMES else [])


def _name_delegates(invitee: Invitee, named: Sequence[DelegateFacts]) -> None:
    """Exactly these come. Who was named before stays the same person, with code and tests."""
    left = list(invitee.delegates.filter(walk_in=False).order_by("pk"))
    for one in named:
        same = next((row for row in left if row.name == one.name), None)
        if same is None:
            Delegate.objects.create(
                invitee=invitee, name=one.name, position=one.position, phone=one.phone
            )
        else:
            left.remove(same)
            same.position, same.phone = one.position, one.phone
            same.save(update_fields=["position", "phone"])
    gone = invitee.delegates.filter(pk__in=[row.pk for row in left])
    _require_untested(gone)
    gone.delete()


def _require_untested(people: QuerySet[Delegate]) -> None:
    """Nobody of these took a test; ``TookTest`` otherwise."""
    if CohortSitting.objects.filter(participant__in=people).exists():
        raise TookTest


def _cleaned(one: DelegateFacts) -> DelegateFacts:
    return DelegateFacts(
        " ".join(clean_text(one.name).split())[:160],
        " ".join(clean_text(one.position).split())[:150],
        " ".join(clean_text(one.phone).split())[:40],
    )


@transaction.atomic
def add_walk_in(*, invitee: Invitee, facts: DelegateFacts, by: User, at: datetime) -> Delegate:
    """Note somebody who came for an LAO without having been named."""
    _require_begun(invitee.cohort, at)
    one = _cleaned(facts)
    if not one.name:
        raise NameMissing
    return Delegate.objects.create(
        invitee=invitee, name=one.name, position=one.position, phone=one.phone,
        walk_in=True, came=True, noted_at=at,
    )  # fmt: skip


def _require_begun(cohort: Cohort, at: datetime) -> None:
    require_running(cohort.programme)
    if cohort.held_at is not None:
        raise WorkshopOver
    if cohort.starts_on is None or at.astimezone(BANGKOK).date() < cohort.starts_on:
        raise TooEarly


@transaction.atomic
def note_attendance(*, cohort: Cohort, came: Collection[int], by: User, at: datetime) -> int:
    """Note who of those named came (their keys); the others did not. Returns how many came."""
    _require_begun(cohort, at)
    people = Delegate.objects.filter(invitee__cohort=cohort)
    people.filter(pk__in=came).update(came=True, noted_at=at)
    people.exclude(pk__in=came).update(came=False, noted_at=at)
    return people.filter(came=True).count()


@transaction.atomic
def close_attendance(*, cohort: Cohort, by: User, at: datetime) -> None:
    """Close a cohort's attendance: who was not marked did not come."""
    _require_begun(cohort, at)
    people = Delegate.objects.filter(invitee__cohort=cohort)
    people.filter(came=None).update(came=False, noted_at=at)
    if Cohort.objects.filter(pk=cohort.pk, held_at=None).update(held_at=at) != 1:
        raise StaleRecord
    cohort.refresh_from_db()
    count = people.filter(came=True).count()
    note(cohort.programme, f"ปิดการประชุมรุ่นที่ {cohort.number} ผู้เข้าประชุม {count} คน", by=by, at=at)


@transaction.atomic
def reopen_attendance(*, cohort: Cohort, by: User, at: datetime) -> None:
    """Open a closed attendance again, to put a name right."""
    require_running(cohort.programme)
    if Cohort.objects.filter(pk=cohort.pk).exclude(held_at=None).update(held_at=None) != 1:
        raise StaleRecord
    cohort.refresh_from_db()
    note(cohort.programme, f"เปิดแก้ไขผู้เข้าประชุมรุ่นที่ {cohort.number}", by=by, at=at)
