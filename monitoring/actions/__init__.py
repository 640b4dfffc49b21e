"""The only writers of rounds, follow-ups, drafts and submissions."""

from monitoring.actions.changes import Verb
from monitoring.actions.closing import close_round
from monitoring.actions.drafts import (
    Saved,
    attach_file,
    keep_answer,
    remove_file,
    save_answer,
    save_answers,
)
from monitoring.actions.exceptions import extend_due, waive_follow_up
from monitoring.actions.rounds import Opened, ensure_rounds, plan_rounds
from monitoring.actions.submissions import (
    accept_report,
    format_receipt_number,
    return_report,
    submit_nothing,
    submit_report,
)
from monitoring.actions.windows import change_window
from monitoring.errors import (
    AnswerConflict,
    AnswerTooLong,
    DueDateInPast,
    InvalidReport,
    MonitoringError,
    NotAllowed,
    NotEditable,
    NotSubmitted,
    OwnReport,
    ReasonNeeded,
    RoundClosed,
    RoundNotDue,
    RoundNotOpen,
    StaleFollowUp,
    TooManyFiles,
    UnknownField,
    WindowDisordered,
    WindowNotOpen,
)

__all__ = [
    "AnswerConflict",
    "AnswerTooLong",
    "DueDateInPast",
    "InvalidReport",
    "MonitoringError",
    "NotAllowed",
    "NotEditable",
    "NotSubmitted",
    "Opened",
    "OwnReport",
    "ReasonNeeded",
    "RoundClosed",
    "RoundNotDue",
    "RoundNotOpen",
    "Saved",
    "StaleFollowUp",
    "TooManyFiles",
    "UnknownField",
    "Verb",
    "WindowDisordered",
    "WindowNotOpen",
    "accept_report",
    "attach_file",
    "change_window",
    "close_round",
    "ensure_rounds",
    "extend_due",
    "format_receipt_number",
    "keep_answer",
    "plan_rounds",
    "remove_file",
    "return_report",
    "save_answer",
    "save_answers",
    "submit_nothing",
    "submit_report",
    "waive_follow_up",
]
