from django.core.management.base import BaseCommand
from django_q.models import Schedule

SCHEDULES = {
    "mail and documents": ("onde_portal.workbench.jobs.every_minute", Schedule.MINUTES, 1),
    "rounds": ("onde_portal.workbench.jobs.every_hour", Schedule.HOURLY, None),
}


class Command(BaseCommand):
    help = "Make sure that the worker's standing jobs are scheduled. Run after each upgrade."

    def handle(self, *args: object, **options: object) -> None:
        for name, (function, kind, minutes) in SCHEDULES.items():
            Schedule.objects.update_or_create(
                name=name,
                defaults={"func": function, "schedule_type": kind, "minutes": minutes},
            )
        self.stdout.write(f"{len(SCHEDULES)} jobs are scheduled.")
