"""The consolidated report of a round: every figure counted by hand on a small country."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from decimal import Decimal

import pytest
from django.utils.translation import override

from hubs.actions.life import hand_over_hub
from monitoring.actions import close_round, submit_report
from monitoring.content import as_json, from_stored
from monitoring.models import FollowUp, Round, Submission
from monitoring.selectors.board import Scope
from monitoring.tally import Tally
from onde_portal.accounts.models import Membership, User
from onde_portal.reporting.content import RoundContent, SaidLine, Sayings
from onde_portal.reporting.reports.round_parts import round_parts
from onde_portal.reporting.selectors.rounds import round_content
from onde_portal.ui.figures import Numbers
from onde_portal.ui.parts import file_sheets
from tests import world
from tests.monitoring import story
from tests.reporting.conftest import AT, Country

pytestmark = pytest.mark.django_db


def test_every_figure_is_what_one_counts_by_hand(country: Country) -> None:
    found = round_content(country.round, Scope(), AT)
    assert found.tally == Tally(expected=3, received=2, accepted=1, on_time=2, owed=1)
    places = {(item.kind, item.place.en): item.tally for item in found.places}
    assert {key: (tally.expected, tally.received) for key, tally in places.items()} == {
        ("region", "Northeast region"): (3, 2),
        ("province", "Udon Thani"): (2, 1),
        ("province", "Chiang Mai"): (1, 1),
        ("type", "Subdistrict administrative organisation"): (3, 2),
    }
    values = {line.code: (line.value, line.reports, line.silent) for line in found.indicators}
    assert values == {
        "OP01": (Decimal(15), 2, 0),
        "OP02": (Decimal(50), 2, 0),
        "OC04": (Decimal("70.25"), 2, 0),
        "OC05": (Decimal("4.25"), 1, 1),
    }
    problems = {line.code: line for line in found.problems}
    assert {code: (line.named, line.open, line.hubs) for code, line in problems.items()} == {
        "P01": (1, 1, 1),
        "P99": (1, 1, 1),
    }
    assert problems["P01"].measure.en == "Hold learning forums"
    assert problems["P99"].taken == ("ขอเงินอุดหนุน",)
    assert [(line.text, line.hubs) for line in found.lessons.lines] == [("เริ่มจากเรื่องใกล้ตัว", 2)]
    (wish,) = found.recommendations.lines
    assert (wish.text, wish.answers) == ("ควรอบรมทุกปี", ("จะจัดในปีหน้า",))
    assert (found.recommendations.reports, found.recommendations.answered) == (1, 1)
    assert [(line.text, line.hubs) for line in found.next_phase.lines] == [("จัดเวทีทุกเดือน", 2)]
    assert [line.text for line in found.wanted.lines] == ["วิทยากร"]
    part = found.support
    counts = (part.promised, part.given, part.owed, part.overdue, part.dropped)
    assert counts == (2, 1, 1, 1, 0)
    assert [line.what for line in part.lines] == ["ส่งคู่มือ", "ส่งวิทยากร"]
    states = {line.hub: (line.state.en, bool(line.number), line.days_late) for line in found.hubs}
    assert states == {
        "ศูนย์ หนองบัว": ("Accepted", True, 0),
        "ศูนย์ แม่น้ำคำ": ("Submitted", True, 0),
        "ศูนย์ โนนสูง": ("Not started", False, None),
    }


def test_a_province_has_its_own_hubs_only(country: Country) -> None:
    found = round_content(country.round, Scope(province="50"), AT)
    assert (found.area.en, found.tally.expected, found.tally.received) == (
        "Chiang Mai province", 1, 1,
    )  # fmt: skip
    assert {item.kind for item in found.places} == {"type"}
    assert {line.code: line.value for line in found.indicators}["OP01"] == 12
    assert [line.code for line in found.problems] == ["P99"]
    assert (found.support.promised, found.recommendations.reports) == (0, 0)
    assert [line.hub for line in found.hubs] == ["ศูนย์ แม่น้ำคำ"]


def test_a_closed_rounds_list_keeps_the_receipt_of_a_hub_that_moved_to_another_province(
    country: Country, reporter: User, officer: User
) -> None:
    closed_at = world.NOW + timedelta(days=60)
    close_round(round_=country.round, reason="ปิดรอบ", by=officer, at=closed_at)
    moved = country.waiting.hub
    new_home = world.make_lao(country.reported.hub.lao.province, "หนองแสง", code="6410199")
    hand_over_hub(hub=moved, lao=new_home, reason="รวมพื้นที่", by=officer, at=closed_at)
    _send_late(country.owing, reporter, closed_at + timedelta(days=1))
    closed = Round.objects.get(pk=country.round.pk)

    def receipts(province: str) -> dict[int | None, str]:
        found = round_content(closed, Scope(province=province), closed_at + timedelta(days=2))
        return {line.follow_up: line.number for line in found.hubs}

    sent = {item.follow_up_id: item.receipt_number for item in Submission.objects.all()}
    assert receipts("50") == {country.waiting.pk: sent[country.waiting.pk]}
    assert receipts("41") == {
        country.reported.pk: sent[country.reported.pk],
        country.owing.pk: "",  # Sent after the closing, at which it was owed.
    }


def _send_late(follow_up: FollowUp, by: User, at: datetime) -> None:
    Membership.objects.create(
        user=by, lao=follow_up.hub.lao, kind=Membership.Kind.REPORTER, started_at=world.LONG_AGO
    )
    story.fill(follow_up, by)
    submit_report(follow_up=follow_up, token=story.OTHER_PAGE, by=by, at=at)


def test_the_content_survives_the_way_through_json(country: Country) -> None:
    found = round_content(country.round, Scope(region="northeast"), AT)
    assert from_stored(RoundContent, as_json(found)) == found


def test_a_round_without_any_hub_is_a_report_too(db: None) -> None:
    half = {"fiscal_year": 2570, "half": 1}
    day = world.TODAY
    round_ = Round.objects.create(
        **half, starts_on=day, ends_on=day + timedelta(days=1), opens_on=day,
        due_on=day + timedelta(days=2), opened_at=world.NOW,
    )  # fmt: skip
    found = round_content(round_, Scope(), world.NOW)
    assert (found.tally, found.hubs, found.problems, found.support.lines) == (Tally(), (), (), ())


def test_a_file_says_below_a_table_that_it_is_cut(country: Country) -> None:
    whole = round_content(country.round, Scope(), AT)
    line = SaidLine("ควรมีงบประมาณ", 1, ("ศูนย์",))
    cut = replace(whole, recommendations=Sayings((line,), different=70, reports=80))

    def last_row(content: RoundContent) -> Sequence[object]:
        with override("en"):
            sheets = file_sheets(round_parts(content, Numbers("en", on_screen=True)))
        return next(list(one.rows)[-1] for one in sheets if one.name.startswith("Recommend"))

    assert len(last_row(cut)) == 1
    assert "in different wordings: 70; the 1 that most hubs use are listed" in str(last_row(cut)[0])
    assert len(last_row(replace(cut, recommendations=Sayings((line,), 1, 1)))) > 1
