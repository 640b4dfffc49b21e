"""The closing report of a hub programme (manual 8.2 (6)): six steps, figures, LAOs, words."""

from collections.abc import Collection
from datetime import datetime

from django.utils import translation
from django.utils.translation import gettext as _

from hubs.models import HubProgramme
from monitoring.reports.programme_parts import programme_parts
from onde_portal.accounts.models import User
from onde_portal.documents.actions import request_edition
from onde_portal.documents.at_once import SeenAtOnce, seen_among
from onde_portal.documents.kinds import ReportSource
from onde_portal.documents.models import StoredDocument
from onde_portal.documents.selectors import current_document
from onde_portal.ui.figures import Numbers
from onde_portal.ui.parts import PartedPaper

PROGRAMME_CLOSING = "programme_closing"
ABOUT = "hubs.hubprogramme:"


def about_programme(programme: HubProgramme) -> str:
    """The name under which documents know the closing report of a programme."""
    return f"{ABOUT}{programme.pk}"


def closing_title(programme: HubProgramme, language: str) -> str:
    """Under which name the report is handed out."""
    with translation.override(language):
        return _("Closing report of the programme %(title)s") % {"title": programme.title}


def closing_paper(programme: HubProgramme, at: datetime, language: str) -> PartedPaper:
    """The report as of a moment, in the active language; a draft while the case runs."""
    numbers = Numbers(language)
    lines = [
        (_("Programme"), programme.title),
        (_("Fiscal year (B.E.)"), _("Fiscal year %(year)s") % {"year": programme.fiscal_year}),
        (_("Figures as of"), _("Figures as of %(moment)s") % {"moment": numbers.moment(at)}),
    ]
    if not programme.ended_at:
        lines.append((_("State"), _("Draft: the programme still runs")))
    return PartedPaper(
        name=_("Closing report of the programme"),
        lines=tuple(lines),
        parts=programme_parts(programme, at, numbers),
        title=numbers.words(closing_title(programme, language)),
        numbers=numbers,
        is_draft=not programme.ended_at,
    )


def closing_file(programme: HubProgramme, *, ending: str, language: str, at: datetime) -> bytes:
    """The closing report as ``docx`` or ``xlsx``, with the figures of that moment."""
    with translation.override(language):
        paper = closing_paper(programme, at, language)
        return paper.word(at) if ending == "docx" else paper.excel()


def closing_print(programme: HubProgramme, language: str = "th") -> StoredDocument | None:
    """The current PDF of the closing report, if it was asked for."""
    return current_document(
        kind=PROGRAMME_CLOSING, about=about_programme(programme), language=language
    )


def request_closing(
    programme: HubProgramme, *, language: str, by: User, at: datetime
) -> StoredDocument:
    """Ask for a PDF with the figures of now; an earlier edition is superseded and stays."""
    return request_edition(
        kind=PROGRAMME_CLOSING,
        about=about_programme(programme),
        title=closing_title(programme, language).replace("/", "-")[:250],
        language=language,
        by=by,
        at=at,
    )


def build_closing(subject: str, language: str) -> ReportSource:
    """The closing report for the PDF engine, with the figures of when it was asked for."""
    programme = HubProgramme.objects.get(pk=_key(subject))
    asked = closing_print(programme, language)
    as_of = asked.requested_at if asked else programme.ended_at or programme.opened_at
    with translation.override(language):
        return closing_paper(programme, as_of, language).source()


@SeenAtOnce
def may_see_closing(user: User, subjects: Collection[str]) -> set[str]:
    """Whoever may see the programme may read its closing report."""
    return seen_among(HubProgramme.objects.visible_to(user), subjects, ABOUT)


def _key(subject: str) -> int:
    return int(subject.removeprefix(ABOUT))
