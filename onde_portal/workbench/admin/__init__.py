"""The lower apps' records in the staff's site."""

from onde_portal.workbench.admin import documents, mail, people, registers

__all__ = ["documents", "mail", "people", "registers"]
