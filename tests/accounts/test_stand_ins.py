"""Somebody acts for somebody from one day to another."""

from datetime import date, timedelta

import pytest

from onde_portal.accounts import actions, stand_ins
from onde_portal.accounts.models import StandIn, User
from onde_portal.accounts.policies import acts_for
from tests.world import NOW, TODAY

pytestmark = pytest.mark.django_db


def name(person: User, stand_in: User, by: User, *, days: int = 3) -> StandIn:
    return stand_ins.name_stand_in(
        person=person,
        stand_in=stand_in,
        starts_on=TODAY,
        ends_on=TODAY + timedelta(days=days),
        by=by,
        at=NOW,
    )


@pytest.mark.parametrize(
    ("day", "acts"),
    [
        (date(2026, 4, 19), False),
        (date(2026, 4, 20), True),
        (date(2026, 4, 23), True),
        (date(2026, 4, 24), False),
    ],
)
def test_a_stand_in_acts_on_both_end_days_and_between(
    director: User,
    head: User,
    day: date,
    acts: bool,  # noqa: FBT001
) -> None:
    name(director, head, director)

    assert acts_for(head, director, day) is acts
    assert not acts_for(director, head, day)
    assert acts_for(director, director, day)


def test_auditors_administrators_and_lao_people_stand_in_for_nobody(
    director: User, auditor: User, administrator: User, reporter: User
) -> None:
    for other in (auditor, administrator, reporter):
        with pytest.raises(actions.NotAllowed):
            name(director, other, director)


def test_an_officer_names_nobody_s_stand_in_but_his_or_her_own(
    officer: User, head: User, director: User
) -> None:
    with pytest.raises(actions.NotAllowed):
        name(director, head, officer)
    assert name(officer, head, officer).person == officer


def test_a_stand_in_ends_today_or_never_begins(director: User, head: User) -> None:
    running = name(director, head, director)
    stand_ins.end_stand_in(stand_in=running, on=TODAY, by=director)
    assert StandIn.objects.get().ends_on == TODAY

    stand_ins.end_stand_in(stand_in=running, on=TODAY - timedelta(days=1), by=director)
    assert not StandIn.objects.exists()
