"""What the figures allow one to say, in plain words, and no more than that."""

from django.utils.translation import gettext as _, ngettext

from onde_portal.assessments.analysis.figures import shown_number, shown_p
from onde_portal.assessments.analysis.records import Analysis

DESCRIBE_ONLY = 10  # below this, a test says more about chance than about people
CAUTION = 30
SIGNIFICANT = 0.05
SMALL, MEDIUM, LARGE = 0.2, 0.5, 0.8  # Cohen (1988)
LOW_RELIABILITY = 0.5
CEILING_SHARE = 0.9
LOW_HAKE, HIGH_HAKE = 0.3, 0.7  # Hake (1998)
ALL_RIGHT_BEFORE, WEAK_ITEM = 0.9, 0.1


def read_analysis(analysis: Analysis) -> list[str]:
    """Sentences in the reader's language, the most important first."""
    if not analysis.count:
        return [
            _("Nobody has both tests, so nothing can be compared."),
            *_left_out(analysis),
        ]
    said = [_gain(analysis)]
    if analysis.count == 1:
        said.append(_("One person alone says nothing about the others."))
    else:
        said += _evidence(analysis)
    return [
        *said, *_room(analysis), *_fell(analysis), *_left_out(analysis), *_reliability(analysis),
        _("Without a comparison group, this does not show that the event caused the change."),
    ]  # fmt: skip


def _gain(analysis: Analysis) -> str:
    facts = {
        "count": analysis.count,
        "pre": shown_number(analysis.pre.mean),
        "post": shown_number(analysis.post.mean),
        "gain": shown_number(abs(analysis.mean_gain or 0)),
        "unit": _("percentage points") if analysis.in_percent else _("points"),
    }
    if not analysis.mean_gain:
        return _("Among %(count)d people the mean was %(pre)s before and after: no change.") % facts
    if analysis.mean_gain > 0:
        return (
            _("Among %(count)d people the mean rose from %(pre)s to %(post)s (%(gain)s %(unit)s).")
            % facts
        )
    return (
        _("Among %(count)d people the mean fell from %(pre)s to %(post)s (%(gain)s %(unit)s).")
        % facts
    )


def _evidence(analysis: Analysis) -> list[str]:
    """Whether the difference can be told from chance, and how large it is."""
    if analysis.count < DESCRIBE_ONLY:
        return [_("With fewer than ten people the figures only describe them; no test is read.")]
    if analysis.t_test is None:
        if not analysis.mean_gain:
            return [_("Nobody's score changed, so there is nothing to test.")]
        return [_("Everyone's score changed by the same amount, so no test can be made.")]
    said = [_verdict(analysis)]
    if analysis.count < CAUTION:
        said.append(_("With fewer than thirty people, read this with caution."))
    return said


def _verdict(analysis: Analysis) -> str:
    """One sentence from both tests; where they disagree, it says so."""
    t, ranks = analysis.t_test, analysis.wilcoxon
    facts = {
        "t_p": shown_p(t.p if t else None),
        "w_p": shown_p(ranks.p if ranks else None),
        "size": _size_in_words(analysis.cohen_dz),
    }
    by_t = t is not None and t.p < SIGNIFICANT
    by_ranks = ranks is not None and ranks.p < SIGNIFICANT
    if by_t and by_ranks:
        return (
            _("The difference is larger than chance alone would explain "
              "(t-test p %(t_p)s, Wilcoxon p %(w_p)s); its size is %(size)s.") % facts
        )  # fmt: skip
    if by_t or by_ranks:
        return (
            _("The two tests disagree (t-test p %(t_p)s, Wilcoxon p %(w_p)s): "
              "whether it was chance cannot be said.") % facts
        )  # fmt: skip
    return (
        _("The difference may be chance (t-test p %(t_p)s, Wilcoxon p %(w_p)s). "
          "That does not show that there is none.") % facts
    )  # fmt: skip


def _size_in_words(effect: float | None) -> str:
    size = abs(effect or 0)
    if size < SMALL:
        return _("very small")
    if size < MEDIUM:
        return _("small")
    return _("medium") if size < LARGE else _("large")


def _room(analysis: Analysis) -> list[str]:
    """Of what could be gained, how much was; and whether the test was too easy to tell."""
    said = []
    if analysis.hake is not None and analysis.hake > 0:
        if analysis.hake < LOW_HAKE:
            level = _("low")
        else:
            level = _("medium") if analysis.hake < HIGH_HAKE else _("high")
        said.append(
            _("%(share)s %% of what could be gained was gained: %(level)s by Hake's measure.")
            % {"share": shown_number(100 * analysis.hake, 0), "level": level}
        )
    if analysis.pre.mean is not None and analysis.pre.mean >= CEILING_SHARE * analysis.maximum:
        said.append(_("Scores were nearly full before: the test was too easy to show a gain."))
    return said


def _fell(analysis: Analysis) -> list[str]:
    fell = len(analysis.fallen)
    if not fell:
        return []
    sentence = ngettext(
        "The score of %(count)d person fell.", "The scores of %(count)d people fell.", fell
    )
    return [sentence % {"count": fell}]


def _left_out(analysis: Analysis) -> list[str]:
    unpaired = analysis.unpaired
    if not (unpaired.only_pre or unpaired.only_post):
        return []
    return [
        _("Left out of the pairs: %(pre)d people with the pre-test only and %(post)d with the "
          "post-test only. Those who stayed may differ from those who left.")
        % {"pre": unpaired.only_pre, "post": unpaired.only_post}
    ]  # fmt: skip


def _reliability(analysis: Analysis) -> list[str]:
    known = [value for value in (analysis.kr20_pre, analysis.kr20_post) if value is not None]
    if known and min(known) < LOW_RELIABILITY:
        return [
            _("The test is not very reliable (KR-20 below 0.50): a single person's score may "
              "easily be chance.")
        ]  # fmt: skip
    return []


def read_item(difficulty: float | None, discrimination: float | None) -> str:
    """A remark on a question that deserves a look; empty for one that does its work."""
    if difficulty is not None and difficulty >= ALL_RIGHT_BEFORE:
        return _("Nearly everyone is right")
    if discrimination is not None and discrimination < 0:
        return _("The weaker people are right more often: look at its wording and key")
    if discrimination is not None and discrimination < WEAK_ITEM:
        return _("Does not tell strong from weak")
    return ""
