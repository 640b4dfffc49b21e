"""What was sent, for whoever may read it: the people in it are for those who may see them."""

from collections.abc import Callable
from datetime import date

import pytest
from django.test import Client
from django.urls import reverse

from monitoring.models import FollowUp
from monitoring.reports.hub_report import request_print
from onde_portal.accounts.models import User
from onde_portal.documents.jobs import make_next_document
from onde_portal.registry.models import Lao
from tests import world
from tests.monitoring import story
from tests.oversight.story import send

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("frozen")]
SignIn = Callable[[User], Client]


@pytest.fixture
def sent(lao: Lao, reporter: User) -> FollowUp:
    story.make_catalogue()
    follow_up = story.open_follow_up(story.make_hub(lao, date(2025, 10, 1)))
    send(follow_up, reporter)
    return follow_up


def phone_of(sent: FollowUp) -> str:
    entries = sent.submissions.get().content["general"]
    return str(next(item["text"] for item in entries if item["key"] == "general.phone"))


def test_who_may_not_read_people_reads_the_report_without_them(
    sent: FollowUp, sign_in: SignIn, reporter: User, officer: User, auditor: User
) -> None:
    page = reverse("monitoring:report-view", args=[sent.pk])
    phone = phone_of(sent)
    for user in (reporter, officer):
        assert phone in sign_in(user).get(page).content.decode()
    shown = sign_in(auditor).get(page).content.decode()
    assert phone not in shown
    assert "•••" in shown


def test_the_printed_report_with_its_people_is_not_for_auditors(
    sent: FollowUp, sign_in: SignIn, reporter: User, officer: User, auditor: User
) -> None:
    paper = request_print(sent.submissions.get(), by=officer, at=world.NOW)
    assert make_next_document()
    address = reverse("document", args=[paper.pk])
    for user in (reporter, officer):
        answer = sign_in(user).get(address)
        assert answer.getvalue().startswith(b"%PDF")
    assert sign_in(auditor).get(address).status_code == 404
    for page in ("admin:monitoring_followup_review", "monitoring:report-receipt"):
        shown = sign_in(auditor).get(reverse(page, args=[sent.pk]))
        assert shown.status_code == 200
        assert address not in shown.content.decode()
    listed = sign_in(auditor).get(reverse("admin:documents_storeddocument_changelist"))
    assert address not in listed.content.decode()
