"""Importing the register: who is new, who is known, who is unclear, and taking it back."""

import re
from collections.abc import Callable, Iterator
from datetime import date

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from django.utils.translation import override

from networks.imports.people import PeopleImporter
from networks.models import Appointment, Organisation, Person
from networks.reference import load_reference
from onde_portal.accounts.models import User
from onde_portal.exchange import actions
from onde_portal.exchange.importing import Kind
from onde_portal.exchange.models import ImportRun
from onde_portal.exchange.planning import Plan, make_plan
from onde_portal.exchange.reading import Row, Table
from tests.networks.people import make_person
from tests.world import chiang_mai, udon_thani

SignIn = Callable[[User], Client]
HEADER = (
    "คำนำหน้า", "ชื่อ", "นามสกุล", "โทรศัพท์", "อีเมล", "จังหวัด", "หน่วยงาน", "บทบาท", "เริ่มวาระ", "สิ้นสุดวาระ",
)  # fmt: skip
PAGE = "admin:networks_person_import"
pytestmark = pytest.mark.usefixtures("frozen")


@pytest.fixture(autouse=True)
def _thai(db: None) -> Iterator[None]:
    udon_thani()
    chiang_mai()
    load_reference()
    with override("th"):
        yield


def row(first: str, last: str = "ใจดี", **more: str) -> list[str]:
    names = ("phone", "email", "province", "organisation", "role", "starts", "ends")
    return ["นาย", first, last, *(more.get(name, "") for name in names)]


def plan_of(*rows: list[str]) -> Plan:
    numbered = tuple(Row(number, tuple(cells)) for number, cells in enumerate(rows, 2))
    return make_plan(PeopleImporter(), Table("แผ่น1", HEADER, numbered))


def kinds(*rows: list[str]) -> list[Kind]:
    plan = plan_of(*rows)
    assert not plan.errors, plan.errors
    return [line.verdict.kind for line in plan.rows]


def test_a_name_with_its_phone_or_email_is_the_same_person_in_any_spelling() -> None:
    make_person("น้ำฝน", prefix="นาย", phone="0812345678", email="Fon@Example.go.th")
    assert kinds(row("น\u0e4d\u0e49\u0e32ฝน", phone="+66 81-234-5678")) == [Kind.SAME]
    assert kinds(row("น้ำฝน", email="fon@example.go.th")) == [Kind.SAME]
    assert kinds(row("น้ำฝน", phone="081-234-5678", province="อุดรธานี")) == [Kind.CHANGED]


def test_a_name_alone_is_known_in_its_province_and_unclear_elsewhere() -> None:
    make_person("สมชาย", prefix="นาย", province=udon_thani())
    assert kinds(row("สมชาย", province="อุดรธานี")) == [Kind.SAME]
    assert kinds(row("สมชาย", province="เชียงใหม่")) == [Kind.UNSURE]
    assert kinds(row("สมชาย")) == [Kind.UNSURE]


def test_another_name_with_the_same_phone_and_a_name_that_sounds_alike_are_unclear() -> None:
    make_person("วรรณศิริ", phone="081-234-5678", province=udon_thani())
    rows = (
        row("สมหญิง", phone="0812345678"),
        row("วันสิริ", province="อุดรธานี"),
        row("วันสิริ", province="เชียงใหม่"),
    )
    plan = plan_of(*rows)
    assert [line.verdict.kind for line in plan.rows] == [Kind.UNSURE, Kind.UNSURE, Kind.NEW]
    assert "081-234-5678" in plan.rows[0].verdict.candidates[0].label


def test_two_of_one_name_are_for_a_person_to_choose() -> None:
    make_person("สมชาย", province=udon_thani(), position="กำนัน")
    make_person("สมชาย", province=udon_thani(), position="ครู")
    line = plan_of(row("สมชาย", province="อุดรธานี", organisation="ชมรม")).rows[0]
    assert line.verdict.kind == Kind.UNSURE
    assert len(line.verdict.candidates) == 2


def test_what_is_wrong_is_said_with_its_cell() -> None:
    plan = plan_of(
        row("", phone="12", email="ไม่มี", province="แอตแลนติส"),
        row("สมชาย", role="ภาคประชาชน"),
        row("สมหญิง", starts="1/10/2569"),
        row("สมศรี", role="ภาคประชาชน", starts="1/10/2569", ends="1/10/2568"),
        row("สมปอง", role="จักรพรรดิ", starts="1/10/2569"),
    )
    cells = {error.cell for error in plan.errors}
    assert cells == {"B2", "D2", "E2", "F2", "I3", "H4", "J5", "H6"}


def send(client: Client, *rows: list[str]) -> str:
    text = "\r\n".join(",".join(cells) for cells in (HEADER, *rows))
    upload = SimpleUploadedFile("people.csv", text.encode("utf-8-sig"))
    return client.post(reverse(f"{PAGE}_send"), {"file": upload}, follow=True).content.decode()


def move(client: Client, name: str, **fields: str) -> str:
    run = ImportRun.objects.latest("pk")
    address = reverse(f"{PAGE}_move", args=[run.pk, name])
    return client.post(address, fields, follow=True).content.decode()


def apply(client: Client, *rows: list[str]) -> None:
    found = re.search(r'name="digest" value="(\w+)"', send(client, *rows))
    assert found
    move(client, "apply", digest=found[1])


def test_people_come_with_organisation_and_appointment_and_go_again(
    officer: User, sign_in: SignIn
) -> None:
    client = sign_in(officer)
    line = row(
        "สมชาย", phone="0812345678", province="อุดรธานี", organisation="ชมรมคนรักป่า",
        role="ภาคประชาชน", starts="1/10/2568", ends="30/9/2572",
    )  # fmt: skip
    apply(client, line)
    entered = Person.objects.get()
    assert entered.organisation == Organisation.objects.get(name="ชมรมคนรักป่า")
    held = Appointment.objects.get()
    assert (held.province, held.ends_on) == (udon_thani(), date(2029, 9, 30))
    assert kinds(line) == [Kind.SAME]
    move(client, "undo")
    assert not Person.objects.exists()
    assert not Person.history.exists()
    assert not Appointment.objects.exists()


def test_another_role_is_one_more_appointment_and_a_later_end_a_correction(
    officer: User, sign_in: SignIn
) -> None:
    client = sign_in(officer)
    first = row("สมชาย", phone="0812345678", role="ภาคประชาชน", starts="1/10/2568")
    apply(client, first)
    apply(
        client,
        row("สมชาย", phone="0812345678", role="ภาคประชาชน", starts="1/10/2568", ends="30/9/2572"),
    )
    assert Appointment.objects.get().ends_on == date(2029, 9, 30)
    apply(client, row("สมชาย", phone="0812345678", role="ผู้ทรงคุณวุฒิ", starts="1/10/2568"))
    assert Appointment.objects.count() == 2
    move(client, "undo")
    assert Appointment.objects.count() == 1
    assert Person.objects.count() == 1


def test_what_was_changed_since_is_not_taken_back(officer: User, sign_in: SignIn) -> None:
    client = sign_in(officer)
    apply(client, row("สมชาย", role="ภาคประชาชน", starts="1/10/2568", province="อุดรธานี"))
    Appointment.objects.update(remarks="แก้")
    move(client, "undo")
    assert Person.objects.count() == 1


def test_what_was_exported_comes_back_unchanged(officer: User, sign_in: SignIn) -> None:
    client = sign_in(officer)
    apply(
        client,
        row("สมชาย", phone="0812345678", province="อุดรธานี", role="ภาคประชาชน", starts="1/10/2568"),
        row("สมหญิง", email="ying@example.go.th", organisation="ชมรม"),
    )
    exported = client.get(reverse("admin:networks_person_export", args=["xlsx"])).getvalue()
    upload = SimpleUploadedFile("people.xlsx", exported)
    page = client.post(reverse(f"{PAGE}_send"), {"file": upload}, follow=True)
    assert page.status_code == 200
    run = ImportRun.objects.latest("pk")
    plan = actions.plan_of(run, PeopleImporter())
    assert [line.verdict.kind for line in plan.rows] == [Kind.SAME, Kind.SAME]


def test_the_auditor_imports_nothing(auditor: User, sign_in: SignIn) -> None:
    assert sign_in(auditor).get(reverse(PAGE)).status_code == 403


def test_a_long_file_is_matched_with_few_queries(
    django_assert_max_num_queries: Callable[[int], object],
) -> None:
    make_person("สมชาย", phone="081-234-5678")
    rows = [row(f"คน{number}", f"ที่{number}") for number in range(400)]
    with django_assert_max_num_queries(25):  # type: ignore[attr-defined]
        plan = plan_of(*rows)
    assert len(plan.rows) == 400
