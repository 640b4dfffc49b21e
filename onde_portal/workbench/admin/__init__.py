"""The lower apps' records in the staff's site."""

from onde_portal.workbench.admin import mail, registers

__all__ = ["mail", "registers"]
