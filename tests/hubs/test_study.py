"""Step 1 (manual 8.2 (1)): findings with their sources and documents."""

from datetime import date

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from hubs.actions.programmes import open_programme
from hubs.actions.study import (
    DrawnAlready,
    SourceNeeded,
    attach_finding_document,
    remove_finding,
    save_finding,
)
from hubs.errors import ProgrammeEnded
from hubs.models import HubProgramme, StudyFinding
from onde_portal.accounts.models import User
from onde_portal.workflow.actions import cancel_case, missing_requirements
from tests.world import NOW

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("frozen")]


@pytest.fixture
def programme(officer: User) -> HubProgramme:
    return open_programme(title="โครงการศูนย์ 2569", year=2569, owner=officer, by=officer, at=NOW)


def test_the_first_step_lacks_findings_until_one_is_noted(
    programme: HubProgramme, officer: User
) -> None:
    assert "findings" in {item.key for item in missing_requirements(programme)}
    save_finding(programme=programme, title="ขาดสถานที่", source="รายงาน", by=officer, at=NOW)
    assert "findings" not in {item.key for item in missing_requirements(programme)}
    assert "ขาดสถานที่" in programme.events.latest("pk").reason


@pytest.mark.parametrize(("title", "source"), [("", "รายงาน"), ("ขาดสถานที่", "  ")])
def test_a_finding_without_words_or_source_is_refused(
    title: str, source: str, programme: HubProgramme, officer: User
) -> None:
    with pytest.raises(SourceNeeded):
        save_finding(programme=programme, title=title, source=source, by=officer, at=NOW)
    assert not StudyFinding.objects.exists()


def test_a_finding_is_corrected_in_place_and_keeps_where_it_was_drawn_from(
    programme: HubProgramme, officer: User
) -> None:
    first = save_finding(
        programme=programme, title="ก", source="ข", drawn_from="x:1", by=officer, at=NOW
    )
    save_finding(programme=programme, title="ค", source="ข", finding=first, by=officer, at=NOW)
    kept = StudyFinding.objects.get()
    assert (kept.title, kept.drawn_from) == ("ค", "x:1")


def test_a_record_is_drawn_in_once(programme: HubProgramme, officer: User) -> None:
    drawn = {"programme": programme, "source": "รายงาน", "drawn_from": "x:1"}
    first = save_finding(title="ก", by=officer, at=NOW, **drawn)  # type: ignore[arg-type]
    with pytest.raises(DrawnAlready):
        save_finding(title="ข", by=officer, at=NOW, **drawn)  # type: ignore[arg-type]
    remove_finding(finding=first, by=officer, at=NOW)
    save_finding(title="ข", by=officer, at=NOW, **drawn)  # type: ignore[arg-type]
    assert StudyFinding.objects.get().title == "ข"


def test_an_ended_programme_is_read_only(programme: HubProgramme, officer: User) -> None:
    found = save_finding(programme=programme, title="ก", source="ข", by=officer, at=NOW)
    cancel_case(case=programme, reason="งบประมาณไม่พอ", by=officer, at=NOW)
    found.programme.refresh_from_db()
    with pytest.raises(ProgrammeEnded):
        remove_finding(finding=found, by=officer, at=NOW)
    with pytest.raises(ProgrammeEnded):
        save_finding(programme=found.programme, title="ก", source="ข", by=officer, at=NOW)


def test_the_officer_notes_a_finding_with_its_document_from_the_steps_page(
    programme: HubProgramme, officer: User, sign_in: object
) -> None:
    client: Client = sign_in(officer)  # type: ignore[operator]
    page = reverse("admin:hubs_hubprogramme_study", args=[programme.pk])
    add = reverse("admin:hubs_studyfinding_add")
    assert f"{add}?programme={programme.pk}" in client.get(page).content.decode()
    answer = client.post(
        add,
        {
            "programme": programme.pk, "title": "อปท. ขาดงบประมาณ", "text": "",
            "source": "แบบสำรวจ", "source_on": "๓๑/๘/๒๕๖๘",
            "file": SimpleUploadedFile("ผล.txt", "ร้อยละ 40".encode()),
        },
    )  # fmt: skip
    assert answer.headers["Location"] == page
    found = StudyFinding.objects.get()
    assert found.source_on == date(2025, 8, 31)
    document = found.documents.get()
    shown = client.get(page).content.decode()
    assert found.title in shown
    assert document.name in shown
    file = client.get(reverse("admin:hubs_studyfinding_document", args=[document.pk]))
    assert b"".join(file).decode() == "ร้อยละ 40"
    client.post(reverse("admin:hubs_studyfinding_document_remove", args=[document.pk]))
    assert document.name not in client.get(page).content.decode()


def test_an_auditor_reads_the_study_and_changes_nothing(
    programme: HubProgramme, officer: User, auditor: User, sign_in: object
) -> None:
    found = save_finding(programme=programme, title="ก", source="ข", by=officer, at=NOW)
    document = attach_finding_document(
        finding=found, upload=SimpleUploadedFile("ก.txt", b"x"), by=officer, at=NOW
    )
    client: Client = sign_in(auditor)  # type: ignore[operator]
    page = client.get(reverse("admin:hubs_hubprogramme_study", args=[programme.pk]))
    assert page.status_code == 200
    assert "studyfinding/add" not in page.content.decode()
    assert client.post(reverse("admin:hubs_studyfinding_add"), {}).status_code == 403
    away = reverse("admin:hubs_studyfinding_document_remove", args=[document.pk])
    assert client.post(away).status_code == 403
