"""The staff's pages of tests: bank, questions, grid, prints, results, analysis."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from networks.content import met_by_content
from networks.models import Material, NetworkProject, Paper, Sitting
from onde_portal.accounts.models import User
from onde_portal.assessments.actions.sittings import (
    begin_sitting,
    enter_answers,
    finish_sitting,
    save_answers,
)
from onde_portal.assessments.models import Question
from onde_portal.assessments.reports import papers as reports
from onde_portal.documents.models import StoredDocument
from tests.assessments.quiz import ask, draft, opened
from tests.networks.quiz import join, make_project
from tests.pdf import source_of
from tests.world import NOW

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("frozen")]


@pytest.fixture
def project(officer: User) -> NetworkProject:
    return make_project(officer)


@pytest.fixture
def client(officer: User, sign_in: Callable[[User], Client]) -> Client:
    return sign_in(officer)


def page(name: str, *args: object) -> str:
    app = "assessments" if name.split("_", maxsplit=1)[0] in {"question", "topic"} else "networks"
    return reverse(f"admin:{app}_{name}", args=args)


def move(client: Client, paper: Paper, name: str, **given: object) -> str:
    """Do something with a test; what the page says then."""
    paper.refresh_from_db()
    data = {"version": paper.version, **given}
    answer = client.post(page("paper_move", paper.pk, name), data, follow=True)
    paper.refresh_from_db()
    return " ".join(str(item) for item in answer.context["messages"])


def test_a_question_is_written_with_its_choices(client: Client) -> None:
    topic = ask("คำถามแรก").topic
    form = {
        "topic": topic.pk, "text": "ใครเลือกนายก", "choice_1": "ประชาชน", "choice_2": "กำนัน",
        "answer": "0",
    }  # fmt: skip
    assert client.post(page("question_add"), form).status_code == 302
    assert Question.objects.latest("pk").choices == ["ประชาชน", "กำนัน"]
    bad = client.post(page("question_add"), form | {"answer": "5"}, follow=True)
    assert "ใครเลือกนายก" in bad.content.decode()
    assert Question.objects.count() == 2
    listed = client.get(page("question_changelist"), {"q": "นายก"}).content.decode()
    assert "ใครเลือกนายก" in listed
    assert "คำถามแรก" not in listed


def test_changing_an_asked_question_says_that_a_new_one_took_its_place(
    client: Client, project: NetworkProject, officer: User
) -> None:
    old = opened(project, officer, count=1).items.get().question
    form = client.get(page("question_change", old.pk))
    assert form.context["is_taken"]
    given = {
        "topic": old.topic_id, "text": "ถามใหม่", "answer": "1",
        **{f"choice_{number}": words for number, words in enumerate(old.choices, 1)},
    }  # fmt: skip
    client.post(page("question_change", old.pk), given)
    old.refresh_from_db()
    assert (old.retired_at, Question.objects.latest("pk").text) == (NOW, "ถามใหม่")
    client.post(page("question_use", old.pk, "restore"))
    client.post(page("question_use", Question.objects.latest("pk").pk, "retire"))
    assert list(Question.objects.filter(retired_at=None)) == [old]
    assert client.get(page("question_changelist"), {"used": "no"}).context["cl"].result_count == 1


def test_a_test_is_made_filled_ordered_and_opened(client: Client, project: NetworkProject) -> None:
    first, second, third = ask("หนึ่ง"), ask("สอง"), ask("สาม")
    form = {"project": project.pk, "kind": "pre", "title": "ก่อน", "time_limit": "๒๐"}
    answer = client.post(page("paper_add"), form)
    paper = Paper.objects.get()
    assert answer["Location"] == page("paper_items", paper.pk)
    assert paper.time_limit == 20
    save = page("paper_items_save", paper.pk)
    client.post(save, {"version": paper.version, "add": [first.pk, second.pk, third.pk]})
    paper.refresh_from_db()
    order = {f"position-{first.pk}": "๓", f"position-{second.pk}": "1", "remove": third.pk}
    client.post(f"{save}?q=x", {"version": paper.version, **order})
    assert [item.question for item in paper.items.order_by("position")] == [second, first]
    stale = client.post(save, {"version": 0})
    assert stale.status_code == 409
    assert move(client, paper, "build", items="same")
    assert move(client, paper, "open")
    assert paper.state == "open"
    assert client.get(page("networkproject_tests", project.pk)).status_code == 200
    assert move(client, paper, "close")
    assert move(client, paper, "reopen")
    assert paper.state == "open"
    assert move(client, paper, "build", items="parallel")
    assert client.post(page("paper_move", paper.pk, "nothing")).status_code == 404


def test_facts_of_a_draft_are_corrected_and_of_an_open_test_are_not(
    client: Client, project: NetworkProject, officer: User
) -> None:
    paper = draft(project, [ask("หนึ่ง")])
    form = {"title": "ใหม่", "instructions": "", "time_limit": "", "as_read": paper.version}
    client.post(page("paper_change", paper.pk), form)
    paper.refresh_from_db()
    assert paper.title == "ใหม่"
    client.post(page("paper_change", paper.pk), form | {"title": "แข่งกัน"})
    paper.refresh_from_db()
    assert paper.title == "ใหม่"
    move(client, paper, "open")
    assert client.post(page("paper_change", paper.pk), form).status_code == 403


def row(client: Client, paper: Paper, person: object, **given: object) -> dict[str, object]:
    """Send a row as the page's script does."""
    data = {"participant": person.pk, **given}  # type: ignore[attr-defined]
    answer = client.post(
        page("paper_grid_save", paper.pk), data, headers={"accept": "application/json"}
    )
    return {"status": answer.status_code, **answer.json()}


def test_rows_are_entered_by_letters_digits_and_dashes(
    client: Client, project: NetworkProject, officer: User
) -> None:
    paper, person = opened(project, officer), join(project)
    told = row(client, paper, person, version="", a1="ก", a2="๑", a3="-")
    assert (told["status"], told["score"], told["version"]) == (200, 2, "0")
    wrong = row(client, paper, person, version="0", a1="ฮ", a2="5", a3="a")
    assert (wrong["status"], wrong["wrong"]) == (409, [1, 2])
    stale = row(client, paper, person, version="", a1="ข", a2="ก", a3="-")
    assert (stale["status"], stale["wrong"], stale["version"]) == (409, [1], "0")
    told = row(client, paper, person, version="0", a1="", a2="", a3="")
    assert (told["score"], Sitting.objects.count()) == (None, 0)


def test_the_grid_works_without_scripts(
    client: Client, project: NetworkProject, officer: User
) -> None:
    paper, person = opened(project, officer), join(project)
    save = page("paper_grid_save", paper.pk)
    kept = client.post(save, {"participant": person.pk, "version": "", "a1": "1"})
    assert kept["Location"].endswith(f"#row-{person.pk}")
    refused = client.post(save, {"participant": person.pk, "version": "", "a1": "ซ"})
    assert refused.status_code == 409
    assert 'value="ซ"' in refused.content.decode()
    found = client.get(page("paper_grid", paper.pk), {"q": person.code.lower()})
    assert [one.participant for one in found.context["rows"]] == [person]
    assert not client.get(page("paper_grid", paper.pk), {"q": "ไม่มีใคร"}).context["rows"]


def test_who_took_it_on_the_phone_is_locked(
    client: Client, project: NetworkProject, officer: User
) -> None:
    paper, person = opened(project, officer), join(project)
    sitting = begin_sitting(paper=paper, participant=person, at=NOW)
    assert "form-" not in client.get(page("paper_grid", paper.pk)).content.decode()
    save_answers(sitting=sitting, answers={1: 0}, at=NOW)
    finish_sitting(sitting=sitting, at=NOW)
    assert row(client, paper, person, version="", a1="ข")["status"] == 409
    assert Sitting.objects.get().answers == {"1": 0}


def test_the_printed_test_has_no_key(
    client: Client, project: NetworkProject, officer: User, auditor: User
) -> None:
    paper = opened(project, officer)
    for kind in ("paper", "key"):
        assert client.post(page("paper_print", paper.pk, kind)).status_code == 302
    first, second = StoredDocument.objects.order_by("pk")
    test = source_of(first.kind, first.about, "th")
    assert all("right" not in item for item in test.context["rows"])
    key = source_of(second.kind, second.about, "en")
    assert [item["right"] for item in key.context["rows"]] == ["A", "A", "A"]
    assert reports.may_see_papers(auditor, first.about)
    assert not reports.may_see_key(auditor, second.about)
    assert client.get(page("paper_qr", paper.pk)).status_code == 200
    assert client.post(page("paper_print", paper.pk, "else")).status_code == 404


def test_the_analysis_is_shown_printed_and_exported_once_there_are_results(
    client: Client, project: NetworkProject, officer: User
) -> None:
    analysis = page("paper_analysis", project.pk)
    assert client.get(analysis).context["result"] is None
    assert client.post(page("paper_analysis_pdf", project.pk)).status_code == 404
    assert client.get(page("paper_figures", project.pk)).status_code == 404
    papers = [opened(project, officer, kind=kind) for kind in ("pre", "post")]
    for number in range(4):
        person = join(project, number)
        for paper, answers in zip(papers, ({1: 0}, {1: 0, 2: number % 2}), strict=True):
            enter_answers(
                paper=paper, participant=person, answers=answers, version=None, by=officer, at=NOW
            )
    shown = client.get(analysis)
    assert shown.context["result"].analysis.count == 4
    assert client.post(page("paper_analysis_pdf", project.pk)).status_code == 302
    document = StoredDocument.objects.get()
    source = source_of(document.kind, document.about, "th")
    assert source.context["result"].analysis.count == 4
    assert client.get(page("paper_figures", project.pk)).getvalue()[:2] == b"PK"
    assert client.get(page("networkproject_tests", project.pk)).status_code == 200


def test_material_is_added_fetched_and_taken_out(client: Client, project: NetworkProject) -> None:
    upload = SimpleUploadedFile("คู่มือ.csv", "ก,ข\n1,2\n".encode())
    form = {"project": project.pk, "title": "คู่มือ", "file": upload}
    answer = client.post(page("material_add"), form)
    assert answer["Location"] == page("networkproject_tests", project.pk)
    material = Material.objects.get()
    fetched = client.get(page("material_file", material.pk))
    assert "attachment" in fetched["Content-Disposition"]
    assert b"".join(fetched.streaming_content)  # type: ignore[attr-defined]
    assert "learning_materials" in met_by_content(project, 3)
    client.post(page("material_delete", material.pk), {"post": "yes"})
    assert client.get(page("material_file", material.pk)).status_code == 404


def test_an_auditor_reads_without_codes_key_or_results(
    auditor: User, project: NetworkProject, officer: User, sign_in: Callable[[User], Client]
) -> None:
    paper, person = opened(project, officer), join(project)
    client = sign_in(auditor)
    grid = client.get(page("paper_grid", paper.pk)).content.decode()
    assert person.code not in grid
    assert "form-" not in grid
    assert client.get(page("paper_results", paper.pk)).status_code == 403
    items = client.get(page("paper_items", paper.pk)).content.decode()
    assert "chip good" not in items.split('id="items"')[1]
    question = paper.items.earliest("pk").question
    assert client.get(page("question_change", question.pk)).status_code == 200
    for part in (("paper_move", paper.pk, "close"), ("paper_print", paper.pk, "key")):
        assert client.post(page(*part)).status_code == 403
    assert client.post(page("paper_grid_save", paper.pk), {"a1": "ก"}).status_code == 403
    assert client.post(page("paper_items_save", paper.pk), {"version": 0}).status_code == 403
    assert client.post(page("question_use", question.pk, "retire")).status_code == 403
    assert client.post(page("paper_analysis_pdf", project.pk)).status_code == 403


def test_lists_are_shown_and_exported(
    client: Client, project: NetworkProject, officer: User
) -> None:
    paper, person = opened(project, officer), join(project)
    enter_answers(
        paper=paper, participant=person, answers={1: 0}, version=None, by=officer,
        at=NOW + timedelta(hours=1),
    )  # fmt: skip
    for model in ("paper", "sitting", "question", "topic", "material"):
        assert client.get(page(f"{model}_changelist")).status_code == 200
        assert client.get(page(f"{model}_export", "csv")).status_code == 200
