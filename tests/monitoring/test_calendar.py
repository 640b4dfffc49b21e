"""Everyone's calendar, read back by a parser that is not ours."""

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import icalendar
import pytest
import time_machine
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from hubs.models import Hub
from monitoring.actions import extend_due, submit_report
from monitoring.models import FollowUp
from onde_portal.accounts import calendars
from onde_portal.accounts.ics import Entry, write_calendar
from onde_portal.accounts.models import Role, User
from tests import world
from tests.monitoring import story

pytestmark = pytest.mark.django_db


@pytest.fixture
def follow_up(hub: Hub, frozen: time_machine.Traveller) -> FollowUp:
    return story.open_follow_up(hub)


def fetch(user: User) -> bytes:
    """The calendar as a programme gets it: without signing in."""
    token = calendars.make_calendar_key(person=user, at=world.NOW)
    answer = Client().get(reverse("calendar-feed", args=[token]))
    assert answer.status_code == 200
    assert answer.headers["Content-Type"] == "text/calendar; charset=utf-8"
    return bytes(answer.content)


def events(file: bytes) -> dict[str, Any]:
    return {str(one["UID"]): one for one in icalendar.Calendar.from_ical(file).walk("VEVENT")}


def test_reporters_find_what_they_owe_on_its_day(follow_up: FollowUp, reporter: User) -> None:
    found = events(fetch(reporter))[f"follow-up-{follow_up.pk}@127.0.0.1"]
    assert found["DTSTART"].dt == follow_up.due_on
    assert found["DTEND"].dt == follow_up.due_on + timedelta(days=1)
    assert found["DTSTART"].params["VALUE"] == "DATE"
    assert follow_up.hub.name in str(found["SUMMARY"])
    assert found["DTSTAMP"].dt == world.NOW
    assert str(found["URL"]).endswith(reverse("monitoring:report", args=[follow_up.pk]))


def test_more_time_moves_the_entry_and_keeps_its_name(
    follow_up: FollowUp, reporter: User, officer: User
) -> None:
    before = events(fetch(reporter))
    later = follow_up.due_on + timedelta(days=20)
    extend_due(
        follow_up=follow_up, due_on=later, reason="น้ำท่วม", version=follow_up.version,
        by=officer, at=world.NOW,
    )  # fmt: skip
    after = events(fetch(reporter))
    assert before.keys() == after.keys()
    assert after[f"follow-up-{follow_up.pk}@127.0.0.1"]["DTSTART"].dt == later


def test_what_is_sent_leaves_the_reporter_and_comes_to_the_reviewers(
    follow_up: FollowUp, reporter: User, officer: User
) -> None:
    story.fill(follow_up, reporter)
    submit_report(follow_up=follow_up, token=story.PAGE, by=reporter, at=world.NOW)
    assert f"follow-up-{follow_up.pk}@127.0.0.1" not in events(fetch(reporter))
    reviews = [one for uid, one in events(fetch(officer)).items() if uid.startswith("reviews-")]
    assert [one["DTSTART"].dt for one in reviews] == [world.TODAY + timedelta(days=7)]


def test_nobody_finds_another_lao_s_reports(follow_up: FollowUp, other_reporter: User) -> None:
    assert events(fetch(other_reporter)) == {}


def test_lines_are_short_and_thai_is_whole(frozen: time_machine.Traveller) -> None:
    name = "ศูนย์ส่งเสริมการมีส่วนร่วมของประชาชน; อบต. น้ำพุ, \\ กำแพงเพชร 🏠 " * 4
    entry = Entry(
        "one", date(2028, 2, 29), name, f"{name}\nบรรทัดสอง\r\nสาม\x07", "https://x.example/"
    )
    file = write_calendar("ปฏิทิน", [entry], host="x.example", at=timezone.now())
    lines = file.split(b"\r\n")
    assert lines.pop() == b""
    assert max(len(line) for line in lines) <= 75
    assert all(line.decode() for line in lines)
    assert b"\n" not in file.replace(b"\r\n", b"")
    found = events(file)["one@x.example"]
    assert str(found["SUMMARY"]) == name
    assert str(found["DESCRIPTION"]) == f"{name}\nบรรทัดสอง\nสาม"
    assert found["DTSTART"].dt == date(2028, 2, 29)
    assert found["DTEND"].dt == date(2028, 3, 1)


def test_a_closed_address_and_a_person_shut_out_have_no_calendar(
    follow_up: FollowUp, reporter: User, sign_in: Callable[[User], Client]
) -> None:
    browser = sign_in(reporter)
    page = browser.post(reverse("calendar-make")).content.decode()
    address = page.split('class="address">')[1].split("<")[0]
    path = address.removeprefix("http://127.0.0.1:8000")
    assert Client().get(path).status_code == 200
    assert address not in browser.get(reverse("mail-choices")).content.decode()
    browser.post(reverse("calendar-revoke"))
    assert Client().get(path).status_code == 404

    token = calendars.make_calendar_key(person=reporter, at=world.NOW)
    User.objects.filter(pk=reporter.pk).update(is_active=False)
    assert Client().get(reverse("calendar-feed", args=[token])).status_code == 404


def test_a_new_address_ends_the_old_one(reporter: User) -> None:
    old = calendars.make_calendar_key(person=reporter, at=world.NOW)
    new = calendars.make_calendar_key(person=reporter, at=world.NOW)
    assert calendars.person_of_key(old) is None
    assert calendars.person_of_key(new) == reporter


def test_the_calendar_speaks_the_person_s_language(follow_up: FollowUp) -> None:
    english = world.make_user(Role.OFFICER, "english@onde.example")
    User.objects.filter(pk=english.pk).update(language="en")
    said = [str(one["SUMMARY"]) for one in events(fetch(english)).values()]
    assert "Reports of all hubs are due" in said
