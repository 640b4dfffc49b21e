"""Each list of a round's page is a file of all that it counts, days and numbers as such."""

import io
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import openpyxl
import pytest
from django.test import Client
from django.urls import reverse

from hubs.models import Hub
from monitoring.actions import (
    accept_report,
    close_round,
    extend_due,
    plan_rounds,
    submit_report,
    waive_follow_up,
)
from monitoring.boards import LABELS
from monitoring.models import FollowUp, Round, RoundIndicator
from onde_portal.accounts.models import User
from onde_portal.registry.models import Lao
from tests import world
from tests.monitoring import story

SignIn = Callable[[User], Client]
LATER = world.TODAY + timedelta(days=20)
AFTER_DUE = datetime(2026, 6, 25, 9, 0, tzinfo=world.BANGKOK)
SENT_LATE = AFTER_DUE + timedelta(days=1)
pytestmark = pytest.mark.usefixtures("frozen")


def read(client: Client, round_: Round, table: str) -> list[tuple[Any, ...]]:
    """The rows of a file under its header, which stays in sight."""
    answer = client.get(reverse("admin:monitoring_round_file", args=[round_.pk, table, "xlsx"]))
    sheet = openpyxl.load_workbook(io.BytesIO(answer.getvalue())).active
    assert sheet.freeze_panes == "A2"
    rows = list(sheet.values)
    assert all(rows[0])
    return rows[1:]


@pytest.fixture
def other(follow_up: FollowUp, other_lao: Lao) -> FollowUp:
    return story.open_follow_up(story.make_hub(other_lao, follow_up.hub.established_on))


@pytest.fixture
def excepted(follow_up: FollowUp, other: FollowUp, officer: User) -> Round:
    """An open round with more time for one hub, and no report asked of another."""
    extend_due(follow_up=follow_up, due_on=LATER, reason="=1+1 น้ำท่วม",
               version=follow_up.version, by=officer, at=world.NOW)  # fmt: skip
    waive_follow_up(follow_up=other, reason="ยุบเลิก", version=other.version, by=officer,
                    at=world.NOW + timedelta(minutes=1))  # fmt: skip
    return follow_up.round


def test_all_exceptions_of_an_open_round_are_a_file(
    excepted: Round, hub: Hub, officer: User, sign_in: SignIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("monitoring.admin.rounds.A_PAGE", 1)
    client = sign_in(officer)
    page = client.get(reverse("admin:monitoring_round_page", args=[excepted.pk]))
    assert len(page.context["page"].object_list) == 1, "of two"
    waived, extended = read(client, excepted, "exceptions")
    assert extended[0] == hub.name
    assert extended[3:6] == ("ขยายเวลา", datetime.combine(LATER, datetime.min.time()),
                             "'=1+1 น้ำท่วม")  # fmt: skip
    assert extended[6:] == (world.NOW.replace(tzinfo=None), str(officer))
    assert waived[3] == "ยกเว้นการรายงาน"


def test_what_changed_after_the_closing_is_a_file_with_then_and_now(
    excepted: Round, follow_up: FollowUp, officer: User, reporter: User, sign_in: SignIn,
    frozen: Any,
) -> None:  # fmt: skip
    client = sign_in(officer)
    address = reverse("admin:monitoring_round_file", args=[excepted.pk, "corrections", "xlsx"])
    assert client.get(address).status_code == 404, "while the round is open"
    close_round(round_=excepted, reason="ปิดรอบ", by=officer, at=AFTER_DUE)
    story.fill(follow_up, reporter)
    submit_report(follow_up=follow_up, token=story.PAGE, by=reporter, at=SENT_LATE)
    accept_report(follow_up=follow_up, version=follow_up.version, by=officer, at=SENT_LATE)
    frozen.move_to(SENT_LATE)
    [row] = read(sign_in(officer), excepted, "corrections")
    due = datetime.combine(LATER, datetime.min.time())
    assert row[0] == follow_up.hub.name
    assert row[3:7] == ("ยังไม่เริ่ม", due, "ตอบรับแล้ว", due)
    assert row[7] == SENT_LATE.replace(tzinfo=None)
    assert row[8] == str(officer)
    numbers = read(sign_in(officer), excepted, "numbers")
    received = list(LABELS).index("received")
    assert numbers[received][1:] == (0, 1)


def test_the_page_links_a_file_for_each_of_its_lists(
    excepted: Round, officer: User, auditor: User, reporter: User, sign_in: SignIn
) -> None:
    plan_rounds(today=world.TODAY)
    planned = Round.objects.get(fiscal_year=2571, half=2)
    for round_, tables in (
        (excepted, ("numbers", "exceptions", "questions")),
        (planned, ("mails", "expected", "questions")),
    ):
        page = sign_in(officer).get(reverse("admin:monitoring_round_page", args=[round_.pk])).text
        assert page.count("<table") == len(tables)
        for table in tables:
            address = reverse("admin:monitoring_round_file", args=[round_.pk, table, "xlsx"])
            assert f'href="{address}"' in page
            assert sign_in(auditor).get(address).status_code == 200
            assert sign_in(reporter).get(address).status_code in {302, 403, 404}


def test_questions_and_mails_say_in_the_file_what_the_page_says(
    excepted: Round, officer: User, sign_in: SignIn
) -> None:
    plan_rounds(today=world.TODAY)
    planned = Round.objects.get(fiscal_year=2571, half=2)
    asked = RoundIndicator.objects.filter(round=excepted).order_by("position", "code")
    client = sign_in(officer)
    rows = read(client, excepted, "questions")
    assert [row[0] for row in rows] == [item.code for item in asked]
    assert rows[0][1] == str(asked[0])
    mails = read(client, planned, "mails")
    shown = client.get(reverse("admin:monitoring_round_page", args=[planned.pk]))
    rungs = shown.context["opening"].rungs
    assert [(row[0].date(), row[3]) for row in mails] == [(one.day, one.mails) for one in rungs]
