"""Stored files leave the portal as attachments under the sender's name."""

from urllib.parse import quote

import pytest
from django.http import Http404

from networks.models import NetworkProject
from onde_portal.accounts.models import User
from onde_portal.workflow.actions import attach_evidence
from onde_portal.workflow.downloads import serve_file
from onde_portal.workflow.models import Evidence
from tests.workflow.cases import current, note
from tests.world import NOW


def kept(case: NetworkProject, by: User, name: str) -> Evidence:
    return attach_evidence(
        step=current(case), requirement="study_report", upload=note(name), by=by, at=NOW
    )


def test_a_file_is_an_attachment_that_no_browser_opens_here(
    case: NetworkProject, officer: User
) -> None:
    response = serve_file(kept(case, officer, "รายงาน ปี ๒๕๖๙ 🌊.txt"))
    assert response["Content-Disposition"].startswith("attachment")
    assert f"filename*=utf-8''{quote('รายงาน ปี ๒๕๖๙ 🌊.txt')}" in response["Content-Disposition"]
    assert response["X-Content-Type-Options"] == "nosniff"
    assert "sandbox" in response["Content-Security-Policy"]
    assert b"".join(response.streaming_content) == "เห็นชอบ".encode()  # type: ignore[arg-type]
    response.close()


def test_a_file_that_the_store_lost_is_not_found(case: NetworkProject, officer: User) -> None:
    stored = kept(case, officer, "หาย.txt")
    stored.file.storage.delete(stored.file.name)
    with pytest.raises(Http404):
        serve_file(stored)


def test_two_files_of_one_name_do_not_meet(case: NetworkProject, officer: User) -> None:
    first, second = (kept(case, officer, "งาน.txt") for _turn in "12")
    assert first.file.name != second.file.name
