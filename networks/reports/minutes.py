"""The minutes of a meeting as an official paper: รายงานการประชุม, as the Saraban rules set it out.

PDF and Word are made of the same blocks and so say the same words.
"""

from collections.abc import Collection, Iterator
from datetime import datetime, time

from django.conf import settings
from django.utils import translation
from django.utils.translation import gettext as _

from networks.actions.meetings import MINUTES_KIND, STANDARD_AGENDA, about_meeting
from networks.models import Meeting, MinutesItem, Resolution
from onde_portal.accounts.models import User
from onde_portal.documents.actions import request_document
from onde_portal.documents.at_once import SeenAtOnce, seen_among
from onde_portal.documents.blocks import (
    Block,
    Centred,
    Heading,
    Paragraph,
    Signature,
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
from onde_portal.thai.text import thai_key

__all__ = ["MINUTES_KIND"]

ABOUT = "networks.meeting:"
WEEKDAYS = ("จันทร์", "อังคาร", "พุธ", "พฤหัสบดี", "ศุกร์", "เสาร์", "อาทิตย์")
# The five standard items on a paper in English; other headings stay as they were written.
ENGLISH = dict(
    zip(
        STANDARD_AGENDA,
        (
            "Announcements by the chair",
            "Adoption of the previous minutes",
            "Matters for information",
            "Matters for consideration",
            "Other matters",
        ),
        strict=True,
    )
)
PLACE_TO_SIGN = "." * 40


def minutes_title(meeting: Meeting) -> str:
    """What the paper is called: รายงานการประชุม with the name of the meeting."""
    name = meeting.title.strip()
    for word in ("รายงานการประชุม", "การประชุม", "ประชุม"):
        name = name.removeprefix(word).strip()
    return " ".join(part for part in (f"รายงานการประชุม{name}", meeting.number) if part)


def minutes_blocks(meeting: Meeting, language: str) -> list[Block]:
    """The paper in a language, which must be the active one."""
    began = _("The meeting began at %(time)s") % {"time": _clock(meeting.starts_at, language)}
    ended = _("The meeting ended at %(time)s") % {"time": _clock(meeting.ends_at, language)}
    return [
        *_head(meeting, language),
        *_people(_("Present"), meeting.present, language, chair=meeting.chair),
        *_people(_("Not present"), meeting.absent, language),
        *_people(_("Also attending"), meeting.guests, language),
        Paragraph(began, indented=False),
        *_agenda(meeting, language),
        Paragraph(ended, indented=False),
        _recorder(meeting, language),
    ]


def minutes_word(meeting: Meeting, *, language: str, at: datetime) -> bytes:
    """The minutes as a Word file; of final minutes the same bytes each time."""
    with translation.override(language):
        return write_word(
            minutes_blocks(meeting, language),
            title=minutes_title(meeting),
            author=settings.OFFICE["name_en" if language == "en" else "name_th"],
            language=language,
            made_at=meeting.final_at or at,
        )


def minutes_print(meeting: Meeting, language: str = "th") -> StoredDocument | None:
    """The PDF of the final minutes, if it was asked for."""
    return current_document(kind=MINUTES_KIND, about=about_meeting(meeting), language=language)


def request_minutes(meeting: Meeting, *, language: str, by: User, at: datetime) -> StoredDocument:
    """Ask for the PDF of final minutes; asked twice, it is made once."""
    return request_document(
        kind=MINUTES_KIND,
        about=about_meeting(meeting),
        title=minutes_title(meeting).replace("/", "-")[:250],
        language=language,
        by=by,
        at=at,
    )


def build_minutes(subject: str, language: str) -> DocumentSource:
    """Minutes for the PDF engine (manual 8.1 (6))."""
    meeting = Meeting.objects.select_related("project", "province").get(pk=_key(subject))
    context = {"blocks": minutes_blocks(meeting, language)}
    return DocumentSource(minutes_title(meeting), "print/minutes.html", context)


@SeenAtOnce
def may_see_minutes(user: User, subjects: Collection[str]) -> set[str]:
    """Whoever may see the meeting may read its minutes."""
    return seen_among(Meeting.objects.visible_to(user), subjects, ABOUT)


def _key(subject: str) -> int:
    return int(subject.removeprefix(ABOUT))


def _head(meeting: Meeting, language: str) -> Iterator[Block]:
    title = minutes_title(meeting).removesuffix(meeting.number).strip()
    if language == "en":
        title = f"Minutes: {meeting.title}"
    yield Title(paper_digits(title, language))
    if meeting.number:
        number = paper_digits(meeting.number, language)
        yield Centred(_("No. %(number)s") % {"number": number})
    yield Centred(_day(meeting, language))
    place = meeting.place
    if meeting.province and meeting.province.name_th not in place:
        name = meeting.province.name_en if language == "en" else meeting.province.name_th
        place = f"{place}, {name}" if language == "en" else f"{place} จังหวัด{name}"
    yield Centred(_("At %(place)s") % {"place": paper_digits(place, language)})
    if meeting.final_at is None:
        yield Centred(_("(Draft)"))


def _day(meeting: Meeting, language: str) -> str:
    day = format_date(meeting.held_on, "official", language)
    if language == "en":
        return f"{meeting.held_on:%A}, {day}"
    return f"เมื่อวัน{WEEKDAYS[meeting.held_on.weekday()]}ที่ {day}"


def _people(label: str, lines: str, language: str, *, chair: str = "") -> Iterator[Block]:
    """A list of people; the chair stands first where the list does not name this person."""
    people = [_split(line) for line in lines.split("\n") if line.strip()]
    if chair:
        name, office = _split(chair)
        if thai_key(name) not in {thai_key(other) for other, _office in people}:
            people.insert(0, (name, " ".join(part for part in (office, _("chair")) if part)))
    if people:
        yield Heading(label)
        yield entries(people, language)


def _split(line: str) -> tuple[str, str]:
    name, _comma, office = line.strip().partition(",")
    return name.strip(), office.strip()


def _clock(moment: time | None, language: str) -> str:
    if moment is None:
        return "....................."
    if language == "en":
        return f"{moment:%H:%M}"
    return paper_digits(f"{moment:%H.%M}", language) + " น."


def _agenda(meeting: Meeting, language: str) -> Iterator[Block]:
    resolutions = list(meeting.resolutions.select_related("owner").order_by("pk"))
    items = list(meeting.items.order_by("position"))
    for item in items:
        number = paper_digits(str(item.position), language)
        heading = _("Item %(number)s") % {"number": number}
        words = item.heading if language == "th" else ENGLISH.get(item.heading, item.heading)
        yield Heading(f"{heading} {paper_digits(words, language)}")
        yield from _said(item, language)
        yield from _resolved([row for row in resolutions if row.item_id == item.pk], language)
    rest = [row for row in resolutions if row.item_id is None]
    if rest:
        yield Heading(_("Other resolutions"))
        yield from _resolved(rest, language)


def _said(item: MinutesItem, language: str) -> list[Paragraph]:
    return paragraphs(item.text, language) or [Paragraph(_("– none –"))]


def _resolved(rows: list[Resolution], language: str) -> Iterator[Block]:
    for number, row in enumerate(rows, start=1):
        lead = _("The meeting resolved:")
        if len(rows) > 1:
            lead = f"{lead} {paper_digits(str(number), language)}."
        first, *more = paragraphs(row.text, language) or [Paragraph("")]
        yield Paragraph(first.text, lead=lead)
        yield from more
        due = format_date(row.due_on, "official", language)
        yield Paragraph(_("In charge: %(name)s, due %(day)s") % {"name": row.owner, "day": due})


def _recorder(meeting: Meeting, language: str) -> Signature:
    name, office = _split(meeting.secretary)
    named = f"({name})" if name else f"({PLACE_TO_SIGN})"
    lines = (PLACE_TO_SIGN, named, office, _("Recorded the minutes"))
    return Signature(tuple(paper_digits(line, language) for line in lines if line))
