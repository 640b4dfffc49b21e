"""What a pre-test and a post-test tell, paired by person (manual 8.1 (3), 8.2 (3)). No database.

Feed ``analyse`` with one ``Answers`` a person and the papers' item pairs; it gives an
``Analysis``. ``read_analysis`` says in plain words what may be concluded, ``figure_rows`` gives
the same figures to page, paper and spreadsheet, ``show_analysis`` all of it with the plots.
"""

from onde_portal.assessments.analysis.figures import Figure, figure_rows
from onde_portal.assessments.analysis.reading import read_analysis
from onde_portal.assessments.analysis.records import Analysis, Answers, ItemPair, Score
from onde_portal.assessments.analysis.shown import ShownAnalysis, show_analysis
from onde_portal.assessments.analysis.whole import analyse

__all__ = [
    "Analysis",
    "Answers",
    "Figure",
    "ItemPair",
    "Score",
    "ShownAnalysis",
    "analyse",
    "figure_rows",
    "read_analysis",
    "show_analysis",
]
