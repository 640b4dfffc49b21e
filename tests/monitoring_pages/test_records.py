"""Pages of problems, lessons and support: what the Office does, and what LAOs read."""

import io
import re
from collections.abc import Callable
from datetime import date, timedelta
from html import unescape
from typing import Any

import openpyxl
import pytest
from django.test import Client
from django.urls import reverse

from hubs.models import Hub
from monitoring.actions.records import promise_support, release_learning
from monitoring.models import FollowUp, Learning, Problem, Support
from onde_portal.accounts.models import User
from onde_portal.workbench.selectors import work_for
from tests import world
from tests.monitoring import story
from tests.monitoring.records import make_records
from tests.oversight.figures import laos

pytestmark = pytest.mark.django_db
SignIn = Callable[[User], Client]


@pytest.fixture
def records(follow_up: FollowUp, officer: User) -> None:
    make_records(follow_up, officer)


@pytest.mark.parametrize("name", ["problem", "learning", "support"])
@pytest.mark.parametrize("language", ["th", "en"])
def test_each_record_has_its_list_and_its_page(
    sign_in: SignIn, records: None, officer: User, name: str, language: str
) -> None:
    officer.language = language
    officer.save()
    client = sign_in(officer)
    assert client.get(reverse(f"admin:monitoring_{name}_changelist")).status_code == 200
    keys = {
        "problem": Problem.objects.get().pk,
        "learning": Learning.objects.get().pk,
        "support": Support.objects.get().pk,
    }
    page = client.get(reverse(f"admin:monitoring_{name}_page", args=[keys[name]]))
    assert page.status_code == 200
    assert "ศูนย์ หนองบัว" in page.content.decode()


def test_a_lesson_is_released_and_then_found_by_every_lao(
    sign_in: SignIn, records: None, officer: User, other_reporter: User
) -> None:
    lesson = Learning.objects.get()
    move = reverse("admin:monitoring_learning_move", args=[lesson.pk, "release"])
    sign_in(officer).post(move, {"text": "เริ่มจากเรื่องใกล้ตัวก่อน", "version": lesson.version})
    reader = sign_in(other_reporter)
    assert "เริ่มจากเรื่องใกล้ตัวก่อน" in reader.get(reverse("learned"), {"q": "ใกล้ตัว"}).content.decode()
    nothing = reader.get(reverse("learned"), {"q": "น้ำท่วม"}).content.decode()
    assert "เริ่มจากเรื่องใกล้ตัวก่อน" not in nothing
    assert reader.get(reverse("learned"), {"year": "๒๕๖๙", "page": "x"}).status_code == 200


def test_lessons_are_a_file_of_those_that_were_looked_for(
    sign_in: SignIn, records: None, follow_up: FollowUp, officer: User, other_reporter: User,
    monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    Learning.objects.update(text="ยังไม่เผยแพร่")
    monkeypatch.setattr("monitoring.views.learned.ON_A_PAGE", 1)
    for number, lao in enumerate(laos(3)):
        other = story.open_follow_up(story.make_hub(lao, date(2025, 10, 1)))
        one = Learning.objects.create(
            hub=other.hub, follow_up=other, kind=Learning.Kind.LESSON, text="-", said_at=world.NOW
        )
        words = "เริ่มจากเรื่องใกล้ตัว" if number else "=น้ำท่วม"
        release_learning(learning=one, text=words, by=officer, at=world.NOW)
    reader = sign_in(other_reporter)
    shown = reader.get(reverse("learned"), {"q": "ใกล้ตัว"})
    [address] = re.findall(r'href="(/lessons/list.xlsx[^"]*)"', shown.content.decode())
    rows = sheet_of(reader, address)
    assert len(rows) == shown.context["page"].paginator.count == 2
    assert {row[1] for row in rows} == {"เริ่มจากเรื่องใกล้ตัว"}
    assert (rows[0][0], rows[0][4]) == (Learning.Kind.LESSON.label, str(follow_up.round))
    everything = sheet_of(reader, reverse("learned-file"))
    assert "'=น้ำท่วม" in {row[1] for row in everything}
    assert "ยังไม่เผยแพร่" not in str(everything)
    assert Client().get(reverse("learned-file")).status_code == 302


def sheet_of(reader: Client, address: str) -> list[tuple[Any, ...]]:
    """The rows of a workbook without its header."""
    answer = reader.get(unescape(address))
    return list(openpyxl.load_workbook(io.BytesIO(answer.getvalue())).active.values)[1:]


def test_what_is_refused_is_said_and_stands_on_the_page(
    sign_in: SignIn, records: None, officer: User
) -> None:
    support = Support.objects.get()
    move = reverse("admin:monitoring_support_move", args=[support.pk, "give"])
    posted = {"on": "เมื่อวาน", "note": "วิทยากร 2 คน", "version": support.version}
    answer = sign_in(officer).post(move, posted)
    assert answer.status_code == 409
    assert "วิทยากร 2 คน" in answer.content.decode()
    assert Support.objects.get().is_open


def test_support_is_promised_from_the_address_and_stands_in_my_work(
    sign_in: SignIn, hub: Hub, follow_up: FollowUp, officer: User
) -> None:
    url = reverse("admin:monitoring_support_add") + f"?hub={hub.pk}&follow_up={follow_up.pk}"
    page = sign_in(officer).get(url)
    assert page.context["adminform"].form.initial["hub"] == str(hub.pk)
    sign_in(officer).post(
        url,
        {
            "hub": hub.pk, "what": "ส่งคู่มือ", "owner": officer.pk, "due_on": "30/9/2599",
            "follow_up": follow_up.pk,
        },
    )  # fmt: skip
    support = Support.objects.get()
    assert support.follow_up == follow_up
    titles = [item.title for group in work_for(officer, world.NOW) for item in group.items]
    assert "ส่งคู่มือ" in titles


def test_the_lao_reads_promises_problems_and_answers_at_home(
    sign_in: SignIn, records: None, reporter: User, officer: User
) -> None:
    learning = Learning.objects.get()
    release_learning(learning=learning, text="ก", by=officer, at=world.NOW)
    home = sign_in(reporter).get(reverse("lao-home")).content.decode()
    assert "ส่งวิทยากร" in home
    assert "ผู้เข้าร่วมน้อย" in home
    assert reverse("learned") in home


def test_a_note_of_the_office_stands_with_the_problem(
    sign_in: SignIn, records: None, officer: User
) -> None:
    problem = Problem.objects.get()
    move = reverse("admin:monitoring_problem_move", args=[problem.pk, "note"])
    sign_in(officer).post(move, {"text": "ลงพื้นที่แล้ว", "state": "better"})
    page = sign_in(officer).get(reverse("admin:monitoring_problem_page", args=[problem.pk]))
    assert "ลงพื้นที่แล้ว" in page.content.decode()
    assert Problem.objects.get().state == "better"


def test_directors_read_and_do_not_change(
    sign_in: SignIn, records: None, director: User, officer: User, hub: Hub
) -> None:
    support = promise_support(
        hub=hub, what="เงิน", owner=officer, due_on=world.TODAY + timedelta(days=3), by=officer,
        at=world.NOW,
    )  # fmt: skip
    client = sign_in(director)
    assert (
        client.get(reverse("admin:monitoring_support_page", args=[support.pk])).status_code == 200
    )
    move = reverse("admin:monitoring_support_move", args=[support.pk, "drop"])
    assert client.post(move, {"reason": "ไม่ให้"}).status_code == 403
