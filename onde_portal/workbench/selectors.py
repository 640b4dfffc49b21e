"""What waits for whom: the staff's first page."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from hubs.models import Hub, HubProgramme, HubState, ProgrammeDecision
from monitoring.models import FollowUp
from networks.models import NetworkProject, ProjectDecision
from onde_portal.accounts.models import User
from onde_portal.accounts.permissions import Action, may
from onde_portal.ui.templatetags.ui import localized, thai_date_short
from onde_portal.workflow.models import Case, DecisionState

SHOWN = 8


@dataclass(frozen=True, slots=True)
class WorkItem:
    """One thing to do: what, a line about it, where to do it, and how urgent (good, warn, bad)."""

    title: str
    detail: str
    url: str
    tone: str = ""
    state: str = ""


@dataclass(frozen=True, slots=True)
class WorkGroup:
    """Things of one kind: ``count`` of all, the first few of them, and the whole list."""

    title: str
    section: str
    count: int
    items: tuple[WorkItem, ...]
    url: str = ""


def work_for(user: User) -> list[WorkGroup]:
    """What waits for this person, most urgent first; groups without anything are left out."""
    groups = [*_decisions(user), *_reviews(user), *_cases(user), *_preparing(user), *_overdue(user)]
    return [group for group in groups if group.count]


def case_url(case: Case) -> str:
    return reverse(f"admin:{case._meta.app_label}_{case._meta.model_name}_case", args=[case.pk])


def _decisions(user: User) -> Iterable[WorkGroup]:
    if not may(user, Action.DECIDE):
        return
    waiting: list[Any] = []
    for model in (ProgrammeDecision, ProjectDecision):
        asked = model.objects.filter(state=DecisionState.ASKED).exclude(asked_by=user)
        waiting += asked.select_related("step__case", "asked_by").order_by("asked_at")
    items = tuple(
        WorkItem(
            title=localized(decision.definition, "label"),
            detail=f"{decision.step.case.title} · {decision.asked_by} · {thai_date_short(decision.asked_at)}",
            url=case_url(decision.step.case),
            tone="warn",
            state=_("Waits for your decision"),
        )
        for decision in waiting[:SHOWN]
    )
    yield WorkGroup(_("Decisions that wait for you"), "8", len(waiting), items)


def _reviews(user: User) -> Iterable[WorkGroup]:
    if not may(user, Action.REVIEW_REPORT):
        return
    queue = FollowUp.objects.visible_to(user).to_review()
    first = queue.with_place().order_by("due_on", "submitted_at")[:SHOWN]
    items = tuple(
        WorkItem(
            title=follow_up.hub.name,
            detail=f"{follow_up.round} · {_('sent')} {thai_date_short(follow_up.submitted_at)}",
            url=reverse("admin:monitoring_followup_review", args=[follow_up.pk]),
            tone="warn",
            state=_("To review"),
        )
        for follow_up in first
    )
    yield WorkGroup(
        _("Reports to review"), "10", queue.count(), items,
        reverse("admin:monitoring_followup_changelist") + "?state__exact=submitted",
    )  # fmt: skip


def _cases(user: User) -> Iterable[WorkGroup]:
    if not may(user, Action.RUN_CASE):
        return
    cases: list[Case] = []
    for model in (HubProgramme, NetworkProject):
        cases += model.objects.visible_to(user).running().filter(owner=user).order_by("opened_at")
    items = tuple(
        WorkItem(
            title=case.title,
            detail=f"{case.step_number}. {localized(case.current_step, 'title')}",
            url=case_url(case),
            tone="warn" if case.state == "paused" else "",
            state=str(case.get_state_display()),  # type: ignore[attr-defined]
        )
        for case in cases[:SHOWN]
    )
    yield WorkGroup(_("My cases"), "8", len(cases), items)


def _preparing(user: User) -> Iterable[WorkGroup]:
    if not may(user, Action.REGISTER_HUB):
        return
    hubs = Hub.objects.visible_to(user).filter(state=HubState.PREPARING)
    items = tuple(
        WorkItem(
            title=hub.name,
            detail=f"{_('registered')} {thai_date_short(hub.registered_at)}",
            url=reverse("admin:hubs_hub_life", args=[hub.pk]),
            state=str(hub.get_state_display()),
        )
        for hub in hubs.order_by("registered_at")[:SHOWN]
    )
    yield WorkGroup(
        _("Hubs that prepare"), "8.2 (5)", hubs.count(), items,
        reverse("admin:hubs_hub_changelist") + "?state__exact=preparing",
    )  # fmt: skip


def _overdue(user: User) -> Iterable[WorkGroup]:
    today = timezone.localdate()
    late = FollowUp.objects.visible_to(user).overdue(today)
    items = tuple(
        WorkItem(
            title=follow_up.hub.name,
            detail=f"{follow_up.round} · {_('due')} {thai_date_short(follow_up.due_on)}",
            url=reverse("admin:monitoring_followup_review", args=[follow_up.pk]),
            tone="bad",
            state=_("Overdue"),
        )
        for follow_up in late.with_place().order_by("due_on", "pk")[:SHOWN]
    )
    yield WorkGroup(
        _("Reports overdue from LAOs"), "10", late.count(), items,
        reverse("admin:monitoring_followup_changelist") + "?standing=overdue",
    )  # fmt: skip
