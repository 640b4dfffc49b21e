"""The register in the staff's site: lists, records, merging, coverage, and who sees what."""

import json
import re
from collections.abc import Callable
from datetime import date
from io import BytesIO

import pytest
import time_machine
from django.contrib.admin.models import LogEntry
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from python_calamine import CalamineWorkbook

from networks.actions.appointments import Term, appoint
from networks.actions.privacy import ask_correction
from networks.imports.organisations import OrganisationImporter
from networks.models import (
    Appointment,
    AppointmentRole,
    CorrectionRequest,
    NotDuplicate,
    Organisation,
    Person,
    PersonAccess,
    PersonMerge,
)
from networks.reference import load_reference
from networks.selectors.register import register_context, register_is_ready
from onde_portal.accounts.models import User
from onde_portal.exchange.actions import plan_of
from onde_portal.exchange.importing import Kind
from onde_portal.exchange.models import ImportRun
from tests.networks.people import make_participant, make_person, make_project
from tests.world import NOW, TODAY, udon_thani

SignIn = Callable[[User], Client]
PHONE, EMAIL = "081-234-5678", "somchai@example.go.th"
LIST = "admin:networks_person_changelist"

pytestmark = pytest.mark.usefixtures("frozen")


@pytest.fixture
def person(db: None) -> Person:
    return make_person(
        prefix="นาย", phone=PHONE, email=EMAIL, address="1 หมู่ 2 ต.หนองบัว", province=udon_thani()
    )


@pytest.fixture
def role(db: None) -> AppointmentRole:
    load_reference()
    return AppointmentRole.objects.get(name_th="ภาคประชาชน")


def record(person: Person) -> str:
    return reverse("admin:networks_person_record", args=[person.pk])


def move(person: Person, name: str) -> str:
    return reverse("admin:networks_person_move", args=[person.pk, name])


def test_an_officer_enters_a_person_and_lands_on_the_record(officer: User, sign_in: SignIn) -> None:
    answer = sign_in(officer).post(
        reverse("admin:networks_person_add"),
        {"first_name": "มาลี", "last_name": "บัวงาม", "phone": "๐๘๑-๒๓๔-๕๖๗๘", "email": ""},
    )
    entered = Person.objects.get()
    assert answer.headers["Location"] == record(entered)
    assert entered.phone_key == "+66812345678"


def test_who_seems_to_be_there_already_is_named_before_entering(
    person: Person, officer: User, sign_in: SignIn
) -> None:
    client, form = sign_in(officer), {"first_name": "สมชาย", "last_name": "ใจดี"}
    answer = client.post(reverse("admin:networks_person_add"), form)
    assert answer.status_code == 200
    assert record(person) in answer.text
    client.post(reverse("admin:networks_person_add"), form | {"is_another": "on"})
    assert Person.objects.count() == 2


def test_a_form_opened_before_somebody_elses_change_is_refused(
    person: Person, officer: User, sign_in: SignIn
) -> None:
    client = sign_in(officer)
    address = reverse("admin:networks_person_change", args=[person.pk])
    form = {"first_name": "สมชาย", "last_name": "ใหม่", "as_read": "0"}
    assert client.post(address, form).status_code == 302
    late = client.post(address, form | {"last_name": "ทับ"})
    assert late.status_code == 200
    person.refresh_from_db()
    assert person.last_name == "ใหม่"


def test_what_is_wrong_in_the_form_is_said_and_stays_out_of_the_address(
    officer: User, sign_in: SignIn
) -> None:
    answer = sign_in(officer).post(
        reverse("admin:networks_person_add"),
        {"first_name": "มาลี", "last_name": "บัวงาม", "phone": "ไม่มี"},
    )
    assert answer.status_code == 200
    assert not Person.objects.exists()


def test_every_look_at_a_record_is_written_down(
    person: Person, officer: User, auditor: User, sign_in: SignIn
) -> None:
    sign_in(officer).get(record(person))
    sign_in(auditor).get(record(person))
    sign_in(officer).get(reverse("admin:networks_person_take", args=[person.pk, "json"]))
    sign_in(officer).get(reverse("admin:networks_person_export", args=["csv"]))
    seen = PersonAccess.objects.order_by("pk").values_list("by", "what")
    assert [*seen] == [
        (officer.pk, "page"), (auditor.pk, "page"), (officer.pk, "export"), (officer.pk, "list"),
    ]  # fmt: skip


def test_the_auditor_sees_no_contact_data_anywhere(
    person: Person, role: AppointmentRole, auditor: User, officer: User, sign_in: SignIn
) -> None:
    appoint(person=person, term=Term(role, TODAY), by=officer, at=NOW)
    other = make_person("สมชาย", "ใจดี", phone=PHONE)
    client = sign_in(auditor)
    pages = [
        record(person), reverse(LIST), f"{reverse(LIST)}?q=สมชาย",
        reverse("admin:networks_person_export", args=["csv"]),
        reverse("admin:networks_appointment_changelist"),
        reverse("admin:networks_person_duplicates"),
        reverse("admin:networks_person_history", args=[person.pk]),
    ]  # fmt: skip
    for address in pages:
        answer = client.get(address)
        assert answer.status_code == 200, address
        text = answer.content.decode()
        for hidden in (PHONE, "+66812345678", "somchai", "หนองบัว"):
            assert hidden not in text, (address, hidden)
    for pages_for_officers in (
        reverse("admin:networks_person_take", args=[person.pk, "json"]),
        reverse("admin:networks_person_merge", args=[person.pk, other.pk]),
        reverse("admin:networks_correctionrequest_changelist"),
    ):
        assert client.get(pages_for_officers).status_code == 403
    form = client.get(reverse("admin:networks_person_change", args=[person.pk]))
    assert form.headers["Location"] == record(person)


@pytest.mark.parametrize(
    "query",
    ["q=0812345678", "q=somchai@example", "phone__startswith=081", "phone_key__contains=8123",
     "email__contains=somchai", "search_key__contains=x"],
)  # fmt: skip
def test_the_auditor_finds_nobody_by_contact_data(
    query: str, person: Person, auditor: User, sign_in: SignIn
) -> None:
    answer = sign_in(auditor).get(f"{reverse(LIST)}?{query}", follow=True)
    assert answer.status_code in {200, 400}
    if "q=" in query:
        assert record(person) not in answer.text
    else:
        assert answer.status_code == 400


def test_the_list_is_searched_in_any_spelling_best_first(
    person: Person, officer: User, sign_in: SignIn
) -> None:
    alike = make_person("สมฉาย", "จัยดี")
    found = sign_in(officer).get(f"{reverse(LIST)}?q=นายสมชาย ใจดี").text
    assert record(person) in found
    by_sound = sign_in(officer).get(f"{reverse(LIST)}?q=สมฉาย จัยดี").text
    assert record(alike) in by_sound


def test_the_list_is_filtered_by_office_role_and_keeping(
    person: Person, role: AppointmentRole, officer: User, sign_in: SignIn
) -> None:
    nobody = make_person("ไม่มี", "ตำแหน่ง")
    Person.objects.filter(pk=nobody.pk).update(retain_until=date(2020, 1, 1))
    appoint(person=person, term=Term(role, TODAY), by=officer, at=NOW)
    client = sign_in(officer)
    expected = {
        "office=now": person, "office=never": nobody, f"role={role.pk}": person,
        "keeping=due": nobody, "province__code__exact=41": person,
    }  # fmt: skip
    for query, only in expected.items():
        text = client.get(f"{reverse(LIST)}?{query}").text
        others = {person, nobody} - {only}
        assert record(only) in text, query
        assert not any(record(other) in text for other in others), query


def test_two_records_are_merged_field_by_field_and_taken_apart_on_the_page(
    person: Person, officer: User, sign_in: SignIn
) -> None:
    other = make_person("สมชาย", "ใจดีมาก", position="กำนัน")
    client = sign_in(officer)
    page = client.get(reverse("admin:networks_person_merge", args=[person.pk, other.pk]))
    assert "ใจดีมาก" in page.text
    address = reverse("admin:networks_person_merge_do", args=[person.pk, other.pk])
    form = {
        "version": "0",
        "other_version": "0",
        "take_last_name": "other",
        "take_position": "other",
    }
    assert client.post(address, form).headers["Location"] == record(person)
    person.refresh_from_db()
    assert (person.last_name, person.position, person.phone) == ("ใจดีมาก", "กำนัน", PHONE)
    assert client.get(record(other)).status_code == 200
    client.post(move(person, "undo"), {"merge": PersonMerge.objects.get().pk})
    person.refresh_from_db()
    assert (person.last_name, person.position) == ("ใจดี", "")
    assert Person.objects.current().count() == 2


def test_a_merge_of_what_changed_meanwhile_says_so(
    person: Person, officer: User, sign_in: SignIn
) -> None:
    other = make_person("สมชาย")
    address = reverse("admin:networks_person_merge_do", args=[person.pk, other.pk])
    answer = sign_in(officer).post(address, {"version": "7", "other_version": "0"})
    assert answer.status_code == 409
    assert not PersonMerge.objects.exists()


def test_suggested_pairs_are_listed_until_somebody_says_they_are_two(
    person: Person, officer: User, sign_in: SignIn
) -> None:
    other = make_person("สมชาย", "ใจดี")
    client = sign_in(officer)
    assert record(other) in client.get(reverse("admin:networks_person_duplicates")).text
    client.post(move(person, "two-people"), {"other": other.pk})
    assert NotDuplicate.objects.exists()
    assert record(other) not in client.get(reverse("admin:networks_person_duplicates")).text


def test_consents_terms_and_keeping_are_noted_on_the_record(
    person: Person, role: AppointmentRole, officer: User, sign_in: SignIn
) -> None:
    made = appoint(person=person, term=Term(role, TODAY), by=officer, at=NOW)
    client = sign_in(officer)
    client.post(move(person, "consent"), {"purpose": "news", "how": "แบบฟอร์ม"})
    client.post(move(person, "withdraw"), {"consent": person.consents.get().pk})
    assert person.consents.get().withdrawn_at == NOW
    client.post(move(person, "end-term"), {"appointment": made.pk, "on": "30/4/2569"})
    made.refresh_from_db()
    assert made.ends_on == date(2026, 4, 30)
    wrong = client.post(move(person, "end-term"), {"appointment": made.pk, "on": "31/4/2569"})
    assert wrong.status_code == 409
    client.post(move(person, "keep"), {"on": "1/1/2580", "reason": "ยังร่วมงาน"})
    person.refresh_from_db()
    assert person.retain_until == date(2037, 1, 1)
    assert client.post(move(person, "link")).status_code == 302


def test_only_a_head_erases(person: Person, officer: User, head: User, sign_in: SignIn) -> None:
    form = {"version": "0", "reason": "พ้นกำหนด"}
    assert sign_in(officer).post(move(person, "erase"), form).status_code == 403
    assert sign_in(head).post(move(person, "erase"), form).status_code == 302
    person.refresh_from_db()
    assert person.erased_at == NOW
    assert sign_in(head).get(record(person)).status_code == 200


def test_somebody_is_appointed_for_a_project_and_the_step_knows(
    person: Person, role: AppointmentRole, officer: User, sign_in: SignIn
) -> None:
    project = make_project(officer)
    assert not register_is_ready(project, TODAY)
    answer = sign_in(officer).post(
        reverse("admin:networks_appointment_add"),
        {
            "person": person.pk, "role": role.pk, "province": "41", "project": project.pk,
            "starts_on": "1/4/2569", "ends_on": "31/3/2573",
        },
    )  # fmt: skip
    assert answer.headers["Location"] == reverse(
        "admin:networks_networkproject_register", args=[project.pk]
    )
    made = Appointment.objects.get()
    assert (made.starts_on, made.ends_on) == (date(2026, 4, 1), date(2030, 3, 31))
    assert register_is_ready(project, TODAY)


def test_nobody_is_appointed_twice_at_a_time(
    person: Person, role: AppointmentRole, officer: User, sign_in: SignIn
) -> None:
    appoint(person=person, term=Term(role, TODAY, province=udon_thani()), by=officer, at=NOW)
    form = {"person": person.pk, "role": role.pk, "province": "41", "starts_on": "1/5/2569"}
    answer = sign_in(officer).post(reverse("admin:networks_appointment_add"), form, follow=True)
    assert Appointment.objects.count() == 1
    assert "error" in answer.text


def test_the_working_page_shows_appointments_coverage_and_who_waits(
    person: Person, role: AppointmentRole, officer: User, sign_in: SignIn
) -> None:
    project = make_project(officer)
    waiting = make_person("รอ", "แต่งตั้ง", phone="089-111-1111")
    for one in (person, waiting, make_person("รอ", "แต่งตั้ง")):
        make_participant(project, one)
    appoint(
        person=person, term=Term(role, TODAY, province=udon_thani()), project=project, by=officer,
        at=NOW,
    )  # fmt: skip
    told = register_context(project, officer, NOW)
    assert told["waiting_count"] == 2
    assert [pair.first for pair in told["duplicates"]] == [waiting]
    assert [row.gaps for row in told["coverage"].rows] == [2]
    page = sign_in(officer).get(
        reverse("admin:networks_networkproject_register", args=[project.pk])
    )
    assert page.status_code == 200
    assert "089-111-1111" in page.text


def test_gaps_are_counted_by_province_and_each_number_opens_its_list(
    person: Person, role: AppointmentRole, officer: User, auditor: User, sign_in: SignIn
) -> None:
    appoint(person=person, term=Term(role, TODAY, province=udon_thani()), by=officer, at=NOW)
    client = sign_in(auditor)
    page = client.get(reverse("admin:networks_appointment_coverage"))
    assert page.status_code == 200
    address = next(
        line.split('href="')[1].split('"')[0].replace("&amp;", "&")
        for line in page.text.splitlines()
        if f"role__id__exact={role.pk}" in line
    )
    assert record(person) in client.get(address).text


def test_a_correction_is_answered_from_the_list_once(
    person: Person, officer: User, sign_in: SignIn
) -> None:
    asked = ask_correction(person=person, text="นามสกุลผิด", at=NOW)
    client = sign_in(officer)
    assert client.get(reverse("admin:networks_correctionrequest_changelist")).status_code == 200
    address = reverse("admin:networks_correctionrequest_change", args=[asked.pk])
    client.post(address, {"answer": "แก้แล้ว"})
    assert CorrectionRequest.objects.get().answer == "แก้แล้ว"
    client.post(address, {"answer": "อีกที"})
    assert CorrectionRequest.objects.get().answer == "แก้แล้ว"


def test_the_whole_record_leaves_as_excel_and_json(
    person: Person, officer: User, sign_in: SignIn
) -> None:
    client = sign_in(officer)
    book = client.get(reverse("admin:networks_person_take", args=[person.pk, "xlsx"])).content
    rows = CalamineWorkbook.from_filelike(BytesIO(book)).get_sheet_by_index(0).to_python()
    assert any(PHONE in row for row in rows)
    told = client.get(reverse("admin:networks_person_take", args=[person.pk, "json"])).content
    assert json.loads(told)["person"][0]["email"] == EMAIL


def test_a_renamed_organisation_is_found_by_its_people(officer: User, sign_in: SignIn) -> None:
    client = sign_in(officer)
    client.post(reverse("admin:networks_organisation_add"), {"name": "ชมรมเก่า", "sector": "civil"})
    organisation = Organisation.objects.get()
    member = make_person(organisation=organisation)
    address = reverse("admin:networks_organisation_change", args=[organisation.pk])
    client.post(address, {"name": "สมาคมใหม่", "sector": "civil"})
    assert record(member) in client.get(f"{reverse(LIST)}?q=สมาคมใหม่").text


def test_erasing_takes_the_name_out_of_the_staff_sites_log(head: User, sign_in: SignIn) -> None:
    client = sign_in(head)
    form = {"first_name": "มาลี", "last_name": "บัวงาม"}
    client.post(reverse("admin:networks_person_add"), form)
    entered = Person.objects.get()
    assert "มาลี" in LogEntry.objects.get().object_repr
    client.post(move(entered, "erase"), {"version": "0", "reason": "ขอลบ"})
    assert "มาลี" not in LogEntry.objects.get().object_repr


def test_organisations_come_from_a_file_and_go_back_unchanged(
    officer: User, sign_in: SignIn
) -> None:
    client = sign_in(officer)
    rows = "ชื่อหน่วยงาน,ภาคส่วน,โทรศัพท์\r\nชมรมคนรักป่า,ภาคประชาสังคม,0812345678\r\n"
    name = "admin:networks_organisation_import"
    for content in (rows.encode(), None):
        exported = reverse("admin:networks_organisation_export", args=["csv"])
        upload = SimpleUploadedFile("list.csv", content or client.get(exported).content)
        page = client.post(reverse(f"{name}_send"), {"file": upload}, follow=True)
        digest = re.search(r'name="digest" value="(\w+)"', page.text)
        if content:
            assert digest
            run = ImportRun.objects.latest("pk")
            address = reverse(f"{name}_move", args=[run.pk, "apply"])
            client.post(address, {"digest": digest[1]})
    assert Organisation.objects.get().phone == "081-234-5678"
    plan = plan_of(ImportRun.objects.latest("pk"), OrganisationImporter())
    assert [row.verdict.kind for row in plan.rows] == [Kind.SAME]


def test_reference_data_is_loaded_once_and_what_staff_edited_stays(db: None) -> None:
    assert load_reference() > 0
    AppointmentRole.objects.filter(name_th="ภาคประชาชน").update(name_en="Changed")
    assert load_reference() == 0
    assert AppointmentRole.objects.get(name_th="ภาคประชาชน").name_en == "Changed"


def test_time_passes_and_an_office_ends(
    person: Person, role: AppointmentRole, officer: User, frozen: time_machine.Traveller
) -> None:
    project = make_project(officer)
    term = Term(role, TODAY, date(2026, 4, 30))
    appoint(person=person, term=term, project=project, by=officer, at=NOW)
    assert register_is_ready(project, date(2026, 4, 30))
    assert not register_is_ready(project, date(2026, 5, 1))
