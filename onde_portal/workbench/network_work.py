"""What waits for whom in networks and the register of people (manual 8.1)."""

from collections.abc import Iterable
from datetime import datetime

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from networks.models import CitizenNetwork, CorrectionRequest, NetworkProblem
from networks.selectors.founded import networks_without_news, with_standing
from networks.selectors.meetings import open_resolutions
from networks.selectors.retention import due_for_review
from onde_portal.accounts.models import User
from onde_portal.accounts.permissions import Action, may
from onde_portal.ui.templatetags.ui import localized, thai_date_short
from onde_portal.workbench.work import SHOWN, WorkGroup, WorkItem, count_of


def resolutions(user: User, at: datetime) -> Iterable[WorkGroup]:
    """Resolutions of meetings that this person is in charge of, the most urgent first."""
    found = open_resolutions(user, timezone.localtime(at).date())
    items = tuple(
        WorkItem(
            title=item.title,
            detail=item.detail,
            url=item.url,
            tone="bad" if item.overdue else "",
            state=_("due %(day)s") % {"day": thai_date_short(item.due_on)},
        )
        for item in found[:SHOWN]
    )
    yield WorkGroup(
        _("Resolutions to carry out"), "8.1 (6)", len(found), items,
        f"{reverse('admin:networks_resolution_changelist')}?standing=open",
    )  # fmt: skip


def corrections(user: User) -> Iterable[WorkGroup]:
    """What people of the register ask to be put right."""
    if not may(user, Action.RUN_CASE):
        return
    waiting = CorrectionRequest.objects.visible_to(user).filter(answered_at=None)
    items = tuple(
        WorkItem(
            title=str(item.person),
            detail=f"{item.text[:80]} · {thai_date_short(item.asked_at)}",
            url=reverse("admin:networks_correctionrequest_change", args=[item.pk]),
            tone="warn",
            state=_("To answer"),
        )
        for item in waiting.select_related("person").order_by("asked_at", "pk")[:SHOWN]
    )
    yield WorkGroup(
        _("Corrections asked for by people"), "8.1 (4)", count_of(waiting, items), items,
        reverse("admin:networks_correctionrequest_changelist"),
    )  # fmt: skip


def silent_networks(user: User, at: datetime) -> Iterable[WorkGroup]:
    """Networks not heard of for six months."""
    if not may(user, Action.RUN_CASE):
        return
    today = timezone.localtime(at).date()
    silent = networks_without_news(today)
    first = CitizenNetwork.objects.filter(pk__in=[network.pk for network in silent[:SHOWN]])
    items = tuple(
        WorkItem(
            title=item.network.name,
            detail=" · ".join(
                (
                    localized(item.network.province, "name"),
                    _("last heard of %(day)s")
                    % {"day": thai_date_short(item.last_news_on or item.network.founded_on)},
                )
            ),
            url=reverse("admin:networks_citizennetwork_page", args=[item.network.pk]) + "#news",
            tone="warn",
            state=_("No news for six months"),
        )
        for item in with_standing(first, today)
    )
    yield WorkGroup(
        _("Networks to ask for news"), "8.1 (6)", len(silent), items,
        reverse("admin:networks_citizennetwork_changelist") + "?news=none",
    )  # fmt: skip


def problems_past_their_day(user: User, at: datetime) -> Iterable[WorkGroup]:
    """Problems of networks that should be solved by now."""
    if not may(user, Action.RUN_CASE):
        return
    today = timezone.localtime(at).date()
    late = NetworkProblem.objects.visible_to(user).unsolved().filter(due_on__lt=today)
    items = tuple(
        WorkItem(
            title=item.description[:80],
            detail=item.network.name,
            url=reverse("admin:networks_networkproblem_change", args=[item.pk]),
            tone="bad",
            state=_("due %(day)s") % {"day": thai_date_short(item.due_on)},
        )
        for item in late.select_related("network").order_by("due_on", "pk")[:SHOWN]
    )
    yield WorkGroup(
        _("Problems of networks past their day"), "8.1 (6)", count_of(late, items), items,
        f"{reverse('admin:networks_networkproblem_changelist')}?solved=no",
    )  # fmt: skip


def review_of_people(user: User, at: datetime) -> Iterable[WorkGroup]:
    """People whose data the Office may no longer need."""
    if not may(user, Action.RUN_CASE):
        return
    due = due_for_review(timezone.localtime(at).date())
    items = tuple(
        WorkItem(
            title=str(person),
            detail=_("kept until %(day)s") % {"day": thai_date_short(person.retain_until)},
            url=reverse("admin:networks_person_record", args=[person.pk]),
            state=_("To review"),
        )
        for person in due.order_by("retain_until", "pk")[:SHOWN]
    )
    yield WorkGroup(_("Personal data to review"), "", count_of(due, items), items)
