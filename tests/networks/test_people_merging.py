"""Two records become one, whatever hangs on them, and come apart again exactly."""

from datetime import timedelta
from typing import Any

import pytest
from django.apps import apps
from django.db import models
from hypothesis import HealthCheck, given, settings, strategies as st

from networks.actions.appointments import Term, appoint
from networks.actions.merging import (
    CannotMerge,
    CannotUndo,
    MergeUndone,
    SamePerson,
    merge_people,
    note_two_people,
    undo_merge,
)
from networks.actions.people import PersonFacts, StalePerson, save_person
from networks.actions.privacy import give_consent
from networks.models import (
    AppointmentRole,
    Certificate,
    Consent,
    NetworkOffice,
    Participant,
    Person,
    PersonMerge,
    SignIn,
    Sitting,
)
from networks.selectors.duplicates import find_duplicates, suggest_duplicates
from onde_portal.accounts.models import User
from tests.networks.people import (
    make_activity,
    make_network,
    make_participant,
    make_person,
    make_project,
    sign_in_at,
)
from tests.world import NOW, TODAY, chiang_mai, udon_thani

TOLD_APART = {
    f"networks.{name}" for name in ("personevent", "personmerge", "personaccess", "notduplicate")
}


def merge(kept: Person, merged: Person, by: User, facts: PersonFacts | None = None) -> PersonMerge:
    return merge_people(
        kept=kept, merged=merged, facts=facts or PersonFacts.of(kept),
        versions=(kept.version, merged.version), by=by, at=NOW,
    )  # fmt: skip


def everything() -> dict[str, list[dict[str, Any]]]:
    """Every row of networks but the stories of records, versions left out."""
    state = {}
    for model in apps.get_app_config("networks").get_models():
        label = model._meta.label_lower
        if label in TOLD_APART or hasattr(model, "instance_type"):
            continue
        rows: models.QuerySet[Any] = model._default_manager.order_by("pk")
        state[label] = [
            {name: value for name, value in row.items() if name != "version"}
            for row in rows.values()
        ]
    return state


def test_what_points_to_the_merged_record_points_to_the_kept_one(officer: User) -> None:
    kept, merged = make_person(), make_person("สมชัย")
    role = AppointmentRole.objects.create(name_th="ที่ปรึกษา")
    made = appoint(person=merged, term=Term(role, TODAY), by=officer, at=NOW)
    member = make_network(officer).members.create(
        person=merged, office=NetworkOffice.objects.create(name_th="ประธาน"), starts_on=TODAY
    )
    give_consent(person=merged, purpose="news", how="แบบฟอร์ม", by=officer, at=NOW)
    participant = make_participant(make_project(officer), merged)
    merge(kept, merged, officer)
    for row in (made, member, participant):
        row.refresh_from_db()
        assert row.person_id == kept.pk
    assert kept.consents.count() == 1
    merged.refresh_from_db()
    assert merged.merged_into == kept
    assert [*Person.objects.current()] == [kept]


def test_the_officer_chooses_field_by_field(officer: User) -> None:
    kept, merged = make_person(phone="081-234-5678"), make_person("สมชาย", position="กำนัน")
    chosen = PersonFacts("สมชาย", "ใจดี", phone="081-234-5678", position="กำนัน")
    merge(kept, merged, officer, chosen)
    kept.refresh_from_db()
    assert (kept.phone_key, kept.position) == ("+66812345678", "กำนัน")


def test_both_in_one_project_become_one_participant_with_all_sign_ins(officer: User) -> None:
    kept, merged = make_person(), make_person()
    project = make_project(officer)
    activity = make_activity(project)
    one, other = make_participant(project, kept), make_participant(project, merged)
    sign_in_at(activity, one, 0)
    sign_in_at(activity, other, 0, 1)
    merge(kept, merged, officer)
    assert [*Participant.objects.all()] == [one]
    days = SignIn.objects.order_by("on").values_list("on", "attendance__participant")
    assert [*days] == [(TODAY, one.pk), (TODAY + timedelta(days=1), one.pk)]


def test_of_two_results_of_one_test_the_kept_records_counts(officer: User) -> None:
    kept, merged = make_person(), make_person()
    project = make_project(officer)
    paper = project.papers.create(kind="pre", title="ก่อนเรียน")
    for person, score in ((kept, 5), (merged, 9)):
        Sitting.objects.create(
            paper=paper, participant=make_participant(project, person), source="paper",
            score=score, started_at=NOW,
        )  # fmt: skip
    made = merge(kept, merged, officer)
    assert Sitting.objects.get().score == 5
    undo_merge(merge=made, by=officer, at=NOW)
    assert {*Sitting.objects.values_list("score", flat=True)} == {5, 9}


def test_certificates_that_were_handed_out_both_stay(officer: User) -> None:
    kept, merged = make_person(), make_person()
    project = make_project(officer)
    activity = make_activity(project)
    for number, person in enumerate((kept, merged), 1):
        Certificate.objects.create(
            attendance=sign_in_at(activity, make_participant(project, person), 0), number=number,
            fiscal_year=2569, issued_at=NOW, issued_by=officer, name=str(person),
        )  # fmt: skip
    before = everything()
    made = merge(kept, merged, officer)
    assert Certificate.objects.count() == 2
    assert Participant.objects.taking_part().get().person == kept
    undo_merge(merge=made, by=officer, at=NOW)
    assert everything() == before


def test_who_withdrew_under_one_record_only_still_takes_part(officer: User) -> None:
    kept, merged = make_person(), make_person()
    project = make_project(officer)
    gone = make_participant(project, kept)
    Participant.objects.filter(pk=gone.pk).update(withdrawn_at=NOW)
    make_participant(project, merged)
    merge(kept, merged, officer)
    assert Participant.objects.get().withdrawn_at is None


def test_a_consent_given_twice_is_one(officer: User) -> None:
    kept, merged = make_person(), make_person()
    for person in (kept, merged):
        give_consent(person=person, purpose="news", how="แบบฟอร์ม", by=officer, at=NOW)
    made = merge(kept, merged, officer)
    assert Consent.objects.get().person == kept
    undo_merge(merge=made, by=officer, at=NOW)
    assert Consent.objects.count() == 2


def test_a_record_changed_meanwhile_is_not_merged(officer: User) -> None:
    kept, merged = make_person(), make_person()
    stale = Person.objects.get(pk=merged.pk)
    save_person(facts=PersonFacts("อื่น"), person=merged, by=officer, at=NOW)
    with pytest.raises(StalePerson):
        merge(kept, stale, officer)
    with pytest.raises(SamePerson):
        merge(kept, kept, officer)


def test_a_merged_record_is_not_merged_again_and_undone_once(officer: User) -> None:
    kept, merged, third = make_person(), make_person(), make_person()
    made = merge(kept, merged, officer)
    with pytest.raises(CannotMerge):
        merge(third, merged, officer)
    kept.refresh_from_db()
    onward = merge(third, kept, officer)
    with pytest.raises(CannotUndo):
        undo_merge(merge=made, by=officer, at=NOW)
    undo_merge(merge=onward, by=officer, at=NOW)
    made.refresh_from_db()
    undo_merge(merge=made, by=officer, at=NOW)
    with pytest.raises(MergeUndone):
        undo_merge(merge=made, by=officer, at=NOW)


def test_what_was_changed_after_a_merge_stays_when_it_is_undone(officer: User) -> None:
    kept, merged = make_person(), make_person("สมชาย", position="กำนัน")
    made = merge(kept, merged, officer, PersonFacts("สมชาย", "ใจดี", position="กำนัน"))
    kept.refresh_from_db()
    later = PersonFacts("สมชาย", "ใจงาม", position="กำนัน")
    save_person(facts=later, person=kept, by=officer, at=NOW)
    undo_merge(merge=made, by=officer, at=NOW)
    kept.refresh_from_db()
    assert (kept.last_name, kept.position) == ("ใจงาม", "")


@settings(
    max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(
    in_project=st.tuples(st.booleans(), st.booleans()),
    days=st.tuples(st.sets(st.integers(0, 1)), st.sets(st.integers(0, 1))),
    withdrawn=st.tuples(st.booleans(), st.booleans()),
    consents=st.tuples(
        st.sets(st.sampled_from(Consent.Purpose.values)),
        st.sets(st.sampled_from(Consent.Purpose.values)),
    ),
    members=st.tuples(st.booleans(), st.booleans()),
    chosen=st.tuples(st.booleans(), st.booleans(), st.booleans()),
)
def test_undoing_puts_back_exactly_what_was_there(
    officer: User,
    in_project: tuple[bool, bool],
    days: tuple[set[int], set[int]],
    withdrawn: tuple[bool, bool],
    consents: tuple[set[str], set[str]],
    members: tuple[bool, bool],
    chosen: tuple[bool, bool, bool],
) -> None:
    at = NOW.replace(microsecond=123456)
    people = (
        make_person("สมชาย", "ใจดี", phone="081-234-5678", province=udon_thani()),
        make_person("สมชัย", "ใจงาม", email="somchai@example.go.th", position="กำนัน"),
    )
    project, network = make_project(officer), make_network(officer)
    activity = make_activity(project)
    office = NetworkOffice.objects.get_or_create(name_th="ประธาน")[0]
    for turn, person in enumerate(people):
        if in_project[turn]:
            participant = make_participant(project, person)
            sign_in_at(activity, participant, *days[turn])
            if withdrawn[turn]:
                Participant.objects.filter(pk=participant.pk).update(withdrawn_at=at)
        for purpose in consents[turn]:
            give_consent(person=person, purpose=purpose, how="แบบฟอร์ม", by=officer, at=at)
        if members[turn]:
            network.members.create(person=person, office=office, starts_on=TODAY)
    kept, merged = people
    sides = [merged if other else kept for other in chosen]
    facts = PersonFacts(
        sides[0].first_name, sides[0].last_name, phone=sides[1].phone, email=sides[2].email
    )
    before = everything()
    made = merge(kept, merged, officer, facts)
    undo_merge(merge=made, by=officer, at=at)
    assert everything() == before


def test_duplicates_are_suggested_with_their_reasons(officer: User) -> None:
    province = udon_thani()
    one = make_person("วรรณศิริ", "ใจดี", phone="081-234-5678", province=province)
    alike = make_person("วันสิริ", "ใจดี", province=province)
    phone = make_person("คนอื่น", "ไกล", phone="+66 81 234 5678")
    make_person("ไม่เกี่ยว", "กัน")
    reasons = {item.second: item.keys for item in find_duplicates(one)}
    assert reasons == {alike: ("sound_key",), phone: ("phone_key",)}
    pairs = {(item.first, item.second) for item in suggest_duplicates()}
    assert pairs == {(one, alike), (one, phone)}


def test_two_people_found_to_be_two_are_not_suggested_again(officer: User) -> None:
    one, other = make_person(), make_person()
    assert [item.reasons for item in suggest_duplicates()] != []
    note_two_people(first=other, second=one, by=officer, at=NOW)
    assert suggest_duplicates() == []
    assert find_duplicates(one) == []


def test_names_that_only_sound_alike_in_different_provinces_are_two_people(officer: User) -> None:
    make_person("วรรณศิริ", "ใจดี", province=udon_thani())
    make_person("วันสิริ", "ใจดี", province=chiang_mai())
    assert suggest_duplicates() == []


def test_one_name_in_two_provinces_with_two_phones_is_two_people(officer: User) -> None:
    make_person("สมชาย", "ใจดี", province=udon_thani(), phone="081-234-5678")
    make_person("สมชาย", "ใจดี", province=chiang_mai(), phone="089-999-9999")
    assert suggest_duplicates() == []
    make_person("สมชาย", "ใจดี", province=chiang_mai())
    assert [pair.keys for pair in suggest_duplicates()] == [("name_key", "sound_key")] * 2
