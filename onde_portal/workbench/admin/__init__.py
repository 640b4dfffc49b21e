"""The lower apps' records in the staff's site."""

from onde_portal.workbench.admin import documents, mail, registers

__all__ = ["documents", "mail", "registers"]
