"""By which rules a line of a report deserves a look, and accepting together what has none."""

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from decimal import Decimal

import pytest
import time_machine
from django.test import Client

from monitoring.actions import submit_report
from monitoring.actions.bulk import accept_many, undo_acceptance
from monitoring.actions.remarks import add_remark
from monitoring.content import IndicatorEntry, ReportContent
from monitoring.errors import NotAllowed, UndoOver
from monitoring.marks import RULES, Mark, compare, dropped, marks_in
from monitoring.models import BulkAcceptance, FollowUp, FollowUpState
from monitoring.questions.form import ReportForm
from monitoring.selectors.unmarked import sort_out
from onde_portal.accounts.jobs import send_next_mail
from onde_portal.accounts.models import Mail, User
from tests import world
from tests.monitoring import story

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("frozen")]
SignIn = Callable[[User], Client]


@pytest.fixture
def content(follow_up: FollowUp, reporter: User) -> ReportContent:
    story.fill(follow_up, reporter)
    return ReportForm.load(follow_up, user=reporter).content()


@pytest.fixture
def sent(follow_up: FollowUp, reporter: User) -> FollowUp:
    """A report in which nothing deserves a look."""
    story.fill(follow_up, reporter, evidence__note="ดูที่เว็บไซต์ อบต.")
    submit_report(follow_up=follow_up, token=story.PAGE, by=reporter, at=world.NOW)
    return follow_up


def with_figure(content: ReportContent, value: str | None) -> ReportContent:
    first, *others = content.indicators
    changed: IndicatorEntry = replace(first, value=None if value is None else Decimal(value))
    return replace(content, indicators=(changed, *others))


def marks(content: ReportContent, last: ReportContent | None) -> dict[str, tuple[Mark, ...]]:
    found = compare(content, last=last, before=None, language="th")
    return {one.line.key: one.marks for one in found if one.marks}


@pytest.mark.parametrize(
    ("then", "now", "mark"),
    [
        ("10", "50", None),
        ("10", "51", Mark.JUMP),
        ("10", "2", None),
        ("10", "1.99", Mark.JUMP),
        ("1", "5.99", None),
        ("1", "6", Mark.JUMP),
        ("4", "0.5", None),
        ("10", "0", Mark.ZERO),
        ("10", None, Mark.GONE),
        ("0", "400", None),
        ("0", "0", None),
        (None, "400", None),
    ],
)
def test_a_figure_marks_in_by_the_stated_rules(
    content: ReportContent, then: str | None, now: str | None, mark: Mark | None
) -> None:
    found = marks(with_figure(content, now), with_figure(content, then))
    key = f"indicator.{content.indicators[0].code}"
    assert found.get(key, ()) == (() if mark is None else (mark,))


def test_words_copied_from_last_round_are_marked_and_short_ones_are_not(
    content: ReportContent,
) -> None:
    def saying(words: str) -> ReportContent:
        texts = (replace(item, text=words) for item in content.texts)
        return replace(content, texts=tuple(texts))

    long = "ประชาชนร่วมประชุมน้อยเพราะเป็นฤดูเก็บเกี่ยว"
    assert marks(saying(long), saying(f" {long} "))["lessons"] == (Mark.COPIED,)
    assert "lessons" not in marks(saying("ไม่มี"), saying("ไม่มี"))
    assert "lessons" not in marks(saying(long), saying(f"{long} ปีนี้"))


def test_activities_without_any_evidence_are_marked(content: ReportContent) -> None:
    bare = replace(
        content,
        files=(),
        texts=tuple(replace(item, text="") for item in content.texts),
    )
    assert marks(bare, None) == {"files": (Mark.NO_EVIDENCE,)}
    assert not marks_in(replace(bare, activities=()), None)


def test_every_mark_has_its_rule_in_words() -> None:
    assert set(RULES) == set(Mark)


def test_lines_that_the_edition_before_had_are_named(content: ReportContent) -> None:
    now = replace(content, activities=content.activities[:-1])
    [gone] = dropped(now, content, "th")
    assert gone.key == f"activity.{len(content.activities)}.done"


def test_rows_that_move_up_are_no_changes(content: ReportContent) -> None:
    first = replace(content.activities[0], name="กิจกรรมที่ตัดออก", done="ไม่ได้ทำ")
    before = replace(content, activities=(first, *content.activities))
    changed = compare(content, last=None, before=before, language="th")
    assert [one.line.key for one in changed if one.before is not None] == []
    assert [line.label.th for line in dropped(content, before, "th")] == ["กิจกรรมที่ตัดออก"]


def accept(*follow_ups: FollowUp, by: User) -> BulkAcceptance | None:
    versions = {item.pk: item.version for item in follow_ups}
    return accept_many(versions=versions, by=by, at=world.NOW)


def test_what_needs_no_look_is_accepted_together_and_told_ten_minutes_later(
    frozen: time_machine.Traveller, sent: FollowUp, officer: User, reporter: User
) -> None:
    done = accept(sent, by=officer)
    assert done is not None
    sent.refresh_from_db()
    assert sent.state == FollowUpState.ACCEPTED
    mail = Mail.objects.get(kind="report-accepted")
    assert mail.due_at == world.NOW + timedelta(minutes=10)


def test_within_ten_minutes_it_is_undone_and_nobody_was_told(
    sent: FollowUp, officer: User, head: User
) -> None:
    done = accept(sent, by=officer)
    assert done is not None
    with pytest.raises(NotAllowed):
        undo_acceptance(acceptance=done, by=head, at=world.NOW)
    nine = world.NOW + timedelta(minutes=9, seconds=59)
    assert undo_acceptance(acceptance=done, by=officer, at=nine) == 1
    sent.refresh_from_db()
    assert (sent.state, sent.decided_at) == (FollowUpState.SUBMITTED, None)
    assert not Mail.objects.filter(kind="report-accepted").exists()
    with pytest.raises(UndoOver):
        undo_acceptance(acceptance=done, by=officer, at=nine)


def test_after_ten_minutes_nothing_is_undone(
    frozen: time_machine.Traveller, sent: FollowUp, officer: User
) -> None:
    done = accept(sent, by=officer)
    assert done is not None
    frozen.shift(600)
    while send_next_mail():
        pass
    with pytest.raises(UndoOver):
        undo_acceptance(acceptance=done, by=officer, at=world.NOW + timedelta(minutes=10))
    assert Mail.objects.get(kind="report-accepted").state == Mail.State.SENT


def test_marked_remarked_and_changed_reports_are_left_alone(
    sent: FollowUp, officer: User, director: User
) -> None:
    with pytest.raises(NotAllowed):
        accept(sent, by=director)
    assert accept_many(versions={sent.pk: sent.version - 1}, by=officer, at=world.NOW) is None
    add_remark(follow_up=sent, key="lessons", text="ขอตัวอย่าง", by=officer, at=world.NOW)
    assert sort_out([sent]).remarked == (sent,)
    assert accept(sent, by=officer) is None
    assert not BulkAcceptance.objects.exists()


def test_a_report_with_a_mark_is_read_by_itself(
    follow_up: FollowUp, reporter: User, officer: User
) -> None:
    story.fill(follow_up, reporter, evidence__note="")
    submit_report(follow_up=follow_up, token=story.PAGE, by=reporter, at=world.NOW)
    (marked,) = sort_out([follow_up]).marked
    assert (marked.follow_up, marked.marks) == (follow_up, (Mark.NO_EVIDENCE,))
    assert accept(follow_up, by=officer) is None


def test_the_page_accepts_what_is_ticked_and_undoes_it(
    sign_in: SignIn, sent: FollowUp, officer: User, director: User
) -> None:
    path = "/staff/monitoring/followup/accept-many/"
    assert sign_in(director).get(path).status_code == 403
    client = sign_in(officer)
    assert client.get(path).context["sorted"].plain == (sent,)
    client.post(f"{path}send/", {"report": ["abc", f"{sent.pk}:{sent.version}"]})
    assert client.get(path).context["sorted"].plain == ()
    done = BulkAcceptance.objects.get()
    client.post(f"{path}{done.pk}/undo/")
    assert client.get(path).context["sorted"].plain == (sent,)
    assert client.post(f"{path}send/", {}).status_code == 302


def test_an_activity_stands_beside_the_same_one_of_last_round(content: ReportContent) -> None:
    other = replace(content.activities[0], name="กิจกรรมอื่น", done="ผลอื่น")
    last = replace(content, activities=(other, *content.activities))
    found = compare(content, last=last, before=None, language="th")
    beside = {one.line.label.th: one.last for one in found if one.line.part == "activities"}
    assert content.activities[0].done in beside[content.activities[0].name]
    assert "ผลอื่น" not in beside[content.activities[0].name]
