from django.core.management import call_command
from django.core.management.base import BaseCommand


class Command(BaseCommand):
    help = "Bring an installation up to date: schema, cache table, reference data, schedules."

    def handle(self, *args: object, **options: object) -> None:
        call_command("migrate", interactive=False, verbosity=0)
        call_command("createcachetable", verbosity=0)
        call_command("ensure_reference")
        call_command("ensure_schedules")
        self.stdout.write("The portal is up to date.")
