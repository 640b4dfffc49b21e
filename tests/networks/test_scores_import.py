"""Results and questions from a file: who a row is, what is wrong, and reading one's own export."""

from typing import Any

import pytest

from networks.imports.scores import ScoresImporter
from networks.models import NetworkProject, Paper, Sitting
from onde_portal.accounts.models import User
from onde_portal.assessments.actions.sittings import (
    begin_sitting,
    enter_answers,
    finish_sitting,
    save_answers,
)
from onde_portal.assessments.imports.questions import QuestionsImporter
from onde_portal.assessments.models import Question
from onde_portal.exchange.importing import CellRefused, Given, Importer, ImportRefused, Kind, Taken
from onde_portal.workflow.actions import cancel_case
from tests.assessments.quiz import ask, draft, opened
from tests.networks.quiz import join, make_project
from tests.world import NOW

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("frozen")]


@pytest.fixture
def project(officer: User) -> NetworkProject:
    return make_project(officer)


@pytest.fixture
def paper(project: NetworkProject, officer: User) -> Paper:
    paper: Paper = opened(project, officer)
    return paper


def read(importer: Importer, **cells: str) -> dict[str, Any]:
    """A row as the engine reads it: cells by the column's key, the others empty."""
    return {
        column.key: column.read(cells[column.key]) if cells.get(column.key) else None
        for column in importer.columns
    }


def importer_of(paper: Paper) -> ScoresImporter:
    return ScoresImporter({"paper": str(paper.pk)})


def wrong(importer: Importer, **cells: str) -> list[str]:
    """The columns that something is wrong with."""
    return [problem.column for problem in importer.check(read(importer, **cells))]


def take(importer: Importer, by: User, **cells: str) -> Kind:
    """Import one row; what it was."""
    record = read(importer, **cells)
    [verdict] = importer.match([Given(1, record)])
    if verdict.kind in {Kind.NEW, Kind.CHANGED}:
        importer.write([Taken(1, record, verdict.pk)], by=by, at=NOW)
    return verdict.kind


def test_a_row_is_found_by_code_or_by_name(paper: Paper, officer: User) -> None:
    first, second = join(paper.project, 0), join(paper.project, 1)
    answers = {"item_1": "ก", "item_2": "2", "item_3": "-"}
    assert take(importer_of(paper), officer, code=first.code.lower(), **answers) == Kind.NEW
    named = {"first_name": "คำแก้ว", "last_name": "ศรีสุข", "score": "๒"}
    assert take(importer_of(paper), officer, **named) == Kind.NEW
    assert {row.participant_id: row.score for row in Sitting.objects.all()} == {
        first.pk: 1, second.pk: 2,
    }  # fmt: skip
    assert take(importer_of(paper), officer, **named) == Kind.SAME
    assert take(importer_of(paper), officer, code=first.code, **answers) == Kind.SAME
    assert take(importer_of(paper), officer, **named | {"score": "3"}) == Kind.CHANGED
    assert Sitting.objects.get(participant=second).score == 3


def test_what_is_wrong_with_a_row_is_said_at_its_cell(paper: Paper, officer: User) -> None:
    person = join(paper.project, 0)
    join(paper.project, 1)
    join(paper.project, 1)
    importer = importer_of(paper)
    assert wrong(importer, code="ZZZZZZZZ", score="1") == ["code"]
    assert wrong(importer, score="1") == ["code"]
    assert wrong(importer, first_name="คำแก้ว", last_name="ศรีสุข", score="1") == ["code"]
    assert wrong(importer, first_name="ไม่มี", last_name="ใคร", score="1") == ["first_name"]
    assert wrong(importer, code=person.code, item_1="จ") == ["item_1"]
    assert wrong(importer, code=person.code, item_1="ก", score="3") == ["score"]
    assert wrong(importer, code=person.code, item_1="ก", score="1") == []


def test_answers_given_on_the_phone_stand(paper: Paper, officer: User) -> None:
    person = join(paper.project)
    sitting = begin_sitting(paper=paper, participant=person, at=NOW)
    save_answers(sitting=sitting, answers={1: 0}, at=NOW)
    finish_sitting(sitting=sitting, at=NOW)
    assert wrong(importer_of(paper), code=person.code, item_1="ข") == ["code"]
    assert wrong(importer_of(paper), code=person.code, item_1="ก") == []
    assert wrong(importer_of(paper), code=person.code) == []


def test_the_export_reads_back_as_the_same(paper: Paper, officer: User) -> None:
    people = [join(paper.project, number) for number in range(4)]
    enter_answers(
        paper=paper, participant=people[0], answers={1: 0, 3: 2}, version=None, by=officer, at=NOW
    )
    take(importer_of(paper), officer, code=people[1].code, score="3")
    finish_sitting(sitting=begin_sitting(paper=paper, participant=people[2], at=NOW), at=NOW)
    header, rows = importer_of(paper).table()
    assert (len(header), len(rows)) == (3 + 3 + 1, 4)
    for cells in rows:
        importer = importer_of(paper)
        given = dict(zip((column.key for column in importer.columns), map(str, cells), strict=True))
        assert wrong(importer, **given) == []
        assert take(importer, officer, **given) == Kind.SAME


def test_an_import_is_undone(paper: Paper, officer: User) -> None:
    person = join(paper.project)
    importer = importer_of(paper)
    record = read(importer, code=person.code, score="2")
    affected = importer.write([Taken(1, record)], by=officer, at=NOW)
    again = importer_of(paper)
    changed = again.write(
        [Taken(1, read(again, code=person.code, score="3"), affected[0].pk)], by=officer, at=NOW
    )
    again.undo(changed, by=officer, at=NOW)
    assert Sitting.objects.get().score == 2
    importer_of(paper).undo(affected, by=officer, at=NOW)
    assert not Sitting.objects.exists()


def test_drafts_and_ended_projects_take_no_results(project: NetworkProject, officer: User) -> None:
    paper = draft(project, [ask("หนึ่ง")])
    with pytest.raises(ImportRefused):
        importer_of(paper).check_context(officer)
    with pytest.raises(Paper.DoesNotExist):
        ScoresImporter({"paper": "x"}).check_context(officer)
    cancel_case(case=project, reason="ยุติ", by=officer, at=NOW)
    with pytest.raises(ImportRefused):
        importer_of(paper).check_context(officer)
    assert str(project.pk) in importer_of(paper).return_url()


def test_a_result_entered_meanwhile_stops_the_import(paper: Paper, officer: User) -> None:
    person = join(paper.project)
    importer = importer_of(paper)
    record = read(importer, code=person.code, score="2")
    enter_answers(paper=paper, participant=person, answers={1: 0}, version=None, by=officer, at=NOW)
    with pytest.raises(ImportRefused):
        importer.write([Taken(1, record)], by=officer, at=NOW)


QUESTION = {
    "topic": "กฎหมาย", "text": "ใครเลือกนายก", "choice_1": "ประชาชน", "choice_2": "กำนัน",
    "answer": "ก",
}  # fmt: skip


def test_questions_are_new_same_or_changed(officer: User) -> None:
    assert take(QuestionsImporter(), officer, **QUESTION) == Kind.NEW
    assert take(QuestionsImporter(), officer, **QUESTION) == Kind.SAME
    assert take(QuestionsImporter(), officer, **QUESTION | {"answer": "2"}) == Kind.CHANGED
    assert Question.objects.get().answer == 1
    other = {**QUESTION, "text": "ใครเป็นผู้เลือก", "parallel": "ใครเลือกนายก"}
    assert take(QuestionsImporter(), officer, **other) == Kind.NEW
    assert Question.objects.latest("pk").parallel_to == Question.objects.earliest("pk")


def test_what_is_wrong_with_a_question_is_said(project: NetworkProject, officer: User) -> None:
    importer = QuestionsImporter()
    assert wrong(importer, **QUESTION | {"answer": "ค"}) == ["answer"]
    assert wrong(importer, **QUESTION | {"choice_2": "ประชาชน"}) == ["choice_2"]
    assert wrong(importer, **QUESTION | {"choice_4": "ปลัด"}) == ["choice_2"]
    with pytest.raises(CellRefused):
        read(importer, **QUESTION | {"answer": "กข"})
    with pytest.raises(CellRefused):
        read(importer, **QUESTION | {"parallel": "ไม่มีข้อนี้"})
    asked = opened(project, officer, count=1).items.get().question
    taken = QUESTION | {"text": asked.text}
    assert wrong(QuestionsImporter(), **taken) == ["text"]
