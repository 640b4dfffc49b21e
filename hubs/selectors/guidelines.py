"""Guidelines as pages show them: chapters, what changed, for whom, and who opened which version."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Count, Max, Q

from hubs.actions.guidelines import meant_for
from hubs.models import (
    Candidate,
    GuidelineChapter,
    GuidelineFile,
    GuidelineOpening,
    GuidelineVersion,
    HubProgramme,
)
from hubs.notices import people_of
from onde_portal.accounts.models import Mail, User
from onde_portal.thai.text import thai_key

SHOWN_VERSIONS = 4
REMINDER = "guideline-reminder"


@dataclass(frozen=True, slots=True)
class ShownChapter:
    """A chapter with its number and paragraphs; ``key`` is its place on the page."""

    number: int
    heading: str
    paragraphs: tuple[str, ...]

    @property
    def key(self) -> str:
        return f"chapter-{self.number}"


@dataclass(frozen=True, slots=True)
class ChapterChange:
    """What became of a chapter against the version before: ``added``, ``changed``, ``removed``."""

    heading: str
    how: str


@dataclass(frozen=True, slots=True)
class Opened:
    """The first opening of a version by an LAO's people; nobody where ``at`` is empty."""

    guideline: GuidelineVersion
    is_meant: bool
    at: datetime | None
    by: User | None


@dataclass(frozen=True, slots=True)
class Reader:
    """An LAO with what it opened of each version shown, and who of it can sign in."""

    candidate: Candidate
    opened: tuple[Opened, ...]
    people: int

    @property
    def lacks_newest(self) -> bool:
        newest = self.opened[-1]
        return newest.is_meant and newest.at is None


def shown_chapters(guideline: GuidelineVersion) -> tuple[ShownChapter, ...]:
    """The chapters in order, each line of text a paragraph."""
    return tuple(
        ShownChapter(number, row.heading, _lines(row.text))
        for number, row in enumerate(guideline.chapters.all(), start=1)
    )


def _lines(text: str) -> tuple[str, ...]:
    lines = (line.strip() for line in text.splitlines())
    return tuple(line for line in lines if line)


def version_before(guideline: GuidelineVersion) -> GuidelineVersion | None:
    """The version that this one followed."""
    earlier = guideline.programme.guideline_versions.filter(number__lt=guideline.number)
    return earlier.order_by("-number").first()


def chapter_changes(guideline: GuidelineVersion) -> tuple[ChapterChange, ...]:
    """Chapters that differ from the version before, told apart by their headings.

    Nothing for the first version.
    """
    before = version_before(guideline)
    if before is None:
        return ()
    old = {thai_key(row.heading): row for row in before.chapters.all()}
    new = {thai_key(row.heading): row for row in guideline.chapters.all()}
    return (
        *(_compared(old.get(key), row) for key, row in new.items() if _differs(old.get(key), row)),
        *(ChapterChange(row.heading, "removed") for key, row in old.items() if key not in new),
    )


def _differs(old: GuidelineChapter | None, new: GuidelineChapter) -> bool:
    return old is None or _lines(old.text) != _lines(new.text)


def _compared(old: GuidelineChapter | None, new: GuidelineChapter) -> ChapterChange:
    return ChapterChange(new.heading, "added" if old is None else "changed")


def files_of(guideline: GuidelineVersion) -> list[GuidelineFile]:
    """The files of a version, in the order they were attached."""
    return list(guideline.files.filter(removed_at=None).order_by("pk"))


def guideline_context(programme: HubProgramme, user: User, at: datetime) -> dict[str, Any]:
    """What the working page of step 4 shows."""
    rows = programme.guideline_versions.select_related("published_by", "written_by")
    rows = rows.prefetch_related("cohorts").annotate(
        chapter_count=Count("chapters", distinct=True),
        file_count=Count("files", filter=Q(files__removed_at=None), distinct=True),
    )
    versions = list(rows.order_by("-number"))
    published = [row for row in versions if row.published_at is not None]
    draft = next((row for row in versions if row.published_at is None), None)
    newest = published[0] if published else None
    readers = readers_of(programme, published[:SHOWN_VERSIONS][::-1])
    return {
        "versions": versions,
        "draft": draft,
        "newest": newest,
        "readers": readers,
        "shown_versions": published[:SHOWN_VERSIONS][::-1],
        "meant": sum(row.opened[-1].is_meant for row in readers),
        "opened": sum(row.opened[-1].at is not None for row in readers),
        "waiting": sum(row.lacks_newest for row in readers),
        "unreachable": [row for row in readers if row.lacks_newest and not row.people],
        "reminded_at": _last_reminder(newest),
    }


def readers_of(programme: HubProgramme, versions: Sequence[GuidelineVersion]) -> tuple[Reader, ...]:
    """The approved LAOs against published versions, oldest first; those that lack the newest first.

    Empty while nothing is published.
    """
    if not versions:
        return ()
    candidates = list(programme.candidates.approved().with_place().order_by("lao__sort_key", "pk"))
    meant = {row.pk: set(meant_for(row).values_list("pk", flat=True)) for row in versions}
    openings = GuidelineOpening.objects.filter(guideline__in=versions).select_related("opened_by")
    first: dict[tuple[int, int], GuidelineOpening] = {}
    for opening in openings.order_by("opened_at", "pk"):
        first.setdefault((opening.guideline_id, opening.lao_id), opening)
    people = people_of(candidate.lao for candidate in candidates)
    readers = [
        Reader(
            candidate,
            tuple(_opened(row, candidate, meant[row.pk], first) for row in versions),
            len(people[candidate.lao_id]),
        )
        for candidate in candidates
    ]
    return tuple(sorted(readers, key=lambda reader: not reader.lacks_newest))


def _opened(
    guideline: GuidelineVersion,
    candidate: Candidate,
    meant: set[int],
    first: dict[tuple[int, int], GuidelineOpening],
) -> Opened:
    found = first.get((guideline.pk, candidate.lao_id))
    return Opened(
        guideline,
        candidate.pk in meant,
        found.opened_at if found else None,
        found.opened_by if found else None,
    )


def _last_reminder(guideline: GuidelineVersion | None) -> datetime | None:
    if guideline is None:
        return None
    about = f"hubs.guidelineversion:{guideline.pk}"
    mails = Mail.objects.filter(kind=REMINDER, about=about)
    last: datetime | None = mails.aggregate(last=Max("due_at"))["last"]
    return last


def library_for(user: User) -> list[tuple[HubProgramme, list[tuple[GuidelineVersion, Any]]]]:
    """An LAO person's guidelines: programmes, newest first, with versions and the own opening."""
    versions = GuidelineVersion.objects.visible_to(user).filter(published_at__isnull=False)
    versions = versions.select_related("programme").order_by(
        "-programme__fiscal_year", "-programme_id", "-number"
    )
    own = GuidelineOpening.objects.filter(opened_by=user).order_by("-opened_at", "-pk")
    opened = dict(own.values_list("guideline_id", "opened_at"))
    library: dict[HubProgramme, list[tuple[GuidelineVersion, Any]]] = defaultdict(list)
    for version in versions:
        library[version.programme].append((version, opened.get(version.pk)))
    return list(library.items())
