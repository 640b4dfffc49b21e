"""People at the events of a project (manual 8.1 (2)): enrolled, invited, signed in, certified."""

from collections.abc import Callable, Iterable
from contextlib import AbstractContextManager
from datetime import date, timedelta

import pytest

from networks.actions import NetworkError
from networks.actions.attendance import (
    EventOff,
    GroupOfAnotherProject,
    NamesNeeded,
    NoWalkIns,
    SignInClosed,
    enrol,
    invite,
    mark_sign_ins,
    register,
    sign_in_by_code,
    sign_in_by_name,
    withdraw,
)
from networks.actions.people import PersonFacts, UnreadablePhone
from networks.actions.study import ProjectEnded, save_target_group
from networks.models import Activity, NetworkProject, Participant, Person, SignIn
from networks.selectors.activities import attendance_by_day, count_people, guests_of
from onde_portal.accounts.models import User
from onde_portal.assessments.codes import plain_code
from onde_portal.assessments.errors import CodeUnknown
from onde_portal.workflow.actions import cancel_case
from tests.networks.people import make_activity, make_participant, make_person, make_project
from tests.networks.story import make_paper, make_question
from tests.races import at_once
from tests.world import NOW, TODAY, udon_thani

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("frozen")]
TOMORROW = TODAY + timedelta(days=1)
WALK_IN = PersonFacts(first_name="มานะ", last_name="อดทน", phone="081-234-5678")


@pytest.fixture
def project(officer: User) -> NetworkProject:
    return make_project(officer)


@pytest.fixture
def activity(project: NetworkProject) -> Activity:
    """Two days from today on."""
    return make_activity(project)


@pytest.fixture
def participant(project: NetworkProject) -> Participant:
    return make_participant(project, make_person())


def days_of(participant: Participant) -> list[date]:
    days = SignIn.objects.filter(attendance__participant=participant).order_by("on")
    return list(days.values_list("on", flat=True))


def mark(
    activity: Activity, by: User, seen: Iterable[date], marked: Iterable[date], *keys: int
) -> tuple[int, int]:
    return mark_sign_ins(
        activity=activity, seen={key: list(seen) for key in keys},
        marked={key: list(marked) for key in keys}, by=by, at=NOW,
    )  # fmt: skip


def test_a_person_takes_part_in_a_project_once(project: NetworkProject) -> None:
    person = make_person()
    first = enrol(project=project, person=person, at=NOW)
    assert enrol(project=project, person=person, at=NOW) == first
    assert len(first.code) == 8


def test_who_withdrew_may_come_back_with_the_same_code(project: NetworkProject) -> None:
    participant = enrol(project=project, person=make_person(), at=NOW)
    withdraw(participant=participant, at=NOW)
    assert not project.participants.taking_part()
    back = enrol(project=project, person=participant.person, at=NOW)
    assert (back.pk, back.code, back.withdrawn_at) == (participant.pk, participant.code, None)


def test_a_target_group_is_given_later_but_never_of_another_project(
    project: NetworkProject, officer: User
) -> None:
    person = make_person()
    enrol(project=project, person=person, at=NOW)
    group = save_target_group(project=project, name="ผู้นำชุมชน", provinces=[udon_thani()], expected=5)
    assert enrol(project=project, person=person, group=group, at=NOW).target_group == group
    with pytest.raises(GroupOfAnotherProject):
        enrol(project=make_project(officer), person=person, group=group, at=NOW)


def test_a_project_that_ended_takes_nobody(project: NetworkProject, head: User) -> None:
    cancel_case(case=project, reason="งบไม่มา", by=head, at=NOW)
    project.refresh_from_db()
    with pytest.raises(ProjectEnded):
        enrol(project=project, person=make_person(), at=NOW)


def test_people_are_invited_once_and_counted(activity: Activity, participant: Participant) -> None:
    assert invite(activity=activity, participants=[participant], at=NOW) == 1
    assert invite(activity=activity, participants=[participant], at=NOW) == 0
    register(activity=activity, participant=participant, at=NOW)
    [counts] = count_people(Activity.objects.all())
    assert (counts.invited, counts.registered, counts.attended) == (1, 1, 0)


@pytest.mark.parametrize(
    ("typed", "read"),
    [
        ("acd2-3456", "ACD23456"),
        (" a c d ๒ ๓ ๔ ๕ ๖ ", "ACD23456"),
        ("ACDOSBZ9", "ACDQ5829"),
        ("ACD23456789", "ACD234567"),
        ("น้ำ' OR 1=1 --", "QRTT"),
    ],
)
def test_a_code_is_read_as_people_type_it(typed: str, read: str) -> None:
    assert plain_code(typed) == read


def test_signing_in_twice_counts_once_a_day(activity: Activity, participant: Participant) -> None:
    for moment in (NOW, NOW + timedelta(minutes=1), NOW + timedelta(days=1)):
        sign_in_by_code(activity=activity, code=participant.code.lower(), at=moment)
    assert days_of(participant) == [TODAY, TOMORROW]
    assert attendance_by_day(activity) == [(TODAY, 1), (TOMORROW, 1)]


@pytest.mark.parametrize("days", [-1, 2])
def test_people_sign_in_on_the_days_of_the_event_only(
    activity: Activity, participant: Participant, days: int
) -> None:
    with pytest.raises(SignInClosed):
        sign_in_by_code(activity=activity, code=participant.code, at=NOW + timedelta(days=days))
    assert not days_of(participant)


def test_the_day_is_bangkoks(activity: Activity, participant: Participant) -> None:
    half_past_midnight = NOW.replace(hour=0, minute=30) + timedelta(days=1)
    sign_in_by_code(activity=activity, code=participant.code, at=half_past_midnight)
    assert days_of(participant) == [TOMORROW]


def test_nobody_signs_in_to_a_cancelled_event(activity: Activity, participant: Participant) -> None:
    activity.state = Activity.State.CANCELLED
    with pytest.raises(EventOff):
        sign_in_by_code(activity=activity, code=participant.code, at=NOW)


def test_codes_of_other_projects_and_of_those_who_withdrew_are_unknown(
    activity: Activity, participant: Participant, officer: User
) -> None:
    stranger = make_participant(make_project(officer), make_person("คนอื่น"))
    withdraw(participant=participant, at=NOW)
    for code in (stranger.code, participant.code, "", "ZZZZZZZZ"):
        with pytest.raises(CodeUnknown):
            sign_in_by_code(activity=activity, code=code, at=NOW)
    assert not SignIn.objects.exists()


def test_a_walk_in_becomes_a_person_and_a_participant(activity: Activity) -> None:
    participant, may_remember = sign_in_by_name(
        activity=activity, facts=WALK_IN, group=None, at=NOW
    )
    assert (participant.source, may_remember) == (Participant.Source.WALK_IN, True)
    assert participant.person.phone_key == "+66812345678"
    assert days_of(participant) == [TODAY]


def test_a_walk_in_known_by_name_and_phone_keeps_the_own_record(
    project: NetworkProject, activity: Activity
) -> None:
    known = make_participant(project, make_person("มานะ", "อดทน", phone="0812345678"))
    facts = PersonFacts(first_name=" มานะ ", last_name="อดทน", phone="๐๘๑ ๒๓๔ ๕๖๗๘", position="ก")
    participant, may_remember = sign_in_by_name(activity=activity, facts=facts, group=None, at=NOW)
    assert (participant, may_remember) == (known, True)
    known.person.refresh_from_db()
    assert known.person.position == ""
    assert known.source == Participant.Source.HAND


def test_name_and_phone_do_not_open_a_test_that_was_begun(
    project: NetworkProject, activity: Activity
) -> None:
    known = make_participant(project, make_person("มานะ", "อดทน", phone="0812345678"))
    paper = make_paper(project, "pre", [make_question()])
    known.sittings.create(paper=paper, source="phone", started_at=NOW)
    _known, may_remember = sign_in_by_name(activity=activity, facts=WALK_IN, group=None, at=NOW)
    assert not may_remember


def test_a_namesake_with_another_phone_is_somebody_else(activity: Activity) -> None:
    make_person("มานะ", "อดทน", phone="089-999-9999")
    sign_in_by_name(activity=activity, facts=WALK_IN, group=None, at=NOW)
    assert Person.objects.count() == 2


@pytest.mark.parametrize(
    ("facts", "refusal"),
    [
        (PersonFacts(first_name="มานะ", last_name="", phone="0812345678"), NamesNeeded),
        (PersonFacts(first_name="มานะ", last_name="อดทน", phone=" "), NamesNeeded),
        (PersonFacts(first_name="มานะ", last_name="อดทน", phone="ไม่มี"), UnreadablePhone),
    ],
)
def test_a_walk_in_gives_name_and_phone(
    activity: Activity, facts: PersonFacts, refusal: type[NetworkError]
) -> None:
    with pytest.raises(refusal):
        sign_in_by_name(activity=activity, facts=facts, group=None, at=NOW)
    assert not Person.objects.exists()


def test_an_event_may_take_registered_people_only(activity: Activity) -> None:
    activity.walk_ins = False
    with pytest.raises(NoWalkIns):
        sign_in_by_name(activity=activity, facts=WALK_IN, group=None, at=NOW)


def test_the_signed_sheet_is_entered_and_corrected(
    activity: Activity, participant: Participant, officer: User
) -> None:
    both = [TODAY, TOMORROW]
    assert mark(activity, officer, [], both, participant.pk) == (2, 0)
    assert mark(activity, officer, both, [TOMORROW], participant.pk) == (0, 1)
    assert days_of(participant) == [TOMORROW]


def test_the_sheet_keeps_who_signed_in_by_phone_meanwhile(
    activity: Activity, participant: Participant, officer: User
) -> None:
    other = make_participant(activity.project, make_person("มาลี"))
    sign_in_by_code(activity=activity, code=participant.code, at=NOW)  # after the page was opened
    assert mark_sign_ins(
        activity=activity, seen={}, marked={other.pk: [TODAY], participant.pk: []}, by=officer,
        at=NOW,
    ) == (1, 0)  # fmt: skip
    assert days_of(participant) == days_of(other) == [TODAY]


def test_the_sheet_knows_the_events_days_and_the_projects_people_only(
    activity: Activity, participant: Participant, officer: User
) -> None:
    stranger = make_participant(make_project(officer), make_person("คนอื่น"))
    far = TODAY + timedelta(days=30)
    assert mark(activity, officer, [], [far], participant.pk) == (0, 0)
    assert mark(activity, officer, [], [TODAY], stranger.pk, 10**15) == (0, 0)
    assert not SignIn.objects.exists()


def test_the_list_of_people_takes_few_queries(
    activity: Activity,
    participant: Participant,
    django_assert_max_num_queries: Callable[[int], AbstractContextManager[object]],
) -> None:
    for number in range(20):
        other = make_participant(activity.project, make_person(f"คน{number}"))
        sign_in_by_code(activity=activity, code=other.code, at=NOW)
    with django_assert_max_num_queries(4):
        guests = guests_of(activity, activity.project.participants.order_by("pk"))
    assert [len(guest.days) for guest in guests] == [0] + 20 * [1]


@pytest.mark.django_db(transaction=True)
def test_a_card_used_on_two_phones_at_once_signs_in_once(officer: User) -> None:
    activity = make_activity(make_project(officer))
    participant = make_participant(activity.project, make_person())
    moves = [
        lambda: sign_in_by_code(activity=activity, code=participant.code, at=NOW) for _ in range(3)
    ]
    assert at_once(NetworkError, *moves) == 3 * ["done"]
    assert days_of(participant) == [TODAY]


@pytest.mark.django_db(transaction=True)
def test_a_walk_in_form_sent_twice_at_once_enters_one_person(officer: User) -> None:
    activity = make_activity(make_project(officer))
    moves = [
        lambda: sign_in_by_name(activity=activity, facts=WALK_IN, group=None, at=NOW)
        for _ in range(2)
    ]
    assert at_once(NetworkError, *moves) == 2 * ["done"]
    assert (Person.objects.count(), SignIn.objects.count()) == (1, 1)
