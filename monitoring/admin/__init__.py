"""Monitoring in the staff's site."""

from monitoring.admin import follow_ups

__all__ = ["follow_ups"]
