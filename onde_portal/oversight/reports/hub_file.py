"""The file of a hub, on its page and as a paper: the same words, part by part (8.2 and 10)."""

from collections.abc import Collection, Iterator, Sequence
from datetime import date, datetime

from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from hubs.models import Hub
from onde_portal.accounts.models import User
from onde_portal.documents.actions import request_edition
from onde_portal.documents.at_once import SeenAtOnce, seen_among
from onde_portal.documents.blocks import Block, Centred, Chapter, Facts, Title
from onde_portal.documents.kinds import ReportSource
from onde_portal.documents.models import StoredDocument
from onde_portal.documents.selectors import current_document
from onde_portal.documents.subjects import Subject, key_of
from onde_portal.oversight.reports.hub_beginnings import (
    establishment,
    guideline,
    selection,
    workshop,
)
from onde_portal.oversight.reports.hub_records import learnings, papers, people, problems, support
from onde_portal.oversight.reports.hub_rounds import key_figures, life, reports
from onde_portal.oversight.reports.hub_story import story
from onde_portal.oversight.reports.pieces import Part, Reader, chapter, reader_of
from onde_portal.oversight.selectors.hub_file import HubRecords, read_hub
from onde_portal.ui.figures import Numbers
from onde_portal.ui.templatetags.ui import localized, place

HUB_FILE = "hub-file"
ABOUT = "oversight.hub:"


def hub_parts(found: HubRecords, numbers: Numbers, reader: Reader, today: date) -> list[Part]:
    """The whole file in the active language; what the reader may not see is not in it."""
    return [
        story(found, numbers),
        selection(found, numbers, reader),
        workshop(found, numbers, reader),
        guideline(found, numbers, reader),
        establishment(found, numbers, reader),
        life(found, numbers, reader),
        reports(found, numbers, today),
        key_figures(found, numbers),
        problems(found, numbers, reader),
        learnings(found, numbers, reader),
        support(found, numbers, reader),
        papers(found, numbers, reader),
        people(found, numbers, reader),
    ]


def about_file(hub: Hub, reader: Reader) -> str:
    """A hub's file as a document's subject; what different readers may see are different papers."""
    return f"{ABOUT}{hub.pk}:{reader.value}"


def file_title(hub: Hub, language: str) -> str:
    """Under which name the paper is handed out."""
    with translation.override(language):
        return (_("File of %(hub)s") % {"hub": hub.name}).replace("/", "-")[:250]


def file_print(hub: Hub, reader: Reader, language: str) -> StoredDocument | None:
    """The current PDF of the file for this reader, if it was asked for."""
    return current_document(kind=HUB_FILE, about=about_file(hub, reader), language=language)


def request_file(hub: Hub, *, language: str, by: User, at: datetime) -> StoredDocument:
    """Ask for the file as of now; asked again while it is being made, it is made once."""
    return request_edition(
        kind=HUB_FILE, about=about_file(hub, reader_of(by)), title=file_title(hub, language),
        language=language, by=by, at=at,
    )  # fmt: skip


def build_file(subject: str, language: str) -> ReportSource:
    """The file for the PDF engine, with what is known when it is made."""
    key, reader = _subject(subject)
    hub = Hub.objects.with_place().select_related("programme", "successor__lao").get(pk=key)
    paper = file_print(hub, reader, language)
    # Read when its making begins, which may be a while after it was asked for.
    as_of = (paper.claimed_at or paper.requested_at) if paper else hub.registered_at
    with translation.override(language):
        numbers = Numbers(language)
        parts = hub_parts(read_hub(hub), numbers, reader, timezone.localtime(as_of).date())
        return ReportSource(
            title=file_title(hub, language),
            cover=tuple(_cover(hub, numbers, as_of)),
            chapters=tuple(_chapters(parts, numbers)),
        )


def _chapters(parts: Sequence[Part], numbers: Numbers) -> Iterator[Chapter]:
    """The parts by what they belong to, so that short ones share a page."""
    by_key = {part.key: part for part in parts}
    together = (
        (_("The story in order of time"), ("story",)),
        (_("How the hub came about"),
         ("selection", "workshop", "guideline", "establishment", "life")),
        (_("Reports and figures"), ("reports", "figures")),
        (_("Problems, lessons and support"), ("problems", "learnings", "support")),
        (_("Papers and people"), ("papers", "people")),
    )  # fmt: skip
    for title, keys in together:
        yield chapter(title, [by_key[key] for key in keys], numbers)


def _cover(hub: Hub, numbers: Numbers, as_of: datetime) -> Sequence[Block]:
    lao = f"{localized(hub.lao, 'full_name')} {place(hub.lao)}"
    rows = [
        (_("State"), str(hub.get_state_display())),
        (_("Announced on"), numbers.day(hub.established_on)),
        (_("Programme"), numbers.words(hub.programme.title if hub.programme else "–")),
    ]
    return [
        Title(_("File of a participation hub")),
        Centred(numbers.words(hub.name)),
        Centred(numbers.words(lao)),
        Centred(_("As of %(moment)s") % {"moment": numbers.moment(as_of)}),
        Facts(tuple(rows)),
    ]


@SeenAtOnce
def may_see_file(user: User, subjects: Collection[str]) -> set[str]:
    """Whoever may see the hub may read its file, in the edition meant for such readers."""
    reader = f":{reader_of(user).value}"
    meant = [about for about in subjects if about.endswith(reader)]
    return seen_among(Hub.objects.visible_to(user), meant, ABOUT)


def subject_of(subject: str) -> Subject:
    """What the register says of a file: whose it is."""
    hub = Hub.objects.filter(pk=key_of(subject)).select_related("lao").first()
    return Subject(f"{hub.name} · {localized(hub.lao, 'full_name')}" if hub else "")


def address_of(subject: str) -> str:
    """The file itself, as a page."""
    return reverse("drill-hub", args=[key_of(subject)])


def _subject(subject: str) -> tuple[int, Reader]:
    key, _sign, reader = subject.removeprefix(ABOUT).partition(":")
    return int(key), Reader(reader)
