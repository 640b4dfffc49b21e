"""Taking a test on the phone, entering it from paper, and what the analysis gets."""

from datetime import timedelta

import pytest

from networks.actions.attendance import withdraw
from networks.models import NetworkProject, Paper, Sitting
from onde_portal.accounts.models import User
from onde_portal.assessments.actions import sittings
from onde_portal.assessments.actions.papers import PaperNotOpen
from onde_portal.assessments.actions.sittings import (
    AnswerUnknown,
    OtherHost,
    ScoreOutOfRange,
    SittingLocked,
    SittingStale,
    TestElsewhere,
    TestSent,
    TimeUp,
    begin_sitting,
    close_paper,
    enter_answers,
    enter_score,
    finish_sitting,
    save_answers,
)
from onde_portal.assessments.selectors.papers import answers_for_analysis
from tests.assessments.quiz import opened
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


def later(**passed: int) -> object:
    return NOW + timedelta(**passed)


def test_answers_are_kept_one_by_one_and_scored_when_sent(paper: Paper) -> None:
    sitting = begin_sitting(paper=paper, participant=join(paper.project), at=NOW)
    save_answers(sitting=sitting, answers={1: 0}, at=NOW)
    save_answers(sitting=sitting, answers={3: 2}, at=NOW)
    save_answers(sitting=sitting, answers={3: 0}, at=NOW)
    finish_sitting(sitting=sitting, at=NOW)
    sitting.refresh_from_db()
    assert (sitting.answers, sitting.score, sitting.finished_at) == ({"1": 0, "3": 0}, 2, NOW)


def test_going_on_with_another_phone_is_the_same_attempt(paper: Paper) -> None:
    person = join(paper.project)
    first = begin_sitting(paper=paper, participant=person, at=NOW)
    save_answers(sitting=first, answers={1: 0}, at=NOW)
    second = begin_sitting(paper=paper, participant=person, at=NOW)
    save_answers(sitting=second, answers={2: 1}, at=NOW)
    kept = save_answers(sitting=first, answers={3: 0}, at=NOW)
    assert (first.pk, kept.answers) == (second.pk, {"1": 0, "2": 1, "3": 0})


def test_a_test_is_taken_once(paper: Paper) -> None:
    person = join(paper.project)
    sitting = begin_sitting(paper=paper, participant=person, at=NOW)
    finish_sitting(sitting=sitting, at=NOW)
    finish_sitting(sitting=sitting, at=NOW)
    with pytest.raises(TestSent):
        begin_sitting(paper=paper, participant=person, at=NOW)
    with pytest.raises(TestSent):
        save_answers(sitting=sitting, answers={1: 0}, at=NOW)
    assert Sitting.objects.get().answers == {}


@pytest.mark.parametrize("answers", [{9: 0}, {1: 4}, {1: -1}])
def test_an_answer_that_the_test_does_not_offer_is_refused(
    answers: dict[int, int], paper: Paper
) -> None:
    sitting = begin_sitting(paper=paper, participant=join(paper.project), at=NOW)
    with pytest.raises(AnswerUnknown):
        save_answers(sitting=sitting, answers=answers, at=NOW)


def test_answers_arrive_within_the_grace_and_not_after(
    project: NetworkProject, officer: User
) -> None:
    paper = opened(project, officer, limit=20)
    sitting = begin_sitting(paper=paper, participant=join(project), at=NOW)
    save_answers(sitting=sitting, answers={1: 0}, at=NOW + timedelta(minutes=20, seconds=30))
    with pytest.raises(TimeUp):
        save_answers(sitting=sitting, answers={2: 0}, at=NOW + timedelta(minutes=20, seconds=31))
    sitting.refresh_from_db()
    assert (sitting.score, sitting.finished_at) == (1, NOW + timedelta(minutes=20))


def test_closing_keeps_what_was_answered_and_leaves_out_who_answered_nothing(
    paper: Paper, officer: User
) -> None:
    project = paper.project
    working = begin_sitting(paper=paper, participant=join(project, 0), at=NOW)
    idle = begin_sitting(paper=paper, participant=join(project, 1), at=NOW)
    save_answers(sitting=working, answers={1: 0, 2: 3}, at=NOW)
    assert close_paper(paper=paper, by=officer, at=NOW) == 1
    working.refresh_from_db()
    idle.refresh_from_db()
    assert (working.score, idle.finished_at) == (1, None)
    with pytest.raises(PaperNotOpen):
        save_answers(sitting=idle, answers={1: 0}, at=NOW)
    with pytest.raises(PaperNotOpen):
        close_paper(paper=paper, by=officer, at=NOW)


def test_people_of_another_project_do_not_take_the_test(paper: Paper, officer: User) -> None:
    stranger = join(make_project(officer), 2)
    with pytest.raises(OtherHost):
        begin_sitting(paper=paper, participant=stranger, at=NOW)
    with pytest.raises(OtherHost):
        enter_answers(
            paper=paper, participant=stranger, answers={}, version=None, by=officer, at=NOW
        )


def test_a_phone_and_a_hand_never_enter_the_same_person(paper: Paper, officer: User) -> None:
    on_phone, on_paper = join(paper.project, 0), join(paper.project, 1)
    begin_sitting(paper=paper, participant=on_phone, at=NOW)
    with pytest.raises(SittingLocked):
        enter_answers(
            paper=paper, participant=on_phone, answers={1: 0}, version=None, by=officer, at=NOW
        )
    enter_answers(
        paper=paper, participant=on_paper, answers={1: 0}, version=None, by=officer, at=NOW
    )
    with pytest.raises(TestElsewhere):
        begin_sitting(paper=paper, participant=on_paper, at=NOW)


def test_a_row_entered_by_two_people_at_once_is_compared(paper: Paper, officer: User) -> None:
    person = join(paper.project)
    first = enter_answers(
        paper=paper, participant=person, answers={1: 0, 2: 0}, version=None, by=officer, at=NOW
    )
    assert first is not None
    with pytest.raises(SittingStale) as refusal:
        enter_answers(
            paper=paper, participant=person, answers={1: 1}, version=None, by=officer, at=NOW
        )
    assert refusal.value.current == first
    second = enter_answers(
        paper=paper, participant=person, answers={1: 1}, version=first.version, by=officer, at=NOW
    )
    assert second is not None
    assert (second.score, second.version) == (0, first.version + 1)


def test_an_empty_sheet_scores_nothing_and_no_sheet_is_no_attempt(
    paper: Paper, officer: User
) -> None:
    person = join(paper.project)
    empty = enter_answers(
        paper=paper, participant=person, answers={}, version=None, by=officer, at=NOW
    )
    assert empty is not None
    assert empty.score == 0
    enter_answers(
        paper=paper, participant=person, answers=None, version=empty.version, by=officer, at=NOW
    )
    assert not Sitting.objects.exists()


def test_a_total_lies_within_the_test(paper: Paper, officer: User) -> None:
    person = join(paper.project)
    for score in (-1, 4):
        with pytest.raises(ScoreOutOfRange):
            enter_score(
                paper=paper, participant=person, score=score, version=None, by=officer, at=NOW
            )


def test_a_write_that_is_always_overtaken_is_given_up(
    paper: Paper, monkeypatch: pytest.MonkeyPatch
) -> None:
    sitting = begin_sitting(paper=paper, participant=join(paper.project), at=NOW)
    monkeypatch.setattr(sittings, "ATTEMPTS", 0)
    with pytest.raises(SittingStale):
        save_answers(sitting=sitting, answers={1: 0}, at=NOW)
    with pytest.raises(SittingStale):
        finish_sitting(sitting=sitting, at=NOW)


def test_the_analysis_gets_pairs_items_and_totals(paper: Paper, officer: User) -> None:
    project = paper.project
    post = opened(project, officer, kind="post", count=2)
    both, total, gone, neither = (join(project, number) for number in range(4))
    for one, answers in ((paper, {1: 0, 2: 1}), (post, {1: 0, 2: 0})):
        enter_answers(
            paper=one, participant=both, answers=answers, version=None, by=officer, at=NOW
        )
    enter_score(paper=paper, participant=total, score=2, version=None, by=officer, at=NOW)
    enter_answers(paper=paper, participant=gone, answers={3: 0}, version=None, by=officer, at=NOW)
    withdraw(participant=gone, at=NOW)
    given = answers_for_analysis(project)
    people = {one.person: one for one in given.people}
    assert (given.pre_max, given.post_max, given.is_there) == (3, 2, True)
    assert set(people) == {both.pk, total.pk, gone.pk, neither.pk}
    pre, post_score = people[both.pk].pre, people[both.pk].post
    assert pre is not None
    assert post_score is not None
    assert (pre.total, pre.items, post_score.items) == (1, (1, 0, 0), (1, 1))
    only = people[total.pk].pre
    assert only is not None
    assert (only.total, only.items) == (2, None)
    assert (people[neither.pk].pre, people[neither.pk].post) == (None, None)
    assert [(item.pre, item.post) for item in given.items][:3] == [(0, None), (1, None), (2, None)]
