"""The Office's reports as PDF, Word and Excel, all of the same content (manual 8.2 (6), 10, 14)."""

from collections.abc import Collection, Iterator
from dataclasses import replace
from datetime import date, datetime

from django.core.exceptions import PermissionDenied
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext as _, pgettext

from monitoring.content import Label
from onde_portal.accounts.models import User
from onde_portal.documents.actions import request_document, request_edition
from onde_portal.documents.at_once import SeenAtOnce, seen_among
from onde_portal.documents.blocks import Block, Centred, CheckCode, Facts, Title
from onde_portal.documents.checks import Verdict
from onde_portal.documents.kinds import ReportSource
from onde_portal.documents.models import StoredDocument
from onde_portal.documents.printing import check_address, qr_picture
from onde_portal.documents.selectors import current_document
from onde_portal.documents.subjects import Subject, key_of
from onde_portal.exchange.workbook import Sheet, to_workbook
from onde_portal.reporting.actions import (
    ABOUT,
    OF_DRAFT,
    PAPER,
    about,
    finish_report,
    keep_draft,
)
from onde_portal.reporting.content import Content, RoundContent
from onde_portal.reporting.models import Report
from onde_portal.reporting.policies import may_ask_paper, may_read
from onde_portal.reporting.reports.round_parts import round_parts
from onde_portal.reporting.reports.year_parts import year_parts
from onde_portal.reporting.selectors.contents import kept_content, shown_content
from onde_portal.ui.figures import Numbers
from onde_portal.ui.parts import Part, chapters, file_sheets, word_paper

Fact = str | int | date | tuple[date, date] | Label
BEING_MADE = (StoredDocument.State.QUEUED, StoredDocument.State.MAKING)


def parts_of(content: Content, numbers: Numbers) -> tuple[Part, ...]:
    """The report's chapters, in the language of ``numbers``, which must be the active one."""
    if isinstance(content, RoundContent):
        return round_parts(content, numbers)
    return year_parts(content, numbers)


def name_of(content: Content) -> Label:
    """What the report is called, in both languages."""
    if isinstance(content, RoundContent):
        return Label(
            f"รายงานสรุปผล {content.round.th} {content.area.th}",
            f"Consolidated report: {content.round.en}, {content.area.en}",
        )
    year = content.fiscal_year
    return Label(f"รายงานประจำปีงบประมาณ พ.ศ. {year}", f"Yearly report, fiscal year B.E. {year}")


def is_final(content: Content) -> bool:
    """Whether it was made final: a draft's stays a draft's, whatever became of the report."""
    return bool(content.issued_by)


def title_of(report: Report, content: Content, numbers: Numbers) -> str:
    """The name with the report's number; of a draft with the moment it shows."""
    name = name_of(content).in_language(numbers.language)
    if is_final(content):
        facts = {"name": name, "number": report.number_text}
        return numbers.words(_("%(name)s, no. %(number)s") % facts)
    facts = {"name": name, "moment": numbers.moment(content.as_of)}
    return numbers.words(_("Draft as of %(moment)s: %(name)s") % facts)


def cover_of(report: Report, content: Content, numbers: Numbers) -> Iterator[Block]:
    """The first page: what it is, for whom and when, its number, or that it is a draft."""
    language = numbers.language
    yield Title(numbers.words(name_of(content).in_language(language)))
    moment = numbers.moment(content.as_of)
    if is_final(content):
        said = pgettext("report", "No. %(number)s") % {"number": report.number_text}
        yield Centred(numbers.words(said))
    else:
        yield Centred(_("Draft as of %(moment)s") % {"moment": moment})
    yield Facts(tuple((label, _written(fact, numbers)) for label, fact in _facts(report, content)))


def _facts(report: Report, content: Content) -> Iterator[tuple[str, Fact]]:
    """What is to be known of the report before it is read."""
    yield _("Figures as of"), content.as_of
    if isinstance(content, RoundContent):
        yield _("Area"), content.area
        yield _("Reporting period"), (content.starts_on, content.ends_on)
        yield _("Reports due"), content.due_on
    if is_final(content):
        yield _("Edition"), report.edition
        yield _("Issued on"), timezone.localtime(report.finished_at).date()
        yield _("Issued by"), content.issued_by


def _written(fact: Fact, numbers: Numbers) -> str:
    """A fact as the paper writes it."""
    if isinstance(fact, datetime):
        return numbers.moment(fact)
    if isinstance(fact, date):
        return numbers.day(fact)
    if isinstance(fact, tuple):
        return " – ".join(numbers.day(day) for day in fact)
    if isinstance(fact, int):
        return numbers.figure(fact)
    return numbers.words(fact.in_language(numbers.language) if isinstance(fact, Label) else fact)


def build_report(subject: str, language: str) -> ReportSource:
    """The paper of a final report as it was kept, or of a draft as it was when it was asked for."""
    report = _report_of(subject)
    stored = report.draft_content if subject.endswith(OF_DRAFT) else report.content
    if stored is None:
        raise LookupError(f"nothing is kept for {subject}")
    return _source(report, kept_content(report, stored), Numbers(language))


def _source(report: Report, content: Content, numbers: Numbers) -> ReportSource:
    """The report for the PDF engine and for Word."""
    return ReportSource(
        title_of(report, content, numbers),
        tuple(cover_of(report, content, numbers)),
        chapters(parts_of(content, numbers), numbers),
        is_draft=not is_final(content),
    )


def _report_of(subject: str) -> Report:
    key = subject.removeprefix(ABOUT).removesuffix(OF_DRAFT)
    return Report.objects.light().get(pk=int(key))


@SeenAtOnce
def may_see_report(user: User, subjects: Collection[str]) -> set[str]:
    """Whoever may read the report may read its papers."""
    return seen_among(Report.objects.all(), subjects, ABOUT) if may_read(user) else set()


def subject_of(subject: str) -> Subject:
    """What the register of papers says of one: the report with its number and check code."""
    try:
        report = _report_of(subject)
    except (Report.DoesNotExist, ValueError):
        return Subject("")
    if subject.endswith(OF_DRAFT):
        return Subject(str(report))
    return Subject(str(report), report.number_text, report.check_code)


def address_of(subject: str) -> str:
    """The report's page."""
    return reverse("office-report", args=[key_of(subject)])


def paper_of(report: Report, language: str) -> StoredDocument | None:
    """The current PDF, if it was asked for."""
    return current_document(kind=PAPER, about=about(report), language=language)


def issue_report(*, report: Report, version: int, by: User, at: datetime) -> Report:
    """Make a report final and print it in Thai at once, which enters it in the register.

    Raises as ``finish_report`` does.
    """

    def issue(final: Report) -> None:
        request_paper(final, language="th", by=by, at=at)

    return finish_report(report=report, version=version, by=by, at=at, issue=issue)


def request_paper(report: Report, *, language: str, by: User, at: datetime) -> StoredDocument:
    """Ask for the PDF: of a draft with the figures of now, of a final report as it was kept.

    A final report is printed once in each language. While a draft's paper is being made, what is
    asked for in the other language says the same as that one.
    """
    content = shown_content(report, at) if report.is_final else _draft_to_print(report, by, at)
    title = _stored_title(report, content, language)
    ask = request_document if report.is_final else request_edition
    return ask(kind=PAPER, about=about(report), title=title, language=language, by=by, at=at)


def ask_again(paper: StoredDocument, by: User, at: datetime) -> StoredDocument:
    """The paper of the same report: of a draft with the figures of now.

    Raises ``PermissionDenied`` for whoever may not ask for it.
    """
    report = _report_of(paper.about)
    if not may_ask_paper(by, report):
        raise PermissionDenied
    return request_paper(report, language=paper.language, by=by, at=at)


def _draft_to_print(report: Report, by: User, at: datetime) -> Content:
    """What the papers that are being made are made of, else the figures of now."""
    waiting = StoredDocument.objects.filter(kind=PAPER, about=about(report), state__in=BEING_MADE)
    if report.draft_content is not None and waiting.exists():
        return kept_content(report, report.draft_content)
    return keep_draft(report=report, by=by, at=at)


def _stored_title(report: Report, content: Content, language: str) -> str:
    with translation.override(language):
        return title_of(report, content, Numbers(language)).replace("/", "-")[:250]


def word_file(report: Report, content: Content, language: str) -> bytes:
    """The report as a Word file; a final one says where its number can be checked."""
    with translation.override(language):
        source = _source(report, content, Numbers(language))
        if report.is_final:
            source = replace(source, cover=(*source.cover, _check(report)))
        return word_paper(source, language, content.as_of)


def _check(report: Report) -> CheckCode:
    address = check_address(report.check_code)
    return CheckCode(
        title=_("Check this document"),
        label=_("Check code"),
        code=report.check_code,
        address=address,
        image=qr_picture(address),
    )


def excel_file(report: Report, content: Content, language: str) -> bytes:
    """Which report it is, then every table of it, as sheets with raw values."""
    with translation.override(language):
        parts = parts_of(content, Numbers(language, on_screen=True))
        return to_workbook([_about_sheet(report, content, language), *file_sheets(parts)])


def _about_sheet(report: Report, content: Content, language: str) -> Sheet:
    """The cover as a sheet, with where a final report can be checked."""
    facts: list[tuple[str, Fact]] = [(_("Report"), name_of(content))]
    if is_final(content):
        facts += [
            (_("Number"), report.number_text),
            (_("Check code"), report.check_code),
            (_("Check this document"), check_address(report.check_code)),
        ]
    else:
        facts.append((_("State"), _("Draft")))
    facts += _facts(report, content)
    rows = [(label, *_cells(fact, language)) for label, fact in facts]
    return Sheet(_("About this report"), (_("About this report"), "", ""), rows)


def _cells(fact: Fact, language: str) -> tuple[object, object]:
    """A fact in two cells: a period has two days."""
    if isinstance(fact, tuple):
        return fact
    return (fact.in_language(language) if isinstance(fact, Label) else fact), None


def file_title(report: Report, content: Content, language: str) -> str:
    """Under which name a file is handed out."""
    with translation.override(language):
        return title_of(report, content, Numbers(language, on_screen=True)).replace("/", "-")


def look_up_report(code: str) -> Verdict | None:
    """The verdict on a final report's check code; a later edition supersedes an earlier one."""
    found = Report.objects.filter(check_code=code).light().order_by("pk").first()
    if found is None or not found.is_final:
        return None
    return Verdict.SUPERSEDED if found.superseded_at else Verdict.GENUINE
