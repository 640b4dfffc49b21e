"""The register of documents in the staff's site, and the public check of codes and files."""

import hashlib
from collections.abc import Callable
from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from onde_portal.accounts.models import User
from onde_portal.documents.actions import (
    claim_document,
    record_document,
    request_document,
    store_document,
    supersede_documents,
)
from onde_portal.documents.engine import Pdf
from onde_portal.documents.kinds import known_kinds
from onde_portal.documents.models import StoredDocument
from tests.world import NOW

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("frozen")]
PDF = Pdf(content=b"%PDF-1.7 issued", pages=3)
SUM = hashlib.sha256(PDF.content).hexdigest()
LIST = "admin:documents_storeddocument_changelist"
# Kinds that tell a whole story of their own.
TALES = {
    "overview": "oversight.year:2569",
    "hub-file": "oversight.hub:1:office",
    "office-report": "reporting.report:1",
}
SignIn = Callable[[User], Client]


def issue(about: str = "hubs.hub:1", number: str = "") -> StoredDocument:
    request_document(kind="memo", about=about, title=f"บันทึก {about}", by=None, at=NOW)
    claimed = claim_document(at=NOW)
    assert claimed is not None
    store_document(document=claimed, pdf=PDF, at=NOW)
    StoredDocument.objects.filter(pk=claimed.pk).update(number=number)
    claimed.refresh_from_db()
    return claimed


@pytest.mark.parametrize("role", ["officer", "head", "director", "auditor", "administrator"])
def test_all_of_the_office_read_it_and_nobody_changes_it(
    role: str, request: pytest.FixtureRequest, sign_in: SignIn
) -> None:
    document = issue(number="นร 12/2569")
    client = sign_in(request.getfixturevalue(role))
    page = client.get(reverse(LIST))
    assert page.status_code == 200
    for words in ("นร 12/2569", document.check_code, SUM[:8]):
        assert words in page.text
    one = reverse("admin:documents_storeddocument_change", args=[document.pk])
    assert SUM in client.get(one).text
    assert client.post(one, {"title": "อื่น"}).status_code == 403


def test_lao_people_do_not_reach_it(sign_in: SignIn, reporter: User) -> None:
    assert sign_in(reporter).get(reverse(LIST)).status_code in {302, 403}


@pytest.mark.parametrize("by", ["number", "check_code", "title", "sha256"])
def test_one_finds_a_paper_by_number_code_title_and_sum(
    by: str, sign_in: SignIn, officer: User
) -> None:
    wanted = issue("hubs.hub:1", "นร 12/2569")
    other = issue("hubs.hub:2", "นร 13/2569")
    StoredDocument.objects.filter(pk=other.pk).update(sha256="f" * 64)
    page = sign_in(officer).get(reverse(LIST), {"q": getattr(wanted, by)}).text
    assert wanted.check_code in page
    assert other.check_code not in page


def test_filters_tell_kinds_years_and_editions_apart(sign_in: SignIn, officer: User) -> None:
    issue("hubs.hub:1")
    supersede_documents(kind="memo", about="hubs.hub:1", at=NOW)
    issue("hubs.hub:1")
    record_document(kind="guideline", about="hubs.hub:2", title="ก", by=None,
                    at=NOW - timedelta(days=400))  # fmt: skip
    client = sign_in(officer)

    def count(**chosen: str) -> int:
        return int(client.get(reverse(LIST), chosen).context["cl"].result_count)

    assert count() == 3
    assert count(kind="memo") == 2
    assert count(year="2569") == 2
    assert count(year="2568") == 1
    assert count(standing="superseded") == 1
    assert count(standing="in_force", kind="memo") == 1


def test_the_export_is_the_list_with_the_whole_sum(sign_in: SignIn, officer: User) -> None:
    issue("hubs.hub:1", "นร 12/2569")
    client = sign_in(officer)
    address = reverse("admin:documents_storeddocument_export", args=["csv"])
    text = client.get(address, {"kind": "memo"}).getvalue().decode("utf-8-sig")
    assert SUM in text
    assert "นร 12/2569" in text
    assert len(text.strip().splitlines()) == 2
    assert len(client.get(address, {"kind": "guideline"}).getvalue().strip().splitlines()) == 1
    assert client.get(address.replace("csv", "xlsx")).getvalue()[:2] == b"PK"


def enter(abouts: dict[str, str], offset: int) -> None:
    """A finished paper of each kind, about the subject whose key is so much higher."""
    for kind in known_kinds():
        table, key, *rest = (TALES | abouts).get(kind, "hubs.hub:1").split(":")
        about = ":".join([table, str(int(key) + offset), *rest])
        StoredDocument.objects.create(
            kind=kind, about=about, title=about, requested_at=NOW,
            state=StoredDocument.State.READY,
        )  # fmt: skip


def test_a_long_page_asks_no_more_often_than_a_short_one(
    sign_in: SignIn, officer: User, abouts: dict[str, str]
) -> None:
    StoredDocument.objects.all().delete()
    client, asked = sign_in(officer), []
    client.get(reverse(LIST))  # What the portal reads once and remembers.
    for offset in (0, 1):
        enter(abouts, offset)
        with CaptureQueriesContext(connection) as queries:
            page = client.get(reverse(LIST))
        assert page.context["cl"].result_count == len(known_kinds()) * (offset + 1)
        asked.append(len(queries))
    assert asked[0] == asked[1]


@pytest.mark.parametrize("role", ["officer", "auditor", "administrator"])
def test_a_file_is_linked_for_whoever_may_read_it(
    role: str, request: pytest.FixtureRequest, sign_in: SignIn, abouts: dict[str, str]
) -> None:
    reader = request.getfixturevalue(role)
    StoredDocument.objects.all().delete()
    enter(abouts, 0)
    page = sign_in(reader).get(reverse(LIST)).text
    linked = set()
    for document in StoredDocument.objects.all():
        kind = known_kinds()[document.kind]
        is_linked = f'href="{reverse("document", args=[document.pk])}"' in page
        assert is_linked == kind.visible_to(reader, document.about), document.kind
        assert kind.address_of(document.about) in page, document.kind
        linked |= {document.kind} if is_linked else set()
    assert ("hub-report" in linked) == (role != "auditor")
    assert "memo" in linked


def answer(client: Client, **asked: str) -> tuple[str, str]:
    """The verdict, and all that the page says."""
    if "code" in asked:
        page = client.get(reverse("document-check", args=[asked["code"]]))
    else:
        page = client.get(reverse("document-check-form"), asked)
    assert page.status_code == 200
    return str(page.context["verdict"]), page.text


def test_code_and_file_are_answered_with_one_word_and_nothing_else(client: Client) -> None:
    document = issue("hubs.hub:1", "นร 12/2569")
    for asked in ({"code": document.check_code}, {"sha256": SUM}, {"sha256": SUM.upper()}):
        verdict, page = answer(client, **asked)
        assert verdict == "genuine"
        for words in (document.title, "12/2569", "2569", "2026"):
            assert words not in page
    supersede_documents(kind="memo", about="hubs.hub:1", at=NOW)
    assert answer(client, code=document.check_code)[0] == "superseded"
    assert answer(client, sha256=SUM)[0] == "superseded"


@pytest.mark.parametrize("sha256", ["0" * 64, "x" * 64, "abc", "0" * 6400, "'; DROP TABLE", " "])
def test_what_is_no_sum_of_ours_is_unknown(client: Client, sha256: str) -> None:
    record_document(kind="memo", about="hubs.hub:1", title="ก", by=None, at=NOW)
    page = client.get(reverse("document-check-form"), {"sha256": sha256})
    assert page.status_code == 200
    assert str(page.context["verdict"]) in {"unknown", "None"}


def test_an_unknown_code_is_answered_in_the_same_shape(client: Client) -> None:
    document = issue()
    known = client.get(reverse("document-check", args=[document.check_code]))
    unknown = client.get(reverse("document-check", args=["222222222222"]))
    assert known.status_code == unknown.status_code == 200
    assert known.text.count("<section") == unknown.text.count("<section")
    assert set(known.headers) == set(unknown.headers)


def test_a_script_that_tries_codes_is_held_up(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    known = issue()
    monkeypatch.setattr("onde_portal.documents.guessing._WRONG", {"check": "3/m/ip"})
    answers = [client.get(f"/check/22222222222{turn}/").status_code for turn in range(2, 8)]
    assert answers.count(429) >= 2
    assert client.get(f"/check/{known.check_code}/").status_code == 200
