"""Step 2 (manual 8.2 (2)): criteria, candidates and how ready they are, as the page shows them."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from hubs.actions.selection import matching_awards
from hubs.models import (
    Award,
    Candidate,
    CandidateState,
    HubProgramme,
    Readiness,
    SelectionCriteria,
)
from hubs.selectors.memos import memos_context
from onde_portal.accounts.models import User
from onde_portal.registry.models import LaoSize, Region

TONES = {
    CandidateState.CHOSEN: "good",
    CandidateState.EXCLUDED: "bad",
    CandidateState.WITHDRAWN: "bad",
}
READY_TONES = {Readiness.Answer.YES: "good", Readiness.Answer.LATER: "warn"}


@dataclass(frozen=True, slots=True)
class CandidateRow:
    """A candidate with its readiness, if it was asked for, in words and tones."""

    candidate: Candidate
    readiness: Readiness | None

    @property
    def tone(self) -> str:
        return TONES.get(CandidateState(self.candidate.state), "")

    @property
    def ready_tone(self) -> str:
        answer = self.readiness.answer if self.readiness else ""
        return READY_TONES.get(Readiness.Answer(answer), "bad") if answer else ""


def candidate_rows(programme: HubProgramme) -> list[CandidateRow]:
    """All candidates by place, with award and readiness."""
    rows = programme.candidates.with_place().select_related("award__category", "readiness")
    ordered = rows.order_by("lao__province__sort_key", "lao__sort_key", "pk")
    return [CandidateRow(row, getattr(row, "readiness", None)) for row in ordered]


@dataclass(frozen=True, slots=True)
class CriteriaView:
    """The criteria in words; ``fitting`` is how many LAOs they fit that are no candidates yet."""

    saved: SelectionCriteria
    years: str
    categories: str
    types: str
    sizes: Sequence[str]
    regions: Sequence[str]
    fitting: int


def read_criteria(programme: HubProgramme) -> CriteriaView | None:
    """The criteria of a programme; ``None`` before anybody set them."""
    saved = SelectionCriteria.objects.filter(programme=programme).first()
    if saved is None:
        return None
    known = programme.candidates.values("lao")
    fitting = matching_awards(saved).exclude(lao__in=known).order_by()
    return CriteriaView(
        saved,
        ", ".join(str(year) for year in saved.award_years),
        ", ".join(str(one) for one in saved.categories.order_by("position", "pk")),
        ", ".join(str(one) for one in saved.types.order_by("position", "pk")),
        [str(LaoSize(size).label) for size in saved.sizes if size in LaoSize.values],
        [str(Region(region).label) for region in saved.regions if region in Region.values],
        fitting.values("lao").distinct().count(),
    )


def selection_context(programme: HubProgramme, user: User, at: datetime) -> dict[str, Any]:
    """What the working page of step 2 shows."""
    rows = candidate_rows(programme)
    counts = Counter(row.candidate.state for row in rows)
    states = [(label, counts[value]) for value, label in CandidateState.choices if counts[value]]
    return {
        "criteria": read_criteria(programme),
        "rows": rows,
        "states": states,
        "chosen": counts[CandidateState.CHOSEN],
        "answered": sum(1 for row in rows if row.readiness and row.readiness.answer),
        "asked": sum(1 for row in rows if row.readiness),
        "awards": Award.objects.count(),
        "memos": memos_context(programme, user, at),
    }
