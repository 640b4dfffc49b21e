from django.core.management.base import BaseCommand
from django.db import transaction

from hubs.reference import load_reference as load_hubs
from monitoring.reference import load_reference as load_monitoring
from networks.reference import load_reference as load_networks
from onde_portal.oversight.reference import load_reference as load_oversight
from onde_portal.registry.reference import load_reference as load_registry


class Command(BaseCommand):
    help = "Load what every installation starts from. Adds what is missing, changes nothing else."

    def handle(self, *args: object, **options: object) -> None:
        with transaction.atomic():
            load_registry()
            load_monitoring()
            load_networks()
            load_hubs()
            load_oversight()
        self.stdout.write("Reference data is there.")
