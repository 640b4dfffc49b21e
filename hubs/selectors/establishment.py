"""Step 5 (manual 8.2 (5)): how far each LAO is on its way to its hub."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils import timezone

from hubs.actions.establishment import missing_parts, part_is_done, seats_short
from hubs.actions.path_parts import DOCUMENT_OF
from hubs.models import (
    Candidate,
    CandidateState,
    Establishment,
    EstablishmentState,
    HubDocument,
    HubProgramme,
)
from hubs.parts import Part
from onde_portal.accounts.models import User

TONES = {
    EstablishmentState.SENT: "warn",
    EstablishmentState.RETURNED: "bad",
    EstablishmentState.CONFIRMED: "good",
}


@dataclass(frozen=True, slots=True)
class PartView:
    """A part of the path: whether it is done, its papers, and what the Office asks about it."""

    part: Part
    is_done: bool
    papers: tuple[HubDocument, ...]
    remark: str

    @property
    def label(self) -> str:
        return str(self.part.label)

    @property
    def url_name(self) -> str:
        return f"hubs:establishment-{self.part.value}"


def read_parts(establishment: Establishment) -> list[PartView]:
    """All parts in order. Papers of committee and channels are shown with the order."""
    papers = list(establishment.hub.documents.filter(removed_at=None).order_by("pk"))
    return [
        PartView(
            part,
            part_is_done(establishment, part),
            tuple(paper for paper in papers if paper.kind == DOCUMENT_OF[part]),
            str(establishment.remarks.get(part.value, "")),
        )
        for part in Part
    ]


@dataclass(frozen=True, slots=True)
class PathRow:
    """An LAO of a programme on its way: its path, if it began, and what is missing."""

    candidate: Candidate
    path: Establishment | None
    missing: tuple[str, ...]
    short: int
    days: int

    @property
    def tone(self) -> str:
        state = self.path.state if self.path else ""
        return TONES.get(EstablishmentState(state), "") if state else "warn"


def path_rows(programme: HubProgramme, at: datetime) -> list[PathRow]:
    """The LAOs of a programme that were approved, those that withdrew last."""
    rows = programme.candidates.filter(approved_at__isnull=False).with_place()
    rows = rows.filter(state__in=[CandidateState.CHOSEN, CandidateState.WITHDRAWN])
    related = rows.select_related("establishment__hub", "establishment__template")
    ordered = related.order_by("state", "lao__province__sort_key", "lao__sort_key", "pk")
    return [_row(candidate, at) for candidate in ordered]


def _row(candidate: Candidate, at: datetime) -> PathRow:
    path = getattr(candidate, "establishment", None)
    since = candidate.approved_at or at
    if path is None:
        return PathRow(candidate, None, (), 0, _days(since, at))
    since = path.answered_at or path.sent_at or path.begun_at
    is_done = path.state in {EstablishmentState.SENT, EstablishmentState.CONFIRMED}
    missing = () if is_done else tuple(str(part.label) for part in missing_parts(path))
    return PathRow(candidate, path, missing, seats_short(path), _days(since, at))


def _days(since: datetime, at: datetime) -> int:
    return (timezone.localtime(at).date() - timezone.localtime(since).date()).days


def establishment_context(programme: HubProgramme, user: User, at: datetime) -> dict[str, Any]:
    """What the working page of step 5 shows."""
    rows = path_rows(programme, at)
    running = [row for row in rows if row.candidate.state == CandidateState.CHOSEN]
    done = [row for row in running if row.path and row.path.state == EstablishmentState.CONFIRMED]
    return {
        "rows": rows,
        "established": len(done),
        "expected": len(running),
        "to_confirm": sum(
            1 for row in running if row.path and row.path.state == EstablishmentState.SENT
        ),
    }
