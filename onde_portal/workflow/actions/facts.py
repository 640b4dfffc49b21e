"""What meets the requirements of a step: documents, dates, and decisions of superiors."""

from datetime import date, datetime
from typing import Any

from django.core.files.uploadedfile import UploadedFile
from django.db import transaction

from onde_portal.thai.text import clean_text
from onde_portal.workflow import errors
from onde_portal.workflow.actions.changes import (
    LIVE_DECISIONS,
    Verb,
    hold,
    record,
    require_reason,
    require_step,
)
from onde_portal.workflow.kernel import RequirementKind
from onde_portal.workflow.models import Decision, DecisionState, Evidence, StepDate, StepRecord
from onde_portal.workflow.uploads import store_upload


def attach_evidence(
    *, step: StepRecord, requirement: str, upload: UploadedFile, by: Any, at: datetime
) -> Evidence:
    """Add a checked document to a requirement; ``UploadRefused`` says what is wrong with a file.

    The file is looked at and kept before the transaction, as that takes its time: until then its
    row counts as removed.
    """
    require_step(step, requirement, RequirementKind.DOCUMENT)
    model: type[Evidence] = step.evidence.model  # type: ignore[attr-defined]
    evidence = store_upload(
        model, upload=upload, by=by, at=at, step=step, requirement=requirement, removed_at=at
    )
    with transaction.atomic():
        hold(step)
        evidence.removed_at = None
        evidence.save(update_fields=["removed_at"])
        record(
            step.case,  # type: ignore[attr-defined]
            Verb.EVIDENCE_ADDED,
            by=by,
            at=at,
            to_state=requirement,
            reason=evidence.name,
        )
    return evidence


@transaction.atomic
def remove_evidence(*, evidence: Evidence, by: Any, at: datetime) -> None:
    """Take a document out of its requirement; the file itself is kept with the record."""
    step: StepRecord = evidence.step  # type: ignore[attr-defined]
    require_step(step, evidence.requirement, RequirementKind.DOCUMENT)
    hold(step)
    rows = type(evidence)._default_manager.filter(pk=evidence.pk, removed_at=None)
    if rows.update(removed_at=at) != 1:
        raise errors.AlreadyRemoved
    record(
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
    require_step(step, requirement, RequirementKind.DATE)
    hold(step)
    noted, _created = step.dates.update_or_create(  # type: ignore[attr-defined]
        requirement=requirement, defaults={"on": on, "noted_at": at, "noted_by": by}
    )
    record(
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
    require_step(step, requirement, RequirementKind.APPROVAL)
    hold(step)
    decisions = step.decisions  # type: ignore[attr-defined]
    if decisions.filter(requirement=requirement, state__in=LIVE_DECISIONS).exists():
        raise errors.AlreadyAsked
    decision: Decision = decisions.create(requirement=requirement, asked_at=at, asked_by=by)
    record(step.case, Verb.DECISION_ASKED, by=by, at=at, to_state=requirement)  # type: ignore[attr-defined]
    return decision


@transaction.atomic
def decide(*, decision: Decision, approve: bool, remarks: str, by: Any, at: datetime) -> None:
    """Approve, or return with remarks, what somebody else asked for."""
    step: StepRecord = decision.step  # type: ignore[attr-defined]
    require_step(step, decision.requirement, RequirementKind.APPROVAL)
    if decision.asked_by_id == by.pk:
        raise errors.OwnSubmission
    said = clean_text(remarks).strip() if approve else require_reason(remarks)
    hold(step)
    state = DecisionState.APPROVED if approve else DecisionState.RETURNED
    rows = type(decision)._default_manager.filter(pk=decision.pk, state=DecisionState.ASKED)
    if rows.update(state=state, decided_at=at, decided_by=by, remarks=said) != 1:
        raise errors.AlreadyDecided
    decision.refresh_from_db(fields=["state", "decided_at", "decided_by", "remarks"])
    record(
        step.case,  # type: ignore[attr-defined]
        Verb.APPROVED if approve else Verb.RETURNED,
        by=by,
        at=at,
        from_state=decision.requirement,
        to_state=state,
        reason=said,
    )
