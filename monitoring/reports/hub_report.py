"""The printed report of a hub. A report's content is ``ReportContent``, frozen when it was sent."""

from collections.abc import Collection
from dataclasses import replace
from datetime import datetime

from django.db.models import Exists, OuterRef

from monitoring.content import ReportContent
from monitoring.models import FollowUp, Submission
from monitoring.selectors.certifying import certification_of
from onde_portal.accounts.models import User
from onde_portal.accounts.permissions import Action, may
from onde_portal.documents.actions import request_document
from onde_portal.documents.at_once import FoundAtOnce, SeenAtOnce, keys_of, pages_of, seen_among
from onde_portal.documents.checks import Verdict
from onde_portal.documents.kinds import DocumentSource
from onde_portal.documents.models import StoredDocument
from onde_portal.documents.selectors import current_document
from onde_portal.documents.subjects import Subject

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


def content_for(user: User, submission: Submission | None) -> ReportContent | None:
    """What was sent, as this person may read it; None where nothing was."""
    if submission is None:
        return None
    content = ReportContent.from_json(submission.content)
    return without_people(content) if _reads_without_people(user) else content


def _reads_without_people(user: User) -> bool:
    return user.is_office and not may(user, Action.READ_PERSONAL_DATA)


def print_for(user: User, submission: Submission | None) -> StoredDocument | None:
    """The printed report, if it was asked for and this person may read it."""
    return None if submission is None or _reads_without_people(user) else print_of(submission)


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


@SeenAtOnce
def may_see_report(user: User, subjects: Collection[str]) -> set[str]:
    """Whoever may see the submission's follow-up and the people named in it may see its paper."""
    if _reads_without_people(user):
        return set()
    visible = FollowUp.objects.visible_to(user)
    return seen_among(Submission.objects.filter(follow_up__in=visible), subjects, ABOUT)


def subject_of_report(subject: str) -> Subject:
    """What the register says of a report: hub and round, receipt number and code."""
    try:
        submission = _submission_of(subject)
    except (Submission.DoesNotExist, ValueError):
        return Subject("")
    follow_up = submission.follow_up
    name = f"{follow_up.hub.name} · {follow_up.round}"
    return Subject(name, submission.receipt_number, submission.check_code)


@FoundAtOnce
def page_of_report(subjects: Collection[str]) -> dict[str, str]:
    """Where the Office reads the report."""
    keys = keys_of(subjects, ABOUT)
    found = Submission.objects.filter(pk__in=set(keys.values()))
    follow_ups = dict(found.values_list("pk", "follow_up"))
    return pages_of(keys, follow_ups, "admin:monitoring_followup_review")


def look_up_receipt(code: str) -> Verdict | None:
    """The verdict on a receipt's check code; a later edition supersedes an earlier one."""
    later = Submission.objects.filter(
        follow_up=OuterRef("follow_up"), number__gt=OuterRef("number")
    )
    found = Submission.objects.filter(check_code=code)
    submission = found.annotate(is_superseded=Exists(later)).order_by("pk").first()
    if submission is None:
        return None
    return Verdict.SUPERSEDED if submission.is_superseded else Verdict.GENUINE
