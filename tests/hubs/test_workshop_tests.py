"""Tests of workshops: who may take them, the one question bank, results, and the analysis."""

import re
from datetime import timedelta

import pytest
from django.core.cache import cache
from django.http import HttpResponse
from django.test import Client
from django.utils import translation

from hubs.actions.workshops import (
    DelegateFacts,
    TookTest,
    add_walk_in,
    answer_invitation,
    close_attendance,
    note_attendance,
    take_out,
)
from hubs.imports.scores import ScoresImporter
from hubs.models import Cohort, CohortPaper, CohortSitting, Delegate, HubProgramme
from hubs.reports.letters import build_cards, may_see_cards
from networks.models import Participant
from onde_portal.accounts.models import User
from onde_portal.assessments.actions.papers import build_post_test, make_paper
from onde_portal.assessments.actions.questions import save_question
from onde_portal.assessments.actions.sittings import (
    OtherHost,
    begin_sitting,
    close_paper,
    enter_answers,
    enter_score,
    finish_sitting,
    save_answers,
)
from onde_portal.assessments.actions.takers import find_by_code
from onde_portal.assessments.errors import CodeUnknown, HostEnded
from onde_portal.assessments.reports.papers import analysis_of
from onde_portal.assessments.selectors.papers import answers_for_analysis, read_progress
from onde_portal.assessments.views.device import COOKIE, remember_participant
from onde_portal.registry.models import Lao
from onde_portal.workflow.actions import cancel_case
from tests.assessments.quiz import draft, opened
from tests.hubs.programme import make_approved, make_cohort, make_programme
from tests.networks import quiz
from tests.world import NOW, TODAY

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("frozen")]


@pytest.fixture(autouse=True)
def _no_guesses() -> None:
    cache.clear()


@pytest.fixture
def programme(officer: User) -> HubProgramme:
    return make_programme(officer)


@pytest.fixture
def cohort(programme: HubProgramme, lao: Lao, officer: User) -> Cohort:
    """A workshop of today to which an LAO sends two people."""
    cohort = make_cohort(programme, 1, make_approved(programme, lao))
    Cohort.objects.update(starts_on=TODAY, ends_on=TODAY)
    name(cohort, officer, "นางสาวบุญมี ศรีสุข", "นายคำแก้ว ทองดี")
    return Cohort.objects.get()


def name(cohort: Cohort, by: User, *names: str) -> None:
    answer_invitation(
        invitee=cohort.invitees.get(), answer="comes", by=by, at=NOW,
        delegates=[DelegateFacts(one) for one in names],
    )  # fmt: skip


def people(cohort: Cohort) -> list[Delegate]:
    return list(cohort.participants.order_by("pk"))


def sat(paper: CohortPaper, person: Delegate, *answers: int) -> None:
    """The person answers on the phone and sends the test."""
    sitting = begin_sitting(paper=paper, participant=person, at=NOW)
    given = dict(enumerate(answers, start=1))
    save_answers(sitting=sitting, answers=given, at=NOW)
    finish_sitting(sitting=sitting, at=NOW)


def begin(client: Client, paper: CohortPaper, code: str) -> tuple[int, str]:
    """Type the code; the answer's status and page."""
    answer = client.post(f"/test/{paper.token}/begin/", {"code": code}, follow=True)
    return answer.status_code, answer.content.decode()


def test_who_comes_takes_the_test_on_the_phone_by_the_own_code(
    client: Client, cohort: Cohort, officer: User
) -> None:
    paper = opened(cohort, officer, count=2)
    person = people(cohort)[0]
    status, page = begin(client, paper, f"{person.code[:4].lower()} {person.code[4:]}")
    assert status == 200
    assert person.name not in page
    found = re.search(r'name="attempt" value="(\d+)"', page)
    assert found
    given = {"attempt": found[1], "a1": "0", "was1": "", "a2": "1", "was2": ""}
    client.post(f"/test/{paper.token}/send/", given)
    sitting = CohortSitting.objects.get()
    assert (sitting.participant, sitting.answers, sitting.score) == (person, {"1": 0, "2": 1}, 1)
    assert begin(Client(), paper, person.code)[0] == 409


def test_a_code_of_another_cohort_does_not_open_the_test(
    client: Client, cohort: Cohort, programme: HubProgramme, other_lao: Lao, officer: User
) -> None:
    other = make_cohort(programme, 2, make_approved(programme, other_lao))
    name(other, officer, "มะลิ ประยูร")
    [stranger] = people(other)
    paper = opened(cohort, officer)
    assert begin(client, paper, stranger.code)[0] == 422
    with pytest.raises(OtherHost):
        begin_sitting(paper=paper, participant=stranger, at=NOW)


def test_a_phone_is_known_by_its_person_not_by_somebody_else_of_the_same_number(
    client: Client, cohort: Cohort, officer: User
) -> None:
    person, paper = people(cohort)[0], opened(cohort, officer)
    for somebody, is_known in ((Participant(pk=person.pk), False), (person, True)):
        answer = HttpResponse()
        remember_participant(answer, somebody)
        client.cookies[COOKIE] = answer.cookies[COOKIE].value
        page = client.get(f"/test/{paper.token}/").content.decode()
        assert ('name="mine"' in page) is is_known


def test_before_attendance_is_closed_everybody_named_may_take_it_then_those_who_came(
    cohort: Cohort, officer: User
) -> None:
    first, second = people(cohort)
    note_attendance(cohort=cohort, came=[first.pk], by=officer, at=NOW)
    assert find_by_code(host=cohort, code=second.code) == second
    close_attendance(cohort=cohort, by=officer, at=NOW)
    assert find_by_code(host=cohort, code=first.code) == first
    with pytest.raises(CodeUnknown):
        find_by_code(host=cohort, code=second.code)


def test_somebody_who_walked_in_has_a_code_too(cohort: Cohort, officer: User) -> None:
    facts = DelegateFacts("สมศรี มาเอง")
    added = add_walk_in(invitee=cohort.invitees.get(), facts=facts, by=officer, at=NOW)
    assert find_by_code(host=cohort, code=added.code) == added


def test_whoever_is_named_again_stays_the_same_person(cohort: Cohort, officer: User) -> None:
    first, second = people(cohort)
    sat(opened(cohort, officer), first, 0)
    name(cohort, officer, first.name, "ประยูร มาแทน")
    kept, new = people(cohort)
    assert (kept.pk, kept.code) == (first.pk, first.code)
    assert new.code not in {first.code, second.code}


def test_whoever_took_a_test_stays_named(cohort: Cohort, officer: User) -> None:
    first, second = people(cohort)
    sat(opened(cohort, officer), first, 0)
    with pytest.raises(TookTest):
        name(cohort, officer, second.name)
    with pytest.raises(TookTest):
        take_out(invitee=cohort.invitees.get(), by=officer, at=NOW)
    assert people(cohort) == [first, second]


def test_the_bank_is_one_for_projects_and_workshops(cohort: Cohort, officer: User) -> None:
    asked = opened(cohort, officer, count=1).items.get().question
    planned = draft(quiz.make_project(officer), [asked])
    new = save_question(
        topic=asked.topic, text="คำถามที่แก้แล้ว", choices=asked.choices, answer=0, question=asked,
        at=NOW,
    )  # fmt: skip
    assert new != asked
    assert cohort.papers.get().items.get().question == asked
    assert planned.items.get().question == new


def test_the_tests_of_an_ended_programme_stand_fast(
    cohort: Cohort, programme: HubProgramme, officer: User
) -> None:
    paper = opened(cohort, officer)
    cancel_case(case=programme, reason="ยุติ", by=officer, at=NOW)
    ended = Cohort.objects.get()
    with pytest.raises(HostEnded):
        make_paper(host=ended, kind="post", title="หลัง")
    with pytest.raises(HostEnded):
        close_paper(paper=CohortPaper.objects.get(pk=paper.pk), by=officer, at=NOW)


def test_the_history_of_the_programme_tells_of_the_tests(
    cohort: Cohort, programme: HubProgramme, officer: User
) -> None:
    paper = opened(cohort, officer)
    close_paper(paper=paper, by=officer, at=NOW)
    told = list(programme.events.order_by("pk").values_list("reason", flat=True))[-2:]
    assert all(reason.startswith(f"{cohort.title}: {paper.title}") for reason in told)


def test_both_tests_are_compared_by_person_and_by_question(cohort: Cohort, officer: User) -> None:
    first, second = people(cohort)
    pre = opened(cohort, officer, count=2)
    post, again = build_post_test(host=cohort, parallel=False, at=NOW)
    assert again == 0
    assert isinstance(post, CohortPaper)
    CohortPaper.objects.filter(pk=post.pk).update(state="open")
    for item in post.items.all():
        asked = item.question
        post.items.filter(pk=item.pk).update(choices=asked.choices, answer=asked.answer)
    post.refresh_from_db()
    for paper, answers in ((pre, (1, 1)), (post, (0, 1))):
        sat(paper, first, *answers)
    sat(pre, second, 1, 0)
    enter_answers(paper=post, participant=second, answers={1: 0, 2: 0}, version=None, by=officer,
                  at=NOW)  # fmt: skip
    shown = analysis_of(cohort)
    assert shown is not None
    assert (shown.analysis.count, shown.analysis.risen, shown.analysis.mean_gain) == (2, 2, 1)
    assert [(row.before, row.after) for row in shown.items] == [("0.00", "1.00"), ("0.50", "0.50")]
    assert [(one.on_phone, one.on_paper) for one in read_progress(cohort)] == [(2, 0), (1, 1)]


def test_nobody_is_analysed_before_somebody_sent_a_test(cohort: Cohort, officer: User) -> None:
    opened(cohort, officer)
    assert analysis_of(cohort) is None
    assert len(answers_for_analysis(cohort).people) == 2


def test_totals_are_read_from_a_file_by_name_without_its_prefix(
    cohort: Cohort, officer: User
) -> None:
    paper, person = opened(cohort, officer), people(cohort)[0]
    importer = ScoresImporter({"paper": str(paper.pk)})
    importer.check_context(officer)
    record = {"first_name": "บุญมี", "last_name": "ศรีสุข", "score": 2}
    importer.create(record, by=officer, at=NOW)
    kept = CohortSitting.objects.get()
    assert (kept.participant, kept.score, kept.source) == (person, 2, "import")


def test_a_total_lies_within_the_test(cohort: Cohort, officer: User) -> None:
    paper, person = opened(cohort, officer, count=2), people(cohort)[0]
    kept = enter_score(
        paper=paper, participant=person, score=2, version=None, by=officer,
        at=NOW + timedelta(hours=1),
    )  # fmt: skip
    assert kept.score == 2


def test_the_exported_results_name_everybody_with_code(cohort: Cohort, officer: User) -> None:
    paper, person = opened(cohort, officer, count=2), people(cohort)[0]
    sat(paper, person, 0, 1)
    with translation.override("th"):
        _header, rows = ScoresImporter({"paper": str(paper.pk)}).table()
    assert [person.code, "บุญมี", "ศรีสุข", "ก", "ข", 1] in rows


def test_everybody_who_comes_gets_a_card_with_the_code_that_auditors_do_not_read(
    cohort: Cohort, officer: User, auditor: User
) -> None:
    about = f"hubs.cohort:{cohort.pk}:1"
    source = build_cards(about, "th")
    assert may_see_cards(officer, about)
    assert not may_see_cards(auditor, about)
    assert {one.code for one in source.context["people"]} == {one.code for one in people(cohort)}
