"""The question bank in the staff's site, and the pages that every app's tests share."""

from onde_portal.assessments.admin import questions

__all__ = ["questions"]
