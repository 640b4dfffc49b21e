"""Selection of LAOs (manual 8.2 (2)): criteria, candidates, and the reason of each exclusion.

What changes the LAOs chosen takes a memo that is with the superior back to draft, and is refused
once the memo is approved (hubs.actions.memos).
"""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import models, transaction
from django.utils.translation import gettext_lazy as _

from hubs.actions.awards import check_year
from hubs.actions.memos import selection_changed
from hubs.actions.programmes import note, require_running
from hubs.errors import HubError, LaoGone, LaoHasHub, ReasonNeeded, StaleRecord
from hubs.models import (
    Award,
    AwardCategory,
    Candidate,
    CandidateState,
    Hub,
    HubProgramme,
    HubState,
    Readiness,
    SelectionCriteria,
)
from onde_portal.accounts.models import User
from onde_portal.registry.models import Lao, LaoType
from onde_portal.thai.text import clean_text

MOST_WANTED = 500


class CandidateVerb(models.TextChoices):
    """What can happen to a candidate."""

    PROPOSED = "proposed", _("Proposed the LAO")
    CHOSEN = "chosen", _("Chose the LAO")
    EXCLUDED = "excluded", _("Excluded the LAO")
    TAKEN_BACK = "taken_back", _("Took the choice back")
    WITHDRAWN = "withdrawn", _("Noted that the LAO withdrew")


class CriteriaMissing(HubError):
    message = _("Say first by which criteria LAOs are proposed.")


class WantedOutOfRange(HubError):
    message = _("Want at least one LAO and at most 500.")


class CandidateTwice(HubError):
    message = _("This LAO is a candidate already.")


class NotReady(HubError):
    message = _("The criteria ask for LAOs that said they are ready, and this one has not.")


class NotProposed(HubError):
    message = _("The candidate is not in a state that allows this.")


@dataclass(frozen=True, slots=True)
class Criteria:
    """What makes an LAO a candidate; what is left empty does not narrow.

    ``award_years`` are B.E., ``sizes`` and ``regions`` keys of LaoSize and Region.
    """

    award_years: Collection[int] = ()
    categories: Collection[AwardCategory] = ()
    types: Collection[LaoType] = ()
    sizes: Collection[str] = ()
    regions: Collection[str] = ()
    no_hub_yet: bool = True
    must_be_ready: bool = False
    wanted: int = 10


@transaction.atomic
def save_criteria(
    *, programme: HubProgramme, criteria: Criteria, by: User, at: datetime
) -> SelectionCriteria:
    """Say which LAOs the programme looks for. Raises ``WantedOutOfRange``, ``AwardYearWrong``."""
    require_running(programme)
    if not 1 <= criteria.wanted <= MOST_WANTED:
        raise WantedOutOfRange
    for year in criteria.award_years:
        check_year(year, at)
    saved, _created = SelectionCriteria.objects.update_or_create(
        programme=programme,
        defaults={
            "award_years": sorted(set(criteria.award_years)),
            "sizes": sorted(criteria.sizes),
            "regions": sorted(criteria.regions),
            "no_hub_yet": criteria.no_hub_yet,
            "must_be_ready": criteria.must_be_ready,
            "wanted": criteria.wanted,
            "saved_at": at,
            "saved_by": by,
        },
    )
    saved.categories.set(criteria.categories)
    saved.types.set(criteria.types)
    note(programme, "บันทึกหลักเกณฑ์การคัดเลือก", by=by, at=at)
    return saved


def matching_awards(criteria: SelectionCriteria) -> "models.QuerySet[Award]":
    """The awards that make their LAOs candidates, newest first."""
    awards = Award.objects.filter(lao__gone_on=None)
    if criteria.award_years:
        awards = awards.filter(year__in=criteria.award_years)
    if categories := list(criteria.categories.all()):
        awards = awards.filter(category__in=categories)
    if types := list(criteria.types.all()):
        awards = awards.filter(lao__type__in=types)
    if criteria.sizes:
        awards = awards.filter(lao__size__in=criteria.sizes)
    if criteria.regions:
        awards = awards.filter(lao__province__region__in=criteria.regions)
    if criteria.no_hub_yet:
        awards = awards.exclude(lao__in=_laos_with_hub())
    return awards.order_by("-year", "category__position", "pk")


def _laos_with_hub() -> "models.QuerySet[Hub, int]":
    return Hub.objects.exclude(state=HubState.CLOSED).values_list("lao_id", flat=True)


@transaction.atomic
def propose_candidates(*, programme: HubProgramme, by: User, at: datetime) -> int:
    """Propose every LAO that the criteria fit; those that are candidates stay as they are.

    Returns how many are new. Raises ``CriteriaMissing``.
    """
    require_running(programme)
    criteria = SelectionCriteria.objects.filter(programme=programme).first()
    if criteria is None:
        raise CriteriaMissing
    known = set(programme.candidates.values_list("lao_id", flat=True))
    found: dict[int, Award] = {}
    for award in matching_awards(criteria):
        if award.lao_id not in known:
            found.setdefault(award.lao_id, award)
    for award in found.values():
        _propose(programme, award.lao, award, Candidate.Source.CRITERIA, by=by, at=at)
    if found:
        note(programme, f"เสนอชื่อ อปท. ตามหลักเกณฑ์ {len(found)} แห่ง", by=by, at=at)
    return len(found)


@transaction.atomic
def add_candidate(*, programme: HubProgramme, lao: Lao, by: User, at: datetime) -> Candidate:
    """Propose an LAO by hand. Raises ``CandidateTwice``, ``LaoHasHub``, ``LaoGone``."""
    require_running(programme)
    if lao.gone_on is not None:
        raise LaoGone
    if Hub.objects.filter(lao=lao).exclude(state=HubState.CLOSED).exists():
        raise LaoHasHub
    if programme.candidates.filter(lao=lao).exists():
        raise CandidateTwice
    award = Award.objects.filter(lao=lao).order_by("-year", "pk").first()
    return _propose(programme, lao, award, Candidate.Source.HAND, by=by, at=at)


def _propose(
    programme: HubProgramme, lao: Lao, award: Award | None, source: str, *, by: User, at: datetime
) -> Candidate:
    candidate = Candidate.objects.create(
        programme=programme, lao=lao, award=award, source=source, proposed_at=at
    )
    candidate.events.create(
        verb=CandidateVerb.PROPOSED, to_state=CandidateState.PROPOSED, reason=source, by=by, at=at
    )
    return candidate


@transaction.atomic
def choose_candidate(
    *, candidate: Candidate, version: int | None = None, by: User, at: datetime
) -> None:
    """Choose an LAO for the programme. Raises ``NotReady``, ``LaoHasHub``, ``StaleRecord``."""
    _require_state(candidate, CandidateState.PROPOSED, CandidateState.EXCLUDED)
    if Hub.objects.filter(lao=candidate.lao).exclude(state=HubState.CLOSED).exists():
        raise LaoHasHub
    criteria = SelectionCriteria.objects.filter(programme=candidate.programme).first()
    ready = Readiness.objects.filter(candidate=candidate, answer=Readiness.Answer.YES)
    if criteria is not None and criteria.must_be_ready and not ready.exists():
        raise NotReady
    _tell_memo(candidate, "คัดเลือกเพิ่ม", by=by, at=at)
    _move(
        candidate, CandidateVerb.CHOSEN, CandidateState.CHOSEN,
        version=version, by=by, at=at, chosen_at=at, reason="",
    )  # fmt: skip


@transaction.atomic
def exclude_candidate(
    *, candidate: Candidate, reason: str, version: int | None = None, by: User, at: datetime
) -> None:
    """Leave an LAO out, with the reason. One that was chosen takes a sent memo back to draft."""
    _require_state(candidate, CandidateState.PROPOSED, CandidateState.CHOSEN)
    said = _reason(reason)
    if candidate.state == CandidateState.CHOSEN:
        _tell_memo(candidate, "ตัดออก", by=by, at=at)
    _move(
        candidate, CandidateVerb.EXCLUDED, CandidateState.EXCLUDED,
        version=version, by=by, at=at, reason=said, chosen_at=None,
    )  # fmt: skip


@transaction.atomic
def take_choice_back(
    *, candidate: Candidate, version: int | None = None, by: User, at: datetime
) -> None:
    """Make a chosen or excluded LAO a mere proposal again."""
    _require_state(candidate, CandidateState.CHOSEN, CandidateState.EXCLUDED)
    if candidate.state == CandidateState.CHOSEN:
        _tell_memo(candidate, "นำกลับไปพิจารณา", by=by, at=at)
    _move(
        candidate, CandidateVerb.TAKEN_BACK, CandidateState.PROPOSED,
        version=version, by=by, at=at, reason="", chosen_at=None,
    )  # fmt: skip


@transaction.atomic
def withdraw_candidate(
    *, candidate: Candidate, reason: str, version: int | None = None, by: User, at: datetime
) -> None:
    """Note that an approved LAO withdrew, with the reason; the approved memo stays as it is."""
    _require_state(candidate, CandidateState.CHOSEN)
    if candidate.approved_at is None:
        raise NotProposed
    said = _reason(reason)
    _move(
        candidate, CandidateVerb.WITHDRAWN, CandidateState.WITHDRAWN,
        version=version, by=by, at=at, reason=said,
    )  # fmt: skip
    note(candidate.programme, f"{candidate.lao.full_name_th} ถอนตัว: {said}", by=by, at=at)


def _reason(reason: str) -> str:
    said = " ".join(clean_text(reason).split())[:500]
    if not said:
        raise ReasonNeeded
    return said


def _require_state(candidate: Candidate, *states: str) -> None:
    require_running(candidate.programme)
    if candidate.state not in states:
        raise NotProposed


def _tell_memo(candidate: Candidate, what: str, *, by: User, at: datetime) -> None:
    selection_changed(
        programme=candidate.programme, what=f"{what}: {candidate.lao.full_name_th}", by=by, at=at
    )


def _move(
    candidate: Candidate,
    verb: CandidateVerb,
    target: str,
    *,
    version: int | None,
    by: User,
    at: datetime,
    **values: Any,
) -> None:
    """Change the candidate as it was read, or not at all, and note the event."""
    read = candidate.version if version is None else version
    rows = Candidate.objects.filter(pk=candidate.pk, version=read, state=candidate.state)
    if rows.update(version=read + 1, state=target, **values) != 1:
        raise StaleRecord
    before = candidate.state
    candidate.refresh_from_db()
    candidate.events.create(
        verb=verb, from_state=before, to_state=target, reason=values.get("reason", ""),
        by=by, at=at,
    )  # fmt: skip
