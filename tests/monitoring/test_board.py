import io
import re
from collections.abc import Callable
from datetime import date, datetime, timedelta

import openpyxl
import pytest
from django.test import Client
from django.urls import reverse
from hypothesis import HealthCheck, given, settings, strategies as st
from hypothesis.extra.django import TestCase

from hubs.models import Hub
from monitoring.actions import accept_report, close_round, ensure_rounds, plan_rounds, submit_report
from monitoring.boards import LABELS
from monitoring.models import FollowUp, FollowUpState, FrozenLine, Round
from monitoring.models.followups import APART_STATES, OWED_STATES
from monitoring.selectors.board import (
    Scope,
    count_now,
    lines_of,
    regions_of,
    rows_behind,
    tallies_of,
    total,
)
from monitoring.tally import Tally
from onde_portal.accounts.models import Role, User
from onde_portal.registry.models import Lao
from tests import world
from tests.monitoring import story

SignIn = Callable[[User], Client]
AFTER_DUE = datetime(2026, 5, 25, 9, 0, tzinfo=world.BANGKOK)
DUE = date(2026, 4, 30)

DUTIES = st.lists(
    st.tuples(
        st.sampled_from([0, 1]),
        st.sampled_from(list(FollowUpState)),
        st.integers(-3, 12),
        st.integers(0, 23 * 60 + 59),
        st.sampled_from([0, 0, 7]),
    ),
    max_size=7,
)


def sent_moment(day: int, minute: int) -> datetime:
    start = datetime(2026, 4, 30, 0, 0, tzinfo=world.BANGKOK)
    return start + timedelta(days=day, minutes=minute)


def put(follow_up: FollowUp, state: FollowUpState, day: int, minute: int, more: int) -> None:
    """Write the duty as if it had come to this state."""
    moment = sent_moment(day, minute)
    was_sent = state in {
        FollowUpState.SUBMITTED, FollowUpState.ACCEPTED, FollowUpState.RETURNED,
        FollowUpState.NOTHING,
    }  # fmt: skip
    decided = {FollowUpState.ACCEPTED, FollowUpState.NOTHING, FollowUpState.WAIVED}
    FollowUp.objects.filter(pk=follow_up.pk).update(
        state=state,
        due_on=DUE + timedelta(days=more),
        first_submitted_at=moment if was_sent else None,
        submitted_at=moment if was_sent else None,
        returned_at=moment if state == FollowUpState.RETURNED else None,
        return_reason="แก้ไข" if state == FollowUpState.RETURNED else "",
        decided_at=moment if state in decided else None,
    )


def fresh_count(round_: Round, today: date, province: str = "") -> Tally:
    """Every duty looked at one by one, without a database's help."""
    rows = [
        row
        for row in FollowUp.objects.filter(round=round_).select_related("hub__lao")
        if province in {"", row.hub.lao.province_id}
    ]
    asked = [row for row in rows if row.state not in APART_STATES]
    delays = [
        (row.first_submitted_at.astimezone(world.BANGKOK).date() - round_.due_on).days
        for row in asked
        if row.first_submitted_at
    ]
    owed = [row for row in asked if row.state in OWED_STATES]
    return Tally(
        expected=len(asked),
        received=len(asked) - len(owed),
        accepted=sum(row.state == "accepted" for row in rows),
        on_time=sum(days <= 0 for days in delays),
        late=sum(days > 0 for days in delays),
        days_late=sum(days for days in delays if days > 0),
        owed=len(owed),
        overdue=sum(row.due_on < today for row in owed),
        nothing=sum(row.state == "nothing" for row in rows),
        waived=sum(row.state == "waived" for row in rows),
        extended=sum(row.due_on > round_.due_on for row in rows),
    )


class NumbersTests(TestCase):
    @settings(max_examples=15, deadline=None, suppress_health_check=list(HealthCheck))
    @given(duties=DUTIES, today=st.dates(date(2026, 4, 28), date(2026, 5, 12)))
    def test_every_number_equals_a_fresh_count_and_the_length_of_its_list(
        self, duties: list[tuple[int, FollowUpState, int, int, int]], today: date
    ) -> None:
        provinces = (world.udon_thani(), world.chiang_mai())
        officer = world.make_user(Role.OFFICER, "counting@onde.example")
        for number, duty in enumerate([*duties, (0, FollowUpState.DRAFT, 0, 0, 0)]):
            where, state, day, minute, more = duty
            hub = story.make_hub(
                world.make_lao(provinces[where], f"ตำบล {number}"), date(2025, 6, 1)
            )
            put(story.open_follow_up(hub), state, day, minute, more)
        round_ = Round.objects.get(fiscal_year=2569, half=1)
        for day_ in (today, AFTER_DUE.date()):
            if day_ == AFTER_DUE.date():
                close_round(round_=round_, reason="ปิดรอบ", by=officer, at=AFTER_DUE)
            for province in ("", provinces[0].pk, provinces[1].pk):
                scope = Scope(province=province)
                tally = total(tallies_of([round_], day_)[round_.pk], scope, regions_of())
                assert tally == fresh_count(round_, day_, province)
                assert tally == total(count_now(round_, day_), scope, regions_of())
                for name in LABELS:
                    rows = rows_behind(round_, name, scope, day_)
                    assert getattr(tally, name) == len(list(lines_of(round_, rows)))


@pytest.fixture
def mixed(hub: Hub, other_hub: Hub, reporter: User, officer: User) -> Round:
    """One report accepted, the other still owed, on a day after the due date."""
    follow_up = story.open_follow_up(hub)
    story.fill(follow_up, reporter)
    submit_report(follow_up=follow_up, token=story.PAGE, by=reporter, at=world.NOW)
    accept_report(follow_up=follow_up, version=follow_up.version, by=officer, at=world.NOW)
    return Round.objects.get(pk=follow_up.round_id)


@pytest.fixture
def other_hub(other_lao: object) -> Hub:
    return story.make_hub(other_lao, date(2025, 6, 1))  # type: ignore[arg-type]


def numbers_of(page: str) -> list[tuple[str, int]]:
    """Address and count of each number of the board's table."""
    part = page[page.index("<tbody>") :]
    found = re.findall(r'<a href="([^"]*list/[^"]*)">([\d,]+)</a>', part)
    return [(url.replace("&amp;", "&"), int(count.replace(",", ""))) for url, count in found]


def sheet_rows(content: bytes) -> list[tuple[object, ...]]:
    sheet = openpyxl.load_workbook(io.BytesIO(content)).active
    assert sheet is not None
    return list(sheet.iter_rows(min_row=2, values_only=True))


@pytest.mark.parametrize("by", ["region", "province", "type", "round", "year"])
@pytest.mark.parametrize("state", ["open", "closed"])
def test_every_number_opens_its_list_and_the_file_has_exactly_it(
    by: str, state: str, mixed: Round, officer: User, director: User, sign_in: SignIn
) -> None:
    if state == "closed":
        close_round(round_=mixed, reason="ปิดรอบ", by=officer, at=AFTER_DUE)
    client = sign_in(director)
    page = client.get(reverse("monitoring-board"), {"round": str(mixed.pk), "by": by})
    found = numbers_of(page.content.decode())
    assert len(found) >= 2 * len(LABELS)
    for address, count in found:
        listed = client.get(address)
        assert listed.context["page"].paginator.count == count
        address_of_file = listed.context["file_url"]
        rows = sheet_rows(client.get(address_of_file).getvalue())
        assert len(rows) == count
        assert [row[1] for row in rows] == [line.hub.name for line in listed.context["page"]]


def test_the_board_keeps_the_frozen_number_and_shows_what_it_became(
    mixed: Round, other_hub: Hub, officer: User, sign_in: SignIn
) -> None:
    close_round(round_=mixed, reason="ปิดรอบ", by=officer, at=AFTER_DUE)
    owed = FollowUp.objects.get(round=mixed, hub=other_hub)
    put(owed, FollowUpState.ACCEPTED, 20, 0, 0)
    client = sign_in(officer)
    page = client.get(reverse("monitoring-board"), {"round": mixed.pk})
    numbers = dict(zip(LABELS, page.context["all"].numbers, strict=True))
    assert (numbers["received"].count, numbers["received"].now) == (1, 2)
    assert (numbers["owed"].count, numbers["owed"].now) == (1, 0)
    assert numbers["expected"].now is None
    url = numbers["received"].url
    assert client.get(url).context["page"].paginator.count == 1
    assert client.get(f"{url}&now=1").context["page"].paginator.count == 2


def test_a_board_without_rounds_and_an_odd_address_are_answered(
    director: User, sign_in: SignIn, mixed: Round
) -> None:
    client = sign_in(director)
    odd = {"round": "x", "year": "9999999", "by": "moon", "region": "'", "province": "999"}
    for name in ("monitoring-board", "monitoring-board-list", "monitoring-board-file"):
        assert client.get(reverse(name), odd, follow=True).status_code == 200
    FrozenLine.objects.all().delete()
    FollowUp.objects.all().delete()
    Round.objects.all().delete()
    for name in ("monitoring-board", "monitoring-board-list", "monitoring-board-file"):
        assert client.get(reverse(name)).status_code == 200


def test_a_year_that_is_chosen_beside_another_years_round_wins(
    director: User, sign_in: SignIn, mixed: Round
) -> None:
    ensure_rounds(today=date(2026, 10, 2), at=AFTER_DUE)
    asked = {"round": str(mixed.pk), "year": "2570"}
    page = sign_in(director).get(reverse("monitoring-board"), asked)
    assert {item.fiscal_year for item in page.context["asked"].rounds} == {2570}


def test_lao_people_do_not_read_the_board(reporter: User, sign_in: SignIn, mixed: Round) -> None:
    assert sign_in(reporter).get(reverse("monitoring-board")).status_code == 403


def test_the_office_closes_a_round_on_its_page(
    mixed: Round, officer: User, auditor: User, sign_in: SignIn, frozen: object
) -> None:
    page = reverse("admin:monitoring_round_page", args=[mixed.pk])
    close = reverse("admin:monitoring_round_move", args=[mixed.pk, "close"])
    client = sign_in(officer)
    assert close not in client.get(page).content.decode()
    frozen.move_to(AFTER_DUE)  # type: ignore[attr-defined]
    client = sign_in(officer)
    assert close in client.get(page).content.decode()
    refused = client.post(close, {"reason": " "})
    assert refused.status_code == 409
    assert sign_in(auditor).post(close, {"reason": "x"}).status_code == 403
    assert client.post(close, {"reason": "ครบกำหนดแล้ว"}).status_code == 302
    shown = client.get(page).content.decode()
    assert "ครบกำหนดแล้ว" in shown
    assert close not in shown


def test_a_planned_rounds_page_shows_whom_it_would_ask(
    hub: Hub, officer: User, reporter: User, sign_in: SignIn
) -> None:
    plan_rounds(today=world.TODAY)
    ensure_rounds(today=world.TODAY, at=world.NOW)
    planned = Round.objects.get(fiscal_year=2571, half=2)
    page = sign_in(officer).get(reverse("admin:monitoring_round_page", args=[planned.pk]))
    assert hub.name in page.content.decode()
    assert str(reporter) in page.content.decode()
    address = reverse("admin:monitoring_round_file", args=[planned.pk, "expected", "xlsx"])
    assert f'href="{address}"' in page.content.decode()
    listed = sign_in(officer).get(reverse("admin:monitoring_round_changelist"))
    assert listed.status_code == 200


def test_all_hubs_that_a_planned_round_would_ask_are_a_file(
    other_lao: Lao, hub: Hub, officer: User, reporter: User, certifier: User, sign_in: SignIn,
    monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    monkeypatch.setattr("monitoring.admin.rounds.A_PAGE", 1)
    story.make_hub(other_lao, date(2025, 6, 1))
    plan_rounds(today=world.TODAY)
    planned = Round.objects.get(fiscal_year=2571, half=2)
    client = sign_in(officer)
    shown = client.get(reverse("admin:monitoring_round_page", args=[planned.pk]))
    assert len(shown.context["page"].object_list) == 1, "of two"
    address = reverse("admin:monitoring_round_file", args=[planned.pk, "expected", "xlsx"])
    sheet = openpyxl.load_workbook(io.BytesIO(client.get(address).getvalue())).active
    _header, *rows = sheet.values
    expected = shown.context["opening"].expected
    assert [(row[0], row[3]) for row in rows] == [
        (one.hub.name, str(one.because.label)) for one in expected
    ]
    assert {row[0]: row[4:] for row in rows}[hub.name] == (str(reporter), str(certifier))


def test_the_hubs_of_a_planned_round_are_for_those_of_the_office_and_until_it_opens(
    hub: Hub, officer: User, reporter: User, auditor: User, sign_in: SignIn
) -> None:
    plan_rounds(today=world.TODAY)
    ensure_rounds(today=world.TODAY, at=world.NOW)
    planned = Round.objects.get(fiscal_year=2571, half=2)
    opened = Round.objects.exclude(opened_at=None).order_by("pk")[0]

    def status(user: User, round_: Round, ending: str = "csv") -> int:
        address = reverse("admin:monitoring_round_file", args=[round_.pk, "expected", ending])
        return sign_in(user).get(address).status_code

    assert status(auditor, planned) == 200
    assert status(reporter, planned) in {302, 403, 404}
    assert status(officer, opened) == 404
    assert status(officer, planned, "pdf") == 404


@pytest.mark.parametrize(
    ("received", "expected", "shown"),
    [(0, 0, None), (0, 3, 0), (2, 3, 67), (3, 3, 100), (7849, 7850, 99), (1, 7850, 1)],
)
def test_a_round_is_a_hundred_per_cent_complete_only_with_every_report(
    received: int, expected: int, shown: int | None
) -> None:
    assert Tally(expected=expected, received=received).whole_rate == shown
