"""Remarks pinned to fields: made by the reviewer, answered by the LAO, settled or asked again."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse

from monitoring.actions import accept_report, return_report, save_answer, submit_report
from monitoring.actions.remarks import add_remark, reopen_remark, settle_remark, withdraw_remark
from monitoring.errors import (
    NotAllowed,
    NotSubmitted,
    ReasonNeeded,
    RemarkSettled,
    StaleFollowUp,
    TextNeeded,
    UnknownField,
)
from monitoring.models import FieldRemark, FollowUp
from onde_portal.accounts.models import Mail, User
from tests import world
from tests.monitoring import story

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("frozen")]
SignIn = Callable[[User], Client]


@pytest.fixture
def sent(follow_up: FollowUp, reporter: User) -> FollowUp:
    story.fill(follow_up, reporter)
    submit_report(follow_up=follow_up, token=story.PAGE, by=reporter, at=world.NOW)
    return follow_up


def pin(follow_up: FollowUp, by: User, key: str = "lessons", text: str = "ขอตัวอย่าง") -> FieldRemark:
    return add_remark(follow_up=follow_up, key=key, text=text, by=by, at=world.NOW)


def give_back(follow_up: FollowUp, by: User, reason: str = "") -> None:
    return_report(
        follow_up=follow_up, reason=reason, due_on=world.TODAY + timedelta(days=9),
        version=follow_up.version, by=by, at=world.NOW,
    )  # fmt: skip


def send_again(follow_up: FollowUp, by: User) -> None:
    submit_report(follow_up=follow_up, token=story.OTHER_PAGE, by=by, at=world.NOW)


def test_a_remark_says_something_about_a_line_of_the_report(sent: FollowUp, officer: User) -> None:
    with pytest.raises(TextNeeded):
        pin(sent, officer, text="  ")
    with pytest.raises(UnknownField):
        pin(sent, officer, key="indicator.XX99")
    remark = pin(sent, officer, key="indicator.OP01")
    assert (remark.edition, remark.label_th) == (1, "ตัวชี้วัด OP01")


def test_only_reviewers_pin_remarks_and_only_on_what_waits_for_them(
    sent: FollowUp, reporter: User, director: User, officer: User
) -> None:
    for person in (reporter, director):
        with pytest.raises(NotAllowed):
            pin(sent, person)
    accept_report(follow_up=sent, version=sent.version, by=officer, at=world.NOW)
    with pytest.raises(NotSubmitted):
        pin(sent, officer)


def test_a_return_needs_a_reason_or_remarks_which_then_are_the_reason(
    sent: FollowUp, officer: User, reporter: User
) -> None:
    with pytest.raises(ReasonNeeded):
        give_back(sent, officer)
    pin(sent, officer)
    give_back(sent, officer)
    assert "ขอตัวอย่าง" in sent.return_reason
    [mail] = Mail.objects.filter(kind="report-returned", recipient=reporter.email)
    assert mail.body.count("ขอตัวอย่าง") == 1


def test_remarks_are_listed_in_the_mail_beside_the_reason(
    sent: FollowUp, officer: User, reporter: User
) -> None:
    pin(sent, officer)
    give_back(sent, officer, reason="ดูข้อสังเกต")
    [mail] = Mail.objects.filter(kind="report-returned", recipient=reporter.email)
    assert "ดูข้อสังเกต" in mail.body
    assert "ขอตัวอย่าง" in mail.body


def test_what_the_lao_answers_stands_at_the_remark_once_it_is_sent_again(
    sent: FollowUp, officer: User, reporter: User
) -> None:
    remark = pin(sent, officer)
    give_back(sent, officer)
    save_answer(
        follow_up=sent, key=f"remark.{remark.pk}", text="เพิ่มแล้ว", version=None, by=reporter,
        at=world.NOW,
    )  # fmt: skip
    remark.refresh_from_db()
    assert remark.answer == ""
    send_again(sent, reporter)
    remark.refresh_from_db()
    assert (remark.answer, remark.answered_by) == ("เพิ่มแล้ว", reporter)


def test_a_remark_of_another_report_takes_no_answer_here(
    sent: FollowUp, officer: User, reporter: User
) -> None:
    give_back(sent, officer, reason="x")
    with pytest.raises(UnknownField):
        save_answer(
            follow_up=sent, key="remark.999", text="x", version=None, by=reporter, at=world.NOW
        )


def test_a_remark_is_taken_back_only_before_the_lao_has_seen_it(
    sent: FollowUp, officer: User, reporter: User
) -> None:
    withdraw_remark(remark=pin(sent, officer), by=officer)
    assert not FieldRemark.objects.exists()
    remark = pin(sent, officer)
    give_back(sent, officer)
    send_again(sent, reporter)
    with pytest.raises(RemarkSettled):
        withdraw_remark(remark=remark, by=officer)


def test_a_settled_remark_is_not_asked_again_unless_it_is_reopened(
    sent: FollowUp, officer: User, reporter: User
) -> None:
    first, second = pin(sent, officer), pin(sent, officer, key="indicator.OP01")
    give_back(sent, officer)
    send_again(sent, reporter)
    settle_remark(remark=first, by=officer, at=world.NOW)
    with pytest.raises(RemarkSettled):
        settle_remark(remark=first, by=officer, at=world.NOW)
    assert list(FieldRemark.objects.open()) == [second]
    reopen_remark(remark=first, by=officer)
    assert FieldRemark.objects.open().count() == 2


def test_acceptance_settles_what_is_still_open(sent: FollowUp, officer: User) -> None:
    remark = pin(sent, officer)
    accept_report(follow_up=sent, version=sent.version, by=officer, at=world.NOW)
    remark.refresh_from_db()
    assert remark.resolved_by == officer


def test_who_has_not_seen_a_remark_does_not_accept_over_it(
    sent: FollowUp, officer: User, head: User
) -> None:
    seen = sent.version
    pin(FollowUp.objects.get(pk=sent.pk), officer)
    with pytest.raises(StaleFollowUp):
        accept_report(follow_up=sent, version=seen, by=head, at=world.NOW)


def test_the_form_lists_remarks_first_and_shows_each_at_its_field(
    sign_in: SignIn, sent: FollowUp, officer: User, reporter: User
) -> None:
    remark = pin(sent, officer)
    give_back(sent, officer)
    client = sign_in(reporter)
    page = client.get(reverse("monitoring:report", args=[sent.pk])).content.decode()
    assert f'name="remark.{remark.pk}"' in page
    assert 'href="#at-lessons"' in page
    assert page.count("ขอตัวอย่าง") >= 2
    assert f"/reports/{sent.pk}/#remarks" in client.get("/lao/").content.decode()


def test_the_reviewer_pins_and_settles_on_the_review_page(
    sign_in: SignIn, sent: FollowUp, officer: User, reporter: User, auditor: User
) -> None:
    page = reverse("admin:monitoring_followup_review", args=[sent.pk])
    posted = {"key": "lessons", "text": "ขอตัวอย่าง"}
    assert sign_in(auditor).post(f"{page}remark/", posted).status_code == 403
    client = sign_in(officer)
    refused = client.post(f"{page}remark/", {"key": "lessons", "text": ""})
    assert refused.status_code == 409
    assert client.post(f"{page}remark/", posted).status_code == 302
    remark = FieldRemark.objects.get()
    sent.refresh_from_db()
    give_back(sent, officer)
    send_again(sent, reporter)
    assert client.post(f"{page}settle/", {"remark": remark.pk}).status_code == 302
    assert client.post(f"{page}settle/", {"remark": 999}).status_code == 404
    remark.refresh_from_db()
    assert remark.resolved_at


def test_a_report_that_was_sent_again_shows_what_changed(
    sign_in: SignIn, sent: FollowUp, officer: User, reporter: User
) -> None:
    give_back(sent, officer, reason="แก้จำนวน")
    story.fill(sent, reporter, indicator__OP01="9", lessons="บทเรียนใหม่ทั้งหมด")
    send_again(sent, reporter)
    page = sign_in(officer).get(reverse("admin:monitoring_followup_review", args=[sent.pk]))
    changed = {
        row.compared.line.key: row.compared.before
        for _title, rows in page.context["reading"].parts
        for row in rows
        if row.compared.before is not None
    }
    assert set(changed) == {"indicator.OP01", "lessons"}
    assert "<del>" in page.content.decode()


def test_next_and_previous_stay_within_the_filters_of_the_list(
    sign_in: SignIn, sent: FollowUp, officer: User
) -> None:
    page = reverse("admin:monitoring_followup_review", args=[sent.pk])
    client = sign_in(officer)
    kept = "?_changelist_filters=state__exact%3Daccepted"
    assert client.get(page).context["queue"]["count"] == 1
    assert client.get(page + kept).context["queue"]["count"] == 0
    answer = client.post(f"{page}remark/{kept}", {"key": "lessons", "text": "ขอตัวอย่าง"})
    assert answer.headers["Location"] == page + kept
    assert client.get(f"{page}?_changelist_filters=nonsense__x%3D1").status_code == 200
