"""Shares: how many of how many, kept as two counts."""

from decimal import Decimal

PLACES = Decimal("0.01")
HUNDRED = Decimal(100)


def share_of(part: Decimal, whole: Decimal) -> Decimal | None:
    """Per cent to two places; None, not applicable, where there is no whole to be a share of."""
    return (part / whole * HUNDRED).quantize(PLACES) if whole else None
