from monitoring.models.bulk import BulkAcceptance, BulkAcceptanceLine
from monitoring.models.catalogue import (
    AnnualFigure,
    Dimension,
    Indicator,
    ProblemCategory,
    ResultLevel,
    Rollup,
    ValueType,
)
from monitoring.models.certifying import Certification
from monitoring.models.followups import (
    EDITABLE_STATES,
    OWED_STATES,
    Expectation,
    FollowUp,
    FollowUpEvent,
    FollowUpState,
)
from monitoring.models.frozen import FrozenCount, FrozenLine
from monitoring.models.records import Learning, Problem, ProblemNote, Support
from monitoring.models.remarks import FieldRemark
from monitoring.models.reports import (
    Activity,
    Answer,
    IndicatorValue,
    ReportFile,
    Submission,
)
from monitoring.models.requests import TimeRequest
from monitoring.models.rounds import Round, RoundIndicator
from monitoring.models.uploading import FilePart, UnfinishedFile

__all__ = [
    "EDITABLE_STATES",
    "OWED_STATES",
    "Activity",
    "AnnualFigure",
    "Answer",
    "BulkAcceptance",
    "BulkAcceptanceLine",
    "Certification",
    "Dimension",
    "Expectation",
    "FieldRemark",
    "FilePart",
    "FollowUp",
    "FollowUpEvent",
    "FollowUpState",
    "FrozenCount",
    "FrozenLine",
    "Indicator",
    "IndicatorValue",
    "Learning",
    "Problem",
    "ProblemCategory",
    "ProblemNote",
    "ReportFile",
    "ResultLevel",
    "Rollup",
    "Round",
    "RoundIndicator",
    "Submission",
    "Support",
    "TimeRequest",
    "UnfinishedFile",
    "ValueType",
]
