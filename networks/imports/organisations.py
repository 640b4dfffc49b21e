"""Importing the organisations that people of the register belong to (manual 8.1 (4))."""

from collections.abc import Hashable, Sequence
from datetime import datetime
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from networks.actions.people import save_organisation
from networks.models import Organisation, Sector
from onde_portal.accounts.models import User
from onde_portal.exchange.importing import ImportColumn, Record
from onde_portal.exchange.readers import Email, PhoneNumber, ProvinceName, Text, choice
from onde_portal.exchange.records import ModelImporter
from onde_portal.thai.text import thai_key


class OrganisationImporter(ModelImporter):
    """An organisation a row; the same name in any spelling is the same organisation."""

    key = "organisations"
    title = _("organisations")
    model = Organisation

    def build_columns(self) -> Sequence[ImportColumn]:
        return (
            ImportColumn(
                "name", ("ชื่อหน่วยงาน", "Name", "หน่วยงาน", "องค์กร"), Text(250), needed=True,
                example="ชมรมผู้สูงอายุหนองบัว",
            ),
            ImportColumn(
                "sector", ("ภาคส่วน", "Sector"), choice(Sector), needed=True,
                example="ภาคประชาสังคม",
            ),
            ImportColumn("province", ("จังหวัด", "Province"), ProvinceName(), example="อุดรธานี"),
            ImportColumn(
                "phone", ("โทรศัพท์", "Phone", "เบอร์โทร"), PhoneNumber(), example="042-123-456"
            ),
            ImportColumn("email", ("อีเมล", "E-mail", "Email"), Email(), example="club@example.org"),
        )  # fmt: skip

    def identity(self, record: Record) -> Hashable:
        return (thai_key(record["name"]),)

    def with_values(self, rows: QuerySet[Any]) -> QuerySet[Any]:
        return rows.select_related("province")

    def values_of(self, row: Organisation) -> Record:
        return {column: getattr(row, column) for column in
                ("name", "sector", "province", "phone", "email")}  # fmt: skip

    def create(self, record: Record, *, by: User, at: datetime) -> Organisation:
        values = {name: value for name, value in record.items() if value}
        return save_organisation(**values)

    def change(self, obj: Any, record: Record, *, by: User, at: datetime) -> None:
        values = {**self.values_of(obj), **{name: value for name, value in record.items() if value}}
        save_organisation(organisation=obj, **values)
