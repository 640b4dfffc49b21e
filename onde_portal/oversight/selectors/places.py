"""What stands where: hubs, reports, problems and networks of a part of the country.

However many hubs a place has, the number of queries stays the same.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.db.models import Count, F, Max, Q, QuerySet

from hubs.models import Hub, HubState
from monitoring.models import FollowUp, Problem, Round
from monitoring.selectors.board import Cell, Scope, total
from monitoring.tally import Tally
from networks.models import CitizenNetwork
from onde_portal.accounts.models import User
from onde_portal.registry.models import Lao, Province
from onde_portal.thai.calendar import fiscal_year
from onde_portal.thai.text import thai_key


@dataclass(frozen=True, slots=True)
class Area:
    """A part of the country: all of it, a region, a province, or one LAO."""

    region: str = ""
    province: str = ""
    lao: int | None = None

    def within(self, to_lao: str) -> dict[str, Any]:
        """As a filter of rows from which ``to_lao`` leads to their LAO."""
        wanted = {
            f"{to_lao}__province__region": self.region,
            f"{to_lao}__province": self.province,
            to_lao: self.lao,
        }
        return {name: value for name, value in wanted.items() if value}

    @property
    def scope(self) -> Scope:
        return Scope(region=self.region, province=self.province)


@dataclass(frozen=True, slots=True)
class Standing:
    """How a place stands. ``alive``: hubs established and not closed today; ``new``: announced
    in this fiscal year; ``problems``: not solved yet; ``tally``: the reports of the round."""

    laos: int = 0
    alive: int = 0
    new: int = 0
    preparing: int = 0
    problems: int = 0
    networks: int = 0
    tally: Tally = field(default_factory=Tally)


def round_to_watch(rounds: Iterable[Round], today: date) -> Round | None:
    """The round that receives reports, or did last; else the newest. ``rounds``: latest first."""
    found = list(rounds)
    receiving = [item for item in found if item.opens_on <= today]
    return next(iter(receiving or found), None)


def standings(
    area: Area, by: str, user: User, today: date, tallies: Mapping[Cell, Tally]
) -> dict[str, Standing]:
    """The standing of each region or province (``by``) of an area, in four queries."""
    path = "province__region" if by == "region" else "province"
    laos = Lao.objects.visible_to(user).existing().filter(**_of_lao(area))
    counts = {
        "laos": _count(laos, path, count=Count("pk")),
        "hubs": _count(
            Hub.objects.visible_to(user).filter(**area.within("lao")),
            f"lao__{path}",
            **_hub_counts(today),
        ),
        "problems": _count(_open_problems(area, user), f"{PROBLEM}__{path}", count=Count("pk")),
        "networks": _count(_networks(area, user), path, count=Count("pk")),
    }
    places = Province.objects.filter(**_of_province(area)).values_list("pk", "region")
    regions = dict(places)
    keys = set(regions.values()) if by == "region" else set(regions)
    return {
        key: Standing(
            laos=counts["laos"].get(key, {}).get("count", 0),
            problems=counts["problems"].get(key, {}).get("count", 0),
            networks=counts["networks"].get(key, {}).get("count", 0),
            tally=total(tallies, Scope(**{by: key}), regions),
            **counts["hubs"].get(key, {}),
        )
        for key in keys
    }


PROBLEM = "follow_up__hub__lao"


def _of_lao(area: Area) -> dict[str, Any]:
    wanted = {"province__region": area.region, "province": area.province, "pk": area.lao}
    return {name: value for name, value in wanted.items() if value}


def _of_province(area: Area) -> dict[str, Any]:
    wanted = {"region": area.region, "pk": area.province}
    return {name: value for name, value in wanted.items() if value}


def _count(rows: QuerySet[Any], path: str, **counts: Count) -> dict[Any, dict[str, int]]:
    return {row.pop(path): row for row in rows.values(path).annotate(**counts).order_by(path)}


def _hub_counts(today: date) -> dict[str, Count]:
    living = Q(established_on__lte=today) & (Q(closed_on=None) | Q(closed_on__gt=today))
    lived = Q(closed_on=None) | Q(closed_on__gt=F("established_on"))
    return {
        "alive": Count("pk", filter=living),
        "new": Count("pk", filter=Q(established_year=fiscal_year(today)) & lived),
        "preparing": Count("pk", filter=Q(state=HubState.PREPARING)),
    }


def _open_problems(area: Area, user: User) -> QuerySet[Problem]:
    return Problem.objects.visible_to(user).unsolved().filter(**area.within(PROBLEM))


def _networks(area: Area, user: User) -> QuerySet[CitizenNetwork]:
    """Networks that go on in the place; of an LAO those of its district or its whole province."""
    rows = CitizenNetwork.objects.visible_to(user).filter(ended_on=None)
    wanted = {"province__region": area.region, "province": area.province}
    rows = rows.filter(**{name: value for name, value in wanted.items() if value})
    if area.lao is None:
        return rows
    own = Lao.objects.filter(pk=area.lao).values("province", "district")
    here = Q(districts=None) | Q(districts__in=own.values("district"))
    return rows.filter(here, province__in=own.values("province")).distinct()


def networks_of(area: Area, user: User) -> QuerySet[CitizenNetwork]:
    """The networks of a place, the newest first."""
    return _networks(area, user).select_related("province").order_by("-founded_on", "pk")


def whole(parts: Iterable[Standing]) -> Standing:
    """The standing of a place from those of its parts."""
    found = list(parts)
    counts = {
        name: sum(getattr(item, name) for item in found)
        for name in ("laos", "alive", "new", "preparing", "problems", "networks")
    }
    return Standing(**counts, tally=sum((item.tally for item in found), Tally()))


def hubs_by_state(area: Area, user: User) -> dict[str, int]:
    """How many hubs of the place are in each state; every state is there."""
    rows = Hub.objects.visible_to(user).filter(**area.within("lao"))
    counts = _count(rows, "state", count=Count("pk"))
    return {state: counts.get(state, {}).get("count", 0) for state in HubState.values}


def hubs_by_year(area: Area, user: User, today: date) -> dict[int, int]:
    """Hubs announced in each fiscal year from the place's first to today's; closed or not."""
    rows = Hub.objects.visible_to(user).lived()
    counts = _count(rows.filter(**area.within("lao")), "established_year", count=Count("pk"))
    now = fiscal_year(today)
    years = [int(year) for year in counts]
    first = min([*years, now])
    return {
        year: counts.get(year, {}).get("count", 0) for year in range(first, max([*years, now]) + 1)
    }


@dataclass(frozen=True, slots=True)
class ProblemCount:
    """How many problems of a category are not solved yet."""

    code: str
    name_th: str
    name_en: str
    count: int


def open_problems_by_category(area: Area, user: User) -> list[ProblemCount]:
    """Problems not solved yet by category, the most named first; one query."""
    rows = (
        _open_problems(area, user)
        .values("category", "category__name_th", "category__name_en")
        .annotate(count=Count("pk"))
        .order_by("-count", "category")
    )
    return [
        ProblemCount(
            row["category"], row["category__name_th"], row["category__name_en"], row["count"]
        )
        for row in rows
    ]


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which LAOs of a province are looked for; empty leaves everything in."""

    text: str = ""
    lao_type: str = ""
    with_hub: str = ""


def laos_of(province: Province, wanted: Wanted, user: User) -> QuerySet[Lao]:
    """The LAOs of a province; ``hubs_here`` counts hubs not closed, ``announced`` is the last day.

    Dissolved LAOs are there as long as a hub of theirs is known.
    """
    rows = Lao.objects.visible_to(user).filter(province=province).with_place()
    rows = rows.annotate(
        hubs_here=Count("hubs", filter=~Q(hubs__state=HubState.CLOSED)),
        hubs_ever=Count("hubs"),
        announced=Max("hubs__established_on"),
    ).filter(Q(gone_on=None) | Q(hubs_ever__gt=0))
    for word in thai_key(wanted.text[:200]).split():
        rows = rows.filter(search_key__contains=word)
    if wanted.lao_type:
        rows = rows.filter(type=wanted.lao_type)
    if wanted.with_hub in {"yes", "no"}:
        held = {"hubs_here__gt": 0} if wanted.with_hub == "yes" else {"hubs_here": 0}
        rows = rows.filter(**held)
    return rows


@dataclass(frozen=True, slots=True)
class LaoLine:
    """An LAO in the list of its province, with its hub, the report owed in the round, problems."""

    lao: Lao
    hub: Hub | None
    follow_up: FollowUp | None
    problems: int


def lao_lines(laos: Iterable[Lao], round_: Round | None, user: User) -> list[LaoLine]:
    """These LAOs with what their hubs do, in three queries."""
    found = list(laos)
    hubs: dict[int, Hub] = {}
    of_these = Hub.objects.visible_to(user).filter(lao__in=[lao.pk for lao in found])
    for hub in of_these.order_by(F("closed_on").desc(nulls_first=True), "-pk"):
        hubs.setdefault(hub.lao_id, hub)  # the living one, else the one closed last
    keys = [hub.pk for hub in hubs.values()]
    owed = FollowUp.objects.visible_to(user).filter(hub__in=keys, round=round_)
    by_hub = {item.hub_id: item for item in owed} if round_ else {}
    problems = _count(
        Problem.objects.visible_to(user).unsolved().filter(follow_up__hub__in=keys),
        "follow_up__hub",
        count=Count("pk"),
    )
    return [_lao_line(lao, hubs.get(lao.pk), by_hub, problems) for lao in found]


def _lao_line(
    lao: Lao, hub: Hub | None, owed: dict[int, FollowUp], problems: dict[Any, dict[str, int]]
) -> LaoLine:
    if hub is None:
        return LaoLine(lao, None, None, 0)
    return LaoLine(lao, hub, owed.get(hub.pk), problems.get(hub.pk, {}).get("count", 0))


def hubs_of(lao: Lao, user: User) -> QuerySet[Hub]:
    """All hubs that an LAO ever had, the living one first."""
    rows = Hub.objects.visible_to(user).filter(lao=lao).with_place()
    rows = rows.annotate(reports=Count("follow_ups"))
    return rows.order_by(F("closed_on").asc(nulls_first=True), "-pk")


def duties_of(lao: Lao, user: User) -> QuerySet[FollowUp]:
    """The follow-ups of an LAO's hubs, the latest round first."""
    rows = FollowUp.objects.visible_to(user).filter(hub__lao=lao).select_related("round", "hub")
    return rows.order_by("-round__starts_on", "hub")
