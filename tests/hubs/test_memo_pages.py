"""The memo's page: written beside its form, decided on, kept from being lost or overwritten."""

from base64 import b64encode
from http import HTTPStatus

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from hubs.actions.memos import approve_memo, save_memo, send_memo
from hubs.models import Candidate, HubProgramme, Memo, MemoState
from onde_portal.accounts.models import User
from onde_portal.documents.models import Emblem, StoredDocument
from onde_portal.registry.models import Lao
from tests.hubs.chain import PARTS, chosen, open_one, written_memo
from tests.workflow.files import picture
from tests.world import NOW

pytestmark = pytest.mark.django_db

WORDS = {"unit": "สกถ.", **PARTS}


@pytest.fixture
def programme(officer: User) -> HubProgramme:
    return open_one(officer)


@pytest.fixture
def pair(programme: HubProgramme, lao: Lao, other_lao: Lao, officer: User) -> list[Candidate]:
    return chosen(programme, lao, other_lao, by=officer)


@pytest.fixture
def draft(programme: HubProgramme, pair: list[Candidate], officer: User) -> Memo:
    return written_memo(programme, by=officer)


def page(memo: Memo) -> str:
    return reverse("admin:hubs_memo_page", args=[memo.pk])


def move(memo: Memo, name: str) -> str:
    return reverse("admin:hubs_memo_move", args=[memo.pk, name])


def test_a_memo_is_begun_with_words_from_the_page_of_step_2(
    programme: HubProgramme, pair: list[Candidate], officer: User, client: Client
) -> None:
    client.force_login(officer)
    answer = client.post(reverse("admin:hubs_candidate_move", args=[programme.pk, "memo"]))
    memo = Memo.objects.get()
    assert (answer.status_code, answer["Location"]) == (HTTPStatus.FOUND, page(memo))
    shown = client.get(page(memo)).content.decode()
    assert memo.subject in shown
    assert all(candidate.lao.full_name_th in shown for candidate in pair)
    assert client.post(
        move(memo, "send"), {**_kept(memo), "version": memo.version}
    ).status_code == (HTTPStatus.FOUND)
    memo.refresh_from_db()
    assert memo.state == MemoState.SENT


def _kept(memo: Memo) -> dict[str, str]:
    return {name: getattr(memo, name) for name in WORDS}


def test_the_preview_shows_what_is_typed_and_keeps_nothing(
    draft: Memo, officer: User, client: Client
) -> None:
    client.force_login(officer)
    address = reverse("admin:hubs_memo_preview", args=[draft.pk])
    answer = client.post(address, {**WORDS, "subject": "น้ำใจ 2570 <b>"})
    text = answer.content.decode()
    assert "น้ำใจ ๒๕๗๐ &lt;b&gt;" in text
    assert "<html" not in text
    draft.refresh_from_db()
    assert draft.subject == PARTS["subject"]


def test_without_script_a_button_shows_the_whole_page_with_what_is_typed(
    draft: Memo, officer: User, client: Client
) -> None:
    client.force_login(officer)
    address = reverse("admin:hubs_memo_preview", args=[draft.pk])
    typed = {**WORDS, "subject": "เรื่องใหม่ 2570", "version": draft.version, "whole": "1"}
    text = client.post(address, typed).content.decode()
    assert "<html" in text
    assert "เรื่องใหม่ ๒๕๗๐" in text
    assert 'value="เรื่องใหม่ 2570"' in text


def test_a_sent_memo_is_shown_as_it_was_sent_whatever_is_posted(
    draft: Memo, officer: User, client: Client
) -> None:
    send_memo(memo=draft, by=officer, at=NOW)
    client.force_login(officer)
    address = reverse("admin:hubs_memo_preview", args=[draft.pk])
    text = client.post(address, {**WORDS, "subject": "ปลอม"}).content.decode()
    assert "ปลอม" not in text


def test_what_a_colleague_kept_meanwhile_stands_beside_what_was_typed(
    draft: Memo, officer: User, head: User, client: Client
) -> None:
    seen = draft.version
    save_memo(memo=draft, texts={"cause": "เหตุของเพื่อนร่วมงาน"}, by=head, at=NOW)
    client.force_login(officer)
    typed = {**WORDS, "cause": "เหตุของฉัน", "version": seen}
    answer = client.post(move(draft, "save"), typed)
    text = answer.content.decode()
    assert answer.status_code == HTTPStatus.CONFLICT
    assert "เหตุของเพื่อนร่วมงาน" in text
    assert "เหตุของฉัน" in text
    draft.refresh_from_db()
    assert draft.cause == "เหตุของเพื่อนร่วมงาน"
    client.post(move(draft, "save"), {**typed, "version": draft.version})
    draft.refresh_from_db()
    assert draft.cause == "เหตุของฉัน"


def test_an_unfinished_memo_is_not_sent_and_its_words_stay(
    draft: Memo, officer: User, client: Client
) -> None:
    client.force_login(officer)
    typed = {**WORDS, "conclusion": "", "cause": "เหตุใหม่", "version": draft.version}
    answer = client.post(move(draft, "send"), typed)
    assert answer.status_code == HTTPStatus.CONFLICT
    assert "เหตุใหม่" in answer.content.decode()
    draft.refresh_from_db()
    assert (draft.state, draft.cause) == (MemoState.DRAFT, "เหตุใหม่")


def test_what_was_typed_survives_signing_in_again(
    draft: Memo, officer: User, client: Client
) -> None:
    client.force_login(officer)
    typed = {**WORDS, "cause": "พิมพ์ไว้นานแล้ว", "version": draft.version}
    client.logout()
    client.post(move(draft, "save"), typed)
    client.force_login(officer)
    shown = client.get(page(draft)).content.decode()
    assert "พิมพ์ไว้นานแล้ว" in shown
    draft.refresh_from_db()
    assert draft.cause == PARTS["cause"]


def test_each_role_sees_the_moves_it_may_make(
    draft: Memo, officer: User, head: User, director: User, auditor: User, client: Client
) -> None:
    send_memo(memo=draft, by=officer, at=NOW)
    offered = {}
    for who in (officer, head, director, auditor):
        client.force_login(who)
        text = client.get(page(draft)).content.decode()
        moves = ("back", "endorse", "approve", "return", "send")
        offered[who] = {name for name in moves if f"do/{name}/" in text}
    assert offered == {
        officer: {"back"},
        head: {"back", "endorse", "return"},
        director: {"approve", "return"},
        auditor: set(),
    }


def test_a_memo_is_endorsed_and_approved_from_its_page(
    draft: Memo, officer: User, head: User, director: User, client: Client
) -> None:
    send_memo(memo=draft, by=officer, at=NOW)
    client.force_login(head)
    client.post(move(draft, "endorse"), {"version": draft.version, "remarks": "เห็นควร"})
    draft.refresh_from_db()
    seen = draft.version
    client.force_login(director)
    answer = client.post(move(draft, "approve"), {"version": seen}, follow=True)
    assert "นร 1/" in answer.content.decode()
    again = client.post(move(draft, "approve"), {"version": seen})
    assert again.status_code == HTTPStatus.CONFLICT
    draft.refresh_from_db()
    assert draft.state == MemoState.APPROVED


def test_a_decision_on_a_memo_that_changed_meanwhile_is_refused(
    draft: Memo, officer: User, head: User, director: User, client: Client
) -> None:
    send_memo(memo=draft, by=officer, at=NOW)
    seen = draft.version
    client.force_login(head)
    client.post(move(draft, "endorse"), {"version": seen})
    client.force_login(director)
    answer = client.post(move(draft, "return"), {"version": seen, "remarks": "ขอแก้"})
    assert answer.status_code == HTTPStatus.CONFLICT
    assert "ขอแก้" in answer.content.decode()
    draft.refresh_from_db()
    assert draft.state == MemoState.ENDORSED


def test_nobody_decides_from_the_page_without_the_right(
    draft: Memo, officer: User, auditor: User, head: User, client: Client
) -> None:
    send_memo(memo=draft, by=officer, at=NOW)
    client.force_login(auditor)
    for name in ("approve", "endorse", "return", "back", "save"):
        assert client.post(move(draft, name), {"version": draft.version}).status_code == (
            HTTPStatus.FORBIDDEN
        )
    client.force_login(officer)
    own = client.post(move(draft, "endorse"), {"version": draft.version})
    assert own.status_code == HTTPStatus.CONFLICT
    client.force_login(head)
    assert client.post(move(draft, "approve"), {"version": draft.version}).status_code == (
        HTTPStatus.CONFLICT
    )
    draft.refresh_from_db()
    assert draft.state == MemoState.SENT


def test_the_pdf_and_the_word_file_are_had_from_the_page(
    draft: Memo, officer: User, director: User, client: Client
) -> None:
    send_memo(memo=draft, by=officer, at=NOW)
    approve_memo(memo=draft, by=director, at=NOW)
    client.force_login(officer)
    client.post(move(draft, "pdf"), {"language": "th"})
    assert StoredDocument.objects.get().kind == "memo"
    word = client.get(reverse("admin:hubs_memo_word", args=[draft.pk]) + "?language=th")
    assert word.getvalue()[:2] == b"PK"
    shown = client.get(page(draft)).content.decode()
    assert reverse("document", args=[StoredDocument.objects.get().pk]) in shown
    assert draft.check_code in shown


def test_the_emblem_uploaded_last_stands_on_the_memo(
    draft: Memo, officer: User, head: User, client: Client
) -> None:
    client.force_login(head)
    address = reverse("admin:documents_emblem_add")
    for name, content in (("old.png", picture("PNG", (40, 40))), ("ครุฑ.png", picture("PNG"))):
        assert client.post(address, {"upload": SimpleUploadedFile(name, content)}).status_code == (
            HTTPStatus.FOUND
        )
    kept = Emblem.objects.order_by("pk").last()
    assert kept is not None
    with kept.file.open("rb") as stream:
        printed = b64encode(stream.read()).decode()
    assert printed in client.get(page(draft)).content.decode()


@pytest.mark.parametrize(
    ("name", "content"), [("ครุฑ.png", b"not a picture"), ("ครุฑ.txt", "ครุฑ".encode())]
)
def test_only_a_picture_becomes_the_emblem(
    name: str, content: bytes, head: User, client: Client
) -> None:
    client.force_login(head)
    address = reverse("admin:documents_emblem_add")
    answer = client.post(address, {"upload": SimpleUploadedFile(name, content, "image/png")})
    assert answer.status_code in {HTTPStatus.OK, HTTPStatus.CONFLICT}
    assert not Emblem.objects.exists()


def test_officers_do_not_change_the_emblem(officer: User, client: Client) -> None:
    client.force_login(officer)
    assert client.get(reverse("admin:documents_emblem_add")).status_code == HTTPStatus.FORBIDDEN
