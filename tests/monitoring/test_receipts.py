from collections.abc import Callable

import pytest
from django.test import Client
from django.urls import reverse

from monitoring.actions import accept_report, return_report, submit_report
from monitoring.models import FollowUp
from onde_portal.accounts.models import User
from onde_portal.documents.checks import Verdict, check
from onde_portal.documents.printing import check_address, qr_image
from tests import world
from tests.monitoring import story


def test_anyone_can_check_a_receipt_and_learns_nothing_else(
    follow_up: FollowUp, reporter: User, officer: User
) -> None:
    story.fill(follow_up, reporter)
    first = submit_report(follow_up=follow_up, token=story.PAGE, by=reporter, at=world.NOW)
    code = first.check_code
    found = check(f"{code[:4]}-{code[4:8]} {code[8:].lower()}")
    assert found == Verdict.GENUINE
    page = Client().get(reverse("document-check", args=[code])).text
    for words in (follow_up.hub.name, first.receipt_number, reporter.last_name, "2569"):
        assert words not in page

    return_report(
        follow_up=follow_up,
        reason="ขอตัวเลข",
        due_on=world.TODAY,
        version=follow_up.version,
        by=officer,
        at=world.NOW,
    )
    assert check(code) == Verdict.GENUINE
    second = submit_report(follow_up=follow_up, token=story.OTHER_PAGE, by=reporter, at=world.NOW)
    assert check(code) == Verdict.SUPERSEDED
    assert check(second.check_code) == Verdict.GENUINE


def test_an_unknown_code_stands_for_nothing(db: None) -> None:
    assert check("AAAABBBBCCCC") == Verdict.UNKNOWN


@pytest.mark.usefixtures("frozen")
def test_the_receipt_carries_its_check_as_a_qr_code_and_says_when_it_was_accepted(
    sign_in: Callable[[User], Client], follow_up: FollowUp, reporter: User, officer: User
) -> None:
    story.fill(follow_up, reporter)
    sent = submit_report(follow_up=follow_up, token=story.PAGE, by=reporter, at=world.NOW)
    client, path = sign_in(reporter), reverse("monitoring:report-receipt", args=[follow_up.pk])
    page = client.get(path)
    assert qr_image(check_address(sent.check_code)) in page.content.decode()
    assert not page.context["accepted"]
    accept_report(follow_up=follow_up, version=follow_up.version, by=officer, at=world.NOW)
    assert client.get(path).context["accepted"]
