"""Asking LAOs whether they are ready for a hub, and noting what they answer (manual 8.2 (2))."""

from collections.abc import Iterable
from dataclasses import asdict, dataclass
from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from hubs.actions.programmes import note, require_running
from hubs.errors import HubError, StaleRecord
from hubs.models import Candidate, CandidateState, HubProgramme, Readiness
from hubs.notices import tell_readiness_asked
from onde_portal.accounts.models import User
from onde_portal.thai.text import clean_text
from onde_portal.thai.working_time import BANGKOK

LENGTHS = {"coordinator": 160, "position": 150, "phone": 40}


class DueInPast(HubError):
    message = _("The day to answer by lies in the past.")


class AnswerNeeded(HubError):
    message = _("Say whether your LAO is ready.")


class ObstacleNeeded(HubError):
    message = _("Say what stands against it, so that the Office can help.")


class CoordinatorNeeded(HubError):
    message = _("Name a coordinator and a phone number.")


class SelectionOver(HubError):
    message = _("The LAOs have been chosen; this form is closed.")


@dataclass(frozen=True, slots=True)
class ReadinessFacts:
    """What an LAO answers. ``None`` where a yes or no was not said."""

    answer: str
    reason: str = ""
    has_place: bool | None = None
    has_staff: bool | None = None
    has_budget: bool | None = None
    coordinator: str = ""
    position: str = ""
    phone: str = ""
    email: str = ""


@transaction.atomic
def ask_readiness(
    *,
    programme: HubProgramme,
    candidates: Iterable[Candidate],
    due_on: date,
    by: User,
    at: datetime,
) -> int:
    """Ask candidates that were not asked yet, and move the day for those that have not answered.

    Their people are told by mail. Returns how many are asked. Raises ``DueInPast``.
    """
    require_running(programme)
    if due_on < at.astimezone(BANGKOK).date():
        raise DueInPast
    asked = 0
    for candidate in candidates:
        if candidate.programme_id != programme.pk or candidate.state == CandidateState.EXCLUDED:
            continue
        readiness, created = Readiness.objects.get_or_create(
            candidate=candidate, defaults={"asked_at": at, "asked_by": by, "due_on": due_on}
        )
        if not created and readiness.answered_at is not None:
            continue
        if not created:
            Readiness.objects.filter(pk=readiness.pk).update(due_on=due_on)
            readiness.due_on = due_on
        tell_readiness_asked(readiness, at=at)
        asked += 1
    if asked:
        note(programme, f"ขอให้ อปท. แจ้งความพร้อม {asked} แห่ง", by=by, at=at)
    return asked


@transaction.atomic
def answer_readiness(
    *,
    readiness: Readiness,
    facts: ReadinessFacts,
    version: int | None = None,
    by: User,
    at: datetime,
) -> None:
    """Note an LAO's answer, by itself or by an officer who was told; it can be changed later.

    Raises ``AnswerNeeded``, ``ObstacleNeeded``, ``CoordinatorNeeded``, ``SelectionOver``,
    ``StaleRecord``.
    """
    candidate = readiness.candidate
    require_running(candidate.programme)
    if candidate.approved_at is not None or candidate.state == CandidateState.WITHDRAWN:
        raise SelectionOver
    if facts.answer not in Readiness.Answer.values:
        raise AnswerNeeded
    values = asdict(facts)
    for name, most in LENGTHS.items():
        values[name] = " ".join(clean_text(values[name]).split())[:most]
    values["reason"] = clean_text(facts.reason).strip()
    if facts.answer != Readiness.Answer.YES and not values["reason"]:
        raise ObstacleNeeded
    if facts.answer == Readiness.Answer.YES and not (values["coordinator"] and values["phone"]):
        raise CoordinatorNeeded
    read = readiness.version if version is None else version
    rows = Readiness.objects.filter(pk=readiness.pk, version=read)
    if rows.update(version=read + 1, answered_at=at, answered_by=by, **values) != 1:
        raise StaleRecord
    readiness.refresh_from_db()
