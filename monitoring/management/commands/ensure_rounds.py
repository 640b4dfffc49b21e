from argparse import ArgumentParser
from datetime import date

from django.core.management.base import BaseCommand
from django.utils import timezone

from monitoring.actions import ensure_rounds, plan_rounds


class Command(BaseCommand):
    help = "Open the rounds and follow-ups that are due. Harmless at any time, in any number."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "--on",
            type=date.fromisoformat,
            metavar="YYYY-MM-DD",
            help="the day up to which to open (C.E.); today without it",
        )

    def handle(self, *args: object, on: date | None = None, **options: object) -> None:
        now = timezone.now()
        today = on or timezone.localdate(now)
        opened = ensure_rounds(today=today, at=now)
        plan_rounds(today=today)
        self.stdout.write(
            f"Rounds opened: {opened.rounds}. Follow-ups created: {opened.follow_ups}. "
            f"Withdrawn: {opened.withdrawn}."
        )
