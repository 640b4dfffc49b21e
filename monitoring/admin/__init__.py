"""Monitoring in the staff's site."""

from monitoring.admin import follow_ups, records, rounds

__all__ = ["follow_ups", "records", "rounds"]
