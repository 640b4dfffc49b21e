"""The only writers of the Office's reports: begun, written, made final, kept."""

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime
from typing import Any

from django.db import IntegrityError, transaction
from django.utils import timezone

from monitoring.models import Round
from monitoring.selectors.board import Scope
from onde_portal.accounts.models import User
from onde_portal.accounts.permissions import Action, may
from onde_portal.documents.actions import supersede_documents, withdraw_documents
from onde_portal.documents.numbers import take_number
from onde_portal.oversight.selectors.years import known_years
from onde_portal.reporting.content import Content, Words
from onde_portal.reporting.errors import (
    DraftThere,
    NotAllowed,
    ReportIsFinal,
    RoundNotOpened,
    WordsConflict,
    YearUnknown,
)
from onde_portal.reporting.models import Report, ReportKind, ReportQuerySet, ReportState
from onde_portal.reporting.selectors.contents import live_content, stored_content
from onde_portal.reporting.selectors.moment import one_moment
from onde_portal.thai.calendar import fiscal_year
from onde_portal.thai.text import clean_text

SERIES = "office-report"
PAPER = "office-report"
ABOUT = "reporting.report:"
OF_DRAFT = ":draft"
TURNS = 3


def about(report: Report) -> str:
    """The name under which documents know a report: its draft and its final paper apart."""
    return f"{ABOUT}{report.pk}" if report.is_final else f"{ABOUT}{report.pk}{OF_DRAFT}"


def open_round_report(*, round_: Round, scope: Scope, by: User, at: datetime) -> Report:
    """Begin the report of a round; a later edition begins with the words of the one in force.

    Raises NotAllowed, RoundNotOpened, DraftThere.
    """
    if round_.opened_at is None:
        raise RoundNotOpened
    place = scope.province or scope.region or "country"
    report = Report(
        kind=ReportKind.ROUND,
        subject=f"round:{round_.pk}:{place}",
        round=round_,
        fiscal_year=round_.fiscal_year,
        region="" if scope.province else scope.region,
        province_id=scope.province or None,
    )
    return _open(report, by=by, at=at)


def open_year_report(*, year: int, by: User, at: datetime) -> Report:
    """Begin the report of a fiscal year (B.E.) that has begun.

    Raises NotAllowed, YearUnknown, DraftThere.
    """
    if year not in known_years(timezone.localtime(at).date()):
        raise YearUnknown
    report = Report(kind=ReportKind.YEAR, subject=f"year:{year}", fiscal_year=year)
    return _open(report, by=by, at=at)


def _open(report: Report, *, by: User, at: datetime) -> Report:
    if not may(by, Action.WRITE_OFFICE_REPORT):
        raise NotAllowed
    report.opened_at = report.changed_at = at
    report.opened_by = report.changed_by = by
    _sign(report, by=by, at=at)
    # The constraints decide, however many begin at once. Where the draft that was in the way
    # became final meanwhile, this is the edition after it.
    for _turn in range(TURNS):
        try:
            with transaction.atomic():
                _follow_the_one_in_force(report)
                report.save(force_insert=True)
        except IntegrityError as error:
            same = Report.objects.filter(subject=report.subject).drafts()
            draft = same.values_list("pk", flat=True).order_by("pk").first()
            if draft is not None:
                raise DraftThere(draft) from error
        else:
            return report
    raise DraftThere(None)


def _follow_the_one_in_force(report: Report) -> None:
    """Number and words of a new draft go on from the edition in force."""
    same = Report.objects.filter(subject=report.subject)
    before = same.in_force().light().order_by("-pk").first()
    if before is not None:
        report.edition = before.edition + 1
        report.introduction, report.conclusions = before.introduction, before.conclusions


@transaction.atomic
def write_words(*, report: Report, words: Words, version: int, by: User, at: datetime) -> Report:
    """Keep introduction and conclusions as typed.

    Raises NotAllowed, ReportIsFinal, and WordsConflict when somebody saved after ``version``.
    """
    locked = _locked_draft(report, by)
    if locked.version != version:
        raise WordsConflict
    locked.introduction = clean_text(words.introduction).strip()
    locked.conclusions = clean_text(words.conclusions).strip()
    locked.version, locked.changed_at, locked.changed_by = version + 1, at, by
    _sign(locked, by=by, at=at)
    locked.save(
        update_fields=["introduction", "conclusions", "version", "changed_at", "changed_by"]
    )
    return locked


def keep_draft(*, report: Report, by: User, at: datetime) -> Content:
    """Keep what the draft says at the moment, for its papers.

    Raises NotAllowed, ReportIsFinal.
    """
    with one_moment():
        content = live_content(_draft(report, by), at)
    stored = stored_content(content)
    with transaction.atomic():
        locked = _locked_draft(report, by)
        Report.objects.filter(pk=locked.pk).update(draft_content=stored)
    return content


def finish_report(
    *,
    report: Report,
    version: int,
    by: User,
    at: datetime,
    issue: Callable[[Report], object] | None = None,
) -> Report:
    """Make the draft final: figures and words of the moment are kept and numbered for good.

    The edition that was in force is superseded and stays. ``issue`` is done with the numbered
    report in the same transaction: both happen or neither. Raises NotAllowed, ReportIsFinal,
    WordsConflict.
    """
    draft = _draft(report, by)
    if draft.version != version:
        raise WordsConflict
    # Read before anything is locked: of a whole country that takes seconds.
    with one_moment():
        found = live_content(draft, at)
    content = stored_content(replace(found, issued_by=_signed(by)))
    with transaction.atomic():
        locked = _locked_draft(report, by)
        if locked.version != version:
            raise WordsConflict
        supersede_documents(kind=PAPER, about=about(locked), at=at)
        _supersede_the_one_in_force(locked, at)
        final = _number(locked, content, by=by, at=at)
        if issue is not None:
            issue(final)
        return final


def _signed(user: User) -> str:
    """Name and position of the day, as they stand on the paper for good; never empty."""
    return " · ".join(part for part in (user.get_full_name() or str(user), user.position) if part)


def _supersede_the_one_in_force(report: Report, at: datetime) -> None:
    for old in Report.objects.filter(subject=report.subject).in_force().light():
        Report.objects.filter(pk=old.pk).update(superseded_at=at)
        supersede_documents(kind=PAPER, about=about(old), at=at)


def _number(report: Report, content: dict[str, Any], *, by: User, at: datetime) -> Report:
    year = fiscal_year(timezone.localtime(at).date())
    report.content, report.state = content, ReportState.FINAL
    report.number, report.number_year = take_number(key=SERIES, fiscal_year=year), year
    report.finished_at, report.finished_by = at, by
    report.version += 1
    _sign(report, by=by, at=at)
    report.save(
        update_fields=[
            "content", "state", "number", "number_year", "finished_at", "finished_by", "version",
        ]
    )  # fmt: skip
    return report


@transaction.atomic
def drop_draft(*, report: Report, by: User, at: datetime) -> None:
    """Take back a draft that nobody needs; its papers are superseded, its history stays.

    Raises NotAllowed, ReportIsFinal.
    """
    locked = _locked_draft(report, by)
    withdraw_documents(kind=PAPER, about=about(locked), at=at)
    _sign(locked, by=by, at=at)
    locked.delete()


def _draft(report: Report, by: User) -> Report:
    """The draft as it is kept now."""
    return _required(Report.objects.filter(pk=report.pk), by)


def _locked_draft(report: Report, by: User) -> Report:
    return _required(Report.objects.select_for_update().filter(pk=report.pk), by)


def _required(rows: ReportQuerySet, by: User) -> Report:
    if not may(by, Action.WRITE_OFFICE_REPORT):
        raise NotAllowed
    found = rows.order_by("pk").first()
    if found is None or found.is_final:
        raise ReportIsFinal
    return found


def _sign(report: Report, *, by: User, at: datetime) -> None:
    """Say whose the next row of history is; outside a request nobody else knows."""
    report._history_user = by  # type: ignore[attr-defined]  # noqa: SLF001 - the library's way
    report._history_date = at  # type: ignore[attr-defined]  # noqa: SLF001
