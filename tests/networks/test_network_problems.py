"""Problems of networks: named once, followed up on the network's page until they are solved."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.db import connection
from django.db.migrations.executor import MigrationExecutor
from django.test import Client
from django.urls import reverse

from networks.actions import FoundedInFuture, found_network
from networks.actions.members import BeforeFounding, NetworkEnded, TooMuchText, end_network
from networks.actions.problems import (
    ProblemNeeded,
    SeverityNeeded,
    WordNeeded,
    name_problem,
    say_of_problem,
)
from networks.models import CitizenNetwork, NetworkProblem
from onde_portal.accounts.models import User
from onde_portal.workbench.network_work import problems_past_their_day
from tests.world import NOW, TODAY, udon_thani

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("frozen")]
SignIn = Callable[[User], Client]


@pytest.fixture
def network(officer: User) -> CitizenNetwork:
    return found_network(
        name="เครือข่ายลุ่มน้ำ", province=udon_thani(), founded_on=TODAY - timedelta(days=90),
        aim="แลกเปลี่ยนความรู้", by=officer, at=NOW,
    )  # fmt: skip


def named(network: CitizenNetwork, by: User, **changes: object) -> NetworkProblem:
    facts: dict[str, object] = {
        "named_on": TODAY - timedelta(days=7), "description": "ขาดวิทยากร", "severity": "high",
    }  # fmt: skip
    return name_problem(network=network, by=by, at=NOW, **(facts | changes))  # type: ignore[arg-type]


def address(network: CitizenNetwork, move: str = "") -> str:
    if move:
        return reverse("admin:networks_citizennetwork_move", args=[network.pk, move])
    return reverse("admin:networks_citizennetwork_page", args=[network.pk])


def test_a_problem_stays_open_until_somebody_says_that_it_is_solved(
    network: CitizenNetwork, officer: User
) -> None:
    problem = named(network, officer)
    assert list(NetworkProblem.objects.unsolved()) == [problem]

    say_of_problem(problem=problem, state="better", text="ได้วิทยากรหนึ่งคน", by=officer, at=NOW)
    say_of_problem(problem=problem, state="solved", text="", by=officer, at=NOW)

    assert not NetworkProblem.objects.unsolved().exists()
    assert [note.state for note in problem.notes.order_by("pk")] == ["better", "solved"]


@pytest.mark.parametrize(
    ("changes", "refusal"),
    [
        ({"description": " "}, ProblemNeeded),
        ({"severity": "dreadful"}, SeverityNeeded),
        ({"description": "ก" * 5_001}, TooMuchText),
        ({"owner": "ก" * 201}, TooMuchText),
        ({"named_on": TODAY + timedelta(days=1)}, FoundedInFuture),
        ({"named_on": TODAY - timedelta(days=91)}, BeforeFounding),
    ],
)
def test_what_cannot_be_noted_is_refused_with_a_sentence(
    network: CitizenNetwork, officer: User, changes: dict[str, object], refusal: type[Exception]
) -> None:
    with pytest.raises(refusal):
        named(network, officer, **changes)
    assert not NetworkProblem.objects.exists()


def test_a_word_without_anything_new_is_refused(network: CitizenNetwork, officer: User) -> None:
    problem = named(network, officer)
    for state, text in (("open", " "), ("gone", "หมดแล้ว")):
        with pytest.raises(WordNeeded):
            say_of_problem(problem=problem, state=state, text=text, by=officer, at=NOW)
    assert not problem.notes.exists()


def test_an_ended_network_takes_no_problem(network: CitizenNetwork, officer: User) -> None:
    end_network(network=network, on=TODAY, at=NOW)
    with pytest.raises(NetworkEnded):
        named(network, officer)


def test_the_page_notes_a_problem_and_what_became_of_it(
    sign_in: SignIn, network: CitizenNetwork, officer: User, auditor: User
) -> None:
    client = sign_in(officer)
    typed = {"description": "ขาดงบประมาณ", "severity": "medium", "named_on": "๑/๔/๒๕๖๙"}

    refused = client.post(address(network, "problem"), typed | {"severity": ""})
    assert refused.status_code == 409
    assert "ขาดงบประมาณ" in refused.content.decode()
    client.post(address(network, "problem"), typed | {"due_on": "31 พ.ค. 69", "owner": "ประธาน"})
    problem = NetworkProblem.objects.get()
    client.post(
        address(network, "problem-word"),
        {"problem": problem.pk, "state": "worse", "word": "ยังไม่ได้รับจัดสรร"},
    )

    page = client.get(address(network)).content.decode()
    assert "ยังไม่ได้รับจัดสรร" in page
    assert "แย่ลง" in page
    assert sign_in(auditor).post(address(network, "problem"), typed).status_code == 403


def test_the_list_of_problems_leads_to_the_networks_page(
    sign_in: SignIn, network: CitizenNetwork, officer: User
) -> None:
    problem = named(network, officer)
    client = sign_in(officer)

    listed = client.get(reverse("admin:networks_networkproblem_changelist"), {"solved": "no"})
    opened = client.get(reverse("admin:networks_networkproblem_change", args=[problem.pk]))

    assert "ขาดวิทยากร" in listed.content.decode()
    assert opened.headers["Location"] == f"{address(network)}#problem-{problem.pk}"


def test_a_problem_past_its_day_stands_in_my_work_until_it_is_solved(
    network: CitizenNetwork, officer: User
) -> None:
    problem = named(network, officer, due_on=TODAY - timedelta(days=1))
    named(network, officer, due_on=TODAY)

    (group,) = problems_past_their_day(officer, NOW)
    assert (group.count, [item.title for item in group.items]) == (1, ["ขาดวิทยากร"])

    say_of_problem(problem=problem, state="solved", text="", by=officer, at=NOW)
    (group,) = problems_past_their_day(officer, NOW)
    assert group.count == 0


@pytest.mark.django_db(transaction=True)
def test_problems_written_into_notes_before_become_records(
    network: CitizenNetwork, officer: User
) -> None:
    executor = MigrationExecutor(connection)
    # Of every app: those that build upon this one are taken back with it.
    newest = executor.loader.graph.leaf_nodes()
    executor.migrate([("networks", "0008_network_problems")])
    old = executor.loader.project_state([("networks", "0008_network_problems")]).apps
    notes = old.get_model("networks", "ProgressNote").objects
    for text in ("น้ำท่วมพื้นที่", ""):
        notes.create(
            network_id=network.pk, noted_on=TODAY, text="ประชุม", problems=text,
            noted_at=NOW, noted_by_id=officer.pk,
        )  # fmt: skip

    MigrationExecutor(connection).migrate(newest)

    problem = NetworkProblem.objects.get()
    assert (problem.description, problem.named_on) == ("น้ำท่วมพื้นที่", TODAY)
    assert problem.network == network
