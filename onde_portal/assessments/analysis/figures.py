"""The analysis as labelled figures: the same rows on the page, on paper and in the spreadsheet."""

from dataclasses import dataclass

from django.utils.translation import gettext as _

from onde_portal.assessments.analysis.records import Analysis

SMALL_P = 0.001


@dataclass(frozen=True, slots=True)
class Figure:
    """A figure by its key, in words, as shown (a dash where nothing can be said), and raw."""

    key: str
    label: str
    shown: str
    value: float | None
    note: str = ""


def shown_number(value: float | None, places: int = 2) -> str:
    """A number with a fixed number of decimals; a dash for ``None``."""
    if value is None:
        return "–"
    text = f"{value:.{places}f}"
    return text.removeprefix("-") if float(text) == 0 else text


def shown_score(score: float) -> str:
    """A person's score: whole points without decimals, percentages with as many as tell."""
    return shown_number(score, 2).removesuffix("0").removesuffix("0").removesuffix(".")


def shown_p(p: float | None) -> str:
    """A probability to three decimals, as "< 0.001" below that."""
    if p is None:
        return "–"
    return "< 0.001" if p < SMALL_P else f"{p:.3f}"


def _counts(analysis: Analysis) -> list[Figure]:
    unpaired = analysis.unpaired
    rows = (
        ("paired", _("People with both tests (n)"), analysis.count),
        ("only_pre", _("Only the pre-test"), unpaired.only_pre),
        ("only_post", _("Only the post-test"), unpaired.only_post),
        ("neither", _("Neither test"), unpaired.neither),
        ("risen", _("Score rose"), analysis.risen),
        ("unchanged", _("Score did not change"), analysis.unchanged),
        ("fallen", _("Score fell"), len(analysis.fallen)),
    )
    return [Figure(key, label, str(count), count) for key, label, count in rows]


def _scores(analysis: Analysis) -> list[Figure]:
    unit = (
        _("percent")
        if analysis.in_percent
        else _("of %(most)g points") % {"most": analysis.maximum}
    )
    rows = (
        ("pre_mean", _("Mean before"), analysis.pre.mean, unit),
        ("pre_deviation", _("Standard deviation before"), analysis.pre.deviation, ""),
        ("post_mean", _("Mean after"), analysis.post.mean, unit),
        ("post_deviation", _("Standard deviation after"), analysis.post.deviation, ""),
        ("gain", _("Mean gain"), analysis.mean_gain, ""),
        ("hake", _("Normalised gain (Hake)"), analysis.hake, _("gained of what could be gained")),
        (
            "hake_own", _("Mean of each person's normalised gain"), analysis.mean_individual_hake,
            _("without %(count)d people who had a full score before")
            % {"count": analysis.without_room} if analysis.without_room else "",
        ),
    )  # fmt: skip
    return [
        Figure(key, label, shown_number(value), value, note) for key, label, value, note in rows
    ]


def why_untested(analysis: Analysis) -> str:
    """Why the gains of these people cannot be tested; empty where they can."""
    if not analysis.count:
        return _("Nobody has both tests, so nothing can be compared.")
    if analysis.wilcoxon is None:
        return _("Nobody's score changed, so there is nothing to test.")
    if analysis.t_test is not None:
        return ""
    if analysis.count == 1:
        return _("One person alone says nothing about the others.")
    return _("Everyone's score changed by the same amount, so no test can be made.")


def _t_test(analysis: Analysis) -> list[Figure]:
    t = analysis.t_test
    if t is None:
        return [
            Figure("t", _("Paired t"), "–", None, why_untested(analysis)),
            Figure("t_p", _("p of the t-test"), "–", None, why_untested(analysis)),
        ]
    freedom = _("%(df)d degrees of freedom") % {"df": t.freedom}
    interval = f"{shown_number(t.low)} – {shown_number(t.high)}"
    return [
        Figure("t", _("Paired t"), shown_number(t.t, 3), t.t, freedom),
        Figure("t_p", _("p of the t-test"), shown_p(t.p), t.p, _("two-sided")),
        Figure("low", _("95 % confidence interval of the gain"), interval, t.low),
    ]


def _ranks(analysis: Analysis) -> list[Figure]:
    ranks = analysis.wilcoxon
    if ranks is None:
        why = why_untested(analysis)
        return [Figure("w", _("Wilcoxon signed-rank W"), "–", None, why)]
    way = _("exact") if ranks.is_exact else _("normal approximation")
    if ranks.zeros:
        way += _(", without %(count)d people whose score did not change") % {"count": ranks.zeros}
    effect = ranks.rank_biserial
    return [
        Figure("w", _("Wilcoxon signed-rank W"), shown_number(ranks.statistic, 1), ranks.statistic),
        Figure("w_p", _("p of Wilcoxon"), shown_p(ranks.p), ranks.p, way),
        Figure("rank_biserial", _("Effect size r (ranks)"), shown_number(effect), effect),
    ]


def _effects(analysis: Analysis) -> list[Figure]:
    rows = (
        ("dz", _("Effect size d (of the gains)"), analysis.cohen_dz),
        ("dav", _("Effect size d (of the scores)"), analysis.cohen_dav),
        ("gav", _("Effect size g (corrected for few people)"), analysis.hedges_gav),
        ("kr20_pre", _("Reliability before (KR-20)"), analysis.kr20_pre),
        ("kr20_post", _("Reliability after (KR-20)"), analysis.kr20_post),
    )
    return [Figure(key, label, shown_number(value), value) for key, label, value in rows]


def figure_rows(analysis: Analysis) -> list[Figure]:
    """Every figure of the analysis in reading order."""
    parts = (_counts, _scores, _t_test, _ranks, _effects)
    return [figure for part in parts for figure in part(analysis)]
