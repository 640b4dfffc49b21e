"""Results of a project's test from a file (manual 8.1 (3))."""

from networks.models import Paper, Sitting
from onde_portal.assessments.imports import scores


class ScoresImporter(scores.ScoresImporter):
    key = "scores"
    model = Sitting
    paper_model = Paper
