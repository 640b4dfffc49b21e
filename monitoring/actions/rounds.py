"""Opening rounds and asking hubs: what the daily job keeps true (manual, section 10).

Invariant: a hub has exactly one follow-up for each half-year that has a day on which it was
established and not closed, and none for any other. Any number of callers may run at once.
"""

import logging
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass
from datetime import date, datetime

from django.db import transaction
from django.db.models import Case, CharField, F, Min, QuerySet, Value, When
from django.forms.models import model_to_dict

from hubs.models import Hub
from monitoring.actions.changes import Verb
from monitoring.models import (
    Expectation,
    FollowUp,
    FollowUpEvent,
    FollowUpState,
    Indicator,
    Round,
    RoundIndicator,
)
from monitoring.schedule import RoundDates, expectation, planned_halves
from onde_portal.thai.calendar import HalfYear

log = logging.getLogger(__name__)
BATCH = 500
# What belongs to the living catalogue alone; all else of an indicator is frozen with the round.
LIVING_FIELDS = ["id", "code", "dimension", "is_active"]


@dataclass(frozen=True, slots=True)
class Opened:
    """Rounds opened, follow-ups created, and untouched ones withdrawn after a correction."""

    rounds: int = 0
    follow_ups: int = 0
    withdrawn: int = 0


def ensure_rounds(*, today: date, at: datetime) -> Opened:
    """Bring rounds and follow-ups up to ``today``; catches up after any outage. Idempotent.

    Rounds go from the half of the first hub's announcement to the half with ``today``. One
    transaction a round, so that a long catching-up locks nobody out for long.
    """
    rounds = follow_ups = 0
    for half in _halves(today):
        opened, created = _ensure_round(half, today, at)
        rounds += opened
        follow_ups += created
    return Opened(rounds, follow_ups, _withdraw_unexpected(at))


def plan_rounds(*, today: date) -> int:
    """Put the rounds of the next two years into the plan, unopened; how many were missing.

    A window that the Office moved stays as it is. Any number of callers may run at once.
    """
    planned = 0
    for half in planned_halves(today):
        _round, is_new = Round.objects.get_or_create(
            fiscal_year=half.fiscal_year,
            half=half.half,
            defaults=asdict(RoundDates.for_half(half)),
        )
        planned += is_new
    return planned


def _halves(today: date) -> list[HalfYear]:
    living = Hub.objects.lived().filter(established_on__lte=today)
    first = living.aggregate(first=Min("established_on"))["first"]
    return HalfYear.between(first, today) if first else []


def _ensure_round(half: HalfYear, today: date, at: datetime) -> tuple[bool, int]:
    """Whether this very call opened the round, and how many follow-ups it created."""
    key = {"fiscal_year": half.fiscal_year, "half": half.half}
    known = Round.objects.filter(**key).first()
    if known and known.opened_at and not _work_left(known, today):
        return False, 0
    with transaction.atomic():
        Round.objects.get_or_create(**key, defaults=asdict(RoundDates.for_half(half)))
        # Held until the end: whoever else opens this round waits here and finds nothing left.
        round_ = Round.objects.select_for_update().get(**key)
        opened = _open(round_, at)
        created = _create_missing(round_, today, at)
        _correct_expectations(round_, at)
    return opened, created


def _work_left(round_: Round, today: date) -> bool:
    return _missing(round_, today).exists() or _misjudged(round_).exists()


def _open(round_: Round, at: datetime) -> bool:
    """Freeze the questions as they are now. Returns whether this very call did it."""
    if not Round.objects.filter(pk=round_.pk, opened_at=None).update(opened_at=at):
        return False
    round_.opened_at = at
    Round.history.bulk_history_create([round_], update=True, default_date=at)
    freeze_questions(round_)
    return True


def freeze_questions(round_: Round) -> None:
    """Copy the catalogue's questions into the round, which asks them from now on."""
    asked = Indicator.objects.filter(is_active=True).order_by("position", "code")
    RoundIndicator.objects.bulk_create(
        RoundIndicator(
            round=round_,
            indicator=indicator,
            code=indicator.code,
            dimension_id=indicator.dimension_id,
            **model_to_dict(indicator, exclude=LIVING_FIELDS),
        )
        for indicator in asked
    )


def _missing(round_: Round, today: date) -> QuerySet[Hub]:
    alive = Hub.objects.alive_between(round_.starts_on, min(round_.ends_on, today))
    return alive.exclude(follow_ups__round=round_)


def _create_missing(round_: Round, today: date, at: datetime) -> int:
    lives = _missing(round_, today).order_by("pk").values_list("pk", "established_on", "closed_on")
    half = round_.half_year
    wanted = [
        FollowUp(
            round=round_,
            hub_id=hub,
            expected_because=expectation(half, established_on, closed_on) or "",
            opened_at=at,
            due_on=round_.due_on,
        )
        for hub, established_on, closed_on in lives
        if established_on is not None
    ]
    created = FollowUp.objects.bulk_create(wanted, batch_size=BATCH)
    FollowUp.history.bulk_history_create(created, batch_size=BATCH, default_date=at)
    _record(created, Verb.OPENED, at=at)
    return len(created)


def _record(follow_ups: Sequence[FollowUp], verb: Verb, *, at: datetime) -> None:
    """An event for each of these follow-ups, of the portal itself, with why it is expected."""
    FollowUpEvent.objects.bulk_create(
        [
            FollowUpEvent(
                follow_up=follow_up,
                verb=verb,
                from_state="" if verb == Verb.OPENED else follow_up.state,
                to_state=follow_up.state,
                reason=follow_up.expected_because,
                at=at,
            )
            for follow_up in follow_ups
        ],
        batch_size=BATCH,
    )


def _misjudged(round_: Round) -> QuerySet[FollowUp]:
    """Follow-ups whose reason no longer fits the hub's dates; ``because`` is the right one."""
    because = Case(
        When(hub__established_on__gte=round_.starts_on, then=Value(Expectation.FIRST.value)),
        When(
            hub__closed_on__lte=round_.half_year.next().starts_on,
            then=Value(Expectation.CLOSING.value),
        ),
        default=Value(Expectation.WHOLE.value),
        output_field=CharField(),
    )
    of_round = FollowUp.objects.filter(round=round_)
    wrong = of_round.annotate(because=because).exclude(expected_because=F("because"))
    return wrong.exclude(pk__in=of_round.beyond_life().values("pk"))


def _correct_expectations(round_: Round, at: datetime) -> None:
    corrected = list(_misjudged(round_))
    for follow_up in corrected:
        follow_up.expected_because = follow_up.because  # type: ignore[attr-defined]
    FollowUp.objects.bulk_update(corrected, ["expected_because"], batch_size=BATCH)
    FollowUp.history.bulk_history_create(corrected, batch_size=BATCH, update=True, default_date=at)
    _record(corrected, Verb.EXPECTATION_CORRECTED, at=at)


def _withdraw_unexpected(at: datetime) -> int:
    """Remove untouched follow-ups of halves outside their hub's life; keep and flag all others."""
    withdrawn = 0
    begun: list[FollowUp] = []
    for follow_up in FollowUp.objects.beyond_life().order_by("pk"):
        if _withdraw_untouched(follow_up):
            withdrawn += 1
        else:
            begun.append(follow_up)
    _flag(begun, at)
    return withdrawn


def _withdraw_untouched(follow_up: FollowUp) -> bool:
    with transaction.atomic():
        untouched = (
            FollowUp.objects.select_for_update(of=("self",))
            .filter(pk=follow_up.pk, state=FollowUpState.NOT_STARTED, answers=None, files=None)
            .beyond_life()
            .order_by("pk")
            .first()
        )
        if untouched is None:
            return False
        untouched.delete()
    return True


def _flag(follow_ups: Iterable[FollowUp], at: datetime) -> None:
    """Leave one event on each, ever: somebody has to decide what becomes of what was written."""
    flagged = {follow_up.pk: follow_up for follow_up in follow_ups}
    known = FollowUpEvent.objects.filter(follow_up__in=flagged, verb=Verb.NOT_EXPECTED)
    for pk in known.values_list("follow_up", flat=True):
        flagged.pop(pk, None)
    _record(list(flagged.values()), Verb.NOT_EXPECTED, at=at)
    if flagged:
        log.warning("follow_ups_outside_life", extra={"follow_ups": sorted(flagged)})
