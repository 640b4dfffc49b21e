"""The lower apps' records in the staff's site."""

from onde_portal.workbench.admin import mail, people, registers

__all__ = ["mail", "people", "registers"]
