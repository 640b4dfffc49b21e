"""Selection: criteria propose, people choose and exclude with reasons, nothing is lost."""

import pytest

from hubs.actions import selection
from hubs.actions.awards import AwardTwice, AwardYearWrong, save_award
from hubs.actions.life import close_hub, register_hub
from hubs.actions.selection import (
    Criteria,
    add_candidate,
    choose_candidate,
    exclude_candidate,
    propose_candidates,
    save_criteria,
    take_choice_back,
)
from hubs.errors import LaoHasHub, ReasonNeeded, StaleRecord
from hubs.models import (
    AwardCategory,
    Candidate,
    CandidateState,
    HubProgramme,
    Readiness,
)
from onde_portal.accounts.models import User
from onde_portal.registry.models import Lao, Region
from tests.hubs.chain import open_one
from tests.world import NOW, TODAY

pytestmark = pytest.mark.django_db


@pytest.fixture
def programme(officer: User) -> HubProgramme:
    return open_one(officer)


@pytest.fixture
def category() -> AwardCategory:
    return AwardCategory.objects.create(name_th="ประเภททั่วไป", name_en="General")


@pytest.fixture
def awarded(lao: Lao, other_lao: Lao, category: AwardCategory, officer: User) -> None:
    for place, one in enumerate((lao, other_lao)):
        save_award(lao=one, year=2567 + place, category=category, by=officer, at=NOW)


def propose(programme: HubProgramme, officer: User, **criteria: object) -> list[Lao]:
    save_criteria(
        programme=programme,
        criteria=Criteria(**criteria),  # type: ignore[arg-type]
        by=officer,
        at=NOW,
    )
    propose_candidates(programme=programme, by=officer, at=NOW)
    return [candidate.lao for candidate in programme.candidates.order_by("pk")]


@pytest.mark.usefixtures("awarded")
def test_the_criteria_narrow_by_what_they_name(
    programme: HubProgramme, lao: Lao, other_lao: Lao, officer: User
) -> None:
    lao.province.region = Region.SOUTH
    lao.province.save()
    assert propose(programme, officer, award_years=[2568]) == [other_lao]
    assert propose(programme, officer, regions=["south"]) == [other_lao, lao]


@pytest.mark.usefixtures("awarded")
@pytest.mark.parametrize("narrowed", [{"sizes": ["large"]}, {"regions": ["east"]}])
def test_criteria_that_nobody_meets_propose_nobody(
    programme: HubProgramme, officer: User, narrowed: dict[str, list[str]]
) -> None:
    assert propose(programme, officer, **narrowed) == []


@pytest.mark.usefixtures("awarded")
def test_an_lao_with_a_hub_is_no_candidate_until_the_hub_is_closed(
    programme: HubProgramme, lao: Lao, other_lao: Lao, officer: User
) -> None:
    hub = register_hub(lao=lao, by=officer, at=NOW)
    assert propose(programme, officer) == [other_lao]
    with pytest.raises(LaoHasHub):
        add_candidate(programme=programme, lao=lao, by=officer, at=NOW)
    close_hub(hub=hub, on=TODAY, reason="เลิก", by=officer, at=NOW)
    assert propose(programme, officer) == [other_lao, lao]


@pytest.mark.usefixtures("awarded")
def test_proposing_again_keeps_what_people_decided(
    programme: HubProgramme, lao: Lao, officer: User
) -> None:
    propose(programme, officer)
    candidate = Candidate.objects.get(lao=lao)
    exclude_candidate(candidate=candidate, reason="ยังไม่พร้อม", by=officer, at=NOW)
    assert propose_candidates(programme=programme, by=officer, at=NOW) == 0
    candidate.refresh_from_db()
    assert (candidate.state, candidate.reason) == (CandidateState.EXCLUDED, "ยังไม่พร้อม")


def test_criteria_come_before_proposals(programme: HubProgramme, officer: User) -> None:
    with pytest.raises(selection.CriteriaMissing):
        propose_candidates(programme=programme, by=officer, at=NOW)
    for wanted in (0, 501):
        with pytest.raises(selection.WantedOutOfRange):
            save_criteria(programme=programme, criteria=Criteria(wanted=wanted), by=officer, at=NOW)
    with pytest.raises(AwardYearWrong):
        save_criteria(
            programme=programme, criteria=Criteria(award_years=[2571]), by=officer, at=NOW
        )


def test_an_exclusion_needs_its_reason_and_can_be_taken_back(
    programme: HubProgramme, lao: Lao, officer: User
) -> None:
    candidate = add_candidate(programme=programme, lao=lao, by=officer, at=NOW)
    with pytest.raises(ReasonNeeded):
        exclude_candidate(candidate=candidate, reason=" ", by=officer, at=NOW)
    exclude_candidate(candidate=candidate, reason="ไม่พร้อม", by=officer, at=NOW)
    take_choice_back(candidate=candidate, by=officer, at=NOW)
    choose_candidate(candidate=candidate, by=officer, at=NOW)
    verbs = candidate.events.order_by("pk").values_list("verb", flat=True)
    assert list(verbs) == ["proposed", "excluded", "taken_back", "chosen"]
    with pytest.raises(selection.CandidateTwice):
        add_candidate(programme=programme, lao=lao, by=officer, at=NOW)


def test_who_read_an_older_state_changes_nothing(
    programme: HubProgramme, lao: Lao, officer: User, head: User
) -> None:
    candidate = add_candidate(programme=programme, lao=lao, by=officer, at=NOW)
    seen = Candidate.objects.get(pk=candidate.pk)
    choose_candidate(candidate=candidate, by=officer, at=NOW)
    with pytest.raises(StaleRecord):
        exclude_candidate(candidate=seen, reason="ไม่พร้อม", by=head, at=NOW)


def test_where_readiness_is_asked_for_only_ready_laos_are_chosen(
    programme: HubProgramme, lao: Lao, officer: User
) -> None:
    save_criteria(programme=programme, criteria=Criteria(must_be_ready=True), by=officer, at=NOW)
    candidate = add_candidate(programme=programme, lao=lao, by=officer, at=NOW)
    with pytest.raises(selection.NotReady):
        choose_candidate(candidate=candidate, by=officer, at=NOW)
    Readiness.objects.create(
        candidate=candidate, asked_at=NOW, asked_by=officer, due_on=TODAY, answer="yes"
    )
    choose_candidate(candidate=candidate, by=officer, at=NOW)
    assert candidate.state == CandidateState.CHOSEN


def test_an_award_stands_once_in_the_register(
    lao: Lao, category: AwardCategory, officer: User
) -> None:
    save_award(lao=lao, year=2567, category=category, by=officer, at=NOW)
    with pytest.raises(AwardTwice):
        save_award(lao=lao, year=2567, category=category, by=officer, at=NOW)
    for year in (2541, 2570):
        with pytest.raises(AwardYearWrong):
            save_award(lao=lao, year=year, category=category, by=officer, at=NOW)
