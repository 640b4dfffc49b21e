"""The whole analysis, from answers by person to figures."""

from collections.abc import Iterable, Sequence
from statistics import fmean

from networks.analysis.items import item_figures, kr20
from networks.analysis.paired import (
    cohen_dav,
    cohen_dz,
    hake_gain,
    hedges_gav,
    paired_t,
    signed_rank,
    spread_of,
)
from networks.analysis.records import (
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
    in_percent = pre_max != post_max
    scale_pre = HUNDRED / pre_max if in_percent else 1.0
    scale_post = HUNDRED / post_max if in_percent else 1.0
    paired = [
        (one.name, one.pre.total * scale_pre, one.post.total * scale_post)
        for one in everyone
        if one.pre is not None and one.post is not None
    ]
    pre, post = [before for _n, before, _a in paired], [after for _n, _b, after in paired]
    gains = [after - before for before, after in zip(pre, post, strict=True)]
    maximum = HUNDRED if in_percent else pre_max
    own = [hake_gain(before, after, maximum) for before, after in zip(pre, post, strict=True)]
    measured = [gain for gain in own if gain is not None]
    before_sheets = [one.pre.items for one in everyone if one.pre and one.pre.items is not None]
    after_sheets = [one.post.items for one in everyone if one.post and one.post.items is not None]
    return Analysis(
        in_percent=in_percent,
        maximum=maximum,
        pairs=tuple(zip(pre, post, strict=True)),
        unpaired=_unpaired(everyone),
        pre=spread_of(pre),
        post=spread_of(post),
        mean_gain=fmean(gains) if gains else None,
        gain_deviation=spread_of(gains).deviation,
        hake=hake_gain(fmean(pre), fmean(post), maximum) if pre else None,
        mean_individual_hake=fmean(measured) if measured else None,
        without_room=len(own) - len(measured),
        t_test=paired_t(pre, post),
        wilcoxon=signed_rank(pre, post),
        cohen_dz=cohen_dz(gains),
        cohen_dav=cohen_dav(pre, post),
        hedges_gav=hedges_gav(pre, post),
        fallen=_fallen(paired),
        risen=sum(gain > 0 for gain in gains),
        unchanged=sum(gain == 0 for gain in gains),
        items=tuple(_item(pair, before_sheets, after_sheets) for pair in items),
        kr20_pre=kr20(before_sheets),
        kr20_post=kr20(after_sheets),
    )


def _unpaired(everyone: Sequence[Answers]) -> Unpaired:
    return Unpaired(
        only_pre=sum(one.pre is not None and one.post is None for one in everyone),
        only_post=sum(one.pre is None and one.post is not None for one in everyone),
        neither=sum(one.pre is None and one.post is None for one in everyone),
    )


def _fallen(paired: Sequence[tuple[str, float, float]]) -> tuple[Fall, ...]:
    """Those whose score fell, the deepest fall first."""
    fell = [Fall(name, before, after) for name, before, after in paired if after < before]
    return tuple(sorted(fell, key=lambda one: (one.post - one.pre, one.name)))


def _item(
    pair: ItemPair, before: Sequence[Sequence[int]], after: Sequence[Sequence[int]]
) -> ItemResult:
    return ItemResult(
        label=pair.label,
        pre=None if pair.pre is None else item_figures(before, pair.pre),
        post=None if pair.post is None else item_figures(after, pair.post),
    )
