"""The register in the staff's site: lists, records, merging, coverage, and who sees what."""

from collections.abc import Callable
from datetime import date

import pytest
from django.test import Client
from django.urls import reverse

from networks.actions.appointments import Term, appoint
from networks.models import (
    AppointmentRole,
    NotDuplicate,
    Person,
    PersonAccess,
    PersonMerge,
)
from networks.reference import load_reference
from onde_portal.accounts.models import User
from tests.networks.people import make_person
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
        text = answer.getvalue().decode()
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
