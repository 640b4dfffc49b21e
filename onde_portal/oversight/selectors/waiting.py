"""Approvals that wait: for the person who looks, and for others (manual, 8)."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db.models import Exists, Q

from hubs.models import Memo, MemoState, ProgrammeDecision
from hubs.selectors.duties import memos_to_decide
from networks.models import ProjectDecision
from onde_portal.accounts import policies
from onde_portal.accounts.models import User
from onde_portal.accounts.permissions import Action, may
from onde_portal.oversight.selectors.cases import memo_waits_for
from onde_portal.workflow.models import CaseState, DecisionState


@dataclass(frozen=True, slots=True)
class Waiting:
    """A memo or a decision that is asked for. ``requirement`` is a decision's, None of a memo."""

    kind: str
    pk: int
    title: str
    case: str
    asked_by: str
    since: datetime
    whom: str
    mine: bool
    requirement: Any = None


ASKED: dict[str, Any] = {
    "state": DecisionState.ASKED,
    "step__case__state__in": [CaseState.OPEN, CaseState.PAUSED],
}


def anything_asked() -> bool:
    """Whether anything waits for any superior at all; one query, which knows nobody."""
    memos = Memo.objects.filter(state__in=[MemoState.SENT, MemoState.ENDORSED])
    decisions = [
        Exists(model.objects.filter(state=DecisionState.ASKED))
        for model in (ProgrammeDecision, ProjectDecision)
    ]
    return User.objects.filter(Q(Exists(memos)) | Q(decisions[0]) | Q(decisions[1])).exists()


def approvals(user: User, on: date) -> list[Waiting]:
    """All that waits for a superior: the person's own first, of these the longest waiting."""
    found = [*_memos(user, on), *_decisions(user, on)]
    return sorted(found, key=lambda item: (not item.mine, item.since))


def _memos(user: User, on: date) -> list[Waiting]:
    mine = {memo.pk for memo in memos_to_decide(user, on)}
    rows = Memo.objects.visible_to(user).filter(state__in=[MemoState.SENT, MemoState.ENDORSED])
    return [
        Waiting(
            kind="memo", pk=memo.pk, title=memo.subject, case=memo.programme.title,
            asked_by=memo.sender_name, since=memo.endorsed_at or memo.sent_at,
            whom=memo_waits_for(memo), mine=memo.pk in mine,
        )
        for memo in rows.select_related("programme", "sent_by")
        if memo.sent_at is not None
    ]  # fmt: skip


def _decisions(user: User, on: date) -> list[Waiting]:
    kinds: tuple[tuple[str, Any], ...] = (
        ("programme", ProgrammeDecision), ("project", ProjectDecision),
    )  # fmt: skip
    found = []
    for kind, model in kinds:
        asked = model.objects.filter(**ASKED)
        for row in asked.select_related("step__case", "asked_by").order_by("asked_at", "pk"):
            from_head = may(row.asked_by, Action.ENDORSE_MEMO)
            found.append(
                Waiting(
                    kind=kind, pk=row.step.case.pk, title="", case=row.step.case.title,
                    asked_by=str(row.asked_by), since=row.asked_at,
                    whom="director" if from_head else "superior",
                    mine=policies.may_decide(user, asked_by=row.asked_by, on=on),
                    requirement=row.definition,
                )
            )  # fmt: skip
    return found
