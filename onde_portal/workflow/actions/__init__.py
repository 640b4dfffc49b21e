"""The moves of a case through its procedure: the only writers of cases, steps and their facts.

Who may make a move is the owning app's policy; what a move needs is decided here. Each action is
one transaction, changes the case by an update that must touch exactly the row that was read
(else ``StaleCase``), and appends one event.
"""

from onde_portal.workflow.actions.changes import Verb
from onde_portal.workflow.actions.facts import (
    ask_decision,
    attach_evidence,
    decide,
    remove_evidence,
    set_date,
)
from onde_portal.workflow.actions.moves import (
    cancel_case,
    complete_step,
    met_requirements,
    missing_requirements,
    open_case,
    pause,
    reassign,
    resume,
    step_back,
    unstick,
)
from onde_portal.workflow.errors import (
    AlreadyAsked,
    AlreadyDecided,
    CaseNotRunning,
    CasePaused,
    OwnSubmission,
    ReasonNeeded,
    RequirementsMissing,
    StaleCase,
    WorkflowError,
)

__all__ = [
    "AlreadyAsked",
    "AlreadyDecided",
    "CaseNotRunning",
    "CasePaused",
    "OwnSubmission",
    "ReasonNeeded",
    "RequirementsMissing",
    "StaleCase",
    "Verb",
    "WorkflowError",
    "ask_decision",
    "attach_evidence",
    "cancel_case",
    "complete_step",
    "decide",
    "met_requirements",
    "missing_requirements",
    "open_case",
    "pause",
    "reassign",
    "remove_evidence",
    "resume",
    "set_date",
    "step_back",
    "unstick",
]
