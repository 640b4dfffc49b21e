"""The queue of documents: one maker each, nothing lost, nobody kept waiting by a bad one."""

from collections.abc import Iterator
from datetime import timedelta

import pytest
from django.test import Client

from onde_portal.accounts.models import User
from onde_portal.documents import kinds
from onde_portal.documents.actions import (
    CLAIM_LASTS,
    MAX_ATTEMPTS,
    claim_document,
    fail_document,
    request_document,
    retry_document,
    store_document,
)
from onde_portal.documents.engine import Pdf
from onde_portal.documents.jobs import make_next_document
from onde_portal.documents.models import StoredDocument
from tests.races import at_once
from tests.world import NOW

State = StoredDocument.State
PDF = Pdf(content=b"%PDF-1.7 made", pages=1)


@pytest.fixture
def bad_kind() -> Iterator[str]:
    """A kind whose documents cannot be built, and which only the Office may read."""

    def build(about: str, language: str) -> kinds.DocumentSource:
        raise LookupError(about + language)

    kinds.register("bad", build, lambda user, about: user.role != "lao")
    yield "bad"
    kinds._kinds.pop("bad")


def ask(kind: str = "any", about: str = "1") -> StoredDocument:
    return request_document(kind=kind, about=about, title="รายงาน", by=None, at=NOW)


@pytest.mark.django_db
def test_a_document_asked_for_twice_is_one() -> None:
    assert ask() == ask()


@pytest.mark.django_db(transaction=True)
def test_two_workers_at_once_make_a_document_once() -> None:
    ask()
    claims: list[StoredDocument | None] = []

    def claim() -> None:
        claims.append(claim_document(at=NOW))

    assert at_once(AssertionError, claim, claim) == ["done", "done"]
    assert [claimed is None for claimed in claims].count(False) == 1


@pytest.mark.django_db
def test_the_oldest_claim_whose_maker_vanished_is_taken_again() -> None:
    ask()
    first = claim_document(at=NOW)
    assert first is not None
    assert claim_document(at=NOW + CLAIM_LASTS) is None

    again = claim_document(at=NOW + CLAIM_LASTS + timedelta(seconds=1))

    assert again == first
    assert again is not None
    assert again.attempts == 2


@pytest.mark.django_db
def test_a_maker_whose_claim_was_taken_over_keeps_nothing() -> None:
    ask()
    late = claim_document(at=NOW)
    again = claim_document(at=NOW + 2 * CLAIM_LASTS)
    assert late is not None
    assert again is not None

    store_document(document=late, pdf=PDF, at=NOW)
    assert StoredDocument.objects.get().state == State.MAKING
    assert not late.file.storage.exists(late.file.name)

    store_document(document=again, pdf=PDF, at=NOW)
    assert StoredDocument.objects.get().state == State.READY


@pytest.mark.django_db
def test_a_document_that_fails_is_set_aside_and_tried_again_at_a_wish() -> None:
    document = ask()
    for _attempt in range(MAX_ATTEMPTS):
        claimed = claim_document(at=NOW)
        assert claimed is not None
        fail_document(document=claimed, error="took too long", at=NOW)

    document.refresh_from_db()
    assert (document.state, document.error) == (State.FAILED, "took too long")
    assert claim_document(at=NOW) is None

    retry_document(document=document)
    assert claim_document(at=NOW) == document


@pytest.mark.django_db
def test_a_bad_document_is_set_aside_by_the_worker_while_the_next_is_reached(
    bad_kind: str,
) -> None:
    ask(bad_kind, "1")
    ask(bad_kind, "2")

    runs = [make_next_document() for _run in range(2 * MAX_ATTEMPTS + 1)]

    assert runs == [True] * 2 * MAX_ATTEMPTS + [False]
    assert {found.state for found in StoredDocument.objects.all()} == {State.FAILED}
    assert all("LookupError" in found.error for found in StoredDocument.objects.all())


@pytest.mark.django_db
def test_only_whoever_may_read_a_document_downloads_it(
    bad_kind: str, reporter: User, officer: User, client: Client
) -> None:
    ask(bad_kind)
    claimed = claim_document(at=NOW)
    assert claimed is not None
    store_document(document=claimed, pdf=PDF, at=NOW)
    address = f"/documents/{claimed.pk}/"

    assert client.get(address).status_code == 302
    client.force_login(reporter)
    assert client.get(address).status_code == 404
    client.force_login(officer)
    answer = client.get(address)
    assert answer.status_code == 200
    assert answer["Content-Disposition"].startswith("attachment")
    assert b"".join(answer.streaming_content) == PDF.content  # type: ignore[attr-defined]


@pytest.mark.django_db
def test_anybody_can_check_a_code(client: Client) -> None:
    document = ask()
    claimed = claim_document(at=NOW)
    assert claimed is not None
    store_document(document=claimed, pdf=PDF, at=NOW)

    def verdict(code: str) -> str:
        answer = client.get(f"/check/{code}/")
        assert answer.status_code == 200
        return str(answer.context["verdict"])

    assert verdict(document.check_code) == "genuine"
    assert verdict(document.check_code.lower()) == "genuine"
    StoredDocument.objects.update(superseded_at=NOW)
    assert verdict(document.check_code) == "superseded"
    assert verdict("222222222222") == "unknown"
