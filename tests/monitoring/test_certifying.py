"""The LAO's certifier answers for a report before the Office gets it."""

from collections.abc import Callable
from datetime import date, timedelta

import pytest
from django.test import Client
from django.urls import reverse

from monitoring.actions import NotEditable, ReasonNeeded, StaleFollowUp, return_report, save_answer
from monitoring.actions.certifying import (
    call_back,
    certify_report,
    let_through,
    send_back,
    send_report,
)
from monitoring.errors import InvalidReport, NotAllowed, NotWithCertifier, OwnCertification
from monitoring.models import Certification, FollowUp, FollowUpState, Submission
from monitoring.selectors.follow_ups import round_completeness
from onde_portal.accounts import actions as accounts
from onde_portal.accounts.models import Mail, Membership, User
from onde_portal.accounts.stand_ins import name_stand_in
from onde_portal.registry.models import Lao
from tests import world
from tests.monitoring import story
from tests.races import at_once

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("frozen")]
SignIn = Callable[[User], Client]
Outcome = Certification.Outcome


@pytest.fixture
def laid(follow_up: FollowUp, reporter: User, certifier: User) -> FollowUp:
    """A complete report that waits for the certifier."""
    story.fill(follow_up, reporter)
    sent = send_report(follow_up=follow_up, token=story.PAGE, by=reporter, at=world.NOW)
    assert isinstance(sent, Certification)
    return follow_up


def certify(follow_up: FollowUp, by: User, days: int = 0) -> Submission:
    return certify_report(
        follow_up=follow_up, version=follow_up.version, by=by,
        at=world.NOW + timedelta(days=days),
    )  # fmt: skip


def told(kind: str) -> list[str]:
    return sorted(Mail.objects.filter(kind=kind).values_list("recipient", flat=True))


def test_where_nobody_certifies_the_report_goes_to_the_office_at_once(
    follow_up: FollowUp, reporter: User
) -> None:
    story.fill(follow_up, reporter)
    sent = send_report(follow_up=follow_up, token=story.PAGE, by=reporter, at=world.NOW)
    assert isinstance(sent, Submission)
    assert follow_up.state == FollowUpState.SUBMITTED


def test_what_the_only_certifier_sends_goes_to_the_office_at_once(
    follow_up: FollowUp, certifier: User
) -> None:
    story.fill(follow_up, certifier)
    sent = send_report(follow_up=follow_up, token=story.PAGE, by=certifier, at=world.NOW)
    assert isinstance(sent, Submission)


def test_a_report_waits_for_the_certifier_and_cannot_be_changed_meanwhile(
    laid: FollowUp, reporter: User, certifier: User
) -> None:
    assert (laid.state, laid.submitted_at) == (FollowUpState.WITH_CERTIFIER, None)
    assert not Submission.objects.exists()
    assert told("report-to-certify") == [certifier.email]
    with pytest.raises(NotEditable):
        save_answer(
            follow_up=laid, key="lessons", text="แก้", version=None, by=reporter, at=world.NOW
        )


def test_an_incomplete_report_is_not_laid_before_the_certifier(
    follow_up: FollowUp, reporter: User, certifier: User
) -> None:
    with pytest.raises(InvalidReport):
        send_report(follow_up=follow_up, token=story.PAGE, by=reporter, at=world.NOW)
    assert not Certification.objects.exists()


def test_the_certified_report_reaches_the_office_with_the_writers_receipt(
    laid: FollowUp, reporter: User, certifier: User
) -> None:
    submission = certify(laid, certifier, days=1)
    assert (laid.state, laid.submitted_at) == (
        FollowUpState.SUBMITTED, world.NOW + timedelta(days=1),
    )  # fmt: skip
    assert submission.submitted_by == reporter
    certification = Certification.objects.get()
    assert (certification.outcome, certification.answered_by) == (Outcome.CERTIFIED, certifier)
    assert certification.submission == submission
    assert told("report-received") == [reporter.email]


def test_it_is_on_time_only_if_it_is_certified_in_time(laid: FollowUp, certifier: User) -> None:
    late = (laid.due_on - world.TODAY).days + 1
    assert round_completeness(laid.round, world.TODAY).owed == 1
    certify(laid, certifier, days=late)
    counted = round_completeness(laid.round, laid.due_on + timedelta(days=2))
    assert (counted.received, counted.on_time) == (1, 0)


def test_nobody_certifies_what_he_or_she_sent(
    laid: FollowUp, reporter: User, lao: Lao, officer: User
) -> None:
    with pytest.raises(NotAllowed):
        certify(laid, reporter)
    Membership.objects.create(
        user=reporter, lao=lao, kind=Membership.Kind.CERTIFIER, started_at=world.LONG_AGO
    )
    with pytest.raises(OwnCertification):
        certify(laid, reporter)
    with pytest.raises(NotAllowed):
        certify(laid, officer)


def test_given_back_with_a_reason_it_is_a_draft_again_and_nothing_is_lost(
    laid: FollowUp, reporter: User, certifier: User
) -> None:
    with pytest.raises(ReasonNeeded):
        send_back(follow_up=laid, reason=" ", version=laid.version, by=certifier, at=world.NOW)
    answers = laid.answers.count()
    send_back(follow_up=laid, reason="ตัวเลขผิด", version=laid.version, by=certifier, at=world.NOW)
    assert (laid.state, laid.answers.count()) == (FollowUpState.DRAFT, answers)
    [mail] = Mail.objects.filter(kind="report-sent-back")
    assert (mail.recipient, "ตัวเลขผิด" in mail.body) == (reporter.email, True)
    send_report(follow_up=laid, token=story.OTHER_PAGE, by=reporter, at=world.NOW)
    assert isinstance(certify(laid, certifier), Submission)


def test_what_the_office_returned_stays_returned_when_the_certifier_gives_it_back(
    laid: FollowUp, reporter: User, certifier: User, officer: User
) -> None:
    certify(laid, certifier)
    return_report(
        follow_up=laid, reason="ขาดหลักฐาน", due_on=world.TODAY + timedelta(days=9),
        version=laid.version, by=officer, at=world.NOW,
    )  # fmt: skip
    send_report(follow_up=laid, token=story.OTHER_PAGE, by=reporter, at=world.NOW)
    send_back(follow_up=laid, reason="ยัง", version=laid.version, by=certifier, at=world.NOW)
    assert (laid.state, laid.return_reason) == (FollowUpState.RETURNED, "ขาดหลักฐาน")


def test_the_reporter_calls_it_back_before_it_is_certified_and_not_after(
    laid: FollowUp, reporter: User, certifier: User
) -> None:
    call_back(follow_up=laid, version=laid.version, by=reporter, at=world.NOW)
    assert laid.state == FollowUpState.DRAFT
    send_report(follow_up=laid, token=story.OTHER_PAGE, by=reporter, at=world.NOW)
    certify(laid, certifier)
    with pytest.raises(NotWithCertifier):
        call_back(follow_up=laid, version=laid.version, by=reporter, at=world.NOW)


def test_who_saw_an_older_state_changes_nothing(laid: FollowUp, certifier: User) -> None:
    with pytest.raises(StaleFollowUp):
        certify_report(follow_up=laid, version=laid.version - 1, by=certifier, at=world.NOW)


def test_a_stand_in_certifies_in_the_certifiers_place_on_the_record(
    laid: FollowUp, certifier: User, lao: Lao
) -> None:
    colleague = world.make_member(lao, "deputy@nongbua.example", first_name="มาลี")
    with pytest.raises(NotAllowed):
        certify(laid, colleague)
    name_stand_in(
        person=certifier, stand_in=colleague, starts_on=world.TODAY, ends_on=world.TODAY,
        by=certifier, at=world.NOW,
    )  # fmt: skip
    with pytest.raises(NotAllowed):
        certify(laid, colleague, days=1)
    certify(laid, colleague)
    certification = Certification.objects.get()
    assert (certification.answered_by, certification.in_place_of) == (colleague, certifier)


def test_a_certifiers_stand_in_is_a_colleague_of_the_same_lao(
    certifier: User, reporter: User, other_reporter: User, officer: User
) -> None:
    days = {"starts_on": world.TODAY, "ends_on": date(2026, 4, 30), "at": world.NOW}
    for other in (other_reporter, officer):
        with pytest.raises(accounts.NotAllowed):
            name_stand_in(person=certifier, stand_in=other, by=certifier, **days)  # type: ignore[arg-type]
    with pytest.raises(accounts.NotAllowed):
        name_stand_in(person=reporter, stand_in=certifier, by=reporter, **days)  # type: ignore[arg-type]


def test_the_office_lets_it_through_with_a_reason_and_the_certifier_is_told(
    laid: FollowUp, officer: User, reporter: User, certifier: User
) -> None:
    through = {"follow_up": laid, "version": laid.version, "at": world.NOW}
    with pytest.raises(ReasonNeeded):
        let_through(reason="", by=officer, **through)  # type: ignore[arg-type]
    with pytest.raises(NotAllowed):
        let_through(reason="รีบ", by=reporter, **through)  # type: ignore[arg-type]
    submission = let_through(reason="ปลัดลาป่วย", by=officer, **through)  # type: ignore[arg-type]
    certification = Certification.objects.get()
    assert (certification.outcome, certification.reason) == (Outcome.EXCEPTED, "ปลัดลาป่วย")
    assert (laid.state, submission.submitted_by) == (FollowUpState.SUBMITTED, reporter)
    assert told("report-let-through") == [certifier.email]


def test_nothing_to_report_is_certified_too(
    follow_up: FollowUp, reporter: User, certifier: User
) -> None:
    with pytest.raises(ReasonNeeded):
        send_report(follow_up=follow_up, token=story.PAGE, nothing=" ", by=reporter, at=world.NOW)
    send_report(follow_up=follow_up, token=story.PAGE, nothing="ไม่มีงบ", by=reporter, at=world.NOW)
    submission = certify(follow_up, certifier)
    assert submission.nothing_to_report
    assert "ไม่มีงบ" in str(submission.content)


def test_sent_twice_from_one_page_it_is_laid_before_the_certifier_once(
    laid: FollowUp, reporter: User
) -> None:
    send_report(follow_up=laid, token=story.PAGE, by=reporter, at=world.NOW)
    assert Certification.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_certified_many_times_at_once_it_reaches_the_office_once(
    laid: FollowUp, certifier: User
) -> None:
    version = laid.version

    def attempt() -> None:
        certify_report(
            follow_up=FollowUp.objects.get(pk=laid.pk), version=version, by=certifier,
            at=world.NOW,
        )  # fmt: skip

    ends = at_once(NotWithCertifier, *[attempt] * 8)
    assert ends == [*["NotWithCertifier"] * 7, "done"]
    assert Submission.objects.count() == 1


def address(name: str, follow_up: FollowUp) -> str:
    return reverse(f"monitoring:report-{name}", args=[follow_up.pk])


def test_the_certifier_reads_it_and_certifies_it_on_one_page(
    sign_in: SignIn, laid: FollowUp, certifier: User, reporter: User
) -> None:
    client = sign_in(certifier)
    home = client.get("/lao/").content.decode()
    assert "อ่านและรับรอง" in home or "Read and certify" in home
    page = client.get(address("certify", laid))
    assert page.context["may_certify"]
    assert reporter.get_full_name() in page.content.decode()
    answer = client.post(address("certify-send", laid), {"version": laid.version})
    assert answer.headers["Location"] == address("receipt", laid)
    assert certifier.get_full_name() in client.get(address("receipt", laid)).content.decode()


def test_the_form_of_a_report_that_waits_leads_to_where_it_is(
    sign_in: SignIn, laid: FollowUp, reporter: User, officer: User
) -> None:
    client = sign_in(reporter)
    for name in ("check", "nothing"):
        assert client.get(address(name, laid)).headers["Location"] == address("certify", laid)
    page = client.get(address("certify", laid))
    assert not page.context["may_certify"]
    refused = client.post(address("certify-send", laid), {"version": laid.version})
    assert refused.status_code == 409
    assert sign_in(officer).get(address("certify", laid)).status_code == 403


def test_what_the_certifier_asks_stands_on_the_form(
    sign_in: SignIn, laid: FollowUp, certifier: User, reporter: User
) -> None:
    refused = sign_in(certifier).post(
        address("certify-return", laid), {"version": laid.version, "reason": ""}
    )
    assert refused.status_code == 409
    sign_in(certifier).post(
        address("certify-return", laid), {"version": laid.version, "reason": "ตัวเลขผิด"}
    )
    form = sign_in(reporter).get(reverse("monitoring:report", args=[laid.pk]))
    assert "ตัวเลขผิด" in form.content.decode()


def test_the_officer_lets_it_through_on_the_review_page(
    sign_in: SignIn, laid: FollowUp, officer: User, auditor: User
) -> None:
    page = reverse("admin:monitoring_followup_review", args=[laid.pk])
    posted = {"version": laid.version, "reason": "ปลัดลาป่วย"}
    assert sign_in(auditor).post(f"{page}through/", posted).status_code == 403
    client = sign_in(officer)
    assert client.get(page).context["laid"].follow_up_id == laid.pk
    assert client.post(f"{page}through/", posted).status_code == 302
    assert "ปลัดลาป่วย" in client.get(page).content.decode()


def test_the_certifier_names_a_stand_in_among_colleagues_and_ends_it(
    sign_in: SignIn, certifier: User, reporter: User, lao: Lao
) -> None:
    client, path = sign_in(certifier), f"/lao/{lao.pk}/people/"
    typed = {"stand_in": str(reporter.pk), "starts_on": "20/4/2569", "ends_on": "19/4/2569"}
    refused = client.post(f"{path}stand-in/", typed)
    assert refused.status_code == 422
    assert "19/4/2569" in refused.content.decode()
    named = client.post(f"{path}stand-in/", typed | {"ends_on": "๒๕/๔/๒๕๖๙"})
    assert named.status_code == 302
    row = certifier.stand_ins.get()
    assert (row.stand_in, row.ends_on) == (reporter, date(2026, 4, 25))
    client.post(f"{path}stand-in/{row.pk}/end/")
    row.refresh_from_db()
    assert row.ends_on == world.TODAY
    assert "stand-in-who" not in sign_in(reporter).get(path).content.decode()
