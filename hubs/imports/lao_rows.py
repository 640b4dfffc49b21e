"""Rows about an LAO each: which LAO is meant is found, or asked where several may be."""

from collections.abc import Hashable, Iterable, Sequence
from datetime import datetime
from functools import cached_property
from typing import Any

from django.utils.translation import gettext as _, gettext_lazy

from onde_portal.accounts.models import User
from onde_portal.exchange.importing import (
    Affected,
    Candidate,
    Given,
    ImportColumn,
    Problem,
    Record,
    Taken,
    Verdict,
)
from onde_portal.exchange.readers import ProvinceName, Text
from onde_portal.exchange.records import ModelImporter
from onde_portal.registry.finding import LaoFinder, told_apart
from onde_portal.registry.models import Lao

MEANT = "lao"


class LaoRowImporter(ModelImporter):
    """One row, one record about an LAO. Subclasses add columns and say what tells rows apart.

    ``key_of`` gives the rest of a row's identity beside the LAO; ``identity_of`` begins with it.
    """

    @cached_property
    def finder(self) -> LaoFinder:
        """The LAOs that rows may mean."""
        return LaoFinder()

    def lao_columns(self) -> tuple[ImportColumn, ...]:
        """By which columns an LAO is found."""
        return (
            ImportColumn(
                MEANT, ("ชื่อ อปท.", "LAO", "อปท.", "หน่วยงาน", "องค์กรปกครองส่วนท้องถิ่น"), Text(200),
                needed=True, example="เทศบาลนครเชียงใหม่",
            ),
            ImportColumn(
                "code", ("รหัส อปท.", "LAO code", "รหัส"), Text(20), example="3500102",
                help=gettext_lazy("Seven digits; with a code the name is not searched for."),
            ),
            ImportColumn("district", ("อำเภอ", "District"), Text(80), example="เมืองเชียงใหม่"),
            ImportColumn("province", ("จังหวัด", "Province"), ProvinceName(), example="เชียงใหม่"),
        )  # fmt: skip

    def lao_values(self, lao: Lao) -> dict[str, Any]:
        """What an LAO has in these columns."""
        return {
            MEANT: lao.full_name_th,
            "code": lao.code or "",
            "district": lao.district.name_th if lao.district else "",
            "province": lao.province,
        }

    def laos_of(self, record: Record) -> list[Lao]:
        """The LAOs that a row may mean."""
        return self.finder.find(
            name=record[MEANT] or "", code=record.get("code") or "",
            province=record.get("province"), district=record.get("district") or "",
        )  # fmt: skip

    def lao_in(self, record: Record) -> Lao:
        """The LAO of a row that is taken over: the one that was chosen, or the only one."""
        chosen = record[MEANT]
        return chosen if isinstance(chosen, Lao) else self.laos_of(record)[0]

    def key_of(self, record: Record) -> tuple[Hashable, ...]:
        """What tells two rows about the same LAO apart."""
        return ()

    def check(self, record: Record) -> Iterable[Problem]:
        if not self.laos_of(record):
            column = "code" if record.get("code") else MEANT
            yield Problem(
                column, _("No LAO of the register fits. See name, province and district.")
            )

    def identity(self, record: Record) -> Hashable | None:
        laos = self.laos_of(record)
        return (laos[0].pk, *self.key_of(record)) if len(laos) == 1 else None

    def match(self, rows: Sequence[Given]) -> Sequence[Verdict]:
        known = {self.identity_of(obj): obj for obj in self.existing(rows)}
        return [self._verdict(row, known) for row in rows]

    def _verdict(self, row: Given, known: dict[Hashable, Any]) -> Verdict:
        laos = self.laos_of(row.record)
        if len(laos) > 1:
            # The row's number keeps two rows that mean the same LAO apart.
            return Verdict.unsure(
                [Candidate(f"{MEANT}:{lao.pk}:{row.number}", told_apart(lao)) for lao in laos],
                why=_("several LAOs have this name"),
                can_be_new=False,
            )
        found = known.get(self.identity(row.record))
        if found is None:
            return Verdict.new()
        return Verdict.changed(found.pk, self.changes(found, row.record))

    def write(self, rows: Sequence[Taken], *, by: User, at: datetime) -> list[Affected]:
        """Rows whose LAO was chosen by hand go into the record it has already, else a new one."""
        known = {
            self.identity_of(obj): obj
            for obj in self.with_values(self.model._default_manager.all())
        }
        settled = []
        for row in rows:
            if not row.pk.startswith(f"{MEANT}:"):
                settled.append(row)
                continue
            lao = Lao.objects.get(pk=int(row.pk.split(":")[1]))
            found = known.get((lao.pk, *self.key_of(row.record)))
            record = {**row.record, MEANT: lao}
            settled.append(Taken(row.number, record, str(found.pk) if found else ""))
        return super().write(settled, by=by, at=at)
