"""Two scores of the same people: gain, tests and effect sizes."""

from collections.abc import Sequence
from math import sqrt
from statistics import fmean, stdev

from scipy import stats  # type: ignore[import-untyped]

from onde_portal.assessments.analysis.records import PairedT, SignedRank, Spread

CONFIDENCE = 0.95
MOST_FOR_EXACT = 50
FEWEST = 2
EXACT = 9  # decimals that count; what lies beyond is rounding of percentages


def gains_of(pre: Sequence[float], post: Sequence[float]) -> list[float]:
    """Each person's gain, such that gains which are equal in percent are equal as numbers."""
    return [round(after - before, EXACT) for before, after in zip(pre, post, strict=True)]


def spread_of(scores: Sequence[float]) -> Spread:
    """Mean, sample standard deviation, lowest and highest score."""
    if not scores:
        return Spread(None, None, None, None)
    deviation = stdev(scores) if len(scores) >= FEWEST else None
    return Spread(fmean(scores), deviation, min(scores), max(scores))


def paired_t(pre: Sequence[float], post: Sequence[float]) -> PairedT | None:
    """Student (1908): t of the mean difference. ``None`` for one pair or equal differences."""
    gains = gains_of(pre, post)
    if len(gains) < FEWEST or _is_constant(gains):
        return None
    result = stats.ttest_rel(post, pre)
    interval = result.confidence_interval(CONFIDENCE)
    return PairedT(
        t=float(result.statistic),
        freedom=len(gains) - 1,
        p=float(result.pvalue),
        low=float(interval.low),
        high=float(interval.high),
    )


def signed_rank(pre: Sequence[float], post: Sequence[float]) -> SignedRank | None:
    """Wilcoxon (1945) on the differences that are not zero; ``None`` if there is none."""
    gains = gains_of(pre, post)
    moved = [gain for gain in gains if gain]
    if not moved:
        return None
    sizes = [abs(gain) for gain in moved]
    is_exact = len(moved) <= MOST_FOR_EXACT and len(set(sizes)) == len(sizes)
    ranks = stats.rankdata(sizes)
    w_plus = float(sum(rank for rank, gain in zip(ranks, moved, strict=True) if gain > 0))
    w_minus = float(sum(ranks)) - w_plus
    result = stats.wilcoxon(
        moved, correction=not is_exact, method="exact" if is_exact else "approx"
    )
    return SignedRank(
        statistic=float(result.statistic),
        w_plus=w_plus,
        w_minus=w_minus,
        p=float(result.pvalue),
        count=len(moved),
        zeros=len(gains) - len(moved),
        is_exact=is_exact,
    )


def cohen_dz(gains: Sequence[float]) -> float | None:
    """Mean gain in standard deviations of the gains (Cohen 1988)."""
    if len(gains) < FEWEST or _is_constant(gains):
        return None
    return fmean(gains) / stdev(gains)


def cohen_dav(pre: Sequence[float], post: Sequence[float]) -> float | None:
    """Mean gain in the mean standard deviation of the two tests (Cumming 2012)."""
    if len(pre) < FEWEST:
        return None
    width = (stdev(pre) + stdev(post)) / 2
    return (fmean(post) - fmean(pre)) / width if width else None


def hedges_gav(pre: Sequence[float], post: Sequence[float]) -> float | None:
    """``cohen_dav`` less its bias in small samples: times 1 - 3 / (4 (n - 1) - 1) (Hedges 1981)."""
    effect = cohen_dav(pre, post)
    return None if effect is None else effect * (1 - 3 / (4 * (len(pre) - 1) - 1))


def hake_gain(pre: float, post: float, maximum: float) -> float | None:
    """What was gained of what could be gained (Hake 1998); ``None`` at a full score before."""
    room = maximum - pre
    return (post - pre) / room if room > 0 else None


def correlation(first: Sequence[float], second: Sequence[float]) -> float | None:
    """Pearson's correlation; ``None`` where one of the two does not vary."""
    if len(first) < FEWEST:
        return None
    mean_first, mean_second = fmean(first), fmean(second)
    square_first = sum((value - mean_first) ** 2 for value in first)
    square_second = sum((value - mean_second) ** 2 for value in second)
    if not square_first or not square_second:
        return None
    together = sum(
        (one - mean_first) * (other - mean_second) for one, other in zip(first, second, strict=True)
    )
    return together / sqrt(square_first * square_second)


def _is_constant(values: Sequence[float]) -> bool:
    return all(value == values[0] for value in values)
