"""The closing report of a hub programme (manual 8.2 (6)): six steps, figures, LAOs, words."""

from datetime import datetime

from django.conf import settings
from django.utils import translation

from hubs.models import HubProgramme
from monitoring.reports.programme_blocks import programme_blocks
from onde_portal.accounts.models import User
from onde_portal.documents.actions import request_edition
from onde_portal.documents.kinds import DocumentSource
from onde_portal.documents.models import StoredDocument
from onde_portal.documents.selectors import current_document
from onde_portal.documents.word import write_word

PROGRAMME_CLOSING = "programme_closing"
ABOUT = "hubs.hubprogramme:"


def about_programme(programme: HubProgramme) -> str:
    """The name under which documents know the closing report of a programme."""
    return f"{ABOUT}{programme.pk}"


def closing_title(programme: HubProgramme) -> str:
    return f"รายงานสรุปปิดโครงการ {programme.title}"


def closing_word(programme: HubProgramme, *, language: str, at: datetime) -> bytes:
    """The closing report as a Word file, with the figures of that moment."""
    with translation.override(language):
        return write_word(
            programme_blocks(programme, at, language),
            title=closing_title(programme),
            author=settings.OFFICE["name_en" if language == "en" else "name_th"],
            language=language,
            made_at=at,
        )


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
        title=closing_title(programme).replace("/", "-")[:250],
        language=language,
        by=by,
        at=at,
    )


def build_closing(subject: str, language: str) -> DocumentSource:
    """The closing report for the PDF engine, with the figures of when it was asked for."""
    programme = HubProgramme.objects.get(pk=_key(subject))
    asked = closing_print(programme, language)
    as_of = asked.requested_at if asked else programme.ended_at or programme.opened_at
    blocks = programme_blocks(programme, as_of, language)
    return DocumentSource(closing_title(programme), "print/closing_report.html", {"blocks": blocks})


def may_see_closing(user: User, subject: str) -> bool:
    """Whoever may see the programme may read its closing report."""
    try:
        return HubProgramme.objects.visible_to(user).filter(pk=_key(subject)).exists()
    except ValueError:
        return False


def _key(subject: str) -> int:
    return int(subject.removeprefix(ABOUT))
