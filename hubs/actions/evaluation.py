"""What the Office says of a programme at its end (manual 8.2 (6))."""

from dataclasses import asdict, dataclass
from datetime import datetime

from django.db import IntegrityError, transaction
from django.db.models import F
from django.utils.translation import gettext_lazy as _

from hubs.actions.programmes import note, require_running
from hubs.errors import HubError
from hubs.models import HubProgramme, ProgrammeEvaluation
from onde_portal.accounts.models import User
from onde_portal.thai.text import clean_text


class EvaluationConflict(HubError):
    message = _(
        "Somebody else has saved this evaluation in the meantime. Nothing of yours is lost."
    )


@dataclass(frozen=True, slots=True)
class EvaluationWords:
    """What people write, one text a question; the figures come from the programme itself."""

    achievements: str = ""
    problems: str = ""
    lessons: str = ""
    recommendations: str = ""
    next_year: str = ""


@transaction.atomic
def write_evaluation(
    *, programme: HubProgramme, words: EvaluationWords, version: int, by: User, at: datetime
) -> ProgrammeEvaluation:
    """Keep the evaluation as typed; ``version`` is 0 before it was first saved.

    Raises ``EvaluationConflict`` when somebody saved after ``version``, and ``ProgrammeEnded``.
    """
    programme.refresh_from_db()
    require_running(programme)
    texts = {name: clean_text(text).strip() for name, text in asdict(words).items()}
    values = {**texts, "saved_at": at, "saved_by": by}
    if version == 0:
        try:
            with transaction.atomic():
                evaluation = ProgrammeEvaluation.objects.create(
                    programme=programme, version=1, **values
                )
        except IntegrityError as error:
            raise EvaluationConflict from error
        note(programme, "เริ่มเขียนผลการประเมินโครงการ", by=by, at=at)
        return evaluation
    rows = ProgrammeEvaluation.objects.filter(programme=programme, version=version)
    if rows.update(version=F("version") + 1, **values) != 1:
        raise EvaluationConflict
    note(programme, "ปรับปรุงผลการประเมินโครงการ", by=by, at=at)
    return ProgrammeEvaluation.objects.get(programme=programme)
