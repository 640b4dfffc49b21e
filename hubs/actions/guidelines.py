"""The guideline for LAOs (manual 8.2 (4)): drafts, publishing, and who opened which version.

A published version never changes: what it says is written while it is a draft, and every later
change begins as a draft that copies the newest version. Only whom it is for may widen.
"""

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.files.uploadedfile import UploadedFile
from django.db import IntegrityError, transaction
from django.db.models import F, QuerySet
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from hubs.actions.programmes import note, require_running
from hubs.errors import HubError, StaleRecord
from hubs.models import (
    Candidate,
    Cohort,
    GuidelineChapter,
    GuidelineFile,
    GuidelineOpening,
    GuidelineVersion,
    HubProgramme,
)
from hubs.notices import mail_person, people_of
from onde_portal.accounts.models import User
from onde_portal.thai.text import clean_text
from onde_portal.workflow.uploads import store_upload

FIRST_TEXT = Path("fixtures") / "reference" / "guideline.json"
LONGEST_TITLE, LONGEST_HEADING = 250, 250
MOST_CHAPTERS = 100


class PublishedStays(HubError):
    message = _("A published version never changes. Begin a new draft.")


class DraftExists(HubError):
    message = _("There is a draft already.")


class TitleNeeded(HubError):
    message = _("Give the guideline a title.")


class ChapterNeeded(HubError):
    message = _("Write at least one chapter with a heading and text before it is published.")


class HeadingNeeded(HubError):
    message = _("Give each chapter that has text a heading.")


class ChangesNeeded(HubError):
    message = _("Say in a few words what changed against the version before.")


class AudienceNeeded(HubError):
    message = _("Say for whom it is: all LAOs of the programme, or some cohorts.")


class NotPublished(HubError):
    message = _("This is still a draft.")


class TooManyChapters(HubError):
    message = _("A guideline has at most a hundred chapters.")


@dataclass(frozen=True, slots=True)
class ChapterText:
    """A chapter as typed; the text has one paragraph a line."""

    heading: str
    text: str


@transaction.atomic
def begin_draft(*, programme: HubProgramme, by: User, at: datetime) -> GuidelineVersion:
    """Begin the next version: a copy of the newest one, the first from the Office's own text.

    Raises ``DraftExists`` where one is being written.
    """
    require_running(programme)
    newest = programme.guideline_versions.order_by("-number").first()
    if newest is not None and newest.published_at is None:
        raise DraftExists
    usual = _first_text() if newest is None else None
    try:
        with transaction.atomic():
            draft = GuidelineVersion.objects.create(
                programme=programme,
                number=newest.number + 1 if newest else 1,
                title=newest.title if newest else usual["title"] if usual else "",
                for_all=newest.for_all if newest else True,
                written_at=at,
                written_by=by,
            )
    except IntegrityError as error:
        raise DraftExists from error
    if newest is None:
        chapters = [ChapterText(**row) for row in usual["chapters"]] if usual else []
    else:
        chapters = [ChapterText(row.heading, row.text) for row in newest.chapters.all()]
        draft.cohorts.set(newest.cohorts.all())
        _copy_files(newest, draft)
    _write_chapters(draft, chapters)
    return draft


def _first_text() -> dict[str, Any]:
    found: dict[str, Any] = json.loads((settings.BASE_DIR / FIRST_TEXT).read_text("utf-8"))
    return found


def _copy_files(source: GuidelineVersion, target: GuidelineVersion) -> None:
    """The same files again: a stored file is never overwritten or deleted."""
    for file in source.files.filter(removed_at=None).order_by("pk"):
        file.pk, file.guideline = None, target
        file.save(force_insert=True)


def _write_chapters(draft: GuidelineVersion, chapters: Iterable[ChapterText]) -> None:
    draft.chapters.all().delete()
    GuidelineChapter.objects.bulk_create(
        GuidelineChapter(
            guideline=draft, position=number, heading=chapter.heading, text=chapter.text
        )
        for number, chapter in enumerate(chapters, start=1)
    )


def _require_draft(guideline: GuidelineVersion) -> None:
    require_running(guideline.programme)
    if guideline.published_at is not None:
        raise PublishedStays


def _change(guideline: GuidelineVersion, version: int, **values: Any) -> None:
    """Write values if the draft still is as it was read."""
    rows = GuidelineVersion.objects.filter(
        pk=guideline.pk, version=version, published_at=guideline.published_at
    )
    if rows.update(version=F("version") + 1, **values) != 1:
        raise StaleRecord
    guideline.refresh_from_db()


@transaction.atomic
def save_draft(
    *,
    guideline: GuidelineVersion,
    title: str,
    changes: str,
    chapters: Sequence[ChapterText],
    version: int,
    by: User,
    at: datetime,
) -> GuidelineVersion:
    """Keep what was written; chapters without words are left out.

    Raises ``StaleRecord`` where somebody else kept another text since ``version`` was read.
    """
    _require_draft(guideline)
    title = clean_text(title).strip()[:LONGEST_TITLE]
    if not title:
        raise TitleNeeded
    kept = [_cleaned(chapter) for chapter in chapters]
    kept = [chapter for chapter in kept if chapter.heading or chapter.text]
    if any(not chapter.heading for chapter in kept):
        raise HeadingNeeded
    if len(kept) > MOST_CHAPTERS:
        raise TooManyChapters
    changes = clean_text(changes).strip()
    _change(guideline, version, title=title, changes=changes, written_at=at, written_by=by)
    _write_chapters(guideline, kept)
    return guideline


def _cleaned(chapter: ChapterText) -> ChapterText:
    heading = " ".join(clean_text(chapter.heading).split())[:LONGEST_HEADING]
    return ChapterText(heading, clean_text(chapter.text).strip())


@transaction.atomic
def discard_draft(*, guideline: GuidelineVersion, by: User, at: datetime) -> None:
    """Throw a draft away."""
    _require_draft(guideline)
    guideline.delete()
    note(guideline.programme, f"ยกเลิกร่างแนวทางฉบับที่ {guideline.number}", by=by, at=at)


def attach_guideline_file(
    *, guideline: GuidelineVersion, upload: UploadedFile, by: User, at: datetime
) -> GuidelineFile:
    """Keep a checked file with a draft; ``UploadRefused`` says what is wrong with it."""
    _require_draft(guideline)
    return store_upload(GuidelineFile, upload=upload, by=by, at=at, guideline=guideline)


def remove_guideline_file(*, file: GuidelineFile, at: datetime) -> None:
    """Take a file off a draft; earlier versions keep it."""
    _require_draft(file.guideline)
    GuidelineFile.objects.filter(pk=file.pk, removed_at=None).update(removed_at=at)


@transaction.atomic
def publish_guideline(
    *,
    guideline: GuidelineVersion,
    for_all: bool,
    cohorts: Sequence[Cohort] = (),
    version: int,
    by: User,
    at: datetime,
) -> int:
    """Publish a draft to all LAOs of the programme or to some cohorts; how many mails are queued.

    Its text is fixed from now on. Everybody of the LAOs it is for is told by mail.
    """
    _require_draft(guideline)
    _check_whole(guideline)
    chosen = _chosen_cohorts(guideline, cohorts, for_all=for_all)
    _change(guideline, version, for_all=for_all, published_at=at, published_by=by)
    guideline.cohorts.set(chosen)
    note(guideline.programme, f"เผยแพร่แนวทางฉบับที่ {guideline.number}", by=by, at=at)
    return _tell(guideline, list(meant_for(guideline)), "guideline_published", rung="", at=at)


def _check_whole(guideline: GuidelineVersion) -> None:
    if not guideline.chapters.exclude(text="").exists():
        raise ChapterNeeded
    if guideline.number > 1 and not guideline.changes:
        raise ChangesNeeded


def _chosen_cohorts(
    guideline: GuidelineVersion, cohorts: Sequence[Cohort], *, for_all: bool
) -> list[Cohort]:
    if for_all:
        return []
    chosen = [cohort for cohort in cohorts if cohort.programme_id == guideline.programme_id]
    if not chosen:
        raise AudienceNeeded
    return chosen


@transaction.atomic
def widen_audience(
    *,
    guideline: GuidelineVersion,
    for_all: bool,
    cohorts: Sequence[Cohort] = (),
    version: int,
    by: User,
    at: datetime,
) -> int:
    """Publish a published version to more LAOs, too; how many mails are queued."""
    require_running(guideline.programme)
    if guideline.published_at is None:
        raise NotPublished
    known = set(meant_for(guideline).values_list("pk", flat=True))
    chosen = _chosen_cohorts(guideline, cohorts, for_all=for_all)
    _change(guideline, version, for_all=guideline.for_all or for_all)
    guideline.cohorts.add(*chosen)
    note(guideline.programme, f"เผยแพร่แนวทางฉบับที่ {guideline.number} เพิ่มเติม", by=by, at=at)
    new = [row for row in meant_for(guideline) if row.pk not in known]
    return _tell(guideline, new, "guideline_published", rung="", at=at)


def meant_for(guideline: GuidelineVersion) -> QuerySet[Candidate]:
    """The approved LAOs that a version is for, by name."""
    rows = guideline.programme.candidates.approved().with_place()
    if not guideline.for_all:
        rows = rows.filter(invitation__cohort__in=guideline.cohorts.all())
    return rows.order_by("lao__sort_key", "pk")


def remind_readers(*, guideline: GuidelineVersion, by: User, at: datetime) -> int:
    """Mail the people of LAOs of which nobody opened a version, at most once a day each."""
    require_running(guideline.programme)
    if guideline.published_at is None:
        raise NotPublished
    opened = GuidelineOpening.objects.filter(guideline=guideline).values("lao")
    waiting = list(meant_for(guideline).exclude(lao__in=opened))
    day = timezone.localtime(at).date().isoformat()
    return _tell(guideline, waiting, "guideline_reminder", rung=day, at=at)


def _tell(
    guideline: GuidelineVersion,
    rows: Sequence[Candidate],
    template: str,
    *,
    rung: str,
    at: datetime,
) -> int:
    people = people_of(row.lao for row in rows)
    facts = {
        "title": guideline.title,
        "number": guideline.number,
        "changes": guideline.changes,
        "programme": guideline.programme.title,
    }
    link = reverse("hubs:guideline", args=[guideline.pk])
    about = f"hubs.guidelineversion:{guideline.pk}"
    told = {person.pk: person for row in rows for person in people[row.lao_id]}
    return sum(
        mail_person(template, person, about=about, rung=rung, link=link, facts=facts, at=at)
        for person in told.values()
    )


def note_opening(*, guideline: GuidelineVersion, by: User, at: datetime) -> None:
    """Write down that somebody opened a version for the LAOs it is for; the first time counts.

    Part of looking at it, so pages that change nothing else may do it, in one statement.
    """
    if guideline.published_at is None or by.is_office:
        return
    mine = by.memberships.current().values("lao")
    rows = [
        GuidelineOpening(guideline=guideline, lao_id=row.lao_id, opened_by=by, opened_at=at)
        for row in meant_for(guideline).filter(lao__in=mine)
    ]
    known = set(guideline.openings.filter(opened_by=by).values_list("lao_id", flat=True))
    if new := [row for row in rows if row.lao_id not in known]:
        GuidelineOpening.objects.bulk_create(new, ignore_conflicts=True)
