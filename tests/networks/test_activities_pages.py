"""Events in the staff's site: their form, their people, their papers."""

import re
from collections.abc import Callable
from datetime import timedelta
from io import BytesIO
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from python_calamine import CalamineWorkbook

from networks.actions.attendance import invite, sign_in_by_code
from networks.models import (
    Activity,
    AgendaItem,
    Certificate,
    NetworkProject,
    Participant,
    Person,
    PersonAccess,
    SignIn as SignedIn,
    Speaker,
)
from onde_portal.accounts.models import User
from onde_portal.documents.jobs import make_next_document
from onde_portal.documents.kinds import kind_of
from onde_portal.documents.models import StoredDocument
from tests.networks.people import make_activity, make_participant, make_person, make_project
from tests.networks.story import make_paper, make_question
from tests.world import NOW, TODAY, udon_thani

SignIn = Callable[[User], Client]
pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("frozen")]


@pytest.fixture
def project(officer: User) -> NetworkProject:
    return make_project(officer)


@pytest.fixture
def activity(project: NetworkProject) -> Activity:
    """Two days from today on."""
    return make_activity(project)


@pytest.fixture
def participant(project: NetworkProject) -> Participant:
    return make_participant(project, make_person("สมชาย", "ใจดี", phone="089-111-2222"))


def page(activity: Activity, part: str = "people", *more: object) -> str:
    return reverse(f"admin:networks_activity_{part}", args=[activity.pk, *more])


def event_form(**others: Any) -> dict[str, Any]:
    return {
        "title": "อบรม", "kind": "training", "starts_on": "20/4/2569", "ends_on": "๒๑/๔/๒๕๖๙",
        "place": "ศาลากลาง", "province": udon_thani().pk, "budget_planned": "๕๐,๐๐๐",
        "walk_ins": "on", **others,
    }  # fmt: skip


def no_rows(speakers: int = 0, lines: int = 0) -> dict[str, Any]:
    return {
        "speakers-TOTAL_FORMS": speakers, "speakers-INITIAL_FORMS": 0,
        "agenda-TOTAL_FORMS": lines, "agenda-INITIAL_FORMS": 0,
    }  # fmt: skip


def test_an_event_is_planned_and_its_agenda_comes_next(
    project: NetworkProject, officer: User, sign_in: SignIn
) -> None:
    answer = sign_in(officer).post(
        reverse("admin:networks_activity_add"), event_form(project=project.pk)
    )
    made = Activity.objects.get()
    assert answer.headers["Location"] == page(made, "change")
    assert (made.starts_on, made.ends_on) == (TODAY, TODAY + timedelta(days=1))
    assert made.budget_planned == 50_000


@pytest.mark.parametrize(
    "wrong",
    [{"starts_on": "31/2/2569"}, {"budget_planned": "-5"}, {"capacity": "๐"}, {"title": ""},
     {"title": "ก" * 200_000}, {"starts_at": "25.00"}],
)  # fmt: skip
def test_what_cannot_be_read_is_said_at_its_field(
    project: NetworkProject, officer: User, sign_in: SignIn, wrong: dict[str, str]
) -> None:
    form = event_form(project=project.pk, **wrong)
    answer = sign_in(officer).post(reverse("admin:networks_activity_add"), form, follow=True)
    assert "error" in answer.text
    assert not Activity.objects.exists()


def test_speakers_and_agenda_are_entered_on_the_events_page(
    activity: Activity, officer: User, sign_in: SignIn
) -> None:
    client = sign_in(officer)
    shown = client.get(page(activity, "change")).text
    for name in ("speakers-0-name", "agenda-0-topic", "agenda-0-speaker"):
        assert re.search(rf'name="{name}"[^>]*aria-label="[^"]+"', shown), name
    rows = no_rows(speakers=1, lines=2) | {
        "speakers-0-name": "ดร. กมล", "agenda-0-on": "21/4/2569", "agenda-0-starts_at": "9.30",
        "agenda-0-topic": "หลักการ", "agenda-1-starts_at": "๑๓.๐๐", "agenda-1-topic": "ระดมความเห็น",
    }  # fmt: skip
    answer = client.post(page(activity, "change"), event_form(as_read=0) | rows)
    assert answer.headers["Location"] == page(activity)
    assert Speaker.objects.get().name == "ดร. กมล"
    days = AgendaItem.objects.order_by("pk").values_list("on", flat=True)
    assert list(days) == [TODAY + timedelta(days=1), TODAY]


def test_an_agenda_outside_the_events_days_is_said_and_nothing_is_kept(
    activity: Activity, officer: User, sign_in: SignIn
) -> None:
    rows = no_rows(lines=1) | {
        "agenda-0-on": "1/5/2569", "agenda-0-starts_at": "9.30", "agenda-0-topic": "หลักการ",
    }  # fmt: skip
    answer = sign_in(officer).post(page(activity, "change"), event_form(as_read=0) | rows)
    assert answer.status_code == 200
    assert "หลักการ" in answer.text
    assert not AgendaItem.objects.exists()


def test_who_read_an_older_state_does_not_overwrite_a_newer_one(
    activity: Activity, officer: User, sign_in: SignIn
) -> None:
    Activity.objects.update(version=3, title="ใหม่กว่า")
    form = event_form(as_read=2) | no_rows()
    sign_in(officer).post(page(activity, "change"), form)
    activity.refresh_from_db()
    assert activity.title == "ใหม่กว่า"


def test_auditors_read_events_without_codes_and_change_nothing(
    activity: Activity, participant: Participant, auditor: User, sign_in: SignIn
) -> None:
    client = sign_in(auditor)
    shown = client.get(page(activity))
    assert shown.status_code == 200
    assert participant.code not in shown.text
    assert client.get(page(activity, "change")).status_code == 200
    assert client.post(page(activity, "move", "hold")).status_code == 403
    assert client.post(page(activity, "paper", "sheet")).status_code in {403, 404}


def test_somebody_of_the_register_is_found_and_takes_part(
    activity: Activity, officer: User, sign_in: SignIn
) -> None:
    known = make_person("มาลี", "บัวงาม")
    client = sign_in(officer)
    assert "บัวงาม" in client.get(page(activity), {"find": "มาลี"}).text
    client.post(page(activity, "move", "add"), {"person": known.pk})
    assert Participant.objects.get().person == known
    assert 'class="chip good"' in client.get(page(activity), {"find": "มาลี"}).text


def test_somebody_new_is_entered_and_takes_part(
    activity: Activity, officer: User, sign_in: SignIn
) -> None:
    client = sign_in(officer)
    refused = client.post(
        page(activity, "move", "add"), {"first_name": "ก", "last_name": "ข", "phone": "ไม่มี"}
    )
    assert refused.status_code == 409
    assert 'value="ไม่มี"' in refused.text
    client.post(page(activity, "move", "add"), {"first_name": "มานะ", "last_name": "อดทน"})
    assert Person.objects.get().first_name == "มานะ"


def test_the_signed_sheet_and_answers_are_entered_with_one_button(
    activity: Activity, participant: Participant, officer: User, sign_in: SignIn
) -> None:
    invite(activity=activity, participants=[participant], at=NOW)
    client, key = sign_in(officer), participant.pk
    form = {
        "there": [f"{key}:{TODAY.isoformat()}"], "seen": [],
        "answer": [f"{key}:comes"], "answer_seen": [f"{key}:"],
    }  # fmt: skip
    client.post(page(activity, "move", "mark"), form)
    assert SignedIn.objects.get().by == officer
    assert participant.attendances.get().registered_at == NOW
    back = {"there": [], "seen": form["there"], "answer": [f"{key}:declines"],
            "answer_seen": form["answer"]}  # fmt: skip
    client.post(page(activity, "move", "mark"), back)
    there = participant.attendances.get()
    assert (there.registered_at, there.declined_at) == (None, NOW)
    assert not SignedIn.objects.exists()


@pytest.mark.parametrize(
    "form", [{"there": ["x:2026-04-20"]}, {"there": ["1:tomorrow"]}, {"answer": ["1:maybe"]}]
)
def test_made_up_ticks_are_refused(
    activity: Activity, officer: User, sign_in: SignIn, form: dict[str, Any]
) -> None:
    assert sign_in(officer).post(page(activity, "move", "mark"), form).status_code == 404


def test_the_registration_list_comes_as_excel_and_the_look_is_logged(
    activity: Activity, participant: Participant, officer: User, auditor: User, sign_in: SignIn
) -> None:
    sign_in_by_code(activity=activity, code=participant.code, at=NOW)
    tables = {}
    for user in (officer, auditor):
        content = sign_in(user).get(page(activity, "table")).getvalue()
        tables[user.email] = CalamineWorkbook.from_filelike(BytesIO(content)).get_sheet_by_index(0)
    cells = {mail: str(table.to_python()) for mail, table in tables.items()}
    assert participant.code in cells[officer.email]
    assert "089" in cells[officer.email]
    assert participant.code not in cells[auditor.email]
    assert "089" not in cells[auditor.email]
    assert PersonAccess.objects.filter(what=PersonAccess.What.LIST).count() == 2


def test_auditors_read_no_paper_with_codes(
    activity: Activity, participant: Participant, officer: User, auditor: User, sign_in: SignIn
) -> None:
    sign_in(officer).post(page(activity, "paper", "cards"))
    assert make_next_document()
    paper = StoredDocument.objects.get()
    address = reverse("document", args=[paper.pk])
    assert kind_of(paper.kind).visible_to(officer, paper.about)
    assert sign_in(auditor).get(address).status_code in {403, 404}


@pytest.mark.parametrize("paper", ["sheet", "cards"])
def test_papers_are_made_in_the_background_and_again_when_people_change(
    activity: Activity, participant: Participant, officer: User, sign_in: SignIn, paper: str
) -> None:
    client = sign_in(officer)
    for _turn in range(2):
        client.post(page(activity, "paper", paper))
    assert StoredDocument.objects.count() == 1
    assert make_next_document()
    assert StoredDocument.objects.get().state == StoredDocument.State.READY
    make_participant(activity.project, make_person("คนใหม่"))
    client.post(page(activity, "paper", paper))
    assert StoredDocument.objects.count() == 2


def test_certificates_are_issued_printed_and_withdrawn_from_the_page(
    activity: Activity, participant: Participant, officer: User, sign_in: SignIn
) -> None:
    client = sign_in(officer)
    for day in range(2):
        sign_in_by_code(activity=activity, code=participant.code, at=NOW + timedelta(days=day))
    assert client.post(page(activity, "move", "certify")).status_code == 409
    client.post(page(activity, "move", "hold"))
    client.post(page(activity, "move", "certify"))
    item = Certificate.objects.get()
    client.post(page(activity, "certificate", item.pk))
    assert make_next_document()
    assert StoredDocument.objects.get().pages == 1
    client.post(page(activity, "move", "revoke"), {"certificate": item.pk, "reason": "ผิดคน"})
    item.refresh_from_db()
    assert item.withdrawn_at == NOW
    assert client.post(page(activity, "certificate", item.pk)).status_code == 404


def test_who_withdraws_leaves_the_list_and_keeps_the_results(
    activity: Activity, participant: Participant, officer: User, sign_in: SignIn
) -> None:
    paper = make_paper(activity.project, "pre", [make_question()])
    participant.sittings.create(paper=paper, source="paper", started_at=NOW)
    client = sign_in(officer)
    assert page(activity, "move", "leave") in client.get(page(activity)).text
    client.post(page(activity, "move", "leave"), {"participant": participant.pk})
    assert participant.code not in client.get(page(activity)).text
    assert participant.sittings.count() == 1


def test_the_poster_shows_the_code_to_scan(
    activity: Activity, officer: User, sign_in: SignIn
) -> None:
    shown = sign_in(officer).get(page(activity, "qr"))
    assert activity.token in shown.text
    assert "data:image/svg+xml" in shown.text
