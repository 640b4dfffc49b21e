"""Speakers of an event and the lines of its agenda (manual 8.1 (2))."""

from datetime import date, time

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from networks.actions.founding import NetworkError
from networks.actions.study import require_running
from networks.models import Activity, AgendaItem, Speaker
from onde_portal.thai.text import clean_text


class OtherDay(NetworkError):
    message = _("The day is none of the event's days.")


class EndsBeforeItBegins(NetworkError):
    message = _("A line of the agenda ends after it begins.")


class SpeakerOfAnotherEvent(NetworkError):
    message = _("The speaker speaks at another event.")


class WordsNeeded(NetworkError):
    message = _("Say what it is about, or who speaks.")


def check_line(
    activity: Activity, *, on: date, starts_at: time, ends_at: time | None, speaker: Speaker | None
) -> None:
    """Raise what is wrong with a line of the agenda."""
    if not activity.starts_on <= on <= activity.ends_on:
        raise OtherDay
    if ends_at is not None and ends_at <= starts_at:
        raise EndsBeforeItBegins
    if speaker is not None and speaker.activity_id != activity.pk:
        raise SpeakerOfAnotherEvent


@transaction.atomic
def save_line(*, line: AgendaItem) -> AgendaItem:
    """Write a line of the agenda, a new one or one that was changed."""
    activity = line.activity
    require_running(activity.project)
    check_line(
        activity, on=line.on, starts_at=line.starts_at, ends_at=line.ends_at, speaker=line.speaker
    )
    line.topic = _words(line.topic, 300)
    line.save()
    return line


@transaction.atomic
def save_speaker(*, speaker: Speaker) -> Speaker:
    """Write who speaks at an event, somebody new or somebody whose facts were changed."""
    require_running(speaker.activity.project)
    speaker.name = _words(speaker.name, 200)
    speaker.position = clean_text(speaker.position).strip()[:200]
    speaker.organisation = clean_text(speaker.organisation).strip()[:200]
    speaker.save()
    return speaker


@transaction.atomic
def remove_from_programme(*, part: AgendaItem | Speaker) -> None:
    """Take a line or a speaker out of an event; the speaker's lines of the agenda stay."""
    require_running(part.activity.project)
    part.delete()


def _words(text: str, longest: int) -> str:
    said = clean_text(text).strip()[:longest]
    if not said:
        raise WordsNeeded
    return said
