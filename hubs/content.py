"""Which requirements of the six steps are met by what people have worked on (manual 8.2)."""

from collections.abc import Callable

from django.db.models import Exists, OuterRef

from hubs.models import (
    Candidate,
    CandidateState,
    Delegate,
    HubProgramme,
    HubState,
    Invitee,
    Memo,
    MemoState,
    ProgrammeEvaluation,
    SelectionCriteria,
)
from onde_portal.workflow.models import Case


def _has_criteria(programme: HubProgramme) -> bool:
    return SelectionCriteria.objects.filter(programme=programme).exists()


def _memo_approved(programme: HubProgramme) -> bool:
    """The newest memo is approved and names exactly the LAOs that are chosen now."""
    memo = Memo.objects.filter(programme=programme).order_by("-edition").first()
    if memo is None or memo.state != MemoState.APPROVED:
        return False
    named = set(
        memo.laos.exclude(candidate__state=CandidateState.WITHDRAWN).values_list(
            "candidate_id", flat=True
        )
    )
    chosen = programme.candidates.chosen().values_list("pk", flat=True)
    return bool(named) and named == set(chosen)


def _all_assigned(programme: HubProgramme) -> bool:
    approved = programme.candidates.approved()
    return approved.exists() and not approved.filter(invitation=None).exists()


def _all_invited(programme: HubProgramme) -> bool:
    """Every approved LAO has its numbered letter."""
    approved = programme.candidates.approved()
    waiting = approved.filter(invitation__letter_number=None)
    return approved.exists() and not waiting.exists()


def _attendance_noted(programme: HubProgramme) -> bool:
    """Each cohort that has LAOs was held, and somebody came."""
    cohorts = programme.cohorts.filter(Exists(Invitee.objects.filter(cohort=OuterRef("pk"))))
    came = Delegate.objects.filter(invitee__cohort__programme=programme, came=True)
    return cohorts.exists() and not cohorts.filter(held_at=None).exists() and came.exists()


def _all_established(programme: HubProgramme) -> bool:
    """Every approved LAO that did not withdraw has a hub that was announced."""
    approved = programme.candidates.approved()
    announced = HubState.ESTABLISHED, HubState.OPERATING, HubState.SUSPENDED, HubState.CLOSED
    waiting = approved.exclude(
        establishment__hub__state__in=announced, establishment__hub__established_on__isnull=False
    )
    return approved.exists() and not waiting.exists()


def _evaluated(programme: HubProgramme) -> bool:
    """What was achieved, and what is recommended, is written down."""
    written = ProgrammeEvaluation.objects.filter(programme=programme)
    return written.exclude(achievements="").exclude(recommendations="").exists()


CHECKS: dict[int, dict[str, Callable[[HubProgramme], bool]]] = {
    1: {"findings": lambda programme: programme.findings.exists()},
    2: {
        "criteria": _has_criteria,
        "chosen": lambda programme: Candidate.objects.filter(programme=programme).chosen().exists(),
        "memo_approved": _memo_approved,
    },
    3: {"assigned": _all_assigned, "invited": _all_invited, "attended": _attendance_noted},
    4: {
        "published": lambda programme: programme.guideline_versions.filter(
            published_at__isnull=False
        ).exists()
    },
    5: {"established": _all_established},
    6: {"evaluated": _evaluated},
}


def met_by_content(case: Case, number: int) -> frozenset[str]:
    """Keys of the step's requirements that the programme's content meets."""
    if not isinstance(case, HubProgramme):
        return frozenset()
    return frozenset(key for key, check in CHECKS[number].items() if check(case))
