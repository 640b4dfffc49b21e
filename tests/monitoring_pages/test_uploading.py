"""Evidence in parts: goes on after a lost connection, is kept once; leftovers are cleared."""

import io
import json
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from PIL import Image

from monitoring.actions import remove_file, submit_report
from monitoring.actions.uploading import KEPT_FOR, PART_BYTES
from monitoring.jobs import forget_next_unfinished
from monitoring.models import FilePart, FollowUp, ReportFile, UnfinishedFile
from onde_portal.accounts.models import User
from tests import world
from tests.monitoring import story
from tests.workflow import files

SignIn = Callable[[User], Client]

LIST = "มาลี บัวงาม,เจ้าหน้าที่\n".encode() * 9000


def begin(client: Client, follow_up: FollowUp, content: bytes, name: str = "list.csv") -> Any:
    asked = {"mark": f"{name}-{len(content)}", "name": name, "size": len(content)}
    address = reverse("monitoring:report-upload-begin", args=[follow_up.pk])
    return client.post(address, json.dumps(asked), content_type="application/json")


def send(client: Client, follow_up: FollowUp, place: int, start: object, content: bytes) -> Any:
    address = reverse("monitoring:report-upload-part", args=[follow_up.pk, place])
    return client.post(f"{address}?from={start}", content, content_type="application/octet-stream")


def send_all(client: Client, follow_up: FollowUp, content: bytes, name: str) -> Any:
    answer = begin(client, follow_up, content, name)
    if answer.status_code != 200:
        return answer
    place = answer.json()["id"]
    for start in range(0, len(content), PART_BYTES):
        answer = send(client, follow_up, place, start, content[start : start + PART_BYTES])
    return answer


def kept(follow_up: FollowUp) -> ReportFile:
    return ReportFile.objects.get(follow_up=follow_up, removed_at=None)


def content_of(file: ReportFile) -> bytes:
    with file.file.open("rb") as opened:
        return bytes(opened.read())


def test_a_file_goes_on_where_the_connection_was_lost_and_is_kept_whole(
    sign_in: SignIn, reporter: User, follow_up: FollowUp
) -> None:
    client = sign_in(reporter)
    place = begin(client, follow_up, LIST).json()["id"]
    send(client, follow_up, place, 0, LIST[:PART_BYTES])

    # The answer was lost; the page asks again and hears where to go on.
    again = begin(sign_in(reporter), follow_up, LIST).json()
    assert again == {"id": place, "received": PART_BYTES, "part": PART_BYTES}
    late = send(client, follow_up, place, 0, LIST[:PART_BYTES])
    assert (late.status_code, late.json()["received"]) == (409, PART_BYTES)
    received, answer = PART_BYTES, late
    while received < len(LIST):
        part = LIST[received : received + PART_BYTES]
        answer = send(client, follow_up, place, received, part)
        received += len(part)

    assert answer.status_code == 201
    assert content_of(kept(follow_up)) == LIST
    assert answer.json()["files"][0]["name"] == kept(follow_up).name == "list.csv"
    assert not FilePart.objects.exists()


def test_a_file_whose_last_answer_was_lost_is_not_kept_twice(
    sign_in: SignIn, reporter: User, follow_up: FollowUp
) -> None:
    client = sign_in(reporter)
    first = send_all(client, follow_up, b"a list\n", "list.txt").json()

    place = UnfinishedFile.objects.get().pk
    assert send(client, follow_up, place, 0, b"a list\n").json() == first
    assert send_all(client, follow_up, b"a list\n", "list.txt").json() == first
    kept(follow_up)


def test_a_file_that_was_removed_can_be_sent_again(
    sign_in: SignIn, reporter: User, follow_up: FollowUp
) -> None:
    client = sign_in(reporter)
    send_all(client, follow_up, b"a list\n", "list.txt")
    removed = kept(follow_up)
    remove_file(file=removed, by=reporter, at=world.NOW)

    assert send_all(client, follow_up, b"a list\n", "list.txt").status_code == 201
    assert kept(follow_up) != removed


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("page.html", b"<script>"),
        ("empty.txt", b""),
        ("picture.svg", b"<svg/>"),
        ("paper.pdf", files.office("docx")),
        ("broken.jpg", b"\xff\xd8\xff nothing more"),
    ],
)
def test_a_file_that_is_not_accepted_is_refused_by_its_name_and_leaves_nothing(
    sign_in: SignIn, reporter: User, follow_up: FollowUp, name: str, content: bytes
) -> None:
    answer = send_all(sign_in(reporter), follow_up, content, name)

    assert answer.status_code == 422
    assert answer.json()["message"].startswith(name)
    assert not ReportFile.objects.exists()
    assert not UnfinishedFile.objects.exists()


def test_a_photo_of_300_mb_is_refused_before_any_of_it_is_sent(
    sign_in: SignIn, reporter: User, follow_up: FollowUp
) -> None:
    asked = {"mark": "m", "name": "IMG_0001.jpg", "size": 300 * 1024**2}
    address = reverse("monitoring:report-upload-begin", args=[follow_up.pk])

    answer = sign_in(reporter).post(address, json.dumps(asked), content_type="application/json")

    assert answer.status_code == 422
    assert " 20 " in answer.json()["message"]


@pytest.mark.parametrize("start", [1, -1, "x", "๐", "9" * 40, ""])
def test_a_part_out_of_place_changes_nothing(
    sign_in: SignIn, reporter: User, follow_up: FollowUp, start: object
) -> None:
    client = sign_in(reporter)
    place = begin(client, follow_up, LIST).json()["id"]

    assert send(client, follow_up, place, start, b"x").status_code == 409
    assert not FilePart.objects.exists()


@pytest.mark.parametrize("content", [b"", b"x" * (PART_BYTES + 1), b"x" * 20])
def test_a_part_that_is_empty_too_long_or_past_the_end_changes_nothing(
    sign_in: SignIn, reporter: User, follow_up: FollowUp, content: bytes
) -> None:
    client = sign_in(reporter)
    place = begin(client, follow_up, b"ten bytes\n", "a.txt").json()["id"]

    assert send(client, follow_up, place, 0, content).status_code == 409
    assert UnfinishedFile.objects.get().received == 0


@pytest.mark.parametrize(
    "body",
    ["", "[]", "{}", '{"mark": "", "name": "a", "size": 1}', '{"mark":"m","name":"a","size":true}'],
)
def test_a_beginning_that_cannot_be_read_is_refused(
    sign_in: SignIn, reporter: User, follow_up: FollowUp, body: str
) -> None:
    address = reverse("monitoring:report-upload-begin", args=[follow_up.pk])
    answer = sign_in(reporter).post(address, body, content_type="application/json")
    assert answer.status_code == 400


def test_the_place_of_a_colleagues_file_does_not_exist(
    sign_in: SignIn, reporter: User, certifier: User, other_reporter: User, follow_up: FollowUp
) -> None:
    place = begin(sign_in(reporter), follow_up, LIST).json()["id"]

    for stranger in (certifier, other_reporter):
        assert send(sign_in(stranger), follow_up, place, 0, b"x").status_code == 404
    assert (
        send(
            Client(),
            follow_up,
            place,
            0,
            b"x",
        ).status_code
        == 302
    )


def test_a_report_already_sent_takes_no_more_parts(
    sign_in: SignIn, reporter: User, follow_up: FollowUp
) -> None:
    client = sign_in(reporter)
    place = begin(client, follow_up, LIST).json()["id"]
    story.fill(follow_up, reporter)
    submit_report(follow_up=follow_up, token="t" * 43, by=reporter, at=world.NOW)

    assert send(client, follow_up, place, 0, LIST[:PART_BYTES]).status_code == 403
    assert begin(client, follow_up, LIST, "other.csv").status_code == 403


@pytest.mark.django_db(transaction=True)
def test_the_last_part_sent_at_once_by_two_lines_is_kept_once(
    sign_in: SignIn, reporter: User, follow_up: FollowUp
) -> None:
    clients = [sign_in(reporter) for _line in range(4)]
    place = begin(clients[0], follow_up, b"a list\n", "list.txt").json()["id"]

    def run(client: Client) -> int:
        try:
            return int(send(client, follow_up, place, 0, b"a list\n").status_code)
        finally:
            connection.close()

    with ThreadPoolExecutor(4) as pool:
        answers = list(pool.map(run, clients))

    assert 201 in answers
    assert set(answers) <= {201, 409}
    assert content_of(kept(follow_up)) == b"a list\n"


def test_a_phones_photo_loses_its_place_and_camera_and_stands_upright(
    sign_in: SignIn, reporter: User, follow_up: FollowUp
) -> None:
    sent = files.picture_with_place()
    with Image.open(io.BytesIO(sent)) as photo:
        assert photo.getexif().get_ifd(0x8825)

    send_all(sign_in(reporter), follow_up, sent, "IMG_0001.jpg")

    with Image.open(io.BytesIO(content_of(kept(follow_up)))) as photo:
        assert not photo.getexif().get_ifd(0x8825)
        assert not photo.getexif()
        assert photo.height > photo.width


def test_a_file_that_never_arrived_whole_is_cleared_after_a_day_and_no_other(
    sign_in: SignIn, reporter: User, follow_up: FollowUp
) -> None:
    client = sign_in(reporter)
    old = begin(client, follow_up, LIST, "old.csv").json()["id"]
    send(client, follow_up, old, 0, LIST[:PART_BYTES])
    begin(client, follow_up, LIST, "new.csv")
    long_ago = timezone.now() - KEPT_FOR - timedelta(minutes=1)
    UnfinishedFile.objects.filter(pk=old).update(touched_at=long_ago)

    assert [forget_next_unfinished(), forget_next_unfinished()] == [True, False]

    assert UnfinishedFile.objects.get().name == "new.csv"
    assert not FilePart.objects.exists()
