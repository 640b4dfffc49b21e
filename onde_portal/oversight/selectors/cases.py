"""Where cases stand against 738 and 1,110 working hours, and who holds them (manual, 9.1).

However many cases run, each kind is read in five queries and the calendar of working days in one.
"""

from collections.abc import Iterator, Sequence
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.db.models import Prefetch, Q

from hubs.models import HubProgramme, Memo, MemoState
from networks.models import NetworkProject
from onde_portal.accounts.permissions import Action, may
from onde_portal.thai.working_time import (
    BANGKOK,
    Clock,
    Interval,
    WorkingCalendar,
    read_clock,
    used_hours,
)
from onde_portal.workflow.models import Case, DecisionState, StepRecord
from onde_portal.workflow.selectors import (
    LOOK_AHEAD_YEARS,
    MOVES,
    hours_of_steps,
    office_calendar,
)

KINDS: dict[str, Any] = {"programme": HubProgramme, "project": NetworkProject}


def running_cases(at: datetime) -> list[dict[str, Any]]:
    """Cases that run at a moment, as JSON, the one with the least time left first.

    ``used``, ``left`` and ``budget`` in working hours; ``step`` is where most of the time went.
    """
    found = [(kind, case) for kind, model in KINDS.items() for case in _running(model, at)]
    if not found:
        return []
    first = min(case.opened_at for _kind, case in found).astimezone(BANGKOK).date()
    calendar = office_calendar(first, date(at.year + LOOK_AHEAD_YEARS, 12, 31))
    memos = _memos([case.pk for kind, case in found if kind == "programme"], at)
    rows = [_row(kind, case, calendar, memos, at) for kind, case in found]
    return sorted(rows, key=lambda row: (Decimal(row["left"]), row["kind"], row["pk"]))


def _running(model: Any, at: datetime) -> list[Any]:
    related = {name: model._meta.get_field(name).related_model for name in ("steps", "events")}
    decisions = related["steps"]._meta.get_field("decisions").related_model
    asked = Q(asked_at__lte=at) & (Q(decided_at=None) | Q(decided_at__gt=at))
    open_decisions = decisions.objects.filter(asked).exclude(state=DecisionState.SUPERSEDED)
    steps = related["steps"].objects.prefetch_related(
        Prefetch("decisions", open_decisions.select_related("asked_by").order_by("asked_at", "pk"))
    )
    moves = related["events"].objects.filter(verb__in=MOVES, at__lte=at).order_by("pk")
    cases = model.objects.filter(opened_at__lte=at)
    return list(
        cases.filter(Q(ended_at=None) | Q(ended_at__gt=at))
        .select_related("owner")
        .prefetch_related("pauses", Prefetch("steps", steps), Prefetch("events", moves))
        .order_by("pk")
    )


def _memos(programmes: Sequence[int], at: datetime) -> dict[int, Memo]:
    """The memo of each programme that waits for a superior."""
    waiting = Memo.objects.filter(
        programme__in=programmes, sent_at__lte=at, state__in=[MemoState.SENT, MemoState.ENDORSED]
    )
    return {memo.programme_id: memo for memo in waiting.select_related("sent_by").order_by("pk")}


def _row(
    kind: str, case: Any, calendar: WorkingCalendar, memos: dict[int, Memo], at: datetime
) -> dict[str, Any]:
    pauses = [
        Interval(item.started_at, item.ended_at)
        for item in case.pauses.all()
        if item.started_at <= at
    ]
    clock = read_clock(
        calendar=calendar, budget_hours=case.procedure.budget_hours, started_at=case.opened_at,
        pauses=pauses, now=at,
    )  # fmt: skip
    hours = _hours_by_step(case, calendar, pauses, at)
    slowest = max(hours, key=lambda number: hours[number])
    return {
        "kind": kind,
        "pk": case.pk,
        "title": case.title,
        "year": case.fiscal_year,
        **_clock(clock),
        "step": slowest,
        "step_hours": str(round(hours[slowest], 1)),
        "current": _current_step(case, at),
        "holder": _holder(case, memos.get(case.pk) if kind == "programme" else None, at),
    }


def _clock(clock: Clock) -> dict[str, Any]:
    return {
        "budget": int(clock.budget_hours),
        "used": str(round(clock.used_hours, 1)),
        "left": str(round(clock.left_hours, 1)),
        "late": clock.overdue,
        "forecast": clock.forecast_on.isoformat() if clock.forecast_on else None,
    }


def _hours_by_step(
    case: Any, calendar: WorkingCalendar, pauses: list[Interval], at: datetime
) -> dict[int, Decimal]:
    ended = case.ended_at
    if ended is not None and ended > at:
        case.ended_at = None  # as it stood then; the case is not saved

    def hours(start: datetime, end: datetime) -> Decimal:
        return used_hours(calendar, start, end, pauses)

    return hours_of_steps(case, at, events=list(case.events.all()), hours=hours)


def _current_step(case: Case, at: datetime) -> int:
    """The step that was open at the moment."""
    moves = list(case.events.all())  # type: ignore[attr-defined]
    return int(moves[-1].to_state or case.step_number) if moves else 1


def _holder(case: Any, memo: Memo | None, at: datetime) -> dict[str, Any]:
    """Who holds the case: a pause's reason, a superior asked to decide, else the officer."""
    for pause in case.pauses.all():
        if pause.started_at <= at and (pause.ended_at is None or pause.ended_at > at):
            return {
                "by": "pause", "reason": pause.reason, "note": pause.remarks,
                "since": pause.started_at.isoformat(), "who": str(case.owner),
            }  # fmt: skip
    if memo is not None and memo.sent_at is not None:
        return {
            "by": memo_waits_for(memo), "about": "memo", "who": "",
            "since": (memo.endorsed_at or memo.sent_at).isoformat(),
        }  # fmt: skip
    for decision in _decisions(case):
        asks_head = not may(decision.asked_by, Action.ENDORSE_MEMO)
        return {
            "by": "superior" if asks_head else "director", "about": "decision", "who": "",
            "since": decision.asked_at.isoformat(),
        }  # fmt: skip
    return {"by": "owner", "who": str(case.owner), "since": None}


def memo_waits_for(memo: Memo) -> str:
    """ "director" once endorsed, or at once where who endorses sent it; else "head"."""
    from_head = memo.sent_by is not None and may(memo.sent_by, Action.ENDORSE_MEMO)
    return "director" if memo.state == MemoState.ENDORSED or from_head else "head"


def _decisions(case: Any) -> Iterator[Any]:
    steps: Sequence[StepRecord] = case.steps.all()
    for step in steps:
        yield from step.decisions.all()  # type: ignore[attr-defined]
