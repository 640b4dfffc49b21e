"""The director's page: hubs and networks by year against plan, and the current round."""

from dataclasses import dataclass
from datetime import date

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from monitoring.models import Round
from monitoring.selectors.follow_ups import (
    Completeness,
    YearCount,
    annual_counts,
    round_completeness,
)
from onde_portal.accounts.access import allowed, reading
from onde_portal.accounts.permissions import Action
from onde_portal.ui.charts import Bar, BarChart, Part, Stack, bar_chart, stacked_bar
from onde_portal.ui.templatetags.ui import thai_number


@dataclass(frozen=True, slots=True)
class YearRow:
    """One fiscal year with the addresses of the lists behind its figures."""

    count: YearCount
    hubs_url: str
    total_url: str
    networks_url: str
    is_now: bool


@allowed(Action.READ_DASHBOARD)
@reading
def overview(request: HttpRequest) -> HttpResponse:
    """One page for three minutes (manual, 5, 9.2, 10, 14); every figure leads to its list."""
    today = timezone.localdate()
    rows = [_row(count, today) for count in annual_counts(today)]
    round_ = _round_to_watch(today)
    completeness = round_completeness(round_, today) if round_ else None
    return render(
        request,
        "oversight/overview.html",
        {
            "today": today,
            "rows": rows,
            "now": rows[-1],
            "before": rows[-2] if len(rows) > 1 else None,
            "hubs_chart": _total_chart(rows),
            "new_chart": _new_chart(rows),
            "networks_chart": _networks_chart(rows),
            "round": round_,
            "completeness": completeness,
            "stack": _stack(round_, completeness) if round_ and completeness else None,
            "round_parts": _parts(round_, completeness) if round_ and completeness else [],
        },
    )


def _round_to_watch(today: date) -> Round | None:
    """The round whose reports are being received or were received last; else the newest."""
    opened = Round.objects.filter(opened_at__isnull=False)
    receiving = opened.filter(opens_on__lte=today).order_by("-opens_on").first()
    return receiving or opened.order_by("-starts_on").first()


def _row(count: YearCount, today: date) -> YearRow:
    hubs = reverse("admin:hubs_hub_changelist")
    networks = reverse("admin:networks_citizennetwork_changelist")
    year = count.fiscal_year
    return YearRow(
        count=count,
        hubs_url=f"{hubs}?established_year={year}",
        total_url=f"{hubs}?counted_fy={year}",
        networks_url=f"{networks}?fiscal_year={year}",
        is_now=date(year - 544, 10, 1) <= today <= date(year - 543, 9, 30),
    )


def _label(row: YearRow, rows: list[YearRow]) -> str:
    year = row.count.fiscal_year
    return str(year) if row is rows[0] or row.is_now else str(year)[-2:]


def _title(what: str, row: YearRow, value: int, plan: int | None) -> str:
    said = _("%(what)s, fiscal year %(year)s: %(value)s") % {
        "what": what,
        "year": row.count.fiscal_year,
        "value": thai_number(value),
    }
    return said if plan is None else said + " · " + _("plan %(plan)s") % {"plan": thai_number(plan)}


def _total_chart(rows: list[YearRow]) -> BarChart:
    what = _("Hubs in total at the end of the year")
    bars = [
        Bar(
            label=_label(row, rows),
            value=row.count.hubs_total,
            title=_title(what, row, row.count.hubs_total, None),
            url=row.total_url,
            is_now=row.is_now,
        )
        for row in rows
    ]
    return bar_chart(what, bars)


def _new_chart(rows: list[YearRow]) -> BarChart:
    what = _("Hubs established in the year")
    bars = [
        Bar(
            label=_label(row, rows),
            value=row.count.hubs_established,
            title=_title(what, row, row.count.hubs_established, row.count.hubs_planned),
            plan=row.count.hubs_planned,
            url=row.hubs_url,
            is_now=row.is_now,
        )
        for row in rows
    ]
    return bar_chart(what, bars)


def _networks_chart(rows: list[YearRow]) -> BarChart:
    what = _("Networks founded in the year")
    bars = [
        Bar(
            label=_label(row, rows),
            value=row.count.networks_founded,
            title=_title(what, row, row.count.networks_founded, row.count.networks_planned),
            plan=row.count.networks_planned,
            url=row.networks_url,
            is_now=row.is_now,
        )
        for row in rows
    ]
    return bar_chart(what, bars)


def _parts(round_: Round, counts: Completeness) -> list[Part]:
    """The round's follow-ups by standing; each part leads to exactly its list."""
    base = reverse("admin:monitoring_followup_changelist") + f"?round__id__exact={round_.pk}"
    waiting = counts.received - counts.accepted
    not_due = counts.owed - counts.overdue
    return [
        Part(_("Accepted"), counts.accepted, "good", f"{base}&state__exact=accepted"),
        Part(_("To review"), waiting, "now", f"{base}&state__exact=submitted"),
        Part(_("Still owed, not overdue"), not_due, "warn", f"{base}&standing=owed"),
        Part(_("Overdue"), counts.overdue, "bad", f"{base}&standing=overdue"),
        Part(_("Nothing to report"), counts.nothing, "rest", f"{base}&state__exact=nothing"),
        Part(_("Waived"), counts.waived, "rest", f"{base}&state__exact=waived"),
    ]


def _stack(round_: Round, counts: Completeness) -> Stack:
    title = _("%(received)s of %(expected)s reports received") % {
        "received": counts.received,
        "expected": counts.expected,
    }
    return stacked_bar(title, _parts(round_, counts))
