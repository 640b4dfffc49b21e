"""What a project consists of, from files: findings, target groups, events, hearings."""

from collections.abc import Hashable, Sequence
from datetime import datetime
from functools import cached_property
from typing import Any

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from networks.actions.activities import ActivityFacts, change_activity, plan_activity
from networks.actions.founding import NetworkError
from networks.actions.hearings import HearingFacts, save_hearing
from networks.actions.study import (
    MOST_EXPECTED,
    ProjectEnded,
    save_finding,
    save_target_group,
)
from networks.models import Activity, Finding, Hearing, NetworkProject, TargetGroup
from onde_portal.accounts.models import User
from onde_portal.exchange.importing import (
    Affected,
    Given,
    ImportColumn,
    ImportRefused,
    Record,
    Taken,
)
from onde_portal.exchange.readers import Day, Number, ProvinceName, Text, Whole, choice
from onde_portal.exchange.records import ModelImporter
from onde_portal.thai.digits import read_key
from onde_portal.thai.text import thai_key


class ProjectImporter(ModelImporter):
    """Records of one project, named by the context; ``page`` is the step's page to go back to."""

    context_keys = ("project",)
    page = ""

    @cached_property
    def project(self) -> NetworkProject:
        """The project of the context; ``DoesNotExist`` where it names none."""
        key = self.context.get("project", "")
        return NetworkProject.objects.get(pk=read_key(key) or 0)

    def check_context(self, by: User) -> None:
        if not NetworkProject.objects.visible_to(by).filter(pk=self.project.pk).exists():
            raise NetworkProject.DoesNotExist
        if not self.project.is_running:
            raise ImportRefused(str(ProjectEnded()))

    def return_url(self) -> str:
        return reverse(f"admin:networks_networkproject_{self.page}", args=[self.project.pk])

    def existing(self, rows: Sequence[Given]) -> QuerySet[Any]:
        return super().existing(rows).filter(project=self.project)

    def write(self, rows: Sequence[Taken], *, by: User, at: datetime) -> list[Affected]:
        """What an action refuses stops the whole import with its sentence."""
        try:
            return super().write(rows, by=by, at=at)
        except NetworkError as error:
            raise ImportRefused(str(error)) from error


class FindingImporter(ProjectImporter):
    """What the study found, a finding a row (manual 8.1 (1))."""

    key = "findings"
    title = _("Findings")
    model = Finding
    page = "study"

    def build_columns(self) -> Sequence[ImportColumn]:
        return (
            ImportColumn("title", ("ผลการศึกษา", "Finding"), Text(250), needed=True,
                         example="ผู้นำชุมชนต้องการที่ปรึกษาในพื้นที่"),
            ImportColumn("source", ("แหล่งที่มา", "Source"), Text(300), needed=True,
                         example="แบบสำรวจ"),
            ImportColumn("source_on", ("วันที่ของแหล่งที่มา", "Date of the source"), Day(),
                         example="31/8/2568"),
            ImportColumn("text", ("รายละเอียด", "Details"), Text(20_000, lines=True)),
        )  # fmt: skip

    def identity(self, record: Record) -> Hashable:
        return thai_key(record["title"])

    def values_of(self, row: Finding) -> Record:
        return {name: getattr(row, name) for name in ("title", "source", "source_on", "text")}

    def _save(self, record: Record, by: User, at: datetime, row: Finding | None) -> Finding:
        kept = self.values_of(row) if row else {}
        given = {name: record.get(name) or kept.get(name) for name in ("source", "source_on")}
        return save_finding(
            project=self.project, title=record["title"], source=given["source"] or "",
            source_on=given["source_on"], text=record.get("text") or kept.get("text") or "",
            finding=row, by=by, at=at,
        )  # fmt: skip

    def create(self, record: Record, *, by: User, at: datetime) -> Finding:
        return self._save(record, by, at, None)

    def change(self, obj: Any, record: Record, *, by: User, at: datetime) -> None:
        self._save(record, by, at, obj)


class TargetGroupImporter(ProjectImporter):
    """Whom the project wants to reach, a group and a province a row (manual 8.1 (1))."""

    key = "target_groups"
    title = _("Target groups")
    model = TargetGroup
    owned = ("networks.TargetGroup_provinces", "networks.TargetGroup_districts")
    page = "study"

    def build_columns(self) -> Sequence[ImportColumn]:
        return (
            ImportColumn("name", ("กลุ่มคน", "Kind of people"), Text(200), needed=True,
                         example="ผู้นำชุมชน"),
            ImportColumn("province", ("จังหวัด", "Province"), ProvinceName(), needed=True,
                         example="อุดรธานี", help=_("More provinces are added on the group's page")),
            ImportColumn("expected", ("จำนวนที่คาดหวัง", "Expected number"),
                         Whole(1, MOST_EXPECTED), needed=True, example="50"),
            ImportColumn("reason", ("เหตุผล", "Why this group"), Text(20_000, lines=True)),
        )  # fmt: skip

    def with_values(self, rows: QuerySet[Any]) -> QuerySet[Any]:
        return rows.prefetch_related("provinces", "districts")

    def identity(self, record: Record) -> Hashable:
        return thai_key(record["name"])

    def values_of(self, row: TargetGroup) -> Record:
        provinces = sorted(row.provinces.all(), key=lambda one: one.code)
        return {
            "name": row.name, "province": provinces[0] if provinces else None,
            "expected": row.expected, "reason": row.reason,
        }  # fmt: skip

    def create(self, record: Record, *, by: User, at: datetime) -> TargetGroup:
        return save_target_group(
            project=self.project, name=record["name"], provinces=[record["province"]],
            expected=record["expected"], reason=record.get("reason") or "",
        )  # fmt: skip

    def change(self, obj: Any, record: Record, *, by: User, at: datetime) -> None:
        save_target_group(
            project=self.project, name=record["name"], expected=record["expected"],
            provinces={*obj.provinces.all(), record["province"]}, districts=obj.districts.all(),
            reason=record.get("reason") or obj.reason, group=obj,
        )  # fmt: skip


class ActivityImporter(ProjectImporter):
    """Events of a project (manual 8.1 (2)); agenda and people follow on their pages."""

    key = "activities"
    title = _("Events")
    model = Activity
    page = "events"
    fields = ("title", "kind", "starts_on", "ends_on", "place", "province", "capacity",
              "budget_planned", "budget_spent", "summary")  # fmt: skip

    def build_columns(self) -> Sequence[ImportColumn]:
        money = Number(2, 0, 999_999_999)
        return (
            ImportColumn("title", ("กิจกรรม", "Event"), Text(250), needed=True,
                         example="อบรมการกระจายอำนาจ"),
            ImportColumn("kind", ("ประเภท", "Kind"), choice(Activity.Kind)),
            ImportColumn("starts_on", ("วันแรก", "First day"), Day(), needed=True,
                         example="15/1/2570"),
            ImportColumn("ends_on", ("วันสุดท้าย", "Last day"), Day(), example="16/1/2570",
                         help=_("Leave empty for an event of one day")),
            ImportColumn("place", ("สถานที่", "Place"), Text(250), needed=True,
                         example="ศาลากลางจังหวัด"),
            ImportColumn("province", ("จังหวัด", "Province"), ProvinceName(), needed=True,
                         example="อุดรธานี"),
            ImportColumn("capacity", ("จำนวนที่รับ", "Places"), Whole(1, 1_000_000), example="80"),
            ImportColumn("budget_planned", ("งบประมาณ", "Budget planned"), money,
                         example="120000"),
            ImportColumn("budget_spent", ("ใช้จ่าย", "Budget spent"), money),
            ImportColumn("summary", ("ผลของกิจกรรม", "What came of it"), Text(20_000, lines=True)),
        )  # fmt: skip

    def with_values(self, rows: QuerySet[Any]) -> QuerySet[Any]:
        return rows.select_related("province", "district", "project")

    def identity(self, record: Record) -> Hashable:
        return (thai_key(record["title"]), record["starts_on"])

    def values_of(self, row: Activity) -> Record:
        return {name: getattr(row, name) for name in self.fields}

    def _facts(self, record: Record, row: Activity | None) -> ActivityFacts:
        given = {name: record[name] for name in self.fields if record.get(name) not in (None, "")}
        if row is not None:
            names = ActivityFacts.__dataclass_fields__
            given = {name: getattr(row, name) for name in names} | given
        given.setdefault("ends_on", record["starts_on"])
        return ActivityFacts(**given)

    def create(self, record: Record, *, by: User, at: datetime) -> Activity:
        return plan_activity(project=self.project, facts=self._facts(record, None), by=by, at=at)

    def change(self, obj: Any, record: Record, *, by: User, at: datetime) -> None:
        change_activity(activity=obj, facts=self._facts(record, obj), version=obj.version)


class HearingImporter(ProjectImporter):
    """Hearings of a project (manual 8.1 (5)); attendance and opinions follow on their pages."""

    key = "hearings"
    title = _("Hearings")
    model = Hearing
    page = "hearing"
    fields = ("title", "held_on", "place", "province", "chair", "summary")

    def build_columns(self) -> Sequence[ImportColumn]:
        return (
            ImportColumn("title", ("เวที", "Hearing"), Text(250), needed=True,
                         example="เวทีรับฟังความคิดเห็นอำเภอเมือง"),
            ImportColumn("held_on", ("วันที่", "Day"), Day(), needed=True, example="20/2/2570"),
            ImportColumn("place", ("สถานที่", "Place"), Text(250), needed=True,
                         example="หอประชุมอำเภอ"),
            ImportColumn("province", ("จังหวัด", "Province"), ProvinceName(), needed=True,
                         example="อุดรธานี"),
            ImportColumn("chair", ("ประธาน", "Chair"), Text(200)),
            ImportColumn("summary", ("สรุป", "Summary"), Text(20_000, lines=True)),
        )  # fmt: skip

    def with_values(self, rows: QuerySet[Any]) -> QuerySet[Any]:
        return rows.select_related("province", "district", "project")

    def identity(self, record: Record) -> Hashable:
        return (thai_key(record["title"]), record["held_on"])

    def values_of(self, row: Hearing) -> Record:
        return {name: getattr(row, name) for name in self.fields}

    def _save(self, record: Record, by: User, at: datetime, row: Hearing | None) -> Hearing:
        given = {name: record[name] for name in self.fields if record.get(name) not in (None, "")}
        if row is not None:
            names = HearingFacts.__dataclass_fields__
            given = {name: getattr(row, name) for name in names} | given
        return save_hearing(
            project=self.project, facts=HearingFacts(**given), hearing=row, by=by, at=at
        )

    def create(self, record: Record, *, by: User, at: datetime) -> Hearing:
        return self._save(record, by, at, None)

    def change(self, obj: Any, record: Record, *, by: User, at: datetime) -> None:
        self._save(record, by, at, obj)
