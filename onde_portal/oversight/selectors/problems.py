"""The problems that hubs name, by category over rounds (manual, section 10)."""

from collections import Counter
from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

from django.db.models import Count, F, OuterRef, Q, QuerySet, Subquery, Value
from django.db.models.functions import Coalesce

from monitoring.models import Problem, ProblemNote, Round
from onde_portal.oversight.selectors.evidence import end_of

ROUNDS = 8


def rounds_until(day: date) -> list[Round]:
    """The latest rounds that received reports by a day, the oldest first."""
    opened = Round.objects.filter(opened_at__isnull=False, opens_on__lte=day)
    return list(reversed(opened.order_by("-starts_on")[:ROUNDS]))


def problems_by_category(rounds: Sequence[Round], day: date) -> list[dict[str, Any]]:
    """Categories with how often each round's reports named them, open and solved; as JSON.

    Named in a round: first named in its report, or said there to be not solved yet. ``open`` and
    ``solved`` are all problems named in rounds begun by the day, as ``standing_on`` has them. Most
    named in the latest round first.
    """
    named = _named(rounds)
    standing = _standing(day)
    codes = {code for code, _round in named} | {code for code, _is_open in standing}
    rows = [
        {
            "code": code,
            "rounds": [named[code, item.pk] for item in rounds],
            "open": standing[code, True],
            "solved": standing[code, False],
        }
        for code in codes
    ]
    return sorted(rows, key=lambda row: (*(-n for n in reversed(row["rounds"])), row["code"]))


def _named(rounds: Sequence[Round]) -> Counter[tuple[str, int]]:
    keys = [item.pk for item in rounds]
    found: Counter[tuple[str, int]] = Counter()
    first = Problem.objects.filter(follow_up__round__in=keys)
    for code, round_, count in _counted(first, "category", "follow_up__round"):
        found[code, round_] += count
    again = ProblemNote.objects.filter(follow_up__round__in=keys).exclude(
        state=Problem.State.SOLVED
    )
    for code, round_, count in _counted(again, "problem__category", "follow_up__round"):
        found[code, round_] += count
    return found


def _counted(rows: QuerySet[Any], *by: str) -> Any:
    counted = rows.order_by().values(*by).annotate(number=Count("pk"))
    return counted.order_by(*by).values_list(*by, "number")


def standing_on(day: date) -> QuerySet[Any]:
    """Problems of rounds begun by a day, with ``stood``: their state at its end (``state_by``)."""
    begun = Problem.objects.filter(follow_up__round__starts_on__lte=day)
    return begun.annotate(stood=state_by(day, end_of(day)))


def state_by(day: date, until: datetime) -> Coalesce:
    """A problem's state by the reports of rounds begun by a day, whenever they came in, and by what
    the Office noted before a moment.
    """
    said = Q(follow_up__round__starts_on__lte=day) | Q(follow_up=None, at__lt=until)
    words = ProblemNote.objects.filter(said, problem=OuterRef("pk"))
    latest = Subquery(words.order_by("-at", "-pk").values("state")[:1])
    return Coalesce(latest, Value(Problem.State.OPEN.value))


def _standing(day: date) -> Counter[tuple[str, bool]]:
    found: Counter[tuple[str, bool]] = Counter()
    for code, state, count in _counted(standing_on(day), "category", "stood"):
        found[code, state != Problem.State.SOLVED] += count
    return found


def open_problems_by_province(day: date) -> dict[str, int]:
    """Problems not solved on a day, by the hub's province."""
    rows = standing_on(day).exclude(stood=Problem.State.SOLVED)
    counted = rows.annotate(province=F("follow_up__hub__lao__province")).order_by()
    return dict(
        counted.values("province")
        .annotate(number=Count("pk"))
        .order_by("province")
        .values_list("province", "number")
    )
