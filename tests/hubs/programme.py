"""A programme with approved LAOs in cohorts, for tests of its later steps."""

from hubs.actions.programmes import open_programme
from hubs.models import Candidate, CandidateState, Cohort, HubProgramme, Invitee
from onde_portal.accounts.models import User
from onde_portal.registry.models import Lao
from tests.world import NOW


def make_programme(officer: User, year: int = 2569) -> HubProgramme:
    return open_programme(title=f"โครงการศูนย์ {year}", year=year, owner=officer, by=officer, at=NOW)


def make_approved(programme: HubProgramme, lao: Lao) -> Candidate:
    """An LAO that an approved memo names."""
    return Candidate.objects.create(
        programme=programme, lao=lao, source="hand", state=CandidateState.CHOSEN,
        proposed_at=NOW, chosen_at=NOW, approved_at=NOW,
    )  # fmt: skip


def make_cohort(programme: HubProgramme, number: int, *candidates: Candidate) -> Cohort:
    """A cohort with these LAOs in it."""
    cohort = Cohort.objects.create(programme=programme, number=number, title=f"รุ่นที่ {number}")
    for candidate in candidates:
        Invitee.objects.create(cohort=cohort, candidate=candidate)
    return cohort
