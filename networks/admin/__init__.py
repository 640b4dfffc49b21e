"""Networks and their projects in the staff's site, a file for each part of the work."""

from networks.admin import projects, study

__all__ = ["projects", "study"]
