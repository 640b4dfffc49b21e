"""Problems, lessons, recommendations and support live on from one report to the next."""

from datetime import date, timedelta

import pytest
from django.utils.translation import override

from hubs.models import Hub
from monitoring.actions import return_report, submit_report
from monitoring.actions.records import (
    answer_learning,
    drop_support,
    give_support,
    hand_on_support,
    note_problem,
    promise_support,
    release_learning,
    withdraw_learning,
)
from monitoring.content import ReportContent
from monitoring.errors import (
    DayAhead,
    DueDateInPast,
    NotAllowed,
    NotPromisable,
    ReasonNeeded,
    StaleRecord,
    SupportSettled,
    TextNeeded,
)
from monitoring.models import (
    FollowUp,
    Learning,
    Problem,
    ProblemCategory,
    Submission,
    Support,
)
from monitoring.questions.form import ReportForm
from onde_portal.accounts.models import User
from onde_portal.registry.models import Lao
from onde_portal.thai.calendar import HalfYear
from tests import world
from tests.monitoring import story

pytestmark = pytest.mark.django_db
SOON = world.TODAY + timedelta(days=30)


@pytest.fixture
def sent(follow_up: FollowUp, reporter: User) -> FollowUp:
    story.fill(
        follow_up, reporter, recommendations="ขอคู่มือฉบับย่อ", problem__1__cause="ประชาสัมพันธ์น้อย",
        problem__1__owner="ปลัด อบต.", problem__1__due_on="30/9/2569",
    )  # fmt: skip
    submit_report(follow_up=follow_up, token=story.PAGE, by=reporter, at=world.NOW)
    return follow_up


def again(follow_up: FollowUp, officer: User, reporter: User, **changes: str) -> None:
    """Return the report, change answers, and send it once more."""
    return_report(
        follow_up=follow_up, reason="ขอแก้ไข", due_on=SOON, version=follow_up.version, by=officer,
        at=world.NOW,
    )  # fmt: skip
    story.fill(follow_up, reporter, **changes)
    submit_report(follow_up=follow_up, token=story.OTHER_PAGE, by=reporter, at=world.NOW)


def test_a_problem_keeps_its_cause_its_owner_and_its_day(sent: FollowUp) -> None:
    problem = Problem.objects.get()
    assert (problem.cause, problem.owner, problem.due_on) == (
        "ประชาสัมพันธ์น้อย", "ปลัด อบต.", date(2026, 9, 30),
    )  # fmt: skip
    content = ReportContent.from_json(Submission.objects.get().content)
    assert content.problems[0].due_on == problem.due_on


def test_a_day_that_is_none_is_told_at_its_field(follow_up: FollowUp, reporter: User) -> None:
    story.fill(follow_up, reporter, problem__1__due_on="เร็ว ๆ นี้")
    errors = ReportForm.load(follow_up).errors()
    assert [error.key for error in errors] == ["problem.1.due_on"]


def test_reports_from_before_the_new_fields_are_read(sent: FollowUp) -> None:
    stored = Submission.objects.get().content
    for entry in stored["problems"]:
        for name in ("cause", "owner", "due_on"):
            del entry[name]
    assert ReportContent.from_json(stored).problems[0].cause == ""


def test_lessons_and_recommendations_become_records(sent: FollowUp) -> None:
    assert dict(Learning.objects.values_list("kind", "text")) == {
        "lessons": "เริ่มจากเรื่องใกล้ตัว",
        "recommendations": "ขอคู่มือฉบับย่อ",
    }


def test_a_resent_report_changes_its_records_and_keeps_their_release(
    sent: FollowUp, officer: User, reporter: User
) -> None:
    lesson = Learning.objects.get(kind="lessons")
    release_learning(learning=lesson, text="เริ่มจากเรื่องใกล้ตัว", by=officer, at=world.NOW)
    again(sent, officer, reporter, lessons="เริ่มจากเรื่องน้ำ", recommendations="-")
    lesson.refresh_from_db()
    assert (lesson.text, lesson.released_text) == ("เริ่มจากเรื่องน้ำ", "เริ่มจากเรื่องใกล้ตัว")
    assert not Learning.objects.filter(kind="recommendations").exists()


def test_only_released_lessons_are_read_by_other_laos(
    sent: FollowUp, officer: User, reporter: User, other_reporter: User
) -> None:
    lesson = Learning.objects.get(kind="lessons")
    assert list(Learning.objects.visible_to(other_reporter)) == []
    assert lesson in Learning.objects.visible_to(reporter)
    lesson = release_learning(learning=lesson, text="เริ่มจากเรื่องใกล้ตัว", by=officer, at=world.NOW)
    assert list(Learning.objects.visible_to(other_reporter)) == [lesson]
    withdraw_learning(learning=lesson, by=officer, at=world.NOW)
    assert list(Learning.objects.visible_to(other_reporter)) == []


def test_releasing_needs_words_the_newest_version_and_the_right(
    sent: FollowUp, officer: User, reporter: User
) -> None:
    lesson = Learning.objects.get(kind="lessons")
    with pytest.raises(TextNeeded):
        release_learning(learning=lesson, text="  ", by=officer, at=world.NOW)
    with pytest.raises(NotAllowed):
        release_learning(learning=lesson, text="ก", by=reporter, at=world.NOW)
    release_learning(learning=lesson, text="ก", version=lesson.version, by=officer, at=world.NOW)
    with pytest.raises(StaleRecord):
        answer_learning(
            learning=lesson, answer="ข", version=lesson.version, by=officer, at=world.NOW
        )


def test_what_a_later_report_says_of_a_problem_stands_with_its_round(
    sent: FollowUp, hub: Hub, officer: User, reporter: User
) -> None:
    problem = Problem.objects.get()
    later = story.open_follow_up(hub, HalfYear(2569, 2))
    texts = {f"earlier__{problem.pk}__state": "better", "problem__1__category": ""}
    blank = {"problem__1__description": "", "problem__1__severity": ""}
    story.fill(later, reporter, **texts, **blank)
    submit_report(follow_up=later, token=story.PAGE, by=reporter, at=story.NEXT_HALF_NOW)
    note_problem(problem=problem, text="สกถ. ลงพื้นที่แล้ว", state="solved", by=officer, at=world.NOW)
    problem.refresh_from_db()
    assert problem.state == "solved"
    said = problem.notes.order_by("pk").values_list("state", "follow_up", "text")
    assert list(said) == [("better", later.pk, ""), ("solved", None, "สกถ. ลงพื้นที่แล้ว")]


def promise(hub: Hub, by: User, **facts: object) -> Support:
    given = {"what": "ส่งวิทยากร", "owner": by, "due_on": SOON} | facts
    return promise_support(hub=hub, by=by, at=world.NOW, **given)  # type: ignore[arg-type]


def test_support_is_open_until_it_is_given(hub: Hub, officer: User) -> None:
    support = promise(hub, officer)
    assert list(Support.objects.open()) == [support]
    given = give_support(support=support, on=world.TODAY, note="2 คน", by=officer, at=world.NOW)
    assert not given.is_open
    assert not Support.objects.open().exists()
    with pytest.raises(SupportSettled):
        drop_support(support=support, reason="ซ้ำ", by=officer, at=world.NOW)


def test_a_promise_taken_back_says_why(hub: Hub, officer: User, head: User) -> None:
    support = promise(hub, officer)
    with pytest.raises(ReasonNeeded):
        drop_support(support=support, reason=" ", by=officer, at=world.NOW)
    handed = hand_on_support(support=support, owner=head, due_on=SOON, by=officer, at=world.NOW)
    assert handed.owner == head
    dropped = drop_support(support=support, reason="งบถูกตัด", by=officer, at=world.NOW)
    assert dropped.dropped_because == "งบถูกตัด"


def test_promises_that_cannot_be_right_are_refused(
    sent: FollowUp, hub: Hub, other_lao: Lao, officer: User, reporter: User
) -> None:
    other = story.make_hub(other_lao, date(2025, 6, 1))
    with pytest.raises(NotPromisable):
        promise(other, officer, problem=Problem.objects.get())
    with pytest.raises(NotPromisable):
        promise(hub, officer, owner=reporter)
    with pytest.raises(DueDateInPast):
        promise(hub, officer, due_on=world.TODAY - timedelta(days=1))
    with pytest.raises(DayAhead):
        give_support(support=promise(hub, officer), on=SOON, by=officer, at=world.NOW)
    with pytest.raises(NotAllowed):
        promise(hub, reporter, owner=officer)


def test_the_next_form_shows_what_the_office_promised_against_a_problem(
    sent: FollowUp, hub: Hub, officer: User
) -> None:
    promise(hub, officer, problem=Problem.objects.get())
    later = story.open_follow_up(hub, HalfYear(2569, 2))
    with override("th"):
        fields = [field for part in ReportForm.load(later).sections for field in part.fields]
        [earlier] = [field for field in fields if field.key.startswith("earlier.")]
    assert "ส่งวิทยากร" in earlier.help


def test_the_form_suggests_the_measures_of_the_manual(follow_up: FollowUp) -> None:
    ProblemCategory.objects.filter(code="P01").update(measure_th="จัดอบรม", measure_en="Train")
    with override("th"):
        [problems] = [
            part for part in ReportForm.load(follow_up).sections if part.key == "problems"
        ]
    assert problems.suggestions == (("ขาดความรู้", "จัดอบรม"),)


def test_a_released_lesson_survives_when_the_report_no_longer_has_it(
    sent: FollowUp, officer: User, reporter: User
) -> None:
    lesson = Learning.objects.get(kind="lessons")
    release_learning(learning=lesson, text="เริ่มจากเรื่องใกล้ตัว", by=officer, at=world.NOW)
    again(sent, officer, reporter, lessons="")
    assert Learning.objects.released().get() == lesson
