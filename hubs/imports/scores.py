"""Results of a workshop's test from a file (manual 8.2 (3))."""

from hubs.models import CohortPaper, CohortSitting
from onde_portal.assessments.imports import scores


class ScoresImporter(scores.ScoresImporter):
    key = "workshop-scores"
    model = CohortSitting
    paper_model = CohortPaper
