"""The only writers of networks and their projects, a file for each part of the work."""

from networks.actions.founding import (
    FoundedInFuture,
    FoundedTooEarly,
    NameNeeded,
    NetworkError,
    found_network,
    open_project,
)

__all__ = [
    "FoundedInFuture",
    "FoundedTooEarly",
    "NameNeeded",
    "NetworkError",
    "found_network",
    "open_project",
]
