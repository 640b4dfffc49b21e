"""What people may know of themselves, what is hidden from whom, and when it is forgotten."""

import json
from datetime import date, timedelta

import pytest
import time_machine
from django.test import Client
from django.urls import reverse

from networks.actions.appointments import Term, appoint, end_appointment
from networks.actions.erasing import ERASED_NAME, InOffice, erase_person
from networks.actions.merging import CannotUndo, merge_people, undo_merge
from networks.actions.people import PersonFacts, StalePerson, save_person
from networks.actions.privacy import (
    AnsweredAlready,
    ConsentOnRecord,
    ConsentWithdrawn,
    DayPassed,
    HowNeeded,
    NoEmail,
    ReasonMissing,
    answer_correction,
    ask_correction,
    give_consent,
    hash_link,
    keep_longer,
    send_link,
    withdraw_consent,
)
from networks.masking import contact_of, mask_email, mask_phone
from networks.models import AppointmentRole, CorrectionRequest, Person, PersonAccess, PersonLink
from networks.selectors.people import find_people
from networks.selectors.retention import due_for_review, retention_day
from onde_portal.accounts.models import Mail, User
from tests.networks.people import make_participant, make_person, make_project
from tests.world import NOW, TODAY

PHONE, EMAIL = "081-234-5678", "somchai@example.go.th"


@pytest.fixture
def person(db: None) -> Person:
    return make_person(phone=PHONE, email=EMAIL, address="1 หมู่ 2 ต.หนองบัว")


def own_address(person: Person, officer: User) -> str:
    """Send the link and read it from the letter, as the person does."""
    send_link(person=person, by=officer, at=NOW)
    letter = Mail.objects.filter(kind="person-link").latest("pk").body
    return next(line for line in letter.splitlines() if "/person/" in line).split("8000", 1)[-1]


def test_contact_data_is_masked_for_those_without_the_right(
    person: Person, officer: User, auditor: User
) -> None:
    assert contact_of(person, officer).phone == PHONE
    hidden = contact_of(person, auditor)
    assert hidden.is_masked
    assert PHONE not in hidden.phone
    assert "หนองบัว" not in hidden.address
    assert "somchai" not in hidden.email


def test_masks_show_an_ending_only() -> None:
    assert (mask_phone(PHONE), mask_email(EMAIL)) == ("•••78", "s•••@•••.th")
    assert (mask_phone(""), mask_email("")) == ("", "")


def test_who_may_not_see_a_phone_number_finds_nobody_by_it(
    person: Person, officer: User, auditor: User
) -> None:
    for typed in ("0812345678", "+66812345678", EMAIL, "๐๘๑-๒๓๔-๕๖๗๘", "2345678"):
        assert find_people(typed, user=officer) == [person], typed
        assert find_people(typed, user=auditor) == [], typed


def test_a_consent_is_given_once_and_may_be_withdrawn_and_given_again(
    person: Person, officer: User
) -> None:
    with pytest.raises(HowNeeded):
        give_consent(person=person, purpose="news", how=" ", by=officer, at=NOW)
    consent = give_consent(person=person, purpose="news", how="แบบฟอร์ม", by=officer, at=NOW)
    with pytest.raises(ConsentOnRecord):
        give_consent(person=person, purpose="news", how="แบบฟอร์ม", by=officer, at=NOW)
    withdraw_consent(consent=consent, by=officer, at=NOW)
    with pytest.raises(ConsentWithdrawn):
        withdraw_consent(consent=consent, by=officer, at=NOW)
    give_consent(person=person, purpose="news", how="แบบฟอร์มใหม่", by=officer, at=NOW)


def test_a_person_sees_the_own_record_by_a_mailed_link_of_which_only_a_hash_is_kept(
    person: Person, officer: User, frozen: time_machine.Traveller
) -> None:
    address = own_address(person, officer)
    token = address.strip("/").rsplit("/", 1)[-1]
    assert PersonLink.objects.get().token_sha256 == hash_link(token)
    page = Client().get(address)
    assert page.status_code == 200
    assert PHONE in page.text
    assert page.headers["Cache-Control"] == "no-store, private"
    assert person.accesses.get().what == PersonAccess.What.SELF


def test_the_own_record_can_be_taken_along(
    person: Person, officer: User, frozen: time_machine.Traveller
) -> None:
    give_consent(person=person, purpose="news", how="แบบฟอร์ม", by=officer, at=NOW)
    told = json.loads(Client().get(f"{own_address(person, officer)}data/").content)
    assert told["person"][0]["phone"] == PHONE
    assert told["consents"][0]["how"] == "แบบฟอร์ม"


def test_a_link_ends_after_fourteen_days_and_when_a_newer_one_is_sent(
    person: Person, officer: User, frozen: time_machine.Traveller
) -> None:
    first = own_address(person, officer)
    second = own_address(person, officer)
    assert Client().get(first).status_code == 410
    assert Client().get(second).status_code == 200
    frozen.move_to(NOW + timedelta(days=14))
    refused = Client().get(second)
    assert refused.status_code == 410
    assert PHONE not in refused.text


def test_guessing_links_is_refused_kindly_and_slowed_down(
    person: Person, frozen: time_machine.Traveller
) -> None:
    client = Client()
    address = reverse("networks:person", args=["x" * 43])
    answers = [client.get(address).status_code for _turn in range(31)]
    assert answers[0] == 404
    assert answers[-1] == 429


def test_a_true_link_works_while_others_guess(
    person: Person, officer: User, frozen: time_machine.Traveller
) -> None:
    client = Client()
    for _turn in range(31):
        client.get(reverse("networks:person", args=["x" * 43]))
    assert client.get(own_address(person, officer)).status_code == 200


def test_a_person_asks_for_a_correction_and_gets_an_answer(
    person: Person, officer: User, frozen: time_machine.Traveller
) -> None:
    address = own_address(person, officer)
    client = Client()
    assert client.post(f"{address}correct/", {"text": " "}).status_code == 422
    assert client.post(f"{address}correct/", {"text": "นามสกุลผิด"}).status_code == 302
    asked = CorrectionRequest.objects.get()
    answer_correction(request=asked, answer="แก้ไขแล้ว", by=officer, at=NOW)
    assert "แก้ไขแล้ว" in Mail.objects.get(kind="correction-answered").body
    with pytest.raises(AnsweredAlready):
        answer_correction(request=asked, answer="อีกครั้ง", by=officer, at=NOW)
    for _turn in range(5):
        ask_correction(person=person, text="อีก", at=NOW)
    refused = client.post(f"{address}correct/", {"text": "อีก"})
    assert refused.status_code == 422


def test_a_person_withdraws_a_consent_on_the_own_page_only(
    person: Person, officer: User, frozen: time_machine.Traveller
) -> None:
    mine = give_consent(person=person, purpose="news", how="แบบฟอร์ม", by=officer, at=NOW)
    other = make_person("คนอื่น")
    theirs = give_consent(person=other, purpose="news", how="แบบฟอร์ม", by=officer, at=NOW)
    address = own_address(person, officer)
    assert Client().post(f"{address}withdraw/{theirs.pk}/").status_code == 404
    assert Client().post(f"{address}withdraw/{mine.pk}/").status_code == 302
    mine.refresh_from_db()
    assert mine.withdrawn_at == NOW


def test_no_link_goes_out_without_an_address(officer: User) -> None:
    with pytest.raises(NoEmail):
        send_link(person=make_person(), by=officer, at=NOW)


def test_data_is_kept_five_years_after_the_last_thing(person: Person, officer: User) -> None:
    assert retention_day(person) == date(2031, 4, 20)
    role = AppointmentRole.objects.create(name_th="ที่ปรึกษา")
    made = appoint(person=person, term=Term(role, TODAY), by=officer, at=NOW)
    assert retention_day(person) is None
    end_appointment(appointment=made, on=date(2027, 2, 28), by=officer, at=NOW)
    assert retention_day(person) == date(2032, 2, 28)


def test_those_whose_day_has_come_are_listed_and_the_busy_are_not(officer: User) -> None:
    long_ago, busy, fresh = make_person("เก่า"), make_person("ทำงาน"), make_person("ใหม่")
    Person.objects.exclude(pk=fresh.pk).update(retain_until=TODAY - timedelta(days=1))
    make_participant(make_project(officer), busy)
    assert [*due_for_review(TODAY)] == [long_ago]


def test_a_record_is_kept_longer_with_a_reason(person: Person, officer: User) -> None:
    Person.objects.update(retain_until=TODAY - timedelta(days=1))
    with pytest.raises(ReasonMissing):
        keep_longer(person=person, until=date(2030, 1, 1), reason=" ", by=officer, at=NOW)
    with pytest.raises(DayPassed):
        keep_longer(person=person, until=TODAY, reason="ยังร่วมงาน", by=officer, at=NOW)
    keep_longer(person=person, until=date(2030, 1, 1), reason="ยังร่วมงาน", by=officer, at=NOW)
    assert not due_for_review(TODAY).exists()


def test_erasing_leaves_the_figures_and_nobodys_name(person: Person, head: User) -> None:
    project = make_project(head)
    merged = make_person("สมชัย", "ใจงาม", phone="089-999-9999")
    make_participant(project, person)
    made = merge_people(
        kept=person, merged=merged, facts=PersonFacts.of(person), versions=(0, 0), by=head, at=NOW
    )
    person.refresh_from_db()
    send_link(person=person, by=head, at=NOW)
    ask_correction(person=person, text="ชื่อผมคือสมชาย", at=NOW)
    erase_person(person=person, reason="พ้นกำหนด", version=person.version, by=head, at=NOW)
    for row in Person.objects.all():
        assert str(row) == ERASED_NAME
        assert not any([row.phone, row.email, row.address, row.search_key, row.loose_key])
    assert not Person.history.exists()
    assert not Mail.objects.exists()
    assert not PersonLink.objects.exists()
    assert "สมชาย" not in CorrectionRequest.objects.get().text
    assert project.participants.count() == 1
    made.refresh_from_db()
    with pytest.raises(CannotUndo):
        undo_merge(merge=made, by=head, at=NOW)


def test_who_is_in_office_is_not_erased(person: Person, head: User) -> None:
    role = AppointmentRole.objects.create(name_th="ที่ปรึกษา")
    appoint(person=person, term=Term(role, TODAY), by=head, at=NOW)
    with pytest.raises(InOffice):
        erase_person(person=person, reason="ขอลบ", version=0, by=head, at=NOW)


def test_an_erased_person_is_found_by_nobody(person: Person, head: User) -> None:
    erase_person(person=person, reason="พ้นกำหนด", version=0, by=head, at=NOW)
    assert find_people("สมชาย", user=head) == []
    with pytest.raises(StalePerson):
        save_person(facts=PersonFacts("ใหม่"), person=person, by=head, at=NOW)
