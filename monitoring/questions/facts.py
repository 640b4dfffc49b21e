"""What the form must know besides the answers: questions of the round, last figures, problems."""

import re
from collections.abc import Iterable, Mapping
from decimal import Decimal
from functools import cached_property
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


class FormFacts:
    """The rows a form is made of, each kind read once and only when something asks for it.

    A whole form takes four queries, however long it is, and one more where the report was sent
    before. ``follow_up`` comes with round and hub; ``raw`` and ``versions`` are the answers' texts
    and versions by key.
    """

    def __init__(
        self, follow_up: FollowUp, raw: Mapping[str, str], versions: Mapping[str, int]
    ) -> None:
        self.follow_up = follow_up
        self.raw = raw
        self.versions = versions

    @cached_property
    def indicators(self) -> tuple[Any, ...]:
        """The round's questions, each with last round's figure."""
        return tuple(_indicators(self.follow_up))

    @cached_property
    def last_values(self) -> Mapping[int, Decimal | None]:
        """Last round's figures by the catalogue's indicator."""
        return {item.indicator_id: item.last_value for item in self.indicators if item.last_row}

    @cached_property
    def categories(self) -> tuple[ProblemCategory, ...]:
        return tuple(ProblemCategory.objects.filter(is_active=True).order_by("code"))

    @cached_property
    def earlier_problems(self) -> tuple[Problem, ...]:
        return tuple(earlier_problems(self.follow_up, self.raw))

    @cached_property
    def files(self) -> tuple[ReportFile, ...]:
        kept = ReportFile.objects.filter(follow_up=self.follow_up, removed_at=None)
        return tuple(kept.order_by("pk"))

    @cached_property
    def remarks(self) -> tuple[FieldRemark, ...]:
        return _remarks(self.follow_up)


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
