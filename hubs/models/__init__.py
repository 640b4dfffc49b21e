"""Hub programmes (manual 8.2) and the hubs they bring about, a file for each part."""

from hubs.models.awards import Award, AwardCategory, AwardGroup
from hubs.models.cases import (
    HubProgramme,
    ProgrammeDecision,
    ProgrammeEvaluation,
    ProgrammeEvent,
    ProgrammeEvidence,
    ProgrammePause,
    ProgrammeStep,
    ProgrammeStepDate,
    ProgrammeVerb,
)
from hubs.models.establishment import (
    CommitteeMember,
    Establishment,
    EstablishmentEvent,
    EstablishmentState,
    HubChannel,
    HubUnit,
    PlanItem,
)
from hubs.models.guidelines import (
    GuidelineChapter,
    GuidelineFile,
    GuidelineOpening,
    GuidelineVersion,
)
from hubs.models.hubs import (
    LIVING_STATES,
    Hub,
    HubContact,
    HubDocument,
    HubEvent,
    HubQuerySet,
    HubState,
)
from hubs.models.memos import OPEN_MEMO, Memo, MemoEvent, MemoLao, MemoState
from hubs.models.selection import (
    Candidate,
    CandidateEvent,
    CandidateState,
    Readiness,
    SelectionCriteria,
)
from hubs.models.structure import Sector, StructureTemplate, TemplateSeat, TemplateUnit
from hubs.models.study import StudyDocument, StudyFinding
from hubs.models.workshop_tests import CohortPaper, CohortPaperItem, CohortSitting
from hubs.models.workshops import Cohort, Delegate, EvaluationAnswer, EvaluationItem, Invitee

__all__ = [
    "LIVING_STATES",
    "OPEN_MEMO",
    "Award",
    "AwardCategory",
    "AwardGroup",
    "Candidate",
    "CandidateEvent",
    "CandidateState",
    "Cohort",
    "CohortPaper",
    "CohortPaperItem",
    "CohortSitting",
    "CommitteeMember",
    "Delegate",
    "Establishment",
    "EstablishmentEvent",
    "EstablishmentState",
    "EvaluationAnswer",
    "EvaluationItem",
    "GuidelineChapter",
    "GuidelineFile",
    "GuidelineOpening",
    "GuidelineVersion",
    "Hub",
    "HubChannel",
    "HubContact",
    "HubDocument",
    "HubEvent",
    "HubProgramme",
    "HubQuerySet",
    "HubState",
    "HubUnit",
    "Invitee",
    "Memo",
    "MemoEvent",
    "MemoLao",
    "MemoState",
    "PlanItem",
    "ProgrammeDecision",
    "ProgrammeEvaluation",
    "ProgrammeEvent",
    "ProgrammeEvidence",
    "ProgrammePause",
    "ProgrammeStep",
    "ProgrammeStepDate",
    "ProgrammeVerb",
    "Readiness",
    "Sector",
    "SelectionCriteria",
    "StructureTemplate",
    "StudyDocument",
    "StudyFinding",
    "TemplateSeat",
    "TemplateUnit",
]
