"""A meeting to write minutes of, as the tests on step 6 need it."""

from datetime import date, time
from typing import Any

from networks.actions.founding import open_project
from networks.actions.meetings import (
    ItemText,
    MeetingFacts,
    finalise_minutes,
    open_meeting,
    save_minutes,
)
from networks.actions.resolutions import add_resolution
from networks.models import Meeting, NetworkProject, Resolution
from onde_portal.accounts.models import User
from tests.world import NOW, TODAY, udon_thani

DUE = date(2026, 5, 20)


def make_project(officer: User) -> NetworkProject:
    return open_project(
        title="โครงการเครือข่ายอุดรธานี",
        year=2569,
        province=udon_thani(),
        owner=officer,
        by=officer,
        at=NOW,
    )


def facts(**changes: Any) -> MeetingFacts:
    usual: dict[str, Any] = {
        "title": "การประชุมคณะทำงานเครือข่าย",
        "number": "1/2569",
        "held_on": TODAY,
        "place": "ห้องประชุม 1 ศาลากลางจังหวัด",
        "province": udon_thani(),
        "starts_at": time(9, 30),
        "ends_at": time(12, 0),
        "chair": "นายวิชัย น้ำใจ, ผู้อำนวยการ",
        "secretary": "นางสาวทำนอง คำแก้ว, นักวิเคราะห์นโยบายและแผน",
        "present": "นายสมชาย ใจดี, เจ้าหน้าที่\nนางบุญมี บัวงาม, ผู้แทนเครือข่าย",
    }
    return MeetingFacts(**(usual | changes))


def make_meeting(officer: User, project: NetworkProject | None = None, **changes: Any) -> Meeting:
    return open_meeting(
        project=project or make_project(officer), facts=facts(**changes), by=officer, at=NOW
    )


def texts_of(meeting: Meeting) -> list[ItemText]:
    return [
        ItemText(item.heading, item.text, item.pk) for item in meeting.items.order_by("position")
    ]


def say(meeting: Meeting, officer: User, text: str = "ประธานแจ้งงบประมาณ 12000 บาท") -> None:
    """Write something under the first item."""
    first, *rest = texts_of(meeting)
    save_minutes(
        meeting=meeting, facts=facts(), items=[ItemText(first.heading, text, first.pk), *rest],
        version=meeting.version, by=officer, at=NOW,
    )  # fmt: skip


def resolve(meeting: Meeting, officer: User, **changes: Any) -> Resolution:
    usual: dict[str, Any] = {
        "item": meeting.items.filter(position=4).order_by("pk").first(),
        "text": "ให้จัดทำแผนปฏิบัติการ 3 ปี",
        "owner": officer,
        "due_on": DUE,
    }
    return add_resolution(meeting=meeting, by=officer, at=NOW, **(usual | changes))


def finish(meeting: Meeting, officer: User) -> None:
    say(meeting, officer)
    finalise_minutes(meeting=meeting, version=meeting.version, by=officer, at=NOW)
