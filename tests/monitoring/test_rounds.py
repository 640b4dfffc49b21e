from concurrent.futures import ThreadPoolExecutor
from datetime import date, timedelta

import pytest
from django.core.management import call_command
from django.db import connection
from hypothesis import HealthCheck, given, settings, strategies as st
from hypothesis.extra.django import TransactionTestCase

from hubs.models import Hub
from monitoring.actions import Opened, Verb, ensure_rounds
from monitoring.jobs import open_due_rounds
from monitoring.models import (
    Expectation,
    FollowUp,
    FollowUpEvent,
    FollowUpState,
    Indicator,
    Round,
    RoundIndicator,
)
from monitoring.schedule import expected_halves
from onde_portal.accounts.models import User
from onde_portal.registry.models import Lao
from onde_portal.thai.calendar import HalfYear
from tests import world
from tests.monitoring import story

DAYS = st.dates(min_value=date(2019, 1, 1), max_value=date(2026, 12, 31))
LIVES = st.lists(st.tuples(DAYS, st.none() | st.integers(0, 1500)), max_size=6)


def follow_ups_by_hub() -> dict[int, list[HalfYear]]:
    found: dict[int, list[HalfYear]] = {pk: [] for pk in Hub.objects.values_list("pk", flat=True)}
    for follow_up in FollowUp.objects.select_related("round").order_by("round__starts_on"):
        found[follow_up.hub_id].append(follow_up.round.half_year)
    return found


def expected_by_hub(today: date) -> dict[int, list[HalfYear]]:
    return {
        hub.pk: expected_halves(hub.established_on, hub.closed_on, today)
        for hub in Hub.objects.all()
    }


class InvariantTests(TransactionTestCase):
    @settings(max_examples=12, deadline=None, suppress_health_check=list(HealthCheck))
    @given(lives=LIVES, today=DAYS)
    def test_each_hub_has_one_follow_up_for_each_half_it_lived_in_and_no_other(
        self, lives: list[tuple[date, int | None]], today: date
    ) -> None:
        province = world.udon_thani()
        for number, (start, days) in enumerate(lives):
            closed = None if days is None else start + timedelta(days=days)
            story.make_hub(world.make_lao(province, f"ตำบล {number}"), start, closed)
        ensure_rounds(today=today - timedelta(days=400), at=world.NOW)
        ensure_rounds(today=today, at=world.NOW)
        assert follow_ups_by_hub() == expected_by_hub(today)
        assert FollowUpEvent.objects.count() == FollowUp.objects.count()
        assert FollowUp.history.count() == FollowUp.objects.count()
        assert ensure_rounds(today=today, at=world.NOW) == Opened(0, 0, 0)


def test_nothing_opens_while_there_is_no_hub(db: None) -> None:
    assert ensure_rounds(today=world.TODAY, at=world.NOW) == Opened(0, 0, 0)
    assert not Round.objects.exists()


def test_an_outage_of_months_is_caught_up(lao: Lao) -> None:
    hub = story.make_hub(lao, date(2024, 5, 10))
    ensure_rounds(today=date(2024, 6, 1), at=world.NOW)
    opened = ensure_rounds(today=world.TODAY, at=world.NOW)
    assert opened == Opened(rounds=4, follow_ups=4, withdrawn=0)
    assert follow_ups_by_hub()[hub.pk][0] == HalfYear(2567, 2)
    assert follow_ups_by_hub()[hub.pk][-1] == HalfYear(2569, 2)


def test_a_hub_registered_late_gets_its_past_halves(lao: Lao, other_lao: Lao) -> None:
    story.make_hub(lao, date(2025, 11, 1))
    ensure_rounds(today=world.TODAY, at=world.NOW)
    late = story.make_hub(other_lao, date(2025, 5, 1))
    ensure_rounds(today=world.TODAY, at=world.NOW)
    assert len(follow_ups_by_hub()[late.pk]) == 3


def test_questions_are_frozen_when_the_round_opens(hub: Hub) -> None:
    ensure_rounds(today=world.TODAY, at=world.NOW)
    Indicator.objects.filter(code="OP01").update(name_th="ถ้อยคำใหม่")
    Indicator.objects.filter(code="OP02").update(is_active=False)
    ensure_rounds(today=world.TODAY, at=world.NOW)
    round_ = Round.objects.get(fiscal_year=2569, half=1)
    assert round_.opened_at == world.NOW
    assert round_.indicators.count() == 4
    assert round_.indicators.get(code="OP01").name_th == "ตัวชี้วัด OP01"
    assert round_.history.count() == 2


def test_a_corrected_date_takes_back_what_nobody_touched(hub: Hub) -> None:
    ensure_rounds(today=world.TODAY, at=world.NOW)
    hub.established_on = date(2026, 1, 15)
    hub.save(update_fields=["established_on"])
    assert ensure_rounds(today=world.TODAY, at=world.NOW).withdrawn == 1
    assert follow_ups_by_hub()[hub.pk] == [HalfYear(2569, 1), HalfYear(2569, 2)]
    first = FollowUp.objects.get(round__fiscal_year=2569, round__half=1)
    assert first.expected_because == Expectation.FIRST
    assert first.events.filter(verb=Verb.EXPECTATION_CORRECTED).count() == 1


def test_a_corrected_date_keeps_what_was_begun_and_flags_it_once(hub: Hub, reporter: User) -> None:
    begun = story.open_follow_up(hub, HalfYear(2568, 2))
    story.fill(begun, reporter)
    hub.established_on = date(2026, 1, 15)
    hub.save(update_fields=["established_on"])
    for _turn in range(2):
        ensure_rounds(today=world.TODAY, at=world.NOW)
    begun.refresh_from_db()
    assert begun.state == FollowUpState.DRAFT
    assert begun.events.filter(verb=Verb.NOT_EXPECTED).count() == 1
    assert list(FollowUp.objects.beyond_life()) == [begun]


def test_a_closed_hub_reports_a_last_time(hub: Hub) -> None:
    ensure_rounds(today=world.TODAY, at=world.NOW)
    hub.state, hub.closed_on = "closed", date(2026, 4, 10)
    hub.save(update_fields=["state", "closed_on"])
    ensure_rounds(today=date(2027, 1, 1), at=world.NOW)
    last = FollowUp.objects.order_by("-round__starts_on").first()
    assert last is not None
    assert last.expected_because == Expectation.CLOSING
    assert last.round.half_year == HalfYear(2569, 2)


def test_a_hub_announced_later_is_not_asked_before_its_day(hub: Hub, other_lao: Lao) -> None:
    coming = story.make_hub(other_lao, world.TODAY + timedelta(days=3))
    ensure_rounds(today=world.TODAY, at=world.NOW)
    assert not coming.follow_ups.exists()
    ensure_rounds(today=world.TODAY + timedelta(days=3), at=world.NOW)
    assert coming.follow_ups.count() == 1


@pytest.mark.django_db(transaction=True)
def test_four_schedulers_at_once_open_everything_once() -> None:
    story.make_catalogue()
    province = world.udon_thani()
    for number in range(12):
        story.make_hub(world.make_lao(province, f"ตำบล {number}"), date(2024, 1, 1 + number))

    def run(_turn: int) -> Opened:
        try:
            return ensure_rounds(today=world.TODAY, at=world.NOW)
        finally:
            connection.close()

    with ThreadPoolExecutor(4) as pool:
        results = list(pool.map(run, range(4)))
    assert sum(result.rounds for result in results) == Round.objects.count() == 6
    assert sum(result.follow_ups for result in results) == FollowUp.objects.count() == 72
    assert FollowUpEvent.objects.count() == FollowUp.history.count() == 72
    assert RoundIndicator.objects.count() == 6 * 4
    assert follow_ups_by_hub() == expected_by_hub(world.TODAY)


def test_opening_takes_a_constant_number_of_queries(
    hub: Hub, other_lao: Lao, django_assert_max_num_queries: object
) -> None:
    laos = [world.make_lao(world.udon_thani(), f"ตำบล {number}") for number in range(60)]
    for lao in laos:
        story.make_hub(lao, date(2025, 12, 1))
    with django_assert_max_num_queries(60):  # type: ignore[operator]
        opened = ensure_rounds(today=world.TODAY, at=world.NOW)
    assert opened.follow_ups == 60 * 2 + 3


def test_the_command_and_the_job_open_what_is_due(
    hub: Hub, frozen: object, capsys: pytest.CaptureFixture[str]
) -> None:
    call_command("ensure_rounds", "--on", "2025-12-01")
    assert "Rounds opened: 2. Follow-ups created: 2. Withdrawn: 0." in capsys.readouterr().out
    assert open_due_rounds() == Opened(rounds=1, follow_ups=1)
