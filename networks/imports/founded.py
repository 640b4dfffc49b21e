"""Networks from before, out of the Office's own lists (manual 14.2)."""

from collections.abc import Hashable, Sequence
from datetime import datetime
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from networks.actions.founding import NetworkError, found_network
from networks.models import CitizenNetwork
from onde_portal.accounts.models import User
from onde_portal.exchange.importing import Affected, ImportColumn, ImportRefused, Record, Taken
from onde_portal.exchange.readers import Day, ProvinceName, Text
from onde_portal.exchange.records import ModelImporter
from onde_portal.thai.text import thai_key


class NetworkImporter(ModelImporter):
    """Networks with the day and place of their founding; members follow on their pages."""

    key = "networks"
    title = _("Citizen networks")
    model = CitizenNetwork
    owned = ("networks.HistoricalCitizenNetwork",)
    fields = ("name", "province", "founded_on", "area", "aim")

    def build_columns(self) -> Sequence[ImportColumn]:
        return (
            ImportColumn("name", ("ชื่อเครือข่าย", "Network"), Text(250), needed=True,
                         example="เครือข่ายการกระจายอำนาจภาคประชาชนลุ่มน้ำชี"),
            ImportColumn("province", ("จังหวัด", "Province"), ProvinceName(), needed=True,
                         example="ขอนแก่น"),
            ImportColumn("founded_on", ("วันที่จัดตั้ง", "Founded on"), Day(), needed=True,
                         example="15/6/2561"),
            ImportColumn("area", ("พื้นที่", "Area"), Text(250), example="ทุกอำเภอ"),
            ImportColumn("aim", ("วัตถุประสงค์", "What it wants"), Text(20_000, lines=True)),
        )  # fmt: skip

    def with_values(self, rows: QuerySet[Any]) -> QuerySet[Any]:
        return rows.select_related("province")

    def identity(self, record: Record) -> Hashable:
        return (thai_key(record["name"]), record["province"].pk, record["founded_on"])

    def values_of(self, row: CitizenNetwork) -> Record:
        return {name: getattr(row, name) for name in self.fields}

    def write(self, rows: Sequence[Taken], *, by: User, at: datetime) -> list[Affected]:
        """What the founding refuses stops the whole import with its sentence."""
        try:
            return super().write(rows, by=by, at=at)
        except NetworkError as error:
            raise ImportRefused(str(error)) from error

    def create(self, record: Record, *, by: User, at: datetime) -> CitizenNetwork:
        return found_network(
            name=record["name"], province=record["province"], founded_on=record["founded_on"],
            area=record.get("area") or "", aim=record.get("aim") or "", by=by, at=at,
        )  # fmt: skip

    def change(self, obj: Any, record: Record, *, by: User, at: datetime) -> None:
        """Only its words: where and when it was founded is what tells it from others."""
        obj.area = record.get("area") or obj.area
        obj.aim = record.get("aim") or obj.aim
        obj.save(update_fields=["area", "aim"])
