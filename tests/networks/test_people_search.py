"""Finding people however their names are typed."""

import pytest

from networks.actions.people import (
    DistrictElsewhere,
    PersonFacts,
    PersonNameNeeded,
    StalePerson,
    UnreadableEmail,
    UnreadablePhone,
    refresh_keys,
    save_person,
)
from networks.models import Person, PersonVerb
from networks.selectors.people import find_people, same_name
from onde_portal.accounts.models import User
from onde_portal.registry.models import District
from tests.networks.people import make_person
from tests.world import NOW, chiang_mai, make_lao, udon_thani


def found(text: str, user: User) -> list[Person]:
    return find_people(text, user=user)


@pytest.mark.parametrize(
    "typed",
    [
        "วรรณศิริ น้ำใจดี", "น้ำใจดี วรรณศิริ", "วรรณศิริน้ำใจดี", "นางสาววรรณศิริ น้ำใจดี", "น.ส. วรรณศิริ",
        "นาง วรรณศิริ", "วันสิริ", "วัณศิริ", "วรรณสิริ", "น\u0e4d\u0e49\u0e32ใจดี", "นำใจดี", "นัมไจดี",
        "วรรณ\u200bศิริ", "  วรรณศิริ   น้ำ ", "วรรณศิริ อุดรธานี", "วรรณศิริ Udon", "วรรณศิริ ป่าไม้",
    ],
)  # fmt: skip
def test_a_person_is_found_by_any_spelling(typed: str, officer: User) -> None:
    person = make_person(
        "วรรณศิริ", "น้ำใจดี", prefix="น.ส.", province=udon_thani(), position="ป่าไม้อำเภอ"
    )
    make_person("สมชาย", "ใจงาม")
    assert found(typed, officer) == [person]


def test_the_name_as_typed_comes_before_names_that_sound_alike(officer: User) -> None:
    alike, exact = make_person("วันสิริ"), make_person("วรรณศิริ")
    assert found("วรรณศิริ", officer) == [exact, alike]


@pytest.mark.parametrize("typed", ["", "   ", "ไม่มีผู้ใด", "์", "%", "_", "'; --", "x" * 5000])
def test_a_search_without_sense_finds_nobody_and_breaks_nothing(typed: str, officer: User) -> None:
    make_person()
    assert found(typed, officer) == []


def test_people_of_an_lao_find_nobody(reporter: User) -> None:
    make_person()
    assert found("สมชาย", reporter) == []


def test_what_is_wrong_with_a_person_is_named(officer: User) -> None:
    district = District.objects.get(pk=make_lao(udon_thani(), "หนองบัว").district_id)
    wrong = {
        PersonNameNeeded: PersonFacts(first_name=" "),
        UnreadablePhone: PersonFacts("ก", phone="12"),
        UnreadableEmail: PersonFacts("ก", email="ไม่มี"),
        DistrictElsewhere: PersonFacts("ก", province=chiang_mai(), district=district),
    }
    for error, facts in wrong.items():
        with pytest.raises(error):
            save_person(facts=facts, by=officer, at=NOW)
    assert not Person.objects.exists()
    placed = save_person(facts=PersonFacts("ก", district=district), by=officer, at=NOW)
    assert placed.province == udon_thani()


def test_a_correction_is_in_the_story_and_the_history_with_who_made_it(officer: User) -> None:
    person = make_person()
    save_person(facts=PersonFacts("สมชาย", "ใจงาม"), person=person, by=officer, at=NOW)
    story = person.events.order_by("pk").values_list("verb", "by")
    assert [*story] == [(PersonVerb.ENTERED, None), (PersonVerb.CORRECTED, officer.pk)]
    latest = Person.history.latest("history_id")
    assert (latest.last_name, latest.history_user) == ("ใจงาม", officer)
    assert same_name("สมชาย", "ใจ งาม").get() == person


def test_saving_over_a_newer_version_is_refused(officer: User) -> None:
    person = make_person()
    save_person(facts=PersonFacts("สมชาย", "ใจงาม"), person=person, version=0, by=officer, at=NOW)
    with pytest.raises(StalePerson):
        save_person(facts=PersonFacts("ทับ"), person=person, version=0, by=officer, at=NOW)


def test_keys_are_made_anew_after_a_change_of_how_they_are_made(officer: User) -> None:
    make_person()
    Person.objects.update(search_key="", loose_key="")
    assert found("สมชาย", officer) == []
    assert refresh_keys(Person.objects.all()) == 1
    assert len(found("สมชาย", officer)) == 1
