"""The printed report of a hub. A report's content is ``ReportContent``, frozen when it was sent."""

from dataclasses import replace
from datetime import datetime

from monitoring.content import ReportContent
from monitoring.models import Submission
from monitoring.selectors.certifying import certification_of
from onde_portal.accounts.models import User
from onde_portal.documents.actions import request_document
from onde_portal.documents.checks import Checked, Verdict
from onde_portal.documents.kinds import DocumentSource
from onde_portal.documents.models import StoredDocument
from onde_portal.documents.selectors import current_document

__all__ = ["ReportContent"]

HUB_REPORT = "hub-report"
ABOUT = "monitoring.submission:"
PERSONAL = frozenset({"general.reporter", "general.phone"})


def about(submission: Submission) -> str:
    """The name under which documents know a submission."""
    return f"{ABOUT}{submission.pk}"


def _submission_of(subject: str) -> Submission:
    number = subject.removeprefix(ABOUT)
    return Submission.objects.select_related(
        "follow_up__hub__lao", "follow_up__round", "submitted_by"
    ).get(pk=int(number))


def without_people(content: ReportContent) -> ReportContent:
    """The report for those who read only: without the reporter's name and number."""
    general = (
        replace(entry, text="•••") if entry.key in PERSONAL else entry for entry in content.general
    )
    return replace(content, general=tuple(general))


def print_of(submission: Submission) -> StoredDocument | None:
    """The printed report of a submission, if it was asked for."""
    return current_document(kind=HUB_REPORT, about=about(submission))


def request_print(submission: Submission, *, by: User, at: datetime) -> StoredDocument:
    """Ask for the printed report; asked twice, it is made once."""
    follow_up = submission.follow_up
    title = f"{follow_up.hub.name} · {follow_up.round.half_year.label_th}"
    return request_document(
        kind=HUB_REPORT, about=about(submission), title=title[:250], by=by, at=at
    )


def build_hub_report(subject: str, language: str) -> DocumentSource:
    """The progress report of a hub for one half-year, as it was sent (manual, section 10)."""
    submission = _submission_of(subject)
    content = ReportContent.from_json(submission.content)
    title = f"{content.header.hub} – {content.header.round.in_language(language)}"
    context = {
        "submission": submission,
        "content": content,
        "certification": certification_of(submission),
    }
    return DocumentSource(title, "print/hub_report.html", context)


def may_see_report(user: User, subject: str) -> bool:
    """Whoever may see the submission's follow-up may see its paper."""
    try:
        submission = _submission_of(subject)
    except (Submission.DoesNotExist, ValueError):
        return False
    return (
        type(submission.follow_up)
        .objects.visible_to(user)
        .filter(pk=submission.follow_up_id)
        .exists()
    )


def look_up_receipt(code: str) -> Checked | None:
    """The verdict on a receipt's check code; a later edition supersedes an earlier one."""
    found = (
        Submission.objects.select_related("follow_up__hub", "follow_up__round")
        .filter(check_code=code)
        .order_by("pk")
        .first()
    )
    if found is None:
        return None
    follow_up = found.follow_up
    is_latest = not follow_up.submissions.filter(number__gt=found.number).exists()
    return Checked(
        verdict=Verdict.GENUINE if is_latest else Verdict.SUPERSEDED,
        what=f"{follow_up.hub.name} · {follow_up.round}",
        number=found.receipt_number,
        issued_at=found.submitted_at,
    )
