"""A hub's life and what it reported in every round (manual, 8.2 (6) and 10)."""

from collections import defaultdict
from dataclasses import replace
from datetime import date

from django.urls import reverse
from django.utils.translation import gettext as _, pgettext

from hubs.actions.life import Verb
from hubs.models import HubState
from monitoring.models import FollowUp, IndicatorValue, Round, RoundIndicator
from monitoring.tally import days_late
from onde_portal.documents.blocks import Table
from onde_portal.oversight.reports.pieces import Part, Piece, Reader, Story, facts, table
from onde_portal.oversight.selectors.hub_file import HubRecords
from onde_portal.oversight.values import (
    not_applicable,
    scale_for,
    unit_words,
    value_words,
)
from onde_portal.ui.figures import Column, FigureTable, Numbers, Shown
from onde_portal.ui.lines import Line, Reading
from onde_portal.ui.templatetags.ui import localized
from onde_portal.workflow.selectors import timeline

# So many rounds stand side by side on a page of A4; the lines show all.
SIDE_BY_SIDE = 6


def life(found: HubRecords, numbers: Numbers, reader: Reader) -> Part:
    """States and closings, with reasons."""
    hub = found.hub
    successor = ""
    if hub.successor:
        successor = f"{hub.successor.name} · {localized(hub.successor.lao, 'full_name')}"
    rows = [
        (_("State"), str(hub.get_state_display())),
        (_("Announced on"), numbers.day(hub.established_on) if hub.established_on else ""),
        (_("Closed from"), numbers.day(hub.closed_on) if hub.closed_on else ""),
        (_("Successor"), numbers.words(successor),
         reverse("drill-hub", args=[hub.successor_id]) if hub.successor_id and not reader.is_lao
         else ""),
    ]  # fmt: skip
    states = {value: str(label) for value, label in HubState.choices}
    happened = reversed(timeline(found.events, states, Verb))
    events = FigureTable(
        "life", _("What happened to the hub"),
        (Column(_("Day"), Shown.DAY), Column(_("What")), Column(_("State")), Column(_("Reason"))),
        tuple((item.at, item.what, item.detail, item.reason) for item in happened),
    )  # fmt: skip
    pieces = [*facts(rows), *table(events, numbers)]
    return Part("life", _("Life of the hub"), "8.2 (5)", _("Nothing is recorded."), tuple(pieces))


def round_label(round_: Round) -> str:
    """A round in few signs, such as 1/69."""
    return f"{round_.half}/{str(round_.fiscal_year)[-2:]}"


def round_words(round_: Round) -> str:
    """A round in few words, such as round 1/2569."""
    return _("round %(half)s/%(year)s") % {"half": round_.half, "year": round_.fiscal_year}


def timeliness(follow_up: FollowUp) -> str:
    """On time, or how many days late the first sending was; nothing while it is not sent."""
    if follow_up.first_submitted_at is None:
        return ""
    late = days_late(follow_up.round, follow_up.first_submitted_at)
    return _("%(days)s days late") % {"days": late} if late else _("On time")


def reports(found: HubRecords, numbers: Numbers, today: date) -> Part:
    """The report of every round: its state, whether it came on time, its receipt."""
    follow_ups = list(reversed(found.rounds.follow_ups))
    sent = found.rounds.sent
    rows = tuple(
        (
            round_words(item.round),
            _state(item, today),
            item.due_on,
            item.first_submitted_at,
            timeliness(item),
            item.decided_at,
            sent[item.pk].receipt_number if item.pk in sent else "",
        )
        for item in follow_ups
    )
    head = (
        Column(_("Round")), Column(_("State")), Column(_("Due"), Shown.DAY),
        Column(_("First sent"), Shown.DAY), Column(_("Timeliness")),
        Column(_("Accepted or waived"), Shown.DAY), Column(_("Receipt no.")),
    )  # fmt: skip
    urls = [reverse("monitoring:report-view", args=[item.pk]) for item in follow_ups]
    found_table = FigureTable("rounds", "", head, rows)
    pieces = table(found_table, numbers, urls)
    empty = _("No report was expected yet: rounds begin with the announcement of the hub.")
    return Part("reports", _("Reports of every round"), "10", empty, tuple(pieces))


def _state(follow_up: FollowUp, today: date) -> str:
    said = str(follow_up.get_state_display())
    return f"{said} ({_('overdue')})" if follow_up.is_overdue(today) else said


def key_figures(found: HubRecords, numbers: Numbers) -> Part:
    """Every indicator that the hub ever answered, over its rounds."""
    by_code: dict[str, dict[int, IndicatorValue]] = defaultdict(dict)
    rounds = {item.pk: item.round for item in found.rounds.follow_ups}
    for value in found.rounds.values:
        by_code[value.indicator.code][value.follow_up_id] = value
    shown = [key for key in rounds if any(key in values for values in by_code.values())]
    latest = shown[-SIDE_BY_SIDE:]
    rows, stories = [], []
    for values in by_code.values():
        newest = values[max(values, key=lambda key: rounds[key].starts_on)].indicator
        rows.append((
            _named(newest),
            *(_value(values.get(key), numbers) for key in latest),
        ))  # fmt: skip
        stories.append(_story(str(newest), values, rounds, numbers))
    head = (
        Column(_("Indicator")),
        *(Column(round_label(rounds[key]), Shown.WORDS) for key in latest),
    )  # fmt: skip
    found_table = FigureTable("figures", "", head, tuple(rows))
    to_the_right = frozenset(range(1, 1 + len(latest)))
    rest = 66 // max(1, len(latest))
    widths = (100 - rest * len(latest), *(rest for _key in latest))
    pieces = [
        Piece(replace(item.block, numeric=to_the_right), (), tuple(stories))
        for item in table(found_table, numbers, widths=widths)
        if isinstance(item.block, Table)
    ]
    empty = _("No report with figures has been received yet.")
    return Part("figures", _("Key figures over the rounds"), "10", empty, tuple(pieces))


def _named(indicator: RoundIndicator) -> str:
    """The indicator with its unit, where its values do not say it themselves."""
    unit = unit_words(indicator, localized(indicator, "unit"))
    return f"{indicator} ({unit})" if unit else str(indicator)


def _value(value: IndicatorValue | None, numbers: Numbers) -> str:
    if value is None:
        return ""
    if value.value is None:
        return not_applicable()
    return value_words(value.value, value.indicator.value_type, numbers)


def _story(
    title: str, values: dict[int, IndicatorValue], rounds: dict[int, Round], numbers: Numbers
) -> Story:
    """The indicator over all rounds in which the hub had a duty; gaps where nothing was said."""
    readings = []
    for key, round_ in rounds.items():
        value = values.get(key)
        shown = _value(value, numbers)
        number = value.value if value else None
        readings.append(
            Reading(
                value=None if number is None else float(number),
                title=f"{round_}: {shown or _('no report')}",
                shown=shown,
                silent=value is not None and number is None,
            )
        )
    kind = next(iter(values.values())).indicator.value_type
    scale = scale_for(kind, [value.value for value in values.values()])
    labels = tuple(round_label(item) for item in rounds.values())
    said = pgettext("chart", "%(title)s, round by round") % {"title": title}
    return Story(said, labels, Line(title, tuple(readings)), scale)
