"""Evidence in parts: begun, gone on with after a lost connection, kept once when it is whole."""

from datetime import datetime, timedelta

from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import transaction
from django.db.models import F

from monitoring.actions.drafts import attach_file, remove_file, require_writer
from monitoring.errors import PartOutOfPlace, TooManyFiles
from monitoring.models import FilePart, FollowUp, ReportFile, UnfinishedFile
from onde_portal.accounts.models import User
from onde_portal.workflow.uploads import UploadRefused, check_announced, shown_name

PART_BYTES = 256 * 1024
MOST_UNFINISHED = 30
KEPT_FOR = timedelta(days=1)


@transaction.atomic
def begin_file(
    *, follow_up: FollowUp, mark: str, name: str, size: int, by: User, at: datetime
) -> UnfinishedFile:
    """The file's place, with what of it has arrived already; the same mark finds the same place.

    Raises NotAllowed, NotEditable, TooManyFiles, and UploadRefused for what can be said before
    any of it arrives.
    """
    require_writer(follow_up, by)
    check_announced(name, size)
    own = UnfinishedFile.objects.filter(follow_up=follow_up, begun_by=by)
    own.filter(mark=mark, file__removed_at__isnull=False).delete()
    own.filter(mark=mark).exclude(size=size).delete()
    if not own.filter(mark=mark).exists() and own.filter(file=None).count() >= MOST_UNFINISHED:
        raise TooManyFiles
    place, _is_new = own.select_related("file").get_or_create(
        mark=mark,
        defaults={
            "follow_up": follow_up,
            "begun_by": by,
            "size": size,
            "name": shown_name(name),
            "touched_at": at,
        },
    )
    return place


def add_part(
    *, unfinished: UnfinishedFile, starts_at: int, content: bytes, by: User, at: datetime
) -> ReportFile | None:
    """Keep the next part; the file itself once it is whole, else ``None``.

    Raises PartOutOfPlace where another part is due, and all that ``attach_file`` raises; a file
    that is refused is forgotten.
    """
    require_writer(unfinished.follow_up, by)
    if unfinished.file is not None:
        return unfinished.file
    if unfinished.received < unfinished.size:
        _keep_part(unfinished, starts_at, content, at)
    if unfinished.received < unfinished.size:
        return None
    return _finish(unfinished, by=by, at=at)


@transaction.atomic
def _keep_part(unfinished: UnfinishedFile, starts_at: int, content: bytes, at: datetime) -> None:
    ends_at = starts_at + len(content)
    in_place = bool(content) and len(content) <= PART_BYTES and ends_at <= unfinished.size
    same = UnfinishedFile.objects.filter(pk=unfinished.pk, received=starts_at)
    if not in_place or not same.update(received=ends_at, touched_at=at):
        raise PartOutOfPlace
    FilePart.objects.create(unfinished=unfinished, starts_at=starts_at, content=content)
    unfinished.received = ends_at


def _finish(unfinished: UnfinishedFile, *, by: User, at: datetime) -> ReportFile | None:
    parts = unfinished.parts.order_by("starts_at").values_list("content", flat=True)
    upload = SimpleUploadedFile(unfinished.name, b"".join(bytes(part) for part in parts))
    try:
        file = attach_file(follow_up=unfinished.follow_up, upload=upload, by=by, at=at)
    except (UploadRefused, TooManyFiles):
        unfinished.delete()
        raise
    return _settle(unfinished, file, by=by, at=at)


@transaction.atomic
def _settle(
    unfinished: UnfinishedFile, file: ReportFile, *, by: User, at: datetime
) -> ReportFile | None:
    """Of two requests that both found the file whole, one file stays."""
    if UnfinishedFile.objects.filter(pk=unfinished.pk, file=None).update(file=file):
        FilePart.objects.filter(unfinished=unfinished).delete()
        return file
    remove_file(file=file, by=by, at=at)
    kept = UnfinishedFile.objects.select_related("file").filter(pk=unfinished.pk).first()
    return kept.file if kept else None


def forget_unfinished(*, at: datetime) -> bool:
    """Clear the file on its way that rested longest, if past its time. Whether there was one."""
    old = UnfinishedFile.objects.filter(touched_at__lt=at - KEPT_FOR)
    resting = old.order_by(F("touched_at"), "pk").first()
    if resting is None:
        return False
    UnfinishedFile.objects.filter(pk=resting.pk, touched_at=resting.touched_at).delete()
    return True
