"""What the ladder of reminders will send on a day, and to whom (manual, section 10)."""

from datetime import date, timedelta

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from monitoring.actions.reminders import Reminder, due_reminders
from onde_portal.accounts.access import allowed, reading
from onde_portal.accounts.permissions import Action

# How far ahead the ladder can be read, and how many reports of a day are named.
DAYS, NAMED = 30, 200


@allowed(Action.REVIEW_REPORT)
@reading
def reminders(request: HttpRequest) -> HttpResponse:
    """The reminders of one day, tomorrow's unless another is chosen, as things stand now."""
    today = timezone.localdate()
    days = [today + timedelta(days=number) for number in range(DAYS + 1)]
    day = _chosen(request.GET.get("on", ""), days)
    found = [one for one in due_reminders(day) if _falls_on(one, day)]
    context = {
        "day": day,
        "days": days,
        "count": len(found),
        "people": len({person for one in found for person in (*one.people, *one.chiefs)}),
        "reminders": found[:NAMED],
    }
    return render(request, "monitoring/reminders.html", context)


def _chosen(text: str, days: list[date]) -> date:
    """The day asked for, if it is one of these; else tomorrow."""
    return next((day for day in days if day.isoformat() == text), days[1])


def _falls_on(reminder: Reminder, day: date) -> bool:
    return reminder.rung.day(reminder.follow_up.due_on) == day
