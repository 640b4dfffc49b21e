"""The moves of a case through its procedure: the only writers of cases, steps and their facts.

Who may make a move is the owning app's policy; what a move needs is decided here. Each action is
one transaction, changes the case by an update that must touch exactly the row that was read
(else ``StaleCase``), and appends one event.
"""

from datetime import date, datetime
from typing import Any, TypeVar

from django.core.files.uploadedfile import UploadedFile
from django.db import IntegrityError, models, transaction
from django.utils.translation import gettext_lazy as _

from onde_portal.workflow import errors
from onde_portal.workflow.kernel import Requirement, RequirementKind
from onde_portal.workflow.models import (
    Case,
    CaseState,
    Decision,
    DecisionState,
    Evidence,
    Pause,
    StepDate,
    StepRecord,
    StepState,
)
from onde_portal.workflow.uploads import store_upload

AnyCase = TypeVar("AnyCase", bound=Case)


class Verb(models.TextChoices):
    """What can happen to a case."""

    OPENED = "opened", _("Opened the case")
    EVIDENCE_ADDED = "evidence_added", _("Added a document")
    EVIDENCE_REMOVED = "evidence_removed", _("Removed a document")
    DATE_SET = "date_set", _("Set a date")
    DECISION_ASKED = "decision_asked", _("Asked for approval")
    APPROVED = "approved", _("Approved")
    RETURNED = "returned", _("Returned")
    STEP_DONE = "step_done", _("Completed the step")
    STEPPED_BACK = "stepped_back", _("Stepped back")
    PAUSED = "paused", _("Paused the clock")
    RESUMED = "resumed", _("Resumed the clock")
    REASSIGNED = "reassigned", _("Changed the officer in charge")
    COMPLETED = "completed", _("Completed the case")
    CANCELLED = "cancelled", _("Cancelled the case")


def _record(case: Case, verb: Verb, *, by: Any, at: datetime, **facts: str) -> None:
    case.events.create(verb=verb, by=by, at=at, **facts)  # type: ignore[attr-defined]


def _change(case: Case, *, version: int | None = None, **values: Any) -> None:
    """Change the case as it was read, or not at all."""
    read = case.version if version is None else version
    rows = type(case)._default_manager.filter(pk=case.pk, version=read, state=case.state)
    if rows.update(version=read + 1, **values) != 1:
        raise errors.StaleCase
    case.version = read + 1
    for name, value in values.items():
        setattr(case, name, value)


def _require_open(case: Case) -> None:
    if case.state == CaseState.PAUSED:
        raise errors.CasePaused
    if case.state != CaseState.OPEN:
        raise errors.CaseNotRunning


def _require_step(step: StepRecord, requirement: str, kind: RequirementKind) -> Requirement:
    """The requirement, if the step is open and the requirement of this kind."""
    case: Case = step.case  # type: ignore[attr-defined]
    if not case.is_running:
        raise errors.CaseNotRunning
    if step.state != StepState.OPEN:
        raise errors.StepNotOpen
    definition = step.definition.requirement(requirement)
    if definition.kind != kind:
        raise errors.WrongKind
    return definition


@transaction.atomic
def open_case(*, model: type[AnyCase], by: Any, at: datetime, **fields: Any) -> AnyCase:
    """Open a case at its first step, with a record for every step of the procedure."""
    case = model._default_manager.create(opened_at=at, **fields)
    step_model: type[StepRecord] = model._meta.get_field("steps").related_model  # type: ignore[assignment]
    step_model._default_manager.bulk_create(
        step_model(
            case=case,
            number=step.number,
            state=StepState.OPEN if step.number == 1 else StepState.WAITING,
            opened_at=at if step.number == 1 else None,
        )
        for step in model.procedure.steps
    )
    _record(case, Verb.OPENED, by=by, at=at, to_state="1")
    return case


@transaction.atomic
def attach_evidence(
    *, step: StepRecord, requirement: str, upload: UploadedFile, by: Any, at: datetime
) -> Evidence:
    """Add a checked document to a requirement; ``UploadRefused`` says what is wrong with a file."""
    definition = _require_step(step, requirement, RequirementKind.DOCUMENT)
    model: type[Evidence] = step.evidence.model  # type: ignore[attr-defined]
    evidence = store_upload(model, upload=upload, by=by, at=at, step=step, requirement=requirement)
    _record(
        step.case,  # type: ignore[attr-defined]
        Verb.EVIDENCE_ADDED,
        by=by,
        at=at,
        to_state=definition.key,
        reason=evidence.name,
    )
    return evidence


@transaction.atomic
def remove_evidence(*, evidence: Evidence, by: Any, at: datetime) -> None:
    """Take a document out of its requirement; the file itself is kept with the record."""
    step: StepRecord = evidence.step  # type: ignore[attr-defined]
    _require_step(step, evidence.requirement, RequirementKind.DOCUMENT)
    rows = type(evidence)._default_manager.filter(pk=evidence.pk, removed_at=None)
    if rows.update(removed_at=at) != 1:
        raise errors.StaleCase
    _record(
        step.case,  # type: ignore[attr-defined]
        Verb.EVIDENCE_REMOVED,
        by=by,
        at=at,
        from_state=evidence.requirement,
        reason=evidence.name,
    )


@transaction.atomic
def set_date(*, step: StepRecord, requirement: str, on: date, by: Any, at: datetime) -> StepDate:
    """Note the date that a requirement asks for, or correct it."""
    _require_step(step, requirement, RequirementKind.DATE)
    noted, _created = step.dates.update_or_create(  # type: ignore[attr-defined]
        requirement=requirement, defaults={"on": on, "noted_at": at, "noted_by": by}
    )
    _record(
        step.case,  # type: ignore[attr-defined]
        Verb.DATE_SET,
        by=by,
        at=at,
        to_state=requirement,
        reason=on.isoformat(),
    )
    result: StepDate = noted
    return result


@transaction.atomic
def ask_decision(*, step: StepRecord, requirement: str, by: Any, at: datetime) -> Decision:
    """Ask the superior for an approval; one question at a time."""
    _require_step(step, requirement, RequirementKind.APPROVAL)
    decisions = step.decisions  # type: ignore[attr-defined]
    if decisions.filter(
        requirement=requirement, state__in=[DecisionState.ASKED, DecisionState.APPROVED]
    ).exists():
        raise errors.AlreadyAsked
    try:
        with transaction.atomic():
            decision: Decision = decisions.create(requirement=requirement, asked_at=at, asked_by=by)
    except IntegrityError as error:
        raise errors.AlreadyAsked from error
    _record(step.case, Verb.DECISION_ASKED, by=by, at=at, to_state=requirement)  # type: ignore[attr-defined]
    return decision


@transaction.atomic
def decide(*, decision: Decision, approve: bool, remarks: str, by: Any, at: datetime) -> None:
    """Approve, or return with remarks, what somebody else asked for."""
    step: StepRecord = decision.step  # type: ignore[attr-defined]
    _require_step(step, decision.requirement, RequirementKind.APPROVAL)
    if decision.asked_by_id == by.pk:
        raise errors.OwnSubmission
    if not approve and not remarks.strip():
        raise errors.ReasonNeeded
    state = DecisionState.APPROVED if approve else DecisionState.RETURNED
    rows = type(decision)._default_manager.filter(pk=decision.pk, state=DecisionState.ASKED)
    if rows.update(state=state, decided_at=at, decided_by=by, remarks=remarks.strip()) != 1:
        raise errors.AlreadyDecided
    _record(
        step.case,  # type: ignore[attr-defined]
        Verb.APPROVED if approve else Verb.RETURNED,
        by=by,
        at=at,
        from_state=decision.requirement,
        to_state=state,
        reason=remarks.strip(),
    )


def met_requirements(step: StepRecord) -> set[str]:
    """Keys of the step's requirements that are met by its facts."""
    met = set(step.evidence.filter(removed_at=None).values_list("requirement", flat=True))  # type: ignore[attr-defined]
    met |= set(step.dates.values_list("requirement", flat=True))  # type: ignore[attr-defined]
    approved = step.decisions.filter(state=DecisionState.APPROVED)  # type: ignore[attr-defined]
    return met | set(approved.values_list("requirement", flat=True))


def missing_requirements(case: Case) -> tuple[Requirement, ...]:
    """What the current step still needs before it can end: for the screen and for the guard."""
    step = case.steps.get(number=case.step_number)  # type: ignore[attr-defined]
    return case.current_step.missing(met_requirements(step))


@transaction.atomic
def complete_step(*, case: Case, by: Any, at: datetime, version: int | None = None) -> None:
    """End the current step and open the next; the last one completes the case.

    Raises ``RequirementsMissing`` with the list that the screen shows.
    """
    _require_open(case)
    missing = missing_requirements(case)
    if missing:
        raise errors.RequirementsMissing(missing)
    number = case.step_number
    is_last = number == case.procedure.last_number
    if is_last:
        _change(case, version=version, state=CaseState.COMPLETED, ended_at=at)
    else:
        _change(case, version=version, step_number=number + 1)
    steps = case.steps  # type: ignore[attr-defined]
    steps.filter(number=number).update(state=StepState.DONE, done_at=at, done_by=by)
    steps.filter(number=number + 1).update(state=StepState.OPEN, opened_at=at)
    _record(
        case,
        Verb.COMPLETED if is_last else Verb.STEP_DONE,
        by=by,
        at=at,
        from_state=str(number),
        to_state="" if is_last else str(number + 1),
    )


@transaction.atomic
def step_back(
    *, case: Case, reason: str, by: Any, at: datetime, version: int | None = None
) -> None:
    """Go back one step with a reason. Facts stay; approvals of that step must be asked anew."""
    _require_open(case)
    if not reason.strip():
        raise errors.ReasonNeeded
    number = case.step_number
    if number == 1:
        raise errors.NoStepBefore
    _change(case, version=version, step_number=number - 1)
    steps = case.steps  # type: ignore[attr-defined]
    steps.filter(number=number).update(state=StepState.WAITING, opened_at=None)
    steps.filter(number=number - 1).update(state=StepState.OPEN, done_at=None, done_by=None)
    reopened = steps.get(number=number - 1)
    reopened.decisions.filter(state=DecisionState.APPROVED).update(state=DecisionState.RETURNED)
    _record(
        case,
        Verb.STEPPED_BACK,
        by=by,
        at=at,
        from_state=str(number),
        to_state=str(number - 1),
        reason=reason.strip(),
    )


@transaction.atomic
def pause(*, case: Case, reason: str, remarks: str = "", by: Any, at: datetime) -> Pause:
    """Stop the clock, with the reason why."""
    _require_open(case)
    if reason not in Pause.Reason.values:
        raise errors.ReasonNeeded
    if reason == Pause.Reason.OTHER and not remarks.strip():
        raise errors.ReasonNeeded
    _change(case, state=CaseState.PAUSED)
    paused: Pause = case.pauses.create(  # type: ignore[attr-defined]
        reason=reason, remarks=remarks.strip(), started_at=at, started_by=by
    )
    _record(case, Verb.PAUSED, by=by, at=at, to_state=reason, reason=remarks.strip())
    return paused


@transaction.atomic
def resume(*, case: Case, by: Any, at: datetime) -> None:
    """Let the clock run again."""
    if case.state != CaseState.PAUSED:
        raise errors.NotPaused
    _change(case, state=CaseState.OPEN)
    case.pauses.filter(ended_at=None).update(ended_at=at)  # type: ignore[attr-defined]
    _record(case, Verb.RESUMED, by=by, at=at)


@transaction.atomic
def reassign(*, case: Case, owner: Any, by: Any, at: datetime) -> None:
    """Hand the case to another officer."""
    if not case.is_running:
        raise errors.CaseNotRunning
    before = str(case.owner)
    _change(case, owner=owner)
    _record(case, Verb.REASSIGNED, by=by, at=at, from_state=before[:40], to_state=str(owner)[:40])


@transaction.atomic
def cancel_case(*, case: Case, reason: str, by: Any, at: datetime) -> None:
    """Give the case up, with the reason why."""
    if not case.is_running:
        raise errors.CaseNotRunning
    if not reason.strip():
        raise errors.ReasonNeeded
    _change(case, state=CaseState.CANCELLED, ended_at=at)
    case.pauses.filter(ended_at=None).update(ended_at=at)  # type: ignore[attr-defined]
    _record(case, Verb.CANCELLED, by=by, at=at, reason=reason.strip())
