"""The way of a case: opened, from step to step and back, paused, handed over, ended."""

from datetime import datetime
from typing import Any, TypeVar

from django.db import transaction

from onde_portal.thai.text import clean_text
from onde_portal.workflow import errors
from onde_portal.workflow.actions.changes import (
    LIVE_DECISIONS,
    Verb,
    change,
    record,
    require_open,
    require_reason,
)
from onde_portal.workflow.content import met_by_content
from onde_portal.workflow.kernel import Requirement
from onde_portal.workflow.models import (
    Case,
    CaseState,
    DecisionState,
    Pause,
    StepRecord,
    StepState,
)

AnyCase = TypeVar("AnyCase", bound=Case)


@transaction.atomic
def open_case(*, model: type[AnyCase], by: Any, at: datetime, **fields: Any) -> AnyCase:
    """Open a case at its first step, with a record for every step of the procedure."""
    case = model._default_manager.create(opened_at=at, **fields)
    step_model: Any = model._meta.get_field("steps").related_model
    step_model._default_manager.bulk_create(
        step_model(
            case=case,
            number=step.number,
            state=StepState.OPEN if step.number == 1 else StepState.WAITING,
            opened_at=at if step.number == 1 else None,
        )
        for step in model.procedure.steps
    )
    record(case, Verb.OPENED, by=by, at=at, to_state="1")
    return case


def met_requirements(step: StepRecord) -> set[str]:
    """Keys of the step's requirements that are met by its facts and by the case's content.

    Reads the facts as they may have been loaded ahead.
    """
    evidence, dates, decisions = step.evidence.all(), step.dates.all(), step.decisions.all()  # type: ignore[attr-defined]
    met = {item.requirement for item in evidence if item.removed_at is None}
    met |= {item.requirement for item in dates}
    met |= {item.requirement for item in decisions if item.state == DecisionState.APPROVED}
    return met | met_by_content(step.case, step.number)  # type: ignore[attr-defined]


def missing_requirements(case: Case) -> tuple[Requirement, ...]:
    """What the current step still needs before it can end: for the screen and for the guard."""
    step = case.steps.get(number=case.step_number)  # type: ignore[attr-defined]
    return case.current_step.missing(met_requirements(step))


def _advance(
    case: Case, verb: Verb, *, by: Any, at: datetime, version: int | None, reason: str = ""
) -> None:
    """End the current step and open the next; after the last, the case is completed."""
    number = case.step_number
    is_last = number == case.procedure.last_number
    if is_last:
        change(case, version=version, state=CaseState.COMPLETED, ended_at=at)
    else:
        change(case, version=version, step_number=number + 1)
    steps = case.steps  # type: ignore[attr-defined]
    steps.filter(number=number).update(state=StepState.DONE, done_at=at, done_by=by)
    steps.filter(number=number + 1).update(state=StepState.OPEN, opened_at=at)
    after = "" if is_last else str(number + 1)
    record(case, verb, by=by, at=at, from_state=str(number), to_state=after, reason=reason)


@transaction.atomic
def complete_step(*, case: Case, by: Any, at: datetime, version: int | None = None) -> None:
    """End the current step and open the next; the last one completes the case.

    Raises ``RequirementsMissing`` with the list that the screen shows.
    """
    require_open(case)
    missing = missing_requirements(case)
    if missing:
        raise errors.RequirementsMissing(missing)
    is_last = case.step_number == case.procedure.last_number
    _advance(case, Verb.COMPLETED if is_last else Verb.STEP_DONE, by=by, at=at, version=version)


@transaction.atomic
def unstick(*, case: Case, reason: str, by: Any, at: datetime, version: int | None = None) -> None:
    """Move a stuck case on without the documents and dates that its step still lacks.

    The event keeps the reason and what was missing. An approval is never skipped:
    ``RequirementsMissing`` lists those. Whether the person is a head is the policies' question.
    """
    require_open(case)
    said = require_reason(reason)
    missing = missing_requirements(case)
    approvals = [item for item in missing if item.cannot_be_skipped]
    if approvals:
        raise errors.RequirementsMissing(approvals)
    if not missing:
        raise errors.NothingMissing
    lacked = ", ".join(item.label_th for item in missing)
    _advance(case, Verb.UNSTUCK, by=by, at=at, version=version, reason=f"{said} ({lacked})")


@transaction.atomic
def step_back(
    *, case: Case, reason: str, by: Any, at: datetime, version: int | None = None
) -> None:
    """Go back one step with a reason. Documents and dates stay.

    Approvals of both steps, given or asked for, are superseded: they spoke of facts that may
    change now.
    """
    require_open(case)
    said = require_reason(reason)
    number = case.step_number
    if number == 1:
        raise errors.NoStepBefore
    change(case, version=version, step_number=number - 1)
    steps = case.steps  # type: ignore[attr-defined]
    steps.filter(number=number).update(state=StepState.WAITING, opened_at=None)
    steps.filter(number=number - 1).update(state=StepState.OPEN, done_at=None, done_by=None)
    _supersede_decisions(case, from_step=number - 1)
    record(
        case,
        Verb.STEPPED_BACK,
        by=by,
        at=at,
        from_state=str(number),
        to_state=str(number - 1),
        reason=said,
    )


def _supersede_decisions(case: Case, *, from_step: int) -> None:
    """Approvals from this step on, given or asked for, no longer stand."""
    for step in case.steps.filter(number__gte=from_step):  # type: ignore[attr-defined]
        step.decisions.filter(state__in=LIVE_DECISIONS).update(state=DecisionState.SUPERSEDED)


@transaction.atomic
def pause(*, case: Case, reason: str, remarks: str = "", by: Any, at: datetime) -> Pause:
    """Stop the clock. ``reason`` is one of ``Pause.Reason``; "other" needs remarks."""
    require_open(case)
    if reason not in Pause.Reason.values:
        raise errors.ReasonNeeded
    said = require_reason(remarks) if reason == Pause.Reason.OTHER else clean_text(remarks).strip()
    change(case, state=CaseState.PAUSED)
    paused: Pause = case.pauses.create(  # type: ignore[attr-defined]
        reason=reason, remarks=said, started_at=at, started_by=by
    )
    record(case, Verb.PAUSED, by=by, at=at, to_state=reason, reason=said)
    return paused


def _end_pause(case: Case, at: datetime) -> None:
    """End the running pause; never before it began, even where the clock was set back."""
    for running in case.pauses.filter(ended_at=None):  # type: ignore[attr-defined]
        running.ended_at = max(at, running.started_at)
        running.save(update_fields=["ended_at"])


@transaction.atomic
def resume(*, case: Case, by: Any, at: datetime) -> None:
    """Let the clock run again."""
    if case.state != CaseState.PAUSED:
        raise errors.NotPaused
    change(case, state=CaseState.OPEN)
    _end_pause(case, at)
    record(case, Verb.RESUMED, by=by, at=at)


@transaction.atomic
def reassign(*, case: Case, owner: Any, by: Any, at: datetime, reason: str = "") -> None:
    """Hand the case to another officer. The event names both."""
    if not case.is_running:
        raise errors.CaseNotRunning
    if case.owner_id == owner.pk:
        raise errors.SameOwner
    before = str(case.owner)
    change(case, owner=owner)
    record(
        case,
        Verb.REASSIGNED,
        by=by,
        at=at,
        from_state=before[:40],
        to_state=str(owner)[:40],
        reason=clean_text(reason).strip(),
    )


@transaction.atomic
def cancel_case(*, case: Case, reason: str, by: Any, at: datetime) -> None:
    """Give the case up, with the reason why."""
    if not case.is_running:
        raise errors.CaseNotRunning
    said = require_reason(reason)
    change(case, state=CaseState.CANCELLED, ended_at=at)
    _end_pause(case, at)
    _withdraw_questions(case)
    record(case, Verb.CANCELLED, by=by, at=at, reason=said)


def _withdraw_questions(case: Case) -> None:
    """Nobody needs to decide any more; what was approved stays approved."""
    for step in case.steps.all():  # type: ignore[attr-defined]
        step.decisions.filter(state=DecisionState.ASKED).update(state=DecisionState.SUPERSEDED)
