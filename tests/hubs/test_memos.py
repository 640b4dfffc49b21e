"""The memo's way: who may do what, when it goes back, and how it gets its number."""

from datetime import timedelta

import pytest

from hubs.actions import memos
from hubs.actions.memos import (
    approve_memo,
    endorse_memo,
    named_laos,
    return_memo,
    save_memo,
    send_memo,
    start_memo,
)
from hubs.actions.selection import (
    exclude_candidate,
    take_choice_back,
    withdraw_candidate,
)
from hubs.content import met_by_content
from hubs.errors import HubError, ProgrammeEnded, StaleRecord
from hubs.models import Candidate, HubProgramme, Memo, MemoState
from hubs.selectors.duties import memos_to_decide
from onde_portal.accounts.models import Role, StandIn, User
from onde_portal.documents.models import NumberSeries
from onde_portal.oversight.selectors.waiting import approvals
from onde_portal.registry.models import Lao
from onde_portal.workflow.actions import cancel_case
from tests import world
from tests.hubs.chain import PARTS, approved, chosen, open_one, written_memo
from tests.races import at_once
from tests.world import NOW, TODAY

pytestmark = pytest.mark.django_db


@pytest.fixture
def programme(officer: User) -> HubProgramme:
    return open_one(officer)


@pytest.fixture
def pair(programme: HubProgramme, lao: Lao, other_lao: Lao, officer: User) -> list[Candidate]:
    return chosen(programme, lao, other_lao, by=officer)


@pytest.fixture
def sent(programme: HubProgramme, pair: list[Candidate], officer: User) -> Memo:
    memo = written_memo(programme, by=officer)
    send_memo(memo=memo, by=officer, at=NOW)
    return memo


def test_a_memo_is_endorsed_approved_numbered_and_signed_with_typed_names(
    sent: Memo, pair: list[Candidate], head: User, director: User
) -> None:
    endorse_memo(memo=sent, by=head, at=NOW)
    approve_memo(memo=sent, remarks="อนุมัติ", by=director, at=NOW + timedelta(hours=1))
    assert (sent.state, sent.number, sent.number_year) == (MemoState.APPROVED, 1, 2569)
    assert (sent.endorser_name, sent.approver_name) == (str(head), str(director))
    for candidate in pair:
        candidate.refresh_from_db()
        assert candidate.approved_at == NOW + timedelta(hours=1)
    names = {candidate.lao.full_name_th for candidate in pair}
    assert {item.name for item in named_laos(sent)} == names
    assert list(sent.events.order_by("pk").values_list("verb", flat=True)) == [
        "begun", "sent", "endorsed", "approved",
    ]  # fmt: skip
    assert "memo_approved" in met_by_content(sent.programme, 2)


def test_a_memo_is_not_sent_without_its_parts_or_its_laos(
    programme: HubProgramme, officer: User, lao: Lao
) -> None:
    memo = start_memo(programme=programme, by=officer, at=NOW)
    with pytest.raises(memos.MemoUnfinished):
        send_memo(memo=memo, by=officer, at=NOW)
    save_memo(memo=memo, by=officer, at=NOW, texts=PARTS)
    with pytest.raises(memos.NobodyChosen):
        send_memo(memo=memo, by=officer, at=NOW)
    chosen(programme, lao, by=officer)
    send_memo(memo=memo, by=officer, at=NOW)
    with pytest.raises(memos.MemoNotWritable):
        save_memo(memo=memo, by=officer, at=NOW, texts={"subject": "อื่น"})


def test_a_programme_has_one_memo_in_work(
    programme: HubProgramme, sent: Memo, officer: User
) -> None:
    with pytest.raises(memos.MemoOpen):
        start_memo(programme=programme, by=officer, at=NOW)


def test_nobody_endorses_or_approves_what_he_or_she_sent(
    programme: HubProgramme, pair: list[Candidate], head: User, director: User
) -> None:
    memo = written_memo(programme, by=head)
    send_memo(memo=memo, by=head, at=NOW)
    with pytest.raises(memos.OwnMemo):
        endorse_memo(memo=memo, by=head, at=NOW)
    with pytest.raises(memos.OwnMemo):
        return_memo(memo=memo, remarks="แก้", by=head, at=NOW)
    approve_memo(memo=memo, by=director, at=NOW)


def test_an_officer_decides_only_when_standing_in(sent: Memo, director: User) -> None:
    other = world.make_user(Role.OFFICER, "second@onde.example")
    for move in (endorse_memo, approve_memo):
        with pytest.raises(memos.NotYourMemo):
            move(memo=sent, by=other, at=NOW)
    StandIn.objects.create(
        person=director, stand_in=other, starts_on=TODAY, ends_on=TODAY,
        named_by=director, named_at=NOW,
    )  # fmt: skip
    with pytest.raises(memos.NotYourMemo):
        approve_memo(memo=sent, by=other, at=NOW + timedelta(days=1))
    approve_memo(memo=sent, by=other, at=NOW)
    assert sent.approved_by == other


def test_a_head_endorses_and_leaves_the_approval_to_the_director(sent: Memo, head: User) -> None:
    with pytest.raises(memos.NotYourMemo):
        approve_memo(memo=sent, by=head, at=NOW)


def test_a_head_who_stands_in_for_the_director_does_not_approve_what_he_or_she_endorsed(
    sent: Memo, head: User, director: User
) -> None:
    StandIn.objects.create(
        person=director, stand_in=head, starts_on=TODAY, ends_on=TODAY,
        named_by=director, named_at=NOW,
    )  # fmt: skip
    endorse_memo(memo=sent, by=head, at=NOW)
    with pytest.raises(memos.EndorsedByOneself):
        approve_memo(memo=sent, by=head, at=NOW)
    approve_memo(memo=sent, by=director, at=NOW)
    assert sent.state == MemoState.APPROVED


def test_a_returned_memo_carries_remarks_and_can_be_sent_again(
    sent: Memo, officer: User, head: User, director: User
) -> None:
    with pytest.raises(memos.RemarksNeeded):
        return_memo(memo=sent, remarks="  ", by=head, at=NOW)
    endorse_memo(memo=sent, by=head, at=NOW)
    return_memo(memo=sent, remarks="เพิ่มเหตุผลการคัดเลือก", by=director, at=NOW)
    assert (sent.state, sent.remarks) == (MemoState.RETURNED, "เพิ่มเหตุผลการคัดเลือก")
    save_memo(memo=sent, by=officer, at=NOW, texts={"cause": "เหตุผลเพิ่มเติม"})
    send_memo(memo=sent, by=officer, at=NOW)
    assert (sent.state, sent.endorsed_by, sent.number) == (MemoState.SENT, None, None)


def test_a_memo_cannot_lose_an_lao_behind_the_superiors_back(
    sent: Memo, pair: list[Candidate], head: User, director: User, officer: User
) -> None:
    endorse_memo(memo=sent, by=head, at=NOW)
    exclude_candidate(candidate=pair[0], reason="ถอนตัว", by=officer, at=NOW)
    sent.refresh_from_db()
    assert (sent.state, sent.endorsed_by) == (MemoState.DRAFT, None)
    last = sent.events.order_by("pk").last()
    assert last is not None
    assert (last.verb, pair[0].lao.full_name_th in last.reason) == ("taken_back", True)
    with pytest.raises(memos.MemoNotWaiting):
        approve_memo(memo=sent, by=director, at=NOW)


def test_an_approved_selection_changes_by_a_new_memo_only(
    programme: HubProgramme, pair: list[Candidate], officer: User, director: User
) -> None:
    memo = approved(programme, by=officer, director=director)
    pair[0].refresh_from_db()
    for move in (
        lambda: exclude_candidate(candidate=pair[0], reason="ถอนตัว", by=officer, at=NOW),
        lambda: take_choice_back(candidate=pair[0], by=officer, at=NOW),
    ):
        with pytest.raises(memos.SelectionApproved):
            move()
    again = start_memo(programme=programme, by=officer, at=NOW)
    exclude_candidate(candidate=pair[0], reason="ถอนตัว", by=officer, at=NOW)
    assert "memo_approved" not in met_by_content(programme, 2)
    save_memo(memo=again, by=officer, at=NOW, texts=PARTS)
    send_memo(memo=again, by=officer, at=NOW)
    approve_memo(memo=again, by=director, at=NOW)
    assert (memo.edition, again.edition, again.number) == (1, 2, 2)
    assert len(named_laos(memo)) == 2
    assert len(named_laos(again)) == 1
    assert "memo_approved" in met_by_content(programme, 2)


def test_an_approved_lao_that_withdraws_leaves_the_memo_standing(
    programme: HubProgramme, pair: list[Candidate], officer: User, director: User
) -> None:
    approved(programme, by=officer, director=director)
    pair[0].refresh_from_db()
    withdraw_candidate(candidate=pair[0], reason="ผู้บริหารหมดวาระ", by=officer, at=NOW)
    assert "memo_approved" in met_by_content(programme, 2)


def test_an_ended_programme_takes_no_memo(programme: HubProgramme, officer: User) -> None:
    cancel_case(case=programme, reason="ยกเลิก", by=officer, at=NOW)
    programme.refresh_from_db()
    with pytest.raises(ProgrammeEnded):
        start_memo(programme=programme, by=officer, at=NOW)


def test_a_memo_of_a_cancelled_programme_waits_for_nobody_and_is_not_decided(
    sent: Memo, officer: User, head: User, director: User
) -> None:
    cancel_case(case=sent.programme, reason="งบประมาณถูกตัด", by=officer, at=NOW)
    sent.refresh_from_db()
    assert memos_to_decide(director, TODAY) == memos_to_decide(head, TODAY) == []
    assert approvals(director, TODAY) == []
    with pytest.raises(ProgrammeEnded):
        endorse_memo(memo=sent, by=head, at=NOW)
    with pytest.raises(ProgrammeEnded):
        approve_memo(memo=sent, by=director, at=NOW)
    with pytest.raises(ProgrammeEnded):
        return_memo(memo=sent, remarks="แก้ไข", by=head, at=NOW)
    assert not Candidate.objects.exclude(approved_at=None).exists()


@pytest.mark.django_db(transaction=True)
def test_a_memo_approved_by_two_at_once_is_approved_once_with_one_number(
    sent: Memo, director: User
) -> None:
    other = world.make_user(Role.DIRECTOR, "second@onde.example")
    pages = [Memo.objects.get(), Memo.objects.get()]
    ends = at_once(
        HubError,
        *(
            lambda page=page, by=by: approve_memo(memo=page, by=by, at=NOW)
            for page, by in zip(pages, (director, other), strict=True)
        ),
    )
    assert ends == [StaleRecord.__name__, "done"]
    sent.refresh_from_db()
    assert (sent.number, sent.events.filter(verb="approved").count()) == (1, 1)


@pytest.mark.django_db(transaction=True)
def test_fifty_memos_approved_at_once_take_fifty_numbers_without_gaps(
    officer: User, director: User, lao: Lao
) -> None:
    waiting = []
    for year in range(2541, 2591):
        programme = open_one(officer, year=year)
        chosen(programme, lao, by=officer)
        memo = written_memo(programme, by=officer)
        send_memo(memo=memo, by=officer, at=NOW)
        waiting.append(memo)
    ends = at_once(
        HubError,
        *(lambda memo=memo: approve_memo(memo=memo, by=director, at=NOW) for memo in waiting),
    )
    assert ends == ["done"] * 50
    numbers = Memo.objects.filter(number_year=2569).values_list("number", flat=True)
    assert sorted(number or 0 for number in numbers) == list(range(1, 51))


@pytest.mark.django_db(transaction=True)
def test_fifty_approvals_of_twenty_five_memos_leave_no_gap(
    officer: User, director: User, lao: Lao
) -> None:
    other = world.make_user(Role.DIRECTOR, "second@onde.example")
    for year in range(2541, 2566):
        programme = open_one(officer, year=year)
        chosen(programme, lao, by=officer)
        send_memo(memo=written_memo(programme, by=officer), by=officer, at=NOW)
    ends = at_once(
        HubError,
        *(
            lambda memo=memo, by=by: approve_memo(memo=memo, by=by, at=NOW)
            for by in (director, other)
            for memo in Memo.objects.all()
        ),
    )
    assert ends == sorted([StaleRecord.__name__] * 25 + ["done"] * 25)
    numbers = Memo.objects.filter(number_year=2569).values_list("number", flat=True)
    assert sorted(number or 0 for number in numbers) == list(range(1, 26))
    assert NumberSeries.objects.get(key="memo", fiscal_year=2569).last == len(numbers)
