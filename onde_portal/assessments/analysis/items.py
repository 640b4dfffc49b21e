"""Questions of one test: difficulty, discrimination, and how reliable the test is."""

from collections.abc import Sequence
from math import ceil
from statistics import fmean, pvariance

from onde_portal.assessments.analysis.paired import correlation
from onde_portal.assessments.analysis.records import ItemFigures

TAIL = 0.27  # Kelley (1939): the best and the weakest 27 % tell items apart best
FEWEST = 2
Sheet = Sequence[int]


def item_figures(sheets: Sequence[Sheet], index: int) -> ItemFigures:
    """Figures of the item at ``index`` over all answer sheets (1 right, 0 wrong)."""
    if not sheets:
        return ItemFigures(None, None, None)
    right = [sheet[index] for sheet in sheets]
    rest = [sum(sheet) - sheet[index] for sheet in sheets]
    return ItemFigures(
        difficulty=fmean(right),
        discrimination=correlation(right, rest),
        upper_lower=_upper_lower(sheets, index),
    )


def _upper_lower(sheets: Sequence[Sheet], index: int) -> float | None:
    """Share right among the best less that among the weakest, each 27 % of people rounded up."""
    size = ceil(TAIL * len(sheets))
    if len(sheets) < FEWEST * size:
        return None
    ranked = sorted(sheets, key=sum)
    weakest, best = ranked[:size], ranked[-size:]
    return fmean(sheet[index] for sheet in best) - fmean(sheet[index] for sheet in weakest)


def kr20(sheets: Sequence[Sheet]) -> float | None:
    """Kuder and Richardson (1937), formula 20, with the variance of the population.

    ``None`` for fewer than two items or people, and where all scores are equal.
    """
    if len(sheets) < FEWEST or len(sheets[0]) < FEWEST:
        return None
    variance = pvariance([sum(sheet) for sheet in sheets])
    if not variance:
        return None
    shares = [fmean(column) for column in zip(*sheets, strict=True)]
    count = len(shares)
    return count / (count - 1) * (1 - sum(share * (1 - share) for share in shares) / variance)
