"""Accepting many reports together when others act at the same moment, and with bad input."""

from collections.abc import Callable
from datetime import timedelta
from threading import Thread
from time import sleep
from urllib.parse import urlencode

import pytest
from django.db import connection, transaction
from django.test import Client

from monitoring.actions import Verb, submit_nothing, submit_report
from monitoring.actions.bulk import accept_many, undo_acceptance
from monitoring.actions.remarks import add_remark
from monitoring.errors import MonitoringError
from monitoring.models import BulkAcceptance, FieldRemark, FollowUp, FollowUpEvent, FollowUpState
from monitoring.selectors.unmarked import sort_out
from onde_portal.accounts.models import Mail, User
from tests import world
from tests.monitoring import story
from tests.races import at_once

PAGE = "/staff/monitoring/followup/accept-many/"
SOON = world.NOW + timedelta(minutes=1)
SignIn = Callable[[User], Client]

pytestmark = pytest.mark.usefixtures("frozen")


@pytest.fixture
def sent(follow_up: FollowUp, reporter: User) -> FollowUp:
    """A report in which nothing deserves a look."""
    story.fill(follow_up, reporter, evidence__note="ดูที่เว็บไซต์ อบต.")
    submit_report(follow_up=follow_up, token=story.PAGE, by=reporter, at=world.NOW)
    return follow_up


def accept(follow_up: FollowUp, by: User) -> BulkAcceptance | None:
    return accept_many(versions={follow_up.pk: follow_up.version}, by=by, at=world.NOW)


def events(follow_up: FollowUp, verb: Verb) -> int:
    return FollowUpEvent.objects.filter(follow_up=follow_up, verb=verb).count()


@pytest.mark.django_db(transaction=True)
def test_fifty_clicks_at_once_accept_once_and_tell_once(sent: FollowUp, officer: User) -> None:
    ends = at_once(MonitoringError, *[lambda: accept(sent, officer)] * 50)
    assert ends == ["done"] * 50
    assert BulkAcceptance.objects.count() == 1
    assert events(sent, Verb.ACCEPTED) == 1
    assert Mail.objects.filter(kind="report-accepted").count() == 1


@pytest.mark.django_db(transaction=True)
def test_fifty_undos_at_once_take_back_once(sent: FollowUp, officer: User) -> None:
    done = accept(sent, officer)
    assert done is not None

    def undo() -> None:
        undo_acceptance(acceptance=done, by=officer, at=SOON)

    ends = at_once(MonitoringError, *[undo] * 50)
    assert ends == ["UndoOver"] * 49 + ["done"]
    assert events(sent, Verb.UNDONE) == 1
    assert not Mail.objects.filter(kind="report-accepted").exists()


@pytest.mark.django_db(transaction=True)
def test_a_remark_pinned_at_the_same_moment_keeps_its_report_out(
    sent: FollowUp, officer: User, head: User
) -> None:
    def accept_beside() -> None:
        try:
            accept(sent, head)
        finally:
            connection.close()

    beside = Thread(target=accept_beside)
    with transaction.atomic():
        add_remark(follow_up=sent, key="lessons", text="ขอตัวอย่าง", by=officer, at=world.NOW)
        beside.start()
        # Long enough for the other side to have read the queue and to wait for this report.
        sleep(0.5)
    beside.join()
    sent.refresh_from_db()
    assert sent.state == FollowUpState.SUBMITTED
    assert FieldRemark.objects.open().count() == 1
    assert not BulkAcceptance.objects.exists()


@pytest.mark.django_db
def test_accepted_undone_and_accepted_again_stands_on_the_record_and_is_told_once(
    sent: FollowUp, officer: User
) -> None:
    done = accept(sent, officer)
    assert done is not None
    undo_acceptance(acceptance=done, by=officer, at=SOON)
    sent.refresh_from_db()
    assert accept(sent, officer) is not None
    assert (events(sent, Verb.ACCEPTED), events(sent, Verb.UNDONE)) == (2, 1)
    assert Mail.objects.filter(kind="report-accepted").count() == 1


@pytest.mark.django_db
@pytest.mark.parametrize(
    "posted", ["9" * 5_000 + ":1", "9" * 30 + ":1", "1:" + "9" * 30, ":", "๑:๑", "-1:1", "1"]
)
def test_a_tick_that_no_page_offered_is_ignored(
    sign_in: SignIn, sent: FollowUp, officer: User, posted: str
) -> None:
    answer = sign_in(officer).post(f"{PAGE}send/", {"report": [posted]})
    assert (answer.status_code, answer.headers["Location"]) == (302, PAGE)
    assert not BulkAcceptance.objects.exists()


@pytest.mark.django_db
def test_an_undo_of_somebody_else_is_not_found(
    sign_in: SignIn, sent: FollowUp, officer: User, head: User
) -> None:
    done = accept(sent, officer)
    assert done is not None
    assert sign_in(head).post(f"{PAGE}{done.pk}/undo/").status_code == 404
    sent.refresh_from_db()
    assert sent.state == FollowUpState.ACCEPTED


@pytest.mark.django_db
def test_nothing_to_report_is_never_accepted_unread(
    follow_up: FollowUp, officer: User, reporter: User
) -> None:
    submit_nothing(
        follow_up=follow_up, reason="ไม่มีกิจกรรม", token=story.PAGE, by=reporter, at=world.NOW
    )  # fmt: skip
    assert sort_out([follow_up]).plain == ()


@pytest.mark.django_db
def test_the_page_keeps_to_the_filters_of_the_list_and_says_so(
    sign_in: SignIn, sent: FollowUp, officer: User
) -> None:
    client = sign_in(officer)
    here, others = (
        urlencode({"_changelist_filters": f"standing={standing}"})
        for standing in ("received", "extended")
    )

    assert client.get(f"{PAGE}?{here}").context["sorted"].plain == (sent,)
    assert client.get(f"{PAGE}?{others}").context["sorted"].plain == ()
    answer = client.post(f"{PAGE}send/?{here}", {"report": [f"{sent.pk}:{sent.version}"]})
    assert answer.headers["Location"] == f"{PAGE}?{here}"


@pytest.mark.django_db
def test_the_page_names_the_rules_that_keep_a_report_out(
    sign_in: SignIn, follow_up: FollowUp, reporter: User, officer: User
) -> None:
    story.fill(follow_up, reporter, evidence__note="")
    submit_report(follow_up=follow_up, token=story.PAGE, by=reporter, at=world.NOW)

    page = sign_in(officer).get(PAGE).content.decode()

    assert "ไม่มีหลักฐาน" in page
