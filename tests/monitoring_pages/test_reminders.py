"""What the ladder will send, looked at before it does."""

import io
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import openpyxl
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
    for name in ("reminders", "reminders-file"):
        assert sign_in(reporter).get(reverse(name)).status_code == 403, name


def test_the_reminders_of_a_day_are_a_file_of_all_of_them(
    frozen: time_machine.Traveller,
    follow_up: FollowUp,
    reporter: User,
    officer: User,
    sign_in: Callable[[User], Client],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("monitoring.views.reminders.NAMED", 0)
    browser, day = sign_in(officer), follow_up.due_on - timedelta(days=7)
    address = f"{reverse('reminders-file')}?on={day.isoformat()}"
    [row] = rows_of(browser, address)
    assert row[0] == follow_up.hub.name
    assert row[3].date() == follow_up.due_on
    assert f"{reporter} ({reporter.email})" in row[5]
    monkeypatch.undo()
    page = browser.get(reverse("reminders"), {"on": day.isoformat()})
    assert f'href="{address}"' in page.content.decode()
    assert rows_of(browser, reverse("reminders-file")) == []


def rows_of(browser: Client, address: str) -> list[tuple[Any, ...]]:
    """The rows of a workbook without its header."""
    answer = browser.get(address)
    return list(openpyxl.load_workbook(io.BytesIO(answer.getvalue())).active.values)[1:]
