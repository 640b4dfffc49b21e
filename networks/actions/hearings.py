"""Hearings of opinions, their attendance in numbers, and the answers given (manual 8.1 (5))."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, fields
from datetime import date, datetime, time

from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext_lazy as _

from networks.actions.founding import FIRST_DAY, NetworkError
from networks.actions.study import require_running
from networks.models import Hearing, NetworkProject, Opinion, OpinionTopic, ProjectVerb, Sector
from onde_portal.accounts.models import User
from onde_portal.registry.models import District, Province
from onde_portal.thai.text import clean_text
from onde_portal.thai.working_time import BANGKOK

MOST_PEOPLE = 100_000
LONGEST_TEXT = 5_000


class HearingNameNeeded(NetworkError):
    message = _("Give the hearing a title and a place.")


class HearingTooEarly(NetworkError):
    message = _("The date lies before networks could be founded. See whether the year is right.")


class HearingEndsFirst(NetworkError):
    message = _("The hearing ends after it begins.")


class DistrictElsewhere(NetworkError):
    message = _("The district lies in another province.")


class NumbersOutOfRange(NetworkError):
    message = _("Numbers of people are between 0 and 100,000.")


class HearingToCome(NetworkError):
    message = _("The hearing has not been held yet. Its attendance is counted afterwards.")


class OpinionNeeded(NetworkError):
    message = _("Write down what was said.")


class OpinionTooLong(NetworkError):
    message = _("The text has more than 5,000 characters. Write it down in parts.")


class AnswerNeeded(NetworkError):
    message = _("Give the answer with the state.")


class AlreadyMerged(NetworkError):
    message = _("The opinion was put together with another one.")


class NothingToMerge(NetworkError):
    message = _("Choose at least two opinions of the same hearing.")


@dataclass(frozen=True, slots=True)
class HearingFacts:
    """Where and when a hearing is held, and what came of it."""

    title: str
    held_on: date
    place: str
    province: Province
    district: District | None = None
    starts_at: time | None = None
    ends_at: time | None = None
    chair: str = ""
    summary: str = ""


@dataclass(frozen=True, slots=True)
class Headcount:
    """People of one kind: women, men, and those who did not say."""

    women: int = 0
    men: int = 0
    unsaid: int = 0

    @property
    def total(self) -> int:
        return self.women + self.men + self.unsaid


def check_hearing(facts: HearingFacts) -> None:
    """Refuse a hearing without title or place, of an absurd day, or ending before it begins."""
    if not facts.title.strip() or not facts.place.strip():
        raise HearingNameNeeded
    if facts.held_on < FIRST_DAY:
        raise HearingTooEarly
    if facts.starts_at and facts.ends_at and facts.ends_at <= facts.starts_at:
        raise HearingEndsFirst
    if facts.district and facts.district.province_id != facts.province.pk:
        raise DistrictElsewhere


@transaction.atomic
def save_hearing(
    *,
    project: NetworkProject,
    facts: HearingFacts,
    hearing: Hearing | None = None,
    by: User,
    at: datetime,
) -> Hearing:
    """Note a hearing of a running project, or correct one."""
    require_running(project)
    check_hearing(facts)
    kept = hearing or Hearing(project=project)
    for field in fields(facts):
        value = getattr(facts, field.name)
        setattr(kept, field.name, clean_text(value).strip() if isinstance(value, str) else value)
    kept.title, kept.place, kept.chair = kept.title[:250], kept.place[:250], kept.chair[:200]
    is_new = kept.pk is None
    kept.save()
    if is_new:
        project.events.create(
            verb=ProjectVerb.CONTENT_CHANGED,
            reason=kept.title,
            to_state="hearing_held",
            by=by,
            at=at,
        )
    return kept


@transaction.atomic
def count_attendance(*, hearing: Hearing, counts: Mapping[str, Headcount], at: datetime) -> None:
    """Write down how many came, by kind of people (a ``Sector``); kinds without anyone go."""
    require_running(hearing.project)
    if hearing.held_on > at.astimezone(BANGKOK).date():
        raise HearingToCome
    for sector, count in counts.items():
        numbers = (count.women, count.men, count.unsaid)
        if sector not in Sector.values or not all(0 <= one <= MOST_PEOPLE for one in numbers):
            raise NumbersOutOfRange
        if count.total:
            hearing.attendance.update_or_create(
                sector=sector,
                defaults={"women": count.women, "men": count.men, "unsaid": count.unsaid},
            )
        else:
            hearing.attendance.filter(sector=sector).delete()


def note_opinion(
    *,
    hearing: Hearing,
    topic: OpinionTopic,
    text: str,
    times: int = 1,
    opinion: Opinion | None = None,
) -> Opinion:
    """Write down what was said and how often, or correct it."""
    require_running(hearing.project)
    text = clean_text(text).strip()
    if not text:
        raise OpinionNeeded
    if len(text) > LONGEST_TEXT:
        raise OpinionTooLong
    if not 1 <= times <= MOST_PEOPLE:
        raise NumbersOutOfRange
    kept = opinion or Opinion(hearing=hearing)
    kept.topic, kept.text, kept.times = topic, text, times
    kept.save()
    return kept


def answer_opinion(*, opinion: Opinion, state: str, answer: str, by: User, at: datetime) -> None:
    """Say what became of an opinion. Taken back to open, it loses its answer."""
    require_running(opinion.hearing.project)
    if opinion.merged_into_id:
        raise AlreadyMerged
    said = clean_text(answer).strip()[:LONGEST_TEXT]
    if state not in Opinion.State.values:
        raise AnswerNeeded
    is_open = state == Opinion.State.OPEN
    if not is_open and not said:
        raise AnswerNeeded
    Opinion.objects.filter(pk=opinion.pk).update(
        state=state,
        answer="" if is_open else said,
        answered_at=None if is_open else at,
        answered_by=None if is_open else by,
    )
    opinion.refresh_from_db()


@transaction.atomic
def merge_opinions(*, opinions: Collection[Opinion]) -> Opinion:
    """Put like opinions together: the one said most often stays and counts for all of them."""
    ordered = sorted(opinions, key=lambda one: (-one.times, one.pk))
    if len(ordered) < 2 or len({one.hearing_id for one in ordered}) != 1:  # noqa: PLR2004 - a pair
        raise NothingToMerge
    if any(one.merged_into_id for one in ordered):
        raise AlreadyMerged
    kept, others = ordered[0], ordered[1:]
    require_running(kept.hearing.project)
    keys = [one.pk for one in others]
    if Opinion.objects.filter(pk__in=keys, merged_into=None).update(merged_into=kept) != len(keys):
        raise AlreadyMerged
    Opinion.objects.filter(pk=kept.pk).update(times=F("times") + sum(one.times for one in others))
    for one in others:
        # What had been put into it goes along, and is no longer counted with it.
        inside = Opinion.objects.filter(merged_into=one)
        own = one.times - sum(inside.values_list("times", flat=True))
        Opinion.objects.filter(pk=one.pk).update(times=own)
        inside.update(merged_into=kept)
    kept.refresh_from_db()
    return kept


@transaction.atomic
def part_opinion(*, opinion: Opinion) -> None:
    """Take an opinion out of the one it was put together with; the count goes down again."""
    kept = opinion.merged_into
    if kept is None:
        return
    require_running(opinion.hearing.project)
    rows = Opinion.objects.filter(pk=opinion.pk, merged_into=kept)
    if rows.update(merged_into=None):
        Opinion.objects.filter(pk=kept.pk).update(times=F("times") - opinion.times)


@transaction.atomic
def remove_opinion(*, opinion: Opinion) -> None:
    """Take out an opinion that was noted by mistake; those put into it stand alone again.

    The opinion it was itself put into counts without it.
    """
    require_running(opinion.hearing.project)
    part_opinion(opinion=opinion)
    opinion.delete()
