"""Where each LAO of a programme stands, and the programme's figures (manual 8.2).

Counts are of LAOs that ever reached a stage, those that withdrew later too: the same rows make
the board, the page of step 6 and the closing report.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from decimal import Decimal
from typing import Any

from django.db.models import Max
from django.utils import timezone
from django.utils.translation import pgettext_lazy

from hubs.actions.selection import matching_awards
from hubs.models import (
    Candidate,
    CandidateEvent,
    CandidateState,
    Delegate,
    Establishment,
    EstablishmentState,
    Hub,
    HubProgramme,
    HubState,
    Invitee,
    MemoState,
    SelectionCriteria,
)
from hubs.stages import WAY, Facts, Holder, Path, Reports, Stage, Standing, standing_of
from onde_portal.accounts.models import User
from onde_portal.registry.models import Lao
from onde_portal.thai.working_time import BANGKOK, HOURS_PER_DAY
from onde_portal.workflow.selectors import hours_counter

STAGE_LABELS: Mapping[Stage, Any] = {
    Stage.AWARD: pgettext_lazy("stage", "Award"),
    Stage.CANDIDATE: pgettext_lazy("stage", "Candidate"),
    Stage.APPROVED: pgettext_lazy("stage", "Approved"),
    Stage.INVITED: pgettext_lazy("stage", "Invited"),
    Stage.TRAINED: pgettext_lazy("stage", "Trained"),
    Stage.PREPARING: pgettext_lazy("stage", "Preparing"),
    Stage.ESTABLISHED: pgettext_lazy("stage", "Established"),
    Stage.REPORTING: pgettext_lazy("stage", "Reporting"),
    Stage.OUT: pgettext_lazy("stage", "Excluded or withdrawn"),
}
HOLDER_LABELS: Mapping[Holder, Any] = {
    Holder.OFFICE: pgettext_lazy("turn", "The Office"),
    Holder.SUPERIOR: pgettext_lazy("turn", "The superior"),
    Holder.LAO: pgettext_lazy("turn", "The LAO"),
    Holder.NOBODY: pgettext_lazy("turn", "Nobody"),
}
SELECTION_STEP = 2
WITH_SUPERIOR = (MemoState.SENT, MemoState.ENDORSED)
NO_REPORTS = Reports()


@dataclass(frozen=True, slots=True)
class LaoStanding:
    """An LAO in a programme: where it stands, with the working hours spent in its stage.

    ``handled_by``: who of the Office last wrote to it, else the officer in charge.
    """

    lao: Lao
    candidate: Candidate | None
    hub: Hub | None
    standing: Standing
    hours: Decimal
    handled_by: User

    @property
    def days(self) -> Decimal:
        """Working days in the stage, of six hours each."""
        return self.hours / HOURS_PER_DAY

    @property
    def cohort(self) -> Any:
        """The workshop's cohort of the LAO, if it is in one."""
        invitation = _one(self.candidate, "invitation")
        return invitation.cohort if invitation else None

    @property
    def stage_label(self) -> Any:
        return STAGE_LABELS[self.standing.stage]

    @property
    def holder_label(self) -> Any:
        return HOLDER_LABELS[self.standing.held_by]

    def reached(self, stage: Stage) -> datetime | None:
        """When it reached a stage."""
        return self.standing.reached.get(stage)


@dataclass(frozen=True, slots=True)
class Figure:
    """LAOs that reached a stage: of those planned, and of the stage before, in per cent."""

    stage: Stage
    count: int
    of_planned: float | None
    of_before: float | None

    @property
    def label(self) -> Any:
        return STAGE_LABELS[self.stage]


@dataclass(frozen=True, slots=True)
class ProgrammeFigures:
    """What a programme planned and what became of it; ``planned`` 0 where nobody said."""

    planned: int
    figures: tuple[Figure, ...]
    excluded: int
    withdrawn: int

    def count(self, stage: Stage) -> int:
        """LAOs that reached a stage."""
        return next(item.count for item in self.figures if item.stage is stage)


@dataclass(frozen=True, slots=True)
class _Known:
    """What the facts of all LAOs of a programme share, read once."""

    programme: HubProgramme
    today: date
    memo_with_superior: bool
    guideline_published: bool
    came_at: Mapping[int, datetime | None]
    out_at: Mapping[int, datetime]


def lao_standings(
    programme: HubProgramme, at: datetime, reports: Mapping[int, Reports] | None = None
) -> tuple[LaoStanding, ...]:
    """Every LAO of a programme, by name; ``reports`` is what monitoring knows, by hub.

    In few queries, however many LAOs there are.
    """
    known = _known(programme, at)
    told = reports or {}
    hours = hours_counter(programme, at)
    until = programme.ended_at or at
    candidates = list(_candidates(programme))
    hubs = list(programme.hubs.select_related(*_place(), "establishment__answered_by"))
    of_candidates = _hubs_of(candidates, hubs)
    theirs = {hub.pk for hub in of_candidates.values()}
    rows = [_of_candidate(one, of_candidates.get(one.pk), known, told) for one in candidates]
    rows += [_of_hub(hub, known, told) for hub in hubs if hub.pk not in theirs]
    rows += _awarded(known, {row[0].pk for row in rows})
    found = [
        LaoStanding(
            lao, candidate, hub, standing,
            hours(max(standing.since, programme.opened_at), until),
            _handled_by(candidate, hub) or programme.owner,
        )
        for lao, candidate, hub, facts in rows
        for standing in [standing_of(facts)]
    ]  # fmt: skip
    return tuple(sorted(found, key=lambda row: (row.lao.sort_key, row.lao.pk)))


def _hubs_of(candidates: Sequence[Candidate], hubs: Sequence[Hub]) -> dict[int, Hub]:
    """The hub of each candidate that has one, by the candidate's key; no hub twice.

    That of its path, else the one at its LAO; a hub that another LAO took over is still that of
    the LAO that was chosen.
    """
    free = {hub.pk: hub for hub in hubs}
    found: dict[int, Hub] = {}

    def give(candidate: Candidate, key: int | None) -> None:
        if candidate.pk not in found and key in free:
            found[candidate.pk] = free.pop(key)

    for candidate in candidates:
        path = _one(candidate, "establishment")
        give(candidate, path.hub_id if path else None)
    at_lao = {hub.lao_id: hub.pk for hub in free.values()}
    for candidate in candidates:
        give(candidate, at_lao.get(candidate.lao_id))
    if not free:
        return found
    former = dict(Hub.history.filter(id__in=free).order_by("history_id").values_list("lao", "id"))
    for candidate in candidates:
        give(candidate, former.get(candidate.lao_id))
    return found


def programme_figures(
    programme: HubProgramme, standings: tuple[LaoStanding, ...]
) -> ProgrammeFigures:
    """The programme's figures from its standings: from candidates to reporting hubs."""
    criteria = SelectionCriteria.objects.filter(programme=programme).first()
    planned = criteria.wanted if criteria else 0
    figures: list[Figure] = []
    for stage in WAY[1:]:
        count = sum(stage in row.standing.reached for row in standings)
        before = figures[-1].count if figures else 0
        figures.append(Figure(stage, count, _share(count, planned), _share(count, before)))
    states = [row.candidate.state for row in standings if row.candidate]
    return ProgrammeFigures(
        planned=planned,
        figures=tuple(figures),
        excluded=states.count(CandidateState.EXCLUDED),
        withdrawn=states.count(CandidateState.WITHDRAWN),
    )


def _share(part: int, whole: int) -> float | None:
    return 100 * part / whole if whole else None


def _place(path: str = "lao") -> tuple[str, ...]:
    return tuple(f"{path}__{name}" for name in ("type", "province", "district"))


def _known(programme: HubProgramme, at: datetime) -> _Known:
    memo = programme.memos.order_by("-edition").first()
    came = Delegate.objects.filter(invitee__cohort__programme=programme, came=True)
    came_at = came.values_list("invitee__candidate").annotate(Max("noted_at"))
    out = CandidateEvent.objects.filter(
        candidate__programme=programme,
        to_state__in=[CandidateState.EXCLUDED, CandidateState.WITHDRAWN],
    )
    guidelines = programme.guideline_versions.filter(published_at__isnull=False)
    return _Known(
        programme=programme,
        today=timezone.localtime(at).date(),
        memo_with_superior=memo is not None and memo.state in WITH_SUPERIOR,
        guideline_published=guidelines.exists(),
        came_at=dict(came_at.order_by("invitee__candidate")),
        out_at=dict(out.values_list("candidate").annotate(Max("at")).order_by("candidate")),
    )


def _candidates(programme: HubProgramme) -> Any:
    people = ("readiness__asked_by", "invitation__invited_by", "establishment__answered_by")
    related = (*_place(), "invitation__cohort", "establishment__hub", *people)
    return programme.candidates.select_related(*related).order_by("pk")


def _one(row: Any, name: str) -> Any:
    """The record at the other end of a one-to-one relation, or nothing."""
    return getattr(row, name, None) if row is not None else None


Row = tuple[Lao, Candidate | None, Hub | None, Facts]


def _of_candidate(
    candidate: Candidate, hub: Hub | None, known: _Known, reports: Mapping[int, Reports]
) -> Row:
    path: Establishment | None = _one(candidate, "establishment")
    hub = path.hub if path else hub
    invitation: Invitee | None = _one(candidate, "invitation")
    is_out = candidate.state in {CandidateState.EXCLUDED, CandidateState.WITHDRAWN}
    facts = Facts(
        **_shared(known),
        **_of_path(path or _one(hub, "establishment"), hub, reports),
        **_of_invitation(invitation, known),
        proposed_at=candidate.proposed_at,
        out_at=known.out_at.get(candidate.pk, candidate.proposed_at) if is_out else None,
        is_chosen=candidate.state == CandidateState.CHOSEN,
        asked_if_ready=_waits_for_readiness(candidate),
        approved_at=candidate.approved_at,
        trained_at=_trained_at(candidate, invitation, known),
    )
    return candidate.lao, candidate, hub, facts


def _of_hub(hub: Hub, known: _Known, reports: Mapping[int, Reports]) -> Row:
    """A hub of the programme at an LAO that was no candidate, such as one of an earlier time."""
    facts = Facts(**_shared(known), **_of_path(_one(hub, "establishment"), hub, reports))
    return hub.lao, None, hub, facts


def _awarded(known: _Known, others: set[int]) -> list[Row]:
    """LAOs whose award fits the criteria, and that nobody has proposed; while LAOs are chosen."""
    programme = known.programme
    criteria = SelectionCriteria.objects.filter(programme=programme).first()
    if criteria is None or not _is_selecting(programme):
        return []
    awards = matching_awards(criteria).exclude(lao__in=others).select_related(*_place())
    facts = Facts(**_shared(known), awarded_at=max(criteria.saved_at, programme.opened_at))
    laos = {award.lao_id: award.lao for award in awards}
    return [(lao, None, None, facts) for lao in laos.values()]


def _shared(known: _Known) -> dict[str, Any]:
    return {
        "is_running": known.programme.is_running,
        "is_selecting": _is_selecting(known.programme),
        "memo_with_superior": known.memo_with_superior,
        "guideline_published": known.guideline_published,
    }


def _is_selecting(programme: HubProgramme) -> bool:
    return programme.is_running and programme.step_number <= SELECTION_STEP


def _waits_for_readiness(candidate: Candidate) -> bool:
    readiness = _one(candidate, "readiness")
    return readiness is not None and readiness.answered_at is None


def _of_invitation(invitation: Invitee | None, known: _Known) -> dict[str, Any]:
    if invitation is None:
        return {}
    ends_on = invitation.cohort.ends_on or invitation.cohort.starts_on
    return {
        "invited_at": invitation.invited_at,
        "answer": invitation.answer,
        "workshop_over": ends_on is not None and ends_on < known.today,
    }


def _trained_at(candidate: Candidate, invitation: Invitee | None, known: _Known) -> datetime | None:
    """When it was noted that somebody of the LAO came."""
    if invitation is None or candidate.pk not in known.came_at:
        return None
    noted = known.came_at[candidate.pk] or invitation.cohort.held_at
    return noted or invitation.invited_at


def _of_path(
    path: Establishment | None, hub: Hub | None, reports: Mapping[int, Reports]
) -> dict[str, Any]:
    if hub is None:
        return {}
    with_office = path is not None and path.state in {
        EstablishmentState.SENT,
        EstablishmentState.CONFIRMED,
    }
    is_established = (
        hub.established_on is not None
        and hub.state != HubState.PREPARING
        # Closed on the day of its announcement, it never was.
        and (hub.closed_on is None or hub.closed_on > hub.established_on)
    )
    return {
        "prepares_since": path.begun_at if path else hub.registered_at,
        "path": Path.WITH_OFFICE if with_office else Path.WITH_LAO,
        "established_at": _begin_of(hub.established_on) if is_established else None,
        "reports": reports.get(hub.pk, NO_REPORTS),
    }


def _begin_of(day: date | None) -> datetime | None:
    return None if day is None else datetime.combine(day, time(), BANGKOK)


def _handled_by(candidate: Candidate | None, hub: Hub | None) -> User | None:
    path = _one(candidate, "establishment") or _one(hub, "establishment")
    said = (
        path and path.answered_by,
        _one(_one(candidate, "invitation"), "invited_by"),
        _one(_one(candidate, "readiness"), "asked_by"),
    )
    return next((person for person in said if person), None)
