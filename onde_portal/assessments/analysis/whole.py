"""The whole analysis, from answers by person to figures."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from statistics import fmean

from onde_portal.assessments.analysis.items import item_figures, kr20
from onde_portal.assessments.analysis.paired import (
    EXACT,
    cohen_dav,
    cohen_dz,
    gains_of,
    hake_gain,
    hedges_gav,
    paired_t,
    signed_rank,
    spread_of,
)
from onde_portal.assessments.analysis.records import (
    Analysis,
    Answers,
    Fall,
    ItemPair,
    ItemResult,
    Unpaired,
)

HUNDRED = 100.0


def analyse(
    people: Iterable[Answers], *, pre_max: float, post_max: float, items: Sequence[ItemPair] = ()
) -> Analysis:
    """Pair the tests by person and work out every figure.

    ``pre_max`` and ``post_max`` are the tests' full scores, above zero; ``ValueError`` otherwise.
    """
    if pre_max <= 0 or post_max <= 0:
        raise ValueError("A test has at least one point.")
    everyone = list(people)
    pairs = _pairs(everyone, pre_max, post_max)
    before_sheets = [one.pre.items for one in everyone if one.pre and one.pre.items is not None]
    after_sheets = [one.post.items for one in everyone if one.post and one.post.items is not None]
    pre, post, gains = pairs.pre, pairs.post, pairs.gains
    own = pairs.own_gains()
    return Analysis(
        in_percent=pairs.in_percent,
        maximum=pairs.maximum,
        pairs=tuple(zip(pre, post, strict=True)),
        unpaired=_unpaired(everyone),
        pre=spread_of(pre),
        post=spread_of(post),
        mean_gain=round(fmean(post) - fmean(pre), EXACT) if gains else None,
        gain_deviation=spread_of(gains).deviation,
        hake=hake_gain(fmean(pre), fmean(post), pairs.maximum) if pre else None,
        mean_individual_hake=fmean(own) if own else None,
        without_room=len(pre) - len(own),
        t_test=paired_t(pre, post),
        wilcoxon=signed_rank(pre, post),
        cohen_dz=cohen_dz(gains),
        cohen_dav=cohen_dav(pre, post),
        hedges_gav=hedges_gav(pre, post),
        fallen=pairs.fallen(),
        risen=sum(gain > 0 for gain in gains),
        unchanged=sum(gain == 0 for gain in gains),
        items=tuple(_item(pair, before_sheets, after_sheets) for pair in items),
        kr20_pre=kr20(before_sheets),
        kr20_post=kr20(after_sheets),
    )


@dataclass(frozen=True, slots=True)
class _Pairs:
    """Those with both tests: names and scores, in points or in percent of ``maximum``."""

    names: list[str]
    pre: list[float]
    post: list[float]
    in_percent: bool
    maximum: float

    @property
    def gains(self) -> list[float]:
        return gains_of(self.pre, self.post)

    def own_gains(self) -> list[float]:
        """Each person's normalised gain; without those who had a full score before."""
        scores = zip(self.pre, self.post, strict=True)
        gains = (hake_gain(before, after, self.maximum) for before, after in scores)
        return [gain for gain in gains if gain is not None]

    def fallen(self) -> tuple[Fall, ...]:
        """Those whose score fell, the deepest fall first."""
        scores = zip(self.names, self.pre, self.post, strict=True)
        fell = [Fall(name, before, after) for name, before, after in scores if after < before]
        return tuple(sorted(fell, key=lambda one: (one.post - one.pre, one.name)))


def _pairs(everyone: Sequence[Answers], pre_max: float, post_max: float) -> _Pairs:
    in_percent = pre_max != post_max
    both = [(one.name, one.pre, one.post) for one in everyone if one.pre and one.post]
    return _Pairs(
        [name for name, _pre, _post in both],
        [_percent(pre.total, pre_max) if in_percent else pre.total for _name, pre, _post in both],
        [
            _percent(post.total, post_max) if in_percent else post.total
            for _name, _pre, post in both
        ],
        in_percent,
        HUNDRED if in_percent else pre_max,
    )


def _percent(total: float, most: float) -> float:
    """Rounded once only, so that the same share is the same number in both tests."""
    return total * HUNDRED / most


def _unpaired(everyone: Sequence[Answers]) -> Unpaired:
    return Unpaired(
        only_pre=sum(one.pre is not None and one.post is None for one in everyone),
        only_post=sum(one.pre is None and one.post is not None for one in everyone),
        neither=sum(one.pre is None and one.post is None for one in everyone),
    )


def _item(
    pair: ItemPair, before: Sequence[Sequence[int]], after: Sequence[Sequence[int]]
) -> ItemResult:
    return ItemResult(
        label=pair.label,
        pre=None if pair.pre is None else item_figures(before, pair.pre),
        post=None if pair.post is None else item_figures(after, pair.post),
    )
