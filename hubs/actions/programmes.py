"""Opening hub programmes, and what every change of their content asks and notes."""

from datetime import datetime

from django.db import IntegrityError, transaction

from hubs import errors
from hubs.models import HubProgramme, ProgrammeVerb
from onde_portal.accounts.models import User
from onde_portal.thai.text import clean_text
from onde_portal.workflow.actions import open_case


@transaction.atomic
def open_programme(*, title: str, year: int, owner: User, by: User, at: datetime) -> HubProgramme:
    """Open the hub programme (manual 8.2) of a fiscal year (B.E.). Raises ``YearHasProgramme``."""
    try:
        with transaction.atomic():
            return open_case(
                model=HubProgramme,
                title=clean_text(title).strip()[:250],
                fiscal_year=year,
                owner=owner,
                by=by,
                at=at,
            )
    except IntegrityError as error:
        raise errors.YearHasProgramme from error


def require_running(programme: HubProgramme) -> None:
    """Content changes while the programme runs; ``ProgrammeEnded`` otherwise."""
    if not programme.is_running:
        raise errors.ProgrammeEnded


def note(programme: HubProgramme, what: str, *, by: User | None, at: datetime) -> None:
    """Write a main change of the content into the programme's history, in a few words."""
    verb = ProgrammeVerb.CONTENT_CHANGED
    programme.events.create(verb=verb, reason=clean_text(what).strip()[:500], by=by, at=at)
