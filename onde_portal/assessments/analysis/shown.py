"""Everything that the page and the paper of an analysis show, made once."""

from dataclasses import dataclass

from onde_portal.assessments.analysis.figures import Figure, figure_rows, shown_number, shown_score
from onde_portal.assessments.analysis.plots import (
    Distribution,
    ItemPlot,
    Slopes,
    distribution,
    item_plot,
    slopes,
)
from onde_portal.assessments.analysis.reading import read_analysis, read_item
from onde_portal.assessments.analysis.records import Analysis, ItemFigures


@dataclass(frozen=True, slots=True)
class ItemRow:
    """A question's figures in words: difficulty and discrimination before and after."""

    label: str
    before: str
    after: str
    discrimination_before: str
    discrimination_after: str
    tails_after: str
    remark: str


@dataclass(frozen=True, slots=True)
class FallRow:
    """Somebody whose score fell, with both scores as shown."""

    name: str
    shown_pre: str
    shown_post: str


@dataclass(frozen=True, slots=True)
class ShownAnalysis:
    """An analysis with its sentences, figures and plots."""

    analysis: Analysis
    sentences: list[str]
    figures: list[Figure]
    slopes: Slopes
    distribution: Distribution
    item_plot: ItemPlot
    items: list[ItemRow]
    fallen: list[FallRow]


def show_analysis(analysis: Analysis) -> ShownAnalysis:
    """Words, figures and plots in the reader's language."""
    return ShownAnalysis(
        analysis=analysis,
        sentences=read_analysis(analysis),
        figures=figure_rows(analysis),
        slopes=slopes(analysis),
        distribution=distribution(analysis),
        item_plot=item_plot(analysis.items),
        items=[
            _row(item.label, item.pre or _NOTHING, item.post or _NOTHING) for item in analysis.items
        ],
        fallen=[
            FallRow(one.name, shown_score(one.pre), shown_score(one.post))
            for one in analysis.fallen
        ],
    )


_NOTHING = ItemFigures(None, None, None)


def _row(label: str, pre: ItemFigures, post: ItemFigures) -> ItemRow:
    return ItemRow(
        label=label,
        before=shown_number(pre.difficulty),
        after=shown_number(post.difficulty),
        discrimination_before=shown_number(pre.discrimination),
        discrimination_after=shown_number(post.discrimination),
        tails_after=shown_number(post.upper_lower),
        remark=read_item(post.difficulty, post.discrimination),
    )
