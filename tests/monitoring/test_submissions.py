from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta
from decimal import Decimal

import pytest
from django.db import connection

from monitoring.actions import (
    DueDateInPast,
    InvalidReport,
    NotAllowed,
    NotEditable,
    NotSubmitted,
    OwnReport,
    ReasonNeeded,
    StaleFollowUp,
    Verb,
    WindowNotOpen,
    accept_report,
    return_report,
    save_answer,
    submit_report,
)
from monitoring.models import (
    FollowUp,
    FollowUpState,
    IndicatorValue,
    Problem,
    Submission,
)
from monitoring.reports.hub_report import ReportContent
from onde_portal.accounts.models import Mail, Membership, Role, User
from onde_portal.documents.models import NumberSeries, StoredDocument
from onde_portal.registry.models import Lao
from onde_portal.thai.calendar import HalfYear
from tests import world
from tests.monitoring import story
from tests.races import at_once

DUE = world.TODAY + timedelta(days=14)


def send(follow_up: FollowUp, by: User, token: str = story.PAGE) -> Submission:
    return submit_report(follow_up=follow_up, token=token, by=by, at=world.NOW)


@pytest.fixture
def sent(follow_up: FollowUp, reporter: User) -> FollowUp:
    story.fill(follow_up, reporter)
    send(follow_up, reporter)
    return follow_up


def give_back(follow_up: FollowUp, officer: User, reason: str = "ขอตัวเลขที่ถูกต้อง") -> None:
    return_report(
        follow_up=follow_up,
        reason=reason,
        due_on=DUE,
        version=follow_up.version,
        by=officer,
        at=world.NOW,
    )


def test_a_report_sent_gives_a_numbered_receipt(follow_up: FollowUp, reporter: User) -> None:
    story.fill(follow_up, reporter)
    submission = send(follow_up, reporter)
    assert submission.receipt_number == "HUB 2569/00001"
    assert len(submission.check_code) == 12
    assert (submission.number, submission.submitted_by) == (1, reporter)
    follow_up.refresh_from_db()
    assert follow_up.state == FollowUpState.SUBMITTED
    assert follow_up.submitted_at == follow_up.first_submitted_at == world.NOW
    event = follow_up.events.get(verb=Verb.SUBMITTED)
    assert (event.from_state, event.to_state, event.reason) == (
        "draft",
        "submitted",
        "HUB 2569/00001",
    )
    content = ReportContent.from_json(submission.content)
    assert content.header.lao.th == follow_up.hub.lao.full_name_th
    assert content.texts[0].text == story.COMPLETE["lessons"]


def test_the_countable_rows_say_what_the_report_says(sent: FollowUp) -> None:
    values = {value.indicator.code: value for value in sent.values.select_related("indicator")}
    assert {code: value.value for code, value in values.items()} == {
        "OP01": Decimal(3),
        "OP02": Decimal(1),
        "OC04": Decimal("80.5"),
        "OC05": None,
    }
    assert values["OC05"].note == "ยังไม่ได้สำรวจ"
    assert sent.activities.get().name == "เวทีประชาคม"
    assert sent.problems.get().category_id == "P01"


def test_the_printed_report_is_asked_for_and_the_receipt_is_mailed(
    sent: FollowUp, reporter: User
) -> None:
    submission = sent.submissions.get()
    document = StoredDocument.objects.get()
    assert (document.kind, document.about) == (
        "hub-report",
        f"monitoring.submission:{submission.pk}",
    )
    mail = Mail.objects.get()
    assert (mail.kind, mail.recipient) == ("report-received", reporter.email)
    assert submission.receipt_number in mail.body
    assert submission.check_code in mail.body


def test_the_same_token_again_is_the_same_receipt(sent: FollowUp, reporter: User) -> None:
    again = send(sent, reporter)
    assert again == sent.submissions.get()
    assert sent.events.filter(verb=Verb.SUBMITTED).count() == Mail.objects.count() == 1


def test_another_token_after_sending_is_refused(sent: FollowUp, reporter: User) -> None:
    with pytest.raises(NotEditable):
        send(sent, reporter, token=story.OTHER_PAGE)


@pytest.mark.django_db(transaction=True)
def test_a_report_sent_fifty_times_at_once_counts_once(follow_up: FollowUp, reporter: User) -> None:
    story.fill(follow_up, reporter)

    def run(_turn: int) -> str:
        try:
            return send(FollowUp.objects.get(pk=follow_up.pk), reporter).receipt_number
        finally:
            connection.close()

    with ThreadPoolExecutor(10) as pool:
        receipts = list(pool.map(run, range(50)))
    assert set(receipts) == {"HUB 2569/00001"}
    assert Submission.objects.count() == Mail.objects.count() == StoredDocument.objects.count() == 1
    assert follow_up.events.filter(verb=Verb.SUBMITTED).count() == 1
    assert NumberSeries.objects.get().last == 1
    assert IndicatorValue.objects.count() == 4


@pytest.mark.django_db(transaction=True)
def test_two_browsers_sending_at_once_send_one_report(follow_up: FollowUp, reporter: User) -> None:
    story.fill(follow_up, reporter)

    def run(turn: int) -> str:
        try:
            return send(FollowUp.objects.get(pk=follow_up.pk), reporter, f"token {turn}").token
        except NotEditable:
            return ""
        finally:
            connection.close()

    with ThreadPoolExecutor(4) as pool:
        tokens = list(pool.map(run, range(4)))
    assert [bool(token) for token in sorted(tokens)] == [False, False, False, True]
    assert Submission.objects.count() == 1


def test_an_incomplete_report_is_not_sent_and_takes_no_number(
    follow_up: FollowUp, reporter: User
) -> None:
    story.fill(follow_up, reporter, indicator__OP01="สาม", next_plan="")
    with pytest.raises(InvalidReport) as raised:
        send(follow_up, reporter)
    assert [error.key for error in raised.value.errors] == ["indicator.OP01", "next_plan"]
    follow_up.refresh_from_db()
    assert follow_up.state == FollowUpState.DRAFT
    assert not NumberSeries.objects.exists()
    assert not IndicatorValue.objects.exists()


def test_a_report_is_not_accepted_before_its_window_but_after_its_due_date(
    follow_up: FollowUp, reporter: User
) -> None:
    story.fill(follow_up, reporter)
    early = datetime(2026, 2, 28, 23, 59, tzinfo=world.BANGKOK)
    with pytest.raises(WindowNotOpen) as raised:
        submit_report(follow_up=follow_up, token=story.PAGE, by=reporter, at=early)
    assert raised.value.opens_on == follow_up.round.opens_on
    late = datetime(2026, 12, 1, 9, 0, tzinfo=world.BANGKOK)
    submission = submit_report(follow_up=follow_up, token=story.PAGE, by=reporter, at=late)
    assert submission.receipt_number == "HUB 2570/00001"


def test_the_office_does_not_send_and_the_lao_does_not_review(
    sent: FollowUp, officer: User, reporter: User
) -> None:
    with pytest.raises(NotAllowed):
        send(sent, officer, token=story.OTHER_PAGE)
    with pytest.raises(NotAllowed):
        accept_report(follow_up=sent, version=sent.version, by=reporter, at=world.NOW)
    with pytest.raises(NotAllowed):
        give_back(sent, reporter)


def test_nobody_accepts_what_he_or_she_sent(sent: FollowUp, reporter: User) -> None:
    User.objects.get_queryset().filter(pk=reporter.pk).update(role=Role.OFFICER)
    promoted = User.objects.get(pk=reporter.pk)
    with pytest.raises(OwnReport):
        accept_report(follow_up=sent, version=sent.version, by=promoted, at=world.NOW)


def test_an_accepted_report_is_final_and_its_reporters_are_told(
    sent: FollowUp, officer: User, reporter: User
) -> None:
    accept_report(follow_up=sent, version=sent.version, by=officer, at=world.NOW)
    assert (sent.state, sent.decided_at) == (FollowUpState.ACCEPTED, world.NOW)
    assert Mail.objects.get(kind="report-accepted").recipient == reporter.email
    with pytest.raises(NotSubmitted):
        give_back(sent, officer)
    with pytest.raises(NotEditable):
        story.fill(sent, reporter)


def test_a_returned_report_is_changed_and_sent_again(
    sent: FollowUp, officer: User, reporter: User, lao: Lao, certifier: User
) -> None:
    colleague = world.make_member(lao, "second@nongbua.example")
    gone = world.make_member(lao, "gone@nongbua.example")
    Membership.objects.filter(user=gone).update(ended_at=world.NOW)
    give_back(sent, officer)
    assert (sent.state, sent.due_on, sent.return_reason) == (
        FollowUpState.RETURNED,
        DUE,
        "ขอตัวเลขที่ถูกต้อง",
    )
    told = Mail.objects.filter(kind="report-returned")
    assert set(told.values_list("recipient", flat=True)) == {reporter.email, colleague.email}
    assert "ขอตัวเลขที่ถูกต้อง" in told[0].body

    problem = sent.problems.get()
    story.fill(
        sent,
        reporter,
        indicator__OP01="4",
        activity__1__name="",
        activity__1__planned="",
        activity__1__done="",
        problem__1__description="ผู้เข้าร่วมน้อยมาก",
    )
    second = send(sent, reporter, token=story.OTHER_PAGE)
    assert (second.number, second.receipt_number) == (2, "HUB 2569/00002")
    sent.refresh_from_db()
    assert sent.state == FollowUpState.SUBMITTED
    assert sent.first_submitted_at == world.NOW
    assert sent.values.get(indicator__code="OP01").value == Decimal(4)
    assert not sent.activities.exists()
    assert sent.problems.get() == problem
    assert sent.submissions.count() == 2
    first = ReportContent.from_json(sent.submissions.get(number=1).content)
    assert first.indicators[0].value == Decimal(3)
    accept_report(follow_up=sent, version=sent.version, by=officer, at=world.NOW)
    states = list(sent.history.order_by("history_id").values_list("state", flat=True))
    assert states == ["not_started", "draft", "submitted", "returned", "submitted", "accepted"]


def test_a_return_says_why_and_until_when(sent: FollowUp, officer: User) -> None:
    with pytest.raises(ReasonNeeded):
        give_back(sent, officer, reason=" \u200b\n")
    with pytest.raises(DueDateInPast):
        return_report(
            follow_up=sent,
            reason="เหตุผล",
            due_on=world.TODAY - timedelta(days=1),
            version=sent.version,
            by=officer,
            at=world.NOW,
        )
    sent.refresh_from_db()
    assert sent.state == FollowUpState.SUBMITTED


def test_two_officers_deciding_at_once_do_not_overwrite_each_other(
    sent: FollowUp, officer: User, head: User
) -> None:
    other_screen = FollowUp.objects.get(pk=sent.pk)
    give_back(sent, officer)
    with pytest.raises(StaleFollowUp):
        accept_report(follow_up=other_screen, version=other_screen.version, by=head, at=world.NOW)
    sent.refresh_from_db()
    assert sent.state == FollowUpState.RETURNED


@pytest.mark.django_db(transaction=True)
def test_sent_again_while_the_officer_returns_it_one_of_both_comes_first_and_nothing_is_lost(
    follow_up: FollowUp, reporter: User, officer: User
) -> None:
    story.fill(follow_up, reporter)
    send(follow_up, reporter)
    seen = FollowUp.objects.get(pk=follow_up.pk)
    ends = at_once(
        NotEditable,
        lambda: give_back(seen, officer),
        lambda: send(FollowUp.objects.get(pk=follow_up.pk), reporter, story.OTHER_PAGE),
    )
    follow_up.refresh_from_db()
    came_first = ends == ["NotEditable", "done"]
    assert follow_up.state == (FollowUpState.RETURNED if came_first else FollowUpState.SUBMITTED)
    assert Submission.objects.count() == (1 if came_first else 2)
    assert follow_up.answers.get(key="lessons").text == story.COMPLETE["lessons"]


def test_a_report_not_sent_cannot_be_decided_on(follow_up: FollowUp, officer: User) -> None:
    with pytest.raises(NotSubmitted):
        accept_report(follow_up=follow_up, version=follow_up.version, by=officer, at=world.NOW)


def test_a_problem_solved_in_the_next_round_is_solved(sent: FollowUp, reporter: User) -> None:
    problem = sent.problems.get()
    later = story.open_follow_up(sent.hub, HalfYear(2569, 2))
    key = f"earlier.{problem.pk}.state"
    story.fill(later, reporter)
    save_answer(
        follow_up=later, key=key, text="solved", version=None, by=reporter, at=story.NEXT_HALF_NOW
    )
    submit_report(follow_up=later, token=story.PAGE, by=reporter, at=story.NEXT_HALF_NOW)
    problem.refresh_from_db()
    assert problem.state == Problem.State.SOLVED


def test_mail_speaks_the_persons_language(follow_up: FollowUp, reporter: User) -> None:
    reporter.language = "en"
    reporter.save(update_fields=["language"])
    story.fill(follow_up, reporter)
    send(follow_up, reporter)
    mail = Mail.objects.get()
    assert mail.subject == "Report received: HUB 2569/00001"
    assert "First half, fiscal year B.E. 2569" in mail.body
    assert f"/reports/{follow_up.pk}/receipt/" in mail.body
