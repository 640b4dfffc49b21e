"""What the ladder will send, looked at before it does."""

from collections.abc import Callable
from datetime import timedelta

import pytest
import time_machine
from django.test import Client
from django.urls import reverse

from monitoring.models import FollowUp
from onde_portal.accounts.models import Mail, User
from tests import world

pytestmark = pytest.mark.django_db


def test_officers_see_who_is_reminded_on_which_day_before_it_comes(
    frozen: time_machine.Traveller,
    follow_up: FollowUp,
    reporter: User,
    officer: User,
    sign_in: Callable[[User], Client],
) -> None:
    browser = sign_in(officer)
    week_before = follow_up.due_on - timedelta(days=7)
    assert week_before > world.TODAY
    page = browser.get(reverse("reminders"), {"on": week_before.isoformat()}).content.decode()
    assert reporter.email in page
    assert follow_up.hub.name in page
    empty = browser.get(reverse("reminders"), {"on": "nonsense"}).content.decode()
    assert reporter.email not in empty
    assert not Mail.objects.exists()


def test_lao_people_do_not_see_whom_the_office_writes_to(
    reporter: User, sign_in: Callable[[User], Client]
) -> None:
    assert sign_in(reporter).get(reverse("reminders")).status_code == 403
