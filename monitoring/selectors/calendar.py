"""What monitoring puts into people's calendars (manual, section 10)."""

from collections import Counter
from collections.abc import Iterable, Iterator
from datetime import date, timedelta

from django.conf import settings
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _, ngettext

from monitoring.models import FollowUp, Round
from monitoring.selectors.follow_ups import owed_by
from onde_portal.accounts.ics import Entry
from onde_portal.accounts.models import User
from onde_portal.accounts.permissions import Action, may

# A report that has waited this long for its review is told to the reviewers.
REVIEW_WITHIN = timedelta(days=7)
KEPT = timedelta(days=60)


def calendar_entries(user: User, today: date) -> Iterable[Entry]:
    """Own reports still owed, for LAO people; reviews and due dates of rounds, for reviewers."""
    if may(user, Action.WRITE_REPORT):
        yield from _reports(user, today)
    if may(user, Action.REVIEW_REPORT):
        yield from _reviews(user)
        yield from _rounds(user, today)


def _reports(user: User, today: date) -> Iterator[Entry]:
    for follow_up in owed_by(user, today):
        yield Entry(
            uid=f"follow-up-{follow_up.pk}",
            day=follow_up.due_on,
            title=_("Due: report of %(hub)s") % {"hub": follow_up.hub.name},
            text=f"{follow_up.round}\n{follow_up.hub.lao}\n{follow_up.get_state_display()}",
            url=settings.BASE_URL + reverse("monitoring:report", args=[follow_up.pk]),
        )


def _reviews(user: User) -> Iterator[Entry]:
    """One entry for each day on which reviews are due, however many those are."""
    sent = FollowUp.objects.visible_to(user).to_review().values_list("submitted_at", flat=True)
    days = Counter(timezone.localtime(moment).date() + REVIEW_WITHIN for moment in sent if moment)
    for day, number in sorted(days.items()):
        yield Entry(
            uid=f"reviews-{day.isoformat()}",
            day=day,
            title=ngettext("%(number)s report to review", "%(number)s reports to review", number)
            % {"number": number},
            text=_("Sent a week ago."),
            url=settings.BASE_URL
            + reverse("admin:monitoring_followup_changelist")
            + "?state__exact=submitted",
        )


def _rounds(user: User, today: date) -> Iterator[Entry]:
    rounds = Round.objects.visible_to(user).filter(due_on__gte=today - KEPT)
    for round_ in rounds.order_by("due_on"):
        yield Entry(
            uid=f"round-{round_.pk}",
            day=round_.due_on,
            title=_("Reports of all hubs are due"),
            text=str(round_),
            url=settings.BASE_URL + reverse("admin:monitoring_followup_changelist"),
        )
