"""Columns of the lists that belong to no module: holidays put right by the Office."""

from collections.abc import Hashable, Sequence
from datetime import datetime
from typing import Any

from django.utils.translation import gettext_lazy as _

from onde_portal.accounts.models import User
from onde_portal.exchange.importing import ImportColumn, Record
from onde_portal.exchange.readers import Day, Text, yes_no
from onde_portal.exchange.records import ModelImporter
from onde_portal.workflow.models import HolidayCorrection


class HolidayImporter(ModelImporter):
    """Special holidays as the cabinet decides them, a day a row (manual 9.1)."""

    key = "holidays"
    title = _("Holiday corrections")
    model = HolidayCorrection

    def build_columns(self) -> Sequence[ImportColumn]:
        return (
            ImportColumn(
                "on", ("วันที่", "Date"), Day(), needed=True, example="31/8/2569",
                help=_("A day in the Buddhist era; a day stands in the list once"),
            ),
            ImportColumn(
                "is_holiday", ("วันหยุดราชการ", "Offices are closed", "หยุด"), yes_no(),
                example="ใช่", help=_("yes: offices are closed; no: they are open all the same"),
            ),
            ImportColumn(
                "reason", ("เหตุผล", "Reason"), Text(200), needed=True,
                example="มติคณะรัฐมนตรี", help=_("The decision that says so"),
            ),
        )  # fmt: skip

    def identity(self, record: Record) -> Hashable:
        return (record["on"],)

    def values_of(self, row: HolidayCorrection) -> Record:
        return {"on": row.on, "is_holiday": row.is_holiday, "reason": row.reason}

    def create(self, record: Record, *, by: User, at: datetime) -> HolidayCorrection:
        return HolidayCorrection.objects.create(
            on=record["on"], is_holiday=record["is_holiday"] is not False, reason=record["reason"]
        )

    def change(self, obj: Any, record: Record, *, by: User, at: datetime) -> None:
        if record["is_holiday"] is not None:
            obj.is_holiday = record["is_holiday"]
        obj.reason = record["reason"]
        obj.save(update_fields=["is_holiday", "reason"])
