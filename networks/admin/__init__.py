"""Networks and their projects in the staff's site, a file for each part of the work."""

from networks.admin import (
    activities,
    appointments,
    closing,
    founded,
    hearings,
    meetings,
    papers,
    problems,
    projects,
    resolutions,
    study,
)

__all__ = [
    "activities",
    "appointments",
    "closing",
    "founded",
    "hearings",
    "meetings",
    "papers",
    "problems",
    "projects",
    "resolutions",
    "study",
]
