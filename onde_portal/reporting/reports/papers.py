"""The Office's reports as PDF, Word and Excel, all of the same content (manual 8.2 (6), 10, 14)."""

from collections.abc import Iterator
from datetime import datetime

from django.conf import settings
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _, pgettext

from monitoring.content import Label
from onde_portal.accounts.models import User
from onde_portal.documents.actions import request_document, request_edition
from onde_portal.documents.blocks import Block, Centred, CheckCode, Facts, Title
from onde_portal.documents.checks import Verdict
from onde_portal.documents.kinds import ReportSource
from onde_portal.documents.models import StoredDocument
from onde_portal.documents.printing import check_address, qr_picture
from onde_portal.documents.selectors import current_document
from onde_portal.documents.subjects import Subject, key_of
from onde_portal.documents.word_chapters import write_chapters
from onde_portal.exchange.workbook import to_workbook
from onde_portal.reporting.actions import ABOUT, OF_DRAFT, PAPER, about, keep_draft
from onde_portal.reporting.content import Content, RoundContent
from onde_portal.reporting.models import Report
from onde_portal.reporting.policies import may_read
from onde_portal.reporting.reports.round_parts import round_parts
from onde_portal.reporting.reports.shape import Part, chapters, file_sheets
from onde_portal.reporting.reports.year_parts import year_parts
from onde_portal.reporting.selectors.contents import kept_content, shown_content
from onde_portal.ui.figures import Numbers

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
    rows = [(_("Figures as of"), moment)]
    if isinstance(content, RoundContent):
        period = f"{numbers.day(content.starts_on)} – {numbers.day(content.ends_on)}"
        rows += [
            (_("Area"), numbers.words(content.area.in_language(language))),
            (_("Reporting period"), period),
            (_("Reports due"), numbers.day(content.due_on)),
        ]
    if is_final(content):
        rows += [
            (_("Edition"), numbers.figure(report.edition)),
            (_("Issued on"), numbers.day(report.finished_at)),
            (_("Issued by"), numbers.words(content.issued_by)),
        ]
    yield Facts(tuple(rows))


def build_report(subject: str, language: str) -> ReportSource:
    """The paper of a final report as it was kept, or of a draft as it was when it was asked for."""
    report = _report_of(subject)
    stored = report.draft_content if subject.endswith(OF_DRAFT) else report.content
    if stored is None:
        raise LookupError(f"nothing is kept for {subject}")
    content, numbers = kept_content(report, stored), Numbers(language)
    return ReportSource(
        title_of(report, content, numbers),
        tuple(cover_of(report, content, numbers)),
        chapters(parts_of(content, numbers), numbers),
    )


def _report_of(subject: str) -> Report:
    key = subject.removeprefix(ABOUT).removesuffix(OF_DRAFT)
    return Report.objects.light().get(pk=int(key))


def may_see_report(user: User, subject: str) -> bool:
    """Whoever may read the report may read its papers."""
    try:
        return may_read(user) and bool(_report_of(subject))
    except (Report.DoesNotExist, ValueError):
        return False


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


def request_paper(report: Report, *, language: str, by: User, at: datetime) -> StoredDocument:
    """Ask for the PDF: of a draft with the figures of now, of a final report as it was kept.

    A final report is printed once in each language; a draft's paper that is being made is that one.
    """
    current = None if report.is_final else paper_of(report, language)
    if current is not None and current.state in BEING_MADE:
        title = current.title
    elif report.is_final:
        title = _stored_title(report, shown_content(report, at), language)
    else:
        title = _stored_title(report, keep_draft(report=report, by=by, at=at), language)
    ask = request_document if report.is_final else request_edition
    return ask(kind=PAPER, about=about(report), title=title, language=language, by=by, at=at)


def _stored_title(report: Report, content: Content, language: str) -> str:
    with translation.override(language):
        return title_of(report, content, Numbers(language)).replace("/", "-")[:250]


def word_file(report: Report, content: Content, language: str) -> bytes:
    """The report as a Word file; a final one says where its number can be checked."""
    with translation.override(language):
        numbers = Numbers(language)
        cover = [*cover_of(report, content, numbers)]
        if report.is_final:
            cover.append(_check(report))
        return write_chapters(
            cover,
            chapters(parts_of(content, numbers), numbers),
            title=title_of(report, content, numbers),
            contents=_("Contents"),
            author=settings.OFFICE["name_en" if language == "en" else "name_th"],
            language=language,
            made_at=content.as_of,
        )


def _check(report: Report) -> CheckCode:
    address = check_address(report.check_code)
    return CheckCode(
        title=_("Check this document"),
        label=_("Check code"),
        code=report.check_code,
        address=address,
        image=qr_picture(address),
    )


def excel_file(content: Content, language: str) -> bytes:
    """Every table of the report as a sheet with raw values."""
    with translation.override(language):
        return to_workbook(file_sheets(parts_of(content, Numbers(language, on_screen=True))))


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
