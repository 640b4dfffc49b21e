"""Reads that screens, reports and exports share. Counting rules are said in the docstrings."""

from collections import Counter
from dataclasses import dataclass
from datetime import date

from django.db.models import Count, F, Q, QuerySet

from hubs.models import Hub
from hubs.selectors.hubs import FIRST_YEAR
from monitoring.models import (
    AnnualFigure,
    FollowUp,
    FollowUpEvent,
    FollowUpState,
    Problem,
    Round,
)
from monitoring.models.followups import APART_STATES, OWED_STATES, FollowUpQuerySet
from networks.models import CitizenNetwork
from onde_portal.accounts.models import User
from onde_portal.thai.calendar import fiscal_year, fiscal_year_end


@dataclass(frozen=True, slots=True)
class YearCount:
    """A fiscal year's products against plan (manual, 9.2, 14.2 and 14.3).

    ``hubs_established``, ``networks_founded``: the manual's recorded figure where it gives one,
    else the records of that year. ``hubs_total``: hubs established and not closed on 30 September,
    or today in the year that runs. ``growth``: the total against the year before's (9.2), None in
    the first year. ``source``: where recorded figures or the plan come from.
    """

    fiscal_year: int
    hubs_established: int
    hubs_total: int
    hubs_planned: int | None
    networks_founded: int
    networks_planned: int | None
    growth: int | None
    source: str


@dataclass(frozen=True, slots=True)
class Completeness:
    """How complete a round is; counts of follow-ups.

    ``expected`` leaves out nothing-to-report and waived, which stand apart. ``received`` is sent
    and not returned, ``accepted`` a part of it; ``owed`` is the rest, ``overdue`` and ``returned``
    parts of that. ``on_time``: first sent by the round's due date, whatever came later.
    """

    expected: int
    received: int
    accepted: int
    returned: int
    owed: int
    overdue: int
    nothing: int
    waived: int
    on_time: int

    @property
    def rate(self) -> float | None:
        """Received of expected, 0 to 1; None when nothing is expected."""
        return self.received / self.expected if self.expected else None


def annual_counts(today: date) -> list[YearCount]:
    """Every fiscal year from 2559 to today's, oldest first. Three queries, however many years."""
    figures = {(item.product, item.fiscal_year): item for item in AnnualFigure.objects.all()}
    lives = _lives(today)
    established = Counter(fiscal_year(start) for start, _end in lives)
    networks = CitizenNetwork.objects.filter(founded_on__lte=today)
    founded = Counter(fiscal_year(day) for day in networks.values_list("founded_on", flat=True))
    counts: list[YearCount] = []
    for year in range(FIRST_YEAR, fiscal_year(today) + 1):
        of_hubs = figures.get((AnnualFigure.Product.HUBS, year))
        of_networks = figures.get((AnnualFigure.Product.NETWORKS, year))
        new_hubs = _recorded(of_hubs, established[year])
        total = _alive(lives, min(fiscal_year_end(year), today))
        counts.append(
            YearCount(
                fiscal_year=year,
                hubs_established=new_hubs,
                hubs_total=total,
                hubs_planned=of_hubs.planned if of_hubs else None,
                networks_founded=_recorded(of_networks, founded[year]),
                networks_planned=of_networks.planned if of_networks else None,
                growth=total - counts[-1].hubs_total if counts else None,
                source=_sources(of_hubs, of_networks),
            )
        )
    return counts


def _lives(today: date) -> list[tuple[date, date | None]]:
    """Announced and first closed day of every hub that lived for a day by today."""
    lived = Hub.objects.lived().filter(established_on__lte=today)
    rows = lived.values_list("established_on", "closed_on")
    return [(start, end) for start, end in rows if start is not None]


def _recorded(figure: AnnualFigure | None, counted: int) -> int:
    return counted if figure is None or figure.recorded is None else figure.recorded


def _alive(lives: list[tuple[date, date | None]], day: date) -> int:
    return sum(start <= day and (end is None or end > day) for start, end in lives)


def _sources(*figures: AnnualFigure | None) -> str:
    return "; ".join(dict.fromkeys(item.source for item in figures if item and item.source))


def round_completeness(round_: Round, today: date) -> Completeness:
    """The whole round, in one query."""
    return Completeness(
        **FollowUp.objects.filter(round=round_).aggregate(**completeness_columns(today))
    )


def completeness_by_region(round_: Round, today: date) -> dict[str, Completeness]:
    """The round by the six regions (Region), in one query; a region without hubs is missing."""
    return _completeness_by("hub__lao__province__region", round_, today)


def completeness_by_province(round_: Round, today: date) -> dict[str, Completeness]:
    """The round by the province's two-digit code, in one query."""
    return _completeness_by("hub__lao__province", round_, today)


def _completeness_by(place: str, round_: Round, today: date) -> dict[str, Completeness]:
    rows = (
        FollowUp.objects.filter(round=round_).values(place).annotate(**completeness_columns(today))
    )
    return {row.pop(place): Completeness(**row) for row in rows.order_by(place)}


def completeness_columns(today: date) -> dict[str, Count]:
    """The counts of ``Completeness``, to annotate follow-ups with."""
    apart = Q(state__in=APART_STATES)
    owed = Q(state__in=OWED_STATES)
    on_time = Q(first_submitted_at__date__lte=F("round__due_on"))
    return {
        "expected": Count("pk", filter=~apart),
        "received": Count("pk", filter=~apart & ~owed),
        "accepted": Count("pk", filter=Q(state=FollowUpState.ACCEPTED)),
        "returned": Count("pk", filter=Q(state=FollowUpState.RETURNED)),
        "owed": Count("pk", filter=owed),
        "overdue": Count("pk", filter=owed & Q(due_on__lt=today)),
        "nothing": Count("pk", filter=Q(state=FollowUpState.NOTHING)),
        "waived": Count("pk", filter=Q(state=FollowUpState.WAIVED)),
        "on_time": Count("pk", filter=on_time & ~apart),
    }


def review_queue(user: User) -> FollowUpQuerySet:
    """What waits for the Office's review: what was due first on top, of that the longest sent."""
    waiting = FollowUp.objects.visible_to(user).to_review().with_place()
    return waiting.order_by("due_on", "submitted_at", "pk")


def neighbours(queue: list[int], pk: int) -> dict[str, int | None]:
    """The reports before and after this one in the review queue, and how many wait."""
    before = after = None
    if pk in queue:
        place_in = queue.index(pk)
        before = queue[place_in - 1] if place_in else None
        after = queue[place_in + 1] if place_in + 1 < len(queue) else None
    elif queue:
        after = queue[0]
    return {"before": before, "after": after, "count": len(queue)}


def owed_by(user: User, today: date) -> FollowUpQuerySet:
    """What the person's LAOs still have to send of rounds begun by today, most urgent first."""
    owed = FollowUp.objects.visible_to(user).owed().filter(round__starts_on__lte=today)
    return owed.with_place().order_by("due_on", "pk")


def outside_life(user: User) -> FollowUpQuerySet:
    """Begun follow-ups of half-years that their hub's corrected dates no longer reach into."""
    return FollowUp.objects.visible_to(user).beyond_life().with_place().order_by("pk")


def follow_up_timeline(follow_up: FollowUp) -> QuerySet[FollowUpEvent]:
    """What happened to the follow-up, latest first; its verbs are ``monitoring.actions.Verb``."""
    return follow_up.events.select_related("by").order_by("-at", "-pk")


def reported_before(follow_up: FollowUp) -> QuerySet[FollowUp]:
    """The hub's earlier follow-ups that were sent with figures, last round's first."""
    earlier = FollowUp.objects.filter(
        hub=follow_up.hub_id,
        round__starts_on__lt=follow_up.round.starts_on,
        first_submitted_at__isnull=False,
    ).exclude(state=FollowUpState.NOTHING)
    return earlier.order_by("-round__starts_on")


def previous_follow_up(follow_up: FollowUp) -> FollowUp | None:
    """The hub's latest earlier follow-up that was sent with figures: last round's."""
    return reported_before(follow_up).select_related("round").first()


def open_problems(follow_up: FollowUp) -> QuerySet[Problem]:
    """The hub's problems up to this round that are not solved, oldest first."""
    problems = Problem.objects.filter(
        follow_up__hub=follow_up.hub_id,
        follow_up__round__starts_on__lte=follow_up.round.starts_on,
    ).exclude(state=Problem.State.SOLVED)
    return problems.select_related("category", "follow_up__round").order_by("pk")
