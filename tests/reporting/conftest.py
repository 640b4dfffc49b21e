"""A small country whose figures can be counted by hand: three hubs in two provinces, one round.

Nong Bua's hub sent its report and it was accepted; Mae Nam Kham's was sent and waits; a third,
beside Nong Bua, owes its own. Support was promised to Nong Bua: one given, one owed and overdue.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

import pytest
import time_machine

from hubs.models import Hub
from monitoring.actions import accept_report, submit_report
from monitoring.actions.records import answer_learning, give_support, promise_support
from monitoring.models import FollowUp, Learning, ProblemCategory, Round
from onde_portal.accounts.models import User
from onde_portal.registry.models import Lao
from onde_portal.reporting.actions import write_words
from onde_portal.reporting.content import Words
from onde_portal.reporting.models import Report
from tests import world
from tests.monitoring import story

LATER = world.NOW + timedelta(days=3)
AT = world.NOW + timedelta(days=4)


@dataclass
class Country:
    """What the story left behind."""

    round: Round
    reported: FollowUp
    waiting: FollowUp
    owing: FollowUp


@pytest.fixture
def country(
    lao: Lao, other_lao: Lao, reporter: User, other_reporter: User, officer: User
) -> Country:
    return make_country((lao, other_lao), (reporter, other_reporter), officer)


def make_country(laos: tuple[Lao, Lao], reporters: tuple[User, User], officer: User) -> Country:
    """The story; each reporter is of the LAO in the same place."""
    (lao, other_lao), (reporter, other_reporter) = laos, reporters
    story.make_catalogue()
    ProblemCategory.objects.filter(pk="P01").update(
        measure_th="จัดเวทีเรียนรู้", measure_en="Hold learning forums", section="13 (1)"
    )
    neighbour = world.make_lao(lao.province, "โนนสูง", code="6410102")
    hubs = [story.make_hub(item, date(2025, 6, 1)) for item in (lao, other_lao, neighbour)]
    first, second, third = [story.open_follow_up(hub) for hub in hubs]
    _send(first, reporter, recommendations="ควรอบรมทุกปี", support="วิทยากร")
    accept_report(follow_up=first, version=first.version, by=officer, at=LATER)
    _send(
        second, other_reporter, indicator__OP01="12", indicator__OP02="no", indicator__OC04="60",
        problem__1__description="งบประมาณไม่พอ", problem__1__category="P99",
        problem__1__measure="ขอเงินอุดหนุน", indicator__OC05="4.25",
    )  # fmt: skip
    learning = Learning.objects.get(kind=Learning.Kind.RECOMMENDATION)
    answer_learning(learning=learning, answer="จะจัดในปีหน้า", by=officer, at=LATER)
    _promise(hubs[0], officer)
    return Country(first.round, first, second, third)


def _send(follow_up: FollowUp, by: User, **changes: str) -> None:
    story.fill(follow_up, by, **changes)
    submit_report(follow_up=follow_up, token=story.PAGE, by=by, at=world.NOW)
    follow_up.refresh_from_db()


def _promise(hub: Hub, officer: User) -> None:
    """One promise is given at once, one is due the next day."""
    for what, days in (("ส่งวิทยากร", 30), ("ส่งคู่มือ", 1)):
        support = promise_support(
            hub=hub, what=what, owner=officer, due_on=world.TODAY + timedelta(days=days),
            follow_up=None, problem=None, by=officer, at=world.NOW,
        )  # fmt: skip
        if days > 1:
            give_support(support=support, on=world.TODAY, by=officer, at=LATER)


@pytest.fixture
def later() -> Iterator[None]:
    """The clock stands four days after the reports were sent: one promise is overdue."""
    with time_machine.travel(AT, tick=False):
        yield


def write(
    report: Report, by: User, introduction: str = "บทนำ 1", conclusions: str = "บทสรุป"
) -> Report:
    """Words in a draft, as an officer types them."""
    return write_words(
        report=report, words=Words(introduction, conclusions), version=report.version, by=by, at=AT
    )
