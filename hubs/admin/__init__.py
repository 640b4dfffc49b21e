"""Hubs and their programmes in the staff's site, a file for each part of the work."""

from hubs.admin import guidelines, hubs, programmes, structure, study

__all__ = ["guidelines", "hubs", "programmes", "structure", "study"]
