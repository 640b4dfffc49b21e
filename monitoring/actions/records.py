"""Records that live across rounds: written from reports, answered by the Office (section 10)."""

from datetime import date, datetime

from django.db import transaction
from django.utils import timezone

from hubs.models import Hub
from monitoring.content import ReportContent
from monitoring.errors import (
    DayAhead,
    DueDateInPast,
    NotAllowed,
    NotPromisable,
    ReasonNeeded,
    StaleRecord,
    SupportSettled,
    TextNeeded,
)
from monitoring.models import FollowUp, Learning, Problem, ProblemNote, Support
from onde_portal.accounts.models import User
from onde_portal.accounts.permissions import Action, may
from onde_portal.thai.text import clean_text, thai_key

# What stands for "nothing" where somebody had to fill something in.
BLANK = "-–—. "


def keep_records(follow_up: FollowUp, content: ReportContent, *, by: User, at: datetime) -> None:
    """Let problems, lessons and recommendations say what the latest edition says.

    Rows are replaced in place, so that a problem stays itself for the rounds that follow it up
    and a lesson keeps its release.
    """
    _keep_problems(follow_up, content)
    for entry in content.earlier_problems:
        Problem.objects.filter(pk=entry.problem).update(state=entry.state)
        ProblemNote.objects.update_or_create(
            problem_id=entry.problem,
            follow_up=follow_up,
            defaults={"state": entry.state, "at": at, "by": by},
        )
    _keep_learnings(follow_up, content, at)


def _keep_problems(follow_up: FollowUp, content: ReportContent) -> None:
    Problem.objects.bulk_create(
        [
            Problem(
                follow_up=follow_up,
                position=entry.position,
                category_id=entry.category_code,
                description=entry.description,
                cause=entry.cause,
                measure=entry.measure,
                owner=entry.owner,
                due_on=entry.due_on,
                severity=entry.severity,
            )
            for entry in content.problems
        ],
        update_conflicts=True,
        unique_fields=["follow_up", "position"],
        update_fields=[
            *("category", "description", "cause", "measure", "owner", "due_on", "severity"),
        ],
    )
    kept = [entry.position for entry in content.problems]
    Problem.objects.filter(follow_up=follow_up).exclude(position__in=kept).delete()


def _keep_learnings(follow_up: FollowUp, content: ReportContent, at: datetime) -> None:
    said = {entry.key: entry.text.strip() for entry in content.texts}
    for kind in Learning.Kind.values:
        text = said.get(kind, "")
        rows = Learning.objects.filter(follow_up=follow_up, kind=kind)
        if not text.strip(BLANK):
            rows.filter(released_at=None, answered_at=None).delete()
            continue
        known = rows.first()
        if known is None:
            known = Learning(follow_up=follow_up, hub_id=follow_up.hub_id, kind=kind)
        elif known.text == text:
            continue
        known.text, known.search_key, known.said_at = text, thai_key(text), at
        known.save()


def _tidied(text: str) -> str:
    tidied: str = clean_text(text).strip()
    if not tidied:
        raise TextNeeded
    return tidied


def _require_reviewer(by: User) -> None:
    if not may(by, Action.REVIEW_REPORT):
        raise NotAllowed


def _locked_learning(learning: Learning, version: int | None) -> Learning:
    locked: Learning = Learning.objects.select_for_update(of=("self",)).get(pk=learning.pk)
    if version is not None and locked.version != version:
        raise StaleRecord
    locked.version += 1
    return locked


@transaction.atomic
def release_learning(
    *, learning: Learning, text: str, version: int | None = None, by: User, at: datetime
) -> Learning:
    """Let every LAO read it, in the Office's wording. Raises TextNeeded, StaleRecord."""
    _require_reviewer(by)
    locked = _locked_learning(learning, version)
    locked.released_text = _tidied(text)
    locked.released_key = thai_key(locked.released_text)
    locked.released_at, locked.released_by = at, by
    locked.save()
    return locked


@transaction.atomic
def withdraw_learning(
    *, learning: Learning, version: int | None = None, by: User, at: datetime
) -> Learning:
    """Take it back from the LAOs that did not say it. The wording stays for the next time."""
    _require_reviewer(by)
    locked = _locked_learning(learning, version)
    locked.released_at = locked.released_by = None
    locked.save()
    return locked


@transaction.atomic
def answer_learning(
    *, learning: Learning, answer: str, version: int | None = None, by: User, at: datetime
) -> Learning:
    """Say what the Office makes of a recommendation; the LAO reads it on its page."""
    _require_reviewer(by)
    locked = _locked_learning(learning, version)
    locked.answer = _tidied(answer)
    locked.answered_at, locked.answered_by = at, by
    locked.save()
    return locked


@transaction.atomic
def note_problem(
    *, problem: Problem, text: str, state: str = "", by: User, at: datetime
) -> ProblemNote:
    """Note what the Office knows of a problem; ``state`` changes its state, empty leaves it."""
    _require_reviewer(by)
    locked = Problem.objects.select_for_update(of=("self",)).get(pk=problem.pk)
    if state in Problem.State.values:
        locked.state = state
        locked.save(update_fields=["state"])
    return ProblemNote.objects.create(
        problem=locked, state=locked.state, text=_tidied(text), at=at, by=by
    )


@transaction.atomic
def promise_support(
    *,
    hub: Hub,
    what: str,
    owner: User,
    due_on: date,
    follow_up: FollowUp | None = None,
    problem: Problem | None = None,
    by: User,
    at: datetime,
) -> Support:
    """Promise a hub something: it stands with its owner and the LAO until it is given.

    Raises NotPromisable where owner, report or problem do not go with the hub.
    """
    _require_reviewer(by)
    if due_on < timezone.localtime(at).date():
        raise DueDateInPast
    of_hub = problem is None or problem.follow_up.hub_id == hub.pk
    from_hub = follow_up is None or follow_up.hub_id == hub.pk
    if not (of_hub and from_hub and owner.is_active and owner.is_office):
        raise NotPromisable
    return Support.objects.create(
        hub=hub, what=_tidied(what), owner=owner, due_on=due_on, follow_up=follow_up,
        problem=problem, promised_at=at, promised_by=by,
    )  # fmt: skip


def _locked_support(support: Support, version: int | None) -> Support:
    locked: Support = Support.objects.select_for_update(of=("self",)).get(pk=support.pk)
    if not locked.is_open:
        raise SupportSettled
    if version is not None and locked.version != version:
        raise StaleRecord
    locked.version += 1
    return locked


@transaction.atomic
def give_support(
    *,
    support: Support,
    on: date,
    note: str = "",
    version: int | None = None,
    by: User,
    at: datetime,
) -> Support:
    """Note that it was given, on a day that is not ahead."""
    _require_reviewer(by)
    locked = _locked_support(support, version)
    if on > timezone.localtime(at).date():
        raise DayAhead
    locked.given_on, locked.given_note = on, clean_text(note).strip()
    locked.save()
    return locked


@transaction.atomic
def drop_support(
    *, support: Support, reason: str, version: int | None = None, by: User, at: datetime
) -> Support:
    """Take a promise back, with the reason that the LAO reads."""
    _require_reviewer(by)
    because = clean_text(reason).strip()
    if not because:
        raise ReasonNeeded
    locked = _locked_support(support, version)
    locked.dropped_at, locked.dropped_because = at, because
    locked.save()
    return locked


@transaction.atomic
def hand_on_support(
    *,
    support: Support,
    owner: User,
    due_on: date,
    version: int | None = None,
    by: User,
    at: datetime,
) -> Support:
    """Let somebody else of the Office give it, or by another day."""
    _require_reviewer(by)
    locked = _locked_support(support, version)
    if due_on < timezone.localtime(at).date() and due_on != locked.due_on:
        raise DueDateInPast
    if not (owner.is_active and owner.is_office):
        raise NotPromisable
    locked.owner, locked.due_on = owner, due_on
    locked.save()
    return locked
