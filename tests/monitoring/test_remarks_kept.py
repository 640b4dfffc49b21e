"""No remark and no answer is lost, doubled or seen too early, whatever becomes of its line."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse

from monitoring.actions import return_report, save_answer, submit_nothing, submit_report
from monitoring.actions.remarks import LONGEST, add_remark
from monitoring.errors import RemarkTooLong
from monitoring.models import FieldRemark, FollowUp
from monitoring.questions.form import ReportForm
from onde_portal.accounts.models import User
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


def give_back(follow_up: FollowUp, by: User) -> None:
    return_report(
        follow_up=follow_up, reason="", due_on=world.TODAY + timedelta(days=9),
        version=follow_up.version, by=by, at=world.NOW,
    )  # fmt: skip


def test_a_remark_on_a_line_that_is_gone_still_shows_its_answer_and_can_be_settled(
    sign_in: SignIn, sent: FollowUp, officer: User, reporter: User
) -> None:
    remark = pin(sent, officer, key="problem.1.description", text="ขอสาเหตุ")
    give_back(sent, officer)
    story.fill(
        sent, reporter, problem__1__category="", problem__1__description="",
        problem__1__severity="", **{f"remark__{remark.pk}": "ตัดออกเพราะรายงานซ้ำ"},
    )  # fmt: skip
    submit_report(follow_up=sent, token=story.OTHER_PAGE, by=reporter, at=world.NOW)
    page = reverse("admin:monitoring_followup_review", args=[sent.pk])
    shown = sign_in(officer).get(page).content.decode()
    assert "ตัดออกเพราะรายงานซ้ำ" in shown
    assert f'name="remark" value="{remark.pk}"' in shown


def test_the_same_remark_pinned_twice_stands_once(sent: FollowUp, officer: User) -> None:
    assert pin(sent, officer) == pin(sent, officer, text=" ขอตัวอย่าง ")
    assert FieldRemark.objects.count() == 1


def test_a_remark_that_is_too_long_is_refused_and_not_cut(sent: FollowUp, officer: User) -> None:
    with pytest.raises(RemarkTooLong):
        pin(sent, officer, text="ก" * (LONGEST + 1))
    assert not FieldRemark.objects.exists()


def test_two_remarks_on_one_field_both_stand_beside_it(sent: FollowUp, officer: User) -> None:
    pin(sent, officer)
    pin(sent, officer, text="ขอชื่อหมู่บ้าน")
    give_back(sent, officer)
    sections = ReportForm.load(sent).sections
    [lessons] = [field for one in sections for field in one.fields if field.key == "lessons"]
    assert "ขอตัวอย่าง" in lessons.remark
    assert "ขอชื่อหมู่บ้าน" in lessons.remark


def test_the_lao_sees_no_remark_before_the_report_is_returned(
    sign_in: SignIn, sent: FollowUp, officer: User, reporter: User
) -> None:
    pin(sent, officer)
    client = sign_in(reporter)
    for name in ("report", "report-view", "report-receipt"):
        page = client.get(reverse(f"monitoring:{name}", args=[sent.pk]), follow=True)
        assert "ขอตัวอย่าง" not in page.content.decode()
    assert "#remarks" not in client.get("/lao/").content.decode()


@pytest.mark.parametrize(
    ("key", "place"),
    [
        ("files", "files"),
        ("activity.1.done", "at-activity.1.done"),
        ("budget.spent", "at-budget.spent"),
        ("next_plan", "at-next_plan"),
    ],
)
def test_every_remark_of_the_checklist_leads_to_a_place_on_the_form(
    sign_in: SignIn, sent: FollowUp, officer: User, reporter: User, key: str, place: str
) -> None:
    pin(sent, officer, key=key)
    give_back(sent, officer)
    page = sign_in(reporter).get(reverse("monitoring:report", args=[sent.pk])).content.decode()
    assert f'href="#{place}"' in page
    assert f'id="{place}"' in page


def test_answers_survive_a_report_of_nothing(sent: FollowUp, officer: User, reporter: User) -> None:
    remark = pin(sent, officer)
    give_back(sent, officer)
    save_answer(
        follow_up=sent, key=f"remark.{remark.pk}", text="ไม่มีเรื่องรายงาน", version=None,
        by=reporter, at=world.NOW,
    )  # fmt: skip
    submit_nothing(
        follow_up=sent, reason="ยกเลิก", token=story.OTHER_PAGE, by=reporter, at=world.NOW
    )  # fmt: skip
    remark.refresh_from_db()
    assert remark.answer == "ไม่มีเรื่องรายงาน"
