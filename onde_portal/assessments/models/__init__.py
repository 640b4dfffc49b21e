"""Tests of what people know: the question bank, and the bases of every app's own tests."""

from onde_portal.assessments.models.bank import Question, Topic
from onde_portal.assessments.models.papers import (
    BasePaper,
    BasePaperItem,
    BaseSitting,
    Host,
    Taker,
    TakerQuerySet,
    item_constraints,
    item_models,
    paper_constraints,
    paper_models,
    sitting_constraints,
)

__all__ = [
    "BasePaper",
    "BasePaperItem",
    "BaseSitting",
    "Host",
    "Question",
    "Taker",
    "TakerQuerySet",
    "Topic",
    "item_constraints",
    "item_models",
    "paper_constraints",
    "paper_models",
    "sitting_constraints",
]
