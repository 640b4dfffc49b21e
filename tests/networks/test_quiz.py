"""The public pages of a test: code, questions, keeping, sending, and nobody else's data."""

import re
from datetime import timedelta

import pytest
import time_machine
from django.core.cache import cache
from django.test import Client

from networks.models import NetworkProject, Paper, Sitting
from onde_portal.accounts.models import User
from onde_portal.assessments.actions.sittings import close_paper
from onde_portal.workflow.actions import cancel_case
from tests.assessments.quiz import ask, draft, opened
from tests.networks.quiz import join, make_project
from tests.world import NOW

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("frozen")]


@pytest.fixture(autouse=True)
def _no_guesses() -> None:
    cache.clear()


@pytest.fixture
def project(officer: User) -> NetworkProject:
    return make_project(officer)


@pytest.fixture
def paper(project: NetworkProject, officer: User) -> Paper:
    paper: Paper = opened(project, officer)
    return paper


def url(paper: Paper, part: str = "") -> str:
    return f"/test/{paper.token}/{part}"


def begin(client: Client, paper: Paper, code: str) -> str:
    """Type the code; gives the attempt's number that the page carries."""
    answer = client.post(url(paper, "begin/"), {"code": code}, follow=True)
    found = re.search(r'name="attempt" value="(\d+)"', answer.content.decode())
    return found[1] if found else ""


def test_a_code_leads_to_the_questions_and_back_to_them(client: Client, paper: Paper) -> None:
    person = join(paper.project)
    typed = f"{person.code[:4].lower()} {person.code[4:]}"
    attempt = begin(client, paper, typed)
    kept = client.post(url(paper, "save/"), {"attempt": attempt, "a1": "2", "was1": ""})
    assert (kept.status_code, Sitting.objects.get().answers) == (302, {"1": 2})
    other_phone = Client()
    begin(other_phone, paper, person.code)
    page = other_phone.get(url(paper, "paper/")).content.decode()
    assert 'name="a1" value="2" checked' in page


def test_a_script_keeps_one_answer_and_reads_all(client: Client, paper: Paper) -> None:
    attempt = begin(client, paper, join(paper.project).code)
    client.post(url(paper, "save/"), {"attempt": attempt, "a1": "0"})
    answer = client.post(
        url(paper, "save/"), {"attempt": attempt, "a2": "1"}, headers={"accept": "application/json"}
    )
    assert answer.json() == {"version": 2, "answers": {"1": 0, "2": 1}}
    wrong = client.post(
        url(paper, "save/"), {"attempt": attempt, "a2": "9"}, headers={"accept": "application/json"}
    )
    assert (wrong.status_code, wrong.json()["over"]) == (409, False)


def test_a_page_left_open_does_not_turn_back_newer_answers(client: Client, paper: Paper) -> None:
    attempt = begin(client, paper, join(paper.project).code)
    client.post(url(paper, "save/"), {"attempt": attempt, "a1": "1", "was1": ""})
    stale = {"attempt": attempt, "a1": "0", "was1": "0", "a2": "3", "was2": ""}
    client.post(url(paper, "save/"), stale)
    assert Sitting.objects.get().answers == {"1": 1, "2": 3}


def test_sending_names_what_is_left_and_happens_once(client: Client, paper: Paper) -> None:
    attempt = begin(client, paper, join(paper.project).code)
    asked = client.post(url(paper, "save/"), {"attempt": attempt, "a1": "0", "send": "1"})
    assert [number for number in ("q1", "q2", "q3") if f"#{number}" in asked.content.decode()] == [
        "q2", "q3",
    ]  # fmt: skip
    sent = client.post(url(paper, "send/"), {"attempt": attempt, "a2": "0", "was2": ""})
    assert sent["Location"] == url(paper, "done/")
    assert Sitting.objects.get().score == 2
    assert client.get(url(paper, "paper/"))["Location"] == url(paper, "done/")
    late = client.post(url(paper, "save/"), {"attempt": attempt, "a3": "0"})
    assert late["Location"] == url(paper, "done/")
    again = client.post(url(paper, "begin/"), {"mine": "1"})
    assert again.status_code == 409


def test_pages_show_neither_key_nor_anybodys_name(client: Client, paper: Paper) -> None:
    other, person = join(paper.project, 1), join(paper.project, 0)
    pages = [client.get(url(paper))]
    begin(client, paper, person.code)
    pages += [client.get(url(paper)), client.get(url(paper, "paper/"))]
    for page in pages:
        text = page.content.decode()
        assert not re.search(rf"{other.code}|{person.code}|ศรีสุข", text)
        assert "no-store" in page["Cache-Control"]
    assert not re.search(r'<input type="radio"[^>]*checked', pages[-1].content.decode())


def test_old_foreign_and_guessed_links_are_refused_alike(
    client: Client, paper: Paper, officer: User
) -> None:
    hidden = draft(paper.project, [ask("ลับ")], "post")
    for token in ("x" * 22, "x" * 200, hidden.token):
        for part in ("", "done/"):
            assert client.get(f"/test/{token}/{part}").status_code == 404
        assert client.post(f"/test/{token}/begin/", {"code": "AAAA"}).status_code == 404
        assert client.post(f"/test/{token}/save/", {"a1": "0"}).status_code == 302
    cancel_case(case=paper.project, reason="ยุติ", by=officer, at=NOW)
    assert client.get(url(paper)).status_code == 404


def test_wrong_codes_are_limited_and_right_ones_are_not(client: Client, paper: Paper) -> None:
    stranger = join(make_project(paper.project.owner), 2)
    assert client.post(url(paper, "begin/"), {"code": stranger.code}).status_code == 422
    answers = [
        client.post(url(paper, "begin/"), {"code": f"AAAA{number:04}"}).status_code
        for number in range(70)
    ]
    assert (answers[0], answers[-1]) == (422, 429)
    assert client.post(url(paper, "begin/"), {"mine": "1"}).status_code == 422


def test_answers_of_the_person_before_on_a_shared_phone_stay_theirs(
    client: Client, paper: Paper
) -> None:
    first = begin(client, paper, join(paper.project, 0).code)
    client.post(url(paper, "leave/"))
    begin(client, paper, join(paper.project, 1).code)
    lost = client.post(
        url(paper, "save/"), {"attempt": first, "a1": "0"}, headers={"accept": "application/json"}
    )
    assert (lost.status_code, lost.json()["gone"]) == (409, True)
    assert client.post(url(paper, "send/"), {"attempt": first})["Location"] == url(paper)
    assert not Sitting.objects.exclude(answers={}).exists()


def test_time_runs_out_on_the_server(
    client: Client, project: NetworkProject, officer: User, frozen: time_machine.Traveller
) -> None:
    paper = opened(project, officer, limit=10)
    attempt = begin(client, paper, join(project).code)
    assert 'data-left="600"' in client.get(url(paper, "paper/")).content.decode()
    client.post(url(paper, "save/"), {"attempt": attempt, "a1": "0"})
    frozen.shift(timedelta(minutes=11))
    assert "data-quiz" not in client.get(url(paper, "paper/")).content.decode()
    late = client.post(
        url(paper, "save/"), {"attempt": attempt, "a2": "0"}, headers={"accept": "application/json"}
    )
    assert (late.status_code, late.json()["over"]) == (409, True)
    assert (Sitting.objects.get().answers, Sitting.objects.get().score) == ({"1": 0}, 1)


def test_a_test_closed_meanwhile_keeps_answers_and_says_so(
    client: Client, paper: Paper, officer: User
) -> None:
    attempt = begin(client, paper, join(paper.project).code)
    idle = Client()
    idle_attempt = begin(idle, paper, join(paper.project, 1).code)
    client.post(url(paper, "save/"), {"attempt": attempt, "a1": "0"})
    close_paper(paper=paper, by=officer, at=Sitting.objects.earliest("pk").started_at)
    assert client.get(url(paper, "paper/"))["Location"] == url(paper, "done/")
    assert idle.post(url(paper, "save/"), {"attempt": idle_attempt, "a1": "0"}).status_code == 409
    assert client.post(url(paper, "begin/"), {"code": "AAAAAAAA"}).status_code == 200
    assert client.get(url(paper)).status_code == 200


def test_without_a_code_there_are_no_questions(client: Client, paper: Paper) -> None:
    assert client.get(url(paper, "paper/"))["Location"] == url(paper)
    assert client.get(url(paper, "done/")).status_code == 200
