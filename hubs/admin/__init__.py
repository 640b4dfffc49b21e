"""Hubs and their programmes in the staff's site, a file for each part of the work."""

from hubs.admin import hubs, programmes, study

__all__ = ["hubs", "programmes", "study"]
