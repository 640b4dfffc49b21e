"""How far an LAO has come in a hub programme (manual 8.2), and who holds it up: plain rules.

The stages follow one another; an LAO is in the furthest that it has reached. What was skipped,
as with hubs from the past, holds nothing up. All moments are aware.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


class Stage(StrEnum):
    """From the award to the first report; ``OUT`` are LAOs that were excluded or withdrew."""

    AWARD = "award"
    CANDIDATE = "candidate"
    APPROVED = "approved"
    INVITED = "invited"
    TRAINED = "trained"
    PREPARING = "preparing"
    ESTABLISHED = "established"
    REPORTING = "reporting"
    OUT = "out"


WAY = tuple(stage for stage in Stage if stage is not Stage.OUT)


class Holder(StrEnum):
    """Whose turn it is."""

    OFFICE = "office"
    SUPERIOR = "superior"
    LAO = "lao"
    NOBODY = "nobody"


class Path(StrEnum):
    """With whom the LAO's papers for its hub are, while it prepares."""

    WITH_LAO = "lao"
    WITH_OFFICE = "office"


@dataclass(frozen=True, slots=True)
class Reports:
    """What monitoring knows of a hub's reports.

    ``first_sent_at``: the first report that was sent. ``owed``: one can be sent now and is not.
    ``to_review``: one waits for the Office.
    """

    first_sent_at: datetime | None = None
    owed: bool = False
    to_review: bool = False


@dataclass(frozen=True, slots=True)
class Facts:
    """What is known of an LAO in a programme; a moment that is empty has not come.

    ``is_running``: the programme runs; ``is_selecting``: it still chooses its LAOs.
    ``answer`` to the invitation: empty, ``comes`` or ``cannot``; ``workshop_over``: its last day
    has passed. ``path``: where the papers are once the LAO prepares.
    """

    is_running: bool = True
    is_selecting: bool = True
    awarded_at: datetime | None = None
    proposed_at: datetime | None = None
    out_at: datetime | None = None
    is_chosen: bool = False
    asked_if_ready: bool = False
    memo_with_superior: bool = False
    approved_at: datetime | None = None
    invited_at: datetime | None = None
    answer: str = ""
    workshop_over: bool = False
    trained_at: datetime | None = None
    guideline_published: bool = False
    prepares_since: datetime | None = None
    path: Path = Path.WITH_LAO
    established_at: datetime | None = None
    reports: Reports = Reports()


@dataclass(frozen=True, slots=True)
class Standing:
    """Where an LAO stands: its stage, since when, whose turn it is, and when it reached what."""

    stage: Stage
    since: datetime
    held_by: Holder
    reached: Mapping[Stage, datetime]


class NotInProgramme(ValueError):
    """Nothing says that the LAO has to do with the programme."""


def standing_of(facts: Facts) -> Standing:
    """The furthest stage that the facts show. Raises ``NotInProgramme`` where they show none."""
    moments = {
        Stage.AWARD: facts.awarded_at,
        Stage.CANDIDATE: facts.proposed_at,
        Stage.APPROVED: facts.approved_at,
        Stage.INVITED: facts.invited_at,
        Stage.TRAINED: facts.trained_at,
        Stage.PREPARING: facts.prepares_since,
        Stage.ESTABLISHED: facts.established_at,
        Stage.REPORTING: facts.reports.first_sent_at if facts.established_at else None,
    }
    reached = {stage: moment for stage, moment in moments.items() if moment is not None}
    if facts.out_at is not None and facts.established_at is None:
        return Standing(Stage.OUT, facts.out_at, Holder.NOBODY, reached)
    if not reached:
        raise NotInProgramme
    stage = max(reached, key=WAY.index)
    return Standing(stage, reached[stage], _holder(stage, facts), reached)


def _holder(stage: Stage, facts: Facts) -> Holder:
    if stage in {Stage.ESTABLISHED, Stage.REPORTING}:
        return _reports_turn(facts.reports)
    if not facts.is_running:
        return Holder.NOBODY
    if stage in {Stage.AWARD, Stage.CANDIDATE}:
        return _selection_turn(stage, facts)
    if stage is Stage.INVITED:
        return _workshop_turn(facts)
    with_lao = {
        Stage.APPROVED: False,
        Stage.TRAINED: facts.guideline_published,
        Stage.PREPARING: facts.path is Path.WITH_LAO,
    }
    return Holder.LAO if with_lao[stage] else Holder.OFFICE


def _selection_turn(stage: Stage, facts: Facts) -> Holder:
    """While LAOs are chosen; one left over afterwards waits for nobody."""
    if facts.is_chosen and facts.memo_with_superior:
        return Holder.SUPERIOR
    if facts.is_chosen:
        return Holder.OFFICE
    if not facts.is_selecting:
        return Holder.NOBODY
    return Holder.LAO if stage is Stage.CANDIDATE and facts.asked_if_ready else Holder.OFFICE


def _workshop_turn(facts: Facts) -> Holder:
    """Until the workshop an answer is the LAO's turn; then nobody's before its days are over."""
    if facts.answer == "cannot" or facts.workshop_over:
        return Holder.OFFICE
    return Holder.NOBODY if facts.answer == "comes" else Holder.LAO


def _reports_turn(reports: Reports) -> Holder:
    """Reports go on after the programme has ended."""
    if reports.owed:
        return Holder.LAO
    return Holder.OFFICE if reports.to_review else Holder.NOBODY
