"""Approvals that wait: for the person who looks, and for others (manual, 8)."""

from dataclasses import dataclass
from datetime import date, datetime
from functools import cache
from typing import Any

from django.db import connection
from django.db.models import Model

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


RUNNING = [CaseState.OPEN, CaseState.PAUSED]
ASKED: dict[str, Any] = {"state": DecisionState.ASKED, "step__case__state__in": RUNNING}


def anything_asked() -> bool:
    """Whether anything waits for any superior at all; one query, which knows nobody.

    The navigation of every page of the Office asks it, so it is written once: putting it together
    from querysets takes five times as long as the answer.
    """
    sql, states = _whether_asked()
    with connection.cursor() as cursor:
        cursor.execute(sql, states)
        return bool(cursor.fetchone()[0])


@cache
def _whether_asked() -> tuple[str, tuple[str, ...]]:
    kinds: tuple[tuple[type[Model], tuple[str, ...]], ...] = (
        (Memo, (MemoState.SENT, MemoState.ENDORSED)),
        (ProgrammeDecision, (DecisionState.ASKED,)),
        (ProjectDecision, (DecisionState.ASKED,)),
    )
    quote = connection.ops.quote_name
    rows = [
        f"EXISTS (SELECT 1 FROM {quote(model._meta.db_table)} "  # noqa: S608 - our own tables
        f"WHERE state IN ({', '.join(['%s'] * len(states))}))"
        for model, states in kinds
    ]
    return f"SELECT {' OR '.join(rows)}", tuple(str(one) for _model, some in kinds for one in some)


def approvals(user: User, on: date) -> list[Waiting]:
    """All that waits for a superior: the person's own first, of these the longest waiting."""
    found = [*_memos(user, on), *_decisions(user, on)]
    return sorted(found, key=lambda item: (not item.mine, item.since))


def _memos(user: User, on: date) -> list[Waiting]:
    mine = {memo.pk for memo in memos_to_decide(user, on)}
    rows = Memo.objects.visible_to(user).filter(
        state__in=[MemoState.SENT, MemoState.ENDORSED], programme__state__in=RUNNING
    )
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
