"""What a meeting resolved, from a file: one resolution a row, into draft minutes."""

from collections import Counter
from collections.abc import Hashable, Mapping, Sequence
from datetime import datetime
from functools import cached_property
from typing import Any

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _, gettext_lazy

from networks.actions.founding import NetworkError
from networks.actions.meetings import LONGEST_AGENDA, require_draft
from networks.actions.resolutions import (
    DueBeforeMeeting,
    add_resolution,
    is_open,
    rewrite_resolution,
)
from networks.models import Meeting, MinutesItem, Resolution
from networks.selectors.meetings import owners
from onde_portal.accounts.models import User
from onde_portal.exchange.importing import (
    Given,
    ImportColumn,
    ImportRefused,
    Problem,
    Record,
    UndoRefused,
)
from onde_portal.exchange.readers import Day, OneOf, Text, Whole
from onde_portal.exchange.records import ModelImporter
from onde_portal.thai.digits import read_key
from onde_portal.thai.text import thai_key

LONGEST_TEXT = 10_000


class ResolutionImporter(ModelImporter):
    """The resolutions of one meeting whose minutes are a draft; the same words are the same one."""

    key = "resolutions"
    title = gettext_lazy("Resolutions")
    model = Resolution
    context_keys = ("meeting",)

    @cached_property
    def meeting(self) -> Meeting:
        """The meeting of the context; ``DoesNotExist`` where it names none."""
        key = self.context.get("meeting", "")
        return Meeting.objects.select_related("project").get(pk=read_key(key) or 0)

    @cached_property
    def items(self) -> dict[int, MinutesItem]:
        """The items of the minutes by their numbers."""
        return {item.position: item for item in self.meeting.items.all()}

    def check_context(self, by: User) -> None:
        if not Meeting.objects.visible_to(by).filter(pk=self.meeting.pk).exists():
            raise Meeting.DoesNotExist
        try:
            require_draft(self.meeting)
        except NetworkError as error:
            raise ImportRefused(str(error)) from error

    def return_url(self) -> str:
        return reverse("admin:networks_meeting_minutes", args=[self.meeting.pk])

    def build_columns(self) -> Sequence[ImportColumn]:
        return (
            ImportColumn(
                "item", ("ระเบียบวาระที่", "Item"), Whole(1, LONGEST_AGENDA), example="4",
                help=gettext_lazy("The number of the item of the minutes"),
            ),
            ImportColumn(
                "text", ("มติที่ประชุม", "Resolution"), Text(LONGEST_TEXT, lines=True), needed=True,
                example="ให้จัดทำแผนปฏิบัติการของเครือข่าย",
            ),
            ImportColumn(
                "owner", ("ผู้รับผิดชอบ", "In charge"), _person_of_the_office(), needed=True,
                help=gettext_lazy("The name or the e-mail address of a person of the Office"),
            ),
            ImportColumn(
                "due_on", ("กำหนดแล้วเสร็จ", "To be done by"), Day(), needed=True,
                example="31/8/2569",
            ),
        )  # fmt: skip

    def label_of(self, record: Record) -> str:
        return str(record["text"])[:80]

    def check(self, record: Record) -> Sequence[Problem]:
        found = []
        if record["due_on"] < self.meeting.held_on:
            found.append(Problem("due_on", str(DueBeforeMeeting())))
        if record.get("item") and record["item"] not in self.items:
            found.append(Problem("item", _("The minutes have no item of this number.")))
        return found

    def existing(self, rows: Sequence[Given]) -> QuerySet[Any]:
        found: QuerySet[Any] = self.with_values(Resolution.objects.filter(meeting=self.meeting))
        return found

    def with_values(self, rows: Any) -> Any:
        return rows.select_related("owner", "item", "meeting__project")

    def identity(self, record: Record) -> Hashable:
        return thai_key(record["text"])

    def values_of(self, row: Resolution) -> Record:
        return {
            "item": row.item.position if row.item else None, "text": row.text,
            "owner": row.owner, "due_on": row.due_on,
        }  # fmt: skip

    def create(self, record: Record, *, by: User, at: datetime) -> Resolution:
        return add_resolution(
            meeting=self.meeting, item=self.items.get(record.get("item") or 0),
            text=record["text"], owner=record["owner"], due_on=record["due_on"], by=by, at=at,
        )  # fmt: skip

    def change(self, obj: Any, record: Record, *, by: User, at: datetime) -> None:
        if not is_open(obj):
            raise ImportRefused(_("“%(name)s” is settled already.") % {"name": obj})
        rewrite_resolution(
            resolution=obj, text=record["text"], owner=record["owner"],
            due_on=record["due_on"], by=by, at=at,
        )  # fmt: skip

    def remove(self, rows: QuerySet[Any], *, by: User, at: datetime) -> None:
        self._require_draft()
        rows.delete()

    def restore(self, obj: Any, before: Mapping[str, Any], *, by: User, at: datetime) -> None:
        self._require_draft()
        super().restore(obj, before, by=by, at=at)

    def _require_draft(self) -> None:
        """What final minutes say is not taken back."""
        try:
            require_draft(self.meeting)
        except NetworkError as error:
            raise UndoRefused(str(error)) from error


def _person_of_the_office() -> OneOf:
    """One of those who can be in charge, by name or address; a name of two people is none."""
    people = list(owners())
    often = Counter(thai_key(str(one)) for one in people)
    return OneOf(
        {
            one: (str(one), one.email) if often[thai_key(str(one))] == 1 else (one.email,)
            for one in people
        }
    )
