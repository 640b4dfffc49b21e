"""Step 1 (manual 8.2 (1)): noting what the study of hubs found, and the papers it rests on."""

from datetime import date, datetime

from django.core.files.uploadedfile import UploadedFile
from django.db import IntegrityError, transaction
from django.utils.translation import gettext_lazy as _

from hubs.actions.programmes import note, require_running
from hubs.errors import HubError
from hubs.models import HubProgramme, StudyDocument, StudyFinding
from onde_portal.accounts.models import User
from onde_portal.thai.text import clean_text
from onde_portal.workflow.uploads import store_upload

LONGEST_TITLE, LONGEST_SOURCE = 250, 300


class SourceNeeded(HubError):
    message = _("Say what was found and where it comes from.")


class DrawnAlready(HubError):
    message = _("This was drawn in already.")


def save_finding(
    *,
    programme: HubProgramme,
    title: str,
    source: str,
    text: str = "",
    source_on: date | None = None,
    drawn_from: str = "",
    finding: StudyFinding | None = None,
    by: User,
    at: datetime,
) -> StudyFinding:
    """Note a finding with its source, or correct one.

    ``drawn_from`` names the record of earlier years that a new finding was drawn from. Raises
    ``SourceNeeded``, and ``DrawnAlready`` where the programme drew this record before.
    """
    require_running(programme)
    title = clean_text(title).strip()[:LONGEST_TITLE]
    source = clean_text(source).strip()[:LONGEST_SOURCE]
    if not title or not source:
        raise SourceNeeded
    noted = finding or StudyFinding(programme=programme, drawn_from=drawn_from)
    noted.title, noted.source, noted.source_on = title, source, source_on
    noted.text = clean_text(text).strip()
    noted.noted_at, noted.noted_by = at, by
    try:
        with transaction.atomic():
            noted.save()
            if finding is None:
                note(programme, f"บันทึกข้อค้นพบ: {title}", by=by, at=at)
    except IntegrityError as error:
        raise DrawnAlready from error
    return noted


def attach_finding_document(
    *, finding: StudyFinding, upload: UploadedFile, by: User, at: datetime
) -> StudyDocument:
    """Keep a checked document with a finding; ``UploadRefused`` says what is wrong with it."""
    require_running(finding.programme)
    return store_upload(StudyDocument, upload=upload, by=by, at=at, finding=finding)


def remove_finding_document(*, document: StudyDocument, at: datetime) -> None:
    """Take a document off its finding; the file stays on record."""
    require_running(document.finding.programme)
    StudyDocument.objects.filter(pk=document.pk, removed_at=None).update(removed_at=at)


@transaction.atomic
def remove_finding(*, finding: StudyFinding, by: User, at: datetime) -> None:
    """Take a finding out that does not hold; what it was drawn from can be drawn in again."""
    require_running(finding.programme)
    finding.delete()
    note(finding.programme, f"ลบข้อค้นพบ: {finding.title}", by=by, at=at)
