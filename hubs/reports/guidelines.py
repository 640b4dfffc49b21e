"""The guideline as a paper (manual 8.2 (4)): PDF and Word from the same blocks."""

from collections.abc import Collection, Iterator
from datetime import datetime

from django.conf import settings
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from hubs.models import GuidelineVersion
from hubs.selectors.guidelines import files_of, shown_chapters
from onde_portal.accounts.models import User
from onde_portal.documents.actions import request_document
from onde_portal.documents.at_once import SeenAtOnce, seen_among
from onde_portal.documents.blocks import (
    Block,
    Centred,
    Heading,
    Paragraph,
    Title,
    entries,
    paper_digits,
    paragraphs,
)
from onde_portal.documents.kinds import DocumentSource
from onde_portal.documents.models import StoredDocument
from onde_portal.documents.selectors import current_document
from onde_portal.documents.word import write_word
from onde_portal.thai.dates import format_date

GUIDELINE = "guideline"
ABOUT = "hubs.guidelineversion:"


def guideline_blocks(guideline: GuidelineVersion, language: str) -> list[Block]:
    """The paper in a language, which must be the active one; its text stays as it was written."""
    return [
        *_head(guideline, language),
        *_changes(guideline, language),
        *_chapters(guideline, language),
        *_files(guideline, language),
    ]


def _head(guideline: GuidelineVersion, language: str) -> Iterator[Block]:
    yield Title(paper_digits(guideline.title, language))
    yield Centred(_office(language))
    number = paper_digits(str(guideline.number), language)
    if guideline.published_at is None:
        yield Centred(_("Version %(number)s (draft)") % {"number": number})
        return
    day = format_date(timezone.localtime(guideline.published_at).date(), "official", language)
    yield Centred(_("Version %(number)s, published on %(day)s") % {"number": number, "day": day})


def _office(language: str) -> str:
    return settings.OFFICE["name_en" if language == "en" else "name_th"]


def _changes(guideline: GuidelineVersion, language: str) -> Iterator[Block]:
    if guideline.changes:
        yield Heading(_("What changed against the version before"))
        yield from paragraphs(guideline.changes, language)


def _chapters(guideline: GuidelineVersion, language: str) -> Iterator[Block]:
    for chapter in shown_chapters(guideline):
        number = paper_digits(str(chapter.number), language)
        yield Heading(f"{number}. {paper_digits(chapter.heading, language)}")
        for line in chapter.paragraphs:
            yield Paragraph(paper_digits(line, language))


def _files(guideline: GuidelineVersion, language: str) -> Iterator[Block]:
    files = files_of(guideline)
    if files:
        yield Heading(_("Files that belong to the guideline"))
        yield entries([(file.name, "") for file in files], language)


def guideline_title(guideline: GuidelineVersion) -> str:
    """What the file is called."""
    return f"{guideline.title} ฉบับที่ {guideline.number}"


def guideline_word(guideline: GuidelineVersion, *, language: str, at: datetime) -> bytes:
    """The guideline as a Word file; of a published version the same bytes each time."""
    with translation.override(language):
        return write_word(
            guideline_blocks(guideline, language),
            title=guideline_title(guideline),
            author=_office(language),
            language=language,
            made_at=guideline.published_at or at,
        )


def guideline_print(guideline: GuidelineVersion, language: str = "th") -> StoredDocument | None:
    """The PDF of a published version, if it was asked for."""
    return current_document(kind=GUIDELINE, about=_about(guideline), language=language)


def request_guideline(
    guideline: GuidelineVersion, *, language: str, by: User, at: datetime
) -> StoredDocument:
    """Ask for the PDF of a published version; asked twice, it is made once."""
    return request_document(
        kind=GUIDELINE,
        about=_about(guideline),
        title=guideline_title(guideline).replace("/", "-")[:250],
        language=language,
        by=by,
        at=at,
    )


def build_guideline(subject: str, language: str) -> DocumentSource:
    """A guideline for the PDF engine."""
    guideline = GuidelineVersion.objects.get(pk=_key(subject))
    context = {"blocks": guideline_blocks(guideline, language)}
    return DocumentSource(guideline_title(guideline), "print/minutes.html", context)


@SeenAtOnce
def may_see_guideline(user: User, subjects: Collection[str]) -> set[str]:
    """The Office, and the LAOs that the version is for."""
    return seen_among(GuidelineVersion.objects.visible_to(user), subjects, ABOUT)


def _about(guideline: GuidelineVersion) -> str:
    return f"{ABOUT}{guideline.pk}"


def _key(subject: str) -> int:
    return int(subject.removeprefix(ABOUT))
