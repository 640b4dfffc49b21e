"""What every move of a case shares: its verbs, its guarded change, its event."""

from datetime import datetime
from typing import Any

from django.db import models
from django.db.models import F
from django.utils.translation import gettext_lazy as _

from onde_portal.thai.text import clean_text
from onde_portal.workflow import errors
from onde_portal.workflow.kernel import Requirement, RequirementKind
from onde_portal.workflow.models import Case, CaseState, DecisionState, StepRecord, StepState

LIVE_DECISIONS = (DecisionState.ASKED, DecisionState.APPROVED)


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
    UNSTUCK = "unstuck", _("Moved on without what is missing")
    CANCELLED = "cancelled", _("Cancelled the case")


def record(case: Case, verb: Verb, *, by: Any, at: datetime, **facts: str) -> None:
    case.events.create(verb=verb, by=by, at=at, **facts)  # type: ignore[attr-defined]


def change(case: Case, *, version: int | None = None, **values: Any) -> None:
    """Change the case as it was read, or not at all."""
    read = case.version if version is None else version
    rows = type(case)._default_manager.filter(pk=case.pk, version=read, state=case.state)
    if rows.update(version=read + 1, **values) != 1:
        raise errors.StaleCase
    case.version = read + 1
    for name, value in values.items():
        setattr(case, name, value)


def hold(step: StepRecord) -> None:
    """Take the case's row for the transaction while its facts change.

    The version rises, so that a step cannot end on facts that were read before.
    """
    case: Case = step.case  # type: ignore[attr-defined]
    running = type(case)._default_manager.filter(
        pk=case.pk, step_number=step.number, state__in=[CaseState.OPEN, CaseState.PAUSED]
    )
    if running.update(version=F("version") + 1) != 1:
        raise errors.StepNotOpen
    case.refresh_from_db(fields=["version"])


def require_reason(reason: str) -> str:
    cleaned = clean_text(reason).strip()
    if not cleaned:
        raise errors.ReasonNeeded
    return cleaned


def require_open(case: Case) -> None:
    if case.state == CaseState.PAUSED:
        raise errors.CasePaused
    if case.state != CaseState.OPEN:
        raise errors.CaseNotRunning


def require_step(step: StepRecord, requirement: str, kind: RequirementKind) -> Requirement:
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
