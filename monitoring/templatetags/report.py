"""``{% load report %}``: the content of a report in the reader's language."""

from collections.abc import Iterable
from decimal import Decimal

from django import template
from django.utils.translation import get_language

from monitoring.content import IndicatorEntry, Label
from monitoring.models import ResultLevel
from monitoring.questions.sections import YES_NO
from onde_portal.ui.templatetags.ui import thai_number

register = template.Library()

LEVELS = (ResultLevel.OUTPUT, ResultLevel.OUTCOME, ResultLevel.IMPACT)


@register.filter
def words(label: Label) -> str:
    """A bilingual label in the language of the page."""
    return label.in_language(get_language() or "th")


def _shown(entry: IndicatorEntry, value: Decimal | None) -> str:
    if value is None:
        return "–"
    if entry.value_type == "bool":
        return words(YES_NO["yes" if value else "no"])
    return thai_number(value)


@register.filter
def figure(entry: IndicatorEntry) -> str:
    """An indicator's value as people read it, a share with its counts; a dash without one."""
    shown = _shown(entry, entry.value)
    if entry.part is None or entry.whole is None:
        return shown
    return f"{shown} ({thai_number(entry.part)}/{thai_number(entry.whole)})"


@register.filter
def baht(amount: Decimal) -> str:
    """``10,000`` or ``2,500.50``: satang shown as two digits, or not at all."""
    return f"{amount:,.2f}".removesuffix(".00")


@register.filter
def last_figure(entry: IndicatorEntry) -> str:
    """Last round's value as people read it."""
    return _shown(entry, entry.last_value)


@register.filter
def by_level(entries: Iterable[IndicatorEntry]) -> list[tuple[str, list[IndicatorEntry]]]:
    """Indicators as outputs, outcomes and impacts, in this order; levels without any left out."""
    found = [(level, [item for item in entries if item.level == level]) for level in LEVELS]
    return [(level, items) for level, items in found if items]


@register.filter
def level_name(level: str) -> str:
    """Output, outcome or impact."""
    return str(ResultLevel(level).label)
