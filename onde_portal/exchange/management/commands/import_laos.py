from argparse import ArgumentParser
from datetime import date
from pathlib import Path

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone
from django.utils.translation import get_language, gettext as _

from onde_portal.exchange.cells import CellError, column_letter
from onde_portal.exchange.reading import Table, TableRefused, read_table
from onde_portal.registry.actions import apply_import
from onde_portal.registry.imports import ImportPlan, RowError, plan_import
from onde_portal.registry.models import LaoType
from onde_portal.thai.dates import DateError, parse_date

SHOWN = 20


class Command(BaseCommand):
    help = "Load the official register of LAOs (CSV, XLSX). Shows the changes; --commit writes."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path)
        parser.add_argument("--commit", action="store_true", help="write, all or nothing")
        parser.add_argument(
            "--on", default="", help="day from which new codes hold; today if left out"
        )

        parser.add_argument(
            "--mark-gone",
            action="store_true",
            help="dissolve on that day the LAOs of the register that the file lacks",
        )

    def handle(self, *args: object, **options: object) -> None:
        now = timezone.now()
        on = self._day(str(options["on"])) or timezone.localdate(now)
        table = self._read(Path(str(options["file"])))
        plan = plan_import(table.header, table.records())
        if plan.faults:
            self._say(table, plan.faults)
            raise CommandError(
                _("%(count)s errors. Nothing was written.") % {"count": len(plan.faults)}
            )
        self._say(table, plan.warnings)
        self._show(plan)
        if not options["commit"]:
            self.stdout.write(_("This was a dry run: nothing was written. --commit writes it."))
            return
        apply_import(plan=plan, on=on, at=now, mark_gone=bool(options["mark_gone"]))
        self.stdout.write(_("Written."))

    def _day(self, text: str) -> date | None:
        try:
            return parse_date(text) if text else None
        except DateError as error:
            raise CommandError(error.message(get_language() or "th")) from error

    def _read(self, path: Path) -> Table:
        try:
            return read_table(path.read_bytes(), path.name)
        except OSError as error:
            raise CommandError(
                _("The file %(name)s cannot be read.") % {"name": path.name}
            ) from error
        except TableRefused as error:
            raise CommandError(str(error)) from error

    def _say(self, table: Table, faults: list[RowError]) -> None:
        places = {name: column_letter(index) for index, name in enumerate(table.header)}
        for error in faults:
            cell = CellError(error.row, error.column, places.get(error.column, "?"), error.message)
            self.stderr.write(str(cell))

    def _show(self, plan: ImportPlan) -> None:
        rows = (
            (_("new"), len(plan.new)),
            (_("changed"), len(plan.changed)),
            (_("of these with a new code, type or size"), len(plan.recoded)),
            (_("same"), plan.same),
            (_("in the register but not in the file"), len(plan.gone)),
        )
        for label, count in rows:
            self.stdout.write(f"{label}: {count:,}")
        for lao in plan.gone[:SHOWN]:
            self.stdout.write(f"  – {lao.full_name_th}")
        self.stdout.write(_("By type:"))
        for kind in LaoType.objects.order_by("position"):
            self.stdout.write(f"  {kind.name_th}: {plan.by_type[kind.key]:,}")
