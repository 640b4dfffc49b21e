"""What waits for whom on the staff's first page."""

from collections.abc import Callable, Iterator
from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import translation

from hubs.actions.life import register_hub
from monitoring.models import FollowUp
from onde_portal.accounts.models import Invitation, Mail, Role, StandIn, User
from onde_portal.registry.models import Lao
from onde_portal.workbench.selectors import work_for
from onde_portal.workbench.work import WorkGroup
from onde_portal.workflow.actions import ask_decision, complete_step, pause
from tests.workflow.cases import current, meet, open_project
from tests.world import NOW, TODAY

SignIn = Callable[[User], Client]
pytestmark = [
    pytest.mark.django_db,
    pytest.mark.usefixtures("frozen", "plain_procedure", "in_english"),
]


@pytest.fixture
def in_english() -> Iterator[None]:
    with translation.override("en"):
        yield


def groups(user: User) -> dict[str, WorkGroup]:
    return {group.title: group for group in work_for(user, NOW)}


def test_who_has_nothing_to_do_is_told_so(sign_in: SignIn, auditor: User) -> None:
    assert groups(auditor) == {}
    page = sign_in(auditor).get("/staff/", headers={"accept-language": "en"})
    assert b"empty" in page.content


def test_reports_wait_for_officers_and_heads_only(
    sent: FollowUp, officer: User, head: User, director: User, administrator: User
) -> None:
    for person in (officer, head):
        group = groups(person)["Reports to review"]
        assert (group.count, len(group.items)) == (1, 1)
        assert group.items[0].url.endswith(f"/{sent.pk}/review/")
    assert "Reports to review" not in groups(director)
    assert groups(administrator) == {}


def test_a_review_is_urgent_once_its_due_date_is_over(sent: FollowUp, officer: User) -> None:
    assert groups(officer)["Reports to review"].items[0].tone == "warn"
    FollowUp.objects.filter(pk=sent.pk).update(due_on=TODAY - timedelta(days=1))
    assert groups(officer)["Reports to review"].items[0].tone == "bad"


def test_my_cases_say_what_they_lack(officer: User, head: User) -> None:
    lacking, complete, waiting, paused = (open_project(officer, title=name) for name in "กขคง")
    meet(complete, by=officer, superior=head)
    meet(waiting, by=officer, superior=head)
    complete_step(case=waiting, by=officer, at=NOW)
    meet(waiting, by=officer, superior=head, leave="project_approval")
    ask_decision(step=current(waiting), requirement="project_approval", by=officer, at=NOW)
    pause(case=paused, reason="lao", remarks="", by=officer, at=NOW)

    states = {item.title: item.state for item in groups(officer)["My cases"].items}

    assert states == {
        "ก": "2 things missing",
        "ข": "Ready to complete",
        "ค": "Waits for a decision",
        "ง": "Paused",
    }
    assert lacking.title in states


def test_decisions_wait_for_the_director_and_never_for_the_one_who_asked(
    officer: User, head: User, director: User
) -> None:
    case = open_project(officer)
    meet(case, by=officer, superior=director)
    complete_step(case=case, by=officer, at=NOW)
    ask_decision(step=current(case), requirement="project_approval", by=head, at=NOW)

    title = "Decisions that wait for you"
    item = groups(director)[title].items[0]
    assert item.url.endswith("/case/#requirement-project_approval")
    assert title not in groups(head)
    assert title not in groups(officer)
    StandIn.objects.create(
        person=director, stand_in=officer, starts_on=TODAY, ends_on=TODAY,
        named_by=director, named_at=NOW,
    )  # fmt: skip
    assert groups(officer)[title].count == 1


def test_what_laos_owe_too_late_is_counted(sent: FollowUp, officer: User, director: User) -> None:
    FollowUp.objects.filter(pk=sent.pk).update(
        state="returned",
        due_on=TODAY - timedelta(days=1),
        submitted_at=None,
        return_reason="ขาดบัญชีลงชื่อ",
        returned_at=NOW - timedelta(days=8),
    )
    for person in (officer, director):
        group = groups(person)["Reports overdue from LAOs"]
        assert (group.count, group.items[0].tone) == (1, "bad")
        assert group.url.endswith("?standing=overdue")


def test_hubs_invitations_and_failed_mail_wait(
    officer: User, administrator: User, lao: Lao
) -> None:
    register_hub(lao=lao, by=officer, at=NOW)
    Invitation.objects.create(
        email="new@onde.example", role=Role.OFFICER, token_hash="0" * 64, invited_by=officer,
        invited_at=NOW - timedelta(days=20), expires_at=NOW - timedelta(days=6),
    )  # fmt: skip
    Mail.objects.create(
        kind="k", recipient="a@b.example", about="x", subject="s", body="", due_at=NOW,
        state=Mail.State.FAILED,
    )  # fmt: skip

    assert groups(officer)["Hubs that prepare"].count == 1
    assert groups(officer)["Invitations not answered"].items[0].state == "Expired"
    assert "Mail that could not be sent" not in groups(officer)
    assert groups(administrator)["Mail that could not be sent"].count == 1


def test_the_page_costs_few_queries_however_much_waits(
    sign_in: SignIn, head: User, sent: FollowUp
) -> None:
    client = sign_in(head)
    for number in range(12):
        open_project(head, title=f"โครงการ {number}")
    client.get("/staff/")
    with CaptureQueriesContext(connection) as queries:
        assert client.get("/staff/").status_code == 200
    assert len(queries) <= 40


def test_the_menu_counts_what_others_wait_for(
    sign_in: SignIn, sent: FollowUp, officer: User, auditor: User
) -> None:
    page = sign_in(officer).get("/staff/hubs/hub/").content.decode()
    assert '<span class="count">1</span>' in page
    assert 'class="count"' not in sign_in(auditor).get("/staff/hubs/hub/").content.decode()
