"""A hub programme played from the award file to hubs whose reports are due (manual 8.2).

Officer, head, director and two LAOs, each at a browser of their own. On an empty portal, and on
the demo's.
"""

from collections.abc import Callable
from pathlib import Path

import pytest
from django.contrib.auth.hashers import make_password
from django.urls import reverse
from django.utils import timezone
from playwright.sync_api import Page

from hubs.jobs import mail_letters
from hubs.models import (
    Award,
    Candidate,
    Cohort,
    Hub,
    HubProgramme,
    HubState,
    Invitee,
    Memo,
)
from hubs.reference import load_reference
from monitoring.actions import ensure_rounds
from monitoring.models import FollowUp
from onde_portal.accounts.models import Mail, Membership, Role, User
from onde_portal.documents.jobs import make_next_document
from onde_portal.documents.models import StoredDocument
from onde_portal.registry.models import Lao
from onde_portal.thai.calendar import fiscal_year
from onde_portal.workbench.demo.story import load_story
from tests import world
from tests.e2e.acting import press, save, table, today
from tests.e2e.conftest import Visitor
from tests.e2e.establishing import establish
from tests.pdf import text_of

pytestmark = pytest.mark.django_db(transaction=True)

AWARDS, CHOSEN = 60, 10
LAO_PEOPLE = ("first@lao.example", "second@lao.example")
STAFF = ("officer@onde.example", "head@onde.example", "director@onde.example")


@pytest.fixture(params=["an empty portal", "the demo"])
def staff(request: pytest.FixtureRequest) -> None:
    """The Office's people who sign in, on a portal without anything or with years of hubs."""
    if request.param == "an empty portal":
        request.getfixturevalue("people")
        load_reference()
        return
    request.getfixturevalue("portal")
    from networks.reference import load_reference as load_networks  # noqa: PLC0415 - demo only

    load_reference()
    load_networks()
    load_story()
    User.objects.filter(email__in=STAFF).update(password=make_password(world.PASSWORD))


@pytest.fixture
def winners(staff: None) -> list[Lao]:
    """Sixty LAOs of the reference register; those without a hub stand first."""
    everyone = list(Lao.objects.existing().with_place().order_by("code", "pk"))
    with_hub = set(Hub.objects.exclude(state=HubState.CLOSED).values_list("lao_id", flat=True))
    everyone.sort(key=lambda lao: lao.pk in with_hub)
    return everyone[:AWARDS]


def lao_people(laos: list[Lao]) -> None:
    """Somebody who can sign in for each of the first two LAOs."""
    for email, lao in zip(LAO_PEOPLE, laos, strict=False):
        user = world.make_user(Role.LAO, email, first_name="มาลี")
        Membership.objects.create(
            user=user, lao=lao, kind=Membership.Kind.REPORTER, started_at=timezone.now()
        )


def open_programme(page: Page, officer: Visitor) -> HubProgramme:
    """This year's programme; where there is one, it is cancelled first."""
    running = HubProgramme.objects.filter(fiscal_year=fiscal_year(timezone.localdate()))
    for old in running:
        officer.goes(reverse("admin:hubs_hubprogramme_case", args=[old.pk]))
        page.locator("details", has=page.locator("#cancel-reason")).locator("summary").click()
        page.fill("#cancel-reason", "เริ่มใหม่ตามหลักเกณฑ์ของปี")
        press(page, "/cancel/")
    officer.goes(reverse("admin:hubs_hubprogramme_add"))
    page.fill("#id_title", "โครงการจัดตั้งศูนย์ประจำปี")
    save(page)
    return HubProgramme.objects.latest("pk")


def study(page: Page, officer: Visitor, programme: HubProgramme) -> None:
    officer.goes(reverse("admin:hubs_hubprogramme_study", args=[programme.pk]))
    page.click(f"a[href*='studyfinding/add/?programme={programme.pk}']")
    page.fill("#id_title", "ประชาชนไม่รู้ช่องทางเสนอความเห็น")
    page.fill("#id_source", "แบบสำรวจ")
    save(page)
    page.fill("#on-study_on", today())
    press(page, "/date/")
    press(page, "/complete/")


def import_awards(page: Page, officer: Visitor, winners: list[Lao], folder: Path) -> None:
    """Sixty awards; one LAO is named so that two may be meant, and the portal asks."""
    rows: list[list[object]] = [
        [lao.full_name_th, lao.code or "", lao.province.name_th, 2568, "ประเภททั่วไป", "รางวัลชนะเลิศ"]
        for lao in winners
    ]
    twin = next(
        place
        for place, lao in enumerate(winners)
        if Lao.objects.filter(name_th=lao.name_th, gone_on=None).count() > 1
    )
    rows[twin][:3] = [winners[twin].name_th, "", ""]
    header = ["ชื่อ อปท.", "รหัส อปท.", "จังหวัด", "ปี พ.ศ.", "ประเภทรางวัล", "รางวัลที่ได้รับ"]
    before = Award.objects.count()
    officer.goes(reverse("admin:hubs_award_import"))
    page.set_input_files("input[name=file]", table(header, rows, folder / "awards.xlsx"))
    press(page, "/import/send/")
    asked = page.locator("select[name^=row-]")
    assert asked.count() == 1
    option = asked.locator("option", has_text=winners[twin].full_name_th).first
    asked.select_option(option.get_attribute("value"))
    press(page, "/choose/")
    press(page, "/apply/")
    known = Award.objects.filter(lao__in=winners, year=2568, category__name_th="ประเภททั่วไป")
    assert known.count() == AWARDS
    assert Award.objects.count() > before


def select(page: Page, officer: Visitor, programme: HubProgramme) -> list[Candidate]:
    """Criteria, proposals, ten chosen, one left out with its reason."""
    selection = reverse("admin:hubs_hubprogramme_selection", args=[programme.pk])
    officer.goes(reverse("admin:hubs_candidate_criteria", args=[programme.pk]))
    page.fill("#id_award_years", "๒๕๖๘")
    page.click(".action-bar button")
    page.wait_for_url(f"**{selection}")
    press(page, "/propose/")
    candidates = list(programme.candidates.order_by("pk"))
    assert len(candidates) > CHOSEN
    for candidate in candidates[:CHOSEN]:
        page.check(f"input[name=candidate][value='{candidate.pk}']")
    with page.expect_navigation():
        page.click("#selection button:not([formaction])")
    page.check(f"input[name=candidate][value='{candidates[CHOSEN].pk}']")
    page.fill("#reason", "ยังไม่มีสถานที่ตั้งศูนย์")
    with page.expect_navigation():
        page.click("#selection button[formaction$='/exclude/']")
    assert programme.candidates.chosen().count() == CHOSEN
    return candidates[:CHOSEN]


def ask_readiness(
    page: Page, officer: Visitor, phone: Visitor, programme: HubProgramme, candidate: Candidate
) -> None:
    officer.goes(reverse("admin:hubs_hubprogramme_selection", args=[programme.pk]))
    page.check(f"input[name=candidate][value='{candidate.pk}']")
    page.fill("#due", today())
    with page.expect_navigation():
        page.click("#selection button[formaction$='/ask/']")
    phone.goes("/lao/")
    phone.page.click("a[href*='/lao/readiness/']")
    phone.finds_the_page_accessible()
    phone.page.select_option("#id_answer", "yes")
    phone.page.fill("#id_coordinator", "นางสาวมาลี บัวงาม")
    phone.page.fill("#id_phone", "081 234 5678")
    press(phone.page, "/send/")
    candidate.readiness.refresh_from_db()
    assert candidate.readiness.answer == "yes"


def approve_memo(
    page: Page, officer: Visitor, head: Visitor, director: Visitor, programme: HubProgramme
) -> Memo:
    """Begun, sent, returned, sent again, endorsed, approved with its number; read back."""
    officer.goes(reverse("admin:hubs_hubprogramme_selection", args=[programme.pk]))
    press(page, "/memo/")
    memo = programme.memos.get()
    address = reverse("admin:hubs_memo_page", args=[memo.pk])
    page.fill("[name=addressee]", "ผู้อำนวยการสำนักงาน")
    page.fill("[name=subject]", "ขออนุมัติโครงการจัดตั้งศูนย์ประจำปี")
    page.wait_for_selector("#preview:has-text('ขออนุมัติโครงการจัดตั้งศูนย์ประจำปี')")
    send(page)
    head.goes(address)
    head.page.fill("#remarks", "ขอเหตุผลเพิ่มเติม")
    with head.page.expect_navigation():
        head.page.click("button[formaction$='/return/']")
    officer.goes("/staff/")
    assert "ขออนุมัติโครงการจัดตั้งศูนย์ประจำปี" in page.inner_text("main")
    officer.goes(address)
    assert "ขอเหตุผลเพิ่มเติม" in page.inner_text("main")
    page.fill("[name=cause]", "ด้วยคู่มือข้อ 8.2 กำหนดให้คัดเลือกจาก อปท. ที่ได้รับรางวัล")
    send(page)
    head.goes(address)
    with head.page.expect_navigation():
        head.page.click("button[formaction$='/endorse/']")
    director.goes(address)
    with director.page.expect_navigation():
        director.page.click("form[action$='/approve/'] button:not([formaction])")
    memo.refresh_from_db()
    assert (memo.state, memo.number_year) == ("approved", fiscal_year(timezone.localdate()))
    officer.goes(address)
    press(page, "/pdf/")
    make_documents()
    paper = StoredDocument.objects.filter(kind="memo").latest("pk")
    text = "".join(text_of(Path(paper.file.path).read_bytes()).split())
    for words in ("บันทึกข้อความ", "ส่วนราชการ", "ขออนุมัติโครงการจัดตั้งศูนย์ประจำปี", "๘.๒"):
        assert words in text
    officer.goes(reverse("admin:hubs_hubprogramme_case", args=[programme.pk]))
    press(page, "/complete/")
    return memo


def send(page: Page) -> None:
    with page.expect_navigation():
        page.click("button[formaction$='/send/']")
    assert page.locator(".message.error").count() == 0, page.inner_text("main")


def make_documents() -> None:
    while make_next_document():
        pass


def hold_workshops(
    page: Page, officer: Visitor, phones: list[Visitor], programme: HubProgramme
) -> None:
    """Two cohorts by region, letters by mail, one LAO comes and one cannot, attendance closed."""
    step = reverse("admin:hubs_hubprogramme_workshops", args=[programme.pk])
    officer.goes(step)
    press(page, "/plan/")
    for cohort in programme.cohorts.order_by("number"):
        officer.goes(reverse("admin:hubs_cohort_change", args=[cohort.pk]))
        page.fill("#id_starts_on", today())
        page.fill("#id_place", "ห้องประชุมสำนักงาน")
        page.select_option("#id_province", "10")
        save(page)
    officer.goes(step)
    with page.expect_navigation():
        page.click("button[formaction$='/region/']")
    for cohort in programme.cohorts.order_by("number"):
        officer.goes(reverse("admin:hubs_cohort_page", args=[cohort.pk]))
        press(page, "/letters/")
    make_documents()
    assert mail_letters(timezone.now()) >= len(phones)
    letter = Mail.objects.filter(kind="workshop-letter", recipient=LAO_PEOPLE[0]).get()
    assert letter.attachment.endswith(".pdf")
    paper = StoredDocument.objects.filter(kind="invitation_letter").latest("pk")
    text = "".join(text_of(Path(paper.file.path).read_bytes()).split())
    for words in ("ขอเชิญเข้าร่วม", "เรียน", "ขอแสดงความนับถือ", "ห้องประชุมสำนักงาน"):
        assert words in text
    answer(phones)
    note_attendance(page, officer, programme)
    officer.goes(reverse("admin:hubs_hubprogramme_case", args=[programme.pk]))
    press(page, "/complete/")


def answer(phones: list[Visitor]) -> None:
    first, second = (phone.goes("/lao/") for phone in phones)
    first.click("a[href*='/lao/invitation/']")
    phones[0].finds_the_page_accessible()
    first.check("input[name=answer][value=comes]")
    first.fill("#name-mine-0", "นางสาวมาลี บัวงาม")
    press(first, "/send/")
    second.click("a[href*='/lao/invitation/']")
    second.check("input[name=answer][value=cannot]")
    press(second, "/send/")
    assert second.locator(".message.error").count() == 1
    second.fill("[name=reason]", "ตรงกับการประชุมสภา")
    press(second, "/send/")
    assert {row.answer for row in Invitee.objects.exclude(answer="")} >= {"comes", "cannot"}


def note_attendance(page: Page, officer: Visitor, programme: HubProgramme) -> None:
    for cohort in Cohort.objects.filter(programme=programme).order_by("number"):
        officer.goes(reverse("admin:hubs_cohort_page", args=[cohort.pk]))
        page.click("#attendance details summary")
        page.fill("#walk-name", "นายสมชาย ใจดี")
        press(page, "/walk-in/")
        for box in page.locator("input[name=came]").all():
            box.check()
        press(page, "/attendance/")
        press(page, "/close/")
        cohort.refresh_from_db()
        assert cohort.held_at is not None


def publish_guideline(
    page: Page, officer: Visitor, phone: Visitor, programme: HubProgramme
) -> None:
    officer.goes(reverse("admin:hubs_hubprogramme_guideline", args=[programme.pk]))
    page.click("#versions .btn")
    page.wait_for_selector("#publish .btn")
    with page.expect_navigation():
        page.click("#publish .btn")
    phone.goes("/lao/")
    phone.page.click("a[href*='/lao/guideline/']")
    phone.page.wait_for_selector("h1")
    officer.goes(reverse("admin:hubs_hubprogramme_case", args=[programme.pk]))
    press(page, "/complete/")


def close_programme(
    page: Page, officer: Visitor, director: Visitor, programme: HubProgramme
) -> None:
    """Followed up, evaluated, approved to close."""
    case = reverse("admin:hubs_hubprogramme_case", args=[programme.pk])
    officer.goes(case)
    press(page, "/complete/")
    officer.goes(reverse("admin:hubs_hubprogramme_followup", args=[programme.pk]))
    officer.goes(reverse("admin:hubs_programmeevaluation_page", args=[programme.pk]))
    for name in ("achievements", "problems", "recommendations"):
        page.fill(f"[name={name}]", "จัดตั้งศูนย์ได้ครบสิบแห่งตามเป้าหมายของปี")
    press(page, "/save/")
    officer.goes(case)
    press(page, "/ask/")
    director.goes(case)
    with director.page.expect_navigation():
        director.page.click("button[name=answer][value=approve]")
    officer.goes(case)
    press(page, "/complete/")
    programme.refresh_from_db()
    assert programme.state == "completed"


def test_a_programme_goes_from_the_award_file_to_ten_hubs_whose_reports_are_due(
    visitor: Callable[..., Visitor], winners: list[Lao], tmp_path: Path
) -> None:
    officer, head, director = visitor(), visitor(), visitor()
    for one, email in zip((officer, head, director), STAFF, strict=True):
        one.signs_in(email)
    page = officer.page
    programme = open_programme(page, officer)
    study(page, officer, programme)
    import_awards(page, officer, winners, tmp_path)
    candidates = select(page, officer, programme)
    lao_people([candidate.lao for candidate in candidates])
    phones = [visitor(width=360), visitor(width=360)]
    for phone, email in zip(phones, LAO_PEOPLE, strict=True):
        phone.signs_in(email)
    ask_readiness(page, officer, phones[0], programme, candidates[0])
    approve_memo(page, officer, head, director, programme)
    hold_workshops(page, officer, phones, programme)
    publish_guideline(page, officer, phones[0], programme)
    establish(page, officer, head, phones, candidates, tmp_path)
    ensure_rounds(today=timezone.localdate(), at=timezone.now())
    hubs = Hub.objects.filter(programme=programme, state=HubState.ESTABLISHED)
    assert hubs.count() == CHOSEN
    assert FollowUp.objects.filter(hub__in=hubs).count() == CHOSEN
    officer.goes(reverse("hub-board", args=[programme.pk]))
    officer.finds_the_page_accessible()
    close_programme(page, officer, director, programme)
