"""Completeness and timeliness of a round by place and over time, and the list behind it."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date

from django.db.models import OuterRef, Subquery
from django.utils import timezone

from monitoring.content import Label
from monitoring.models import FollowUp, FollowUpState, FrozenLine, Round, Submission
from monitoring.selectors.board import Cell, Scope, opened_rounds, places, tallies_of, total
from monitoring.tally import Tally, days_late
from onde_portal.registry.models import Region
from onde_portal.reporting.content import HubLine, PlaceTally, RoundTally
from onde_portal.reporting.selectors.areas import both, place_name, region_name

TREND = 6
Tallies = dict[int, dict[Cell, Tally]]


def round_label(round_: Round) -> Label:
    half = round_.half_year
    return Label(half.label_th, half.label_en)


def round_mark(round_: Round) -> str:
    return f"{round_.half}/{round_.fiscal_year}"


def rounds_until(round_: Round, number: int) -> list[Round]:
    """So many opened rounds that end with this one, the oldest first."""
    found = opened_rounds().filter(starts_on__lte=round_.starts_on)[:number]
    return sorted(found, key=lambda item: item.starts_on)


def trend_of(
    rounds: list[Round], scope: Scope, regions: dict[str, str], today: date
) -> tuple[RoundTally, ...]:
    """Each round's completeness for the scope."""
    tallies = tallies_of(rounds, today)
    return tuple(
        RoundTally(round_label(item), round_mark(item), total(tallies[item.pk], scope, regions))
        for item in rounds
    )


def tallies_by_place(
    counts: dict[Cell, Tally], scope: Scope, regions: dict[str, str]
) -> Iterator[PlaceTally]:
    """Regions, provinces and kinds of LAO with a duty; only what lies inside the scope."""
    provinces, types = places()
    wanted: list[tuple[str, Label, Scope]] = []
    if not (scope.region or scope.province):
        wanted += [
            ("region", region_name(key), replace(scope, region=key)) for key in Region.values
        ]
    if not scope.province:
        wanted += [
            ("province", Label(item.name_th, item.name_en), replace(scope, province=item.pk))
            for item in provinces
        ]
    wanted += [
        ("type", Label(item.name_th, item.name_en), replace(scope, lao_type=item.pk))
        for item in types
    ]
    for kind, name, narrow in wanted:
        tally = total(counts, narrow, regions)
        if tally != Tally():
            yield PlaceTally(kind, name, tally)


def hub_lines(round_: Round, scope: Scope) -> tuple[HubLine, ...]:
    """Every hub that the round asked, province by province; of a closed round as at its closing.

    So is the receipt, wherever the hub belongs since. One query.
    """
    labels = {state: both(FollowUpState(state).label) for state in FollowUpState.values}
    model = FrozenLine if round_.closed_at else FollowUp
    rows = scope.narrow(model._default_manager.filter(round=round_)).select_related(
        "hub__lao__province", "hub__lao__district"
    )
    rows = rows.annotate(receipt=_receipt(round_))
    rows = rows.order_by("hub__lao__province__sort_key", "hub__lao__sort_key", "hub")
    return tuple(_hub_line(round_, row, labels) for row in rows)


def _receipt(round_: Round) -> Subquery:
    """The number of a duty's newest receipt, of a closed round the newest of its closing."""
    follow_up = OuterRef("follow_up" if round_.closed_at else "pk")
    sent = Submission.objects.filter(follow_up=follow_up)
    if round_.closed_at:
        sent = sent.filter(submitted_at__lte=round_.closed_at)
    return Subquery(sent.order_by("-number").values("receipt_number")[:1])


def _hub_line(
    round_: Round,
    row: FollowUp | FrozenLine,
    labels: dict[str, Label],
) -> HubLine:
    sent = row.first_submitted_at
    key = row.follow_up_id if isinstance(row, FrozenLine) else row.pk
    return HubLine(
        hub=row.hub.name,
        place=place_name(row.hub.lao),
        state=labels[row.state],
        sent_on=timezone.localtime(sent).date() if sent else None,
        days_late=days_late(round_, sent) if sent else None,
        number=vars(row)["receipt"] or "",
        closed_on=row.hub.closed_on,
        follow_up=key,
    )
