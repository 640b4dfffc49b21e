"""Certificates of attendance: who gets one, their numbers, their papers and their check."""

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse

from networks.actions.attendance import withdraw
from networks.actions.certificates import (
    AlreadyWithdrawn,
    EventNotHeld,
    WhyWithdrawn,
    days_needed,
    entitled,
    issue_certificates,
    withdraw_certificate,
)
from networks.models import Activity, Certificate, NetworkProject
from networks.reports import activities as papers
from onde_portal.accounts.models import User
from onde_portal.documents.checks import Verdict, check
from onde_portal.documents.jobs import make_next_document
from onde_portal.documents.models import NumberSeries, StoredDocument
from tests.networks.people import (
    make_activity,
    make_participant,
    make_person,
    make_project,
    sign_in_at,
)
from tests.races import at_once
from tests.world import NOW, TODAY

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("frozen")]
NEXT_FISCAL_YEAR = NOW.replace(month=10, day=1)


def make_held_event(officer: User) -> Activity:
    """Two days, noted as held."""
    activity = make_activity(make_project(officer))
    activity.state = Activity.State.HELD
    activity.save(update_fields=["state"])
    return activity


def attend(activity: Activity, name: str, *days: int) -> None:
    person = make_person(name, prefix="นาง")
    sign_in_at(activity, make_participant(activity.project, person), *days)


@pytest.fixture
def activity(officer: User) -> Activity:
    return make_held_event(officer)


@pytest.fixture
def project(activity: Activity) -> NetworkProject:
    return activity.project


@pytest.mark.parametrize(("length", "needed"), [(1, 1), (2, 2), (3, 3), (4, 4), (5, 4), (10, 8)])
def test_four_days_of_five_are_needed_rounded_up(length: int, needed: int) -> None:
    ends_on = TODAY + timedelta(days=length - 1)
    assert days_needed(Activity(starts_on=TODAY, ends_on=ends_on)) == needed


def test_who_was_there_long_enough_and_takes_part_is_entitled(activity: Activity) -> None:
    attend(activity, "มาลี", 0, 1)
    attend(activity, "มานะ", 0)
    attend(activity, "ชูใจ", 0, 1)
    gone = activity.project.participants.get(person__first_name="ชูใจ")
    withdraw(participant=gone, at=NOW)
    assert [str(there.participant.person) for there in entitled(activity)] == ["นางมาลี ใจดี"]


def test_numbers_follow_each_other_in_the_order_of_names(activity: Activity, officer: User) -> None:
    for name in ("ขวัญ", "กมล", "คำ"):
        attend(activity, name, 0, 1)
    issued = issue_certificates(activity=activity, by=officer, at=NOW)
    assert [(item.name, str(item)) for item in issued] == [
        ("นางกมล ใจดี", "1/2569"), ("นางขวัญ ใจดี", "2/2569"), ("นางคำ ใจดี", "3/2569"),
    ]  # fmt: skip


def test_numbers_begin_anew_with_the_fiscal_year(activity: Activity, officer: User) -> None:
    attend(activity, "กมล", 0, 1)
    issue_certificates(activity=activity, by=officer, at=NOW)
    attend(activity, "ขวัญ", 0, 1)
    [item] = issue_certificates(activity=activity, by=officer, at=NEXT_FISCAL_YEAR)
    assert str(item) == "1/2570"


def test_issuing_again_gives_nobody_a_second_one(activity: Activity, officer: User) -> None:
    attend(activity, "กมล", 0, 1)
    assert len(issue_certificates(activity=activity, by=officer, at=NOW)) == 1
    assert issue_certificates(activity=activity, by=officer, at=NOW) == []
    assert NumberSeries.objects.get().last == 1


def test_certificates_wait_until_the_event_was_held(activity: Activity, officer: User) -> None:
    activity.state = Activity.State.PLANNED
    with pytest.raises(EventNotHeld):
        issue_certificates(activity=activity, by=officer, at=NOW)


def test_a_withdrawn_certificate_says_so_and_another_takes_a_new_number(
    activity: Activity, officer: User
) -> None:
    attend(activity, "กมน", 0, 1)
    [item] = issue_certificates(activity=activity, by=officer, at=NOW)
    paper = papers.request_certificate(item, language="th", by=officer, at=NOW)
    with pytest.raises(WhyWithdrawn):
        withdraw_certificate(certificate=item, reason="  ", by=officer, at=NOW)
    withdraw_certificate(certificate=item, reason="สะกดชื่อผิด", by=officer, at=NOW)
    with pytest.raises(AlreadyWithdrawn):
        withdraw_certificate(certificate=item, reason="อีกครั้ง", by=officer, at=NOW)
    assert check(item.check_code) == Verdict.SUPERSEDED
    paper.refresh_from_db()
    assert paper.superseded_at == NOW
    [another] = issue_certificates(activity=activity, by=officer, at=NOW)
    assert (another.number, check(another.check_code)) == (2, Verdict.GENUINE)
    said = activity.project.events.filter(reason__contains="สะกดชื่อผิด").get()
    assert "1/2569" in said.reason


def test_anybody_may_check_a_certificate_and_learns_nothing_else(
    activity: Activity, officer: User
) -> None:
    attend(activity, "กมล", 0, 1)
    [item] = issue_certificates(activity=activity, by=officer, at=NOW)
    answer = Client().get(reverse("document-check", args=[item.check_code]))
    assert answer.status_code == 200
    for words in (activity.title, "1/2569", "กมล"):
        assert words not in answer.text


def test_one_paper_holds_all_valid_certificates(activity: Activity, officer: User) -> None:
    for name in ("กมล", "ขวัญ", "คำ"):
        attend(activity, name, 0, 1)
    first, *_others = issue_certificates(activity=activity, by=officer, at=NOW)
    withdraw_certificate(certificate=first, reason="ผิดคน", by=officer, at=NOW)
    language = "th"
    asked = papers.request_paper(
        papers.CERTIFICATES, activity, language=language, by=officer, at=NOW
    )
    again = papers.request_paper(
        papers.CERTIFICATES, activity, language=language, by=officer, at=NOW
    )
    assert asked == again
    assert make_next_document()
    asked.refresh_from_db()
    assert (asked.state, asked.pages) == (StoredDocument.State.READY, 2)


@pytest.mark.django_db(transaction=True)
def test_two_officers_issuing_at_once_leave_no_gap_and_no_twin(officer: User, head: User) -> None:
    activity = make_held_event(officer)
    other = make_activity(activity.project)
    Activity.objects.filter(pk=other.pk).update(state=Activity.State.HELD)
    other.refresh_from_db()
    for number in range(4):
        person = make_person(f"คน{number}")
        participant = make_participant(activity.project, person)
        sign_in_at(activity, participant, 0, 1)
        sign_in_at(other, participant, 0, 1)
    ends = at_once(
        EventNotHeld,
        lambda: issue_certificates(activity=activity, by=officer, at=NOW),
        lambda: issue_certificates(activity=activity, by=head, at=NOW),
        lambda: issue_certificates(activity=other, by=head, at=NOW),
    )
    assert ends == 3 * ["done"]
    numbers = Certificate.objects.order_by("number").values_list("number", flat=True)
    assert list(numbers) == list(range(1, 9))
