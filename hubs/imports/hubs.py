"""Hubs from before the portal, from a file: where, announced when, closed when and why."""

from collections.abc import Hashable, Iterable, Sequence
from datetime import datetime
from functools import cached_property
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext as _, gettext_lazy

from hubs.actions.life import (
    FIRST_DAY,
    close_hub,
    correct_announcement,
    establish_hub,
    register_hub,
)
from hubs.errors import HubError
from hubs.imports.lao_rows import LaoRowImporter
from hubs.models import Hub, HubState
from onde_portal.accounts.models import User
from onde_portal.exchange.importing import (
    Change,
    ImportColumn,
    ImportRefused,
    Problem,
    Record,
)
from onde_portal.exchange.readers import Day, Text
from onde_portal.thai.dates import format_date

LABELS = {
    "name": ("ชื่อศูนย์", "Name of the hub", "ศูนย์"),
    "established_on": ("วันที่ประกาศ", "Announced on", "วันที่จัดตั้ง", "วันที่ประกาศจัดตั้ง"),
    "number": ("เลขที่ประกาศ", "Announcement no.", "ประกาศเลขที่"),
    "closed_on": ("วันที่ยุบเลิก", "Closed on", "วันที่ปิด", "ปิดตั้งแต่", "Closed from"),
    "closed_why": ("เหตุผลที่ยุบเลิก", "Why closed", "เหตุผล"),
}
WHY = "แก้ไขตามแฟ้มนำเข้า"


class HubImporter(LaoRowImporter):
    """A hub a row; an LAO has one hub that is not closed, and may have had others."""

    key = "hubs"
    title = gettext_lazy("Hubs from before")
    model = Hub
    owned = ("hubs.hubevent", "hubs.hubcontact", "hubs.hubdocument")

    @cached_property
    def living(self) -> dict[int, Hub]:
        """The hub of each LAO that has one."""
        rows = Hub.objects.exclude(state=HubState.CLOSED)
        return {hub.lao_id: hub for hub in rows}

    def build_columns(self) -> Sequence[ImportColumn]:
        return (
            *self.lao_columns(),
            ImportColumn("name", LABELS["name"], Text(250)),
            ImportColumn(
                "established_on", LABELS["established_on"], Day(earliest=FIRST_DAY), needed=True,
                example="1/10/2562",
            ),
            ImportColumn("number", LABELS["number"], Text(60), example="1/2562"),
            ImportColumn("closed_on", LABELS["closed_on"], Day(earliest=FIRST_DAY)),
            ImportColumn("closed_why", LABELS["closed_why"], Text(500)),
        )  # fmt: skip

    def key_of(self, record: Record) -> tuple[Hashable, ...]:
        """An LAO's living hub is one; closed ones are told apart by their announcement."""
        return ("closed", record["established_on"]) if record.get("closed_on") else ("living",)

    def identity_of(self, obj: Any) -> Hashable:
        if obj.state == HubState.CLOSED:
            return (obj.lao_id, "closed", obj.established_on)
        return (obj.lao_id, "living")

    def with_values(self, rows: QuerySet[Any]) -> QuerySet[Any]:
        return rows.select_related("lao__district", "lao__province")

    def values_of(self, row: Hub) -> Record:
        closing = (
            row.events.filter(verb="closed").order_by("-pk").first() if row.closed_on else None
        )
        return {
            **self.lao_values(row.lao),
            "name": row.name,
            "established_on": row.established_on,
            "number": row.announcement_number,
            "closed_on": row.closed_on,
            "closed_why": closing.reason if closing else "",
        }

    def check(self, record: Record) -> Iterable[Problem]:
        yield from super().check(record)
        closed = record.get("closed_on")
        if closed and not record.get("closed_why"):
            yield Problem("closed_why", _("Say why the hub was closed."))
        if closed and closed < record["established_on"]:
            yield Problem("closed_on", _("A hub closes after it was announced."))
        laos = self.laos_of(record)
        hub = self.living.get(laos[0].pk) if len(laos) == 1 else None
        if hub is not None and hub.state == HubState.PREPARING and not closed:
            yield Problem("lao", _("This LAO prepares a hub now. Establish it on its own page."))

    def changes(self, obj: Any, record: Record) -> list[Change]:
        """What is told of the announcement; names and places stay as they are here."""
        values = {"established_on": obj.established_on, "number": obj.announcement_number}
        return [
            Change(self.column(name).label, _shown(before), _shown(record[name]))
            for name, before in values.items()
            if record.get(name) not in (None, "") and record[name] != before
        ]

    def create(self, record: Record, *, by: User, at: datetime) -> Hub:
        try:
            hub = register_hub(lao=self.lao_in(record), name=record.get("name") or "", by=by, at=at)
            establish_hub(
                hub=hub, on=record["established_on"], by=by, at=at,
                announcement_number=record.get("number") or "",
            )  # fmt: skip
            if record.get("closed_on"):
                close_hub(
                    hub=hub, on=record["closed_on"], reason=record["closed_why"], by=by, at=at
                )
        except HubError as refusal:
            raise ImportRefused(f"{self.label_of(record)}: {refusal}") from refusal
        return hub

    def change(self, obj: Any, record: Record, *, by: User, at: datetime) -> None:
        try:
            correct_announcement(
                hub=obj, on=record.get("established_on") or obj.established_on,
                announcement_number=record.get("number") or obj.announcement_number,
                reason=WHY, by=by, at=at,
            )  # fmt: skip
        except HubError as refusal:
            raise ImportRefused(f"{self.label_of(record)}: {refusal}") from refusal

    def label_of(self, record: Record) -> str:
        return f"{record['lao']} {_shown(record['established_on'])}"


def _shown(value: Any) -> str:
    return format_date(value, "numeric") if hasattr(value, "year") else str(value or "–")
