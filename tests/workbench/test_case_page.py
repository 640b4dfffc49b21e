"""A case's page: readable step by step, refusals that keep what was typed, few queries."""

from collections.abc import Callable

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from hubs.models import HubProgramme
from networks.models import NetworkProject
from onde_portal.accounts.models import User
from onde_portal.workflow.actions import attach_evidence
from tests.workflow.cases import current, note, open_project, pass_step
from tests.world import NOW

SignIn = Callable[[User], Client]
pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("frozen", "plain_procedure")]


@pytest.fixture
def case(officer: User) -> NetworkProject:
    return open_project(officer)


def page_of(case: NetworkProject) -> str:
    return reverse("admin:networks_networkproject_case", args=[case.pk])


def move_of(case: NetworkProject, move: str) -> str:
    return reverse("admin:networks_networkproject_move", args=[case.pk, move])


def test_both_kinds_of_cases_open_from_their_form(sign_in: SignIn, officer: User) -> None:
    client = sign_in(officer)
    fields = {"title": "โครงการ", "fiscal_year": 2570, "owner": officer.pk}
    for model in (HubProgramme, NetworkProject):
        base = f"/staff/{model._meta.app_label}/{model._meta.model_name}/"
        answer = client.post(base + "add/", fields)
        made = model.objects.get()
        assert answer.headers["Location"] == f"{base}{made.pk}/case/"
        assert client.get(f"{base}{made.pk}/change/").headers["Location"].endswith("/case/")
        page = client.get(f"{base}{made.pk}/case/").content.decode()
        assert page.count('<li class="step ') == 6


def test_a_year_has_one_hub_programme_and_the_form_says_so(sign_in: SignIn, officer: User) -> None:
    client = sign_in(officer)
    fields = {"title": "โครงการ", "fiscal_year": 2570, "owner": officer.pk}
    client.post("/staff/hubs/hubprogramme/add/", fields)
    again = client.post("/staff/hubs/hubprogramme/add/", fields)
    assert again.status_code == 200
    assert 'class="errorlist' in again.content.decode()
    assert HubProgramme.objects.count() == 1


def test_the_main_button_waits_until_nothing_is_missing(
    sign_in: SignIn, officer: User, case: NetworkProject
) -> None:
    page = sign_in(officer).get(page_of(case)).content.decode()
    assert '<button class="btn" disabled>' in page
    answer = sign_in(officer).post(move_of(case, "complete"), {"version": case.version})
    assert answer.status_code == 409
    said = answer.content.decode().split('role="alert"')[1].split("</ul>")[0]
    labels = [item.label_th for item in case.current_step.requirements]
    assert all(label in said for label in labels)


def test_an_earlier_step_can_be_read_again_but_not_changed(
    sign_in: SignIn, officer: User, head: User, case: NetworkProject
) -> None:
    pass_step(case, by=officer, superior=head)
    page = sign_in(officer).get(page_of(case) + "?step=1").content.decode()
    assert "บันทึก.txt" in page
    assert "/case/attach/" not in page
    for odd in ("?step=99", "?step=x", "?step="):
        assert sign_in(officer).get(page_of(case) + odd).status_code == 200


def test_a_conflict_keeps_the_reason_that_was_typed(
    sign_in: SignIn, officer: User, head: User, case: NetworkProject
) -> None:
    pass_step(case, by=officer, superior=head)
    typed = {"version": 0, "reason": "ต้องสำรวจใหม่ทั้งหมด"}
    answer = sign_in(officer).post(move_of(case, "back"), typed)
    assert answer.status_code == 409
    assert 'value="ต้องสำรวจใหม่ทั้งหมด"' in answer.content.decode()


@pytest.mark.parametrize("on", ["31/2/2569", "เมื่อวาน", "1/1/0001"])
def test_a_date_that_cannot_be_read_stays_in_its_field(
    sign_in: SignIn, officer: User, case: NetworkProject, on: str
) -> None:
    fields = {"step": 1, "requirement": "targets_set_on", "on": on}
    answer = sign_in(officer).post(move_of(case, "date"), fields)
    assert answer.status_code == 409
    assert f'value="{on}"' in answer.content.decode()


def test_those_who_only_read_find_no_button(
    sign_in: SignIn, auditor: User, administrator: User, case: NetworkProject
) -> None:
    for person in (auditor, administrator):
        page = sign_in(person).get(page_of(case)).content.decode()
        assert "/case/" + "complete/" not in page
        assert "/case/attach/" not in page
        for move in ("complete", "back", "pause", "reassign", "cancel"):
            assert sign_in(person).post(move_of(case, move), {"version": 0}).status_code == 403


def test_the_page_costs_the_same_however_many_papers_there_are(
    sign_in: SignIn, officer: User, case: NetworkProject
) -> None:
    client = sign_in(officer)
    client.get(page_of(case))
    with CaptureQueriesContext(connection) as few:
        client.get(page_of(case))
    for number in range(6):
        attach_evidence(
            step=current(case), requirement="study_report", upload=note(f"{number}.txt"),
            by=officer, at=NOW,
        )  # fmt: skip
    with CaptureQueriesContext(connection) as many:
        client.get(page_of(case))
    assert len(many) <= len(few)
    assert len(many) <= 20
