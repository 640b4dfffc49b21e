"""The award register from a file: one award a row, matched with the register of LAOs."""

from collections.abc import Hashable, Sequence
from datetime import datetime
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy

from hubs.actions.awards import FIRST_YEAR, save_award
from hubs.imports.lao_rows import LaoRowImporter
from hubs.models import Award, AwardCategory, AwardGroup
from onde_portal.accounts.models import User
from onde_portal.exchange.importing import Change, ImportColumn, Record
from onde_portal.exchange.readers import Text, Whole, choice, one_of_records

LAST_YEAR = 2700


class AwardImporter(LaoRowImporter):
    """An award a row. A name that several LAOs have is asked about, never guessed."""

    key = "awards"
    title = gettext_lazy("Awards")
    model = Award

    def build_columns(self) -> Sequence[ImportColumn]:
        categories = AwardCategory.objects.filter(retired=False).order_by("position", "pk")
        groups = AwardGroup.objects.filter(retired=False).order_by("position", "pk")
        return (
            *self.lao_columns(),
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

    def key_of(self, record: Record) -> tuple[Hashable, ...]:
        return record["year"], record["category"].pk

    def identity_of(self, obj: Any) -> Hashable:
        return (obj.lao_id, obj.year, obj.category_id)

    def with_values(self, rows: QuerySet[Any]) -> QuerySet[Any]:
        return rows.select_related("lao__district", "lao__province", "category", "group")

    def values_of(self, row: Award) -> Record:
        told = {name: getattr(row, name) for name in ("year", "category", "group", "prize", "note")}
        return {**self.lao_values(row.lao), **told}

    def changes(self, obj: Any, record: Record) -> list[Change]:
        """What is told of the award; how its LAO is written does not matter."""
        told = {key: record.get(key) for key in ("group", "prize", "note")}
        return super().changes(obj, told)

    def create(self, record: Record, *, by: User, at: datetime) -> Award:
        return save_award(
            lao=self.lao_in(record), year=record["year"], category=record["category"],
            group=record.get("group"), prize=record.get("prize") or "",
            note=record.get("note") or "", by=by, at=at,
        )  # fmt: skip

    def change(self, obj: Any, record: Record, *, by: User, at: datetime) -> None:
        save_award(
            award=obj, lao=obj.lao, year=obj.year, category=obj.category,
            group=record.get("group") or obj.group, prize=record.get("prize") or obj.prize,
            note=record.get("note") or obj.note, by=by, at=at,
        )  # fmt: skip

    def label_of(self, record: Record) -> str:
        return f"{record['lao']} {record['year']}"
