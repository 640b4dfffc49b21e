from datetime import date, timedelta

import pytest

from hubs.models import Hub
from monitoring.actions import Verb, accept_report, ensure_rounds, submit_report
from monitoring.models import FollowUp, FollowUpState, Indicator, ProblemCategory, Round
from monitoring.reference import load_reference
from monitoring.selectors.follow_ups import (
    Completeness,
    annual_counts,
    completeness_by_province,
    completeness_by_region,
    follow_up_timeline,
    open_problems,
    outside_life,
    owed_by,
    previous_follow_up,
    review_queue,
    round_completeness,
)
from networks.models import CitizenNetwork
from onde_portal.accounts.models import User
from onde_portal.registry.models import Lao
from onde_portal.thai.calendar import HalfYear
from tests import world
from tests.monitoring import story


def test_reference_data_is_complete_and_loading_it_again_changes_nothing(db: None) -> None:
    assert load_reference() == 8 + 28 + 14 + 12
    Indicator.objects.filter(code="OP01").update(name_th="แก้แล้ว")
    assert load_reference() == 0
    assert Indicator.objects.get(code="OP01").name_th == "แก้แล้ว"
    own = ProblemCategory.objects.exclude(measure_th="").exclude(measure_en="")
    assert list(own.order_by("code").values_list("code", "section")) == [
        (f"P0{number}", f"13 ({number})") for number in range(1, 5)
    ]


def test_years_count_from_the_manuals_figures_and_then_from_the_records(
    lao: Lao, other_lao: Lao, django_assert_num_queries: object
) -> None:
    load_reference()
    story.make_hub(lao, date(2018, 10, 1))
    story.make_hub(other_lao, date(2019, 10, 1), closed_on=date(2020, 9, 30))
    CitizenNetwork.objects.create(
        name="เครือข่าย",
        province=world.udon_thani(),
        founded_on=date(2019, 5, 1),
        fiscal_year=2562,
        search_key="x",
    )
    with django_assert_num_queries(3):  # type: ignore[operator]
        counts = {count.fiscal_year: count for count in annual_counts(date(2021, 3, 1))}
    assert list(counts) == [2559, 2560, 2561, 2562, 2563, 2564]
    assert [count.networks_founded for count in counts.values()] == [2, 2, 2, 1, 0, 0]
    assert [count.hubs_established for count in counts.values()] == [0, 0, 0, 1, 1, 0]
    assert [count.hubs_total for count in counts.values()] == [0, 0, 0, 1, 1, 1]
    assert [count.hubs_planned for count in counts.values()] == [None] * 3 + [10] * 3
    assert [count.growth for count in counts.values()] == [None, 0, 0, 1, 0, 0]
    assert counts[2561].source == "คู่มือฯ ข้อ ๑๔.๒"
    assert counts[2564].networks_planned == 1


@pytest.fixture
def round_(hub: Hub, other_lao: Lao, reporter: User, officer: User) -> Round:
    """Eight hubs in the half-year, one in each state but with the certifier."""
    laos = [other_lao, *(world.make_lao(world.udon_thani(), f"ตำบล {n}") for n in range(6))]
    for lao in laos:
        story.make_hub(lao, date(2025, 1, 1))
    ensure_rounds(today=world.TODAY, at=world.NOW)
    found = Round.objects.get(fiscal_year=2569, half=1)
    first = found.follow_ups.get(hub=hub)
    story.fill(first, reporter)
    submit_report(follow_up=first, token=story.PAGE, by=reporter, at=world.NOW)
    accept_report(follow_up=first, version=first.version, by=officer, at=world.NOW)
    others = list(found.follow_ups.exclude(pk=first.pk).order_by("hub"))
    sent = {"submitted_at": world.NOW, "first_submitted_at": world.NOW}
    late = world.NOW + timedelta(days=60)
    changes = (
        {"state": "submitted", **sent},
        {"state": "submitted", "submitted_at": late, "first_submitted_at": late},
        {"state": "returned", "returned_at": world.NOW, "return_reason": "x", **sent},
        {"state": "draft", "due_on": date(2026, 4, 1)},
        {"state": "nothing", "decided_at": world.NOW},
        {"state": "waived", "decided_at": world.NOW},
    )
    for follow_up, values in zip(others, changes, strict=False):
        FollowUp.objects.filter(pk=follow_up.pk).update(**values)
    return found


def recount(follow_ups: list[FollowUp]) -> Completeness:
    """The same figures, counted one by one."""
    states = [item.state for item in follow_ups]
    apart = {FollowUpState.NOTHING, FollowUpState.WAIVED}
    expected = [item for item in follow_ups if item.state not in apart]
    owed = [item for item in follow_ups if item.is_editable or item.state == "with_certifier"]
    return Completeness(
        expected=len(expected),
        received=sum(item.state in {"submitted", "accepted"} for item in follow_ups),
        accepted=states.count("accepted"),
        returned=states.count("returned"),
        owed=len(owed),
        overdue=sum(item.is_overdue(world.TODAY) for item in follow_ups),
        nothing=states.count("nothing"),
        waived=states.count("waived"),
        on_time=sum(
            item.first_submitted_at is not None
            and item.first_submitted_at.date() <= item.round.due_on
            for item in expected
        ),
    )


def test_completeness_equals_a_fresh_count(
    round_: Round, django_assert_num_queries: object
) -> None:
    with django_assert_num_queries(1):  # type: ignore[operator]
        counted = round_completeness(round_, world.TODAY)
    assert counted == recount(list(round_.follow_ups.select_related("round")))
    assert counted == Completeness(
        expected=6, received=3, accepted=1, returned=1, owed=3, overdue=1, nothing=1, waived=1,
        on_time=3,
    )  # fmt: skip
    assert counted.rate == 0.5


def test_places_add_up_to_the_whole(round_: Round) -> None:
    provinces = completeness_by_province(round_, world.TODAY)
    assert set(provinces) == {"41", "50"}
    for code, counted in provinces.items():
        of_place = round_.follow_ups.filter(hub__lao__province=code).select_related("round")
        assert counted == recount(list(of_place))
    assert list(completeness_by_region(round_, world.TODAY).values()) == [
        round_completeness(round_, world.TODAY)
    ]


def test_a_round_without_follow_ups_has_no_rate(round_: Round) -> None:
    empty = Round.objects.exclude(pk=round_.pk).order_by("pk").first()
    assert empty is not None
    empty.follow_ups.all().delete()
    assert round_completeness(empty, world.TODAY).rate is None


def test_the_office_reviews_what_was_sent_and_nobody_else_sees_it(
    round_: Round, officer: User, other_reporter: User
) -> None:
    queue = list(review_queue(officer))
    assert [item.state for item in queue] == ["submitted", "submitted"]
    assert queue[0].submitted_at is not None
    assert queue[1].submitted_at is not None
    assert queue[0].submitted_at < queue[1].submitted_at
    seen = review_queue(other_reporter)
    assert all(item.hub.lao.province_id == "50" for item in seen)


def test_people_owe_what_their_own_lao_has_not_sent(
    round_: Round, reporter: User, hub: Hub
) -> None:
    owed = list(owed_by(reporter, world.TODAY))
    assert {item.hub for item in owed} == {hub}
    assert [item.round.half_year for item in owed] == [HalfYear(2568, 2), HalfYear(2569, 2)]
    before = owed_by(reporter, date(2026, 3, 31))
    assert [item.round.half_year for item in before] == [HalfYear(2568, 2)]


def test_a_timeline_goes_from_now_backwards(round_: Round, hub: Hub) -> None:
    follow_up = round_.follow_ups.get(hub=hub)
    verbs = [event.verb for event in follow_up_timeline(follow_up)]
    assert verbs == [Verb.ACCEPTED, Verb.SUBMITTED, Verb.STARTED, Verb.OPENED]


def test_figures_come_from_the_latest_report_that_was_sent(round_: Round, hub: Hub) -> None:
    later = story.open_follow_up(hub, HalfYear(2570, 1))
    assert previous_follow_up(later) == round_.follow_ups.get(hub=hub)
    assert previous_follow_up(round_.follow_ups.get(hub=hub)) is None
    assert [problem.description for problem in open_problems(later)] == ["ผู้เข้าร่วมน้อย"]


def test_a_begun_follow_up_outside_its_hubs_life_shows_up(
    round_: Round, hub: Hub, officer: User, other_reporter: User
) -> None:
    assert list(outside_life(officer)) == []
    Hub.objects.filter(pk=hub.pk).update(established_on=date(2026, 4, 2))
    ensure_rounds(today=world.TODAY, at=world.NOW)
    assert list(outside_life(officer)) == [round_.follow_ups.get(hub=hub)]
    assert list(outside_life(other_reporter)) == []
