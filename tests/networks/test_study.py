"""Step 1 (manual 8.1 (1)): findings, target groups, expected against reached."""

from datetime import date

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from networks.actions import open_project
from networks.actions.study import (
    AreaNeeded,
    GroupInUse,
    GroupNameTaken,
    NumberOutOfRange,
    ProjectEnded,
    SourceNeeded,
    attach_finding_document,
    remove_finding,
    remove_target_group,
    save_finding,
    save_target_group,
)
from networks.models import (
    Activity,
    Attendance,
    Finding,
    NetworkProject,
    Participant,
    Person,
    SignIn,
    TargetGroup,
)
from networks.selectors.study import read_reach
from onde_portal.accounts.models import User
from onde_portal.registry.models import District
from onde_portal.workflow.actions import cancel_case, missing_requirements
from tests.world import NOW, TODAY, chiang_mai, udon_thani

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("frozen")]


@pytest.fixture
def project(officer: User) -> NetworkProject:
    return open_project(
        title="โครงการเครือข่ายอุดรธานี", year=2569, province=udon_thani(), owner=officer,
        by=officer, at=NOW,
    )  # fmt: skip


def make_group(project: NetworkProject, name: str = "ผู้นำชุมชน", expected: int = 2) -> TargetGroup:
    return save_target_group(
        project=project, name=name, provinces=[udon_thani()], expected=expected
    )


def make_person(first_name: str) -> Person:
    return Person.objects.create(
        first_name=first_name, last_name="ดีงาม", retain_until=TODAY, created_at=NOW
    )


def test_the_first_step_lacks_findings_and_target_groups_until_they_are_there(
    project: NetworkProject, officer: User
) -> None:
    assert [item.key for item in missing_requirements(project)] == ["findings", "target_groups"]
    save_finding(project=project, title="รู้น้อย", source="แบบสำรวจ", by=officer, at=NOW)
    assert [item.key for item in missing_requirements(project)] == ["target_groups"]
    make_group(project)
    assert missing_requirements(project) == ()


@pytest.mark.parametrize(("title", "source"), [("", "แบบสำรวจ"), ("รู้น้อย", "  "), ("", "")])
def test_a_finding_without_words_or_source_is_refused(
    title: str, source: str, project: NetworkProject, officer: User
) -> None:
    with pytest.raises(SourceNeeded):
        save_finding(project=project, title=title, source=source, by=officer, at=NOW)
    assert not Finding.objects.exists()


def test_a_finding_is_corrected_in_place(project: NetworkProject, officer: User) -> None:
    first = save_finding(project=project, title="ก", source="ข", by=officer, at=NOW)
    save_finding(
        project=project, title="ก", source="ค", source_on=date(2026, 1, 2), finding=first,
        by=officer, at=NOW,
    )  # fmt: skip
    assert Finding.objects.get().source == "ค"


def test_a_target_group_needs_provinces_and_districts_inside_them(project: NetworkProject) -> None:
    outside = District.objects.create(code="5001", province=chiang_mai(), name_th="เมือง")
    with pytest.raises(AreaNeeded):
        save_target_group(project=project, name="เยาวชน", provinces=[], expected=5)
    with pytest.raises(AreaNeeded):
        save_target_group(
            project=project, name="เยาวชน", provinces=[udon_thani()], districts=[outside],
            expected=5,
        )  # fmt: skip


@pytest.mark.parametrize("expected", [0, -3, 1_000_001])
def test_nobody_or_more_than_a_million_is_not_expected(
    expected: int, project: NetworkProject
) -> None:
    with pytest.raises(NumberOutOfRange):
        make_group(project, expected=expected)


def test_a_target_group_has_its_name_once_in_a_project(project: NetworkProject) -> None:
    group = make_group(project)
    with pytest.raises(GroupNameTaken):
        make_group(project)
    save_target_group(
        project=project, name=group.name, provinces=[udon_thani()], expected=9, group=group
    )
    assert TargetGroup.objects.get().expected == 9


def test_reached_are_those_who_signed_in_at_least_once(project: NetworkProject) -> None:
    group = make_group(project, expected=4)
    event = Activity.objects.create(
        project=project, title="อบรม", starts_on=TODAY, ends_on=TODAY, place="ศาลากลาง",
        province=udon_thani(),
    )  # fmt: skip
    for number, name in enumerate(["หนึ่ง", "สอง", "สาม"]):
        one = Participant.objects.create(
            project=project, person=make_person(name), target_group=group, source="hand",
            enrolled_at=NOW, withdrawn_at=NOW if number == 2 else None,
        )  # fmt: skip
        there = Attendance.objects.create(activity=event, participant=one)
        if number != 1:
            SignIn.objects.create(attendance=there, on=TODAY, at=NOW, how="sheet")
    [reach] = read_reach(project)
    assert (reach.expected, reach.registered, reach.reached, reach.percent) == (4, 2, 1, 25)


def test_a_group_with_people_is_not_dropped(project: NetworkProject) -> None:
    group = make_group(project)
    Participant.objects.create(
        project=project, person=make_person("หนึ่ง"), target_group=group, source="hand",
        enrolled_at=NOW,
    )  # fmt: skip
    with pytest.raises(GroupInUse):
        remove_target_group(group=group)


def test_an_ended_project_can_be_read_but_not_changed(
    project: NetworkProject, officer: User
) -> None:
    found = save_finding(project=project, title="ก", source="ข", by=officer, at=NOW)
    cancel_case(case=project, reason="งบประมาณไม่พอ", by=officer, at=NOW)
    project.refresh_from_db()
    found.refresh_from_db()
    with pytest.raises(ProjectEnded):
        remove_finding(finding=found)
    with pytest.raises(ProjectEnded):
        make_group(project)


def test_the_officer_notes_a_finding_with_its_document_from_the_steps_page(
    project: NetworkProject, officer: User, sign_in: object
) -> None:
    client: Client = sign_in(officer)  # type: ignore[operator]
    page = reverse("admin:networks_networkproject_study", args=[project.pk])
    add = reverse("admin:networks_finding_add")
    assert f"{add}?project={project.pk}" in client.get(page).content.decode()
    answer = client.post(
        add,
        {
            "project": project.pk, "title": "ความรู้เรื่องการกระจายอำนาจต่ำ", "text": "",
            "source": "แบบสำรวจ 2568", "source_on": "๓๑/๘/๒๕๖๘",
            "file": SimpleUploadedFile("ผล.txt", "ร้อยละ 40".encode()),
        },
    )  # fmt: skip
    assert answer.headers["Location"] == page
    found = Finding.objects.get()
    assert found.source_on == date(2025, 8, 31)
    document = found.documents.get()
    shown = client.get(page).content.decode()
    assert found.title in shown
    assert document.name in shown
    file = client.get(reverse("admin:networks_finding_document", args=[document.pk]))
    assert b"".join(file).decode() == "ร้อยละ 40"
    client.post(reverse("admin:networks_finding_document_remove", args=[document.pk]))
    assert document.name not in client.get(page).content.decode()


def test_an_auditor_reads_the_study_and_adds_nothing(
    project: NetworkProject, officer: User, auditor: User, sign_in: object
) -> None:
    found = save_finding(project=project, title="ก", source="ข", by=officer, at=NOW)
    document = attach_finding_document(
        finding=found, upload=SimpleUploadedFile("ก.txt", b"x"), by=officer, at=NOW
    )
    client: Client = sign_in(auditor)  # type: ignore[operator]
    page = client.get(reverse("admin:networks_networkproject_study", args=[project.pk]))
    assert page.status_code == 200
    assert "findings/add" not in page.content.decode()
    assert client.post(reverse("admin:networks_finding_add"), {}).status_code == 403
    away = reverse("admin:networks_finding_document_remove", args=[document.pk])
    assert client.post(away).status_code == 403
