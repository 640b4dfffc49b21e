"""Hubs and their programmes in the staff's site, a file for each part of the work."""

from hubs.admin import (
    awards,
    establishment,
    evaluation,
    guidelines,
    hubs,
    memos,
    programmes,
    selection,
    structure,
    study,
    workshop_tests,
    workshops,
)

__all__ = [
    "awards",
    "establishment",
    "evaluation",
    "guidelines",
    "hubs",
    "memos",
    "programmes",
    "selection",
    "structure",
    "study",
    "workshop_tests",
    "workshops",
]
