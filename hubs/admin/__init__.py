"""Hubs and their programmes in the staff's site, a file for each part of the work."""

from hubs.admin import awards, guidelines, hubs, memos, programmes, selection, structure, study

__all__ = ["awards", "guidelines", "hubs", "memos", "programmes", "selection", "structure", "study"]
