from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError

from onde_portal.workbench.demo.accounts import ACCOUNTS, PASSWORD
from onde_portal.workbench.demo.story import load_story


class Command(BaseCommand):
    help = "Prepare the demo: database, static files and a story told relative to today."

    def handle(self, *args: object, **options: object) -> None:
        if not settings.DEMO:
            raise CommandError("This is for the demo only (DEMO=true).")
        settings.DATA_DIR.mkdir(parents=True, exist_ok=True)
        call_command("upgrade")
        call_command("collectstatic", interactive=False, verbosity=0)
        self.stdout.write(load_story())
        self.stdout.write(f"\nONDE Portal: {settings.BASE_URL}\n")
        self.stdout.write(f"Everyone's password: {PASSWORD}\n")
        for account in ACCOUNTS:
            self.stdout.write(f"  {account.email:<32} {account.what}")
        self.stdout.write("\nStop with Ctrl-C.\n")
