"""The page of the minutes: what is typed stays, conflicts show both texts, papers come out."""

import io
from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from docx import Document

from networks.actions.founding import found_network
from networks.actions.meetings import STANDARD_AGENDA
from networks.models import Meeting, Resolution
from networks.reports.minutes import minutes_word, request_minutes
from onde_portal.accounts.models import User
from onde_portal.documents.models import StoredDocument
from onde_portal.documents.printing import make_paper
from onde_portal.thai.text import from_pdf_text
from tests.networks.meetings import finish, make_meeting, make_project, resolve, say
from tests.pdf import text_of
from tests.world import NOW, udon_thani

SignIn = Callable[[User], Client]
pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("frozen")]


@pytest.fixture
def meeting(officer: User) -> Meeting:
    return make_meeting(officer)


def page_of(meeting: Meeting) -> str:
    return reverse("admin:networks_meeting_minutes", args=[meeting.pk])


def typed(meeting: Meeting, **changes: Any) -> dict[str, Any]:
    items = list(meeting.items.order_by("position"))
    usual: dict[str, Any] = {
        "version": meeting.version,
        "title": "ประชุมเครือข่าย", "number": "๒/๒๕๖๙", "held_on": "๒๐ เม.ย. ๒๕๖๙",
        "starts_at": "๐๙.๓๐ น.", "ends_at": "12:15", "place": "ศาลากลาง", "province": "41",
        "chair": "นายวิชัย", "secretary": "นางทำนอง", "present": "ก\nข", "absent": "", "guests": "",
        "item-pk": [*(item.pk for item in items), ""],
        "item-heading": [*(item.heading for item in items), ""],
        "item-text": ["ประธานแจ้ง", *("" for _item in items)],
        "new-item": "", "new-text": "", "new-owner": "", "new-due_on": "",
    }  # fmt: skip
    return usual | changes


def send(client: Client, meeting: Meeting, /, **changes: Any) -> Any:
    return client.post(f"{page_of(meeting)}save/", typed(meeting, **changes))


def test_minutes_are_begun_from_the_page_of_the_step(sign_in: SignIn, officer: User) -> None:
    project = make_project(officer)
    client = sign_in(officer)
    add = reverse("admin:networks_meeting_add")
    form = client.get(f"{add}?project={project.pk}").content.decode()
    assert f'<option value="{project.pk}" selected>' in form
    bad = client.post(add, {"project": project.pk, "title": "ประชุมใหญ่", "held_on": "31/2/2569"})
    assert "ประชุมใหญ่" in bad.content.decode()
    assert not Meeting.objects.exists()
    answer = client.post(
        add,
        {"project": project.pk, "title": "ประชุมใหญ่", "held_on": "20/4/2569", "place": "ศาลากลาง",
         "chair": "นายวิชัย", "starts_at": "9.30"},
    )  # fmt: skip
    meeting = Meeting.objects.get()
    assert answer.headers["Location"] == page_of(meeting)
    page = client.get(page_of(meeting)).content.decode()
    assert all(heading in page for heading in STANDARD_AGENDA)
    step = client.get(reverse("admin:networks_networkproject_summary", args=[project.pk]))
    assert page_of(meeting) in step.content.decode()


def test_the_page_of_the_step_shows_what_waits(
    sign_in: SignIn, officer: User, auditor: User, meeting: Meeting, frozen: Any
) -> None:
    project = meeting.project
    resolve(meeting, officer, text="มติที่เลยกำหนด")
    network = found_network(
        name="เครือข่ายเงียบ", province=udon_thani(), founded_on=date(2026, 1, 5), project=project,
        by=officer, at=NOW,
    )  # fmt: skip
    frozen.move_to("2026-08-01T10:00:00+07:00")
    url = reverse("admin:networks_networkproject_summary", args=[project.pk])
    page = sign_in(officer).get(url).content.decode()
    note = reverse("admin:networks_citizennetwork_page", args=[network.pk])
    for words in ("มติที่เลยกำหนด", "เกินกำหนด", "เครือข่ายเงียบ", "ไม่มีข่าวเกินหกเดือน", f"{note}#news"):
        assert words in page
    read = sign_in(auditor).get(url).content.decode()
    assert f"{note}#news" not in read
    assert "มติที่เลยกำหนด" in read


def test_what_is_typed_in_thai_is_kept_with_a_resolution(
    sign_in: SignIn, officer: User, meeting: Meeting
) -> None:
    answer = send(
        sign_in(officer), meeting,
        **{"new-item": "4", "new-text": "ให้ทำแผน", "new-owner": officer.pk},
        **{"new-due_on": "๑ มิ.ย. ๖๙"},
    )  # fmt: skip
    assert answer.status_code == 302
    meeting.refresh_from_db()
    assert (meeting.number, str(meeting.starts_at), str(meeting.ends_at)) == (
        "๒/๒๕๖๙", "09:30:00", "12:15:00",
    )  # fmt: skip
    resolution = Resolution.objects.get()
    assert resolution.item is not None
    assert (resolution.item.position, str(resolution.due_on)) == (4, "2026-06-01")


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("held_on", "31/2/2569"), ("starts_at", "25.00"), ("ends_at", "08.00"), ("title", ""),
        ("title", "ก" * 251), ("present", "ก" * 200_000), ("place", "\u200b"), ("province", "99"),
        ("new-text", "มติลอย"), ("new-item", "77"), ("held_on", "9" * 5000),
    ],
)  # fmt: skip
def test_what_cannot_be_kept_is_said_and_stays_in_the_form(
    name: str, value: str, sign_in: SignIn, officer: User, meeting: Meeting
) -> None:
    texts = ["คำที่พิมพ์ไว้ยาวมาก", *("" for _item in range(5))]
    answer = send(sign_in(officer), meeting, **{name: value, "item-text": texts})
    page = answer.content.decode()
    assert answer.status_code == 409
    assert "คำที่พิมพ์ไว้ยาวมาก" in page
    assert 'class="error"' in page
    meeting.refresh_from_db()
    assert meeting.version == 0


def test_a_long_text_of_an_item_is_refused_at_the_item(
    sign_in: SignIn, officer: User, meeting: Meeting
) -> None:
    texts = ["น้ำ" * 70_000, *("" for _item in range(5))]
    page = send(sign_in(officer), meeting, **{"item-text": texts}).content.decode()
    assert "210,000" in page
    assert "น้ำ" * 70_000 in page


def test_a_script_is_shown_as_text(sign_in: SignIn, officer: User, meeting: Meeting) -> None:
    client = sign_in(officer)
    script = "<script>alert(1)</script>"
    send(client, meeting, title=script, **{"item-text": [script, "", "", "", "", ""]})
    page = client.get(page_of(meeting)).content.decode()
    assert script not in page
    assert "&lt;script&gt;alert(1)" in page


def test_two_who_write_at_once_see_both_texts(
    sign_in: SignIn, officer: User, head: User, meeting: Meeting
) -> None:
    say(meeting, head, "ข้อความของหัวหน้า")
    client = sign_in(officer)
    texts = ["ข้อความของเจ้าหน้าที่", *("" for _item in range(5))]
    answer = send(client, meeting, version=0, **{"item-text": texts})
    page = answer.content.decode()
    assert answer.status_code == 409
    assert "ข้อความของหัวหน้า" in page
    assert "ข้อความของเจ้าหน้าที่" in page
    assert 'name="version" value="1"' in page
    assert send(client, meeting, version=1, **{"item-text": texts}).status_code == 302
    assert meeting.items.get(position=1).text == "ข้อความของเจ้าหน้าที่"


def test_what_was_typed_outlives_the_session(
    sign_in: SignIn, officer: User, reporter: User, meeting: Meeting
) -> None:
    client = Client()
    texts = ["พิมพ์อยู่หนึ่งชั่วโมง", *("" for _item in range(5))]
    answer = send(client, meeting, **{"item-text": texts})
    assert answer.status_code == 302
    assert "/accounts/login/" in answer.headers["Location"]
    meeting.refresh_from_db()
    assert meeting.version == 0

    client.force_login(officer)
    page = client.get(page_of(meeting)).content.decode()
    assert "พิมพ์อยู่หนึ่งชั่วโมง" in page
    assert send(client, meeting, **{"item-text": texts}).status_code == 302
    assert 'role="alert"' not in client.get(page_of(meeting)).content.decode()
    assert "พิมพ์อยู่หนึ่งชั่วโมง" not in sign_in(reporter).get(page_of(meeting)).content.decode()


def test_minutes_are_made_final_and_opened_again(
    sign_in: SignIn, officer: User, meeting: Meeting
) -> None:
    client = sign_in(officer)
    missing = send(client, meeting, then="final", secretary="")
    assert missing.status_code == 409
    meeting.refresh_from_db()
    assert (meeting.version, meeting.final_at) == (1, None)
    assert send(client, meeting, then="final").status_code == 302
    meeting.refresh_from_db()
    assert meeting.final_at is not None
    assert StoredDocument.objects.get().kind == "networks.minutes"
    assert send(client, meeting).status_code == 409

    url = f"{page_of(meeting)}reopen/"
    assert client.post(url, {"version": meeting.version, "reason": ""}).status_code == 409
    assert client.post(url, {"version": meeting.version, "reason": "ผิด"}).status_code == 302
    meeting.refresh_from_db()
    assert meeting.final_at is None


def test_readers_read_and_change_nothing(
    sign_in: SignIn, auditor: User, director: User, officer: User, meeting: Meeting
) -> None:
    finish(meeting, officer)
    resolve_page = reverse("admin:networks_meeting_changelist")
    for person in (auditor, director):
        client = sign_in(person)
        assert client.get(page_of(meeting)).status_code == 200
        assert client.get(resolve_page).status_code == 200
        assert send(client, meeting).status_code == 403
        assert client.post(f"{page_of(meeting)}pdf/", {}).status_code == 403
        assert client.get(reverse("admin:networks_meeting_add")).status_code == 403
        word = client.get(reverse("admin:networks_meeting_word", args=[meeting.pk]))
        assert "attachment" in word.headers["Content-Disposition"]


def test_people_of_an_lao_see_no_minutes(sign_in: SignIn, reporter: User, meeting: Meeting) -> None:
    assert sign_in(reporter).get(page_of(meeting)).status_code in {302, 403, 404}


def test_the_word_file_says_what_the_minutes_say(
    sign_in: SignIn, officer: User, meeting: Meeting
) -> None:
    say(meeting, officer, "ใช้งบ 12000 บาท ดู https://onde.example/2569")
    resolve(meeting, officer)
    word = sign_in(officer).get(reverse("admin:networks_meeting_word", args=[meeting.pk]))
    document = Document(io.BytesIO(word.content))
    said = "\n".join(paragraph.text for paragraph in document.paragraphs)
    assert "รายงานการประชุมคณะทำงานเครือข่าย" in said
    assert "เมื่อวันจันทร์ที่ ๒๐ เมษายน ๒๕๖๙" in said
    assert "ใช้งบ ๑๒๐๐๐ บาท ดู https://onde.example/2569" in said
    assert "ผู้รับผิดชอบ" in said
    english = sign_in(officer).get(
        reverse("admin:networks_meeting_word", args=[meeting.pk]), {"language": "en"}
    )
    said = "\n".join(row.text for row in Document(io.BytesIO(english.content)).paragraphs)
    assert "Monday, 20 April 2569" in said
    assert "Item 4 Matters for consideration" in said


def test_a_resolution_is_settled_on_its_page(
    sign_in: SignIn, officer: User, head: User, auditor: User, meeting: Meeting
) -> None:
    resolution = resolve(meeting, officer)
    url = reverse("admin:networks_resolution_page", args=[resolution.pk])
    client = sign_in(officer)
    late = client.post(f"{url}done/", {"outcome": "ส่งแล้วครับ", "on": "วันไหนก็ได้"})
    assert late.status_code == 409
    assert "ส่งแล้วครับ" in late.content.decode()
    moves: list[tuple[str, dict[str, Any]]] = [
        ("rewrite", {"text": "ให้ทำแผนใหม่", "owner": officer.pk, "due_on": "1/6/2569"}),
        ("due", {"due_on": "๑ ก.ค. ๒๕๖๙", "reason": "รอ"}),
        ("owner", {"owner": head.pk}),
        ("done", {"outcome": "ส่งแล้ว", "on": "20/4/2569"}),
        ("again", {"reason": "ยังไม่ครบ"}),
        ("drop", {"reason": "เลิก"}),
    ]
    for move, words in moves:
        assert client.post(f"{url}{move}/", words).status_code == 302, move
    resolution.refresh_from_db()
    assert (resolution.owner, resolution.dropped_on is not None) == (head, True)
    assert sign_in(auditor).post(f"{url}drop/", {"reason": "ก"}).status_code == 403
    assert sign_in(auditor).get(url).status_code == 200
    assert client.post(f"{url}nothing/", {}).status_code == 404


def test_who_is_in_charge_settles_without_running_projects(
    sign_in: SignIn, officer: User, director: User, meeting: Meeting
) -> None:
    resolution = resolve(meeting, officer, owner=director)
    url = reverse("admin:networks_resolution_page", args=[resolution.pk])
    client = sign_in(director)
    assert client.post(f"{url}rewrite/", {"text": "ก"}).status_code == 403
    assert client.post(f"{url}remove/", {}).status_code == 403
    done = client.post(f"{url}done/", {"outcome": "เห็นชอบแล้ว", "on": "20/4/2569"})
    assert done.status_code == 302


def test_a_resolution_of_a_draft_is_taken_out(
    sign_in: SignIn, officer: User, meeting: Meeting
) -> None:
    resolution = resolve(meeting, officer)
    url = reverse("admin:networks_resolution_page", args=[resolution.pk])
    assert sign_in(officer).post(f"{url}remove/", {}).headers["Location"] == page_of(meeting)
    assert not Resolution.objects.exists()


def test_the_list_of_resolutions_filters_and_exports(
    sign_in: SignIn, officer: User, meeting: Meeting, frozen: Any
) -> None:
    resolve(meeting, officer, text="=มติแรก")
    client = sign_in(officer)
    url = reverse("admin:networks_resolution_changelist")
    for standing, there in [
        ("open", True),
        ("overdue", False),
        ("done", False),
        ("dropped", False),
    ]:
        page = client.get(url, {"standing": standing}).content.decode()
        assert ("มติแรก" in page) is there
    frozen.move_to("2026-06-01T10:00:00+07:00")
    client = sign_in(officer)
    assert "มติแรก" in client.get(url, {"standing": "overdue"}).content.decode()
    csv = client.get(reverse("admin:networks_resolution_export", args=["csv"])).getvalue().decode()
    assert "'=มติแรก" in csv
    meetings = client.get(reverse("admin:networks_meeting_changelist"), {"final": "0"})
    assert "การประชุมคณะทำงานเครือข่าย" in meetings.content.decode()


def bare(text: str) -> str:
    """Without spaces and line breaks, which a page sets as it likes."""
    return "".join(from_pdf_text(text).split())


@pytest.mark.slow
def test_pdf_and_word_file_say_the_same_words(officer: User, meeting: Meeting) -> None:
    resolve(meeting, officer, text="ให้ทำแผนน้ำดื่ม 3 ปี")
    finish(meeting, officer)
    document = request_minutes(meeting, language="th", by=officer, at=NOW)
    printed = bare(text_of(make_paper(document).content))
    word = Document(io.BytesIO(minutes_word(meeting, language="th", at=NOW)))
    written = [paragraph.text for paragraph in word.paragraphs]
    written += [cell.text for table in word.tables for row in table.rows for cell in row.cells]
    assert [text for text in written if bare(text) not in printed] == []
    assert bare("มติที่ประชุม ให้ทำแผนน้ำดื่ม ๓ ปี") in printed
