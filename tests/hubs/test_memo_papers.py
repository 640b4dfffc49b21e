"""The memo's papers in each state, its first words, its check code, and the mail about it."""

import io
from http import HTTPStatus
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import translation
from docx import Document

from hubs.actions.memos import (
    approve_memo,
    endorse_memo,
    named_laos,
    return_memo,
    save_memo,
    send_memo,
    start_memo,
)
from hubs.actions.selection import exclude_candidate, save_criteria
from hubs.forms.selection import CriteriaForm
from hubs.memo_notices import memo_deciders
from hubs.models import AwardCategory, Candidate, HubProgramme, Memo
from hubs.reports.memo_words import memo_words
from hubs.reports.memos import memo_blocks, memo_print, memo_word, request_memo
from onde_portal.accounts.models import Mail, Role, StandIn, User
from onde_portal.documents.blocks import Block, CheckCode, Decided, MemoHead, Signature, Table
from onde_portal.documents.checks import Verdict, check
from onde_portal.documents.jobs import make_next_document
from onde_portal.documents.models import StoredDocument
from onde_portal.registry.models import Lao
from tests import world
from tests.hubs.chain import PARTS, approved, chosen, open_one, written_memo
from tests.pdf import text_of
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


def blocks_of(memo: Memo, kind: type[Any]) -> list[Any]:
    with translation.override("th"):
        blocks: list[Block] = memo_blocks(memo, named_laos(memo), "th")
    return [block for block in blocks if isinstance(block, kind)]


def test_a_draft_has_neither_number_nor_day_nor_names_signed(
    programme: HubProgramme, pair: list[Candidate], officer: User
) -> None:
    memo = written_memo(programme, by=officer)
    head = blocks_of(memo, MemoHead)[0]
    assert (head.number[1], head.day[1]) == ("", "")
    assert "..." in blocks_of(memo, Signature)[0].lines[0]
    assert not blocks_of(memo, Decided)
    assert not blocks_of(memo, CheckCode)


def test_what_goes_back_to_its_writer_is_a_draft_on_paper_too(
    sent: Memo, pair: list[Candidate], officer: User, head: User, director: User
) -> None:
    endorse_memo(memo=sent, by=head, at=NOW)
    return_memo(memo=sent, remarks="แก้", by=director, at=NOW)
    assert not blocks_of(sent, Decided)
    assert str(officer) not in " ".join(blocks_of(sent, Signature)[0].lines)
    exclude_candidate(candidate=pair[0], reason="ถอนตัว", by=officer, at=NOW)
    assert len(blocks_of(sent, Table)[0].rows) == 1


def test_an_approved_memo_prints_number_names_positions_moments_and_its_check_code(
    sent: Memo, head: User, director: User
) -> None:
    endorse_memo(memo=sent, remarks="เห็นควรอนุมัติ 2 แห่ง", by=head, at=NOW)
    approve_memo(memo=sent, by=director, at=NOW)
    printed = blocks_of(sent, MemoHead)[0]
    assert printed.number == ("ที่", "นร ๑/๒๕๖๙")
    assert "๒๕๖๙" in printed.day[1]
    endorsed, given = blocks_of(sent, Decided)
    assert (endorsed.decision, endorsed.remarks) == ("เห็นชอบ", "เห็นควรอนุมัติ ๒ แห่ง")
    assert given.decision == "อนุมัติ"
    assert f"({director})" in given.lines
    assert any("เวลา" in line for line in given.lines)
    assert blocks_of(sent, CheckCode)[0].code == sent.check_code


def test_a_stand_in_signs_in_the_place_of_the_director(sent: Memo, director: User) -> None:
    other = world.make_user(Role.OFFICER, "second@onde.example")
    User.objects.filter(pk=director.pk).update(position="ผู้อำนวยการสำนักงาน")
    StandIn.objects.create(
        person=director, stand_in=other, starts_on=TODAY, ends_on=TODAY,
        named_by=director, named_at=NOW,
    )  # fmt: skip
    approve_memo(memo=sent, by=other, at=NOW)
    assert sent.approver_position.endswith("ปฏิบัติหน้าที่แทนผู้อำนวยการสำนักงาน")


def test_the_pdf_has_the_words_of_the_memo_and_one_check_code(
    sent: Memo, officer: User, director: User
) -> None:
    approve_memo(memo=sent, by=director, at=NOW)
    request_memo(sent, language="th", by=officer, at=NOW)
    assert make_next_document()
    made = memo_print(sent, "th")
    assert made is not None
    with made.file.open("rb") as stream:
        text = " ".join(text_of(stream.read()).split())
    for words in (
        "บันทึกข้อความ", "ส่วนราชการ", "นร ๑/๒๕๖๙", PARTS["subject"], PARTS["addressee"],
        PARTS["cause"], PARTS["conclusion"], f"({director})", sent.check_code,
        *(row.name for row in named_laos(sent)),
    ):  # fmt: skip
        assert words in text, words
    assert made.check_code not in text


def test_the_pdf_of_a_draft_bears_no_code_and_stands_for_nothing(sent: Memo, officer: User) -> None:
    draft = request_memo(sent, language="th", by=officer, at=NOW)
    assert make_next_document()
    draft.refresh_from_db()
    with draft.file.open("rb") as stream:
        text = text_of(stream.read())
    assert "ฉบับร่าง" in text
    for printed in (draft.check_code, sent.check_code, "รหัสตรวจสอบ"):
        assert printed not in text
    assert check(draft.check_code) is Verdict.UNKNOWN


def test_word_has_the_same_words(sent: Memo, director: User) -> None:
    approve_memo(memo=sent, by=director, at=NOW)
    document = Document(io.BytesIO(memo_word(sent, language="th", at=NOW)))
    rows = [row.text for row in document.paragraphs]
    assert f"รหัสตรวจสอบ {sent.check_code}" in rows
    assert PARTS["cause"] in [row.strip() for row in rows]
    cells = {cell.text for table in document.tables for cell in table._cells}
    assert {row.name for row in named_laos(sent)} <= cells


def test_papers_of_an_earlier_state_are_out_of_force(
    sent: Memo, officer: User, director: User
) -> None:
    before = request_memo(sent, language="th", by=officer, at=NOW)
    assert request_memo(sent, language="th", by=officer, at=NOW) == before
    approve_memo(memo=sent, by=director, at=NOW)
    before.refresh_from_db()
    assert before.superseded_at == NOW
    assert memo_print(sent, "th") is None
    assert request_memo(sent, language="th", by=officer, at=NOW) != before


def test_anyone_can_check_the_approval_and_learns_of_a_newer_one(
    programme: HubProgramme, pair: list[Candidate], officer: User, director: User, client: Client
) -> None:
    memo = written_memo(programme, by=officer)
    send_memo(memo=memo, by=officer, at=NOW)
    assert check(memo.check_code) is Verdict.UNKNOWN
    approve_memo(memo=memo, by=director, at=NOW)
    assert check(memo.check_code) is Verdict.GENUINE
    page = client.get(reverse("document-check", args=[memo.check_code])).content.decode()
    assert "1/2569" not in page
    assert PARTS["cause"] not in page
    again = start_memo(programme=programme, texts=PARTS, by=officer, at=NOW)
    send_memo(memo=again, by=officer, at=NOW)
    approve_memo(memo=again, by=director, at=NOW)
    assert check(memo.check_code) is Verdict.SUPERSEDED


def test_a_memo_begins_with_words_that_can_be_sent(
    programme: HubProgramme, pair: list[Candidate], officer: User
) -> None:
    criteria = CriteriaForm(
        {
            "award_years": "2568, 2567", "regions": ["north"], "no_hub_yet": "on", "wanted": 10,
            "categories": [AwardCategory.objects.create(name_th="ประเภทโดดเด่น", name_en="x").pk],
        }
    )  # fmt: skip
    assert criteria.is_valid(), criteria.errors
    save_criteria(programme=programme, criteria=criteria.criteria(), by=officer, at=NOW)
    words = memo_words(programme)
    for told in ("พ.ศ. 2567 และ พ.ศ. 2568", "ประเภทโดดเด่น", "ภาคเหนือ", "ยังไม่มีศูนย์"):
        assert told in words["purpose"]
    assert programme.title in words["cause"]
    memo = start_memo(programme=programme, texts=words, by=officer, at=NOW)
    send_memo(memo=memo, by=officer, at=NOW)


def test_without_criteria_the_first_words_name_none(programme: HubProgramme) -> None:
    assert "หลักเกณฑ์" not in memo_words(programme)["purpose"]


def told() -> list[tuple[str, str]]:
    return list(Mail.objects.order_by("pk").values_list("recipient", "kind"))


def test_each_move_is_mailed_to_whose_turn_it_is(
    officer: User, head: User, director: User, sent: Memo
) -> None:
    assert told() == [(head.email, "memo-waiting")]
    endorse_memo(memo=sent, by=head, at=NOW)
    assert told()[1:] == [(director.email, "memo-waiting")]
    return_memo(memo=sent, remarks="เพิ่มเหตุผล", by=director, at=NOW)
    assert told()[2:] == [(officer.email, "memo-moved")]
    last = Mail.objects.order_by("pk").last()
    assert last is not None
    assert "เพิ่มเหตุผล" in last.body
    assert reverse("admin:hubs_memo_page", args=[sent.pk]) in last.body
    save_memo(memo=sent, texts=PARTS, by=officer, at=NOW)
    send_memo(memo=sent, by=officer, at=NOW)
    approve_memo(memo=sent, by=director, at=NOW)
    assert told()[3:] == [(head.email, "memo-waiting"), (officer.email, "memo-moved")]


def test_a_memo_that_the_only_head_sent_waits_for_the_director(
    programme: HubProgramme, pair: list[Candidate], head: User, director: User
) -> None:
    memo = written_memo(programme, by=head)
    send_memo(memo=memo, by=head, at=NOW)
    assert memo_deciders(memo, TODAY) == [director]


def test_the_sender_hears_when_a_colleague_takes_the_memo_back_by_a_change(
    officer: User, head: User, sent: Memo, pair: list[Candidate]
) -> None:
    other = world.make_user(Role.OFFICER, "second@onde.example")
    exclude_candidate(candidate=pair[0], reason="ถอนตัว", by=other, at=NOW)
    assert told()[1:] == [(officer.email, "memo-moved")]


def test_only_the_office_reads_a_memos_paper(
    programme: HubProgramme, pair: list[Candidate], officer: User, director: User,
    reporter: User, auditor: User, client: Client,
) -> None:  # fmt: skip
    memo = approved(programme, by=officer, director=director)
    paper = request_memo(memo, language="th", by=officer, at=NOW)
    assert make_next_document()
    assert StoredDocument.objects.get(pk=paper.pk).state == "ready"
    address = reverse("document", args=[paper.pk])
    for person, expected in ((reporter, {403, 404}), (auditor, {200})):
        client.force_login(person)
        answer = client.get(address)
        assert answer.status_code in expected
        if answer.status_code == HTTPStatus.OK:
            assert answer.getvalue().startswith(b"%PDF")
