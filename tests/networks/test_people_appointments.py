"""Appointments in the staff's site, who covers which province, corrections, and lists as files."""

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
    Organisation,
    Person,
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
        upload = SimpleUploadedFile("list.csv", content or client.get(exported).getvalue())
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
