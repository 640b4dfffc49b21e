"""Findings, target groups, events, hearings and networks come from files and go back to them."""

import io
from collections.abc import Iterator

import openpyxl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from django.utils.translation import override

from networks.actions import open_project
from networks.models import (
    Activity,
    CitizenNetwork,
    Finding,
    Hearing,
    NetworkProject,
    TargetGroup,
)
from onde_portal.accounts.models import User
from onde_portal.exchange.models import ImportRun
from onde_portal.workflow.actions import cancel_case
from tests.world import NOW, udon_thani

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("frozen")]

FILES: dict[str, tuple[list[str], list[str], type]] = {
    "finding": (["ผลการศึกษา", "แหล่งที่มา"], ["ประชาชนรู้น้อย", "แบบสำรวจ"], Finding),
    "targetgroup": (
        ["กลุ่มคน", "จังหวัด", "จำนวนที่คาดหวัง"], ["ผู้นำชุมชน", "อุดรธานี", "๕๐"], TargetGroup,
    ),
    "activity": (
        ["กิจกรรม", "วันแรก", "สถานที่", "จังหวัด", "งบประมาณ"],
        ["อบรม", "15/1/2570", "ศาลากลาง", "41", "120,000"], Activity,
    ),
    "hearing": (
        ["เวที", "วันที่", "สถานที่", "จังหวัด"], ["เวทีเมือง", "20/2/2570", "หอประชุม", "จ.อุดรธานี"],
        Hearing,
    ),
    "citizennetwork": (
        ["ชื่อเครือข่าย", "จังหวัด", "วันที่จัดตั้ง"], ["เครือข่ายน้ำโขง", "อุดรธานี", "15/6/2561"],
        CitizenNetwork,
    ),
}  # fmt: skip
WRONG = {
    "finding": ["ประชาชนรู้น้อย", ""],
    "targetgroup": ["ผู้นำชุมชน", "แดนสนธยา", "0"],
    "activity": ["อบรม", "31/2/2570", "ศาลากลาง", "41", "-5"],
    "hearing": ["เวทีเมือง", "เมื่อวาน", "หอประชุม", "41"],
    "citizennetwork": ["", "อุดรธานี", "15/6/2561"],
}


@pytest.fixture(autouse=True)
def _thai() -> Iterator[None]:
    with override("th"):
        yield


@pytest.fixture
def project(officer: User) -> NetworkProject:
    return open_project(
        title="โครงการ", year=2569, province=udon_thani(), owner=officer, by=officer, at=NOW
    )


def sheet(*rows: list[str]) -> SimpleUploadedFile:
    book = openpyxl.Workbook()
    assert book.active is not None
    for row in rows:
        book.active.append(row)
    target = io.BytesIO()
    book.save(target)
    return SimpleUploadedFile("list.xlsx", target.getvalue())


def send(client: Client, model: str, project: NetworkProject, *rows: list[str]) -> ImportRun:
    client.post(
        reverse(f"admin:networks_{model}_import_send"),
        {"file": sheet(FILES[model][0], *rows), "project": project.pk},
    )
    return ImportRun.objects.latest("pk")


def apply(client: Client, model: str, run: ImportRun) -> int:
    page = client.get(reverse(f"admin:networks_{model}_import_run", args=[run.pk]))
    move = reverse(f"admin:networks_{model}_import_move", args=[run.pk, "apply"])
    return client.post(move, {"digest": page.context["plan"].digest}).status_code


@pytest.mark.parametrize("model", FILES)
def test_a_row_comes_in_once_and_a_second_time_changes_nothing(
    model: str, project: NetworkProject, officer: User, sign_in: object
) -> None:
    client: Client = sign_in(officer)  # type: ignore[operator]
    _header, row, kind = FILES[model]
    for _turn in range(2):
        apply(client, model, send(client, model, project, row))
        assert kind.objects.count() == 1  # type: ignore[attr-defined]


@pytest.mark.parametrize("model", FILES)
def test_a_wrong_row_is_named_and_nothing_is_written(
    model: str, project: NetworkProject, officer: User, sign_in: object
) -> None:
    client: Client = sign_in(officer)  # type: ignore[operator]
    run = send(client, model, project, WRONG[model])
    page = client.get(reverse(f"admin:networks_{model}_import_run", args=[run.pk]))
    assert page.context["plan"].errors
    assert not FILES[model][2].objects.exists()  # type: ignore[attr-defined]


@pytest.mark.parametrize("model", FILES)
def test_what_came_in_can_be_taken_back(
    model: str, project: NetworkProject, officer: User, sign_in: object
) -> None:
    client: Client = sign_in(officer)  # type: ignore[operator]
    run = send(client, model, project, FILES[model][1])
    apply(client, model, run)
    client.post(reverse(f"admin:networks_{model}_import_move", args=[run.pk, "undo"]))
    assert not FILES[model][2].objects.exists()  # type: ignore[attr-defined]


@pytest.mark.parametrize("model", [name for name in FILES if name != "citizennetwork"])
def test_an_ended_project_takes_nothing_in(
    model: str, project: NetworkProject, officer: User, sign_in: object
) -> None:
    cancel_case(case=project, reason="ไม่มีงบประมาณ", by=officer, at=NOW)
    client: Client = sign_in(officer)  # type: ignore[operator]
    client.post(
        reverse(f"admin:networks_{model}_import_send"),
        {"file": sheet(*FILES[model][:2]), "project": project.pk},
    )
    assert not ImportRun.objects.exists()


def test_a_row_that_says_more_fills_in_what_was_empty(
    project: NetworkProject, officer: User, sign_in: object
) -> None:
    client: Client = sign_in(officer)  # type: ignore[operator]
    apply(client, "targetgroup", send(client, "targetgroup", project, FILES["targetgroup"][1]))
    more = ["ผู้นำชุมชน", "อุดรธานี", "80"]
    apply(client, "targetgroup", send(client, "targetgroup", project, more))
    assert TargetGroup.objects.get().expected == 80
