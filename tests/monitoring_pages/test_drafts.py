"""Keeping a draft from a page with scripts."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from pytest_django import Settings

from monitoring.actions import save_answer, submit_report
from monitoring.models import Answer, FollowUp, ReportFile
from onde_portal.accounts.models import User
from tests import world
from tests.monitoring import story

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("frozen")]
SignIn = Callable[[User], Client]


@pytest.fixture(autouse=True)
def _own_folder(settings: Settings, tmp_path: Path) -> None:
    settings.MEDIA_ROOT = tmp_path


def save(
    client: Client, follow_up: FollowUp, text: Any, *, key: Any = "lessons", version: Any = None
) -> Any:
    return client.post(
        reverse("monitoring:report-save", args=[follow_up.pk]),
        json.dumps({"key": key, "text": text, "version": version}),
        content_type="application/json",
        headers={"X-Requested-With": "fetch"},
    )


def attach(client: Client, follow_up: FollowUp, name: str, content: bytes, **headers: str) -> Any:
    return client.post(
        reverse("monitoring:report-attach", args=[follow_up.pk]),
        {"file": SimpleUploadedFile(name, content)},
        headers=headers,
    )


def test_a_field_is_kept_and_its_version_told(
    sign_in: SignIn, reporter: User, follow_up: FollowUp
) -> None:
    response = save(sign_in(reporter), follow_up, "เริ่มจากเรื่องใกล้ตัว")

    assert response.status_code == 200
    assert (response.json()["version"], response.json()["time"]) == (1, "10:00")
    assert Answer.objects.get(follow_up=follow_up).text == "เริ่มจากเรื่องใกล้ตัว"


def test_a_figure_that_cannot_be_read_is_kept_and_the_mistake_told(
    sign_in: SignIn, reporter: User, follow_up: FollowUp
) -> None:
    answer = save(sign_in(reporter), follow_up, "๑,๒๐๐๐", key="indicator.OP01").json()

    assert len(answer["errors"]) == 1
    assert Answer.objects.get(follow_up=follow_up).text == "๑,๒๐๐๐"


def test_a_save_over_a_colleagues_text_tells_what_stands_there(
    sign_in: SignIn, reporter: User, certifier: User, follow_up: FollowUp
) -> None:
    save_answer(
        follow_up=follow_up, key="lessons", text="ของเพื่อน", version=None, by=certifier, at=world.NOW
    )

    response = save(sign_in(reporter), follow_up, "ของฉัน")

    assert response.status_code == 409
    answer = response.json()
    assert (answer["text"], answer["version"]) == ("ของเพื่อน", 1)
    assert answer["by"] == certifier.get_full_name()


@pytest.mark.parametrize(
    ("key", "text", "version", "status"),
    [
        ("lessons", "ก" * 20_001, None, 422),
        ("no.such.field", "x", None, 404),
        ("lessons", 5, None, 400),
        (["lessons"], "x", None, 400),
        ("lessons", "x", "1", 400),
        ("lessons", "x", True, 400),
        ("lessons", "x", 2**70, 400),
    ],
)
def test_what_cannot_be_kept_is_refused_with_a_sentence(
    sign_in: SignIn,
    reporter: User,
    follow_up: FollowUp,
    key: Any,
    text: Any,
    version: Any,
    status: int,
) -> None:
    response = save(sign_in(reporter), follow_up, text, key=key, version=version)

    assert response.status_code == status
    assert response.json()["message"]
    assert not Answer.objects.exists()


@pytest.mark.parametrize("body", ["", "[]", "null", "{", "[" * 100_000])
def test_a_body_of_another_shape_is_refused(
    sign_in: SignIn, reporter: User, follow_up: FollowUp, body: str
) -> None:
    address = reverse("monitoring:report-save", args=[follow_up.pk])
    response = sign_in(reporter).post(address, body, content_type="application/json")

    assert response.status_code == 400


def test_a_script_whose_session_ended_is_told_so_instead_of_being_redirected(
    client: Client, follow_up: FollowUp
) -> None:
    assert save(client, follow_up, "x").status_code == 401


def test_a_browser_whose_session_ended_signs_in_and_returns_to_the_form(
    client: Client, follow_up: FollowUp
) -> None:
    response = attach(client, follow_up, "a.txt", b"a")

    assert response.status_code == 302
    assert reverse("monitoring:report", args=[follow_up.pk]) in response["Location"]


def test_a_report_already_sent_is_not_changed(
    sign_in: SignIn, reporter: User, follow_up: FollowUp
) -> None:
    story.fill(follow_up, reporter)
    submit_report(follow_up=follow_up, token="t" * 43, by=reporter, at=world.NOW)

    response = save(sign_in(reporter), follow_up, "ช้าไป", version=1)

    assert response.status_code == 403
    assert response.json()["message"]


def test_a_file_is_attached_downloaded_and_removed(
    sign_in: SignIn, reporter: User, follow_up: FollowUp
) -> None:
    client = sign_in(reporter)
    attach(client, follow_up, "บัญชีลงชื่อ.txt", "มาลี บัวงาม\n".encode())

    file = ReportFile.objects.get(follow_up=follow_up, removed_at=None)
    place = [follow_up.pk, file.pk]
    download = client.get(reverse("monitoring:report-file", args=place))
    assert "attachment" in download["Content-Disposition"]
    for close in vars(download)["_resource_closers"]:
        close()
    client.post(reverse("monitoring:report-remove", args=place))
    assert client.get(reverse("monitoring:report-file", args=place)).status_code == 404


def test_a_dangerous_file_is_refused_with_its_name(
    sign_in: SignIn, reporter: User, follow_up: FollowUp
) -> None:
    client = sign_in(reporter)
    attach(client, follow_up, "page.html", b"<script>")

    page = client.get(reverse("monitoring:report", args=[follow_up.pk])).content.decode()
    assert "page.html" in page
    assert not ReportFile.objects.filter(removed_at=None).exists()


def test_evidence_of_another_lao_does_not_exist(
    sign_in: SignIn, reporter: User, other_reporter: User, follow_up: FollowUp
) -> None:
    attach(sign_in(reporter), follow_up, "list.txt", b"a list\n")
    file = ReportFile.objects.get(follow_up=follow_up)
    place = [follow_up.pk, file.pk]
    stranger = sign_in(other_reporter)

    assert stranger.get(reverse("monitoring:report-file", args=place)).status_code == 404
    assert stranger.post(reverse("monitoring:report-remove", args=place)).status_code == 404
