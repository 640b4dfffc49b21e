"""What those who came to a workshop say of it, anonymously (manual 8.2 (3))."""

from collections.abc import Mapping
from datetime import datetime

from django.db import IntegrityError, transaction
from django.utils.translation import gettext_lazy as _

from hubs.errors import HubError
from hubs.models import Cohort, EvaluationAnswer, EvaluationItem
from onde_portal.thai.text import clean_text

LEAST, MOST = 1, 5
LONGEST = 2000


class EvaluationClosed(HubError):
    message = _("This form is closed.")


class ScoresMissing(HubError):
    message = _("Give a score from 1 to 5 in every line.")


def current_items() -> list[EvaluationItem]:
    """What is rated now, in order."""
    return list(EvaluationItem.objects.filter(retired=False).order_by("position", "pk"))


@transaction.atomic
def open_evaluation(*, cohort: Cohort, is_open: bool) -> None:
    """Open or close the anonymous form of a cohort."""
    Cohort.objects.filter(pk=cohort.pk).update(evaluation_open=is_open)
    cohort.refresh_from_db()


def send_evaluation(
    *,
    cohort: Cohort,
    scores: Mapping[str, int],
    liked: str = "",
    wished: str = "",
    form_key: str,
    at: datetime,
) -> EvaluationAnswer:
    """Take one form; the same form sent twice counts once. ``scores`` by the items' keys."""
    if not cohort.evaluation_open:
        raise EvaluationClosed
    items = [str(item.pk) for item in current_items()]
    kept = {key: scores[key] for key in items if key in scores}
    if len(kept) < len(items) or not all(LEAST <= score <= MOST for score in kept.values()):
        raise ScoresMissing
    try:
        with transaction.atomic():
            return EvaluationAnswer.objects.create(
                cohort=cohort, scores=kept, liked=clean_text(liked).strip()[:LONGEST],
                wished=clean_text(wished).strip()[:LONGEST], form_key=form_key[:40], sent_at=at,
            )  # fmt: skip
    except IntegrityError:
        return EvaluationAnswer.objects.get(form_key=form_key[:40])
