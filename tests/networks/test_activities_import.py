"""Importing the participants of a project: new people, known ones, and taking it back."""

import re
from collections.abc import Callable, Iterator

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from django.utils.translation import override

from networks.actions.attendance import sign_in_by_code, withdraw
from networks.actions.study import save_target_group
from networks.models import Activity, Attendance, NetworkProject, Participant, Person
from onde_portal.accounts.models import User
from onde_portal.exchange.models import ImportRun, ImportState
from onde_portal.workflow.actions import cancel_case
from tests.networks.people import make_activity, make_participant, make_person, make_project
from tests.world import NOW, udon_thani

SignIn = Callable[[User], Client]
HEADER = ("คำนำหน้า", "ชื่อ", "นามสกุล", "โทรศัพท์", "จังหวัด", "กลุ่มเป้าหมาย")
PAGE = "admin:networks_participant_import"
pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("frozen")]


@pytest.fixture(autouse=True)
def _thai() -> Iterator[None]:
    with override("th"):
        yield


@pytest.fixture
def project(officer: User) -> NetworkProject:
    project = make_project(officer)
    save_target_group(project=project, name="เยาวชน", provinces=[udon_thani()], expected=300)
    return project


@pytest.fixture
def activity(project: NetworkProject) -> Activity:
    return make_activity(project)


def send(client: Client, activity: Activity, *rows: tuple[str, ...]) -> str:
    text = "\r\n".join(",".join(cells) for cells in (HEADER, *rows))
    form = {
        "file": SimpleUploadedFile("people.csv", text.encode("utf-8-sig")),
        "project": activity.project_id, "activity": activity.pk,
    }  # fmt: skip
    return client.post(reverse(f"{PAGE}_send"), form, follow=True).content.decode()


def move(client: Client, name: str, **fields: str) -> int:
    run = ImportRun.objects.latest("pk")
    return client.post(reverse(f"{PAGE}_move", args=[run.pk, name]), fields).status_code


def take_over(client: Client, activity: Activity, *rows: tuple[str, ...]) -> None:
    digest = re.search(r'name="digest" value="(\w+)"', send(client, activity, *rows))
    assert digest
    assert move(client, "apply", digest=digest[1]) == 302


def new_row(number: int) -> tuple[str, ...]:
    phone = f"08{number:08}"
    return ("นาย", f"คนที่{number}", f"สกุล{number * 7919}", phone, "อุดรธานี", "เยาวชน")


def test_three_hundred_people_come_in_at_once_and_are_registered(
    activity: Activity, officer: User, sign_in: SignIn
) -> None:
    take_over(sign_in(officer), activity, *(new_row(number) for number in range(300)))
    participants = Participant.objects.filter(project=activity.project)
    assert participants.filter(source="import", target_group__name="เยาวชน").count() == 300
    assert len(set(participants.values_list("code", flat=True))) == 300
    assert Attendance.objects.filter(activity=activity, registered_at=NOW).count() == 300


def test_the_same_file_twice_changes_nothing(
    activity: Activity, officer: User, sign_in: SignIn
) -> None:
    client = sign_in(officer)
    take_over(client, activity, new_row(1), new_row(2))
    before = list(Participant.objects.order_by("pk").values())
    assert 'name="digest"' not in send(client, activity, new_row(1), new_row(2))
    assert list(Participant.objects.order_by("pk").values()) == before
    assert Person.objects.count() == 2


def test_who_takes_part_already_is_registered_for_the_event_and_undone_exactly(
    activity: Activity, officer: User, sign_in: SignIn
) -> None:
    known = make_participant(activity.project, make_person("คนที่1", "สกุล7919", phone="0800000001"))
    withdraw(participant=known, at=NOW)
    client = sign_in(officer)
    take_over(client, activity, new_row(1))
    known.refresh_from_db()
    assert known.withdrawn_at is None
    assert known.target_group is not None
    assert known.attendances.get().registered_at == NOW
    assert move(client, "undo") == 302
    again = Participant.objects.get(pk=known.pk)
    assert (again.withdrawn_at, again.target_group) == (NOW, None)
    assert again.attendances.get().registered_at is None


def test_an_import_is_taken_back_with_the_people_it_brought(
    activity: Activity, officer: User, sign_in: SignIn
) -> None:
    client = sign_in(officer)
    take_over(client, activity, new_row(1), new_row(2))
    assert move(client, "undo") == 302
    assert not Participant.objects.exists()
    assert not Person.objects.exists()


def test_an_import_stays_once_somebody_of_it_signed_in(
    activity: Activity, officer: User, sign_in: SignIn
) -> None:
    client = sign_in(officer)
    take_over(client, activity, new_row(1), new_row(2))
    code = Participant.objects.order_by("pk")[0].code
    sign_in_by_code(activity=activity, code=code, at=NOW)
    assert move(client, "undo") == 409
    assert Participant.objects.count() == 2
    assert ImportRun.objects.get().state == ImportState.APPLIED


def test_what_is_wrong_is_said_with_its_cell_and_nothing_is_written(
    activity: Activity, officer: User, sign_in: SignIn
) -> None:
    wrong = ("นาย", "", "ใจดี", "12", "แอตแลนติส", "ผู้สูงอายุ")
    shown = send(sign_in(officer), activity, new_row(1), wrong)
    for cell in ("B3", "D3", "E3", "F3"):
        assert cell in shown
    assert not Person.objects.exists()


def test_an_ended_project_and_a_foreign_one_take_no_file(
    activity: Activity, officer: User, head: User, auditor: User, sign_in: SignIn
) -> None:
    cancel_case(case=activity.project, reason="งบไม่มา", by=head, at=NOW)
    send(sign_in(officer), activity, new_row(1))
    assert not ImportRun.objects.exists()
    assert sign_in(auditor).get(reverse(PAGE), {"project": activity.project_id}).status_code == 403
    assert sign_in(officer).get(reverse(PAGE), {"project": "999"}).status_code == 404
    assert sign_in(officer).get(reverse(PAGE)).status_code == 404
