"""What waits for whom: the staff's first page."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any

from django.db.models import Prefetch
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _, ngettext

from hubs.models import Hub, HubProgramme, HubState, ProgrammeDecision
from hubs.selectors.duties import memos_to_decide, paths_to_answer
from monitoring.models import FollowUp
from networks.models import NetworkProject, ProjectDecision
from onde_portal.accounts import policies
from onde_portal.accounts.models import Invitation, Mail, User
from onde_portal.accounts.permissions import Action, may
from onde_portal.oversight.selectors.waiting import anything_asked
from onde_portal.ui.templatetags.ui import localized, place, thai_date_short
from onde_portal.workbench.hub_work import memos, paths
from onde_portal.workbench.monitoring_work import promised_support, time_requests
from onde_portal.workbench.network_work import (
    corrections,
    problems_past_their_day,
    resolutions,
    review_of_people,
    silent_networks,
)
from onde_portal.workbench.work import SHOWN, WorkGroup, WorkItem, count_of
from onde_portal.workflow.actions import met_requirements
from onde_portal.workflow.models import Case, CaseState, DecisionState, StepRecord


def work_for(user: User, at: datetime) -> list[WorkGroup]:
    """What waits for this person, most urgent first; groups without anything are left out."""
    groups = [
        *_decisions(user, at),
        *memos(user, at),
        *paths(user, at),
        *_reviews(user, at),
        *time_requests(user, at),
        *_cases(user),
        *resolutions(user, at),
        *promised_support(user, at),
        *corrections(user),
        *silent_networks(user, at),
        *problems_past_their_day(user, at),
        *review_of_people(user, at),
        *_overdue(user, at),
        *_preparing(user),
        *_invitations(user, at),
        *_failed_mail(user),
    ]
    return [group for group in groups if group.count]


def case_url(case: Case) -> str:
    return reverse(f"admin:{case._meta.app_label}_{case._meta.model_name}_case", args=[case.pk])


def _about_hub(follow_up: FollowUp, said: str) -> str:
    return f"{place(follow_up.hub.lao)} · {follow_up.round} · {said}".removeprefix(" · ")


def waiting_count(user: User, at: datetime) -> int:
    """How many decisions and reports wait for this person: what others cannot go on without."""
    reports = 0
    if may(user, Action.REVIEW_REPORT):
        reports = FollowUp.objects.visible_to(user).to_review().count()
    waiting = reports + len(paths_to_answer(user, at))
    # On most days nothing is asked of a superior: one look at that spares the rest.
    if not anything_asked():
        return waiting
    today = timezone.localtime(at).date()
    return waiting + len(memos_to_decide(user, today)) + len(_waiting_decisions(user, at))


def _waiting_decisions(user: User, at: datetime) -> list[Any]:
    today = timezone.localtime(at).date()
    waiting: list[Any] = []
    for model in (ProgrammeDecision, ProjectDecision):
        asked = model.objects.filter(state=DecisionState.ASKED).exclude(asked_by=user)
        waiting += asked.select_related("step__case", "asked_by").order_by("asked_at")
    if may(user, Action.DECIDE):
        return waiting
    return [item for item in waiting if policies.may_decide(user, asked_by=item.asked_by, on=today)]


def _decisions(user: User, at: datetime) -> Iterable[WorkGroup]:
    """Questions that this person may answer: by role, or standing in for somebody today."""
    waiting = _waiting_decisions(user, at)
    items = tuple(
        WorkItem(
            title=localized(decision.definition, "label"),
            detail=f"{decision.step.case.title} · {decision.asked_by} · "
            f"{thai_date_short(decision.asked_at)}",
            url=f"{case_url(decision.step.case)}#{decision.definition.anchor}",
            tone="warn",
            state=_("Waits for your decision"),
        )
        for decision in waiting[:SHOWN]
    )
    yield WorkGroup(_("Decisions that wait for you"), "8", len(waiting), items)


def _reviews(user: User, at: datetime) -> Iterable[WorkGroup]:
    if not may(user, Action.REVIEW_REPORT):
        return
    today = timezone.localtime(at).date()
    queue = FollowUp.objects.visible_to(user).to_review()
    first = queue.with_place().order_by("due_on", "submitted_at", "pk")[:SHOWN]
    items = tuple(
        WorkItem(
            title=follow_up.hub.name,
            detail=_about_hub(
                follow_up,
                _("sent %(day)s") % {"day": thai_date_short(follow_up.submitted_at)},
            ),
            url=reverse("admin:monitoring_followup_review", args=[follow_up.pk]),
            tone="bad" if follow_up.due_on < today else "warn",
            state=_("To review"),
        )
        for follow_up in first
    )
    yield WorkGroup(
        _("Reports to review"), "10", count_of(queue, items), items,
        reverse("admin:monitoring_followup_changelist") + "?state__exact=submitted",
    )  # fmt: skip


def _cases(user: User) -> Iterable[WorkGroup]:
    """The person's running cases, those with the most missing first."""
    if not may(user, Action.RUN_CASE):
        return
    cases: list[Case] = []
    for model in (HubProgramme, NetworkProject):
        mine = model.objects.visible_to(user).running().filter(owner=user)
        cases += mine.prefetch_related(_steps_with_facts(model)).order_by("opened_at")
    items = tuple(
        WorkItem(
            title=case.title,
            detail=f"{case.current_step.number}. {localized(case.current_step, 'title')}",
            url=case_url(case),
            tone=tone,
            state=state,
        )
        for case in cases[:SHOWN]
        for tone, state in [_case_state(case)]
    )
    yield WorkGroup(_("My cases"), "8", len(cases), items)


def _steps_with_facts(model: Any) -> "Prefetch[Any]":
    steps = model._meta.get_field("steps").related_model
    facts = ("evidence", "dates", "decisions")
    return Prefetch("steps", steps.objects.prefetch_related(*facts))


def _case_state(case: Case) -> tuple[str, str]:
    """Tone and words of what the case needs now."""
    if case.state == CaseState.PAUSED:
        return "warn", str(case.get_state_display())
    steps: Sequence[StepRecord] = case.steps.all()  # type: ignore[attr-defined]
    step: Any = next(item for item in steps if item.number == case.step_number)
    step.case = case
    missing = case.current_step.missing(met_requirements(step))
    asked = {item.requirement for item in step.decisions.all() if item.state == DecisionState.ASKED}
    if not missing:
        return "good", _("Ready to complete")
    if all(item.key in asked for item in missing):
        return "", _("Waits for a decision")
    return "warn", ngettext(
        "%(number)s thing missing", "%(number)s things missing", len(missing)
    ) % {"number": len(missing)}


def _overdue(user: User, at: datetime) -> Iterable[WorkGroup]:
    if not may(user, Action.READ_DASHBOARD):
        return
    late = FollowUp.objects.visible_to(user).overdue(timezone.localtime(at).date())
    items = tuple(
        WorkItem(
            title=follow_up.hub.name,
            detail=_about_hub(
                follow_up, _("due %(day)s") % {"day": thai_date_short(follow_up.due_on)}
            ),
            url=reverse("admin:monitoring_followup_review", args=[follow_up.pk]),
            tone="bad",
            state=_("Overdue"),
        )
        for follow_up in late.with_place().order_by("due_on", "pk")[:SHOWN]
    )
    yield WorkGroup(
        _("Reports overdue from LAOs"), "10", count_of(late, items), items,
        reverse("admin:monitoring_followup_changelist") + "?standing=overdue",
    )  # fmt: skip


def _preparing(user: User) -> Iterable[WorkGroup]:
    if not may(user, Action.REGISTER_HUB):
        return
    hubs = Hub.objects.visible_to(user).filter(state=HubState.PREPARING)
    first = hubs.select_related("lao__province", "lao__district").order_by("registered_at", "pk")
    items = tuple(
        WorkItem(
            title=hub.name,
            detail=f"{place(hub.lao)} · "
            + _("registered %(day)s") % {"day": thai_date_short(hub.registered_at)},
            url=reverse("admin:hubs_hub_life", args=[hub.pk]),
            state=str(hub.get_state_display()),
        )
        for hub in first[:SHOWN]
    )
    yield WorkGroup(
        _("Hubs that prepare"), "8.2 (5)", count_of(hubs, items), items,
        reverse("admin:hubs_hub_changelist") + "?state__exact=preparing",
    )  # fmt: skip


def _invitations(user: User, at: datetime) -> Iterable[WorkGroup]:
    """Invitations that nobody has taken up; those that have run out must be sent anew."""
    if not may(user, Action.INVITE_LAO_PEOPLE):
        return
    open_ones = Invitation.objects.filter(accepted_at=None, withdrawn_at=None)
    first = open_ones.select_related("lao").order_by("expires_at", "pk")
    items = tuple(
        WorkItem(
            title=invitation.email,
            detail=" · ".join(
                part
                for part in (
                    localized(invitation.lao, "full_name"),
                    _("valid until %(day)s") % {"day": thai_date_short(invitation.expires_at)},
                )
                if part
            ),
            url=reverse("admin:accounts_invitation_change", args=[invitation.pk]),
            tone="bad" if invitation.expires_at <= at else "",
            state=_("Expired") if invitation.expires_at <= at else _("Pending"),
        )
        for invitation in first[:SHOWN]
    )
    yield WorkGroup(
        _("Invitations not answered"), "", count_of(open_ones, items), items,
        reverse("admin:accounts_invitation_changelist"),
    )  # fmt: skip


def _failed_mail(user: User) -> Iterable[WorkGroup]:
    if not (may(user, Action.READ_MAIL) and may(user, Action.MANAGE_PEOPLE)):
        return
    failed = Mail.objects.filter(state=Mail.State.FAILED)
    items = tuple(
        WorkItem(
            title=mail.subject,
            detail=f"{mail.recipient} · {thai_date_short(mail.due_at)}",
            url=reverse("admin:accounts_mail_change", args=[mail.pk]),
            tone="bad",
            state=str(mail.get_state_display()),
        )
        for mail in failed.order_by("-due_at", "pk")[:SHOWN]
    )
    yield WorkGroup(
        _("Mail that could not be sent"), "", count_of(failed, items), items,
        reverse("admin:accounts_mail_changelist") + "?state__exact=failed",
    )  # fmt: skip
