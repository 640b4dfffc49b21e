"""Networks and their projects in the staff's site, a file for each part of the work."""

from networks.admin import appointments, closing, meetings, projects, resolutions, study

__all__ = ["appointments", "closing", "meetings", "projects", "resolutions", "study"]
