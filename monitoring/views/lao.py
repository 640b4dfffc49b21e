"""The first page of an LAO's people: what they owe by when, what they sent, their hub."""

from dataclasses import dataclass
from datetime import date, datetime

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from hubs.models import Hub, HubContact
from monitoring.models import Certification, FollowUp, FollowUpState, Submission, TimeRequest
from monitoring.policies import may_certify
from monitoring.selectors.certifying import waiting_of
from monitoring.selectors.follow_ups import owed_by
from monitoring.selectors.remarks import open_remarks_of
from monitoring.views.words import Standing, standing
from onde_portal.accounts.access import allowed, reading
from onde_portal.accounts.models import Membership, User
from onde_portal.accounts.permissions import Action
from onde_portal.ui.panels import panels_for

LATEST = 6


@dataclass(frozen=True, slots=True)
class Duty:
    """A report still to be sent, with how urgent it is."""

    follow_up: FollowUp
    standing: Standing
    opens_later: bool
    asked: TimeRequest | None
    laid: Certification | None
    mine_to_certify: bool
    remarks: int


@dataclass(frozen=True, slots=True)
class HubCard:
    """A hub as its own LAO sees it; ``since`` is when it came into its state."""

    hub: Hub
    since: datetime | None
    members: int
    contacts: tuple[HubContact, ...]


@allowed(Action.WRITE_REPORT)
@reading
def lao_home(request: HttpRequest) -> HttpResponse:
    """What waits for the LAO, most urgent first (manual, section 10)."""
    user: User = request.user  # type: ignore[assignment]
    today = timezone.localdate()
    memberships = Membership.objects.current().filter(user=user)
    memberships = memberships.select_related("lao__type", "lao__province", "lao__district")
    laos = {membership.lao_id: membership.lao for membership in memberships.order_by("pk")}
    context = {
        "today": today,
        "laos": list(laos.values()),
        "duties": _duties(user, today),
        "with_office": _with_office(user),
        "sent": _latest_submissions(user),
        "panels": panels_for("lao-home", request, user),
        "records": panels_for("lao-records", request, user),
        "hubs": [_hub_card(hub) for hub in Hub.objects.visible_to(user).with_place()],
    }
    return render(request, "monitoring/lao_home.html", context)


def _duties(user: User, today: date) -> list[Duty]:
    asked = {item.follow_up_id: item for item in TimeRequest.objects.visible_to(user).open()}
    owed = list(owed_by(user, today))
    laid = waiting_of(owed)
    remarks = open_remarks_of(owed)
    return [
        Duty(
            item, standing(item, today), today < item.round.opens_on, asked.get(item.pk),
            laid.get(item.pk), may_certify(user, item, today), remarks.get(item.pk, 0),
        )
        for item in owed
    ]  # fmt: skip


def _with_office(user: User) -> int:
    waiting = FollowUp.objects.visible_to(user).filter(state=FollowUpState.SUBMITTED)
    return waiting.count()


def _latest_submissions(user: User) -> list[Submission]:
    """The newest edition of each of the latest reports, newest first."""
    follow_ups = FollowUp.objects.visible_to(user).filter(first_submitted_at__isnull=False)
    rows = Submission.objects.filter(follow_up__in=follow_ups)
    rows = rows.select_related("follow_up__round", "follow_up__hub")
    newest: dict[int, Submission] = {}
    for submission in rows.order_by("-submitted_at", "-pk")[: LATEST * 4]:
        newest.setdefault(submission.follow_up_id, submission)
    return list(newest.values())[:LATEST]


def _hub_card(hub: Hub) -> HubCard:
    changed = hub.events.filter(to_state=hub.state).order_by("-at", "-pk").first()
    return HubCard(
        hub,
        changed.at if changed else None,
        hub.committee.filter(until=None).count(),
        tuple(hub.contacts.order_by("pk")),
    )
