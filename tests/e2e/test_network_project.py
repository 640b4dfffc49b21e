"""A network project played from its study to its closing report (manual 8.1).

Three hundred people come from a file, five take the tests on their phones at once, some answers are
typed from paper by keyboard and the rest come from a file. On an empty portal, and on the demo's.
"""

import random
from collections.abc import Callable
from pathlib import Path

import pytest
from django.contrib.auth.hashers import make_password
from django.urls import reverse
from django.utils import timezone
from playwright.sync_api import Page

from networks.models import (
    Activity,
    Certificate,
    NetworkProject,
    Paper,
    Participant,
    SignIn,
    Sitting,
)
from networks.reference import load_reference
from onde_portal.accounts.models import User
from onde_portal.assessments.models import Question, Topic
from onde_portal.documents.jobs import make_next_document
from onde_portal.documents.models import StoredDocument
from onde_portal.thai.text import thai_key
from onde_portal.workbench.demo.story import load_story
from tests import world
from tests.e2e.acting import pick, press, save, table, today
from tests.e2e.conftest import Visitor
from tests.pdf import text_of

pytestmark = pytest.mark.django_db(transaction=True)

PEOPLE, PHONES, TYPED = 300, 5, 3
QUESTIONS = 6
FIRST = ("สมชาย", "กานดา", "วิภา", "อำนาจ", "น้ำผึ้ง", "ธนกฤต", "ปิยะนุช", "ชำนาญ", "พรทิพย์", "ณัฐวุฒิ")
LAST = ("ใจดี", "ศรีสุข", "บุญมา", "แก้วคำ", "ทองคำ", "สายน้ำ", "รัตนากร", "มั่นคง", "ก๊กศรี", "ฐานะดี")


@pytest.fixture(params=["an empty portal", "the demo"])
def staff(request: pytest.FixtureRequest) -> None:
    """An officer and a director who sign in, on a portal without anything or with ten years."""
    if request.param == "an empty portal":
        request.getfixturevalue("people")
        load_reference()
        return
    request.getfixturevalue("portal")
    load_reference()
    load_story()
    known = User.objects.filter(email__in=["officer@onde.example", "director@onde.example"])
    known.update(password=make_password(world.PASSWORD))


@pytest.fixture
def questions(staff: None) -> list[Question]:
    """Six questions of the bank, each with its first choice right."""
    Question.objects.update(retired_at=timezone.now())
    topic = Topic.objects.order_by("position", "pk")[0]
    return [
        Question.objects.create(
            topic=topic, text=f"คำถามข้อที่ {number} เรื่องการกระจายอำนาจ",
            search_key=thai_key(f"คำถามข้อที่ {number}"), answer=0,
            choices=["คำตอบที่ถูก", "ตัวลวงหนึ่ง", "ตัวลวงสอง", "ตัวลวงสาม"],
        )
        for number in range(1, QUESTIONS + 1)
    ]  # fmt: skip


def open_project(page: Page, officer: Visitor) -> NetworkProject:
    officer.goes(reverse("admin:networks_networkproject_add"))
    page.fill("#id_title", "โครงการเครือข่ายภาคประชาชนจังหวัดลำปาง")
    page.select_option("#id_province", "52")
    save(page)
    return NetworkProject.objects.latest("pk")


def study(page: Page, officer: Visitor, project: NetworkProject) -> None:
    officer.goes(reverse("admin:networks_networkproject_study", args=[project.pk]))
    page.click(f"a[href*='finding/add/?project={project.pk}']")
    page.fill("#id_title", "ประชาชนรู้เรื่องการกระจายอำนาจน้อย")
    page.fill("#id_source", "แบบสำรวจความรู้")
    page.fill("#id_source_on", "๓๑/๘/๒๕๖๘")
    save(page)
    page.click(f"a[href*='targetgroup/add/?project={project.pk}']")
    page.fill("#id_name", "ผู้นำชุมชน")
    pick(page, "provinces", "ลำปาง")
    page.fill("#id_expected", "๓๐๐")
    save(page)
    press(page, "/complete/")


def plan_event(page: Page, officer: Visitor, project: NetworkProject) -> Activity:
    officer.goes(f"{reverse('admin:networks_activity_add')}?project={project.pk}")
    page.fill("#id_title", "อบรมการกระจายอำนาจ")
    page.fill("#id_starts_on", today())
    page.fill("#id_place", "หอประชุมจังหวัดลำปาง")
    page.select_option("#id_province", "52")
    page.fill("#id_budget_planned", "๔๕๐,๐๐๐")
    save(page)
    event = project.activities.get()
    add_agenda(page, officer, event)
    return event


def add_agenda(page: Page, officer: Visitor, event: Activity) -> None:
    officer.goes(reverse("admin:networks_activity_change", args=[event.pk]))
    page.fill("[name='agenda-0-on']", today())
    page.fill("[name='agenda-0-starts_at']", "๙.๐๐")
    page.fill("[name='agenda-0-topic']", "หลักการกระจายอำนาจ")
    save(page)


def import_people(page: Page, officer: Visitor, event: Activity, folder: Path) -> None:
    """Three hundred people, two of them written wrongly at first."""
    chance = random.Random(8)  # noqa: S311 - a story
    names = [f"{first} {last}" for first in FIRST for last in LAST]
    rows: list[list[object]] = [
        [names[number % 100].split()[0], names[number % 100].split()[1] + "กขคงจ"[number // 100],
         f"08{10_000_000 + number * 37 + chance.randrange(30)}", "ผู้นำชุมชน"]
        for number in range(PEOPLE)
    ]  # fmt: skip
    header = ["ชื่อ", "นามสกุล", "โทรศัพท์", "กลุ่มเป้าหมาย"]
    wrong = [*rows[:-1], [*rows[-1][:2], "ไม่มี", "กลุ่มอื่น"]]
    address = f"{reverse('admin:networks_participant_import')}?project={event.project_id}"
    address += f"&activity={event.pk}"
    officer.goes(address)
    page.set_input_files("input[name=file]", table(header, wrong, folder / "wrong.xlsx"))
    press(page, "/import/send/")
    assert "C301" in page.inner_text("main")
    assert "D301" in page.inner_text("main")
    assert not event.project.participants.exists()
    officer.goes(address)
    page.set_input_files("input[name=file]", table(header, rows, folder / "people.xlsx"))
    press(page, "/import/send/")
    if page.locator("#rest").count():
        # Some share a name's sound or a phone with people of the register: they are others.
        page.select_option("#rest", "new")
        press(page, "/choose/")
    press(page, "/apply/")
    assert event.project.participants.count() == PEOPLE


def sign_in_by_phone(
    visitor: Callable[..., Visitor], event: Activity, people: list[Participant]
) -> list[Visitor]:
    """Five phones at the same time."""
    phones = [visitor(width=360) for _one in people]
    address = reverse("networks:attend", args=[event.token])
    for phone in phones:
        phone.goes(address)
    for phone, someone in zip(phones, people, strict=True):
        assert someone.person.last_name not in phone.page.inner_text("body")
        phone.page.fill("#code", someone.code.lower())
    for phone in phones:
        press(phone.page, "/code/")
    phones[0].finds_the_page_accessible()
    return phones


def tick_the_sheet(page: Page, officer: Visitor, event: Activity) -> None:
    """Everybody signed the sheet: tick all on each page of the list."""
    for number in (1, 2, 3):
        officer.goes(reverse("admin:networks_activity_people", args=[event.pk]) + f"?p={number}")
        for box in page.locator("input[name=there]").all():
            box.check()
        press(page, "/mark/")


def ask_and_approve(page: Page, officer: Visitor, boss: Visitor, project: NetworkProject) -> None:
    """The officer asks for the current step's approval; a superior gives it."""
    case = reverse("admin:networks_networkproject_case", args=[project.pk])
    officer.goes(case)
    press(page, "/ask/")
    boss.goes(case)
    with boss.page.expect_navigation():
        boss.page.click("button[name=answer][value=approve]")


def make_tests(page: Page, officer: Visitor, project: NetworkProject, folder: Path) -> None:
    """Material, the pre-test from the bank, the post-test made of it; both opened."""
    tests = reverse("admin:networks_networkproject_tests", args=[project.pk])
    file = folder / "handbook.txt"
    file.write_text("คู่มือประชาชน", encoding="utf-8")
    officer.goes(f"{reverse('admin:networks_material_add')}?project={project.pk}")
    page.fill("#id_title", "คู่มือประชาชน")
    page.set_input_files("#id_file", file)
    save(page)
    officer.goes(f"{reverse('admin:networks_paper_add')}?project={project.pk}&kind=pre")
    page.fill("#id_title", "แบบทดสอบก่อนการอบรม")
    page.fill("#id_time_limit", "30")
    save(page)
    for box in page.locator("input[name=add]").all():
        box.check()
    with page.expect_navigation():
        page.locator(".action-bar button").click()
    officer.goes(tests)
    page.locator("#pre details summary").last.click()
    with page.expect_navigation():
        page.click("button[name=items][value=same]")
    for _kind in ("pre", "post"):
        officer.goes(tests)
        press(page, "/open/")
    assert project.papers.filter(state="open").count() == 2


def take_tests(phones: list[Visitor], paper: Paper, *, right: int) -> None:
    """All phones answer the same paper, one question each in turn, so that they overlap."""
    for phone in phones:
        phone.goes(reverse("assessments:quiz", args=[paper.token]))
        press(phone.page, "/begin/")
    for number in range(1, QUESTIONS + 1):
        for turn, phone in enumerate(phones):
            is_right = number <= right + turn % 2
            phone.page.check(f"input[name=a{number}][value='{0 if is_right else 1}']")
    for phone in phones:
        phone.page.wait_for_function("!document.querySelector('[data-state]').dataset.busy")
        with phone.page.expect_navigation():
            phone.page.click("button[name=send]")
        press(phone.page, "/send/")
        assert paper.title not in phone.page.inner_text("h1")


def type_from_paper(page: Page, officer: Visitor, paper: Paper, people: list[Participant]) -> None:
    """Answers of a few people, by keyboard alone."""
    for someone in people:
        address = reverse("admin:networks_paper_grid", args=[paper.pk])
        officer.goes(f"{address}?q={someone.code}")
        page.focus("input.cell[name=a1]")
        # The last letter of the last row keeps it already; leaving does where there are more cells.
        with page.expect_response(lambda answer: "/grid/" in answer.url):
            page.keyboard.type("กกกขข1")
            page.keyboard.press("Tab")
        assert Sitting.objects.get(paper=paper, participant=someone).score == 4


def import_results(
    page: Page, officer: Visitor, paper: Paper, people: list[Participant], folder: Path, seed: int
) -> None:
    """The rest, from the file that the scanner of the answer sheets wrote."""
    chance = random.Random(seed)  # noqa: S311 - a story
    share = 0.45 if paper.kind == Paper.Kind.PRE else 0.75
    rows: list[list[object]] = [
        [someone.code, *("ก" if chance.random() < share else "ข" for _item in range(QUESTIONS))]
        for someone in people
    ]
    header = ["รหัสประจำตัว", *(str(number) for number in range(1, QUESTIONS + 1))]
    officer.goes(f"{reverse('admin:networks_sitting_import')}?paper={paper.pk}")
    file = table(header, rows, folder / f"{paper.kind}.xlsx")
    page.set_input_files("input[name=file]", file)
    press(page, "/import/send/")
    press(page, "/apply/")
    assert Sitting.objects.filter(paper=paper, finished_at__isnull=False).count() == PEOPLE


def appoint(page: Page, officer: Visitor, project: NetworkProject, someone: Participant) -> None:
    officer.goes(
        f"{reverse('admin:networks_appointment_add')}?project={project.pk}"
        f"&person={someone.person_id}&province=52"
    )
    page.select_option("#id_role", index=1)
    page.fill("#id_starts_on", today())
    save(page)


def hear_and_found(
    page: Page, officer: Visitor, project: NetworkProject, someone: Participant, folder: Path
) -> None:
    officer.goes(f"{reverse('admin:networks_hearing_add')}?project={project.pk}")
    page.fill("#id_title", "เวทีรับฟังความคิดเห็นจังหวัดลำปาง")
    page.fill("#id_held_on", today())
    page.fill("#id_place", "หอประชุมอำเภอเมือง")
    page.select_option("#id_province", "52")
    save(page)
    page.fill("[name=citizens-women]", "๓๘")
    page.fill("[name=citizens-men]", "31")
    press(page, "/attendance/")
    page.fill("#text", "ขอให้แจ้งวันประชาคมล่วงหน้าสองสัปดาห์")
    page.fill("#times", "12")
    press(page, "/note/")
    page.locator("#opinions li details summary").first.click()
    page.select_option("[name=state]", "adopted")
    page.locator("#opinions textarea[name=answer]").fill("จะแจ้งล่วงหน้าสองสัปดาห์")
    press(page, "/answer/")
    page.click("#networks a.btn")
    page.fill("#id_name", "เครือข่ายภาคประชาชนลุ่มน้ำวัง")
    record = folder / "founding.txt"
    record.write_text("บันทึกการจัดตั้งเครือข่าย", encoding="utf-8")
    page.set_input_files("#id_document", record)
    save(page)
    page.fill("#find", someone.person.last_name)
    with page.expect_navigation():
        page.click("#members form.filters button")
    press(page, "/page/member/")
    page.locator("#news summary").click()
    page.fill("#news textarea[name=text]", "ประชุมสมาชิกครั้งแรกแล้ว")
    press(page, "/page/news/")


def write_the_end(page: Page, officer: Visitor, project: NetworkProject) -> None:
    """Minutes made final, then the closing report."""
    officer.goes(f"{reverse('admin:networks_meeting_add')}?project={project.pk}")
    page.fill("[name=title]", "การประชุมสรุปผลโครงการ")
    page.fill("[name=held_on]", today())
    page.fill("[name=starts_at]", "9.30")
    page.fill("[name=ends_at]", "12.00")
    page.fill("[name=place]", "ห้องประชุม สกถ.")
    page.fill("[name=chair]", "นางวิภา ใจดี, หัวหน้าส่วน")
    page.fill("[name=secretary]", "นายสมชาย ใจดี")
    with page.expect_navigation():
        page.locator("main form .btn").last.click()
    page.fill("[name=present]", "นางวิภา ใจดี, หัวหน้าส่วน\nนายสมชาย ใจดี, เจ้าหน้าที่")
    page.locator("[name=item-text]").first.fill("ประธานแจ้งผลการทดสอบก่อนและหลัง")
    with page.expect_navigation():
        page.click("button[name=then][value=final]")
    officer.goes(reverse("admin:networks_closingreport_page", args=[project.pk]))
    page.fill("[name=results]", "ผู้เข้าร่วมมีความรู้เพิ่มขึ้น และจัดตั้งเครือข่ายได้ตามเป้าหมาย")
    page.fill("[name=lessons]", "เชิญผ่านผู้นำชุมชนได้ผลดี")
    press(page, "/do/save/")


def test_an_officer_takes_a_project_from_study_to_closing_report(
    visitor: Callable[..., Visitor], questions: list[Question], tmp_path: Path
) -> None:
    officer, boss = visitor(), visitor()
    page = officer.signs_in("officer@onde.example")
    boss.signs_in("director@onde.example")
    project = open_project(page, officer)
    study(page, officer, project)

    event = plan_event(page, officer, project)
    import_people(page, officer, event, tmp_path)
    ask_and_approve(page, officer, boss, project)
    everyone = list(project.participants.select_related("person").order_by("pk"))
    phones = sign_in_by_phone(visitor, event, everyone[:PHONES])
    tick_the_sheet(page, officer, event)
    assert SignIn.objects.filter(attendance__activity=event).count() == PEOPLE
    officer.goes(reverse("admin:networks_activity_people", args=[event.pk]))
    press(page, "/hold/")
    press(page, "/certify/")
    assert Certificate.objects.filter(attendance__activity=event).count() == PEOPLE
    officer.goes(reverse("admin:networks_networkproject_events", args=[project.pk]))
    press(page, "/complete/")

    make_tests(page, officer, project, tmp_path)
    on_paper, scanned = everyone[PHONES : PHONES + TYPED], everyone[PHONES + TYPED :]
    for paper in project.papers.order_by("-kind"):
        take_tests(phones, paper, right=2 if paper.kind == Paper.Kind.PRE else 4)
        type_from_paper(page, officer, paper, on_paper)
        import_results(page, officer, paper, scanned, tmp_path, paper.pk)
    officer.goes(reverse("admin:networks_networkproject_tests", args=[project.pk]))
    press(page, "/complete/")

    appoint(page, officer, project, everyone[0])
    officer.goes(reverse("admin:networks_networkproject_register", args=[project.pk]))
    press(page, "/complete/")

    hear_and_found(page, officer, project, everyone[1], tmp_path)
    officer.goes(reverse("admin:networks_networkproject_hearing", args=[project.pk]))
    press(page, "/complete/")

    write_the_end(page, officer, project)
    ask_and_approve(page, officer, boss, project)
    officer.goes(reverse("admin:networks_networkproject_summary", args=[project.pk]))
    press(page, "/complete/")
    project.refresh_from_db()
    assert project.state == "completed"
    assert not officer.complaints

    officer.goes(reverse("admin:networks_closingreport_page", args=[project.pk]))
    press(page, "/do/pdf/")
    while make_next_document():
        pass
    said = "".join(
        text_of(Path(StoredDocument.objects.latest("pk").file.path).read_bytes()).split()
    )
    assert "เชิญผ่านผู้นำชุมชนได้ผลดี" in said
    assert "๓๐๐" in said
