"""What the records say otherwise by now than a frozen year's page, beside its counts."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _

from monitoring.tally import Tally
from onde_portal.oversight.selectors.page import Page
from onde_portal.ui.templatetags.ui import thai_number


@dataclass(frozen=True, slots=True)
class Difference:
    """A figure as it was frozen and as the records say it now, in words."""

    name: str
    then: str
    now: str

    @property
    def is_other(self) -> bool:
        return self.then != self.now


def compared(page: Page) -> list[Difference]:
    """The figures beside the counts of a frozen year; none while it is not frozen."""
    if page.now is None:
        return []
    then, now = page.figures, page.now
    return [Difference(name, say(then), say(now)) for name, say in _figures()]


def differences_shown(page: Page) -> list[Difference]:
    """Those of them that are not what they were."""
    return [item for item in compared(page) if item.is_other]


def _figures() -> Iterator[tuple[str, Callable[[Mapping[str, Any]], str]]]:
    yield _("success level"), _level
    yield _("reports received in the round"), _received
    yield _("reports on time in the round"), _on_time
    yield _("problems not solved"), lambda found: _problems(found, "open")
    yield _("problems solved"), lambda found: _problems(found, "solved")
    yield _("hubs closed in the year"), lambda found: thai_number(len(found["closed"]))
    yield _("cases running"), lambda found: thai_number(len(found["cases"]))


def _level(found: Mapping[str, Any]) -> str:
    mean = found["success"]["mean"]
    return "–" if mean is None else thai_number(Decimal(mean))


def _tally(found: Mapping[str, Any]) -> Tally | None:
    return Tally(**found["round"]["tally"]) if found["round"] else None


def _received(found: Mapping[str, Any]) -> str:
    tally = _tally(found)
    return _part(tally.received, tally.expected) if tally else "–"


def _on_time(found: Mapping[str, Any]) -> str:
    tally = _tally(found)
    return _part(tally.on_time, tally.expected) if tally else "–"


def _part(part: int, whole: int) -> str:
    return _("%(part)s of %(whole)s") % {"part": thai_number(part), "whole": thai_number(whole)}


def _problems(found: Mapping[str, Any], which: str) -> str:
    return thai_number(sum(row[which] for row in found["problems"]))
