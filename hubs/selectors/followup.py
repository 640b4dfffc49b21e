"""Step 6 (manual 8.2 (6)): the programme's figures and what the Office says of it."""

from datetime import datetime
from typing import Any

from hubs.models import HubProgramme, ProgrammeEvaluation
from hubs.selectors.standings import lao_standings, programme_figures
from hubs.stages import Stage
from onde_portal.accounts.models import User

QUESTIONS = ("achievements", "problems", "lessons", "recommendations", "next_year")


def evaluation_of(programme: HubProgramme) -> ProgrammeEvaluation | None:
    """What is written of a programme, if anything is."""
    rows = ProgrammeEvaluation.objects.select_related("saved_by").filter(programme=programme)
    return rows.first()


def evaluation_texts(evaluation: ProgrammeEvaluation | None) -> list[tuple[Any, str]]:
    """Each question of the evaluation with what is written, in order."""
    fields = (ProgrammeEvaluation._meta.get_field(name) for name in QUESTIONS)
    return [
        (field.verbose_name, getattr(evaluation, field.name) if evaluation else "")  # type: ignore[union-attr]
        for field in fields
    ]


def followup_context(programme: HubProgramme, user: User, at: datetime) -> dict[str, Any]:
    """What the working page of step 6 shows; panels add what monitoring knows."""
    found = programme_figures(programme, lao_standings(programme, at))
    evaluation = evaluation_of(programme)
    return {
        "planned": found.planned,
        "figures": [item for item in found.figures if item.stage is not Stage.REPORTING],
        "excluded": found.excluded,
        "withdrawn": found.withdrawn,
        "evaluation": evaluation,
        "texts": [item for item in evaluation_texts(evaluation) if item[1]],
        "is_evaluated": bool(evaluation and evaluation.achievements and evaluation.recommendations),
    }
