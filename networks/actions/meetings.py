"""Minutes of a project's meetings (manual 8.1 (6)): drafted, made final, opened again."""

from collections.abc import Sequence
from dataclasses import dataclass, fields
from datetime import date, datetime, time

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from networks.actions.founding import NetworkError
from networks.actions.guarded import StaleRecord, change_as_read, sign_history
from networks.models import Meeting, MinutesItem, NetworkProject, ProjectVerb
from onde_portal.accounts.models import User
from onde_portal.documents.actions import supersede_documents
from onde_portal.registry.models import Province
from onde_portal.thai.text import clean_text

# The five items of the Office's minutes, in the order of the rules on official papers.
STANDARD_AGENDA = (
    "เรื่องที่ประธานแจ้งให้ที่ประชุมทราบ",
    "เรื่องรับรองรายงานการประชุม",
    "เรื่องที่เสนอให้ที่ประชุมทราบ",
    "เรื่องที่เสนอให้ที่ประชุมพิจารณา",
    "เรื่องอื่น ๆ",
)
MINUTES_KIND = "networks.minutes"
LONGEST_AGENDA = 40
# Numbers are moved out of the way while items change places.
ASIDE = 1000


class ProjectEnded(NetworkError):
    message = _("The project has ended. Its records are not changed any more.")


class MinutesAreFinal(NetworkError):
    message = _("The minutes are final. Open them again first, and say why.")


class MinutesAreDraft(NetworkError):
    message = _("The minutes are a draft already.")


class MinutesConflict(NetworkError):
    message = _("Somebody else has saved these minutes in the meantime. Nothing of yours is lost.")


class MinutesIncomplete(NetworkError):
    """Something that minutes must say is missing; ``missing`` names it in the user's words."""

    message = _("The minutes cannot be made final yet. Still missing:")

    def __init__(self, missing: Sequence[str]) -> None:
        super().__init__()
        self.missing = tuple(missing)

    def __str__(self) -> str:
        return f"{self.message} {', '.join(self.missing)}"


class ReasonMissing(NetworkError):
    message = _("Say why, in a few words.")


class TooManyItems(NetworkError):
    message = _("Minutes have at most 40 items.")


@dataclass(frozen=True, slots=True)
class MeetingFacts:
    """Which meeting it was, and who was there (one person a line: name, position)."""

    title: str
    held_on: date
    place: str
    chair: str
    number: str = ""
    province: Province | None = None
    starts_at: time | None = None
    ends_at: time | None = None
    secretary: str = ""
    present: str = ""
    absent: str = ""
    guests: str = ""

    def values(self) -> dict[str, object]:
        """The model's fields with their cleaned values."""
        found = {field.name: getattr(self, field.name) for field in fields(self)}
        return {
            name: clean_text(value).strip() if isinstance(value, str) else value
            for name, value in found.items()
        }


@dataclass(frozen=True, slots=True)
class ItemText:
    """An item as it was typed; ``pk`` of the item it was, none for a new one."""

    heading: str
    text: str
    pk: int | None = None


@transaction.atomic
def open_meeting(
    *, project: NetworkProject, facts: MeetingFacts, by: User, at: datetime
) -> Meeting:
    """Begin the minutes of a meeting, with the five standard items. Raises ``ProjectEnded``."""
    if not project.is_running:
        raise ProjectEnded
    meeting = Meeting(project=project, **facts.values())
    sign_history(meeting, by=by, at=at)
    meeting.save()
    MinutesItem.objects.bulk_create(
        MinutesItem(meeting=meeting, position=position, heading=heading)
        for position, heading in enumerate(STANDARD_AGENDA, start=1)
    )
    _note(meeting, f"เพิ่มการประชุม: {meeting}", by=by, at=at)
    return meeting


@transaction.atomic
def save_minutes(
    *,
    meeting: Meeting,
    facts: MeetingFacts,
    items: Sequence[ItemText],
    version: int,
    by: User,
    at: datetime,
) -> None:
    """Keep the draft as typed. An item without heading and text is taken out.

    Raises ``MinutesConflict`` when somebody saved after ``version``, ``MinutesAreFinal``,
    ``ProjectEnded`` and ``TooManyItems``; then nothing is changed.
    """
    require_draft(meeting)
    kept = [item for item in items if item.heading.strip() or item.text.strip()]
    if len(kept) > LONGEST_AGENDA:
        raise TooManyItems
    try:
        _change(meeting, version=version, by=by, at=at, **facts.values())
    except StaleRecord as error:
        raise MinutesConflict from error
    _write_items(meeting, kept)


@transaction.atomic
def finalise_minutes(*, meeting: Meeting, version: int, by: User, at: datetime) -> None:
    """Make the minutes final. Raises ``MinutesIncomplete`` and what ``save_minutes`` raises."""
    require_draft(meeting)
    if missing := missing_of(meeting):
        raise MinutesIncomplete(missing)
    try:
        _change(meeting, version=version, by=by, at=at, final_at=at, final_by=by)
    except StaleRecord as error:
        raise MinutesConflict from error
    _note(meeting, f"รับรองรายงานการประชุม: {meeting}", by=by, at=at)


@transaction.atomic
def reopen_minutes(*, meeting: Meeting, version: int, reason: str, by: User, at: datetime) -> None:
    """Make final minutes a draft again, with the reason on the project's record.

    The paper made of them is superseded: its check code says so from now on.
    """
    if not meeting.project.is_running:
        raise ProjectEnded
    if meeting.final_at is None:
        raise MinutesAreDraft
    reason = clean_text(reason).strip()[:500]
    if not reason:
        raise ReasonMissing
    _change(meeting, version=version, by=by, at=at, final_at=None, final_by=None)
    supersede_documents(kind=MINUTES_KIND, about=about_meeting(meeting), at=at)
    _note(meeting, f"แก้ไขรายงานการประชุม {meeting}: {reason}", by=by, at=at)


def require_draft(meeting: Meeting) -> None:
    """Raises ``ProjectEnded`` or ``MinutesAreFinal`` unless the minutes may be changed."""
    if not meeting.project.is_running:
        raise ProjectEnded
    if meeting.final_at is not None:
        raise MinutesAreFinal


def missing_of(meeting: Meeting) -> list[str]:
    """What minutes must say before they are final, and these do not, in the user's words."""
    wanted = {
        _("those present"): meeting.present.strip(),
        _("when it began"): meeting.starts_at,
        _("when it ended"): meeting.ends_at,
        _("who recorded it"): meeting.secretary.strip(),
        _("what was said, in at least one item"): meeting.items.exclude(text="").exists(),
    }
    return [str(label) for label, value in wanted.items() if not value]


def about_meeting(meeting: Meeting) -> str:
    """The name under which documents know the minutes of a meeting."""
    return f"networks.meeting:{meeting.pk}"


def _change(meeting: Meeting, *, version: int, by: User, at: datetime, **values: object) -> None:
    read = {"version": version, "final_at__isnull": meeting.final_at is None}
    change_as_read(meeting, read=read, by=by, at=at, version=version + 1, **values)


def _write_items(meeting: Meeting, kept: Sequence[ItemText]) -> None:
    """The items in the order typed; those of before keep their row and their resolutions."""
    before = {item.pk: item for item in meeting.items.all()}
    wanted = {item.pk for item in kept if item.pk}
    meeting.items.exclude(pk__in=wanted).delete()
    rows = [before.get(item.pk or 0) or MinutesItem(meeting=meeting) for item in kept]
    for position, (row, item) in enumerate(zip(rows, kept, strict=True), start=1):
        row.position = position + ASIDE
        row.heading = clean_text(item.heading).strip()
        row.text = clean_text(item.text).strip()
        row.save()
    for row in rows:
        row.position -= ASIDE
        row.save(update_fields=["position"])


def _note(meeting: Meeting, what: str, *, by: User, at: datetime) -> None:
    meeting.project.events.create(verb=ProjectVerb.CONTENT_CHANGED, reason=what[:500], by=by, at=at)
