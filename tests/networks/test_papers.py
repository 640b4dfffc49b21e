"""The question bank and putting tests together (manual 8.1 (3))."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from networks.actions.materials import MaterialTitleNeeded, add_material, remove_material
from networks.models import Material, NetworkProject, Paper
from onde_portal.accounts.models import User
from onde_portal.assessments.actions.papers import (
    ItemRetired,
    ItemsNeeded,
    LimitOutOfRange,
    PaperNotClosed,
    PaperOnce,
    PaperOpened,
    PreTestNeeded,
    StalePaper,
    build_post_test,
    change_paper,
    choose_items,
    make_paper,
    open_paper,
    reopen_paper,
)
from onde_portal.assessments.actions.questions import (
    AnswerNeeded,
    ChoicesAlike,
    ChoicesNeeded,
    ParallelToItself,
    QuestionTextNeeded,
    restore_question,
    retire_question,
    save_question,
)
from onde_portal.assessments.actions.sittings import close_paper
from onde_portal.assessments.errors import HostEnded
from onde_portal.assessments.models import BasePaper, Question
from onde_portal.assessments.selectors.papers import questions_to_choose, read_progress
from onde_portal.workflow.actions import cancel_case
from tests.assessments.quiz import ask, draft, opened
from tests.networks.quiz import make_project
from tests.world import NOW

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("frozen")]


@pytest.fixture
def project(officer: User) -> NetworkProject:
    return make_project(officer)


def texts(paper: BasePaper) -> list[str]:
    return [item.question.text for item in paper.items.order_by("position")]


@pytest.mark.parametrize(
    ("text", "choices", "answer", "refusal"),
    [
        (" ", ["ก", "ข"], 0, QuestionTextNeeded),
        ("ถาม", ["ก"], 0, ChoicesNeeded),
        ("ถาม", ["ก", "", "ค"], 0, ChoicesNeeded),
        ("ถาม", list("กขคงจฉช"), 0, ChoicesNeeded),
        ("ถาม", ["แม่", "เเม่"], 0, ChoicesAlike),
        ("ถาม", ["ก", "ข", ""], 2, AnswerNeeded),
    ],
)
def test_a_question_without_words_choices_or_answer_is_refused(
    text: str, choices: list[str], answer: int, refusal: type[Exception]
) -> None:
    topic = ask("คำถามแรก").topic
    with pytest.raises(refusal):
        save_question(topic=topic, text=text, choices=choices, answer=answer, at=NOW)
    assert Question.objects.count() == 1


def test_a_question_is_not_parallel_to_itself() -> None:
    one = ask("คำถาม")
    with pytest.raises(ParallelToItself):
        save_question(
            topic=one.topic, text="คำถาม", choices=one.choices, answer=0, parallel_to=one,
            question=one, at=NOW,
        )  # fmt: skip


def test_a_question_nobody_was_asked_is_corrected_in_place(project: NetworkProject) -> None:
    one = ask("คำถาม")
    draft(project, [one])
    kept = save_question(
        topic=one.topic, text="คำถามใหม่", choices=one.choices, answer=1, question=one, at=NOW
    )
    assert kept.pk == one.pk
    assert Question.objects.get().text == "คำถามใหม่"


def test_a_question_people_were_asked_is_replaced_and_its_test_stays(
    project: NetworkProject, officer: User
) -> None:
    pre = opened(project, officer, count=1)
    old = pre.items.get().question
    other = ask("คู่ขนาน", parallel_to=old)
    post = draft(project, [old], "post")
    new = save_question(
        topic=old.topic, text="คำถามใหม่", choices=old.choices, answer=0, question=old, at=NOW
    )
    old.refresh_from_db()
    other.refresh_from_db()
    assert (old.retired_at, new.retired_at) == (NOW, None)
    assert pre.items.get().text == "คำถามข้อ pre 0"
    assert post.items.get().question == new
    assert other.parallel_to == new


def test_only_the_topic_of_an_asked_question_changes_in_place(
    project: NetworkProject, officer: User
) -> None:
    one = opened(project, officer, count=1).items.get().question
    kept = save_question(
        topic=one.topic, text=one.text, choices=one.choices, answer=one.answer, question=one, at=NOW
    )
    assert kept.pk == one.pk


def test_retired_questions_are_not_offered_until_used_again() -> None:
    one = ask("เลือกตั้งนายก")
    retire_question(question=one, at=NOW)
    assert not questions_to_choose(topic=None, words=()).exists()
    restore_question(question=one)
    assert questions_to_choose(topic=one.topic_id, words=["นายก"]).get() == one


def test_questions_stand_in_the_order_chosen_and_once(project: NetworkProject) -> None:
    first, second = ask("หนึ่ง"), ask("สอง")
    paper = draft(project, [second, first, second])
    assert texts(paper) == ["สอง", "หนึ่ง"]


def test_a_test_changed_by_two_people_at_once_keeps_the_first(project: NetworkProject) -> None:
    one = ask("หนึ่ง")
    paper = draft(project, [one])
    read = paper.version
    choose_items(paper=paper, questions=[one, ask("สอง")], version=read)
    with pytest.raises(StalePaper):
        choose_items(paper=Paper.objects.get(), questions=[], version=read)
    with pytest.raises(StalePaper):
        change_paper(paper=paper, title="ก", instructions="", time_limit=None, version=read)
    assert len(texts(paper)) == 2


def test_a_project_has_each_test_once(project: NetworkProject) -> None:
    draft(project, [])
    with pytest.raises(PaperOnce):
        make_paper(host=project, kind="pre", title="อีกฉบับ")


@pytest.mark.parametrize("limit", [0, 301, -5])
def test_a_time_limit_is_at_most_five_hours(limit: int, project: NetworkProject) -> None:
    with pytest.raises(LimitOutOfRange):
        make_paper(host=project, kind="pre", title="ก", time_limit=limit)


def test_an_opened_test_stands_fast(project: NetworkProject, officer: User) -> None:
    paper = opened(project, officer)
    with pytest.raises(PaperOpened):
        choose_items(paper=paper, questions=[], version=paper.version)
    with pytest.raises(PaperOpened):
        change_paper(
            paper=paper, title="ก", instructions="", time_limit=None, version=paper.version
        )
    assert [event.reason for event in project.events.filter(verb="content_changed")]


def test_an_empty_test_or_one_with_a_retired_question_is_not_opened(
    project: NetworkProject, officer: User
) -> None:
    paper = draft(project, [])
    with pytest.raises(ItemsNeeded):
        open_paper(paper=paper, version=paper.version, by=officer, at=NOW)
    one = ask("หนึ่ง")
    choose_items(paper=paper, questions=[one], version=paper.version)
    retire_question(question=one, at=NOW)
    with pytest.raises(ItemRetired):
        open_paper(paper=paper, version=paper.version, by=officer, at=NOW)


def test_the_post_test_repeats_the_pre_test_in_pairs(project: NetworkProject) -> None:
    pre = draft(project, [ask("หนึ่ง"), ask("สอง")])
    post, again = build_post_test(host=project, parallel=False, at=NOW)
    assert (texts(post), again) == (texts(pre), 0)
    assert list(post.items.order_by("position").values_list("pair", flat=True)) == [1, 2]
    assert list(pre.items.order_by("position").values_list("pair", flat=True)) == [1, 2]


def test_parallel_questions_take_the_place_where_there_are_some(project: NetworkProject) -> None:
    first, second = ask("หนึ่ง"), ask("สอง")
    ask("หนึ่งในคำอื่น", parallel_to=first)
    draft(project, [first, second])
    post, again = build_post_test(host=project, parallel=True, at=NOW)
    assert (texts(post), again) == (["หนึ่งในคำอื่น", "สอง"], 1)
    assert list(post.items.order_by("position").values_list("pair", flat=True)) == [1, 2]


def test_a_question_of_one_test_only_has_no_pair(project: NetworkProject) -> None:
    first, second = ask("หนึ่ง"), ask("สอง")
    draft(project, [first])
    post = draft(project, [second, first], "post")
    assert list(post.items.order_by("position").values_list("pair", flat=True)) == [None, 1]


def test_there_is_no_post_test_without_questions_before(
    project: NetworkProject, officer: User
) -> None:
    with pytest.raises(PreTestNeeded):
        build_post_test(host=project, parallel=False, at=NOW)
    opened(project, officer)
    opened(project, officer, kind="post")
    with pytest.raises(PaperOpened):
        build_post_test(host=project, parallel=False, at=NOW)


def test_only_a_closed_test_is_opened_again(project: NetworkProject, officer: User) -> None:
    paper = opened(project, officer)
    with pytest.raises(PaperNotClosed):
        reopen_paper(paper=paper, by=officer, at=NOW)
    close_paper(paper=paper, by=officer, at=NOW)
    reopen_paper(paper=paper, by=officer, at=NOW)
    assert (paper.state, paper.closed_at) == ("open", None)


def test_material_needs_a_title_and_goes_off_the_list(
    project: NetworkProject, officer: User
) -> None:
    upload = SimpleUploadedFile("คู่มือ.csv", "ก,ข\n1,2\n".encode())
    with pytest.raises(MaterialTitleNeeded):
        add_material(project=project, title=" ", upload=upload, by=officer, at=NOW)
    kept = add_material(project=project, title="คู่มือ", upload=upload, by=officer, at=NOW)
    remove_material(material=kept, at=NOW)
    assert Material.objects.get().removed_at == NOW


def test_an_ended_project_keeps_its_tests(project: NetworkProject, officer: User) -> None:
    paper = draft(project, [ask("หนึ่ง")])
    cancel_case(case=project, reason="ยุติ", by=officer, at=NOW)
    paper = Paper.objects.get()
    with pytest.raises(HostEnded):
        open_paper(paper=paper, version=paper.version, by=officer, at=NOW)


def test_progress_counts_people_by_how_they_sat(project: NetworkProject, officer: User) -> None:
    opened(project, officer)
    [progress] = read_progress(project)
    assert (progress.items, progress.sent, progress.missing) == (3, 0, 0)
