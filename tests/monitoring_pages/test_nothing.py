"""Reporting that there is nothing to report."""

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from monitoring.models import FollowUp, Submission
from onde_portal.accounts.models import User

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("frozen")]
SignIn = Callable[[User], Client]


def send_nothing(client: Client, follow_up: FollowUp, reason: str) -> Any:
    address = reverse("monitoring:report-send-nothing", args=[follow_up.pk])
    return client.post(address, {"reason": reason, "token": "n" * 43})


def test_a_reason_is_sent_instead_of_a_report_and_gets_a_receipt(
    sign_in: SignIn, reporter: User, follow_up: FollowUp
) -> None:
    client = sign_in(reporter)

    first = send_nothing(client, follow_up, "น้ำท่วมทั้งตำบล")
    second = send_nothing(client, follow_up, "น้ำท่วมทั้งตำบล")

    assert first["Location"] == second["Location"]
    assert Submission.objects.get(follow_up=follow_up).nothing_to_report
    page = client.get(reverse("monitoring:report-view", args=[follow_up.pk])).content.decode()
    assert "น้ำท่วมทั้งตำบล" in page


def test_without_a_reason_nothing_is_sent(
    sign_in: SignIn, reporter: User, follow_up: FollowUp
) -> None:
    response = send_nothing(sign_in(reporter), follow_up, "  ")

    assert response.status_code == 422
    assert not Submission.objects.exists()


def test_nobody_sends_a_reason_for_another_lao_or_from_the_office(
    sign_in: SignIn, other_reporter: User, officer: User, follow_up: FollowUp
) -> None:
    assert send_nothing(sign_in(other_reporter), follow_up, "x").status_code == 404
    assert send_nothing(sign_in(officer), follow_up, "x").status_code == 403
