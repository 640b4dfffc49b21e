"""The lists of a round's page as files: all that each counts, with days and numbers as such."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _, gettext_lazy, ngettext, pgettext_lazy

from hubs.models import Hub
from monitoring.actions.changes import Verb
from monitoring.boards import round_measures
from monitoring.models import FollowUpEvent, Round
from monitoring.selectors.opening import Expected, PlannedRung, opening_of
from monitoring.selectors.rounds import (
    Correction,
    Question,
    corrections_of,
    exceptions_of,
    questions_of,
)
from onde_portal.exchange.pieces import in_pieces
from onde_portal.ui.templatetags.ui import localized, place

Cells = list[Any]


@dataclass(frozen=True, slots=True)
class RoundFile:
    """A list of the page: its title and header, its rows, and of which rounds the page has it."""

    title: Any
    header: tuple[Any, ...]
    rows: Callable[[Round], Iterable[Cells]]
    is_shown: Callable[[Round], bool]


def _hub(hub: Hub) -> Cells:
    return [hub.name, localized(hub.lao, "full_name"), place(hub.lao)]


def _expected(one: Expected) -> Cells:
    return [
        *_hub(one.hub), one.because.label,
        ", ".join(map(str, one.people)), ", ".join(map(str, one.chiefs)),
    ]  # fmt: skip


def _mails(rung: PlannedRung) -> Cells:
    if rung.is_before:
        said = ngettext(
            "%(days)s day before the due date", "%(days)s days before the due date", rung.distance
        )
    else:
        said = ngettext(
            "%(days)s day after the due date", "%(days)s days after the due date", rung.distance
        )
    to_whom = _("reporters")
    if rung.is_last:
        to_whom = _("reporters, the LAO's chief; one mail to each head of section")
    return [rung.day, said % {"days": rung.distance}, to_whom, rung.mails]


def _exception(event: FollowUpEvent) -> Cells:
    report = event.follow_up
    return [
        *_hub(report.hub), _("Waived") if event.verb == Verb.WAIVED else _("More time"),
        report.due_on, event.reason, event.at, str(event.by or ""),
    ]  # fmt: skip


def _correction(one: Correction) -> Cells:
    then, now, event = one.line, one.follow_up, one.event
    return [
        *_hub(one.hub),
        then.get_state_display() if then else _("not asked"), then.due_on if then else None,
        now.get_state_display() if now else _("no longer asked"), now.due_on if now else None,
        event.at if event else None, str(event.by or "") if event else "", one.because,
    ]  # fmt: skip


def _asked(one: Question) -> Cells:
    words = {"new": _("New question"), "changed": _("Changed")}
    indicator = one.indicator
    return [
        indicator.code, str(indicator), localized(indicator, "unit"), words.get(one.news, ""),
        ", ".join(one.changes),
    ]  # fmt: skip


def _questions(round_: Round) -> Iterable[Cells]:
    found = questions_of(round_)
    dropped = (Question(one, "", ()) for one in found.dropped)
    gone = [[*_asked(one)[:3], _("No longer asked"), ""] for one in dropped]
    return [*map(_asked, found.asked), *gone]


def _measures(round_: Round) -> Iterable[Cells]:
    for label, number in round_measures(round_, timezone.localdate()):
        now = number.count if number.now is None else number.now
        yield [label, number.count, now]


OF_HUB = (gettext_lazy("Hub"), gettext_lazy("LAO"), gettext_lazy("Place"))
FILES: Mapping[str, RoundFile] = MappingProxyType({
    "expected": RoundFile(
        gettext_lazy("Who would be expected, and why"),
        (*OF_HUB, gettext_lazy("Expected because"), gettext_lazy("Reminded every time"),
         gettext_lazy("With the last reminder too")),
        lambda round_: map(_expected, opening_of(round_).expected),
        lambda round_: round_.is_planned,
    ),
    "mails": RoundFile(
        gettext_lazy("Who would be mailed what"),
        (gettext_lazy("Day"), gettext_lazy("Reminder"), gettext_lazy("To whom"),
         gettext_lazy("Mails")),
        lambda round_: map(_mails, opening_of(round_).rungs),
        lambda round_: round_.is_planned,
    ),
    "numbers": RoundFile(
        gettext_lazy("Numbers of the round"),
        (gettext_lazy("Reports"), pgettext_lazy("reports", "Number"), gettext_lazy("Today")),
        _measures,
        lambda round_: not round_.is_planned,
    ),
    "corrections": RoundFile(
        gettext_lazy("Changed since the closing"),
        (*OF_HUB, gettext_lazy("At the closing"), gettext_lazy("Due at the closing"),
         gettext_lazy("Now"), gettext_lazy("Due now"), gettext_lazy("When"),
         gettext_lazy("By whom"), gettext_lazy("Reason")),
        lambda round_: map(_correction, corrections_of(round_)),
        lambda round_: round_.closed_at is not None,
    ),
    "exceptions": RoundFile(
        gettext_lazy("More time, and no report asked for"),
        (*OF_HUB, gettext_lazy("Exception"), gettext_lazy("Due"), gettext_lazy("Reason"),
         gettext_lazy("When"), gettext_lazy("By whom")),
        lambda round_: map(_exception, in_pieces(exceptions_of(round_))),
        lambda round_: not round_.is_planned,
    ),
    "questions": RoundFile(
        gettext_lazy("What is asked"),
        (gettext_lazy("Code"), gettext_lazy("Indicator"), gettext_lazy("Unit"),
         gettext_lazy("Against the round before"), gettext_lazy("What was changed")),
        _questions,
        lambda _round: True,
    ),
})  # fmt: skip
