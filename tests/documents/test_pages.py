"""One's own documents: waiting, cancelling, trying again, and being told."""

import io
from collections import Counter
from collections.abc import Callable, Iterator
from datetime import timedelta
from typing import Any

import openpyxl
import pytest
from django.core.files.base import ContentFile
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from onde_portal.accounts.models import Mail, User
from onde_portal.documents import kinds
from onde_portal.documents.actions import (
    MAX_ATTEMPTS,
    ClaimLost,
    cancel_request,
    claim_document,
    fail_document,
    record_document,
    release_document,
    renew_claim,
    request_document,
    request_edition,
    retry_document,
    store_document,
    supersede_documents,
)
from onde_portal.documents.engine import Pdf
from onde_portal.documents.models import DocumentRequest, StoredDocument
from onde_portal.documents.selectors import current_document
from onde_portal.documents.subjects import Subject
from tests.world import NOW

State = StoredDocument.State
PDF = Pdf(content=b"%PDF-1.7 made", pages=3)
LATER = NOW + timedelta(minutes=3)
pytestmark = pytest.mark.django_db
SignIn = Callable[[User], Client]


def build(about: str, language: str) -> kinds.DocumentSource:
    raise LookupError(about + language)


@pytest.fixture(autouse=True)
def two_kinds() -> Iterator[None]:
    """A short kind and a long one that everybody may read but for the other LAO's people."""
    for key in ("plain", "thick"):
        kinds.register(
            key, build, lambda user, about: "maenamkham" not in user.email, is_long=key == "thick",
            subject_of=lambda about: Subject("น้ำคำ", f"7/{about[-1]}", ""),
        )  # fmt: skip
    yield
    for key in ("plain", "thick"):
        kinds._kinds.pop(key)


def ask(by: User | None, kind: str = "plain", about: str = "x:1") -> StoredDocument:
    return request_document(kind=kind, about=about, title="รายงานน้ำคำ", by=by, at=NOW)


def make(document: StoredDocument) -> StoredDocument:
    claimed = claim_document(at=NOW)
    assert claimed == document
    store_document(document=claimed, pdf=PDF, at=LATER)
    return claimed


def test_the_list_has_only_what_one_asked_for(
    sign_in: SignIn, officer: User, reporter: User
) -> None:
    ask(officer)
    mine = reverse("my-documents")
    assert "รายงานน้ำคำ" in sign_in(officer).get(mine).text
    page = sign_in(reporter).get(mine)
    assert page.status_code == 200
    assert "รายงานน้ำคำ" not in page.text
    ask(reporter)
    assert StoredDocument.objects.count() == 1
    assert "รายงานน้ำคำ" in sign_in(reporter).get(mine).text


def test_a_long_list_has_pages(sign_in: SignIn, officer: User) -> None:
    for number in range(25):
        ask(officer, about=f"x:{number}")
    client = sign_in(officer)
    assert client.get(reverse("my-documents")).text.count("<article") == 20
    assert client.get(reverse("my-documents") + "?page=2").text.count("<article") == 5


def test_the_list_is_a_file_of_all_its_pages_and_of_nothing_of_others(
    sign_in: SignIn, officer: User, reporter: User
) -> None:
    made = make(ask(officer))
    for number in range(2, 25):
        ask(officer, about=f"x:{number}")
    cancel_request(document=ask(officer, "thick"), by=officer, at=LATER)
    client = sign_in(officer)
    pages = [client.get(reverse("my-documents"), {"page": at}).context["page"] for at in (1, 2)]
    _header, *rows = sheet_of(client)
    assert [row[0] for row in rows] == [asked.document.title for page in pages for asked in page]
    assert len(rows) == 25
    states = Counter(row[3] for row in rows)
    assert states == {State.READY.label: 1, State.QUEUED.label: 23, "ยกเลิก": 1}
    [ready] = [row for row in rows if row[3] == State.READY.label]
    made.refresh_from_db()
    assert ready[4:6] == (3, made.size)
    assert ready[2] == timezone.localtime(NOW).replace(tzinfo=None)
    assert len(sheet_of(sign_in(reporter))) == 1, "the header alone"
    assert Client().get(reverse("my-documents-file")).status_code == 302


def sheet_of(client: Client) -> list[tuple[Any, ...]]:
    answer = client.get(reverse("my-documents-file"))
    return list(openpyxl.load_workbook(io.BytesIO(answer.getvalue())).active.values)


def test_the_waiting_page_shows_how_far_it_is(sign_in: SignIn, officer: User) -> None:
    document = ask(officer, "thick")
    claimed = claim_document(at=NOW)
    assert claimed is not None
    renew_claim(document=claimed, done=3, parts=12, at=NOW + timedelta(seconds=5))
    client = sign_in(officer)
    for name in ("document", "document_progress"):
        page = client.get(reverse(name, args=[document.pk])).text
        assert "data-waiting" in page
        assert "12" in page
        assert 'width="25' in page
    store_document(document=claimed, pdf=PDF, at=LATER)
    assert "data-waiting" not in client.get(reverse("document_progress", args=[document.pk])).text


def test_strangers_neither_see_nor_cancel(
    sign_in: SignIn, officer: User, other_reporter: User
) -> None:
    document = ask(officer)
    client = sign_in(other_reporter)
    assert client.get(reverse("document_progress", args=[document.pk])).status_code == 404
    for name in ("document_cancel", "document_again"):
        assert client.post(reverse(name, args=[document.pk])).status_code == 404
    document.refresh_from_db()
    assert document.state == State.QUEUED


def test_who_only_reads_asks_for_nothing_again(
    sign_in: SignIn, officer: User, auditor: User
) -> None:
    document = ask(officer)
    sign_in(officer).post(reverse("document_cancel", args=[document.pk]))
    again = reverse("document_again", args=[document.pk])
    assert sign_in(auditor).post(again).status_code == 403
    document.refresh_from_db()
    assert (document.state, document.requests.count()) == ("cancelled", 1)


def test_who_asked_may_cancel_and_ask_again(sign_in: SignIn, officer: User, head: User) -> None:
    document = ask(officer)
    colleague = sign_in(head)
    colleague.post(reverse("document_cancel", args=[document.pk]))
    document.refresh_from_db()
    assert document.state == State.QUEUED
    client = sign_in(officer)
    client.post(reverse("document_cancel", args=[document.pk]))
    document.refresh_from_db()
    assert document.state == State.CANCELLED
    assert claim_document(at=NOW) is None
    assert current_document(kind="plain", about="x:1") is None
    client.post(reverse("document_again", args=[document.pk]))
    document.refresh_from_db()
    assert document.state == State.QUEUED


def test_what_another_waits_for_is_made_though_one_cancels(officer: User, head: User) -> None:
    document = ask(officer)
    ask(head)
    assert cancel_request(document=document, by=officer, at=NOW)
    document.refresh_from_db()
    assert document.state == State.QUEUED
    assert cancel_request(document=document, by=head, at=NOW)
    document.refresh_from_db()
    assert document.state == State.CANCELLED


def test_an_issued_paper_stays_on_record_though_the_wish_for_its_file_is_taken_back(
    officer: User,
) -> None:
    issued = record_document(kind="plain", about="1", title="ก", by=officer, at=NOW)
    request_document(kind="plain", about="1", title="ก", by=officer, at=NOW)
    assert cancel_request(document=issued, by=officer, at=NOW)
    issued.refresh_from_db()
    assert issued.state == StoredDocument.State.RECORDED


def test_a_superseded_edition_is_not_asked_for_again(sign_in: SignIn, officer: User) -> None:
    document = request_document(kind="plain", about="1", title="ก", by=officer, at=NOW)
    cancel_request(document=document, by=officer, at=NOW)
    supersede_documents(kind="plain", about="1", at=NOW)
    sign_in(officer).post(reverse("document_again", args=[document.pk]))
    document.refresh_from_db()
    assert document.state == StoredDocument.State.CANCELLED
    assert StoredDocument.objects.count() == 1


def test_a_new_edition_in_one_language_leaves_the_others_alone(officer: User) -> None:
    def edition(language: str) -> StoredDocument:
        return request_edition(
            kind="plain", about="1", title="ก", language=language, by=officer, at=NOW
        )

    thai, english = edition("th"), edition("en")
    assert edition("th") == thai
    StoredDocument.objects.filter(pk=thai.pk).update(state=StoredDocument.State.READY)
    assert edition("th") != thai
    thai.refresh_from_db()
    english.refresh_from_db()
    assert (thai.superseded_at, english.superseded_at) == (NOW, None)


def test_who_waits_for_a_long_one_sees_how_long_it_takes(sign_in: SignIn, officer: User) -> None:
    document, client = ask(officer, "thick"), sign_in(officer)
    claimed = claim_document(at=NOW)
    assert claimed is not None
    pages = (reverse("document_progress", args=[document.pk]), reverse("my-documents"))
    for left, shown in ((None, ""), (150, "อีกประมาณ 3 นาที")):
        renew_claim(document=claimed, done=3, parts=12, left=left, at=NOW)
        for page in pages:
            text = client.get(page).text
            assert shown in text
            assert ("อีกประมาณ" in text) == bool(shown)
    release_document(document=claimed)
    assert claim_document(at=NOW) == document
    assert "อีกประมาณ" not in client.get(pages[0]).text


def test_a_maker_stops_at_the_next_part_once_nobody_wants_it(officer: User) -> None:
    document = ask(officer)
    claimed = claim_document(at=NOW)
    assert claimed is not None
    cancel_request(document=document, by=officer, at=NOW)
    with pytest.raises(ClaimLost):
        renew_claim(document=claimed, done=1, parts=4, at=LATER)
    store_document(document=claimed, pdf=PDF, at=LATER)
    document.refresh_from_db()
    assert (document.state, document.file.name) == (State.CANCELLED, "")
    assert not claimed.file.storage.exists(claimed.file.name)


def test_a_short_one_goes_before_a_long_one_that_rests(officer: User) -> None:
    thick = ask(officer, "thick")
    claimed = claim_document(at=NOW)
    assert claimed == thick
    plain = ask(officer)
    release_document(document=claimed)
    assert claim_document(at=NOW) == plain
    again = claim_document(at=NOW)
    assert again == thick
    assert again is not None
    assert again.attempts == 1


def test_what_kills_its_maker_each_time_is_set_aside(officer: User) -> None:
    document = ask(officer)
    for attempt in range(MAX_ATTEMPTS):
        assert claim_document(at=NOW + attempt * timedelta(minutes=5)) == document
    assert claim_document(at=NOW + timedelta(hours=1)) is None
    document.refresh_from_db()
    assert document.state == State.FAILED
    assert Mail.objects.filter(kind="document-failed", recipient=officer.email).count() == 1


def test_who_waited_long_is_told_once_and_who_did_not_is_not(officer: User, reporter: User) -> None:
    quick = ask(reporter)
    claimed = claim_document(at=NOW)
    assert claimed == quick
    assert claimed is not None
    store_document(document=claimed, pdf=PDF, at=NOW + timedelta(seconds=2))
    assert not Mail.objects.exists()
    make(ask(officer, about="x:2"))
    told = Mail.objects.get()
    assert (told.kind, told.recipient) == ("document-ready", officer.email)
    assert "รายงานน้ำคำ" in told.subject
    assert f"/documents/{DocumentRequest.objects.get(person=officer).document_id}/" in told.body


def test_a_long_document_is_told_of_however_quick_it_was(officer: User) -> None:
    ask(officer, "thick")
    claimed = claim_document(at=NOW)
    assert claimed is not None
    store_document(document=claimed, pdf=PDF, at=NOW + timedelta(seconds=1))
    assert Mail.objects.get().recipient == officer.email


def test_who_was_told_of_a_failure_is_told_of_the_success_after_it(officer: User) -> None:
    document = ask(officer)
    for _attempt in range(MAX_ATTEMPTS):
        claimed = claim_document(at=NOW)
        assert claimed is not None
        fail_document(document=claimed, error="x", at=NOW)
    retry_document(document=document)
    make(document)
    assert sorted(Mail.objects.values_list("kind", flat=True)) == [
        "document-failed",
        "document-ready",
    ]


def test_what_is_issued_without_a_file_is_on_record_and_made_when_asked(officer: User) -> None:
    record = record_document(kind="plain", about="x:5", title="ก", by=officer, at=NOW)
    assert (record.number, record.subject, record.issued_at) == ("7/5", "น้ำคำ", NOW)
    assert claim_document(at=NOW) is None
    assert current_document(kind="plain", about="x:5") is None
    asked = ask(officer, about="x:5")
    assert asked == record
    made = make(asked)
    made.refresh_from_db()
    assert (made.state, made.issued_at, made.made_at) == (State.READY, NOW, LATER)


def test_an_old_edition_stays_as_it_was_and_can_be_fetched(sign_in: SignIn, officer: User) -> None:
    old = make(ask(officer))
    old.refresh_from_db()
    with old.file.open("rb") as stream:
        before = stream.read()
    supersede_documents(kind="plain", about="x:1", at=LATER)
    new = make(ask(officer))
    assert new.pk != old.pk
    assert new.file.name != old.file.name
    answer = sign_in(officer).get(reverse("document", args=[old.pk]))
    assert b"".join(answer.streaming_content) == before == PDF.content  # type: ignore[attr-defined]
    old.refresh_from_db()
    assert old.superseded_at == LATER


def test_what_a_killed_maker_left_behind_is_swept_away(officer: User) -> None:
    document = ask(officer)
    first = claim_document(at=NOW)
    assert first is not None
    left = first.file.storage.save(
        first.file.field.generate_filename(first, "x"), ContentFile(b"%PDF-1.7 ha")
    )
    again = claim_document(at=LATER)
    assert again == document
    assert again is not None
    store_document(document=again, pdf=PDF, at=LATER)
    assert not again.file.storage.exists(left)
    assert again.file.storage.exists(again.file.name)
