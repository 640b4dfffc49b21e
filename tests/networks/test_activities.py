"""Planning, holding and cancelling the events of a project (manual 8.1 (2))."""

from dataclasses import replace
from datetime import time, timedelta
from decimal import Decimal
from typing import Any

import pytest

from networks.actions import NetworkError
from networks.actions.activities import (
    ActivityFacts,
    DatesBackwards,
    DistrictOutside,
    MoneyOutOfRange,
    NotPlanned,
    NotYetHeld,
    ReasonMissing,
    StaleActivity,
    TimesBackwards,
    TitleNeeded,
    TooManyDays,
    cancel_activity,
    change_activity,
    hold_activity,
    plan_activity,
)
from networks.actions.agenda import (
    EndsBeforeItBegins,
    OtherDay,
    SpeakerOfAnotherEvent,
    WordsNeeded,
    remove_from_programme,
    save_line,
    save_speaker,
)
from networks.actions.study import ProjectEnded
from networks.models import Activity, AgendaItem, NetworkProject, Speaker
from networks.selectors.activities import agenda_of, events_context
from onde_portal.accounts.models import User
from onde_portal.registry.models import District
from onde_portal.workflow.actions import cancel_case
from tests.networks.people import make_project
from tests.races import at_once
from tests.world import NOW, TODAY, chiang_mai, udon_thani

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("frozen")]


@pytest.fixture
def project(officer: User) -> NetworkProject:
    return make_project(officer)


def facts(**others: Any) -> ActivityFacts:
    """A training of two days from today on."""
    given: dict[str, Any] = {
        "title": "อบรมการกระจายอำนาจ", "place": "ศาลากลาง", "province": udon_thani(),
        "starts_on": TODAY, "ends_on": TODAY + timedelta(days=1),
        "budget_planned": Decimal(50_000),
    }  # fmt: skip
    return ActivityFacts(**(given | others))


@pytest.fixture
def activity(project: NetworkProject, officer: User) -> Activity:
    return plan_activity(project=project, facts=facts(), by=officer, at=NOW)


def test_a_planned_event_stands_in_the_projects_story(
    project: NetworkProject, activity: Activity
) -> None:
    assert (activity.state, activity.version) == (Activity.State.PLANNED, 0)
    assert len(activity.token) >= 20
    assert project.events.filter(reason__contains="อบรมการกระจายอำนาจ").exists()


@pytest.mark.parametrize(
    ("wrong", "refusal"),
    [
        ({"title": " "}, TitleNeeded),
        ({"place": ""}, TitleNeeded),
        ({"ends_on": TODAY - timedelta(days=1)}, DatesBackwards),
        ({"ends_on": TODAY + timedelta(days=31)}, TooManyDays),
        ({"ends_on": TODAY, "starts_at": time(9), "ends_at": time(8, 59)}, TimesBackwards),
        ({"budget_planned": Decimal(-1)}, MoneyOutOfRange),
        ({"budget_spent": Decimal("-0.01")}, MoneyOutOfRange),
        ({"budget_planned": Decimal(10) ** 9}, MoneyOutOfRange),
    ],
)
def test_what_cannot_be_is_refused(
    project: NetworkProject, officer: User, wrong: dict[str, Any], refusal: type[NetworkError]
) -> None:
    with pytest.raises(refusal):
        plan_activity(project=project, facts=facts(**wrong), by=officer, at=NOW)
    assert not Activity.objects.exists()


def test_a_district_lies_in_the_events_province(project: NetworkProject, officer: User) -> None:
    far = District.objects.create(code="5001", province=chiang_mai(), name_th="เมืองเชียงใหม่")
    with pytest.raises(DistrictOutside):
        plan_activity(project=project, facts=facts(district=far), by=officer, at=NOW)


def test_texts_are_cut_to_their_room(project: NetworkProject, officer: User) -> None:
    long = facts(title="ก" * 200_000, place="ข" * 200_000)
    made = plan_activity(project=project, facts=long, by=officer, at=NOW)
    assert (len(made.title), len(made.place)) == (250, 250)


def test_an_event_is_changed_as_it_was_read(activity: Activity) -> None:
    changed = replace(facts(), budget_spent=Decimal(48_000), summary="ได้ผลดี")
    change_activity(activity=activity, facts=changed, version=0)
    assert (activity.budget_spent, activity.version) == (Decimal(48_000), 1)
    with pytest.raises(StaleActivity):
        change_activity(activity=activity, facts=facts(), version=0)


def test_an_event_is_held_once_it_has_begun(activity: Activity, officer: User) -> None:
    with pytest.raises(NotYetHeld):
        hold_activity(activity=activity, by=officer, at=NOW - timedelta(days=1))
    hold_activity(activity=activity, by=officer, at=NOW)
    assert activity.state == Activity.State.HELD
    with pytest.raises(NotPlanned):
        cancel_activity(activity=activity, reason="ฝนตก", by=officer, at=NOW)


def test_cancelling_needs_a_reason_and_keeps_it(activity: Activity, officer: User) -> None:
    with pytest.raises(ReasonMissing):
        cancel_activity(activity=activity, reason=" ", by=officer, at=NOW)
    cancel_activity(activity=activity, reason="น้ำท่วม", by=officer, at=NOW)
    assert activity.project.events.filter(reason__contains="น้ำท่วม").exists()
    with pytest.raises(NotPlanned):
        hold_activity(activity=activity, by=officer, at=NOW)


def test_an_ended_project_keeps_its_events_as_they_are(
    activity: Activity, officer: User, head: User
) -> None:
    line = AgendaItem(activity=activity, on=TODAY, starts_at=time(9), topic="เปิดงาน")
    cancel_case(case=activity.project, reason="งบไม่มา", by=head, at=NOW)
    activity.project.refresh_from_db()
    with pytest.raises(ProjectEnded):
        change_activity(activity=activity, facts=facts(), version=0)
    with pytest.raises(ProjectEnded):
        hold_activity(activity=activity, by=officer, at=NOW)
    with pytest.raises(ProjectEnded):
        save_line(line=line)


def test_the_agenda_stands_in_the_order_of_time(activity: Activity) -> None:
    speaker = save_speaker(speaker=Speaker(activity=activity, name=" ดร. กมล "))
    tomorrow = TODAY + timedelta(days=1)
    for on, hour, topic in ((tomorrow, 9, "ค"), (TODAY, 13, "ข"), (TODAY, 9, "ก")):
        save_line(
            line=AgendaItem(
                activity=activity, on=on, starts_at=time(hour), topic=topic, speaker=speaker
            )
        )
    assert "".join(agenda_of(activity).values_list("topic", flat=True)) == "กขค"
    remove_from_programme(part=speaker)
    assert agenda_of(activity).filter(speaker=None).count() == 3


def test_a_line_of_the_agenda_belongs_into_the_event(
    project: NetworkProject, activity: Activity, officer: User
) -> None:
    other = plan_activity(project=project, facts=facts(), by=officer, at=NOW)
    stranger = save_speaker(speaker=Speaker(activity=other, name="คนอื่น"))
    wrong: list[tuple[dict[str, Any], type[NetworkError]]] = [
        ({"on": TODAY - timedelta(days=1)}, OtherDay),
        ({"ends_at": time(9)}, EndsBeforeItBegins),
        ({"speaker": stranger}, SpeakerOfAnotherEvent),
        ({"topic": "\u200b "}, WordsNeeded),
    ]
    for change, refusal in wrong:
        given = {"on": TODAY, "starts_at": time(9), "topic": "เปิดงาน"} | change
        with pytest.raises(refusal):
            save_line(line=AgendaItem(activity=activity, **given))
    assert not AgendaItem.objects.exists()


def test_the_steps_page_counts_money_without_cancelled_events(
    project: NetworkProject, activity: Activity, officer: User
) -> None:
    off = plan_activity(project=project, facts=facts(), by=officer, at=NOW)
    cancel_activity(activity=off, reason="ซ้ำ", by=officer, at=NOW)
    shown = events_context(project, officer, NOW)
    assert (len(shown["events"]), shown["planned"], shown["spent"]) == (2, 50_000, 0)


@pytest.mark.django_db(transaction=True)
def test_an_event_is_not_held_and_cancelled_at_once(officer: User, head: User) -> None:
    activity = plan_activity(project=make_project(officer), facts=facts(), by=officer, at=NOW)
    copy = Activity.objects.select_related("project").get(pk=activity.pk)
    ends = at_once(
        NotPlanned,
        lambda: hold_activity(activity=activity, by=officer, at=NOW),
        lambda: cancel_activity(activity=copy, reason="ฝน", by=head, at=NOW),
    )
    assert ends == ["NotPlanned", "done"]
