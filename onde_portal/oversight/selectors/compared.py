"""Hubs side by side: which are compared, their values over the rounds, their type's medians."""

from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from decimal import Decimal

from django.db.models import ExpressionWrapper, F, OuterRef, QuerySet, Subquery
from django.db.models.fields import DecimalField

from hubs.models import Cohort, Hub, HubProgramme, HubQuerySet
from monitoring.models import Indicator, IndicatorValue, Round
from monitoring.selectors.board import Scope
from onde_portal.accounts.models import User
from onde_portal.oversight.selectors.indicators import RECEIVED, Spread, spreads_by_type
from onde_portal.thai.text import thai_key

MOST_HUBS = 24
MOST_FOUND = 20
A_PIECE = 500  # hubs of a long comparison in memory at once


@dataclass(frozen=True, slots=True)
class Group:
    """Which hubs are compared: named ones, or all that fit. Empty leaves everything out."""

    hubs: tuple[int, ...] = ()
    scope: Scope = field(default_factory=Scope)
    programme: int = 0
    cohort: int = 0

    @property
    def is_empty(self) -> bool:
        return not (self.hubs or self.programme or self.cohort or self.scope != Scope())


def hubs_compared(group: Group, user: User) -> HubQuerySet:
    """The hubs of a group that were ever announced; those named go before what else is asked."""
    rows = Hub.objects.visible_to(user).with_place()
    if group.hubs:
        return rows.filter(pk__in=group.hubs)
    if group.is_empty:
        return rows.none()
    wanted = {
        "lao__province__region": group.scope.region,
        "lao__province": group.scope.province,
        "lao__type": group.scope.lao_type,
        "programme": group.programme,
    }
    rows = rows.filter(established_on__isnull=False)
    rows = rows.filter(**{name: value for name, value in wanted.items() if value})
    return rows.filter(pk__in=_of_cohort(group.cohort)) if group.cohort else rows


def _of_cohort(cohort: int) -> QuerySet[Hub]:
    """Hubs of the LAOs invited to a cohort, of the cohort's own programme."""
    return Hub.objects.filter(
        lao__candidacies__invitation__cohort=cohort,
        programme=F("lao__candidacies__programme"),
    )


def in_order(
    hubs: HubQuerySet, sort: str, code: str, rounds: Sequence[Round], *, down: bool
) -> HubQuerySet:
    """By place or name, or by the latest value of an indicator, or by its change since the first.

    Hubs without a value come last either way.
    """
    usual = ("lao__province__sort_key", "lao__sort_key", "pk")
    if sort == "name":
        by_name = F("lao__sort_key").desc() if down else F("lao__sort_key").asc()
        return hubs.order_by(by_name, "pk")
    if not sort or not code:
        return hubs.order_by(*usual)
    values = IndicatorValue.objects.filter(
        follow_up__hub=OuterRef("pk"), follow_up__state__in=RECEIVED, indicator__code=code,
        value__isnull=False, follow_up__round__in=[item.pk for item in rounds],
    )  # fmt: skip
    last = Subquery(values.order_by("-follow_up__round__starts_on").values("value")[:1])
    first = Subquery(values.order_by("follow_up__round__starts_on").values("value")[:1])
    asked = hubs.annotate(last_value=last, first_value=first).annotate(
        change=ExpressionWrapper(F("last_value") - F("first_value"), output_field=DecimalField())
    )
    value = F("change" if sort == "change" else "last_value")
    by = value.desc(nulls_last=True) if down else value.asc(nulls_last=True)
    return asked.order_by(by, *usual)


@dataclass(frozen=True, slots=True)
class Side:
    """A hub beside others: its values of an indicator by round, and where it had no duty.

    ``values`` holds None where the hub said "not applicable"; a round that is missing is a gap.
    """

    hub: Hub
    values: dict[int, Decimal | None]

    def ends(self, rounds: Sequence[Round]) -> tuple[Decimal | None, Decimal | None]:
        """The first and the latest value of these rounds, given oldest first."""
        known = [value for item in rounds if (value := self.values.get(item.pk)) is not None]
        return (known[0], known[-1]) if known else (None, None)


@dataclass(frozen=True, slots=True)
class Comparison:
    """One indicator of the hubs compared, with the medians of their types by round and type."""

    indicator: Indicator
    sides: tuple[Side, ...]
    medians: dict[tuple[int, str], Spread]


def compare(
    hubs: Sequence[Hub], indicators: Sequence[Indicator], rounds: Sequence[Round]
) -> list[Comparison]:
    """The hubs' values over the rounds, the oldest round first, in two queries."""
    spreads = _spreads({hub.lao.type_id for hub in hubs}, indicators, rounds)
    return _side_by_side(hubs, indicators, rounds, spreads)


def compare_all(
    hubs: HubQuerySet, indicators: Sequence[Indicator], rounds: Sequence[Round]
) -> Iterator[Comparison]:
    """The same of any number of hubs: one indicator after the other, of some hubs at a time.

    Hubs come in their order, and the medians are those of all hubs of a type, as ever.
    """
    # The order is asked for once: to sort by a value is dear, and no hub moves half-way.
    keys = list(hubs.values_list("pk", flat=True))
    kinds = set(hubs.order_by().values_list("lao__type", flat=True).distinct())
    spreads = _spreads(kinds, indicators, rounds)
    for item in indicators:
        for start in range(0, len(keys), A_PIECE):
            part = keys[start : start + A_PIECE]
            known = Hub.objects.with_place().in_bulk(part)
            piece = [known[key] for key in part if key in known]
            yield from _side_by_side(piece, [item], rounds, spreads)


Spreads = dict[tuple[str, int, str], Spread]


def _spreads(
    kinds: Collection[str], indicators: Sequence[Indicator], rounds: Sequence[Round]
) -> Spreads:
    codes = [item.code for item in indicators]
    return spreads_by_type(rounds, codes, kinds) if kinds and codes else {}


def _side_by_side(
    hubs: Sequence[Hub],
    indicators: Sequence[Indicator],
    rounds: Sequence[Round],
    spreads: Spreads,
) -> list[Comparison]:
    values = _values(hubs, [item.code for item in indicators], rounds)
    return [
        Comparison(
            indicator=item,
            sides=tuple(Side(hub, values.get((item.code, hub.pk), {})) for hub in hubs),
            medians={
                (round_, kind): spread
                for (code, round_, kind), spread in spreads.items()
                if code == item.code
            },
        )
        for item in indicators
    ]


def _values(
    hubs: Sequence[Hub], codes: Collection[str], rounds: Iterable[Round]
) -> dict[tuple[str, int], dict[int, Decimal | None]]:
    rows = IndicatorValue.objects.filter(
        follow_up__hub__in=[hub.pk for hub in hubs],
        follow_up__state__in=RECEIVED,
        follow_up__round__in=[item.pk for item in rounds],
        indicator__code__in=codes,
    ).values_list("indicator__code", "follow_up__hub", "follow_up__round", "value")
    found: dict[tuple[str, int], dict[int, Decimal | None]] = {}
    for code, hub, round_, value in rows:
        found.setdefault((code, hub), {})[round_] = value
    return found


def find_hubs(text: str, user: User, *, without: Collection[int]) -> list[Hub]:
    """Hubs in whose name or place every word is found, however it is spelt."""
    words = thai_key(text[:200]).split()
    if not words:
        return []
    rows = Hub.objects.visible_to(user).with_place().exclude(pk__in=without)
    for word in words:
        rows = rows.filter(search_key__contains=word)
    return list(rows.order_by("lao__province__sort_key", "lao__sort_key", "pk")[:MOST_FOUND])


def groups_to_choose(user: User) -> tuple[list[HubProgramme], list[Cohort]]:
    """Programmes with hubs and their cohorts, the newest first."""
    programmes = HubProgramme.objects.visible_to(user).filter(hubs__isnull=False).distinct()
    cohorts = Cohort.objects.visible_to(user).select_related("programme")
    return (
        list(programmes.order_by("-fiscal_year", "-pk")),
        list(cohorts.order_by("-programme__fiscal_year", "number")),
    )
