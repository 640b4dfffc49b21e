"""Workshops: who is in which cohort, letters with numbers, answers, attendance, evaluation."""

from datetime import timedelta

import pytest

from hubs.actions import workshops
from hubs.actions.feedback import EvaluationClosed, ScoresMissing, open_evaluation, send_evaluation
from hubs.actions.selection import add_candidate
from hubs.actions.workshops import (
    DelegateFacts,
    add_walk_in,
    answer_invitation,
    assign_by_region,
    assign_lao,
    close_attendance,
    issue_letters,
    note_attendance,
    plan_cohorts,
    reopen_attendance,
    save_cohort,
    take_out,
)
from hubs.content import met_by_content
from hubs.errors import HubError, ReasonNeeded, StaleRecord
from hubs.models import Candidate, Cohort, EvaluationItem, HubProgramme, Invitee
from hubs.reports.letters import SHEET, about_cohort, sheet_blocks
from hubs.selectors.workshops import evaluation_summary
from onde_portal.accounts.models import User
from onde_portal.documents.blocks import Table
from onde_portal.registry.models import Lao
from onde_portal.thai.text import sort_key
from tests.hubs.chain import approved, chosen, open_one
from tests.races import at_once
from tests.world import NOW, TODAY, make_lao, udon_thani

pytestmark = pytest.mark.django_db


@pytest.fixture
def programme(officer: User) -> HubProgramme:
    return open_one(officer)


@pytest.fixture
def pair(
    programme: HubProgramme, lao: Lao, other_lao: Lao, officer: User, director: User
) -> list[Candidate]:
    candidates = chosen(programme, lao, other_lao, by=officer)
    approved(programme, by=officer, director=director)
    return candidates


@pytest.fixture
def cohorts(programme: HubProgramme, officer: User) -> list[Cohort]:
    planned = plan_cohorts(programme=programme, by=officer, at=NOW)
    for cohort in planned:
        set_day(cohort, officer)
    return planned


def set_day(cohort: Cohort, officer: User) -> None:
    cohort.starts_on = cohort.ends_on = TODAY
    cohort.place, cohort.province = "ห้องประชุมใหญ่", udon_thani()
    save_cohort(cohort=cohort, by=officer, at=NOW)


@pytest.fixture
def invited(pair: list[Candidate], cohorts: list[Cohort], officer: User) -> list[Invitee]:
    for candidate, cohort in zip(pair, cohorts, strict=True):
        assign_lao(candidate=candidate, cohort=cohort, by=officer, at=NOW)
        issue_letters(cohort=cohort, by=officer, at=NOW)
    return list(Invitee.objects.order_by("letter_number"))


def comes(*names: str) -> dict[str, object]:
    return {"answer": "comes", "delegates": [DelegateFacts(name) for name in names]}


def test_the_manual_plans_two_cohorts_and_more_can_follow(
    programme: HubProgramme, officer: User
) -> None:
    assert len(plan_cohorts(programme=programme, by=officer, at=NOW)) == 2
    assert [one.number for one in plan_cohorts(programme=programme, by=officer, at=NOW)] == [3]


def test_an_lao_is_in_one_cohort_only(
    pair: list[Candidate], cohorts: list[Cohort], officer: User
) -> None:
    invitee = assign_lao(candidate=pair[0], cohort=cohorts[0], by=officer, at=NOW)
    with pytest.raises(workshops.InOtherCohort):
        assign_lao(candidate=pair[0], cohort=cohorts[1], by=officer, at=NOW)
    take_out(invitee=invitee, by=officer, at=NOW)
    assert assign_lao(candidate=pair[0], cohort=cohorts[1], by=officer, at=NOW).cohort == cohorts[1]


def test_a_full_cohort_takes_no_more_and_cannot_shrink_below_its_laos(
    pair: list[Candidate], cohorts: list[Cohort], officer: User
) -> None:
    cohorts[0].capacity = 1
    save_cohort(cohort=cohorts[0], by=officer, at=NOW)
    assign_lao(candidate=pair[0], cohort=cohorts[0], by=officer, at=NOW)
    with pytest.raises(workshops.CohortFull):
        assign_lao(candidate=pair[1], cohort=cohorts[0], by=officer, at=NOW)
    cohorts[0].capacity = 0
    with pytest.raises(workshops.CapacityTooSmall):
        save_cohort(cohort=cohorts[0], by=officer, at=NOW)


def test_only_approved_laos_are_invited(
    programme: HubProgramme, pair: list[Candidate], cohorts: list[Cohort], officer: User
) -> None:
    another = make_lao(udon_thani(), "บ้านผือ")
    proposed = add_candidate(programme=programme, lao=another, by=officer, at=NOW)
    with pytest.raises(workshops.NotApproved):
        assign_lao(candidate=proposed, cohort=cohorts[0], by=officer, at=NOW)


@pytest.mark.parametrize(("count", "capacity"), [(5, 3), (6, 3), (4, 20)])
def test_regions_fill_the_cohorts_evenly_and_within_their_places(
    programme: HubProgramme, officer: User, director: User, count: int, capacity: int
) -> None:
    laos = [make_lao(udon_thani(), f"ตำบล{number}") for number in range(count)]
    chosen(programme, *laos, by=officer)
    approved(programme, by=officer, director=director)
    for cohort in plan_cohorts(programme=programme, by=officer, at=NOW):
        cohort.capacity = capacity
        save_cohort(cohort=cohort, by=officer, at=NOW)
    assert assign_by_region(programme=programme, by=officer, at=NOW) == count
    sizes = [cohort.invitees.count() for cohort in programme.cohorts.order_by("number")]
    assert sum(sizes) == count
    assert max(sizes) - min(sizes) <= 1
    assert assign_by_region(programme=programme, by=officer, at=NOW) == 0


def test_where_places_do_not_suffice_nobody_is_moved(
    programme: HubProgramme, pair: list[Candidate], officer: User
) -> None:
    [cohort, other] = plan_cohorts(programme=programme, by=officer, at=NOW)
    other.delete()
    cohort.capacity = 1
    save_cohort(cohort=cohort, by=officer, at=NOW)
    with pytest.raises(workshops.NoRoom):
        assign_by_region(programme=programme, by=officer, at=NOW)
    assert not Invitee.objects.exists()


def test_letters_are_numbered_once_and_need_a_day_and_a_place(
    programme: HubProgramme, pair: list[Candidate], officer: User
) -> None:
    [cohort, _other] = plan_cohorts(programme=programme, by=officer, at=NOW)
    for candidate in pair:
        assign_lao(candidate=candidate, cohort=cohort, by=officer, at=NOW)
    with pytest.raises(workshops.CohortUnfinished):
        issue_letters(cohort=cohort, by=officer, at=NOW)
    set_day(cohort, officer)
    issued = issue_letters(cohort=cohort, by=officer, at=NOW)
    assert sorted(row.letter_number or 0 for row in issued) == [1, 2]
    assert {row.letter_year for row in issued} == {2569}
    with pytest.raises(workshops.NobodyToInvite):
        issue_letters(cohort=cohort, by=officer, at=NOW)
    with pytest.raises(workshops.LetterSent):
        take_out(invitee=issued[0], by=officer, at=NOW)
    assert {"assigned", "invited"} <= met_by_content(programme, 3)


def test_an_answer_names_people_or_says_why_nobody_comes(
    invited: list[Invitee], reporter: User
) -> None:
    invitee = invited[0]
    with pytest.raises(workshops.NobodyNamed):
        answer_invitation(invitee=invitee, answer="comes", by=reporter, at=NOW)
    with pytest.raises(workshops.TooManyNamed):
        answer_invitation(invitee=invitee, by=reporter, at=NOW, **comes("ก", "ข", "ค"))  # type: ignore[arg-type]
    with pytest.raises(ReasonNeeded):
        answer_invitation(invitee=invitee, answer="cannot", by=reporter, at=NOW)
    with pytest.raises(workshops.AnswerMissing):
        answer_invitation(invitee=invitee, answer="", by=reporter, at=NOW)
    answer_invitation(invitee=invitee, by=reporter, at=NOW, **comes("มาลี", "ชัย"))  # type: ignore[arg-type]
    assert invitee.delegates.count() == 2
    seen = invitee.version
    answer_invitation(invitee=invitee, answer="cannot", reason="น้ำท่วม", by=reporter, at=NOW)
    assert (invitee.delegates.count(), invitee.reason) == (0, "น้ำท่วม")
    with pytest.raises(StaleRecord):
        answer_invitation(
            invitee=invitee, version=seen, by=reporter, at=NOW, **comes("มาลี")  # type: ignore[arg-type]
        )  # fmt: skip


def test_attendance_counts_who_came_and_is_closed_once(
    programme: HubProgramme, invited: list[Invitee], officer: User, reporter: User
) -> None:
    for invitee in invited:
        answer_invitation(invitee=invitee, by=reporter, at=NOW, **comes("มาลี", "ชัย"))  # type: ignore[arg-type]
    first, second = (invitee.cohort for invitee in invited)
    with pytest.raises(workshops.TooEarly):
        note_attendance(cohort=first, came=[], by=officer, at=NOW - timedelta(days=1))
    someone = invited[0].delegates.order_by("pk")[0]
    assert note_attendance(cohort=first, came=[someone.pk], by=officer, at=NOW) == 1
    added = add_walk_in(invitee=invited[0], facts=DelegateFacts("สมหมาย"), by=officer, at=NOW)
    assert (added.came, added.walk_in) == (True, True)
    with pytest.raises(workshops.NameMissing):
        add_walk_in(invitee=invited[0], facts=DelegateFacts(" "), by=officer, at=NOW)
    close_attendance(cohort=first, by=officer, at=NOW)
    assert "attended" not in met_by_content(programme, 3)
    close_attendance(cohort=second, by=officer, at=NOW)
    assert "attended" in met_by_content(programme, 3)
    with pytest.raises(workshops.WorkshopOver):
        answer_invitation(invitee=invited[0], by=reporter, at=NOW, **comes("มาลี"))  # type: ignore[arg-type]
    reopen_attendance(cohort=first, by=officer, at=NOW)
    assert note_attendance(cohort=first, came=[added.pk], by=officer, at=NOW) == 1


def test_anonymous_forms_need_every_score_and_count_once(
    cohorts: list[Cohort],
) -> None:
    items = [EvaluationItem.objects.create(name_th=f"ข้อ {number}") for number in (1, 2)]
    full = {str(items[0].pk): 5, str(items[1].pk): 4}
    cohort = cohorts[0]
    with pytest.raises(EvaluationClosed):
        send_evaluation(cohort=cohort, scores=full, form_key="a", at=NOW)
    open_evaluation(cohort=cohort, is_open=True)
    for wrong in ({str(items[0].pk): 5}, {**full, str(items[1].pk): 6}):
        with pytest.raises(ScoresMissing):
            send_evaluation(cohort=cohort, scores=wrong, form_key="a", at=NOW)
    for _twice in range(2):
        send_evaluation(cohort=cohort, scores=full, liked="วิทยากร", form_key="a", at=NOW)
    send_evaluation(cohort=cohort, scores=dict.fromkeys(full, 3), form_key="b", at=NOW)
    summary = evaluation_summary(cohort)
    assert (summary["forms"], summary["liked"]) == (2, ["วิทยากร"])
    assert [(item.mean, item.spread) for item in summary["items"]] == [
        (4, (1, 0, 1, 0, 0)),
        (3.5, (0, 1, 1, 0, 0)),
    ]


@pytest.mark.django_db(transaction=True)
def test_one_lao_put_into_two_cohorts_at_once_lands_in_one(
    pair: list[Candidate], cohorts: list[Cohort], officer: User, head: User
) -> None:
    ends = at_once(
        HubError,
        *(
            lambda cohort=cohort: assign_lao(
                candidate=Candidate.objects.get(pk=pair[0].pk), cohort=cohort, by=officer, at=NOW
            )
            for cohort in cohorts
        ),
    )
    assert ends == ["InOtherCohort", "done"]
    assert Invitee.objects.filter(candidate=pair[0]).count() == 1


def test_the_sign_in_sheet_is_sorted_as_thai_sorts_and_made_anew_for_who_is_added(
    programme: HubProgramme, officer: User
) -> None:
    cohort = Cohort.objects.create(programme=programme, number=1, title="รุ่นที่ 1")
    for name in ("หนองหาน", "เกาะคา", "ขามเรียง"):
        lao = make_lao(udon_thani(), name)
        Lao.objects.filter(pk=lao.pk).update(sort_key=sort_key(name))
        candidate = add_candidate(programme=programme, lao=lao, by=officer, at=NOW)
        invitee = Invitee.objects.create(cohort=cohort, candidate=candidate)
        invitee.delegates.create(name=f"นาง{name}")
    table = next(block for block in sheet_blocks(cohort, "th") if isinstance(block, Table))
    assert [row[1] for row in table.rows[:3]] == ["นางเกาะคา", "นางขามเรียง", "นางหนองหาน"]
    before = about_cohort(cohort, SHEET)
    cohort.invitees.latest("pk").delegates.create(name="นายมาทีหลัง")
    assert about_cohort(cohort, SHEET) != before
