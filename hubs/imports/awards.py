"""The award register from a file: one award a row, matched with the register of LAOs."""

from collections.abc import Hashable, Iterable, Sequence
from datetime import datetime
from functools import cached_property
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext as _, gettext_lazy

from hubs.actions.awards import FIRST_YEAR, save_award
from hubs.models import Award, AwardCategory, AwardGroup
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
from onde_portal.exchange.readers import ProvinceName, Text, Whole, choice, one_of_records
from onde_portal.exchange.records import ModelImporter
from onde_portal.registry.finding import LaoFinder, told_apart
from onde_portal.registry.models import Lao

MEANT = "lao"
LAST_YEAR = 2700


class AwardImporter(ModelImporter):
    """An award a row. A name that several LAOs have is asked about, never guessed."""

    key = "awards"
    title = gettext_lazy("Awards")
    model = Award

    @cached_property
    def finder(self) -> LaoFinder:
        """The LAOs that rows may mean."""
        return LaoFinder()

    def build_columns(self) -> Sequence[ImportColumn]:
        categories = AwardCategory.objects.filter(retired=False).order_by("position", "pk")
        groups = AwardGroup.objects.filter(retired=False).order_by("position", "pk")
        return (
            ImportColumn(
                "lao", ("ชื่อ อปท.", "LAO", "อปท.", "หน่วยงาน", "องค์กรปกครองส่วนท้องถิ่น"), Text(200),
                needed=True, example="เทศบาลนครเชียงใหม่",
            ),
            ImportColumn(
                "code", ("รหัส อปท.", "LAO code", "รหัส"), Text(20), example="3500102",
                help=gettext_lazy("Seven digits; with a code the name is not searched for."),
            ),
            ImportColumn("district", ("อำเภอ", "District"), Text(80), example="เมืองเชียงใหม่"),
            ImportColumn("province", ("จังหวัด", "Province"), ProvinceName(), example="เชียงใหม่"),
            ImportColumn(
                "year", ("ปี พ.ศ.", "Year (B.E.)", "ปี", "ปีที่ได้รับรางวัล"),
                Whole(FIRST_YEAR, LAST_YEAR), needed=True, example="2560",
            ),
            ImportColumn(
                "category", ("ประเภทรางวัล", "Category", "ประเภท"),
                one_of_records(categories, "name_th", "name_en"), needed=True,
                example="ประเภททั่วไป",
            ),
            ImportColumn(
                "group", ("กลุ่ม", "Group", "กลุ่มประเภทและขนาด"),
                one_of_records(groups, "name_th", "name_en"), example="กลุ่มเทศบาลนครและเทศบาลเมือง",
            ),
            ImportColumn(
                "prize", ("รางวัลที่ได้รับ", "Prize", "รางวัล"), choice(Award.Prize),
                example="รางวัลชนะเลิศ",
            ),
            ImportColumn("note", ("หมายเหตุ", "Note"), Text(300)),
        )  # fmt: skip

    def laos_of(self, record: Record) -> list[Lao]:
        """The LAOs that a row may mean."""
        return self.finder.find(
            name=record["lao"] or "", code=record.get("code") or "",
            province=record.get("province"), district=record.get("district") or "",
        )  # fmt: skip

    def check(self, record: Record) -> Iterable[Problem]:
        if not self.laos_of(record):
            column = "code" if record.get("code") else "lao"
            yield Problem(
                column, _("No LAO of the register fits. See name, province and district.")
            )

    def identity(self, record: Record) -> Hashable | None:
        laos = self.laos_of(record)
        return (laos[0].pk, *_award_key(record)) if len(laos) == 1 else None

    def identity_of(self, obj: Any) -> Hashable:
        return (obj.lao_id, obj.year, obj.category_id)

    def match(self, rows: Sequence[Given]) -> Sequence[Verdict]:
        known = {self.identity_of(award): award for award in self.with_values(Award.objects.all())}
        return [self._verdict(row, known) for row in rows]

    def _verdict(self, row: Given, known: dict[Hashable, Award]) -> Verdict:
        laos = self.laos_of(row.record)
        if len(laos) > 1:
            key = ":".join(map(str, _award_key(row.record)))
            return Verdict.unsure(
                [Candidate(f"{MEANT}:{lao.pk}:{key}", told_apart(lao)) for lao in laos],
                why=_("several LAOs have this name"),
                can_be_new=False,
            )
        award = known.get(self.identity(row.record))
        if award is None:
            return Verdict.new()
        return Verdict.changed(award.pk, self.changes(award, row.record))

    def with_values(self, rows: QuerySet[Any]) -> QuerySet[Any]:
        return rows.select_related("lao__district", "lao__province", "category", "group")

    def values_of(self, row: Award) -> Record:
        return {
            "lao": row.lao.full_name_th,
            "code": row.lao.code or "",
            "district": row.lao.district.name_th if row.lao.district else "",
            "province": row.lao.province,
            "year": row.year,
            "category": row.category,
            "group": row.group,
            "prize": row.prize,
            "note": row.note,
        }

    def changes(self, obj: Any, record: Record) -> list[Any]:
        """What is told of the award; how its LAO is written does not matter."""
        told = {key: record.get(key) for key in ("group", "prize", "note")}
        return super().changes(obj, told)

    def write(self, rows: Sequence[Taken], *, by: User, at: datetime) -> list[Affected]:
        """Rows whose LAO was chosen by hand are new, or the award that this LAO has already."""
        known = {self.identity_of(award): award for award in Award.objects.all()}
        settled = []
        for row in rows:
            if not row.pk.startswith(f"{MEANT}:"):
                settled.append(row)
                continue
            lao = Lao.objects.get(pk=int(row.pk.split(":")[1]))
            award = known.get((lao.pk, *_award_key(row.record)))
            record = {**row.record, MEANT: lao}
            settled.append(Taken(row.number, record, str(award.pk) if award else ""))
        return super().write(settled, by=by, at=at)

    def create(self, record: Record, *, by: User, at: datetime) -> Award:
        chosen = record[MEANT]
        lao = chosen if isinstance(chosen, Lao) else self.laos_of(record)[0]
        return save_award(
            lao=lao, year=record["year"], category=record["category"], group=record.get("group"),
            prize=record.get("prize") or "", note=record.get("note") or "", by=by, at=at,
        )  # fmt: skip

    def change(self, obj: Any, record: Record, *, by: User, at: datetime) -> None:
        save_award(
            award=obj, lao=obj.lao, year=obj.year, category=obj.category,
            group=record.get("group") or obj.group, prize=record.get("prize") or obj.prize,
            note=record.get("note") or obj.note, by=by, at=at,
        )  # fmt: skip

    def label_of(self, record: Record) -> str:
        return f"{record['lao']} {record['year']}"


def _award_key(record: Record) -> tuple[int, int]:
    return record["year"], record["category"].pk
