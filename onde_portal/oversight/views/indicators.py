"""The indicators: all of them at a glance, and one with everything behind it (section 10)."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _, gettext_lazy, pgettext, pgettext_lazy
from django.views.decorators.gzip import gzip_page

from monitoring.models import Indicator, IndicatorValue, ResultLevel, Round, RoundIndicator
from monitoring.questions.parts import target_words
from monitoring.selectors.board import Scope
from onde_portal.accounts.access import allowed, reading
from onde_portal.accounts.permissions import Action
from onde_portal.accounts.views.asked import Address, file_of_page, understood
from onde_portal.oversight.screen import OnScreen
from onde_portal.oversight.selectors.explored import (
    changes_of,
    editions_of,
    in_asked_order,
    reached,
    rows_of,
    trend_of,
)
from onde_portal.oversight.selectors.indicators import (
    IndicatorTotal,
    indicator_trends,
    spreads_by_type,
)
from onde_portal.oversight.values import rollup_words, total_words, value_words
from onde_portal.oversight.views.asked import rounds_shown, scope_choices, scope_of
from onde_portal.oversight.views.indicator_parts import (
    distribution,
    sparkline,
    trend_chart,
    wording_label,
    wording_value,
)
from onde_portal.oversight.views.listing import (
    Column,
    file_of,
    files_named,
    listing,
    page_of,
    sorting_of,
)
from onde_portal.ui.figures import Shown
from onde_portal.ui.lines import LineChart
from onde_portal.ui.templatetags.ui import localized, place

READERS = (Action.READ_DASHBOARD, Action.READ_OFFICE)
A_PAGE = 50
VALUE_OF_HUB = "follow_up__hub"


@allowed(*READERS)
@reading
@gzip_page
def indicators(request: HttpRequest) -> HttpResponse:
    """All indicators by level and dimension, with the latest total and how it went."""
    rounds, scope = rounds_shown(), scope_of(request)
    context = {
        "levels": _by_level(rounds, scope),
        "latest": rounds[-1] if rounds else None,
        "title": _("Indicators"),
        "files": files_named(
            "drill-indicators-file",
            asked={"region": scope.region, "province": scope.province, "type": scope.lao_type},
        ),
        **scope_choices(scope),
    }
    return render(request, "oversight/drill/indicators.html", context)


@dataclass(frozen=True, slots=True)
class IndexRow:
    """An indicator at a glance: its figures by round, and the latest round that has an answer."""

    level: str
    indicator: Indicator
    totals: dict[int, IndicatorTotal]
    round: Round | None
    spark: LineChart

    @property
    def latest(self) -> IndicatorTotal | None:
        return self.totals[self.round.pk] if self.round else None

    @property
    def total(self) -> str:
        return total_words(self.latest, OnScreen()) if self.latest else ""

    @property
    def is_share(self) -> bool:
        return self.latest is not None and self.latest.is_share

    @property
    def reports(self) -> int:
        return self.latest.reports if self.latest else 0


def _by_level(rounds: Sequence[Round], scope: Scope) -> list[tuple[str, list[IndexRow]]]:
    """Levels in the manual's order, each with its indicators by dimension."""
    trends = indicator_trends(rounds, scope)
    totals: dict[str, dict[int, IndicatorTotal]] = {}
    for round_ in rounds:
        for total in trends[round_.pk]:
            totals.setdefault(total.indicator.code, {})[round_.pk] = total
    catalogue = list(Indicator.objects.select_related("dimension").order_by("position", "code"))
    found = []
    for level, label in ResultLevel.choices:
        of_level = [item for item in catalogue if item.level == level]
        of_level.sort(key=lambda item: (item.dimension.position, item.position, item.code))
        rows = [_row(str(label), item, totals.get(item.code, {}), rounds) for item in of_level]
        if rows:
            found.append((str(label), rows))
    return found


def _row(
    level: str, indicator: Indicator, totals: dict[int, IndicatorTotal], rounds: Sequence[Round]
) -> IndexRow:
    answered = [item for item in rounds if item.pk in totals and totals[item.pk].reports]
    latest = answered[-1] if answered else None
    return IndexRow(level, indicator, totals, latest, sparkline(indicator, totals, rounds))


def _index_columns(rounds: Sequence[Round]) -> list[Column[IndexRow]]:
    """What the page says of an indicator, and its figure of each of these rounds."""
    return [
        Column("level", gettext_lazy("Level"), lambda row: row.level),
        Column("code", gettext_lazy("Code"), lambda row: row.indicator.code),
        Column("name", gettext_lazy("Indicator"), lambda row: localized(row.indicator, "name")),
        Column("dimension", gettext_lazy("Dimension"),
               lambda row: localized(row.indicator.dimension, "name")),
        Column("latest", gettext_lazy("Latest figure"), lambda row: _figure(row.latest),
               Shown.VALUE),
        Column("unit", gettext_lazy("Unit"),
               lambda row: _("per cent") if row.is_share else localized(row.indicator, "unit")),
        Column("round", gettext_lazy("Round"), lambda row: str(row.round) if row.round else ""),
        Column("reports", gettext_lazy("Reports"), lambda row: row.reports, Shown.COUNT),
        Column("note", gettext_lazy("Note"),
               lambda row: "" if row.indicator.is_active else _("no longer asked")),
        *(_of_round(item) for item in rounds),
    ]  # fmt: skip


def _of_round(round_: Round) -> Column[IndexRow]:
    return Column(
        f"round{round_.pk}", str(round_), lambda row: _figure(row.totals.get(round_.pk)),
        Shown.VALUE,
    )  # fmt: skip


def _figure(total: IndicatorTotal | None) -> Decimal | None:
    """The figure with as many places as the page shows of it."""
    return None if total is None or total.value is None else round(total.value, 2)


@allowed(*READERS)
@reading
@file_of_page("drill-indicators")
def indicators_file(request: HttpRequest, ending: str) -> HttpResponseBase:
    """All indicators of the same address as a file, with their figures of every round shown."""
    rounds = rounds_shown()
    rows = [row for _level, rows in _by_level(rounds, scope_of(request)) for row in rows]
    return file_of(ending, _("Indicators"), _index_columns(rounds), rows)


def _indicator(code: str) -> Indicator:
    found = Indicator.objects.select_related("dimension").filter(code=code).first()
    if found is None:
        raise Http404
    return found


def _round(request: HttpRequest, editions: Sequence[RoundIndicator]) -> RoundIndicator | None:
    """The round asked for as it asked the indicator; else the latest one that has an answer."""
    named = {str(item.round_id): item for item in editions}
    asked = Address(request).one_of("round", named)
    if asked:
        return named[asked]
    answered = [item for item in editions if getattr(item, "answered", False)]
    return next(iter(reversed(answered or list(editions))), None)


def _columns(indicator: RoundIndicator | None) -> list[Column[IndicatorValue]]:
    numbers = OnScreen()
    kind = indicator.value_type if indicator else ""

    def said(row: IndicatorValue) -> str:
        if row.value is None:
            return pgettext("indicator", "not applicable")
        return value_words(row.value, kind, numbers)

    return [
        Column("hub", gettext_lazy("Hub"), lambda row: row.follow_up.hub.name,
               order=(f"{VALUE_OF_HUB}__lao__sort_key",)),
        Column("place", gettext_lazy("Place"), lambda row: place(row.follow_up.hub.lao),
               order=(f"{VALUE_OF_HUB}__lao__province__sort_key",)),
        Column("type", gettext_lazy("Type of LAO"),
               lambda row: localized(row.follow_up.hub.lao.type, "name"),
               order=(f"{VALUE_OF_HUB}__lao__type__position",)),
        Column("value", pgettext_lazy("indicator", "Value"), said, order=("value",)),
        Column("number", gettext_lazy("Value as a number"), lambda row: row.value, Shown.NUMBER,
               only_file=True),
        Column("part", gettext_lazy("Part"), lambda row: row.part, Shown.NUMBER, only_file=True),
        Column("whole", gettext_lazy("Whole"), lambda row: row.whole, Shown.NUMBER,
               only_file=True),
        Column("note", gettext_lazy("Note"), lambda row: row.note),
        Column("state", gettext_lazy("State of the report"),
               lambda row: row.follow_up.get_state_display(), order=("follow_up__state",)),
    ]  # fmt: skip


def _rows(request: HttpRequest, edition: RoundIndicator, scope: Scope) -> Any:
    columns = _columns(edition)
    sorting = sorting_of(request, columns)
    fields = next((item.order for item in columns if item.key == sorting.key), ())
    rows = rows_of(edition.code, edition.round, scope, request.GET.get("q", ""))
    return in_asked_order(rows, fields, down=sorting.down)


@allowed(*READERS)
@reading
@gzip_page
def indicator(request: HttpRequest, code: str) -> HttpResponse:
    """One indicator: what it asks, how it went, how it lies, and the hubs behind it."""
    found, scope, rounds = _indicator(code), scope_of(request), rounds_shown()
    editions = editions_of(code)
    edition = _round(request, editions)
    trend = trend_of(code, rounds, scope)
    context: dict[str, Any] = {
        "indicator": found,
        "title": f"{found.code} {found}",
        "crumbs": [(_("Indicators"), reverse("drill-indicators"))],
        "rollup": rollup_words(found.rollup),
        "edition": edition,
        "target": target_words(edition or found),
        "editions": list(reversed(editions)),
        "trend": _trend_rows(trend, code, request),
        "chart": trend_chart(str(found), found.value_type, _trend_rows(trend, code, request)),
        "changes": [
            (change.round, wording_label(change.field),
             wording_value(change.field, change.before), wording_value(change.field, change.after))
            for change in changes_of(editions)
        ],
        **scope_choices(scope),
    }  # fmt: skip
    if edition:
        context |= _behind(request, edition, scope)
    return render(request, "oversight/drill/indicator.html", context)


def _behind(request: HttpRequest, edition: RoundIndicator, scope: Scope) -> dict[str, Any]:
    """What the chosen round says: target, distribution, rows."""
    page = page_of(request, _rows(request, edition, scope), A_PAGE)
    kinds = [scope.lao_type] if scope.lao_type else []
    spreads = spreads_by_type([edition.round], [edition.code], kinds)
    return {
        "reached": reached(edition, scope),
        "distribution": distribution(edition, spreads),
        "text": request.GET.get("q", "")[:200],
        "sort": sorting_of(request, _columns(edition)).address,
        "listing": listing(
            request, _columns(edition), list(page.object_list), page=page, file_url=request.path,
            url_of=lambda row: reverse("monitoring:report-view", args=[row.follow_up_id]),
        ),
    }  # fmt: skip


def _trend_rows(
    trend: Sequence[tuple[Round, IndicatorTotal | None]], code: str, request: HttpRequest
) -> list[dict[str, Any]]:
    """The rounds with their figure in words and the address of the rows behind it."""
    rows = []
    for round_, total in trend:
        query = understood(request, but=("page",))
        query["round"] = str(round_.pk)
        rows.append({
            "round": round_,
            "total": total if total and total.reports else None,
            "asked": total is not None,
            "silent": total.not_applicable if total else 0,
            "said": total_words(total, OnScreen()) if total else "–",
            "url": f"?{query.urlencode()}#list",
        })  # fmt: skip
    return rows


@allowed(*READERS)
@reading
@file_of_page("drill-indicator")
def indicator_file(request: HttpRequest, code: str, ending: str) -> HttpResponseBase:
    """Exactly the hubs of the same address, on all its pages, as a file."""
    found, scope = _indicator(code), scope_of(request)
    edition = _round(request, editions_of(code))
    rows = _rows(request, edition, scope) if edition else []
    title = f"{found.code} {found}"
    return file_of(ending, title, _columns(edition), rows)
