"""Writing, checking and sending a report in the browser."""

from collections.abc import Callable
from typing import Any

import pytest
import time_machine
from django.test import Client
from django.urls import reverse

from monitoring.actions import return_report, submit_report
from monitoring.models import Answer, FollowUp, FollowUpState, Submission
from onde_portal.accounts.models import User
from tests import world
from tests.monitoring import story

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("frozen")]
SignIn = Callable[[User], Client]
TOKEN = "t" * 43
EARLY = world.NOW.replace(year=2026, month=2, day=10)


def address(name: str, follow_up: FollowUp) -> str:
    return reverse(f"monitoring:{name}", args=[follow_up.pk])


def send(client: Client, follow_up: FollowUp, token: str = TOKEN) -> Any:
    return client.post(address("report-send", follow_up), {"token": token})


@pytest.fixture
def sent(follow_up: FollowUp, reporter: User) -> Submission:
    story.fill(follow_up, reporter)
    return submit_report(follow_up=follow_up, token=TOKEN, by=reporter, at=world.NOW)


def test_the_form_has_a_field_for_every_question_and_spare_rows(
    sign_in: SignIn, reporter: User, follow_up: FollowUp
) -> None:
    page = sign_in(reporter).get(address("report", follow_up)).content.decode()

    for key in ("indicator.OP01", "activity.1.name", "activity.2.name", "problem.2.description"):
        assert f'name="{key}"' in page
    assert 'name="activity.3.name"' not in page


def test_a_browser_without_scripts_keeps_the_whole_page_and_goes_on_to_the_check(
    sign_in: SignIn, reporter: User, follow_up: FollowUp
) -> None:
    response = sign_in(reporter).post(
        address("report-keep", follow_up),
        {"lessons": "เริ่มจากเรื่องใกล้ตัว", "indicator.OP01": "๑,๒๐๐๐", "go": "check"},
    )

    assert response["Location"] == address("report-check", follow_up)
    stored = dict(Answer.objects.filter(follow_up=follow_up).values_list("key", "text"))
    assert stored["lessons"] == "เริ่มจากเรื่องใกล้ตัว"
    assert stored["indicator.OP01"] == "๑,๒๐๐๐"


def test_a_row_is_added_without_scripts_and_without_losing_what_was_typed(
    sign_in: SignIn, reporter: User, follow_up: FollowUp
) -> None:
    client = sign_in(reporter)
    answer = client.post(
        address("report-keep", follow_up), {"activity.1.name": "เวที", "go": "activities:6"}
    )

    page = client.get(answer["Location"]).content.decode()
    assert 'name="activity.6.name"' in page
    assert "เวที" in page


def test_a_field_that_a_colleague_changed_meanwhile_is_shown_side_by_side(
    sign_in: SignIn, reporter: User, certifier: User, follow_up: FollowUp
) -> None:
    story.fill(follow_up, certifier, lessons="ของเพื่อน")

    response = sign_in(reporter).post(
        address("report-keep", follow_up), {"lessons": "ของฉัน", "support": "งบ"}
    )

    page = response.content.decode()
    assert response.status_code == 409
    assert "ของเพื่อน" in page
    assert "ของฉัน" in page
    assert Answer.objects.get(follow_up=follow_up, key="lessons").text == "ของเพื่อน"
    assert Answer.objects.get(follow_up=follow_up, key="support").text == "งบ"


def test_a_text_too_long_to_keep_is_not_lost(
    sign_in: SignIn, reporter: User, follow_up: FollowUp
) -> None:
    text = "ก" * 20_001
    response = sign_in(reporter).post(address("report-keep", follow_up), {"lessons": text})

    assert response.status_code == 422
    assert text in response.content.decode()


def test_the_check_names_all_errors_at_once_each_leading_to_its_field(
    sign_in: SignIn, reporter: User, follow_up: FollowUp
) -> None:
    story.fill(follow_up, reporter, next_plan="", indicator__OP01="๑,๒๐๐๐")

    page = sign_in(reporter).get(address("report-check", follow_up)).content.decode()

    assert "?check#f-next_plan" in page
    assert "?check#f-indicator.OP01" in page
    assert '<button class="btn">' not in page


def test_a_complete_report_is_sent_and_leads_to_its_receipt(
    sign_in: SignIn, reporter: User, follow_up: FollowUp
) -> None:
    story.fill(follow_up, reporter)
    client = sign_in(reporter)
    token = client.get(address("report-check", follow_up)).context["token"]

    response = send(client, follow_up, token)

    submission = Submission.objects.get(follow_up=follow_up)
    assert response["Location"] == address("report-receipt", follow_up)
    receipt = client.get(response["Location"]).content.decode()
    assert submission.receipt_number in receipt
    assert submission.check_code in receipt


def test_the_same_page_sent_twice_leads_to_the_same_receipt(
    sign_in: SignIn, reporter: User, follow_up: FollowUp
) -> None:
    story.fill(follow_up, reporter)
    client = sign_in(reporter)

    first, second = send(client, follow_up), send(client, follow_up)

    assert first["Location"] == second["Location"]
    assert Submission.objects.filter(follow_up=follow_up).count() == 1


def test_a_report_sent_from_another_page_says_who_sent_it(
    sign_in: SignIn, certifier: User, follow_up: FollowUp, sent: Submission
) -> None:
    response = send(sign_in(certifier), follow_up, "o" * 43)

    assert response.status_code == 409
    assert sent.submitted_by.get_full_name() in response.content.decode()


def test_text_typed_into_a_report_sent_meanwhile_can_still_be_copied(
    sign_in: SignIn, certifier: User, follow_up: FollowUp, sent: Submission
) -> None:
    response = sign_in(certifier).post(
        address("report-keep", sent.follow_up), {"lessons": "บทเรียนที่ยังไม่ได้บันทึก"}
    )

    assert response.status_code == 409
    assert "บทเรียนที่ยังไม่ได้บันทึก" in response.content.decode()


def test_a_report_with_errors_is_shown_again_with_everything_typed(
    sign_in: SignIn, reporter: User, follow_up: FollowUp
) -> None:
    story.fill(follow_up, reporter, next_plan="")

    response = send(sign_in(reporter), follow_up)

    page = response.content.decode()
    assert response.status_code == 422
    assert "#f-next_plan" in page
    assert "เริ่มจากเรื่องใกล้ตัว" in page


def test_too_early_a_report_is_told_from_when_it_is_accepted(
    sign_in: SignIn, reporter: User, follow_up: FollowUp, frozen: time_machine.Traveller
) -> None:
    story.fill(follow_up, reporter)
    client = sign_in(reporter)
    frozen.move_to(EARLY)

    response = send(client, follow_up)

    assert response.status_code == 409
    assert "1 มีนาคม 2569" in response.content.decode()


def test_a_returned_report_opens_with_the_reason_and_the_new_due_date(
    sign_in: SignIn, reporter: User, officer: User, sent: Submission
) -> None:
    follow_up = FollowUp.objects.with_place().get(pk=sent.follow_up_id)
    return_report(
        follow_up=follow_up,
        reason="ขอรายชื่อผู้เข้าร่วม",
        due_on=world.TODAY.replace(month=5, day=15),
        version=follow_up.version,
        by=officer,
        at=world.NOW,
    )

    page = sign_in(reporter).get(address("report", follow_up)).content.decode()

    assert "ขอรายชื่อผู้เข้าร่วม" in page
    assert "15 พฤษภาคม 2569" in page


@pytest.mark.parametrize("name", ["report", "report-check", "report-receipt", "report-view"])
def test_a_report_of_another_lao_does_not_exist(
    sign_in: SignIn, other_reporter: User, sent: Submission, name: str
) -> None:
    assert sign_in(other_reporter).get(address(name, sent.follow_up)).status_code == 404


@pytest.mark.parametrize("name", ["report-keep", "report-send", "report-save", "report-attach"])
def test_nobody_writes_into_a_report_of_another_lao(
    sign_in: SignIn, other_reporter: User, follow_up: FollowUp, name: str
) -> None:
    response = sign_in(other_reporter).post(address(name, follow_up), {"token": TOKEN})

    assert response.status_code == 404


def test_the_office_reads_what_was_sent(sign_in: SignIn, officer: User, sent: Submission) -> None:
    response = sign_in(officer).get(address("report", sent.follow_up), follow=True)

    assert response.redirect_chain[-1][0] == address("report-view", sent.follow_up)
    assert "เวทีประชาคม" in response.content.decode()


@pytest.mark.parametrize("name", ["report-keep", "report-send", "report-save", "report-attach"])
def test_the_office_does_not_write_an_laos_report(
    sign_in: SignIn, officer: User, follow_up: FollowUp, name: str
) -> None:
    response = sign_in(officer).post(address(name, follow_up), {"token": TOKEN, "lessons": "x"})

    assert response.status_code == 403
    follow_up.refresh_from_db()
    assert follow_up.state == FollowUpState.NOT_STARTED


def test_a_draft_is_nobodys_business_until_it_is_sent(
    sign_in: SignIn, officer: User, reporter: User, follow_up: FollowUp
) -> None:
    story.fill(follow_up, reporter, lessons="ยังไม่พร้อม")

    page = sign_in(officer).get(address("report-view", follow_up)).content.decode()

    assert "ยังไม่พร้อม" not in page


def test_a_receipt_without_a_pdf_has_a_button_that_makes_one(
    sign_in: SignIn, reporter: User, sent: Submission
) -> None:
    client = sign_in(reporter)
    response = client.post(address("report-print", sent.follow_up), follow=True)

    assert response.context["print"].state == "queued"


def test_the_check_says_in_which_row_something_is_wrong(
    sign_in: SignIn, reporter: User, follow_up: FollowUp
) -> None:
    story.fill(follow_up, reporter, problem__2__description="ไม่มีที่ประชุม", indicator__OC04="-")

    errors = sign_in(reporter).get(address("report-check", follow_up)).context["errors"]

    labels = {error.key: error.label for error in errors}
    assert "2" in labels["problem.2.category"]
    assert "OC04" in labels["indicator.OC04.note"]


def test_what_was_sent_is_read_in_the_words_of_the_form(
    sign_in: SignIn, officer: User, sent: Submission
) -> None:
    page = sign_in(officer).get(address("report-view", sent.follow_up)).content.decode()

    assert '<td class="num">มี</td>' in page
    assert "2,500.50 " in page
    assert "10,000 " in page


@pytest.mark.parametrize(
    ("name", "page"),
    [
        ("report-keep", "report"),
        ("report-send", "report-check"),
        ("report-send-nothing", "report-nothing"),
    ],
)
def test_a_refused_page_that_is_loaded_again_leads_to_the_page_of_its_form(
    sign_in: SignIn, reporter: User, follow_up: FollowUp, name: str, page: str
) -> None:
    response = sign_in(reporter).get(address(name, follow_up))

    assert response["Location"] == address(page, follow_up)
