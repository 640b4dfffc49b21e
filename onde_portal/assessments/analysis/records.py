"""What goes into an analysis and what comes out: frozen records, numbers as float or ``None``.

``None`` always means "cannot be said": too few people, or no differences to measure by.
"""

from collections.abc import Hashable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Score:
    """One finished test: right answers in all, and by item (1 right, 0 wrong or left out).

    ``items`` is ``None`` where only the total is known.
    """

    total: float
    items: tuple[int, ...] | None = None


@dataclass(frozen=True, slots=True)
class Answers:
    """One person's two tests; ``None`` for one that was not finished."""

    person: Hashable
    name: str
    pre: Score | None
    post: Score | None


@dataclass(frozen=True, slots=True)
class ItemPair:
    """A question by its label and its index (from 0) in ``Score.items`` of either test."""

    label: str
    pre: int | None
    post: int | None


@dataclass(frozen=True, slots=True)
class Spread:
    """Scores of one test among the paired: mean and sample standard deviation (n - 1)."""

    mean: float | None
    deviation: float | None
    lowest: float | None
    highest: float | None


@dataclass(frozen=True, slots=True)
class PairedT:
    """Student's paired t-test, two-sided, with the 95 % confidence interval of the mean gain."""

    t: float
    freedom: int
    p: float
    low: float
    high: float


@dataclass(frozen=True, slots=True)
class SignedRank:
    """Wilcoxon's signed-rank test, two-sided; people without any difference are left out.

    ``w_plus`` and ``w_minus`` are the rank sums of gains and losses, ``statistic`` is the smaller.
    ``is_exact`` tells the exact distribution from the normal approximation with continuity
    correction, which is taken where differences are tied, or for more than 50 people.
    """

    statistic: float
    w_plus: float
    w_minus: float
    p: float
    count: int
    zeros: int
    is_exact: bool

    @property
    def rank_biserial(self) -> float:
        """Kerby's matched-pairs effect size: from -1 (all fell) to 1 (all rose)."""
        return (self.w_plus - self.w_minus) / (self.w_plus + self.w_minus)


@dataclass(frozen=True, slots=True)
class Fall:
    """Somebody whose score fell, in the unit of the analysis."""

    name: str
    pre: float
    post: float


@dataclass(frozen=True, slots=True)
class ItemFigures:
    """How one question did in one test.

    ``difficulty`` is the share of right answers (0 to 1; a high one is easy). ``discrimination`` is
    the correlation with the score on all other items; ``upper_lower`` the share right in the best
    27 % of people less that in the weakest 27 %.
    """

    difficulty: float | None
    discrimination: float | None
    upper_lower: float | None


@dataclass(frozen=True, slots=True)
class ItemResult:
    """A question before and after; ``None`` for a test in which it does not stand."""

    label: str
    pre: ItemFigures | None
    post: ItemFigures | None


@dataclass(frozen=True, slots=True)
class Unpaired:
    """People who are left out of the pairs, by reason."""

    only_pre: int
    only_post: int
    neither: int

    @property
    def total(self) -> int:
        return self.only_pre + self.only_post + self.neither


@dataclass(frozen=True, slots=True)
class Analysis:
    """The whole result. Scores are points; percent of the maximum where the two maxima differ."""

    in_percent: bool
    maximum: float
    pairs: tuple[tuple[float, float], ...]
    unpaired: Unpaired
    pre: Spread
    post: Spread
    mean_gain: float | None
    gain_deviation: float | None
    hake: float | None
    mean_individual_hake: float | None
    without_room: int
    t_test: PairedT | None
    wilcoxon: SignedRank | None
    cohen_dz: float | None
    cohen_dav: float | None
    hedges_gav: float | None
    fallen: tuple[Fall, ...]
    risen: int
    unchanged: int
    items: tuple[ItemResult, ...]
    kr20_pre: float | None
    kr20_post: float | None

    @property
    def count(self) -> int:
        """Number of pairs."""
        return len(self.pairs)
