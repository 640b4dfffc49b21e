from datetime import date

from hubs.models import Hub
from monitoring.actions import ensure_rounds, plan_rounds
from monitoring.models import Expectation, FollowUp, Round
from monitoring.selectors.opening import opening_of
from onde_portal.accounts.models import User
from onde_portal.registry.models import Lao
from tests import world
from tests.monitoring import story

NEXT = date(2026, 10, 1)


def planned() -> Round:
    plan_rounds(today=world.TODAY)
    return Round.objects.get(fiscal_year=2570, half=1)


def test_a_planned_round_says_whom_it_would_ask_and_why(hub: Hub, other_lao: Lao) -> None:
    story.make_hub(other_lao, date(2026, 10, 20))
    opening = opening_of(planned())
    assert {item.hub.lao: item.because for item in opening.expected} == {
        hub.lao: Expectation.WHOLE,
        other_lao: Expectation.FIRST,
    }
    assert dict(opening.reasons) == {Expectation.WHOLE: 1, Expectation.FIRST: 1}


def test_what_was_said_before_is_what_the_opening_does(hub: Hub, other_lao: Lao) -> None:
    story.make_hub(other_lao, date(2025, 6, 1), closed_on=date(2026, 12, 1))
    said = {(item.hub.pk, str(item.because)) for item in opening_of(planned()).expected}
    ensure_rounds(today=NEXT, at=world.NOW)
    opened = FollowUp.objects.filter(round__starts_on=NEXT)
    assert set(opened.values_list("hub", "expected_because")) == said


def test_every_rung_has_its_day_and_its_number_of_mails(
    hub: Hub, other_lao: Lao, reporter: User, certifier: User
) -> None:
    story.make_hub(other_lao, date(2025, 6, 1))
    opening = opening_of(planned())
    mine = next(item for item in opening.expected if item.hub == hub)
    assert (mine.people, mine.chiefs) == ((reporter,), (certifier,))
    assert opening.unreached == 1
    assert [(rung.days, rung.mails) for rung in opening.rungs] == [
        (-30, 1), (-7, 1), (-1, 1), (1, 1), (7, 1), (21, 2),
    ]  # fmt: skip
    assert opening.rungs[0].day == date(2027, 3, 31)
