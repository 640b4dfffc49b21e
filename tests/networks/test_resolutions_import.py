"""Resolutions come from a file into draft minutes, and go again."""

import csv
import io
import re
from collections.abc import Callable

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from networks.models import Meeting, Resolution
from onde_portal.accounts.models import Role, User
from onde_portal.exchange.models import ImportRun
from tests.networks.meetings import finish, make_meeting, resolve
from tests.world import make_user

SignIn = Callable[[User], Client]
pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("frozen")]
PAGE = "admin:networks_resolution_import"
HEADER = ["ระเบียบวาระที่", "มติที่ประชุม", "ผู้รับผิดชอบ", "กำหนดแล้วเสร็จ"]


@pytest.fixture
def meeting(officer: User) -> Meeting:
    return make_meeting(officer)


def send(client: Client, meeting: Meeting, *rows: list[str], header: list[str] = HEADER) -> str:
    text = io.StringIO()
    csv.writer(text).writerows([header, *rows])
    upload = SimpleUploadedFile("มติ.csv", text.getvalue().encode("utf-8-sig"))
    answer = client.post(
        reverse(f"{PAGE}_send"), {"file": upload, "meeting": meeting.pk}, follow=True
    )
    return answer.content.decode()


def move(client: Client, name: str, **fields: str) -> str:
    run = ImportRun.objects.latest("pk")
    address = reverse(f"{PAGE}_move", args=[run.pk, name])
    return client.post(address, fields, follow=True).content.decode()


def take_over(client: Client, meeting: Meeting, *rows: list[str]) -> str:
    found = re.search(r'name="digest" value="(\w+)"', send(client, meeting, *rows))
    assert found
    return move(client, "apply", digest=found[1])


def test_resolutions_come_once_and_go_again(
    sign_in: SignIn, officer: User, head: User, meeting: Meeting
) -> None:
    client = sign_in(officer)
    rows = [
        ["๔", "ให้จัดทำแผน", str(officer), "๓๑ ส.ค. ๒๕๖๙"],
        ["", "ให้ติดตามงบประมาณ", head.email.upper(), "1/6/2569"],
    ]
    take_over(client, meeting, *rows)
    first, second = Resolution.objects.order_by("pk")
    assert first.item is not None
    assert (first.item.position, first.owner, str(first.due_on)) == (4, officer, "2026-08-31")
    assert (second.item, second.owner) == (None, head)

    rows[1][3] = "30/6/2569"
    take_over(client, meeting, *rows)
    second.refresh_from_db()
    assert (Resolution.objects.count(), str(second.due_on)) == (2, "2026-06-30")
    move(client, "undo")
    second.refresh_from_db()
    assert str(second.due_on) == "2026-06-01"


def test_every_error_is_named_with_its_cell(
    sign_in: SignIn, officer: User, meeting: Meeting
) -> None:
    make_user(Role.OFFICER, "namesake@onde.example")
    page = send(
        sign_in(officer), meeting,
        ["9", "มติหนึ่ง", officer.email, "1/6/2569"],
        ["1", "", "ใครก็ไม่รู้", "31/2/2569"],
        ["1", "มติสาม", officer.email, "1/1/2569"],
        ["1", "มติสี่", str(officer), "1/6/2569"],
    )  # fmt: skip
    for cell in ("A2", "B3", "C3", "D3", "D4", "C5"):
        assert cell in page, cell
    assert not Resolution.objects.exists()


def test_final_minutes_take_nothing_and_give_nothing_back(
    sign_in: SignIn, officer: User, auditor: User, meeting: Meeting
) -> None:
    client = sign_in(officer)
    take_over(client, meeting, ["1", "ให้ทำ", officer.email, "1/6/2569"])
    meeting.refresh_from_db()
    finish(meeting, officer)
    assert "ฉบับสมบูรณ์" in move(client, "undo")
    assert Resolution.objects.count() == 1
    assert "digest" not in send(client, meeting, ["1", "เพิ่ม", officer.email, "1/6/2569"])
    assert sign_in(auditor).get(reverse(PAGE), {"meeting": meeting.pk}).status_code == 403
    assert client.get(reverse(PAGE), {"meeting": "x"}).status_code == 404


def test_what_was_exported_comes_back_the_same(
    sign_in: SignIn, officer: User, meeting: Meeting
) -> None:
    resolve(meeting, officer, text="ให้จัดทำแผน\nสองบรรทัด")
    client = sign_in(officer)
    export = client.get(reverse("admin:networks_resolution_export", args=["csv"]))
    header, *rows = list(csv.reader(io.StringIO(export.getvalue().decode("utf-8-sig"))))
    assert header[:4] == HEADER
    assert len(set(header)) == len(header)
    page = send(client, meeting, *rows, header=header)
    assert ImportRun.objects.get().state == "preview"
    assert "ให้จัดทำแผน" in page
    found = re.search(r'name="digest" value="(\w+)"', page)
    if found:
        move(client, "apply", digest=found[1])
    assert Resolution.objects.get().history.count() == 1
