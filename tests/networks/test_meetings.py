"""Minutes are drafted with five items, kept as typed, made final, and opened with a reason."""

from dataclasses import replace
from datetime import time

import pytest

from networks.actions.meetings import (
    STANDARD_AGENDA,
    ItemText,
    MinutesAreDraft,
    MinutesAreFinal,
    MinutesConflict,
    MinutesIncomplete,
    ProjectEnded,
    ReasonMissing,
    TooManyItems,
    about_meeting,
    finalise_minutes,
    open_meeting,
    reopen_minutes,
    save_minutes,
)
from networks.actions.resolutions import add_resolution
from networks.models import Meeting
from networks.reports.minutes import request_minutes
from networks.selectors.meetings import minutes_final, summary_context
from onde_portal.accounts.models import User
from onde_portal.documents.models import StoredDocument
from onde_portal.workflow.actions import cancel_case
from tests.networks.meetings import (
    DUE,
    facts,
    finish,
    make_meeting,
    make_project,
    resolve,
    say,
    texts_of,
)
from tests.world import NOW

pytestmark = pytest.mark.django_db


@pytest.fixture
def meeting(officer: User) -> Meeting:
    return make_meeting(officer)


def test_minutes_begin_with_the_five_standard_items(meeting: Meeting) -> None:
    assert tuple(item.heading for item in texts_of(meeting)) == STANDARD_AGENDA
    assert meeting.history.count() == 1
    event = meeting.project.events.latest("pk")
    assert "การประชุมคณะทำงานเครือข่าย" in event.reason


def test_what_was_typed_is_kept_item_by_item(meeting: Meeting, officer: User) -> None:
    texts = texts_of(meeting)
    changed = [
        replace(texts[0], text="<script>alert(1)</script>"),
        ItemText("เรื่องแทรก", "ใหม่"),
        *texts[1:],
        ItemText("", "  "),
    ]
    save_minutes(
        meeting=meeting, facts=facts(place="อบต.หนองบัว"), items=changed,
        version=0, by=officer, at=NOW,
    )  # fmt: skip

    meeting.refresh_from_db()
    kept = texts_of(meeting)
    assert [item.heading for item in kept][:3] == [
        STANDARD_AGENDA[0],
        "เรื่องแทรก",
        STANDARD_AGENDA[1],
    ]
    assert len(kept) == 6
    assert kept[0].text == "<script>alert(1)</script>"
    assert kept[0].pk == texts[0].pk
    assert (meeting.place, meeting.version) == ("อบต.หนองบัว", 1)
    assert meeting.history.count() == 2
    assert meeting.history.latest().history_user == officer


def test_a_resolution_stays_with_its_item_when_items_change_places(
    meeting: Meeting, officer: User
) -> None:
    resolution = resolve(meeting, officer)
    texts = texts_of(meeting)
    save_minutes(
        meeting=meeting, facts=facts(), items=[ItemText("ก่อน", "x"), *texts[1:]],
        version=0, by=officer, at=NOW,
    )  # fmt: skip
    resolution.refresh_from_db()
    assert resolution.item is not None
    assert (resolution.item.heading, resolution.item.position) == (STANDARD_AGENDA[3], 4)


def test_an_item_of_another_meeting_is_not_taken_over(meeting: Meeting, officer: User) -> None:
    other = make_meeting(officer, meeting.project)
    foreign = texts_of(other)[0]
    save_minutes(
        meeting=meeting, facts=facts(), items=[replace(foreign, text="ลอก")],
        version=0, by=officer, at=NOW,
    )  # fmt: skip
    assert texts_of(other)[0].text == ""
    assert [item.text for item in texts_of(meeting)] == ["ลอก"]
    borrowed = resolve(meeting, officer, item=other.items.order_by("position")[0])
    assert borrowed.item is None


def test_who_saves_second_loses_nothing_and_overwrites_nothing(
    meeting: Meeting, officer: User
) -> None:
    say(meeting, officer, "คนแรก")
    with pytest.raises(MinutesConflict):
        save_minutes(
            meeting=meeting, facts=facts(), items=[ItemText("ก", "คนที่สอง")],
            version=0, by=officer, at=NOW,
        )  # fmt: skip
    assert texts_of(meeting)[0].text == "คนแรก"


def test_minutes_have_at_most_forty_items(meeting: Meeting, officer: User) -> None:
    items = [ItemText(str(number), "") for number in range(41)]
    with pytest.raises(TooManyItems):
        save_minutes(meeting=meeting, facts=facts(), items=items, version=0, by=officer, at=NOW)
    assert meeting.items.count() == 5


def test_minutes_are_final_when_they_say_what_they_must(officer: User) -> None:
    meeting = make_meeting(officer, starts_at=None, ends_at=None, present="", secretary="")
    with pytest.raises(MinutesIncomplete) as refused:
        finalise_minutes(meeting=meeting, version=0, by=officer, at=NOW)
    assert len(refused.value.missing) == 5
    assert not minutes_final(meeting.project)

    finish(meeting, officer)
    assert minutes_final(meeting.project)
    assert (meeting.final_at, meeting.final_by) == (NOW, officer)


def test_final_minutes_are_not_changed(meeting: Meeting, officer: User) -> None:
    finish(meeting, officer)
    with pytest.raises(MinutesAreFinal):
        say(meeting, officer, "แอบแก้")
    with pytest.raises(MinutesAreFinal):
        add_resolution(
            meeting=meeting, item=None, text="แอบเพิ่ม", owner=officer, due_on=DUE, by=officer, at=NOW
        )
    with pytest.raises(MinutesAreFinal):
        finalise_minutes(meeting=meeting, version=meeting.version, by=officer, at=NOW)


def test_a_form_from_before_the_minutes_were_final_changes_nothing(
    meeting: Meeting, officer: User
) -> None:
    before = Meeting.objects.get(pk=meeting.pk)
    finish(meeting, officer)
    with pytest.raises(MinutesConflict):
        say(before, officer, "ช้าไป")


def test_final_minutes_are_opened_with_a_reason_on_the_record(
    meeting: Meeting, officer: User
) -> None:
    with pytest.raises(MinutesAreDraft):
        reopen_minutes(meeting=meeting, version=0, reason="ก", by=officer, at=NOW)
    finish(meeting, officer)
    document = request_minutes(meeting, language="th", by=officer, at=NOW)
    assert "/" not in document.title
    with pytest.raises(ReasonMissing):
        reopen_minutes(
            meeting=meeting, version=meeting.version, reason="\u200b ", by=officer, at=NOW
        )

    reopen_minutes(
        meeting=meeting, version=meeting.version, reason="ชื่อผู้มาประชุมผิด", by=officer, at=NOW
    )
    assert "ชื่อผู้มาประชุมผิด" in meeting.project.events.latest("pk").reason
    document.refresh_from_db()
    assert document.superseded_at == NOW
    assert not StoredDocument.objects.filter(
        about=about_meeting(meeting), superseded_at=None
    ).exists()
    say(meeting, officer, "แก้ได้แล้ว")
    assert not minutes_final(meeting.project)


def test_a_project_that_ended_keeps_its_minutes_as_they_are(
    meeting: Meeting, officer: User, head: User
) -> None:
    cancel_case(case=meeting.project, reason="เลิก", by=head, at=NOW)
    meeting.project.refresh_from_db()
    with pytest.raises(ProjectEnded):
        say(meeting, officer)
    with pytest.raises(ProjectEnded):
        open_meeting(project=meeting.project, facts=facts(), by=officer, at=NOW)
    with pytest.raises(ProjectEnded):
        reopen_minutes(meeting=meeting, version=0, reason="ก", by=officer, at=NOW)


def test_the_page_of_the_step_counts_what_is_open(officer: User) -> None:
    project = make_project(officer)
    empty = summary_context(project, officer, NOW)
    assert (empty["meetings"], empty["resolutions"], empty["news"]) == ([], [], [])
    first = make_meeting(officer, project, ends_at=time(16, 0))
    make_meeting(officer, project)
    resolve(first, officer)
    shown = summary_context(project, officer, NOW)
    counts = {row.pk: (row.resolved, row.still_open) for row in shown["meetings"]}
    assert counts[first.pk] == (1, 1)
    assert sorted(counts.values()) == [(0, 0), (1, 1)]
    assert (shown["open_count"], shown["overdue"]) == (1, [])
    assert not shown["closing_written"]
