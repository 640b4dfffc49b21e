from concurrent.futures import ThreadPoolExecutor
from datetime import date

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection

from hubs.models import Hub
from monitoring.actions import (
    AnswerConflict,
    AnswerTooLong,
    NotAllowed,
    NotEditable,
    TooManyFiles,
    UnknownField,
    Verb,
    attach_file,
    remove_file,
    save_answer,
    save_answers,
)
from monitoring.actions.drafts import MAX_FILES
from monitoring.models import Answer, FollowUp, FollowUpState, ReportFile
from onde_portal.accounts.models import User
from onde_portal.registry.models import Lao
from onde_portal.thai.calendar import HalfYear
from onde_portal.workflow.uploads import UploadRefused
from tests import world
from tests.monitoring import story


def save(follow_up: FollowUp, by: User, text: str, version: int | None = None) -> Answer:
    return save_answer(
        follow_up=follow_up, key="lessons", text=text, version=version, by=by, at=world.NOW
    )


def test_the_first_answer_makes_a_draft(follow_up: FollowUp, reporter: User) -> None:
    answer = save(follow_up, reporter, "บทเรียน")
    assert (answer.version, answer.saved_at, answer.saved_by) == (1, world.NOW, reporter)
    assert follow_up.state == FollowUpState.DRAFT
    follow_up.refresh_from_db()
    assert (follow_up.state, follow_up.started_at) == (FollowUpState.DRAFT, world.NOW)
    event = follow_up.events.get(verb=Verb.STARTED)
    assert (event.from_state, event.to_state, event.by) == ("not_started", "draft", reporter)
    save(follow_up, reporter, "บทเรียนใหม่", version=1)
    assert follow_up.events.filter(verb=Verb.STARTED).count() == 1


def test_text_is_kept_as_typed_valid_or_not(follow_up: FollowUp, reporter: User) -> None:
    typed = "  <b>๑๒</b> = abc\r\n\u200bบรรทัดสอง"
    answer = save_answer(
        follow_up=follow_up,
        key="indicator.OP01",
        text=typed,
        version=None,
        by=reporter,
        at=world.NOW,
    )
    assert answer.text == "  <b>๑๒</b> = abc\nบรรทัดสอง"


def test_one_field_costs_at_most_six_queries(
    follow_up: FollowUp, reporter: User, django_assert_max_num_queries: object
) -> None:
    save(follow_up, reporter, "หนึ่ง")
    for key, version in (("lessons", 1), ("support", None), ("indicator.OP01", None)):
        with django_assert_max_num_queries(6):  # type: ignore[operator]
            save_answer(
                follow_up=follow_up, key=key, text="สอง", version=version, by=reporter, at=world.NOW
            )


def test_an_answer_changed_meanwhile_is_a_conflict_that_shows_both(
    follow_up: FollowUp, reporter: User, lao: Lao
) -> None:
    colleague = world.make_member(lao, "second@nongbua.example")
    save(follow_up, reporter, "ของฉัน")
    save(follow_up, colleague, "ของเพื่อน", version=1)
    for stale in (1, None):
        with pytest.raises(AnswerConflict) as raised:
            save(follow_up, reporter, "ของฉันอีก", version=stale)
        assert raised.value.current.text == "ของเพื่อน"
        assert raised.value.current.version == 2
    assert save(follow_up, reporter, "ของฉันอีก", version=2).version == 3


def test_the_same_text_again_is_no_conflict(follow_up: FollowUp, reporter: User) -> None:
    save(follow_up, reporter, "เหมือนเดิม")
    again = save(follow_up, reporter, "เหมือนเดิม", version=None)
    assert again.version == 1


@pytest.mark.parametrize(
    "key",
    [
        "",
        "pk",
        "state",
        "activity.21.name",
        "activity.0.name",
        "activity.1.pk",
        "problem.11.measure",
        "indicator.ZZ99",
        "indicator.OP01.value",
        "indicator.",
        "earlier.1.state",
        "earlier.x.state",
        "lessons.",
        "lessons\n",
        "general.email",
    ],
)
def test_a_field_the_form_does_not_have_is_refused(
    follow_up: FollowUp, reporter: User, key: str
) -> None:
    with pytest.raises(UnknownField):
        save_answer(follow_up=follow_up, key=key, text="x", version=None, by=reporter, at=world.NOW)
    assert not Answer.objects.exists()
    follow_up.refresh_from_db()
    assert follow_up.state == FollowUpState.NOT_STARTED


def test_a_problem_of_another_hub_cannot_be_answered_for(
    follow_up: FollowUp, reporter: User, other_lao: Lao, other_reporter: User
) -> None:
    foreign = story.open_follow_up(story.make_hub(other_lao, date(2025, 1, 1)), HalfYear(2568, 2))
    problem = foreign.problems.create(
        position=1, category_id="P01", description="ของคนอื่น", severity="low"
    )
    with pytest.raises(UnknownField):
        save_answer(
            follow_up=follow_up,
            key=f"earlier.{problem.pk}.state",
            text="solved",
            version=None,
            by=reporter,
            at=world.NOW,
        )


def test_a_text_too_long_is_refused_and_what_stood_there_stays(
    follow_up: FollowUp, reporter: User
) -> None:
    save(follow_up, reporter, "ก" * 20_000)
    with pytest.raises(AnswerTooLong):
        save(follow_up, reporter, "ก" * 20_001, version=1)
    assert follow_up.answers.get().text == "ก" * 20_000


def test_only_lao_people_write_and_only_until_the_report_is_sent(
    follow_up: FollowUp, reporter: User, officer: User
) -> None:
    with pytest.raises(NotAllowed):
        save(follow_up, officer, "x")
    FollowUp.objects.filter(pk=follow_up.pk).update(
        state=FollowUpState.SUBMITTED, submitted_at=world.NOW, first_submitted_at=world.NOW
    )
    with pytest.raises(NotEditable):
        save(follow_up, reporter, "x")


def test_a_whole_page_is_kept_at_once_and_tells_its_conflicts(
    follow_up: FollowUp, reporter: User, lao: Lao
) -> None:
    colleague = world.make_member(lao, "second@nongbua.example")
    story.fill(follow_up, reporter)
    save(follow_up, colleague, "ของเพื่อน", version=1)
    saved = save_answers(
        follow_up=follow_up,
        texts={"lessons": "ของฉัน", "support": "งบประมาณ", "recommendations": ""},
        versions={"lessons": 1},
        by=reporter,
        at=world.NOW,
    )
    assert [answer.key for answer in saved.answers] == ["support"]
    assert saved.conflicts["lessons"].text == "ของเพื่อน"
    assert not follow_up.answers.filter(key="recommendations").exists()


def test_a_page_without_versions_wins(follow_up: FollowUp, reporter: User) -> None:
    story.fill(follow_up, reporter)
    story.fill(follow_up, reporter, lessons="ใหม่")
    answer = follow_up.answers.get(key="lessons")
    assert (answer.text, answer.version) == ("ใหม่", 2)
    assert follow_up.answers.get(key="next_plan").version == 1


@pytest.mark.django_db(transaction=True)
def test_many_fields_saved_at_once_by_two_people_are_all_kept(
    follow_up: FollowUp, reporter: User, certifier: User
) -> None:
    keys = [f"activity.{row}.{name}" for row in range(1, 11) for name in ("name", "done")]

    def run(job: tuple[int, str]) -> None:
        number, key = job
        try:
            save_answer(
                follow_up=FollowUp.objects.get(pk=follow_up.pk),
                key=key,
                text=f"{key} {number}",
                version=None,
                by=(reporter, certifier)[number % 2],
                at=world.NOW,
            )
        finally:
            connection.close()

    with ThreadPoolExecutor(4) as pool:
        list(pool.map(run, enumerate(keys)))
    assert {answer.key: answer.text for answer in follow_up.answers.all()} == {
        key: f"{key} {number}" for number, key in enumerate(keys)
    }
    assert follow_up.events.filter(verb=Verb.STARTED).count() == 1


def text_file(name: str = "บัญชีลงชื่อ.txt") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, "สมชาย\nมาลี\n".encode())


@pytest.mark.django_db(transaction=True)
def test_a_file_stays_with_the_draft_until_it_is_removed(
    follow_up: FollowUp, reporter: User
) -> None:
    file = attach_file(follow_up=follow_up, upload=text_file(), by=reporter, at=world.NOW)
    follow_up.refresh_from_db()
    assert follow_up.state == FollowUpState.DRAFT
    assert (file.key, file.removed_at) == ("evidence", None)
    for _turn in range(2):
        remove_file(file=file, by=reporter, at=world.NOW)
    file.refresh_from_db()
    assert file.removed_at == world.NOW
    verbs = list(follow_up.events.order_by("pk").values_list("verb", flat=True))
    assert verbs == [Verb.OPENED, Verb.STARTED, Verb.FILE_ADDED, Verb.FILE_REMOVED]


@pytest.mark.django_db(transaction=True)
def test_a_refused_file_leaves_nothing_behind(follow_up: FollowUp, reporter: User) -> None:
    with pytest.raises(UploadRefused):
        attach_file(follow_up=follow_up, upload=text_file("x.svg"), by=reporter, at=world.NOW)
    assert not ReportFile.objects.exists()


def test_a_report_takes_thirty_files(hub: Hub, follow_up: FollowUp, reporter: User) -> None:
    ReportFile.objects.bulk_create(
        ReportFile(
            follow_up=follow_up, name="x", size=1, uploaded_at=world.NOW, uploaded_by=reporter
        )
        for _number in range(MAX_FILES)
    )
    with pytest.raises(TooManyFiles):
        attach_file(follow_up=follow_up, upload=text_file(), by=reporter, at=world.NOW)
    assert ReportFile.objects.filter(removed_at=None).count() == MAX_FILES
