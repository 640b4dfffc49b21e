from typing import Any

from django.core.management.base import BaseCommand

from onde_portal.accounts.permissions import permission_table


class Command(BaseCommand):
    help = "Print which role may do what, as a Markdown table."
    requires_system_checks: list[str] = []

    def handle(self, *_args: Any, **_options: Any) -> None:
        self.stdout.write(permission_table())
