"""What the ladder of reminders will send on a day, and to whom (manual, section 10)."""

from collections.abc import Iterable
from datetime import date, timedelta
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _

from monitoring.actions.reminders import Reminder, due_reminders
from onde_portal.accounts.access import allowed, reading
from onde_portal.accounts.models import User
from onde_portal.accounts.permissions import Action
from onde_portal.accounts.views.asked import Address, file_of_page
from onde_portal.ui.exports import table_answer
from onde_portal.ui.templatetags.ui import localized, place

# How far ahead the ladder can be read, and how many reports of a day are named.
DAYS, NAMED = 30, 200


@allowed(Action.REVIEW_REPORT)
@reading
def reminders(request: HttpRequest) -> HttpResponse:
    """The reminders of one day, tomorrow's unless another is chosen, as things stand now."""
    days = _days()
    day = _chosen(request, days)
    found = _of_day(day)
    context = {
        "day": day,
        "days": days,
        "count": len(found),
        "people": len({person for one in found for person in (*one.people, *one.chiefs)}),
        "reminders": found[:NAMED],
    }
    return render(request, "monitoring/reminders.html", context)


@allowed(Action.REVIEW_REPORT)
@reading
@file_of_page("reminders")
def reminders_file(request: HttpRequest) -> HttpResponseBase:
    """All reminders of the day of the same address, as XLSX."""
    header = [_("Hub"), _("LAO"), _("Place"), _("Due"), _("State"), _("To whom")]
    rows = (_cells(one) for one in _of_day(_chosen(request, _days())))
    return table_answer("xlsx", _("Preview of reminders"), header, rows)


def _cells(one: Reminder) -> list[Any]:
    report, lao = one.follow_up, one.follow_up.hub.lao
    return [
        report.hub.name, localized(lao, "full_name"), place(lao), report.due_on,
        report.get_state_display(), _named((*one.people, *one.chiefs)),
    ]  # fmt: skip


def _named(people: Iterable[User]) -> str:
    return ", ".join(f"{person} ({person.email})" for person in people)


def _days() -> list[date]:
    """Today, and the days as far ahead as the ladder can be read."""
    today = timezone.localdate()
    return [today + timedelta(days=number) for number in range(DAYS + 1)]


def _of_day(day: date) -> list[Reminder]:
    return [one for one in due_reminders(day) if _falls_on(one, day)]


def _chosen(request: HttpRequest, days: list[date]) -> date:
    """The day asked for, if it is one of these; else tomorrow."""
    known = {day.isoformat(): day for day in days}
    asked = Address(request).one_of("on", known)
    return known[asked] if asked else days[1]


def _falls_on(reminder: Reminder, day: date) -> bool:
    return reminder.rung.day(reminder.follow_up.due_on) == day
