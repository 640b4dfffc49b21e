"""The words of a project's closing report (manual 8.1 (6))."""

from dataclasses import asdict, dataclass
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from networks.actions.founding import NetworkError
from networks.actions.guarded import StaleRecord, change_as_read, sign_history
from networks.actions.meetings import ProjectEnded
from networks.models import ClosingReport, NetworkProject, ProjectVerb
from onde_portal.accounts.models import User
from onde_portal.thai.text import clean_text


class ClosingConflict(NetworkError):
    message = _("Somebody else has saved this report in the meantime. Nothing of yours is lost.")


@dataclass(frozen=True, slots=True)
class ClosingWords:
    """What people write; the figures beside it come from the project itself."""

    results: str = ""
    problems: str = ""
    lessons: str = ""
    recommendations: str = ""


@transaction.atomic
def write_closing(
    *, project: NetworkProject, words: ClosingWords, version: int, by: User, at: datetime
) -> ClosingReport:
    """Keep the report as typed; ``version`` is 0 before it was first saved.

    Raises ``ClosingConflict`` when somebody saved after ``version``, and ``ProjectEnded``.
    """
    if not project.is_running:
        raise ProjectEnded
    texts = {name: clean_text(text).strip() for name, text in asdict(words).items()}
    report = (
        ClosingReport.objects.select_for_update().filter(project=project).order_by("pk").first()
    )
    if report is None:
        return _begin(project, texts, by=by, at=at)
    try:
        change_as_read(
            report, read={"version": version}, by=by, at=at,
            version=version + 1, changed_at=at, changed_by=by, **texts,
        )  # fmt: skip
    except StaleRecord as error:
        raise ClosingConflict from error
    return report


def _begin(
    project: NetworkProject, texts: dict[str, str], *, by: User, at: datetime
) -> ClosingReport:
    report = ClosingReport(project=project, version=1, changed_at=at, changed_by=by, **texts)
    sign_history(report, by=by, at=at)
    NetworkProject.objects.select_for_update().get(pk=project.pk)
    if ClosingReport.objects.filter(project=project).exists():
        raise ClosingConflict
    report.save()
    project.events.create(
        verb=ProjectVerb.CONTENT_CHANGED, reason="เริ่มเขียนรายงานปิดโครงการ", by=by, at=at
    )
    return report
