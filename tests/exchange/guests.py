"""A list to import: organisations with columns of every kind, and files that fill it."""

import csv
import io
from collections.abc import Hashable, Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils.translation import gettext_lazy as _

from networks.models import Organisation
from networks.models.people import Sector
from onde_portal.accounts.models import User
from onde_portal.exchange import readers
from onde_portal.exchange.importing import (
    Candidate,
    Given,
    ImportColumn,
    ImportRefused,
    Problem,
    Record,
    Verdict,
)
from onde_portal.exchange.records import ModelImporter
from onde_portal.thai.text import thai_key
from tests.exchange.files import workbook

THAI = (
    "ชื่อองค์กร", "ภาค", "จังหวัด", "โทรศัพท์", "อีเมล", "วันก่อตั้ง", "สมาชิก", "งบประมาณ", "ยังดำเนินการ",
)  # fmt: skip
GOOD = (
    "สมาคมเพื่อนน้ำ", "ภาคประชาสังคม", "อุดรธานี", "081-234-5678", "friends@water.example",
    "31/8/2562", "12", "1,500.50", "ใช่",
)  # fmt: skip


class OrganisationImporter(ModelImporter):
    """Organisations by name; one whose name is only nearly known is unclear."""

    key = "organisations-of-tests"
    title = _("organisations")
    model = Organisation
    is_closed = False

    def build_columns(self) -> Sequence[ImportColumn]:
        english = (
            "Organisation", "Sector", "Province", "Phone", "E-mail", "Founded on", "Members",
            "Budget", "Active",
        )  # fmt: skip
        kinds: dict[str, Any] = {
            "name": readers.Text(60),
            "sector": readers.OneOf({key: (label, key) for key, label in _SECTORS.items()}),
            "province": readers.ProvinceName(),
            "phone": readers.PhoneNumber(),
            "email": readers.Email(),
            "founded": readers.Day(),
            "members": readers.Whole(1, 100_000),
            "budget": readers.Number(2),
            "active": readers.yes_no(),
        }
        return [
            ImportColumn(
                key, names, read, needed=key in {"name", "sector"}, example=example, help=names[0]
            )
            for (key, read), names, example in zip(
                kinds.items(), zip(THAI, english, strict=True), GOOD, strict=True
            )
        ]

    def check_context(self, by: User) -> None:
        if self.is_closed:
            raise ImportRefused("ปิดแล้ว")

    def return_url(self) -> str:
        return "/back/" if self.context else ""

    def identity(self, record: Record) -> Hashable:
        return thai_key(record["name"])

    def check(self, record: Record) -> Iterable[Problem]:
        if record["sector"] == "state" and record["members"]:
            yield Problem("members", "หน่วยงานของรัฐไม่มีสมาชิก")

    def judge(self, row: Given, found: Sequence[Any]) -> Verdict:
        verdict = super().judge(row, found)
        if found:
            return verdict
        near = Organisation.objects.filter(search_key__startswith=thai_key(row.record["name"])[:9])
        near_ones = [Candidate(str(one.pk), one.name) for one in near.order_by("pk")]
        return Verdict.unsure(near_ones, "ชื่อคล้ายกัน") if near_ones and self.is_near else verdict

    is_near = True

    def values_of(self, row: Organisation) -> Record:
        return {
            "name": row.name, "sector": row.sector, "province": row.province,
            "phone": row.phone, "email": row.email,
        }  # fmt: skip

    def with_values(self, rows: Any) -> Any:
        return rows.select_related("province")

    def create(self, record: Record, *, by: User, at: datetime) -> Organisation:
        return Organisation.objects.create(
            search_key=thai_key(record["name"]), **_stored(record, self.values_of(Organisation()))
        )

    def change(self, obj: Any, record: Record, *, by: User, at: datetime) -> None:
        for key, value in _stored(record, self.values_of(obj)).items():
            setattr(obj, key, value)
        obj.save()


_SECTORS = dict(zip(Sector.values, ("ภาคประชาชน", "ท้องถิ่น", "ภาครัฐ", "ภาคเอกชน", "ภาคประชาสังคม", "วิชาการ", "สื่อ", "อื่น ๆ"), strict=True))  # fmt: skip  # noqa: E501


def _stored(record: Record, fields: Mapping[str, Any]) -> dict[str, Any]:
    return {key: value for key in fields if (value := record[key]) is not None}


KEYS = ("name", "sector", "province", "phone", "email", "founded", "members", "budget", "active")


def row(called: str, **cells: str) -> list[str]:
    """A good row of that name, with other cells where told (by the column's key)."""
    return [({"name": called} | cells).get(key, good) for key, good in zip(KEYS, GOOD, strict=True)]


def xlsx(*rows: Sequence[Any], header: Sequence[str] = THAI) -> SimpleUploadedFile:
    return SimpleUploadedFile("องค์กร.xlsx", workbook([header, *rows]))


def comma_separated(*rows: Sequence[Any], encoding: str = "cp874") -> SimpleUploadedFile:
    target = io.StringIO(newline="")
    csv.writer(target).writerows([THAI, *rows])
    return SimpleUploadedFile("องค์กร.csv", target.getvalue().encode(encoding))
