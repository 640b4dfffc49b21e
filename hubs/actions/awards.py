"""Keeping the register of awards (manual 8.2 (2))."""

from datetime import datetime

from django.db import IntegrityError, transaction
from django.utils.translation import gettext_lazy as _

from hubs.errors import HubError
from hubs.models import Award, AwardCategory, AwardGroup
from onde_portal.accounts.models import User
from onde_portal.registry.models import Lao
from onde_portal.thai.text import clean_text
from onde_portal.thai.working_time import BANGKOK

FIRST_YEAR = 2542


class AwardYearWrong(HubError):
    message = _("The award year lies ahead, or before the decentralisation act of B.E. 2542.")


class AwardTwice(HubError):
    message = _("This award is in the register already: same LAO, year and category.")


def check_year(year: int, at: datetime) -> None:
    """Raise ``AwardYearWrong`` for a year (B.E.) in which no award can have been given."""
    if not FIRST_YEAR <= year <= at.astimezone(BANGKOK).year + 543:
        raise AwardYearWrong


@transaction.atomic
def save_award(
    *,
    lao: Lao,
    year: int,
    category: AwardCategory,
    group: AwardGroup | None = None,
    prize: str = "",
    note: str = "",
    award: Award | None = None,
    by: User,
    at: datetime,
) -> Award:
    """Enter an award into the register, or put one right. Raises ``AwardTwice``."""
    check_year(year, at)
    kept = award or Award()
    kept.lao, kept.year, kept.category, kept.group = lao, year, category, group
    kept.prize, kept.note = prize, clean_text(note).strip()[:300]
    kept._history_user = by  # type: ignore[attr-defined]  # noqa: SLF001 - the library's way
    kept._history_date = at  # type: ignore[attr-defined]  # noqa: SLF001
    try:
        with transaction.atomic():
            kept.save()
    except IntegrityError as error:
        raise AwardTwice from error
    return kept


@transaction.atomic
def remove_award(*, award: Award) -> None:
    """Take an award out that was never given; candidates keep their place without it."""
    award.delete()
