"""Values of indicators in words: a number with its places, a share in per cent, yes or no."""

from decimal import Decimal

from django.utils.translation import gettext as _, pgettext

from monitoring.models import RoundIndicator, ValueType
from onde_portal.oversight.selectors.indicators import SUMMED, IndicatorTotal
from onde_portal.ui.figures import NO_BREAK, Numbers
from onde_portal.ui.lines import Scale, scale_of

PER_CENT = (ValueType.PERCENT, ValueType.RATIO)
PER_CENT_SIGN = f"{NO_BREAK}%"


def plain(value: Decimal, numbers: Numbers) -> str:
    """A number with as many places as it has, two at most."""
    exponent = round(value, 2).normalize().as_tuple().exponent
    places = max(0, -exponent) if isinstance(exponent, int) else 0
    return numbers.figure(value, places)


def value_words(value: Decimal | None, kind: str, numbers: Numbers) -> str:
    """One hub's value, or the median of some, as people read it; a dash where there is none."""
    if value is None:
        return "–"
    if kind in PER_CENT:
        return plain(value, numbers) + PER_CENT_SIGN
    if kind == ValueType.BOOL:
        words = {Decimal(1): _("Yes"), Decimal(0): _("No"), Decimal("0.5"): _("half of them")}
        return words.get(value) or plain(100 * value, numbers) + PER_CENT_SIGN
    return plain(value, numbers)


def total_words(total: IndicatorTotal, numbers: Numbers) -> str:
    """The figure of many reports."""
    if total.value is None:
        return "–"
    return plain(total.value, numbers) + (PER_CENT_SIGN if total.is_share else "")


def scale_for(kind: str, values: list[Decimal | None], *, total: bool = False) -> Scale:
    """The scale of an indicator: per cent up to a hundred, yes and no, else as high as needed."""
    known = [None if value is None else float(value) for value in values]
    if kind in PER_CENT or (total and kind not in SUMMED):
        return scale_of(known, top=100)
    return Scale(0, 1, 1) if kind == ValueType.BOOL else scale_of(known)


def rollup_words(rollup: str) -> str:
    """How two halves make a year, in a sentence."""
    return {
        "sum": _("The two halves of a year are added."),
        "latest": _("The latest half counts for the year."),
        "average": _("The average of the two halves counts for the year."),
        "ratio": _("Parts and wholes of the two halves are added, and the share is taken of the "
                   "sums."),
    }[rollup]  # fmt: skip


def unit_words(indicator: RoundIndicator, unit: str) -> str:
    """The unit beside a value; a share's sign and yes or no say it themselves."""
    return "" if indicator.value_type in {*PER_CENT, ValueType.BOOL} else unit


def not_applicable() -> str:
    return pgettext("indicator", "not applicable")
