"""Resolutions are in somebody's charge, settled once, and reminded in four rungs."""

from datetime import date, datetime, timedelta

import pytest

from networks.actions.founding import NetworkError, found_network
from networks.actions.meetings import ReasonMissing
from networks.actions.resolutions import (
    DoneInFuture,
    DueBeforeMeeting,
    OutcomeMissing,
    OwnerUnfit,
    ResolutionEmpty,
    ResolutionOpen,
    ResolutionSettled,
    complete_resolution,
    drop_resolution,
    hand_over_resolution,
    move_due_date,
    remove_resolution,
    rewrite_resolution,
    take_up_resolution,
)
from networks.jobs import remind, rung_of
from networks.models import Meeting, ProgressNote, Resolution
from networks.policies import may_settle
from networks.selectors.meetings import latest_news, open_resolutions
from onde_portal.accounts.models import Mail, Role, User
from onde_portal.workflow.actions import cancel_case
from tests.networks.meetings import DUE, make_meeting, make_project, resolve
from tests.races import at_once
from tests.world import NOW, TODAY, make_user, udon_thani

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)


@pytest.fixture
def meeting(officer: User) -> Meeting:
    return make_meeting(officer)


@pytest.fixture
def resolution(meeting: Meeting, officer: User) -> Resolution:
    return resolve(meeting, officer)


def at(day: date) -> datetime:
    return NOW + (day - TODAY)


def rungs() -> list[str]:
    return [mail.rung.split()[-1] for mail in Mail.objects.order_by("pk")]


def test_a_resolution_has_words_a_fit_owner_and_a_possible_date(
    meeting: Meeting, officer: User, auditor: User, reporter: User
) -> None:
    with pytest.raises(ResolutionEmpty):
        resolve(meeting, officer, text=" \u200b")
    for person in (auditor, reporter):
        with pytest.raises(OwnerUnfit):
            resolve(meeting, officer, owner=person)
    with pytest.raises(DueBeforeMeeting):
        resolve(meeting, officer, due_on=TODAY - DAY)
    assert not meeting.resolutions.exists()


def test_a_resolution_of_draft_minutes_is_put_right_or_taken_out(
    resolution: Resolution, officer: User, head: User
) -> None:
    rewrite_resolution(
        resolution=resolution, text="ใหม่", owner=head, due_on=DUE + DAY, by=officer, at=NOW
    )
    resolution.refresh_from_db()
    assert (resolution.text, resolution.owner) == ("ใหม่", head)
    project = resolution.meeting.project
    remove_resolution(resolution=resolution, by=officer, at=NOW)
    assert not Resolution.objects.exists()
    assert "ใหม่" in project.events.latest("pk").reason
    assert Resolution.history.filter(history_type="-").exists()


def test_a_resolution_is_done_with_what_came_of_it(resolution: Resolution, officer: User) -> None:
    with pytest.raises(OutcomeMissing):
        complete_resolution(resolution=resolution, outcome=" ", on=TODAY, by=officer, at=NOW)
    with pytest.raises(DoneInFuture):
        complete_resolution(resolution=resolution, outcome="ก", on=TODAY + DAY, by=officer, at=NOW)
    complete_resolution(resolution=resolution, outcome="ส่งแผนแล้ว", on=TODAY, by=officer, at=NOW)
    resolution.refresh_from_db()
    assert (resolution.done_on, resolution.outcome) == (TODAY, "ส่งแผนแล้ว")
    assert resolution.history.count() == 2
    for settle in (complete_resolution, drop_resolution):
        words = {"outcome": "ก", "on": TODAY} if settle is complete_resolution else {"reason": "ก"}
        with pytest.raises(ResolutionSettled):
            settle(resolution=resolution, by=officer, at=NOW, **words)  # type: ignore[arg-type]


def test_a_dropped_resolution_is_taken_up_again_with_a_reason(
    resolution: Resolution, officer: User
) -> None:
    with pytest.raises(ResolutionOpen):
        take_up_resolution(resolution=resolution, reason="ก", by=officer, at=NOW)
    with pytest.raises(ReasonMissing):
        drop_resolution(resolution=resolution, reason="", by=officer, at=NOW)
    drop_resolution(resolution=resolution, reason="ไม่มีงบ", by=officer, at=NOW)
    assert resolution.dropped_on == TODAY
    assert open_resolutions(officer) == []
    take_up_resolution(resolution=resolution, reason="ได้งบแล้ว", by=officer, at=NOW)
    reasons = " ".join(event.reason for event in resolution.meeting.project.events.all())
    assert "ไม่มีงบ" in reasons
    assert "ได้งบแล้ว" in reasons
    assert len(open_resolutions(officer)) == 1


def test_the_due_date_moves_with_a_reason_and_the_owner_changes(
    resolution: Resolution, officer: User, head: User, auditor: User
) -> None:
    with pytest.raises(ReasonMissing):
        move_due_date(resolution=resolution, due_on=DUE + DAY, reason="", by=officer, at=NOW)
    with pytest.raises(DueBeforeMeeting):
        move_due_date(resolution=resolution, due_on=TODAY - DAY, reason="ก", by=officer, at=NOW)
    move_due_date(resolution=resolution, due_on=DUE + DAY, reason="รอ อปท.", by=officer, at=NOW)
    assert "รอ อปท." in resolution.meeting.project.events.latest("pk").reason
    with pytest.raises(OwnerUnfit):
        hand_over_resolution(resolution=resolution, owner=auditor, by=officer, at=NOW)
    hand_over_resolution(resolution=resolution, owner=head, by=officer, at=NOW)
    assert [item.due_on for item in open_resolutions(head)] == [DUE + DAY]


def test_what_somebody_is_in_charge_of_is_listed_by_urgency(
    resolution: Resolution, meeting: Meeting, officer: User, head: User
) -> None:
    sooner = resolve(meeting, officer, text="ก่อน", due_on=TODAY, item=None)
    mine = open_resolutions(officer, TODAY + DAY)
    assert [item.title for item in mine] == ["ก่อน", resolution.text]
    assert [item.overdue for item in mine] == [True, False]
    assert str(sooner.pk) in mine[0].url
    assert open_resolutions(head) == []
    cancel_case(case=meeting.project, reason="เลิก", by=head, at=NOW)
    assert open_resolutions(officer) == []


def test_owners_and_those_who_run_projects_settle(
    resolution: Resolution, officer: User, head: User, director: User, auditor: User, reporter: User
) -> None:
    people = (officer, head, director, auditor, reporter)
    assert [may_settle(person, resolution) for person in people] == [True, True] + [False] * 3
    resolution.owner = director
    assert may_settle(director, resolution)


@pytest.mark.parametrize(
    ("days", "rung"),
    [(-8, ""), (-7, "before-7"), (-2, "before-7"), (-1, "before-1"), (0, "before-1"),
     (1, "after-1"), (6, "after-1"), (7, "after-7"), (90, "after-7")],
)  # fmt: skip
def test_each_day_has_its_rung(days: int, rung: str) -> None:
    assert rung_of(DUE, DUE + days * DAY) == (f"{DUE} {rung}" if rung else "")


def test_each_rung_is_mailed_once(resolution: Resolution, officer: User) -> None:
    for day in range(-10, 20):
        for _again in range(2):
            remind(at(DUE + day * DAY))
    assert rungs() == ["before-7", "before-1", "after-1", "after-7"]
    first = Mail.objects.order_by("pk")[0]
    assert first.recipient == officer.email
    assert "อีก 7 วัน" in first.body
    assert "20 พฤษภาคม 2569" in first.subject
    assert resolution.text in first.body
    assert f"/resolution/{resolution.pk}/" in first.body


def test_after_an_outage_one_mail_comes_not_four(resolution: Resolution) -> None:
    assert remind(at(DUE + 30 * DAY)) == 1
    assert remind(at(DUE + 30 * DAY)) == 0
    assert rungs() == ["after-7"]


def test_another_due_date_begins_the_reminders_anew(resolution: Resolution, officer: User) -> None:
    remind(at(DUE + DAY))
    move_due_date(
        resolution=resolution, due_on=DUE + 30 * DAY, reason="รอ", by=officer, at=at(DUE + 2 * DAY)
    )
    assert remind(at(DUE + 2 * DAY)) == 0
    assert remind(at(DUE + 29 * DAY)) == 1
    assert rungs() == ["after-1", "before-1"]


def test_settled_ones_and_cancelled_projects_are_not_reminded(
    resolution: Resolution, meeting: Meeting, officer: User, head: User
) -> None:
    resolve(meeting, officer, text="อีกข้อ", item=None)
    complete_resolution(resolution=resolution, outcome="เสร็จ", on=TODAY, by=officer, at=NOW)
    assert remind(at(DUE)) == 1
    cancel_case(case=meeting.project, reason="เลิก", by=head, at=NOW)
    assert remind(at(DUE + 7 * DAY)) == 0


def test_mail_is_in_the_owners_language_and_goes_to_the_officer_when_the_owner_left(
    meeting: Meeting, officer: User
) -> None:
    second = make_user(Role.OFFICER, "second@onde.example")
    second.language = "en"
    second.save(update_fields=["language"])
    resolve(meeting, officer, owner=second)
    remind(at(DUE - 7 * DAY))
    first = Mail.objects.get()
    assert "is due in 7 days" in first.body
    assert "20 May 2569" in first.subject

    second.is_active = False
    second.save(update_fields=["is_active"])
    remind(at(DUE + DAY))
    assert Mail.objects.latest("pk").recipient == officer.email


@pytest.mark.django_db(transaction=True)
def test_settled_by_two_at_once_it_is_settled_once(officer: User, head: User) -> None:
    resolution = resolve(make_meeting(officer), officer)

    def done() -> None:
        row = Resolution.objects.get(pk=resolution.pk)
        complete_resolution(resolution=row, outcome="เสร็จ", on=TODAY, by=officer, at=NOW)

    def drop() -> None:
        row = Resolution.objects.get(pk=resolution.pk)
        drop_resolution(resolution=row, reason="เลิก", by=head, at=NOW)

    told = at_once(NetworkError, done, drop)
    assert told.count("done") == 1
    assert resolution.history.count() == 2


def test_silence_is_told_once_a_month_of_silence(officer: User) -> None:
    project = make_project(officer)
    network = found_network(
        name="เครือข่ายเงียบ", province=udon_thani(), founded_on=date(2026, 1, 31), project=project,
        by=officer, at=NOW,
    )  # fmt: skip
    found_network(
        name="ไม่มีโครงการ", province=udon_thani(), founded_on=date(2025, 1, 31), by=officer, at=NOW
    )
    days = [date(2026, 7, 30) + number * DAY for number in range(95)]
    told = {day: remind(at(day)) + remind(at(day)) for day in days}
    assert [day for day, count in told.items() if count] == [
        date(2026, 7, 31), date(2026, 8, 31), date(2026, 9, 30), date(2026, 10, 31),
    ]  # fmt: skip
    mail = Mail.objects.order_by("pk")[0]
    assert mail.recipient == officer.email
    assert "เครือข่ายเงียบ" in mail.subject

    ProgressNote.objects.create(
        network=network, noted_on=date(2026, 10, 31), text="ดี", noted_at=NOW, noted_by=officer
    )
    assert remind(at(date(2026, 11, 30))) == 0
    assert [item.is_silent for item in latest_news(project, date(2026, 11, 30))] == [False]
    assert [item.is_silent for item in latest_news(project, date(2027, 5, 30))] == [True]


def test_silence_is_told_to_the_heads_when_the_officer_left(officer: User, head: User) -> None:
    project = make_project(officer)
    found_network(
        name="ก", province=udon_thani(), founded_on=date(2025, 1, 31), project=project,
        by=officer, at=NOW,
    )  # fmt: skip
    officer.is_active = False
    officer.save(update_fields=["is_active"])
    assert remind(NOW) == 1
    assert Mail.objects.get().recipient == head.email
