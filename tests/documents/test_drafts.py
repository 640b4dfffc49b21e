"""A draft is no issued paper: it bears no code, and the public check knows nothing of it."""

from datetime import timedelta

import pytest
from django.apps import apps
from django.test import Client
from django.urls import reverse

from onde_portal.accounts.models import User
from onde_portal.documents.actions import request_edition
from onde_portal.documents.models import StoredDocument
from tests.paper_queue import content_of, make_waiting
from tests.pdf import text_of
from tests.world import NOW

pytestmark = [pytest.mark.slow, pytest.mark.django_db]
CLOSINGS = {
    "networks.closing_report": "networks.networkproject",
    "programme_closing": "hubs.hubprogramme",
}
CHECKED_AT = reverse("document-check-form")


def made(kind: str, about: str, by: User) -> tuple[StoredDocument, str]:
    """The paper as of now, and its words."""
    paper = request_edition(kind=kind, about=about, title=kind, language="th", by=by, at=NOW)
    make_waiting()
    return paper, text_of(content_of(paper))


def verdicts(client: Client, paper: StoredDocument) -> set[str]:
    """What the public page says of the code and of the file."""
    by_code = client.get(reverse("document-check", args=[paper.check_code]))
    by_file = client.get(CHECKED_AT, {"sha256": paper.sha256})
    return {str(page.context["verdict"]) for page in (by_code, by_file)}


@pytest.mark.parametrize("kind", CLOSINGS)
def test_a_closing_report_is_checked_by_its_code_only_once_the_case_has_ended(
    kind: str, abouts: dict[str, str], officer: User, client: Client
) -> None:
    draft, words = made(kind, abouts[kind], officer)
    assert "ฉบับร่าง" in words
    for printed in (draft.check_code, CHECKED_AT, "รหัสตรวจสอบ"):
        assert printed not in words
    assert (draft.issued_at, verdicts(client, draft)) == (None, {"unknown"})

    cases = apps.get_model(CLOSINGS[kind])._default_manager
    cases.filter(pk=abouts[kind].split(":")[1]).update(ended_at=NOW + timedelta(minutes=1))
    final, words = made(kind, abouts[kind], officer)
    assert final.check_code in words
    assert (final.issued_at, verdicts(client, final)) == (NOW, {"genuine"})
    draft.refresh_from_db()
    assert verdicts(client, draft) == {"unknown"}


def test_the_register_shows_a_draft_as_one_and_not_among_what_is_in_force(
    abouts: dict[str, str], officer: User, client: Client
) -> None:
    kind = "programme_closing"
    StoredDocument.objects.all().delete()
    draft, _words = made(kind, abouts[kind], officer)
    client.force_login(officer)
    register = reverse("admin:documents_storeddocument_changelist")
    page = client.get(register, {"kind": kind}).text
    assert draft.check_code not in page
    assert "ฉบับร่าง" in page
    in_force = client.get(register, {"standing": "in_force"}).context["cl"]
    assert in_force.result_count == 0
