"""What the form must know besides the answers: questions of the round, last figures, problems."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.db.models import OuterRef, Q, Subquery

from monitoring.content import Label
from monitoring.models import (
    FieldRemark,
    FollowUp,
    Indicator,
    IndicatorValue,
    Problem,
    ProblemCategory,
    ReportFile,
    RoundIndicator,
    Support,
)
from monitoring.selectors.follow_ups import reported_before

_EARLIER_KEY = re.compile(r"earlier\.(\d{1,18})\.state", re.ASCII)


@dataclass(frozen=True, slots=True)
class FormFacts:
    """The rows a form is made of, read once: four queries, however long the form,
    and one more where the report was sent before.

    ``last_values`` maps the catalogue's indicator to last round's figure.
    """

    follow_up: FollowUp
    raw: Mapping[str, str]
    versions: Mapping[str, int]
    indicators: tuple[RoundIndicator, ...]
    last_values: Mapping[int, Decimal | None]
    categories: tuple[ProblemCategory, ...]
    earlier_problems: tuple[Problem, ...]
    files: tuple[ReportFile, ...]
    remarks: tuple[FieldRemark, ...] = ()


def load_facts(
    follow_up: FollowUp,
    raw: Mapping[str, str],
    versions: Mapping[str, int],
) -> FormFacts:
    """Read what the form of this follow-up needs. ``follow_up`` comes with round and hub."""
    indicators = tuple(_indicators(follow_up))
    return FormFacts(
        follow_up=follow_up,
        raw=raw,
        versions=versions,
        indicators=indicators,
        last_values={item.indicator_id: item.last_value for item in indicators if item.last_row},
        categories=tuple(ProblemCategory.objects.filter(is_active=True).order_by("code")),
        earlier_problems=tuple(earlier_problems(follow_up, raw)),
        files=tuple(ReportFile.objects.filter(follow_up=follow_up, removed_at=None).order_by("pk")),
        remarks=_remarks(follow_up),
    )


def _remarks(follow_up: FollowUp) -> tuple[FieldRemark, ...]:
    """What the Office asks about fields; nothing before a report was sent."""
    if follow_up.first_submitted_at is None:
        return ()
    return tuple(FieldRemark.objects.open().filter(follow_up=follow_up).order_by("pk"))


def _indicators(follow_up: FollowUp) -> Iterable[Any]:
    """The round's questions, each with last round's figure: ``last_row`` tells there is one."""
    last = IndicatorValue.objects.filter(
        follow_up=Subquery(reported_before(follow_up).values("pk")[:1]),
        indicator__indicator=OuterRef("indicator"),
    )
    return (
        RoundIndicator.objects.filter(round=follow_up.round_id)
        .select_related("dimension")
        .annotate(
            last_row=Subquery(last.values("pk")[:1]), last_value=Subquery(last.values("value")[:1])
        )
        .order_by("dimension__position", "dimension__code", "position", "code")
    )


def earlier_problems(follow_up: FollowUp, keys: Mapping[str, object]) -> list[Problem]:
    """The hub's problems of earlier rounds that are not solved, oldest first.

    ``promised`` and ``promised_until`` are the support that the Office promised against each and
    did not give yet.

    One that this very follow-up has answered for stays in it, even once it is solved: a returned
    report asks again what it asked before.
    """
    promised = Support.objects.open().filter(problem=OuterRef("pk")).order_by("due_on", "pk")
    answered = [int(found[1]) for key in keys if (found := _EARLIER_KEY.fullmatch(key))]
    return list(
        Problem.objects.filter(
            ~Q(state=Problem.State.SOLVED) | Q(pk__in=answered),
            follow_up__hub=follow_up.hub_id,
            follow_up__round__ends_on__lt=follow_up.round.starts_on,
        )
        .select_related("category", "follow_up__round")
        .annotate(
            promised=Subquery(promised.values("what")[:1]),
            promised_until=Subquery(promised.values("due_on")[:1]),
        )
        .order_by("follow_up__round__starts_on", "position")
    )


def category_label(category: ProblemCategory) -> Label:
    return Label(category.name_th, category.name_en)


def indicator_label(indicator: RoundIndicator | Indicator) -> Label:
    return Label(indicator.name_th, indicator.name_en)
